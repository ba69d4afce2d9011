//! `nubo doctor`: what keeps nubo from working, here or under cron, and how to mend it.
//! It only looks: nothing is made, and each account is sent one harmless read.

mod accounts;
mod compare;
mod cron;
mod finding;
mod ground;
mod permissions;
mod schedules;

use clap::ArgMatches;

use crate::{
    cli::Looks,
    error::{Error, Result, together},
    model::{RowType, Rows, Selection, Shape},
};

use super::{context::Invocation, flags, outcome::Outcome};
use finding::Finding;
use ground::Ground;

pub use finding::FindingRow;

/// Checks everything that commands stand on.
pub async fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, FindingRow::FIELDS)?;
    let ground = Ground::new(start, args).await?;
    let findings =
        if args.get_flag("as_cron") { cron::check(&ground, args).await? } else { ground.examine(args).await };
    findings.iter().filter_map(Finding::warning).for_each(|warning| start.console.warning(&warning));
    let rows = Rows::typed(findings.iter().map(Finding::row).collect(), Shape::Array);
    let failures: Vec<Error> = findings.iter().filter_map(|finding| finding.failure().cloned()).collect();
    let kind = together(failures.iter().map(Error::kind), false);
    Ok(Outcome { told: failures.len(), failures, kind, ..Outcome::rows(selection.apply(rows), "checks") })
}
