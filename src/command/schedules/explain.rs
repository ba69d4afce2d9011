//! `nubo schedules explain`: what each rule that selects a machine wishes of it, since when, until when, and why.
//! A machine that no rule selects is told so, with what keeps the rules of its account from it.

use clap::ArgMatches;
use jiff::{Timestamp, Zoned, civil::DateTime};

use crate::{
    command::{context::Context, outcome::Outcome, providers},
    error::{Error, Result},
    fleet::{self, Hit, Resolved, Spec, Terms},
    model::{Cell, Entry, Field, FieldKind, Instance, Line, Rows, Shape, Shown, field},
    provider::Account,
    schedule::{Calendar, HORIZON, Rule, Wish},
};

use super::{rules::Rules, words};

/// The fields of what a rule wishes of a machine.
pub static FIELDS: [Field; 14] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("provider", FieldKind::Text, Shown::Data, "fleio, cloudsigma, seflow or uivmm"),
    field("id", FieldKind::Text, Shown::Wide, "the machine's id"),
    field("name", FieldKind::Text, Shown::Table, "the machine's name"),
    field("state", FieldKind::State, Shown::Wide, "the machine's state now"),
    field("rule", FieldKind::Text, Shown::Table, "a rule that selects it"),
    field("wish", FieldKind::State, Shown::Table, "up or down; null where the rule wishes nothing at that time"),
    field("since", FieldKind::Time, Shown::Table, "the edge since which it does, by the clock of the rule's zone"),
    field("until", FieldKind::Time, Shown::Table, "when that changes"),
    field(
        "window",
        FieldKind::Text,
        Shown::Table,
        "as written: the window it is in or that ended, or the one-sided time",
    ),
    field("select", FieldKind::List, Shown::Table, "the rule's conditions, all of which the machine fits"),
    field("tags", FieldKind::List, Shown::Wide, "the machine's tags, those of config.toml among them"),
    field("zone", FieldKind::Text, Shown::Wide, "the rule's time zone"),
    field("enforce", FieldKind::Text, Shown::Wide, "once for each edge, or always"),
];

/// Tells what the rules wish of machines.
pub async fn run(context: &Context, rules: Rules, args: &ArgMatches) -> Result<Outcome> {
    let at = args.get_one::<String>("at").map_or(Ok(At::Instant(Timestamp::now())), |text| At::parse(text))?;
    let loaded = rules.checked(&context.fleet.names())?;
    let (machines, mut failures) = machines(context, args).await?;
    let mut lines = Vec::new();
    for machine in &machines {
        let found: Vec<&Rule> = loaded.rules.iter().filter(|rule| rule.selects(machine)).collect();
        let mut wishes = Vec::with_capacity(found.len());
        for rule in &found {
            let now = at.within(&rule.calendar)?;
            let wish = rule.wish(now);
            wishes.extend(wish.map(|wish| (rule, wish.wanted)));
            lines.push(line(machine, rule, wish, now));
        }
        if let Some([(one, _), (two, _)]) = wishes.windows(2).find(|pair| matches!(pair, [a, b] if a.1 != b.1)) {
            let (one, two, place) = (&one.name, &two.name, words::place(machine));
            context
                .console
                .warning(&format!("rules {one} and {two} wish the opposite of {place}, so nothing is done to it"));
        }
        if found.is_empty() {
            tell_of_none(context, machine, &loaded.rules);
        }
    }
    let some = !machines.is_empty();
    let selected = providers::select(Rows::lines(&FIELDS, lines, Shape::Array), args)?;
    failures.extend(loaded.bad);
    Ok(Outcome::rows(selected, "rules that select it").failing(failures, some))
}

/// The machines that were named, as the listing of their account tells of them, since rules select from that.
async fn machines(context: &Context, args: &ArgMatches) -> Result<(Vec<Entry<Instance>>, Vec<Error>)> {
    let typed = args.get_one::<String>("targets").map_or("", String::as_str);
    let spec = fleet::parse(typed, &context.fleet)?;
    let limit = context.reading();
    let terms = Terms { change: false, prefixes: context.console.can_ask(), limit, choice: &context.choice };
    let can = |account: &Account| account.noun::<Instance>().list.is_some();
    let found: Resolved<Instance> =
        fleet::resolve(&context.fleet, std::slice::from_ref(&spec), &terms, can, "list").await?;
    if let Some((_, error)) = found.misses.into_iter().next() {
        return Err(error);
    }
    let mut machines = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        machines.push(listed(context, hit).await);
    }
    Ok((machines, if Spec::literal(&spec) { Vec::new() } else { found.failures }))
}

/// The record of a hit as its account lists it; the one at hand where that fails.
async fn listed(context: &Context, hit: Hit<Instance>) -> Entry<Instance> {
    if !hit.exact {
        return hit.entry;
    }
    let account = [hit.session.account.name().to_owned()];
    let answers = fleet::list::<Instance>(&context.fleet, &account, context.reading()).await;
    let mut all = answers.into_iter().flat_map(|answer| answer.entries);
    all.find(|entry| entry.record.head.id == hit.entry.record.head.id).unwrap_or(hit.entry)
}

/// Tells that no rule selects a machine, and which condition of each rule of its account it does not fit.
fn tell_of_none(context: &Context, machine: &Entry<Instance>, rules: &[Rule]) {
    let own = rules.iter().filter(|rule| rule.accounts.contains(&machine.origin.account));
    let why = own.filter_map(|rule| {
        let unfit = rule.select.filters.iter().find(|filter| !filter.matches(machine))?;
        Some(format!("rule {} wants {unfit}", rule.name))
    });
    let why: Vec<String> = why.collect();
    let place = words::place(machine);
    let why = if why.is_empty() { format!("none is about {}", machine.origin.account) } else { why.join(", ") };
    context.console.notice(&format!("no rule selects {place}: {why}"));
}

fn line(machine: &Entry<Instance>, rule: &Rule, wish: Option<Wish<'_>>, now: Timestamp) -> Line {
    let calendar = &rule.calendar;
    let local = |at: Option<Timestamp>| Cell::from(at.map(|at| words::local(calendar, at)));
    let next = || {
        let edges = calendar.edges(now, now.saturating_add(HORIZON).unwrap_or(now));
        edges.iter().map(|edge| edge.at).find(|at| *at > now)
    };
    let (origin, head) = (&machine.origin, &machine.record.head);
    Line(vec![
        (*origin.account).into(),
        origin.provider.into(),
        (*head.id).into(),
        head.name.clone().into(),
        head.state.into(),
        (*rule.name).into(),
        wish.map_or(Cell::Null, |wish| wish.wanted.word().into()),
        local(wish.and_then(|wish| wish.since)),
        local(wish.map_or_else(next, |wish| wish.until)),
        wish.and_then(|wish| wish.window).map(str::to_owned).into(),
        Cell::List(words::conditions(rule)),
        machine.record.tags.clone().map_or(Cell::Null, Cell::List),
        words::zone(calendar).into(),
        words::enforce(rule.enforce).into(),
    ])
}

/// A time that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// An instant.
    Instant(Timestamp),
    /// What the clock of each rule's zone shows.
    Local(DateTime),
}

impl At {
    /// Reads a date and a time, with or without an offset or a zone; a date alone is its midnight.
    fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let instant = text.parse::<Zoned>().map(|zoned| zoned.timestamp()).or_else(|_| text.parse::<Timestamp>());
        if let Ok(instant) = instant {
            return Ok(Self::Instant(instant));
        }
        // A broken offset or zone must not be read as none.
        let plain = text.bytes().all(|sign| sign.is_ascii_digit() || b"-:tT. ".contains(&sign));
        let local = text.parse::<DateTime>().ok().filter(|_| plain && !text.get(10..).is_some_and(|t| t.contains('-')));
        local.map(Self::Local).ok_or_else(|| {
            Error::usage(format!("{text:?} is no time")).hint(
                "write it as in 2026-12-24T18:00 for the rule's zone, or with an offset as in 2026-12-24T18:00+01:00",
            )
        })
    }

    /// The instant it is for a rule.
    fn within(self, calendar: &Calendar) -> Result<Timestamp> {
        match self {
            Self::Instant(instant) => Ok(instant),
            Self::Local(civil) => calendar.instant(civil).ok_or_else(|| {
                Error::usage(format!("{civil} is at the end of the calendar")).hint("name an earlier time")
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_time_is_an_instant_or_one_of_the_rules_zone() {
        let instant = At::Instant("2026-12-24T17:00:00Z".parse().unwrap());
        for text in [
            "2026-12-24T18:00:00+01:00",
            "2026-12-24 18:00+01",
            "2026-12-24T17:00Z",
            "2026-12-24T18:00[Europe/Rome]",
            " 2026-12-24T18:00+01:00[Europe/Rome] ",
        ] {
            assert_eq!(At::parse(text).unwrap(), instant, "{text}");
        }
        let local = At::Local(date(2026, 12, 24).at(18, 0, 0, 0));
        for text in ["2026-12-24T18:00", "2026-12-24 18:00", "2026-12-24T18:00:00"] {
            assert_eq!(At::parse(text).unwrap(), local, "{text}");
        }
        assert_eq!(At::parse("2026-12-24").unwrap(), At::Local(date(2026, 12, 24).at(0, 0, 0, 0)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now",
            "18:00",
            "2026-12-24T25:00",
            "2026-12-24T18:00+99:00",
            "2026-12-24T18:00[Mars/Olympus]",
            "2026-12-24T18:00-99",
        ] {
            assert!(At::parse(text).is_err(), "{text}: {:?}", At::parse(text));
        }
    }
}
