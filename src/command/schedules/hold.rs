//! `nubo schedules hold` and `release`: what a person wants of one machine for a while, over all rules.
//! The machine is looked for, and what is wanted of it kept on this machine: nothing is changed at its provider.

use std::time::Duration;

use clap::ArgMatches;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{
    cli::Looks,
    command::{
        context::{Context, Start},
        flags,
        outcome::Outcome,
        verb::told,
    },
    error::{Error, Kind, Result},
    fleet::{self, Spec, Subject},
    model::{CHANGE, Change, Entry, Instance, Record, Selection, Status, parse_duration},
    schedule::{self, Held, Hold, instant},
};

use super::{at::At, machine, rules::Rules, words};

/// Holds a machine.
pub async fn hold(start: Start, args: &ArgMatches) -> Result<Outcome> {
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
        let head = &machine.record.head;
        let wanted = Hold::new((head.id.clone(), head.name.clone()), held, now, until);
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
pub async fn release(start: Start, args: &ArgMatches) -> Result<Outcome> {
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
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, &CHANGE)?;
    let (spec, found) = machine::resolve(context, args, true).await?;
    let blank = |origin| Change::planned(origin, Instance::KIND, action);
    let changed = match found.hits.into_iter().next() {
        Some(hit) => {
            let machine = machine::listed(context, hit).await;
            let head = machine.record.head.clone();
            let change = Change { id: Some(head.id), name: head.name, ..blank(Some(machine.origin.clone())) };
            act(context, &machine, change)?
        }
        None => {
            let error = found.misses.into_iter().next().map(|(_, error)| error);
            let Spec { typed, account, .. } = spec;
            let error = error.unwrap_or_else(|| Error::new(Kind::NotFound, format!("no instance \"{typed}\"")));
            let account = account.and_then(|name| context.fleet.account(&name).ok());
            let change = blank(account.map(|account| account.origin.clone()));
            fleet::failed(Change { name: Some(typed), ..change }, error)
        }
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
    let error = Error::new(Kind::Refused, format!("cannot hold \"{name}\" down: it is {}", Instance::FLEETING));
    error.at(&machine.origin.account, machine.origin.provider).hint("hold it off, so that the schedules leave it alone")
}

/// When a hold ends, as it was typed.
#[derive(Debug, PartialEq, Eq)]
struct Until {
    typed: String,
    end: End,
}

/// An end that was typed.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// So long after now.
    After(Duration),
    /// At a time.
    At(At),
}

impl Until {
    /// Reads a duration or a time; one that is past in every zone is refused at once.
    fn parse(typed: &str, now: Timestamp) -> Result<Self> {
        let hint = "write 2h or 3d, a time as in 2026-12-24T18:00 for the clock of the rule's zone, or one with an \
                    offset as in 2026-12-24T18:00+01:00";
        let end = match parse_duration(typed) {
            Ok(duration) => End::After(duration),
            Err(_) => End::At(At::parse(typed).map_err(|error| error.hint(hint))?),
        };
        let until = Self { typed: typed.trim().to_owned(), end };
        if !matches!(until.end, End::At(At::Local(_))) {
            until.instant(now, &TimeZone::UTC)?;
        }
        Ok(until)
    }

    /// The instant in a zone, of two that its clock shows alike the last.
    fn instant(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
        let end = match &self.end {
            End::After(duration) => {
                let ahead = SignedDuration::try_from(*duration).ok().and_then(|ahead| now.checked_add(ahead).ok());
                ahead.ok_or_else(|| {
                    let far = Error::usage(format!("{:?} from now is after the end of the calendar", self.typed));
                    far.hint("hold it --forever")
                })?
            }
            End::At(at) => at.within(zone, instant::last)?,
        };
        if end <= now {
            let (typed, clock) = (&self.typed, schedule::at_clock(now, zone));
            let past = Error::usage(format!("{typed:?} is not after now, which is {clock}"));
            return Err(past.hint("name a time to come, or end a hold with: nubo schedules release MACHINE"));
        }
        Ok(end)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const NOW: &str = "2026-10-24T23:30:00Z";

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").unwrap()
    }

    fn end(typed: &str) -> Result<String> {
        let now = NOW.parse().unwrap();
        Until::parse(typed, now)?.instant(now, &rome()).map(|end| end.to_string())
    }

    #[test]
    fn an_end_is_a_duration_or_a_time_and_the_last_that_a_clock_shows_alike() {
        for (typed, told) in [
            ("2h", "2026-10-25T01:30:00Z"),
            (" 1d12h ", "2026-10-26T11:30:00Z"),
            ("2026-10-25T02:30", "2026-10-25T01:30:00Z"),
            ("2026-10-25T02:30+02:00", "2026-10-25T00:30:00Z"),
            ("2027-03-28 02:30", "2027-03-28T01:00:00Z"),
            ("2026-10-26", "2026-10-25T23:00:00Z"),
        ] {
            assert_eq!(end(typed).unwrap(), told, "{typed}");
        }
    }

    #[test]
    fn what_is_past_or_no_time_is_refused_by_name() {
        for typed in ["0s", "2026-10-25T01:30", "2026-10-24T23:30:00Z", "2020-01-01", "999999999d"] {
            let error = end(typed).unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            assert!(error.to_string().starts_with(&format!("{typed:?} ")), "{error}");
        }
        let error = end("2026-10-25T01:30").unwrap_err();
        assert!(error.to_string().ends_with("is not after now, which is Sun 2026-10-25 01:30 CEST"), "{error}");
        for typed in ["", " ", "tomorrow", "-2h", "2026-10-25T02:30+99:00"] {
            let error = end(typed).unwrap_err();
            assert!(error.details().hint.as_ref().is_some_and(|hint| hint.contains("2h or 3d")), "{typed}: {error:?}");
        }
    }

    #[test]
    fn what_is_past_everywhere_is_refused_before_anything_is_asked() {
        let now = NOW.parse().unwrap();
        assert!(Until::parse("2026-10-24T23:29Z", now).is_err());
        assert!(Until::parse("2026-10-24T23:29", now).is_ok(), "it is to come in Honolulu");
    }
}
