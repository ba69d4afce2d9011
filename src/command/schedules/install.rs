//! `nubo schedules install` and `uninstall`: adding the runs to a scheduler of this machine, and removing them.
//! The text is made by `schedule::install`; here it goes where it belongs, or with `--print` to stdout alone.

mod crontab;
mod program;
mod scheduler;
mod set;
mod unattended;
mod units;

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::{
    command::{
        context::{Context, Invocation},
        outcome::Outcome,
        verb::told,
    },
    error::{Error, Result},
    fleet,
    model::{Change, Instance, Selection},
    schedule::{
        Loaded, Rule,
        install::{Every, Realm},
    },
};

use super::{
    check::able,
    findings::{most, too_many},
    rules::{Rules, accounts},
};
pub(crate) use crontab::read as read_crontab;
use scheduler::{PLACES, Scheduler};
pub(crate) use unattended::ping;
use units::Units;

/// The timers of systemd that are there, each with its file and its text.
pub(crate) fn timers(start: &Invocation, realm: Realm) -> Vec<(PathBuf, String)> {
    let units = Units::user(start).into_iter().chain([Units::system()]);
    let path = |units: Units| units.path(realm, "timer");
    units.map(path).filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?))).collect()
}

/// Installs the runs, or prints the text.
pub(crate) async fn install(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let print = args.get_flag("print");
    Invocation::applies(args, if print { &["sandbox"] } else { &["output", "sandbox"] })?;
    let every = every(args)?;
    let run = unattended::run(&start, args)?;
    let loaded = good(&start, Rules::fetch(&start, args).await?)?;
    let file = loaded.file().to_owned();
    let Loaded { rules, bad, .. } = loaded;
    if rules.is_empty() {
        return Ok(Outcome::nothing().failing(bad, false));
    }
    let place = Scheduler::of(&start, args, &run, &rules).await?;
    let text = place.text(&run, every)?;
    let console = std::rc::Rc::clone(&start.console);
    unattended::tell(&console, &run);
    if print {
        return Ok(Outcome::text(text.printed()).failing(bad, true));
    }
    match place.other_user() {
        Some(user) => console.notice(&format!("how many machines are governed is for {user} to see")),
        None => governed(&Context::open(start, args).await?, &rules, &file).await?,
    }
    let set = place.install(run.realm(), &text).await;
    if set.is_ok() {
        place.tell(&console).await;
    }
    Ok(outcome(vec![place.record("install", run.realm(), set.map_err(|error| place.for_root(error, &run)))], bad))
}

/// Removes an installation: from the scheduler that was named, else from all.
pub(crate) async fn uninstall(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    Invocation::applies(args, &["output", "sandbox"])?;
    let realm = if start.sandbox()? { Realm::Sandbox } else { Realm::Own };
    let named = PLACES.into_iter().find(|name| args.get_flag(name));
    let mut changes = Vec::new();
    for name in PLACES.into_iter().filter(|name| named.is_none_or(|named| named == *name)) {
        let place = Scheduler::to_leave(&start, name)?;
        let set = place.uninstall(realm).await;
        changes.push(place.record("uninstall", realm, set));
    }
    if changes.iter().all(|change| !change.changed && change.error.is_none()) {
        start.console.notice("nothing was installed there");
    }
    Ok(outcome(changes, Vec::new()))
}

/// The records beside the errors of rules.
fn outcome(changes: Vec<Change>, bad: Vec<Error>) -> Outcome {
    let some = changes.iter().any(|change| change.error.is_none());
    let outcome = told(changes, &Selection::default());
    let recorded = outcome.recorded.clone();
    outcome.failing_in(recorded, bad, some)
}

/// The interval between runs.
pub(crate) fn every(args: &ArgMatches) -> Result<Every> {
    Every::parse(args.get_one::<String>("every").map_or("5m", String::as_str))
}

/// The rules of which some can act; those that cannot are told at the end.
///
/// # Errors
/// `config` where there is no rule at all, and for an account that a scheduler's environment has not.
pub(crate) fn good(start: &Invocation, rules: Rules) -> Result<Loaded> {
    let loaded = rules.checked(&accounts(start)?)?;
    if loaded.rules.is_empty() && loaded.bad.is_empty() {
        return Err(Error::config("there is no rule in the file, so there is nothing to carry out")
            .hint("write one: nubo schedules check tells whether it is right"));
    }
    let made = start.env.var("NUBO_PROVIDER").is_some() && !start.sandbox()?;
    if made && loaded.rules.iter().any(|rule| rule.accounts.iter().any(|name| name == "env")) {
        return Err(Error::config("the account env is made by NUBO_PROVIDER, which a scheduler does not have")
            .hint("make it one of the accounts file: nubo accounts add NAME --provider PRESET"));
    }
    Ok(loaded)
}

/// Prints how many machines the rules are about now; an account that does not answer does not prevent installing.
///
/// # Errors
/// `refused` when a rule is about more machines than it may act on: it would never act.
async fn governed(context: &Context, rules: &[Rule], file: &Path) -> Result<()> {
    let (able, mut failures) = able(context, rules);
    context.console.progress(&format!("asking {}", able.join(", ")));
    let answers = fleet::list_as::<Instance>(&context.fleet, &able, context.reading()).await;
    if let Some(error) = rules.iter().find_map(|rule| too_many(rule, &answers, most(&context.config, rule), file)) {
        return Err(error);
    }
    let entries = answers.iter().flat_map(|answer| &answer.entries);
    let machines = entries.filter(|entry| rules.iter().any(|rule| rule.selects(entry))).count();
    failures.extend(answers.into_iter().flat_map(|answer| answer.failures));
    for error in &failures {
        context.console.warning(&error.to_string());
    }
    let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let verb = if machines == 1 { "is" } else { "are" };
    let (machines, accounts) = (many(machines, "machine"), many(able.len(), "account"));
    context.console.notice(&format!("{machines} of {accounts} {verb} governed"));
    Ok(())
}
