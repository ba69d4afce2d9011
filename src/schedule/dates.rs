//! Dates as people name them: `2026-12-25`, `2026-12-24..2027-01-06`, each year `12-26` and `12-24..01-06`,
//! `1st mon` and `last fri`.
//! They are dates of the rule's zone.

use jiff::civil::{Date, Weekday};

use crate::error::{Error, Result};

/// Some dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// A stretch, its last date included.
    Between(Date, Date),
    /// A stretch of each year by month and day, its last date included; it may go over the year's end.
    Yearly((i8, i8), (i8, i8)),
    /// A weekday of each month, counted from 1, or from the end of the month with -1.
    OfMonth(i8, Weekday),
    /// The dates of a file.
    File(FileDates),
}

/// The dates of a file, as stretches in order that do not touch, and what is to be told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileDates {
    stretches: Vec<(Date, Date)>,
    /// A sentence on what is worth knowing and no mistake.
    pub remark: Option<String>,
}

/// The words for a weekday's place in its month.
const PLACES: [(&str, i8); 6] = [("1st", 1), ("2nd", 2), ("3rd", 3), ("4th", 4), ("5th", 5), ("last", -1)];
/// The names of the days.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

impl Dates {
    /// Reads dates as they are typed.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let typed = text.trim();
        let found = match typed.split_once("..") {
            Some((first, last)) => stretch(first.trim(), last.trim()),
            None => stretch(typed, typed).or_else(|| of_month(typed)),
        };
        let wrong = || {
            Error::config(format!("{text:?} is no date")).hint(
                "write 2026-12-25, each year 12-26, a stretch as in 2026-12-24..2027-01-06 or 12-24..01-06, or 1st mon or last fri",
            )
        };
        match found {
            Some(Self::Between(first, last)) if last < first => {
                Err(Error::config(format!("{text:?} ends before it begins")).hint("write the earlier date first"))
            }
            found => found.ok_or_else(wrong),
        }
    }

    /// True when a date is one of them.
    pub(crate) fn has(&self, date: Date) -> bool {
        match self {
            Self::Between(first, last) => (*first..=*last).contains(&date),
            Self::Yearly(first, last) => {
                let day = (date.month(), date.day());
                if first <= last { (*first..=*last).contains(&day) } else { day >= *first || day <= *last }
            }
            Self::OfMonth(place, weekday) => {
                date.nth_weekday_of_month(*place, *weekday).is_ok_and(|found| found == date)
            }
            Self::File(dates) => dates.has(date),
        }
    }

    /// The sentence on a file of dates that users should know of.
    pub(crate) fn remark(&self) -> Option<&str> {
        match self {
            Self::File(dates) => dates.remark.as_deref(),
            _ => None,
        }
    }
}

impl FileDates {
    /// The dates of stretches in any order, which may overlap.
    pub(crate) fn new(mut stretches: Vec<(Date, Date)>, remark: Option<String>) -> Self {
        stretches.sort_unstable();
        let mut whole: Vec<(Date, Date)> = Vec::new();
        for (first, last) in stretches {
            match whole.last_mut() {
                Some((_, end)) if end.tomorrow().is_ok_and(|next| first <= next) => *end = last.max(*end),
                _ => whole.push((first, last)),
            }
        }
        Self { stretches: whole, remark }
    }

    fn has(&self, date: Date) -> bool {
        let before = self.stretches.partition_point(|(first, _)| *first <= date);
        before.checked_sub(1).and_then(|at| self.stretches.get(at)).is_some_and(|(_, last)| date <= *last)
    }
}

/// One date with its year.
pub(crate) fn date(text: &str) -> Result<Date> {
    let found = numbers(text.trim()).filter(|_| text.trim().len() == 10);
    let found = found.and_then(|numbers| match numbers.as_slice() {
        [year, month, day] => whole(*year, *month, *day),
        _ => None,
    });
    found.ok_or_else(|| Error::config(format!("{text:?} is no date")).hint("write it as in 2026-12-25"))
}

/// A stretch between two dates that are written alike.
fn stretch(first: &str, last: &str) -> Option<Dates> {
    match (first.len(), last.len(), numbers(first)?.as_slice(), numbers(last)?.as_slice()) {
        (10, 10, &[year, month, day], &[other_year, other_month, other_day]) => {
            Some(Dates::Between(whole(year, month, day)?, whole(other_year, other_month, other_day)?))
        }
        // 2000 is a leap year: the 29th of February is a day of each year that has one.
        (5, 5, &[month, day], &[other_month, other_day]) => {
            let of_year = |month, day| whole(2000, month, day).map(|date| (date.month(), date.day()));
            Some(Dates::Yearly(of_year(month, day)?, of_year(other_month, other_day)?))
        }
        _ => None,
    }
}

/// A weekday's place in each month.
fn of_month(text: &str) -> Option<Dates> {
    let (place, day) = text.split_once(char::is_whitespace)?;
    let found = |words: &str| words.trim().to_ascii_lowercase();
    let place = PLACES.iter().find(|(word, _)| *word == found(place))?.1;
    let day = DAYS.iter().find(|(word, _)| *word == found(day))?.1;
    Some(Dates::OfMonth(place, day))
}

fn whole(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Digits between hyphens, without a sign.
fn numbers(text: &str) -> Option<Vec<i16>> {
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    text.split('-').map(number).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;

    use super::*;

    fn has(text: &str, year: i16, month: i8, day: i8) -> bool {
        Dates::parse(text).unwrap().has(date(year, month, day))
    }

    #[test]
    fn a_date_is_once_or_each_year() {
        assert!(has("2026-12-25", 2026, 12, 25) && !has("2026-12-25", 2027, 12, 25));
        assert!(has(" 12-26 ", 2026, 12, 26) && has("12-26", 2031, 12, 26) && !has("12-26", 2026, 12, 25));
        assert!(has("02-29", 2028, 2, 29) && !has("02-29", 2027, 3, 1) && !has("02-29", 2027, 2, 28));
    }

    #[test]
    fn a_stretch_has_both_its_ends_and_may_go_over_the_years_end() {
        for (text, within, without) in [
            ("2026-12-24..2027-01-06", [(2026, 12, 24), (2027, 1, 1), (2027, 1, 6)], [(2026, 12, 23), (2027, 1, 7)]),
            ("12-24 .. 01-06", [(2030, 12, 24), (2030, 12, 31), (2031, 1, 6)], [(2030, 12, 23), (2031, 1, 7)]),
            ("08-01..08-15", [(2026, 8, 1), (2027, 8, 8), (2028, 8, 15)], [(2026, 7, 31), (2026, 8, 16)]),
        ] {
            assert!(within.iter().all(|(y, m, d)| has(text, *y, *m, *d)), "{text}");
            assert!(!without.iter().any(|(y, m, d)| has(text, *y, *m, *d)), "{text}");
        }
    }

    #[test]
    fn a_weekday_has_a_place_in_each_month() {
        assert!(has("1st mon", 2026, 1, 5) && has("1st Mon", 2026, 6, 1) && !has("1st mon", 2026, 1, 12));
        assert!(has("last fri", 2026, 1, 30) && has("last fri", 2026, 2, 27) && !has("last fri", 2026, 1, 23));
        assert!(has("5th thu", 2026, 1, 29) && !has("5th fri", 2026, 2, 27));
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
            "2026-12-24..01-06",
            "..",
            "6th mon",
            "1st",
            "1st day",
        ] {
            let error = Dates::parse(text).unwrap_err();
            assert!(error.to_string().contains("is no date"), "{text}: {error}");
        }
        assert!(Dates::parse("2027-01-06..2026-12-24").unwrap_err().to_string().contains("ends before it begins"));
    }
}
