//! `nubo schedules list`: the rules with their present wishes.
//! No account is asked; a bad rule is reported beside the good ones.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::{context::Invocation, outcome::Outcome, providers},
    config::StateStore,
    error::{Error, Result},
    model::{Rows, Shape, row},
    schedule::{HORIZON, Loaded, Rule, Wanted, runs},
};

use super::{
    rules::{Rules, accounts},
    words,
};

row! {
    /// A rule as it is listed.
    RuleRow "rule" {
        name: String = Text Table "the rule's name: its heading in the file";
        accounts: Vec<String> = List Table "the accounts whose machines it is about";
        select: Vec<String> = List Table "the conditions that all must hold for a machine";
        zone: Option<String> = Text Wide "the time zone, by its IANA name";
        when: Vec<String> = List Table "its windows, or its one-sided times, as written";
        enforce: &'static str = Text Wide ["once" "always"] "once for each edge, or always";
        late: String = Text Wide "how old a stop, or a one-sided time, may be to be acted on";
        stop: &'static str = Text Wide ["clean" "hard" "provider"] "how machines are stopped: clean, hard or provider";
        grace: String = Text Data "how long a machine has to obey a stop";
        then: &'static str = Text Data ["leave" "hard"] "what follows when it does not: leave or hard";
        new_machine_grace: String = Text Data "how long always leaves a new machine alone";
        now: Option<Wanted> = State Table "what it wishes now: up or down; null where nothing";
        since: Option<String> = Time Wide "since when, as the clock of its zone shows it";
        next: Option<Wanted> = State Wide "what it wishes from its next edge on";
        next_at: Option<String> = Time Table "when that is, as the clock of its zone shows it";
        last_run: Option<String> = Time Wide "when a run last looked at it, as the clock of its zone shows it";
    }
}

/// Lists the rules.
pub(crate) fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let rules = Rules::read(start, args)?;
    let exist = rules.exist();
    let loaded = match rules.checked(&accounts(start)?) {
        Err(missing) if !exist => {
            tell(start, &missing);
            None
        }
        loaded => Some(loaded?),
    };
    let (good, bad) = loaded.map(|Loaded { rules, bad, .. }| (rules, bad)).unwrap_or_default();
    let now = Timestamp::now();
    let kept = StateStore::new(&start.paths()?, start.sandbox()?);
    let last = runs(&kept).last().map(|run| run.begun);
    let rows = good.iter().map(|rule| row(rule, now, last)).collect();
    let selected = providers::select(Rows::typed(rows, Shape::Array), args)?;
    Ok(Outcome::rows(selected, "rules").failing(bad, !good.is_empty()))
}

/// Tells that there is no file, which is no failure of a list.
fn tell(start: &Invocation, missing: &Error) {
    let hint = missing.details().hint.as_deref().unwrap_or_default();
    start.console.notice(&format!("{missing}\n{hint}"));
}

fn row(rule: &Rule, now: Timestamp, last: Option<Timestamp>) -> RuleRow {
    let calendar = &rule.calendar;
    let wish = rule.wish(now);
    let edges = calendar.edges(now, now.saturating_add(HORIZON).unwrap_or(now));
    let next = edges.iter().find(|edge| edge.at > now);
    RuleRow {
        name: rule.name.clone(),
        accounts: rule.accounts.clone(),
        select: words::conditions(rule),
        zone: words::zone(calendar),
        when: words::times(calendar),
        enforce: words::enforce(rule.enforce),
        late: words::duration(rule.late),
        stop: words::how(rule.stop.how),
        grace: words::duration(rule.stop.grace),
        then: words::then(rule.stop.then),
        new_machine_grace: words::duration(rule.new_machine_grace),
        now: wish.map(|wish| wish.wanted),
        since: wish.and_then(|wish| wish.since).map(|at| words::local(calendar, at)),
        next: next.map(|edge| edge.wanted),
        next_at: next.map(|edge| words::local(calendar, edge.at)),
        last_run: last.map(|at| words::local(calendar, at)),
    }
}
