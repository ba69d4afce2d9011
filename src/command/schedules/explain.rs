//! `nubo schedules explain`: the wish of each rule that selects a machine, since when, until when, and why.
//! A machine that no rule selects is told so, with the conditions it does not fit.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::{
        context::Context,
        outcome::{Answer, Outcome},
        providers,
    },
    error::Result,
    model::{Entry, Instance, PROVIDERS, Rows, Shape, row},
    schedule::{HORIZON, Hold, Rule, Wanted, Wish, instant, system_zone, until},
};

use super::{at::At, machine, present, rules::Rules, words};

row! {
    /// The wish of a rule for a machine.
    WishRow "rule" {
        account: String = Text Table "the configured account";
        provider: &'static str = Text Data [PROVIDERS] "the word of the provider";
        id: String = Text Wide "the machine's id";
        name: Option<String> = Text Table "the machine's name";
        state: &'static str = State Wide "the machine's state now";
        rule: String = Text Table "a rule that selects it";
        wish: Option<Wanted> = State Table "up or down; null where the rule wishes nothing at that time";
        since: Option<String> = Time Table "the edge since which it does, by the clock of the rule's zone";
        until: Option<String> = Time Table "when that changes";
        window: Option<String> = Text Table "as written: the window it is in or that ended, or the one-sided time";
        select: Vec<String> = List Wide "the rule's conditions, all of which the machine fits";
        tags: Option<Vec<String>> = List Wide "the machine's tags, those of config.toml among them";
        zone: Option<String> = Text Wide "the rule's time zone";
        enforce: &'static str = Text Wide ["once" "always"] "once for each edge, or always";
        why: Option<String> = Text Wide "what apply makes of the machine now and why; null at another time";
    }
}

/// Prints the wishes of the rules for machines.
pub(crate) async fn run(context: &Context, rules: Rules, args: &ArgMatches) -> Result<Outcome> {
    let elsewhen = args.contains_id("at");
    let at = args.get_one::<String>("at").map_or(Ok(At::Instant(Timestamp::now())), |text| At::parse(text))?;
    let loaded = rules.checked(&context.fleet.names())?;
    let (spec, found) = machine::resolve(context, args).await?;
    if let Some((_, error)) = found.misses.into_iter().next() {
        return Err(error);
    }
    let mut failures = if spec.literal() { Vec::new() } else { found.failures };
    let mut machines = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        machines.extend(machine::listed(context, hit).await);
    }
    let mut rows = Vec::new();
    for machine in &machines {
        let why = if elsewhen { None } else { present::sentence(context, &loaded, machine)? };
        if let Some(why) = &why {
            context.console.notice(&format!("{}: {why}", words::place(machine)));
        }
        if elsewhen && let Some(hold) = held(context, machine, at)? {
            context.console.notice(&format!("{} is {hold}, over all rules", words::place(machine)));
        }
        let found: Vec<&Rule> = loaded.rules.iter().filter(|rule| rule.selects(machine)).collect();
        let mut wishes = Vec::with_capacity(found.len());
        for rule in &found {
            let now = at.within(&rule.calendar.zone, instant::first)?;
            let wish = rule.wish(now);
            wishes.extend(wish.map(|wish| (rule, wish.wanted)));
            rows.push(row(machine, rule, (wish, now), why.as_deref()));
        }
        let opposed = wishes.windows(2).find(|pair| matches!(pair, [a, b] if a.1 != b.1));
        // The sentence about the present covers a conflict of now.
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
    let selected = providers::select(Rows::typed(rows, Shape::Array), args)?;
    failures.extend(loaded.bad);
    let answer = Answer::Rows { selected, noun: "rules that select it", one_account: machines.len() == 1 };
    Ok(Outcome { answer, ..Outcome::nothing() }.failing(failures, some))
}

/// The hold of a machine at another time than now, in words.
fn held(context: &Context, machine: &Entry<Instance>, at: At) -> Result<Option<String>> {
    let zone = system_zone();
    let at = at.within(&zone, instant::first)?;
    let account = context.fleet.account(&machine.origin.account)?;
    let holds = Hold::read(context.fleet.kept(), &account.owner())?;
    let of = |hold: &&Hold| hold.is_of(&machine.record.head) && hold.since <= at && hold.holds(at);
    Ok(holds.iter().find(of).map(|hold| format!("held {} {}", hold.held.word(), until(hold.until, &zone))))
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

fn row(
    machine: &Entry<Instance>,
    rule: &Rule,
    (wish, now): (Option<Wish<'_>>, Timestamp),
    why: Option<&str>,
) -> WishRow {
    let calendar = &rule.calendar;
    let next = || {
        let edges = calendar.edges(now, now.saturating_add(HORIZON).unwrap_or(now));
        edges.iter().map(|edge| edge.at).find(|at| *at > now)
    };
    let (origin, head) = (&machine.origin, &machine.record.head);
    WishRow {
        account: origin.account.clone(),
        provider: origin.provider,
        id: head.id.clone(),
        name: head.name.clone(),
        state: head.state,
        rule: rule.name.clone(),
        wish: wish.map(|wish| wish.wanted),
        since: wish.and_then(|wish| wish.since).map(|at| words::local(calendar, at)),
        until: wish.map_or_else(next, |wish| wish.until).map(|at| words::local(calendar, at)),
        window: wish.and_then(|wish| wish.window).map(str::to_owned),
        select: words::conditions(rule),
        tags: machine.record.tags.clone(),
        zone: words::zone(calendar),
        enforce: words::enforce(rule.enforce),
        why: why.map(str::to_owned),
    }
}
