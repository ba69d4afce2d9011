//! The interval between runs: whole minutes that divide an hour, or whole hours that divide a day.
//! Anything else would be uneven in cron, which knows the minutes of an hour and the hours of a day.

use std::fmt;

use crate::{
    error::{Error, Result},
    model::parse_duration,
};

/// The interval between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Every {
    /// A divisor of 60, or 60 times a divisor of 24.
    minutes: u64,
}

impl Every {
    /// Reads an interval, as in `5m`.
    ///
    /// # Errors
    /// `usage` with the intervals that fit.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let seconds = parse_duration(text).map_err(|error| error.while_doing("--every"))?.as_secs();
        let minutes = seconds / 60;
        let fits = minutes > 0 && (60 % minutes == 0 || (minutes % 60 == 0 && 1440 % minutes == 0));
        if fits && seconds % 60 == 0 {
            return Ok(Self { minutes });
        }
        Err(Error::usage(format!("--every {text} is uneven in a crontab")).hint(
            "minutes that divide an hour (1m 2m 3m 4m 5m 6m 10m 12m 15m 20m 30m), or hours that divide a day (1h 2h 3h 4h 6h 8h 12h 24h)",
        ))
    }

    /// The interval that fits, of all there are.
    pub(crate) fn of(fits: impl Fn(Self) -> bool) -> Option<Self> {
        let even = |minutes: &u64| 60 % minutes == 0 || minutes.is_multiple_of(60) && 1440 % minutes == 0;
        (1..=1440).filter(even).map(|minutes| Self { minutes }).find(|every| fits(*every))
    }

    /// The interval in seconds.
    pub(crate) const fn seconds(self) -> u64 {
        self.minutes * 60
    }

    /// The five fields of cron.
    pub(crate) fn cron(self) -> String {
        match (self.minutes, self.minutes / 60) {
            (1, _) => "* * * * *".to_owned(),
            (minutes, 0) => format!("*/{minutes} * * * *"),
            (_, 1) => "0 * * * *".to_owned(),
            (_, 24) => "0 0 * * *".to_owned(),
            (_, hours) => format!("0 */{hours} * * *"),
        }
    }

    /// The calendar expression of systemd.
    pub(crate) fn calendar(self) -> String {
        match (self.minutes, self.minutes / 60) {
            (minutes, 0) => format!("*-*-* *:00/{minutes}:00"),
            (_, 1) => "*-*-* *:00:00".to_owned(),
            (_, 24) => "*-*-* 00:00:00".to_owned(),
            (_, hours) => format!("*-*-* 00/{hours}:00:00"),
        }
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minutes.is_multiple_of(60) {
            write!(f, "{} h", self.minutes / 60)
        } else {
            write!(f, "{} min", self.minutes)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_divides_an_hour_or_a_day_has_both_forms() {
        for (text, cron, calendar) in [
            ("1m", "* * * * *", "*-*-* *:00/1:00"),
            ("5m", "*/5 * * * *", "*-*-* *:00/5:00"),
            ("300s", "*/5 * * * *", "*-*-* *:00/5:00"),
            ("30m", "*/30 * * * *", "*-*-* *:00/30:00"),
            ("60m", "0 * * * *", "*-*-* *:00:00"),
            ("1h", "0 * * * *", "*-*-* *:00:00"),
            ("2h", "0 */2 * * *", "*-*-* 00/2:00:00"),
            ("720m", "0 */12 * * *", "*-*-* 00/12:00:00"),
            ("1d", "0 0 * * *", "*-*-* 00:00:00"),
        ] {
            let every = Every::parse(text).unwrap();
            assert_eq!((every.cron().as_str(), every.calendar().as_str()), (cron, calendar), "{text}");
        }
    }

    #[test]
    fn anything_else_is_bad_usage_that_names_what_fits() {
        for text in ["0s", "30s", "7m", "90s", "5m1s", "90m", "1h30m", "5h", "2d", "25h"] {
            let error = Every::parse(text).unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Usage, "{text}");
            assert!(error.details().hint.as_deref().unwrap().contains("5m"), "{text}");
        }
        assert!(Every::parse("soon").unwrap_err().to_string().starts_with("--every: "));
    }
}
