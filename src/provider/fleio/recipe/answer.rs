//! Questions that take several calls: each metric has its own.
//! Source: fotbo.txt, "Instance Measures".

use super::{op, read};
use crate::{
    error::Result,
    model::Line,
    provider::{CallScope, Session, Typed},
};

/// The load of a machine, then its traffic.
pub(crate) async fn metrics(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for metric in ["cpu_util", "interface_traffic"] {
        let mut inputs = typed.target()?.text("metric", metric);
        if let Some(hours) = typed.flag("hours") {
            inputs = inputs.text("hours", hours);
        }
        let reply = session.call(&op::INSTANCES_MEASURES, &inputs, CallScope::reading()).await?;
        session.each(&op::INSTANCES_MEASURES, &reply, &mut |_, n| read::measure(n, metric, &mut lines))?;
    }
    Ok(lines)
}
