//! `nubo schedules repair`: memory begins anew where its file could not be read, and a doubted listing is believed.
//! No account is asked; the files that were set aside stay where they are.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    cli::Looks,
    command::{
        context::{Context, Invocation},
        flags,
        outcome::Outcome,
        verb::told,
    },
    error::Result,
    model::{Change, RowType, Selection, Status},
    schedule::{believe, repair},
};

/// Repairs the memory.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    start.paths()?.state_dir()?;
    let context = Context::open(start, args).await?;
    let (kept, console) = (context.fleet.kept(), &context.console);
    let mut changes = Vec::new();
    for (kind, found) in repair(kept, Timestamp::now())? {
        let file = found.file.display().to_string();
        console.notice(&format!("kept/{kind}.json begins anew with what could be read; the rest is in {file}"));
        let blank = Change::planned(None, "memory", "repair");
        let (id, name) = (Some(kind.to_owned()), Some(file));
        changes.push(Change { id, name, changed: true, status: Status::Ok, ..blank });
    }
    for account in context.fleet.names().iter().filter_map(|name| context.fleet.account(name).ok()) {
        if believe(kept, &account.owner())? {
            console.notice(&format!("the next whole listing of {} is believed", account.name()));
            let blank = Change::planned(Some(account.origin.clone()), "listing", "repair");
            changes.push(Change { changed: true, status: Status::Ok, ..blank });
        }
    }
    if changes.is_empty() {
        console.notice("there is nothing to repair");
    }
    Ok(told(changes, &selection))
}
