//! Dates on which nothing of a rule begins: `2026-12-25` once, or `12-26` each year.
//! They are dates of the rule's zone.

use jiff::civil::Date;

use crate::error::{Error, Result};

/// A date on which nothing begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Except {
    /// This one.
    Once(Date),
    /// This month and day of each year.
    Yearly(i8, i8),
}

impl Except {
    /// Reads a date with or without its year.
    pub fn parse(text: &str) -> Result<Self> {
        let typed = text.trim();
        let numbers: Option<Vec<i16>> = typed.split('-').map(number).collect();
        let date = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        // 2000 is a leap year: the 29th of February is a day of each year that has one.
        let found = match (typed.len(), numbers.as_deref()) {
            (10, Some(&[year, month, day])) => date(year, month, day).map(Self::Once),
            (5, Some(&[month, day])) => date(2000, month, day).map(|date| Self::Yearly(date.month(), date.day())),
            _ => None,
        };
        found.ok_or_else(|| {
            Error::config(format!("{text:?} is no date"))
                .hint("write a date as in 2026-12-25, or one of each year as in 12-26, month first")
        })
    }

    /// Whether it is this date.
    pub fn is(self, date: Date) -> bool {
        match self {
            Self::Once(one) => one == date,
            Self::Yearly(month, day) => (month, day) == (date.month(), date.day()),
        }
    }
}

/// Digits alone, without a sign.
fn number(text: &str) -> Option<i16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_once_or_each_year() {
        assert!(Except::parse("2026-12-25").unwrap().is(date(2026, 12, 25)));
        assert!(!Except::parse("2026-12-25").unwrap().is(date(2027, 12, 25)));
        let boxing_day = Except::parse(" 12-26 ").unwrap();
        assert!(boxing_day.is(date(2026, 12, 26)) && boxing_day.is(date(2031, 12, 26)));
        assert!(!boxing_day.is(date(2026, 12, 25)));
        let leap_day = Except::parse("02-29").unwrap();
        assert!(leap_day.is(date(2028, 2, 29)) && !leap_day.is(date(2027, 3, 1)) && !leap_day.is(date(2027, 2, 28)));
    }

    #[test]
    fn what_is_on_no_calendar_is_no_date() {
        for text in [
            "",
            "12",
            "25-12",
            "02-30",
            "2026-02-29",
            "2026-13-01",
            "26-12-25",
            "1-1",
            "2026-1-01",
            "+1-01",
            "-2-01",
            "2026-12-25T0",
            "12/26",
        ] {
            let error = Except::parse(text).unwrap_err();
            assert!(error.to_string().contains("is no date"), "{text}: {error}");
        }
    }
}
