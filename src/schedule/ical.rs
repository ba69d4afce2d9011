//! iCalendar files (RFC 5545) as the dates of their events, recurrence, moved and left out dates included.
//! An event counts for the dates that it fills from midnight to midnight; one of some hours counts for none.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::parser::{Component, Property, read_calendar_simple, unfold};
use jiff::{
    Span, ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::recurrence::Recurrence;
use crate::error::{Error, Result};

/// The deepest nesting of components.
const DEEPEST: usize = 8;
/// The most dates that a file may have.
const MOST: usize = 1_000_000;
/// The last minute of a day: programs without whole days let an event end there.
const LAST_MINUTE: i8 = 59;

/// The dates of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Events {
    /// Stretches of dates that events fill.
    pub stretches: Vec<(Date, Date)>,
    /// The number of events that fill no whole date.
    pub partial: usize,
}

/// One event.
struct Event<'a> {
    uid: &'a str,
    start: DateTime,
    end: DateTime,
    recurrence: Option<Recurrence>,
    added: Vec<Date>,
    left_out: Vec<Date>,
    /// The date of another event of this name that it stands for.
    replaces: Option<Date>,
    cancelled: bool,
}

/// Reads a file; times of UTC are read as the clock of a zone shows them, others as they are written.
///
/// # Errors
/// `config` with the event that cannot be read.
pub(crate) fn read(text: &str, zone: &TimeZone) -> Result<Events> {
    let text = unfold(text.trim_start_matches('\u{feff}'));
    check_nesting(&text)?;
    let none = || Error::config("it is no iCalendar file").hint("it begins with BEGIN:VCALENDAR and is whole");
    let calendars = split(&text).into_iter().map(read_calendar_simple).collect::<std::result::Result<Vec<_>, _>>();
    let calendars: Vec<Component<'_>> = calendars.map_err(|_| none())?.into_iter().flatten().collect();
    if calendars.is_empty() || !calendars.iter().all(|one| one.name.as_str().eq_ignore_ascii_case("VCALENDAR")) {
        return Err(none());
    }
    let all = calendars.iter().flat_map(|calendar| &calendar.components);
    let all = all.filter(|one| one.name.as_str().eq_ignore_ascii_case("VEVENT"));
    let events = all.map(|one| Event::read(one, zone)).collect::<Result<Vec<_>>>()?;
    dates(events)
}

/// The calendars of a text, each up to its end; the parser takes one at a time.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim().eq_ignore_ascii_case("END:VCALENDAR") {
            parts.extend(text.get(begin..at));
            begin = at;
        }
    }
    parts.extend(text.get(begin..).filter(|rest| !rest.trim().is_empty()));
    parts
}

/// Refuses what the parser would follow too deep.
fn check_nesting(text: &str) -> Result<()> {
    let mut depth = 0_usize;
    for line in text.lines().map(str::trim_start) {
        let begins = |word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        depth = if begins("BEGIN:") { depth + 1 } else { depth.saturating_sub(usize::from(begins("END:"))) };
        if depth > DEEPEST {
            return Err(Error::config("it is no iCalendar file: its parts stand too deep in each other"));
        }
    }
    Ok(())
}

/// The dates of events, those that were moved or called off taken out.
fn dates(events: Vec<Event<'_>>) -> Result<Events> {
    let mut moved: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
    for event in &events {
        moved.entry(event.uid).or_default().extend(event.replaces);
    }
    let (mut found, mut count) = (Events { stretches: Vec::new(), partial: 0 }, 0);
    for mut event in events.into_iter().filter(|event| !event.cancelled) {
        let first = event.start.date();
        let mut starts = match event.recurrence.take() {
            Some(recurrence) => recurrence.dates(first),
            None => BTreeSet::from([first]),
        };
        starts.extend(event.added.iter().copied());
        let gone = if event.replaces.is_none() { moved.get(event.uid).map_or(&[][..], Vec::as_slice) } else { &[] };
        starts.retain(|date| !event.left_out.contains(date) && !gone.contains(date));
        count += starts.len();
        if count > MOST {
            return Err(Error::config("its events fall on too many dates"));
        }
        match event.filled() {
            Some(filled) => found.stretches.extend(starts.into_iter().filter_map(filled)),
            None => found.partial += usize::from(!starts.is_empty()),
        }
    }
    Ok(found)
}

impl<'a> Event<'a> {
    fn read(part: &'a Component<'a>, zone: &TimeZone) -> Result<Self> {
        let property = |name: &str| part.properties.iter().find(|one| one.name.as_str().eq_ignore_ascii_case(name));
        let text = |name: &str| property(name).map(|property| property.val.as_str());
        let uid = text("UID").unwrap_or_default();
        let called = text("SUMMARY").unwrap_or(uid);
        let wrong = |error: Error| {
            let told = Error::config(format!("event {called:?}: {}", error.details().message));
            told.hint("correct it in the calendar, or leave it out of the file")
        };
        let later_too =
            |one: &Property<'_>| one.params.iter().any(|param| param.key.as_str().eq_ignore_ascii_case("RANGE"));
        if property("RECURRENCE-ID").is_some_and(later_too) {
            return Err(wrong(Error::config("it moves all later ones too (RANGE), which is not read")));
        }
        let start = text("DTSTART").ok_or_else(|| wrong(Error::config("it has no DTSTART")))?;
        let begin = time(start, zone).map_err(wrong)?;
        let end = end(text("DTEND"), text("DURATION"), start, begin, zone).map_err(wrong)?;
        // A last date is one of the dates as they are written, for an event that has no times.
        let until = |value: &str| {
            let local = time(value, zone)?.date();
            let written = time(value.get(..8).unwrap_or(value), zone)?.date();
            Ok(if start.contains('T') { local } else { local.max(written) })
        };
        let recurrence = text("RRULE").map(|rule| Recurrence::parse(rule, until)).transpose().map_err(wrong)?;
        let list = |name: &str| listed(part, name, zone).map_err(wrong);
        Ok(Self {
            uid,
            start: begin,
            end,
            recurrence,
            added: list("RDATE")?,
            left_out: list("EXDATE")?,
            replaces: list("RECURRENCE-ID")?.first().copied(),
            cancelled: text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")),
        })
    }

    /// The dates that it fills when it begins on a date.
    fn filled(&self) -> Option<impl Fn(Date) -> Option<(Date, Date)>> {
        let midnight = |time: DateTime| time.time() == jiff::civil::Time::midnight();
        let lead = i32::from(!midnight(self.start));
        let last_minute = self.end.hour() == 23 && self.end.minute() == LAST_MINUTE;
        let days = self.start.date().until(self.end.date()).ok()?.get_days() + i32::from(last_minute);
        let last = days - 1;
        (lead <= last).then_some(move |date: Date| {
            Some((date.checked_add(lead.days()).ok()?, date.checked_add(last.days()).ok()?))
        })
    }
}

/// The end of an event: as it is written, by its length, or a day after a start that is a date.
fn end(end: Option<&str>, length: Option<&str>, start: &str, begin: DateTime, zone: &TimeZone) -> Result<DateTime> {
    if let Some(end) = end {
        return time(end, zone);
    }
    let length = match length {
        Some(text) => text.trim().parse::<Span>().map_err(|_| Error::config(format!("its DURATION is {text:?}")))?,
        None if start.contains('T') => Span::new(),
        None => 1.day(),
    };
    begin.checked_add(length).map_err(|_| Error::config("it ends after all calendars"))
}

/// The dates of all properties of a name.
fn listed(part: &Component<'_>, name: &str, zone: &TimeZone) -> Result<Vec<Date>> {
    let own = part.properties.iter().filter(|property| property.name.as_str().eq_ignore_ascii_case(name));
    let values = own.flat_map(|property| property.val.as_str().split(','));
    // A period is written as its start, a slash and its end or length.
    values.map(|value| Ok(time(value.split('/').next().unwrap_or_default(), zone)?.date())).collect()
}

/// A date, which begins at midnight, or a time.
fn time(text: &str, zone: &TimeZone) -> Result<DateTime> {
    let text = text.trim();
    let wrong = || Error::config(format!("{text:?} is no date or time"));
    if !text.contains('T') {
        return Date::strptime("%Y%m%d", text)
            .map(|date| date.to_datetime(jiff::civil::Time::midnight()))
            .map_err(|_| wrong());
    }
    let written = DateTime::strptime("%Y%m%dT%H%M%S", text.trim_end_matches('Z')).map_err(|_| wrong())?;
    if !text.ends_with('Z') {
        return Ok(written);
    }
    let at = TimeZone::UTC.to_timestamp(written).map_err(|_| wrong())?;
    Ok(zone.to_datetime(at))
}

#[cfg(test)]
#[path = "ical_tests.rs"]
mod tests;
