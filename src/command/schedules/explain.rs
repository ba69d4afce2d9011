//! `nubo schedules explain`: what each rule that selects a machine wishes of it, since when, until when, and why.
//! A machine that no rule selects is told so, with what keeps the rules of its account from it.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::{
        context::Context,
        outcome::{Answer, Outcome},
        providers,
    },
    error::Result,
    model::{Cell, Entry, Field, FieldKind, Instance, Line, Rows, Shape, Shown, field},
    schedule::{HORIZON, Rule, Wish, instant},
};

use super::{at::At, machine, present, rules::Rules, words};

/// The fields of what a rule wishes of a machine.
pub static FIELDS: [Field; 15] = [
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
    field("select", FieldKind::List, Shown::Wide, "the rule's conditions, all of which the machine fits"),
    field("tags", FieldKind::List, Shown::Wide, "the machine's tags, those of config.toml among them"),
    field("zone", FieldKind::Text, Shown::Wide, "the rule's time zone"),
    field("enforce", FieldKind::Text, Shown::Wide, "once for each edge, or always"),
    field("why", FieldKind::Text, Shown::Wide, "what apply makes of the machine now and why; null at another time"),
];

/// Tells what the rules wish of machines.
pub async fn run(context: &Context, rules: Rules, args: &ArgMatches) -> Result<Outcome> {
    let elsewhen = args.contains_id("at");
    let at = args.get_one::<String>("at").map_or(Ok(At::Instant(Timestamp::now())), |text| At::parse(text))?;
    let loaded = rules.checked(&context.fleet.names())?;
    let (spec, found) = machine::resolve(context, args, false).await?;
    if let Some((_, error)) = found.misses.into_iter().next() {
        return Err(error);
    }
    let mut failures = if spec.literal() { Vec::new() } else { found.failures };
    let mut machines = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        machines.extend(machine::listed(context, hit).await);
    }
    let mut lines = Vec::new();
    for machine in &machines {
        let why = if elsewhen { None } else { present::sentence(context, &loaded.rules, machine)? };
        if let Some(why) = &why {
            context.console.notice(&format!("{}: {why}", words::place(machine)));
        }
        let found: Vec<&Rule> = loaded.rules.iter().filter(|rule| rule.selects(machine)).collect();
        let mut wishes = Vec::with_capacity(found.len());
        for rule in &found {
            let now = at.within(&rule.calendar.zone, instant::first)?;
            let wish = rule.wish(now);
            wishes.extend(wish.map(|wish| (rule, wish.wanted)));
            lines.push(line(machine, rule, (wish, now), why.as_deref()));
        }
        let opposed = wishes.windows(2).find(|pair| matches!(pair, [a, b] if a.1 != b.1));
        // What is to be said of now, the sentence says.
        if let (Some([(one, _), (two, _)]), true) = (opposed, elsewhen) {
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
    let answer = Answer::Rows { selected, noun: "rules that select it", one_account: machines.len() == 1 };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(failures, some))
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

fn line(machine: &Entry<Instance>, rule: &Rule, (wish, now): (Option<Wish<'_>>, Timestamp), why: Option<&str>) -> Line {
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
        why.map(str::to_owned).into(),
    ])
}
