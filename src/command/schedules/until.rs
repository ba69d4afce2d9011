//! The end of a hold as it is typed: a duration from now, or a time.
//! An end that is past is refused, in the user's words.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};

use crate::{
    error::{Error, Result},
    model::parse_duration,
    schedule::{self, instant},
};

use super::at::At;

/// The end of a hold, as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Until {
    typed: String,
    end: End,
}

/// An end that was typed.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// A duration from now.
    After(Duration),
    /// A date and time.
    At(At),
    /// The next time the clock of the zone shows this.
    Clock(Time),
    /// The next edge of the rule.
    Next,
}

impl Until {
    /// Reads a duration or a time; one that is past in every zone is refused at once.
    pub(crate) fn parse(typed: &str, now: Timestamp) -> Result<Self> {
        let hint = "write 2h or 3d, 22:00, next for the rule's next edge, a time as in 2026-12-24T18:00 for the clock of the rule's zone, or one with an \
                    offset as in 2026-12-24T18:00+01:00";
        let clock = |text: &str| text.parse::<Time>().ok().filter(|_| text.len() == "HH:MM".len());
        let end = match parse_duration(typed) {
            Ok(duration) => End::After(duration),
            Err(_) if typed.trim() == "next" => End::Next,
            Err(_) => match clock(typed.trim()) {
                Some(time) => End::Clock(time),
                None => End::At(At::parse(typed).map_err(|error| error.hint(hint))?),
            },
        };
        let until = Self { typed: typed.trim().to_owned(), end };
        if matches!(until.end, End::After(_) | End::At(At::Instant(_))) {
            until.instant(now, &TimeZone::UTC, None)?;
        }
        Ok(until)
    }

    /// The instant in a zone, the later of two for a repeated time; `next` is the next edge of the machine's rule.
    pub(crate) fn instant(&self, now: Timestamp, zone: &TimeZone, next: Option<Timestamp>) -> Result<Timestamp> {
        let end = match &self.end {
            End::After(duration) => {
                let ahead = SignedDuration::try_from(*duration).ok().and_then(|ahead| now.checked_add(ahead).ok());
                ahead.ok_or_else(|| {
                    let far = Error::usage(format!("{:?} from now is after the end of the calendar", self.typed));
                    far.hint("hold it --forever")
                })?
            }
            End::At(at) => at.within(zone, instant::last)?,
            End::Clock(time) => {
                let today = zone.to_datetime(now).date();
                let dates = [Some(today), today.tomorrow().ok()].into_iter().flatten();
                let found = dates.filter_map(|date| instant::last(zone, date.to_datetime(*time))).find(|at| *at > now);
                found.ok_or_else(|| Error::usage("it is at the end of the calendar"))?
            }
            End::Next => next.ok_or_else(|| {
                Error::usage("no rule with a next edge is about it").hint("name a time, or hold it --forever")
            })?,
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
    use crate::error::Kind;

    const NOW: &str = "2026-10-24T23:30:00Z";

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").unwrap()
    }

    fn end(typed: &str) -> Result<String> {
        let now = NOW.parse().unwrap();
        Until::parse(typed, now)?
            .instant(now, &rome(), Some("2026-10-26T07:00:00Z".parse().unwrap()))
            .map(|end| end.to_string())
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
            ("22:00", "2026-10-25T21:00:00Z"),
            ("02:30", "2026-10-25T01:30:00Z"),
            ("next", "2026-10-26T07:00:00Z"),
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
