//! `nubo schedules hold` and `release`: the wish of a person for machines for a while, over all rules.
//! The machines are looked for, and the wish is kept on this machine: nothing is changed at a provider.

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    cli::Looks,
    command::{
        context::{Context, Invocation},
        flags,
        outcome::Outcome,
        verb::told,
    },
    error::{Error, Kind, Result},
    fleet::{self, Spec},
    model::{Change, Entry, FLEETING, Head, Instance, Record, RowType, Selection, Status},
    schedule::{self, Held, Hold, Loaded, Rule},
};

use super::{machine, rules::Rules, until::Until, words};

/// Holds machines.
pub(crate) async fn hold(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let mut targets = typed(args);
    let word = targets.pop().unwrap_or_default();
    let held = Held::ALL.into_iter().find(|held| held.word() == word);
    let held = held.ok_or_else(|| {
        Error::usage("the last word must be up, down or off")
            .hint("as in: nubo schedules hold zurich/dev-1 up --until 3h")
    })?;
    let until = args.get_one::<String>("until").map(|text| Until::parse(text, Timestamp::now())).transpose()?;
    let rules = Rules::read(&start, args)?;
    let context = Context::open(start, args).await?;
    let loaded = rules.checked(&context.fleet.names());
    let named = rule(args, loaded.as_ref())?;
    let good = loaded.as_ref().ok();
    change(&context, args, (&targets, named), "hold", |context, machine, change| {
        if held == Held::Down && !machine.record.survives_stop() {
            return Ok(fleet::failed(change, never_stopped(machine)));
        }
        let about = named.or_else(|| first_rule(context, good, machine));
        let zone = about.map_or_else(schedule::system_zone, |rule| rule.calendar.zone.clone());
        let now = Timestamp::now();
        let next = about.and_then(|rule| rule.calendar.wish(now)?.until);
        let until = match until.as_ref().map(|until| until.instant(now, &zone, next)).transpose() {
            Ok(until) => until,
            // Without --forever and without an end of its own nothing is held.
            Err(error) => return Ok(fleet::failed(change, error)),
        };
        let wanted = Hold::new(&machine.record.head, held, now, until);
        let before = live(context, machine, now)?;
        let there = before.as_ref().is_some_and(|hold| (hold.held, hold.until) == (held, until));
        if !there {
            let account = context.fleet.account(&machine.origin.account)?;
            Hold::keep(&[wanted], context.fleet.kept(), &account.owner())?;
        }
        let (place, until) = (words::place(machine), schedule::until(until, &zone));
        context.console.notice(&format!("{place} is held {word} {until}"));
        let before = before.map(|hold| hold.held.word());
        Ok(Change { changed: !there, status: Status::Ok, before, after: Some(held.word()), ..change })
    })
    .await
}

/// Ends the holds of machines.
pub(crate) async fn release(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let targets = typed(args);
    let rules = Rules::read(&start, args)?;
    let context = Context::open(start, args).await?;
    let loaded = rules.checked(&context.fleet.names());
    let named = rule(args, loaded.as_ref())?;
    change(&context, args, (&targets, named), "release", |context, machine, change| {
        let now = Timestamp::now();
        let before = live(context, machine, now)?.map(|hold| hold.held.word());
        let account = context.fleet.account(&machine.origin.account)?;
        let release = || Hold::release(context.fleet.kept(), &account.owner(), &machine.record.head.id, now);
        let changed = before.is_some() && release()?;
        if !changed {
            context.console.notice(&format!("{} is not held", words::place(machine)));
        }
        Ok(Change { changed, status: Status::Ok, before, ..change })
    })
    .await
}

/// The targets that were typed.
fn typed(args: &ArgMatches) -> Vec<String> {
    args.get_many::<String>("targets").into_iter().flatten().cloned().collect()
}

/// The rule that was named, where one was.
fn rule<'l>(args: &ArgMatches, loaded: Result<&'l Loaded, &Error>) -> Result<Option<&'l Rule>> {
    let Some(name) = args.get_one::<String>("rule") else { return Ok(None) };
    let loaded = loaded.map_err(Clone::clone)?;
    let found = loaded.rules.iter().find(|rule| rule.name == *name);
    found.map(Some).ok_or_else(|| {
        let names: Vec<&str> = loaded.rules.iter().map(|rule| rule.name.as_str()).collect();
        let error = Error::usage(format!("there is no rule {name:?} that can be read"));
        error.hint(format!("the rules are {}", names.join(", ")))
    })
}

/// Finds machines and does something about the hold of each; one that is not found is a record too.
async fn change(
    context: &Context,
    args: &ArgMatches,
    (targets, rule): (&[String], Option<&Rule>),
    action: &'static str,
    act: impl Fn(&Context, &Entry<Instance>, Change) -> Result<Change>,
) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    if targets.is_empty() && rule.is_none() {
        return Err(Error::usage("no machine is named").hint("name machines, or a rule with --rule"));
    }
    let blank = |origin| Change::planned(origin, Instance::KIND.name, action);
    let (mut machines, mut changes, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    if !targets.is_empty() {
        let (_, found) = machine::resolve_all(context, targets).await?;
        for hit in found.hits {
            machines.extend(machine::listed(context, hit).await);
        }
        for (Spec { typed, account, .. }, error) in found.misses {
            let account = account.and_then(|name| context.fleet.account(&name).ok());
            let change = blank(account.map(|account| account.origin.clone()));
            changes.push(fleet::failed(Change { name: Some(typed), ..change }, error));
        }
    }
    if let Some(rule) = rule {
        let (found, unanswered) = machine::of_rule(context, rule).await;
        machines.extend(found);
        failures.extend(unanswered);
    }
    for machine in &machines {
        let Head { id, name, .. } = machine.record.head.clone();
        changes.push(act(context, machine, Change { id: Some(id), name, ..blank(Some(machine.origin.clone())) })?);
    }
    let outcome = told(changes, &selection);
    if failures.is_empty() {
        return Ok(outcome);
    }
    let recorded = outcome.recorded.clone();
    Ok(outcome.failing_in(recorded, failures, !machines.is_empty()))
}

/// The hold of a machine that is not over.
fn live(context: &Context, machine: &Entry<Instance>, now: Timestamp) -> Result<Option<Hold>> {
    let account = context.fleet.account(&machine.origin.account)?;
    let holds = Hold::read(context.fleet.kept(), &account.owner())?;
    Ok(holds.into_iter().find(|hold| hold.is_of(&machine.record.head) && hold.holds(now)))
}

/// The first rule that selects a machine; a notice is printed where there is none.
fn first_rule<'l>(context: &Context, loaded: Option<&'l Loaded>, machine: &Entry<Instance>) -> Option<&'l Rule> {
    let rule = loaded.and_then(|loaded| loaded.rules.iter().find(|rule| rule.selects(machine)));
    if rule.is_none() {
        let place = words::place(machine);
        let bad = loaded.is_some_and(|loaded| !loaded.bad.is_empty());
        let bad = if bad { " that can be read; see: nubo schedules check" } else { "" };
        context.console.notice(&format!("no rule is about {place}{bad}"));
    }
    rule
}

/// The error of a machine that must not be held down.
fn never_stopped(machine: &Entry<Instance>) -> Error {
    let name = machine.record.head.name.as_deref().unwrap_or(&machine.record.head.id);
    let error = Error::new(Kind::Refused, format!("cannot hold \"{name}\" down: it is {FLEETING}"));
    error.at(&machine.origin.account, machine.origin.provider).hint("hold it off, so that the schedules leave it alone")
}
