//! A time as it is typed: an instant, or a clock time whose zone only a rule names.
//! Each caller decides which instant is meant by a clock time that occurs twice or never.

use jiff::{Timestamp, Zoned, civil::DateTime, tz::TimeZone};

use crate::error::{Error, Result};

/// The rule for a clock time that occurs twice or never: the instant it stands for in a zone.
pub(crate) type Clock = fn(&TimeZone, DateTime) -> Option<Timestamp>;

/// A time that the user asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// An instant.
    Instant(Timestamp),
    /// A date and time as the clock of a zone shows them.
    Local(DateTime),
}

impl At {
    /// Reads a date and a time, with or without an offset or a zone; a date alone is its midnight.
    pub(crate) fn parse(text: &str) -> Result<Self> {
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

    /// The instant that it is in a zone.
    pub(crate) fn within(self, zone: &TimeZone, clock: Clock) -> Result<Timestamp> {
        match self {
            Self::Instant(instant) => Ok(instant),
            Self::Local(civil) => clock(zone, civil).ok_or_else(|| {
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
