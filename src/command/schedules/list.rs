//! `nubo schedules list`: the rules with what each wishes now.
//! No account is asked; a bad rule is told beside the good ones.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::{context::Invocation, outcome::Outcome, providers},
    error::{Error, Result},
    model::{Cell, Field, FieldKind, Line, Rows, Shape, Shown, field},
    schedule::{HORIZON, Loaded, Rule},
};

use super::{
    rules::{Rules, accounts},
    words,
};

/// The fields of a rule.
pub static FIELDS: [Field; 15] = [
    field("name", FieldKind::Text, Shown::Table, "the rule's name: its heading in the file"),
    field("accounts", FieldKind::List, Shown::Table, "the accounts whose machines it is about"),
    field("select", FieldKind::List, Shown::Table, "the conditions that all must hold for a machine"),
    field("zone", FieldKind::Text, Shown::Wide, "the time zone, by its IANA name"),
    field("when", FieldKind::List, Shown::Table, "its windows, or its one-sided times, as written"),
    field("enforce", FieldKind::Text, Shown::Wide, "once for each edge, or always"),
    field("late", FieldKind::Text, Shown::Wide, "how old a stop, or a one-sided time, may be to be acted on"),
    field("stop", FieldKind::Text, Shown::Wide, "how machines are stopped: clean, hard or provider"),
    field("grace", FieldKind::Text, Shown::Data, "how long a machine has to obey a stop"),
    field("then", FieldKind::Text, Shown::Data, "what follows when it does not: leave or hard"),
    field("new_machine_grace", FieldKind::Text, Shown::Data, "how long always leaves a new machine alone"),
    field("now", FieldKind::State, Shown::Table, "what it wishes now: up or down; null where nothing"),
    field("since", FieldKind::Time, Shown::Wide, "since when, as the clock of its zone shows it"),
    field("next", FieldKind::State, Shown::Wide, "what it wishes from its next edge on"),
    field("next_at", FieldKind::Time, Shown::Table, "when that is, as the clock of its zone shows it"),
];

/// Lists the rules.
pub fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
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
    let lines = good.iter().map(|rule| line(rule, now)).collect();
    let selected = providers::select(Rows::lines(&FIELDS, lines, Shape::Array), args)?;
    Ok(Outcome::rows(selected, "rules").failing(bad, !good.is_empty()))
}

/// Tells that there is no file, which is no failure of a list.
fn tell(start: &Invocation, missing: &Error) {
    let hint = missing.details().hint.as_deref().unwrap_or_default();
    start.console.notice(&format!("{missing}\n{hint}"));
}

fn line(rule: &Rule, now: Timestamp) -> Line {
    let calendar = &rule.calendar;
    let local = |at: Option<Timestamp>| Cell::from(at.map(|at| words::local(calendar, at)));
    let wish = rule.wish(now);
    let edges = calendar.edges(now, now.saturating_add(HORIZON).unwrap_or(now));
    let next = edges.iter().find(|edge| edge.at > now);
    Line(vec![
        (*rule.name).into(),
        Cell::List(rule.accounts.clone()),
        Cell::List(words::conditions(rule)),
        words::zone(calendar).into(),
        Cell::List(words::times(calendar)),
        words::enforce(rule.enforce).into(),
        (*words::duration(rule.late)).into(),
        words::how(rule.stop.how).into(),
        (*words::duration(rule.stop.grace)).into(),
        words::then(rule.stop.then).into(),
        (*words::duration(rule.new_machine_grace)).into(),
        wish.map_or(Cell::Null, |wish| wish.wanted.word().into()),
        local(wish.and_then(|wish| wish.since)),
        next.map_or(Cell::Null, |edge| edge.wanted.word().into()),
        local(next.map(|edge| edge.at)),
    ])
}
