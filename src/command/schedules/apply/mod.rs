//! `nubo schedules apply`: one run as a timer makes it, and `nubo schedules plan`, which only says what that would do.
//! One run at a time; a run that was killed leaves no lock behind, and the next one does what is still to be done.

mod act;
#[cfg(test)]
mod fortnight;
mod look;
mod once;
mod record;
mod report;

use std::fs::File;

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    cli::{Changing, Looks},
    command::{
        context::{Context, Invocation, state_folder},
        flags,
        outcome::{Answer, Outcome},
        selecting,
    },
    config::files,
    error::{Error, Kind, Result},
    http::Ping,
    model::{Row, Rows, Selected, Selection, Shape},
    schedule::Loaded,
};

use super::rules::Rules;
use once::Run;
use report::Report;

pub use act::action;
pub use look::{adrift, listing};
pub use record::fields;

/// The file that a run holds as long as it lasts.
const LOCK: &str = "schedules.lock";

/// Does what the rules wish now.
pub async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &fields())?;
    if changing.dry_run {
        return rehearse(start, args, |_| true, |rows| selection.apply(rows)).await;
    }
    may_run(&start, &changing)?;
    let ping = args.get_one::<String>("ping").map(|url| Ping::new(url)).transpose()?;
    let _lock = alone(&start)?;
    let console = std::rc::Rc::clone(&start.console);
    let start = Invocation { unattended: !console.can_ask(), ..start };
    let told = |result: Result<()>| result.unwrap_or_else(|error| console.warning(&error.to_string()));
    if let Some(ping) = &ping {
        told(ping.start().await);
    }
    let outcome = apply(start, args, &changing, &selection).await;
    if let Some(ping) = &ping {
        told(ping.end(outcome.as_ref().is_ok_and(|outcome| outcome.kind.is_none())).await);
    }
    outcome
}

/// One run.
async fn apply(start: Invocation, args: &ArgMatches, changing: &Changing, selection: &Selection) -> Result<Outcome> {
    let (context, loaded) = ready(start, args).await?;
    let report = once::apply(&Run { context: &context, changing, clock: &Timestamp::now }, &loaded).await?;
    Ok(outcome(&context, report, |rows| selection.apply(rows)))
}

/// What a run stands on: the accounts, and the rules that can act on them.
async fn ready(start: Invocation, args: &ArgMatches) -> Result<(Context, Loaded)> {
    let rules = Rules::read(&start, args)?;
    let context = Context::open(start, args).await?;
    let mut loaded = rules.checked(&context.fleet.names())?;
    look::unusable(&context, &mut loaded);
    Ok((context, loaded))
}

/// Says what a run would do now.
pub async fn plan(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let all = args.get_flag("all");
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &fields())?;
    rehearse(start, args, |concerns| all || concerns, |rows| selection.apply(rows)).await
}

/// What a run would do; nothing is sent but reads, and nothing is kept.
async fn rehearse(
    start: Invocation,
    args: &ArgMatches,
    shown: impl Fn(bool) -> bool,
    select: impl FnOnce(Rows) -> Selected,
) -> Result<Outcome> {
    let (context, loaded) = ready(start, args).await?;
    let max_targets = args.try_get_one::<usize>("max_targets").ok().flatten().copied();
    let changing = Changing { dry_run: true, max_targets, ..Changing::default() };
    let run = Run { context: &context, changing: &changing, clock: &Timestamp::now };
    let report = once::plan(&run, &loaded, shown).await?;
    Ok(outcome(&context, report, select))
}

/// What a run came to, as it is printed: a table without a row is nothing at all.
fn outcome(context: &Context, report: Report, select: impl FnOnce(Rows) -> Selected) -> Outcome {
    let quiet = report.rows.is_empty() && context.console.settings().format.is_table();
    let rows = report.rows.into_iter().map(|row| Box::new(row) as Box<dyn Row>).collect();
    let selected = select(Rows { fields: fields(), rows, shape: Shape::Array });
    let answer = if quiet { Answer::Nothing } else { Answer::Rows { selected, noun: "machines", one_account: false } };
    Outcome { answer, recorded: report.recorded, failures: report.failures, kind: report.kind }
}

/// Refuses a run that nobody agreed to, and one that would be at pretended clouds because of a variable.
fn may_run(start: &Invocation, changing: &Changing) -> Result<()> {
    if start.console.can_ask() {
        return Ok(());
    }
    refuse_variable(start)?;
    if changing.yes {
        return Ok(());
    }
    Err(Error::new(Kind::Refused, "schedules apply refused: nobody can be asked").hint("agree beforehand with --yes"))
}

/// Refuses to take the pretended clouds from the environment where nobody would notice.
pub fn refuse_variable(start: &Invocation) -> Result<()> {
    if !start.globals.sandbox && start.sandbox()? {
        return Err(Error::usage(
            "NUBO_SANDBOX is set, and a run that nobody watches must not be at the sandbox by it",
        )
        .hint("unset it, or mean the sandbox with --sandbox"));
    }
    Ok(())
}

/// Keeps other runs away until the file is closed.
fn alone(start: &Invocation) -> Result<File> {
    let (paths, sandbox) = (start.paths()?, start.sandbox()?);
    paths.state_dir()?;
    let path = state_folder(&paths, sandbox, LOCK).unwrap_or_default();
    files::try_lock(&path)?.ok_or_else(|| {
        let who = files::read_text(&path).ok().flatten().unwrap_or_default();
        let who = who.trim();
        let who = if who.is_empty() { String::new() } else { format!(" ({who})") };
        Error::new(Kind::Conflict, format!("another run of schedules apply is under way{who}"))
            .hint("let it end; if that happens often, run it less often")
    })
}
