//! Questions that take several calls: each metric has its own, and so has each price.
//! Source: fotbo.txt, "Instance Measures", "Get Instance Price" and the prices of backups and snapshots.

use super::{object, op, read};
use crate::{
    error::Result,
    model::{Cell, Line},
    provider::{CallScope, Inputs, Session, Typed},
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

/// The price of a machine like this one, and of its snapshot and backup; null if Fleio gives none.
pub(crate) async fn price(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let machine = object(session, &op::INSTANCES_SHOW, &typed.target()?).await?;
    let networks: Vec<String> =
        machine.at("net_details").at("ports").items().filter_map(|(_, port)| port.at("network").text()).collect();
    let mut inputs = Inputs::none()
        .text("flavor_id", machine.at("flavor").at("id").text().unwrap_or_default())
        .text("region", machine.at("region").text().unwrap_or_default());
    if let Some(client) = machine.at("client").at("id").text() {
        inputs = inputs.text("client_id", client);
    }
    if !networks.is_empty() {
        inputs = inputs.text("network_ids", networks.join(","));
    }
    let mut lines = vec![read::price("machine", &object(session, &op::INSTANCES_PRICE, &inputs).await?)];
    for (of, operation) in [("snapshot", &op::INSTANCES_SNAPSHOT_PRICE), ("backup", &op::INSTANCES_BACKUP_PRICE)] {
        let told = object(session, operation, &typed.target()?).await;
        lines.push(told.map_or_else(|_| Line(vec![Cell::from(of), Cell::Null]), |n| read::price(of, &n)));
    }
    Ok(lines)
}
