//! `nubo schedules apply`: one run as a timer makes it, and `nubo schedules plan`, which only shows its changes.
//! One run is made at a time; a run that was killed leaves no lock behind, and the next one continues its work.

mod act;
#[cfg(test)]
mod fortnight;
mod look;
mod notify;
mod once;
mod ports;
mod record;
mod report;
mod started;

use std::fs::File;

use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp};

use crate::{
    cli::{Changing, Looks},
    command::{
        context::{Context, Invocation, state_folder},
        flags,
        outcome::{Answer, Outcome},
        selecting,
    },
    config::{StateStore, files},
    error::{Error, Kind, Result},
    history::{Cause, Closing, Journal, Opening, host},
    http::Ping,
    model::{Row, Rows, Selected, Selection, Shape},
    output::Console,
    schedule::{Hold, Loaded, RunRecord, Then, announce, other_host, runs},
};

use super::{installed, rules::Rules};
use once::Run;
use report::Report;

pub(crate) use act::action;
pub(crate) use look::{adrift, listing};
pub(crate) use record::fields;

/// The file that a run holds as long as it lasts.
const LOCK: &str = "schedules.lock";

/// Carries out the rules now.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let changing: Changing = flags(args)?;
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &fields())?;
    if changing.dry_run {
        return rehearse(start, args, |_| true, |rows| selection.apply(rows)).await;
    }
    may_run(&start, &changing)?;
    let ping = args.get_one::<String>("ping").map(|url| Ping::new(url)).transpose()?;
    let console = std::rc::Rc::clone(&start.console);
    let unattended = !console.can_ask();
    let announcer = Announcer { kept: StateStore::new(&start.paths()?, start.sandbox()?), unattended };
    let start = Invocation { unattended, ..start };
    announcer.choose_warnings(&console);
    let told = |result: Result<()>| result.unwrap_or_else(|error| console.warning(&error.to_string()));
    let _lock = match alone(&start) {
        Ok(lock) => lock,
        Err(error) => return announcer.run(&console, "lock", Err(error)),
    };
    if let Some(ping) = &ping {
        told(ping.start().await);
    }
    let journal = start.journal()?;
    let host = Some(host()).filter(|host| !host.is_empty());
    tell_of_other_host(&console, &runs(&announcer.kept), host.as_deref());
    let mut run = RunRecord::begin(&announcer.kept, Timestamp::now(), host);
    let outcome = apply(start, args, &changing, &selection).await;
    announcer.record(&mut run, &journal, &outcome);
    if let Some(ping) = &ping {
        told(ping.end(outcome.as_ref().is_ok_and(|outcome| outcome.kind.is_none())).await);
    }
    announcer.run(&console, "run", outcome)
}

/// Warns of another host that makes runs: what one does the other cannot know in time.
fn tell_of_other_host(console: &Console, runs: &[RunRecord], host: Option<&str>) {
    if let (Some(other), Some(host)) = (other_host(runs, host, Timestamp::now()), host) {
        console.warning(&format!(
            "the host {other} makes runs of schedules too, with the same state folder as {host}: let one host make them"
        ));
    }
}

/// The announcer of a run that nobody watches: each thing is told once, and then hourly.
struct Announcer {
    kept: StateStore,
    unattended: bool,
}

impl Announcer {
    /// Has the console write a warning once, then hourly.
    fn choose_warnings(&self, console: &Console) {
        if self.unattended {
            let kept = self.kept.clone();
            let tell =
                move |text: &str| announce(&kept, text, Timestamp::now(), Some((Some(Kind::Config), text)), text).tell;
            console.choose_warnings(tell);
        }
    }

    /// Keeps how a run ended; the history has the first of those that fail alike, and then one an hour.
    fn record(&self, run: &mut RunRecord, journal: &Journal, outcome: &Result<Outcome>) {
        let now = Timestamp::now();
        let (kind, words) = match outcome {
            Ok(outcome) => {
                (outcome.kind, outcome.recorded.first().or(outcome.failures.first()).map(ToString::to_string))
            }
            Err(error) => (Some(error.kind()), Some(error.to_string())),
        };
        run.end(&self.kept, now, kind, words.clone());
        let told = words.or_else(|| kind.map(|kind| format!("the run ended with {}", kind.word())));
        let wrong = kind.map(|kind| (Some(kind), told.as_deref().unwrap_or_default()));
        if announce(&self.kept, "failed runs", now, wrong, "").tell {
            let cause = Some(Cause { rules: Vec::new(), why: "a run of schedules apply".to_owned() });
            let opening = Opening { action: "apply".to_owned(), kind: "run".to_owned(), cause, ..Opening::default() };
            let code = kind.map(|kind| kind.word().to_owned());
            let closing = Closing { status: "failed".to_owned(), code, message: told, ..Closing::default() };
            if let Ok(entry) = journal.begin(opening) {
                journal.complete(entry, closing);
            }
        }
    }

    /// Announces a run that could not be made at all once, then hourly, and then that it can be made again.
    fn run(&self, console: &Console, topic: &str, outcome: Result<Outcome>) -> Result<Outcome> {
        let now = Timestamp::now();
        let interrupted = |error: &Error| matches!(error.kind(), Kind::Interrupted | Kind::Terminated);
        match &outcome {
            _ if !self.unattended => {}
            Ok(_) => {
                for topic in ["lock", "run"] {
                    let told = announce(&self.kept, topic, now, None, "runs are made again");
                    told.ended.iter().for_each(|ended| console.notice(ended));
                }
            }
            Err(error) if interrupted(error) => {}
            Err(error) => {
                let words = error.to_string();
                if !announce(&self.kept, topic, now, Some((Some(error.kind()), &words)), "").tell {
                    return Ok(Outcome { kind: Some(error.kind()), ..Outcome::nothing() });
                }
            }
        }
        outcome
    }
}

/// One run.
async fn apply(start: Invocation, args: &ArgMatches, changing: &Changing, selection: &Selection) -> Result<Outcome> {
    let (context, loaded, interval) = ready(start, args).await?;
    let run = Run { context: &context, changing, clock: &Timestamp::now, interval };
    let report = once::apply(&run, &loaded).await?;
    Ok(outcome(&context, report, |rows| selection.apply(rows), !context.console.can_ask()))
}

/// The basis of a run: the accounts, the rules that can act on them, and the interval between runs. Without a rules
/// file only holds are carried out.
async fn ready(start: Invocation, args: &ArgMatches) -> Result<(Context, Loaded, Option<SignedDuration>)> {
    let rules = Rules::fetch(&start, args).await?;
    let hard = rules.any(|rule| rule.stop.then == Then::Hard);
    let installed = if hard { installed::interval(&start).await } else { None };
    let context = Context::open(start, args).await?;
    let held = || any_hold(&context);
    let mut loaded =
        if !rules.exist() && held() { Loaded::none(rules.path()) } else { rules.checked(&context.fleet.names())? };
    look::unusable(&context, &mut loaded);
    let own = loaded.interval.and_then(|interval| SignedDuration::try_from(interval).ok());
    Ok((context, loaded, installed.or(own)))
}

/// True when any machine is held, or when that cannot be known.
fn any_hold(context: &Context) -> bool {
    let accounts = context.fleet.names().into_iter().filter_map(|name| context.fleet.account(&name).ok());
    accounts
        .into_iter()
        .any(|account| Hold::read(context.fleet.kept(), &account.owner()).is_ok_and(|holds| !holds.is_empty()))
}

/// Shows the changes a run would make now.
pub(crate) async fn plan(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let all = args.get_flag("all");
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &fields())?;
    rehearse(start, args, |concerns| all || concerns, |rows| selection.apply(rows)).await
}

/// Reports the changes a run would make; only reads are sent, and nothing is kept.
async fn rehearse(
    start: Invocation,
    args: &ArgMatches,
    shown: impl Fn(bool) -> bool,
    select: impl FnOnce(Rows) -> Selected,
) -> Result<Outcome> {
    let (context, loaded, interval) = ready(start, args).await?;
    let max_targets = args.try_get_one::<usize>("max_targets").ok().flatten().copied();
    let changing = Changing { dry_run: true, max_targets, ..Changing::default() };
    let run = Run { context: &context, changing: &changing, clock: &Timestamp::now, interval };
    let report = once::plan(&run, &loaded, shown).await?;
    Ok(outcome(&context, report, select, false))
}

/// The printed outcome of a run: nothing at all for a table without a row, or for any `silent` run without one.
fn outcome(context: &Context, report: Report, select: impl FnOnce(Rows) -> Selected, silent: bool) -> Outcome {
    let quiet = report.rows.is_empty() && (silent || context.console.settings().format.is_table());
    let rows = report.rows.into_iter().map(|row| Box::new(row) as Box<dyn Row>).collect();
    let selected = select(Rows { fields: fields(), rows, shape: Shape::Array });
    let answer = if quiet { Answer::Nothing } else { Answer::Rows { selected, noun: "machines", one_account: false } };
    Outcome { answer, recorded: report.recorded, failures: report.failures, kind: report.kind }
}

/// Refuses a run without consent, and one that would be at simulated clouds because of a variable.
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

/// Refuses to take the simulated clouds from the environment where nobody would notice.
pub(crate) fn refuse_variable(start: &Invocation) -> Result<()> {
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
