//! `nubo doctor`: problems that keep nubo from working, here or under cron, and their remedies.
//! Nothing is made, and each account is sent one harmless read.

mod accounts;
mod compare;
mod cron;
mod examine;
mod finding;
mod ground;
mod permissions;
mod schedules;
mod verdict;

use clap::ArgMatches;

use crate::{
    cli::{DoctorArgs, Looks},
    error::{Error, Result},
    model::{RowType, Rows, Selection, Shape},
};

use super::{context::Invocation, flags, outcome::Outcome};
use finding::Finding;
use ground::Ground;

pub(crate) use finding::FindingRow;

/// Checks everything that commands stand on.
pub(crate) async fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, FindingRow::FIELDS)?;
    let doctor: DoctorArgs = flags(args)?;
    let ground = Ground::new(start, args).await?;
    let findings = if doctor.as_cron {
        let mut findings = cron::check(&ground, args).await?;
        // Crontabs and timers are looked for as the user who has them, not as cron would.
        findings.extend(schedules::timer(&ground, args).await);
        findings
    } else {
        examine::examine(&ground, args).await
    };
    findings.iter().filter_map(Finding::warning).for_each(|warning| start.console.warning(&warning));
    let rows = Rows::typed(findings.iter().map(Finding::row).collect(), Shape::Array);
    let failures: Vec<Error> = findings.iter().filter_map(|finding| finding.failure().cloned()).collect();
    Ok(Outcome::rows(selection.apply(rows), "checks").failing_in(failures, Vec::new(), false))
}
