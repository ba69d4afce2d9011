//! Recurrences of an iCalendar file by whole dates: an `RRULE` as RFC 5545, part 3.3.10, has it.
//! Times of day are left out, since what a rule of machines leaves out or adds are dates.

use std::collections::BTreeSet;

use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

use crate::error::{Error, Result};

/// The last date that is looked at.
pub(crate) const LAST: Date = Date::constant(2099, 12, 31);

/// The period of a recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// The dates on which something comes back.
#[derive(Clone, Debug)]
pub(crate) struct Recurrence {
    freq: Freq,
    interval: i32,
    count: Option<usize>,
    until: Date,
    months: Vec<i16>,
    weeks: Vec<i16>,
    year_days: Vec<i16>,
    month_days: Vec<i16>,
    days: Vec<(i16, Weekday)>,
    places: Vec<i16>,
    week_start: Weekday,
}

/// The names of the days.
const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

impl Recurrence {
    /// Reads the value of an `RRULE`; `date` reads that of its `UNTIL`.
    ///
    /// # Errors
    /// `config` for what is wrong, and for parts that are about times of day.
    pub(crate) fn parse(text: &str, date: impl Fn(&str) -> Result<Date>) -> Result<Self> {
        let mut read = Self {
            freq: Freq::Yearly,
            interval: 1,
            count: None,
            until: LAST,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            places: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut known = false;
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let wrong = || Error::config(format!("the recurrence {text:?} cannot be read, because of {part:?}"));
            let (key, value) = part.split_once('=').ok_or_else(wrong)?;
            known |= key.eq_ignore_ascii_case("FREQ");
            if key.eq_ignore_ascii_case("UNTIL") {
                read.until = date(value)?.min(LAST);
            } else {
                read.take(key, &value.to_ascii_uppercase()).ok_or_else(wrong)?;
            }
        }
        let nth_of_what = read.days.iter().any(|(nth, _)| *nth != 0) && matches!(read.freq, Freq::Daily | Freq::Weekly);
        if !known || nth_of_what {
            return Err(Error::config(format!("the recurrence {text:?} cannot be read")));
        }
        Ok(read)
    }

    fn take(&mut self, key: &str, value: &str) -> Option<()> {
        match key.to_ascii_uppercase().as_str() {
            "FREQ" => {
                self.freq = match value {
                    "DAILY" => Freq::Daily,
                    "WEEKLY" => Freq::Weekly,
                    "MONTHLY" => Freq::Monthly,
                    "YEARLY" => Freq::Yearly,
                    _ => return None,
                }
            }
            "INTERVAL" => self.interval = value.parse().ok().filter(|interval| (1..=10_000).contains(interval))?,
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "BYMONTH" => self.months = numbers(value, 1..=12)?,
            "BYWEEKNO" => self.weeks = numbers(value, -53..=53)?,
            "BYYEARDAY" => self.year_days = numbers(value, -366..=366)?,
            "BYMONTHDAY" => self.month_days = numbers(value, -31..=31)?,
            "BYSETPOS" => self.places = numbers(value, -366..=366)?,
            "BYDAY" => self.days = value.split(',').map(nth_day).collect::<Option<_>>()?,
            "WKST" => self.week_start = weekday(value)?,
            _ => return None,
        }
        Some(())
    }

    /// The dates from the first on, which is always one of them.
    pub(crate) fn dates(mut self, first: Date) -> BTreeSet<Date> {
        self.fill(first);
        let mut found = BTreeSet::from([first]);
        let most = self.count.unwrap_or(usize::MAX);
        for step in 0.. {
            let Some((begin, end)) = self.period(first, step).filter(|(begin, _)| *begin <= self.until) else { break };
            for date in self.chosen(begin, end).into_iter().filter(|date| *date > first) {
                if date > self.until || found.len() >= most {
                    return found;
                }
                found.insert(date);
            }
        }
        found
    }

    /// Takes from the first date what the rule itself does not say.
    fn fill(&mut self, first: Date) {
        let day = || vec![i16::from(first.day())];
        let unsaid = self.days.is_empty() && self.month_days.is_empty() && self.year_days.is_empty();
        match self.freq {
            Freq::Yearly if unsaid && !self.weeks.is_empty() => self.days = vec![(0, first.weekday())],
            Freq::Yearly if unsaid => {
                self.month_days = day();
                if self.months.is_empty() {
                    self.months = vec![i16::from(first.month())];
                }
            }
            Freq::Monthly if unsaid => self.month_days = day(),
            Freq::Weekly if unsaid => self.days = vec![(0, first.weekday())],
            _ => {}
        }
    }

    /// The first and the last date of the period that lies so many steps after that of the first date.
    fn period(&self, first: Date, step: i32) -> Option<(Date, Date)> {
        let steps = step.checked_mul(self.interval)?;
        let later = |span: Span, date: Date| date.checked_add(span).ok();
        match self.freq {
            Freq::Daily => later(steps.days(), first).map(|date| (date, date)),
            Freq::Weekly => {
                let since = i32::from(first.weekday().since(self.week_start));
                let begin = later((steps.checked_mul(7)? - since).days(), first)?;
                Some((begin, later(6.days(), begin)?))
            }
            Freq::Monthly => later(steps.months(), first.first_of_month()).map(|begin| (begin, begin.last_of_month())),
            Freq::Yearly => later(steps.years(), first.first_of_year()).map(|begin| (begin, begin.last_of_year())),
        }
    }

    /// The dates of a period that fit.
    fn chosen(&self, begin: Date, end: Date) -> Vec<Date> {
        let (mut fit, mut next) = (Vec::new(), Some(begin));
        while let Some(date) = next.filter(|date| *date <= end) {
            let month_fits = self.months.is_empty() || self.months.contains(&i16::from(date.month()));
            fit.extend(Some(date).filter(|date| month_fits && self.fits(*date)));
            // A month that does not fit is passed over as a whole.
            next = if month_fits { date } else { date.last_of_month() }.tomorrow().ok();
        }
        if self.places.is_empty() {
            return fit;
        }
        let place = |place: &i16| match usize::from(place.unsigned_abs()) {
            from_end if *place < 0 => fit.len().checked_sub(from_end).and_then(|at| fit.get(at)).copied(),
            from_begin => fit.get(from_begin.checked_sub(1)?).copied(),
        };
        self.places.iter().filter_map(place).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// True when a date of a month that fits does so too.
    fn fits(&self, date: Date) -> bool {
        let any = |list: &[i16], number: i16, all: i16| {
            list.is_empty() || list.contains(&number) || list.contains(&(number - all - 1))
        };
        any(&self.month_days, i16::from(date.day()), i16::from(date.days_in_month()))
            && any(&self.year_days, date.day_of_year(), date.days_in_year())
            && (self.weeks.is_empty() || self.is_in_weeks(date))
            && (self.days.is_empty() || self.days.iter().any(|(nth, day)| self.is_nth(date, *nth, *day)))
    }

    /// True when a date is such a weekday of its month, or of its year where the rule names no month.
    fn is_nth(&self, date: Date, nth: i16, day: Weekday) -> bool {
        if date.weekday() != day || nth == 0 {
            return date.weekday() == day;
        }
        let of_year = self.freq == Freq::Yearly && self.months.is_empty();
        let (at, all) = if of_year {
            (date.day_of_year(), date.days_in_year())
        } else {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        };
        if nth > 0 { (at - 1) / 7 + 1 == nth } else { (all - at) / 7 + 1 == -nth }
    }

    fn is_in_weeks(&self, date: Date) -> bool {
        let Some((week, all)) = self.week(date) else { return false };
        self.weeks.contains(&week) || self.weeks.contains(&(week - all - 1))
    }

    /// The week's number in its year, and how many weeks that year has; the first is the one with four days or more.
    fn week(&self, date: Date) -> Option<(i16, i16)> {
        let begin = |date: Date| date.checked_sub(i32::from(date.weekday().since(self.week_start)).days()).ok();
        let first = |year: i16| begin(Date::new(year, 1, 4).ok()?);
        let weeks = |from: Date, to: Date| i16::try_from(from.until(to).ok()?.get_days() / 7).ok();
        let own = begin(date)?;
        let year = own.checked_add(3.days()).ok()?.year();
        Some((weeks(first(year)?, own)? + 1, weeks(first(year)?, first(year.checked_add(1)?)?)?))
    }
}

/// Numbers between commas, none of them zero.
fn numbers(text: &str, range: std::ops::RangeInclusive<i16>) -> Option<Vec<i16>> {
    let one = |part: &str| part.parse().ok().filter(|number| *number != 0 && range.contains(number));
    text.split(',').map(one).collect()
}

fn weekday(text: &str) -> Option<Weekday> {
    DAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day)
}

/// A day with its place in the month or year; 0 where it has none.
fn nth_day(text: &str) -> Option<(i16, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = if nth.is_empty() { 0 } else { nth.parse().ok().filter(|nth| *nth != 0)? };
    Some((nth, weekday(day)?))
}

#[cfg(test)]
#[path = "recurrence_tests.rs"]
mod tests;
