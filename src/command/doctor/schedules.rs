//! The rules of when machines run: they can be read, their providers can carry them out, and the source of their
//! time zones is known.

use std::path::Path;

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::schedules::{Rules, installed, missing, most, orphans, stops, too_many},
    error::Error,
    fleet,
    model::Instance,
    schedule::{Loaded, Rule, runs, zones_are_bundled},
};

use super::{
    finding::{Check, Finding, Verdict},
    ground::Ground,
};

/// Looks at the rules.
pub(crate) async fn check(ground: &Ground<'_>, args: &ArgMatches, answered: Vec<String>) -> Vec<Finding> {
    let finding = |verdict| Finding::new(Check::Schedules, verdict);
    let rules = match Rules::fetch(ground.start, args).await {
        Ok(rules) => rules,
        Err(error) => return vec![Finding::failed(Check::Schedules, error)],
    };
    let (path, loaded) = rules.parts();
    let Some(loaded) = loaded else {
        return vec![finding(Verdict::skipped("there are no rules")).named(shown(&path))];
    };
    let over = over_limit(ground, &loaded, answered).await;
    let (good, mut wrong) = judged(ground, loaded);
    let mut findings = over;
    if wrong.is_empty() {
        findings.push(finding(Verdict::Ok(counted(good))).named(shown(&path)));
    }
    findings.extend(wrong.drain(..).map(|error| {
        let name = error.details().target.clone();
        Finding { name, ..Finding::failed(Check::Schedules, error) }
    }));
    findings.extend(orphans(&ground.fleet).into_iter().map(|message| {
        finding(Verdict::Warning { message, hint: Some("give the account its former URL, or leave them".to_owned()) })
    }));
    let whose = if zones_are_bundled() {
        "time zones are nubo's own, as the system has none"
    } else {
        "time zones are the system's"
    };
    findings.push(finding(Verdict::ok(whose)).named("time zones"));
    findings
}

/// Looks whether runs are made, where there are rules.
pub(crate) async fn timer(ground: &Ground<'_>, args: &ArgMatches) -> Option<Finding> {
    let rules = Rules::read(ground.start, args).ok()?;
    if !rules.any(|_| true) {
        return None;
    }
    let (found, runs) = (installed(ground.start).await, runs(&ground.settings.kept));
    let verdict = match missing(&found, &runs, Timestamp::now()) {
        Some(error) => {
            return Some(Finding { name: Some("runs".to_owned()), ..Finding::failed(Check::Schedules, error) });
        }
        None => Verdict::ok("runs are made"),
    };
    Some(Finding::new(Check::Schedules, verdict).named("runs"))
}

/// Findings about rules that select more machines than one run may act on.
async fn over_limit(ground: &Ground<'_>, loaded: &Loaded, mut names: Vec<String>) -> Vec<Finding> {
    names.retain(|name| loaded.rules.iter().any(|rule| rule.accounts.contains(name)));
    if names.is_empty() || ground.config.is_err() {
        return Vec::new();
    }
    let answers = fleet::list_as::<Instance>(&ground.fleet, &names, ground.limit).await;
    let limits = |rule: &Rule| ground.config.as_ref().map_or(usize::MAX, |config| most(config, rule));
    let over = loaded.rules.iter().filter_map(|rule| too_many(rule, &answers, limits(rule), loaded.file()));
    over.map(|error| Finding { name: error.details().target.clone(), ..Finding::failed(Check::Schedules, error) })
        .collect()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The number of rules that can act, and the errors of the others; accounts that cannot be known are not missed.
fn judged(ground: &Ground<'_>, mut loaded: Loaded) -> (usize, Vec<Error>) {
    let names = ground.fleet.names();
    if ground.config.is_ok() {
        loaded.check_accounts(&names.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let mut wrong = loaded.bad;
    wrong.extend(loaded.rules.iter().flat_map(|rule| stops(rule, |name| ground.fleet.account(name).ok())));
    (loaded.rules.len(), wrong)
}

fn counted(rules: usize) -> String {
    if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") }
}
