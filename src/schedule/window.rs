//! Windows of a week as typed: `mon-fri 08:00-19:30`, `daily 22:00-06:00` over midnight, `fri 18:00 - mon 08:00` over
//! days; and one-sided times: `mon-fri 19:30`. The named day is the day a window begins.

use jiff::civil::{Date, DateTime, Time};

use super::{
    cursor::{Clock, Cursor},
    days::Days,
};
use crate::error::Result;

/// A stretch of time that comes back each week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The text as typed.
    pub text: String,
    days: Days,
    start: Time,
    /// The number of days from the first to the end; `24:00` is midnight of the day after.
    later: i8,
    end: Time,
}

/// A time of the week at which something happens once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The text as typed.
    pub text: String,
    days: Days,
    time: Time,
}

impl Window {
    /// Reads a window.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let cursor = &mut Cursor::new(text);
        let days = Days::read(cursor)?;
        let start = time(cursor)?;
        let dash = cursor.next();
        if !cursor.sign('-') {
            return Err(dash.wrong(
                &format!("expected `-` and the end of the window, found {}", dash.found()),
                "windows are written as in mon-fri 08:00-19:30; a time alone belongs to up_at or down_at",
            ));
        }
        let end_at = cursor.next();
        let between = if cursor.before_word() { Some(days_between(days, cursor)?) } else { None };
        let end_clock = cursor.clock()?;
        at_end(*cursor)?;
        let (same_day, midnight) = (between.is_none_or(|days| days == 0), clock_time(end_clock));
        if same_day && midnight == Some(start) {
            return Err(end_at.wrong("the window ends at the time it begins", "for a whole day write 00:00-24:00"));
        }
        let end = midnight.unwrap_or(Time::midnight());
        let later = match (between, midnight) {
            (None | Some(0), None) => 1,
            (None, Some(end)) => i8::from(end < start),
            (Some(0), Some(end)) => {
                if end < start {
                    7
                } else {
                    0
                }
            }
            (Some(days), midnight) => days + i8::from(midnight.is_none()),
        };
        Ok(Self { text: text.trim().to_owned(), days, start, later, end })
    }

    /// The civil start and end on a date, if the window begins there; on an `added` date every window does.
    pub(crate) fn on(&self, date: Date, added: bool) -> Option<(DateTime, DateTime)> {
        let last = date.checked_add(jiff::Span::new().days(self.later)).ok()?;
        (added || self.days.has(date.weekday())).then(|| (date.to_datetime(self.start), last.to_datetime(self.end)))
    }
}

impl Moment {
    /// Reads days and a time.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let cursor = &mut Cursor::new(text);
        let days = Days::read(cursor)?;
        let time = time(cursor)?;
        if cursor.next().sign('-') {
            return Err(cursor
                .next()
                .wrong("expected one time, found a window", "a window belongs to up; here write as in mon-fri 19:30"));
        }
        at_end(*cursor)?;
        Ok(Self { text: text.trim().to_owned(), days, time })
    }

    /// The civil time on a date, if there is one; on an `added` date there always is.
    pub(crate) fn on(&self, date: Date, added: bool) -> Option<DateTime> {
        (added || self.days.has(date.weekday())).then(|| date.to_datetime(self.time))
    }

    /// True when two times ever fall on the same day and time.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.time == other.time && self.days.meet(other.days)
    }
}

/// Reads a time at which a window or a state begins.
fn time(cursor: &mut Cursor<'_>) -> Result<Time> {
    let start = cursor.next();
    let clock = cursor.clock()?;
    clock_time(clock)
        .ok_or_else(|| start.wrong("24:00 can only end a window", "write 00:00 and the day that begins then"))
}

fn clock_time(clock: Clock) -> Option<Time> {
    match clock {
        Clock::At(time) => Some(time),
        Clock::EndOfDay => None,
    }
}

/// The number of days from the start's one day to the end's, which is read next.
fn days_between(days: Days, cursor: &mut Cursor<'_>) -> Result<i8> {
    let start = cursor.next();
    let end = Days::read(cursor)?;
    let days = match (days.only(), end.only()) {
        (Some(first), Some(last)) => i8::try_from((last + 7 - first) % 7).ok(),
        _ => None,
    };
    days.ok_or_else(|| {
        start.wrong(
            "a window over days goes from one day to one day",
            "write fri 18:00 - mon 08:00; for a night that comes back, mon-fri 22:00-06:00",
        )
    })
}

fn at_end(cursor: Cursor<'_>) -> Result<()> {
    if cursor.at_end() {
        return Ok(());
    }
    let next = cursor.next();
    Err(next.wrong(
        &format!("expected the end, found {}", next.found()),
        "one entry is one window; write more as [\"..\", \"..\"]",
    ))
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
