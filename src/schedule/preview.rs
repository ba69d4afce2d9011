//! A week of rules as a calendar: the hours each rule is up on each day, as data and as a bar of 24 characters.
//! Days and hours are those of the rule's zone, so a day may have 23 or 25 of them.

use jiff::{
    SignedDuration, Span, Timestamp, Zoned,
    civil::{Date, Time},
};

use super::{
    calendar::{Calendar, Wanted, moved},
    instant,
    rule::Rule,
};

/// The number of half hours in a day.
const HALVES: usize = 48;

/// A step of the bar: the clocks of all zones today differ by whole quarters of an hour.
const STEP: SignedDuration = SignedDuration::from_mins(15);

/// One rule on one day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Day<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// The day, in the rule's zone.
    pub date: Date,
    /// The times it is up on that day, with the zone's offsets; a window over midnight has a part on each day.
    pub up: Vec<(Zoned, Zoned)>,
    /// The one-sided times of that day.
    pub at: Vec<(Zoned, Wanted)>,
}

/// The characters of a bar: none, first half, second half and whole of an hour up, then a start and a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs(pub [char; 6]);

impl Signs {
    /// Block characters, for a terminal that knows UTF-8.
    pub(crate) const BLOCKS: Self = Self(['·', '▌', '▐', '█', '↑', '↓']);
    /// Plain characters, for any other terminal.
    pub(crate) const ASCII: Self = Self(['.', '[', ']', '#', '^', 'v']);
}

/// Seven days of each rule from a date on, rule by rule.
pub(crate) fn week(rules: &[Rule], from: Date) -> Vec<Day<'_>> {
    let days = |rule| from.series(Span::new().days(1)).take(7).filter_map(move |date| day(rule, date));
    rules.iter().flat_map(days).collect()
}

/// A time with its zone's offset, as records have it.
pub(crate) fn stamp(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A rule on one day; none at the end of the calendar.
fn day(rule: &Rule, date: Date) -> Option<Day<'_>> {
    let calendar = &rule.calendar;
    let (from, until) = bounds(calendar, date)?;
    let local = |at: Timestamp| at.to_zoned(calendar.zone.clone());
    let up = calendar.up_times(from, until).into_iter().map(|(from, until)| (local(from), local(until))).collect();
    let edges = if calendar.one_sided() { calendar.edges(from, until) } else { Vec::new() };
    Some(Day { rule: &rule.name, date, up, at: edges.iter().map(|edge| (local(edge.at), edge.wanted)).collect() })
}

/// The first instant of a date and of the one after it.
fn bounds(calendar: &Calendar, date: Date) -> Option<(Timestamp, Timestamp)> {
    let midnight = |date: Date| instant::first(&calendar.zone, date.to_datetime(Time::midnight()));
    Some((midnight(date)?, midnight(date.tomorrow().ok()?)?))
}

impl Day<'_> {
    /// The day as 24 characters, one for each hour of the clock; half an hour is up if any part of it is.
    pub(crate) fn bar(&self, signs: Signs) -> String {
        let Signs([none, first, second, whole, start, stop]) = signs;
        let up = self.halves();
        let hour = |hour: usize| {
            let at = self.at.iter().rfind(|(at, _)| usize::try_from(at.hour()).is_ok_and(|shown| shown == hour));
            let half = |half| up.get(hour * 2 + half).copied().unwrap_or_default();
            match (at, half(0), half(1)) {
                (Some((_, Wanted::Up)), ..) => start,
                (Some((_, Wanted::Down)), ..) => stop,
                (None, true, true) => whole,
                (None, true, false) => first,
                (None, false, true) => second,
                (None, false, false) => none,
            }
        };
        (0..HALVES / 2).map(hour).collect()
    }

    /// The half hours of the clock in which it is up.
    fn halves(&self) -> [bool; HALVES] {
        let mut up = [false; HALVES];
        for (from, until) in &self.up {
            let mut at = from.timestamp();
            while at < until.timestamp() {
                let shown = at.to_zoned(from.time_zone().clone());
                let half = usize::try_from(shown.hour()).unwrap_or_default() * 2 + usize::from(shown.minute() >= 30);
                up.iter_mut().skip(half).take(1).for_each(|half| *half |= shown.date() == self.date);
                let next = moved(at, STEP - SignedDuration::from_secs(at.as_second().rem_euclid(STEP.as_secs())));
                at = if next > at { next } else { until.timestamp() };
            }
        }
        up
    }
}

#[cfg(test)]
#[path = "preview_tests.rs"]
mod tests;
