//! A slow calendar that only reads a zone's clock: minute by minute it writes the clock down, and
//! then looks up when a civil time was shown. It shares no step with the calendar but the clock itself.

use jiff::{Span as Length, civil::DateTime};

use super::*;

/// The readings of a zone's clock, minute by minute.
pub(crate) struct Clock(Vec<(Timestamp, DateTime)>);

impl Clock {
    /// Writes the clock down between two instants, which are whole minutes.
    pub(crate) fn watch(zone: &TimeZone, from: Timestamp, minutes: i64) -> Self {
        let shown = |minute: i64| {
            let at = from.checked_add(SignedDuration::from_mins(minute)).unwrap();
            (at, zone.to_datetime(at))
        };
        Self((0..minutes).map(shown).collect())
    }

    /// The first minute that showed this time, or the first that showed a later one.
    pub(crate) fn first(&self, civil: DateTime) -> Timestamp {
        let exact = self.0.iter().find(|(_, shown)| *shown == civil);
        exact.or_else(|| self.0.iter().find(|(_, shown)| *shown > civil)).unwrap().0
    }

    /// The last minute that showed this time, or the first that showed a later one.
    fn last(&self, civil: DateTime) -> Timestamp {
        let exact = self.0.iter().rfind(|(_, shown)| *shown == civil);
        exact.or_else(|| self.0.iter().find(|(_, shown)| *shown > civil)).unwrap().0
    }

    /// The times at which daily windows of the form `HOUR:MINUTE-HOUR:MINUTE` are up, one for each day around a date.
    pub(crate) fn daily(&self, around: Date, from: (i8, i8), until: (i8, i8)) -> Vec<(Timestamp, Timestamp)> {
        let over_midnight = i8::from(until <= from);
        let window = |day: i8| {
            let date = around.checked_add(Length::new().days(day)).unwrap();
            let last = date.checked_add(Length::new().days(over_midnight)).unwrap();
            (self.first(date.at(from.0, from.1, 0, 0)), self.last(last.at(until.0, until.1, 0, 0)))
        };
        // Where a zone has skipped a whole day, the night before the change began two dates before it.
        (-3..=1).map(window).collect()
    }
}
