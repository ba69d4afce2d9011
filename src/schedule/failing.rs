//! Failures that go on: told at their beginning, hourly and at their end, and the pause before another try.
//! An intermittent failure is one failure until the thing has been well for an hour, even if its words change.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::moved;
use crate::error::Kind;

/// The time between two lines about one failure, and the time a thing must be well before a new failure is news.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// The wait after the first failure, doubled by each further one.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// The jitter of a timer: a run that comes so much early is not made to wait for the next.
pub(crate) const JITTER: SignedDuration = SignedDuration::from_secs(30);

/// A failure that has not ended, or has ended less than an hour ago.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Failing {
    /// The word of its kind; none where it is only reported and does not count for the exit code.
    kind: Option<String>,
    /// The words it had when it was last printed.
    pub words: String,
    /// The number of runs that met it.
    pub count: u32,
    /// The time it was first met.
    pub since: Timestamp,
    /// The time it was last met.
    pub tried: Timestamp,
    /// The time it was last printed.
    pub printed: Timestamp,
    /// The kinds that were printed since it began.
    #[serde(default)]
    kinds: Vec<String>,
    /// The time since which the thing has been well.
    well_since: Option<Timestamp>,
    /// True when its end was printed.
    #[serde(default)]
    end_printed: bool,
    /// True when it came back within the hour after it had ended.
    #[serde(default)]
    came_back: bool,
}

impl Failing {
    /// Notes a failure that was met; true when it is to be printed. One without an exit code is printed once.
    pub(crate) fn note(slot: &mut Option<Self>, now: Timestamp, kind: Option<Kind>, words: &str) -> bool {
        let kind = kind.map(|kind| kind.word().to_owned());
        let Some(same) = slot.as_mut().filter(|same| !same.is_over(now) && same.since <= now) else {
            let (kinds, words) = (kind.iter().cloned().collect(), words.to_owned());
            let (well_since, end_printed, came_back) = (None, false, false);
            let (since, tried, printed) = (now, now, now);
            *slot =
                Some(Self { kind, words, count: 1, since, tried, printed, kinds, well_since, end_printed, came_back });
            return true;
        };
        same.count = same.count.saturating_add(1);
        same.came_back |= same.well_since.is_some();
        (same.tried, same.well_since) = (now, None);
        let new_kind = kind.as_ref().is_some_and(|kind| !same.kinds.contains(kind));
        // A time in the future was written by a clock that was wrong.
        let hour_passed = same.printed > now || now >= moved(same.printed, AGAIN - JITTER);
        let due = new_kind || kind.is_some() && hour_passed;
        same.kinds.extend(kind.clone().filter(|_| new_kind));
        same.kind = kind;
        if due {
            (same.printed, same.end_printed) = (now, false);
            words.clone_into(&mut same.words);
        }
        due
    }

    /// Notes that the thing is well; gives the failure where its end is to be printed.
    pub(crate) fn end(slot: &mut Option<Self>, now: Timestamp) -> Option<Self> {
        let failing = slot.as_mut()?;
        failing.well_since.get_or_insert(now);
        let is_over = failing.is_over(now);
        // The end of an intermittent failure is news only when it has been well for an hour.
        let due = !failing.end_printed && (is_over || !failing.came_back);
        let told = due.then(|| failing.clone());
        failing.end_printed |= due;
        if is_over || failing.since > now {
            *slot = None;
        }
        told
    }

    /// Notes that the thing is well, where its end is told in another way.
    pub(crate) fn end_is_known(&mut self, now: Timestamp) {
        self.well_since.get_or_insert(now);
        self.end_printed = true;
    }

    /// True when the thing has been well for an hour.
    fn is_over(&self, now: Timestamp) -> bool {
        self.well_since.is_some_and(|since| since > now || now >= moved(since, AGAIN - JITTER))
    }

    /// The kind of a failure that goes on now, which decides the exit code while it lasts.
    pub(crate) fn kind(&self) -> Option<Kind> {
        let word = self.kind.as_deref().filter(|_| self.goes_on());
        Kind::ALL.into_iter().find(|kind| Some(kind.word()) == word)
    }

    /// True when the last run met it.
    pub(crate) fn goes_on(&self) -> bool {
        self.well_since.is_none()
    }
}

/// The requests that were sent to a machine in vain, or that have not yet been seen to work.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Tries {
    /// The number of them.
    pub count: u32,
    /// The time of the last.
    pub last: Timestamp,
}

impl Tries {
    /// Counts one more.
    pub(crate) fn add(slot: &mut Option<Self>, now: Timestamp) {
        let count = slot.filter(|tries| tries.last <= now).map_or(0, |tries| tries.count).saturating_add(1);
        *slot = Some(Self { count, last: now });
    }

    /// The time from which the next may be sent, if that is still to come; a last time in the future is ignored.
    pub(crate) fn waits_until(self, now: Timestamp) -> Option<Timestamp> {
        let doubled = FIRST_WAIT * 2_i32.saturating_pow(self.count.clamp(1, 8) - 1);
        let until = moved(self.last, doubled.min(LONGEST_WAIT));
        (self.last <= now && now < moved(until, -JITTER)).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn after(minutes: i64) -> Timestamp {
        moved(Timestamp::UNIX_EPOCH, SignedDuration::from_mins(minutes))
    }

    fn note(slot: &mut Option<Failing>, minute: i64, kind: Kind) -> bool {
        Failing::note(slot, after(minute), Some(kind), &format!("no route, request {minute}"))
    }

    #[test]
    fn one_failing_thing_is_printed_once_then_hourly_whatever_its_words() {
        let mut slot = None;
        let printed: Vec<i64> =
            (0..40).map(|run| run * 5).filter(|minute| note(&mut slot, *minute, Kind::Unavailable)).collect();
        assert_eq!(printed, [0, 60, 120, 180]);
        let failing = slot.clone().unwrap();
        assert_eq!((failing.count, failing.since, failing.kind()), (40, after(0), Some(Kind::Unavailable)));
        assert!(note(&mut slot, 196, Kind::Denied), "another kind");
        assert!(!note(&mut slot, 197, Kind::Unavailable), "both kinds were printed");
        assert_eq!(slot.as_ref().unwrap().kind(), Some(Kind::Unavailable), "the exit code is that of now");
        let mut quiet = None;
        assert!(Failing::note(&mut quiet, after(0), None, "left"));
        assert!(!Failing::note(&mut quiet, after(300), None, "left"), "what counts as none is printed once");
    }

    #[test]
    fn what_fails_every_second_run_is_a_line_an_hour() {
        let (mut slot, mut begun, mut ended) = (None, Vec::new(), Vec::new());
        for minute in (0..24 * 60).step_by(5) {
            if minute % 10 == 0 && minute < 22 * 60 {
                begun.extend(note(&mut slot, minute, Kind::Unavailable).then_some(minute));
            } else {
                ended.extend(Failing::end(&mut slot, after(minute)).map(|_| minute));
            }
        }
        assert_eq!((begun.len(), ended.as_slice()), (22, &[5, 22 * 60 - 5 + 60][..]), "{begun:?}");
        assert_eq!(slot, None);
    }

    #[test]
    fn a_failure_of_a_clock_that_was_ahead_is_no_memory() {
        let mut slot = None;
        note(&mut slot, 60_000, Kind::Unavailable);
        assert!(note(&mut slot, 5, Kind::Unavailable));
        assert_eq!(slot.as_ref().unwrap().since, after(5));
        slot.as_mut().unwrap().printed = after(60_000);
        assert!(note(&mut slot, 10, Kind::Unavailable), "it is not known to have been printed");
        assert_eq!(Tries { count: 1, last: after(60_000) }.waits_until(after(5)), None);
    }

    #[test]
    fn the_wait_doubles_from_five_minutes_to_an_hour() {
        let mut slot = None;
        let waits: Vec<i64> = (0..40)
            .map(|_| {
                Tries::add(&mut slot, after(0));
                let until = slot.unwrap().waits_until(after(0)).unwrap();
                until.duration_since(after(0)).as_mins()
            })
            .collect();
        assert_eq!(waits[..6], [5, 10, 20, 40, 60, 60]);
        assert!(waits[6..].iter().all(|wait| *wait == 60));
        let one = Tries { count: 1, last: after(0) };
        assert_eq!(one.waits_until(moved(after(5), -SignedDuration::from_secs(29))), None, "a run that is a bit early");
        assert_eq!(one.waits_until(moved(after(5), -SignedDuration::from_secs(31))), Some(after(5)));
    }
}
