//! `nubo schedules hold` and `release`: what a person wants of one machine for a while, over all rules.
//! The machine is looked for, and what is wanted of it kept on this machine: nothing is changed at its provider.

use clap::ArgMatches;
use jiff::{Timestamp, tz::TimeZone};

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
    schedule::{self, Held, Hold},
};

use super::{machine, rules::Rules, until::Until, words};

/// Holds a machine.
pub async fn hold(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let word = args.get_one::<String>("held").map_or("", String::as_str);
    let held = Held::ALL.into_iter().find(|held| held.word() == word);
    let held = held.ok_or_else(|| Error::usage("say whether it is held up, down or off"))?;
    let until = args.get_one::<String>("until").map(|text| Until::parse(text, Timestamp::now())).transpose()?;
    let rules = Rules::read(&start, args)?;
    change(&Context::open(start, args).await?, args, "hold", |context, machine, change| {
        if held == Held::Down && !machine.record.survives_stop() {
            return Ok(fleet::failed(change, never_stopped(machine)));
        }
        let zone = zone(context, rules, machine);
        let now = Timestamp::now();
        let until = until.as_ref().map(|until| until.instant(now, &zone)).transpose()?;
        let Head { id, name, .. } = machine.record.head.clone();
        let wanted = Hold::new((id, name), held, now, until);
        let before = live(context, machine, now)?;
        let there = before.as_ref().is_some_and(|hold| (hold.held, hold.until) == (held, until));
        if !there {
            let account = context.fleet.account(&machine.origin.account)?;
            wanted.keep(context.fleet.kept(), &account.owner())?;
        }
        let (place, until) = (words::place(machine), schedule::until(until, &zone));
        context.console.notice(&format!("{place} is held {word} {until}"));
        let before = before.map(|hold| hold.held.word());
        Ok(Change { changed: !there, status: Status::Ok, before, after: Some(held.word()), ..change })
    })
    .await
}

/// Ends the hold of a machine.
pub async fn release(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    change(&Context::open(start, args).await?, args, "release", |context, machine, change| {
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

/// Finds the machine and does something about its hold; one that is not found is a record too.
async fn change(
    context: &Context,
    args: &ArgMatches,
    action: &'static str,
    act: impl FnOnce(&Context, &Entry<Instance>, Change) -> Result<Change>,
) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, Change::FIELDS)?;
    let (spec, found) = machine::resolve(context, args, true).await?;
    let blank = |origin| Change::planned(origin, Instance::KIND.name, action);
    let machine = match found.hits.into_iter().next() {
        Some(hit) => machine::listed(context, hit).await,
        None => None,
    };
    let changed = if let Some(machine) = machine {
        let Head { id, name, .. } = machine.record.head.clone();
        act(context, &machine, Change { id: Some(id), name, ..blank(Some(machine.origin.clone())) })?
    } else {
        let Spec { typed, account, .. } = spec;
        let error = found.misses.into_iter().next().map(|(_, error)| error);
        let error = error.unwrap_or_else(|| Error::new(Kind::NotFound, format!("no instance \"{typed}\"")));
        let account = account.and_then(|name| context.fleet.account(&name).ok());
        let change = blank(account.map(|account| account.origin.clone()));
        fleet::failed(Change { name: Some(typed), ..change }, error)
    };
    Ok(told(vec![changed], &selection))
}

/// The hold of a machine that is not over.
fn live(context: &Context, machine: &Entry<Instance>, now: Timestamp) -> Result<Option<Hold>> {
    let account = context.fleet.account(&machine.origin.account)?;
    let holds = Hold::read(context.fleet.kept(), &account.owner())?;
    Ok(holds.into_iter().find(|hold| hold.id == machine.record.head.id && hold.holds(now)))
}

/// The zone of the first rule that selects a machine, else that of this machine, which is told.
fn zone(context: &Context, rules: Rules, machine: &Entry<Instance>) -> TimeZone {
    let loaded = rules.checked(&context.fleet.names()).ok();
    let rule = loaded.as_ref().and_then(|loaded| loaded.rules.iter().find(|rule| rule.selects(machine)));
    if let Some(rule) = rule {
        return rule.calendar.zone.clone();
    }
    let place = words::place(machine);
    let bad = loaded.is_some_and(|loaded| !loaded.bad.is_empty());
    let bad = if bad { " that can be read; see: nubo schedules check" } else { "" };
    context.console.notice(&format!("no rule is about {place}{bad}"));
    schedule::system_zone()
}

/// The error of a machine that must not be held down.
fn never_stopped(machine: &Entry<Instance>) -> Error {
    let name = machine.record.head.name.as_deref().unwrap_or(&machine.record.head.id);
    let error = Error::new(Kind::Refused, format!("cannot hold \"{name}\" down: it is {FLEETING}"));
    error.at(&machine.origin.account, machine.origin.provider).hint("hold it off, so that the schedules leave it alone")
}
