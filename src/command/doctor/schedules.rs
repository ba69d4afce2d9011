//! The rules of when machines run: whether they can be read, whether their providers can do what they say, and whose
//! knowledge of time zones they stand on.

use std::path::Path;

use clap::ArgMatches;

use crate::{
    command::schedules::{Rules, stops},
    error::Error,
    schedule::{Loaded, zones_are_bundled},
};

use super::{
    finding::{Check, Finding, Verdict},
    ground::Ground,
};

/// Looks at the rules.
pub fn check(ground: &Ground<'_>, args: &ArgMatches) -> Vec<Finding> {
    let finding = |verdict| Finding::new(Check::Schedules, verdict);
    let rules = match Rules::read(ground.start, args) {
        Ok(rules) => rules,
        Err(error) => return vec![Finding::failed(Check::Schedules, error)],
    };
    let (path, loaded) = rules.parts();
    let Some(loaded) = loaded else {
        return vec![finding(Verdict::skipped("there are no rules")).named(shown(&path))];
    };
    let (good, mut wrong) = judged(ground, loaded);
    let mut findings = Vec::new();
    if wrong.is_empty() {
        findings.push(finding(Verdict::Ok(counted(good))).named(shown(&path)));
    }
    findings.extend(wrong.drain(..).map(|error| {
        let name = error.details().target.clone();
        Finding { name, ..Finding::failed(Check::Schedules, error) }
    }));
    let whose = if zones_are_bundled() {
        "time zones are nubo's own, as the system has none"
    } else {
        "time zones are the system's"
    };
    findings.push(finding(Verdict::ok(whose)).named("time zones"));
    findings
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
