//! Failures that go on: printed once, then hourly, then their end; and how long a machine is left after one.
//! A failure is the same while its kind and its words are.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::moved;
use crate::error::Kind;

/// How often a failure that goes on is printed.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// The wait after the first failure, doubled by each further one.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// A timer's jitter: a run that comes so much early is not made to wait for the next.
const JITTER: SignedDuration = SignedDuration::from_secs(30);

/// A failure that has not ended.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Failing {
    /// The word of its kind; none where it is only reported and does not count for the exit code.
    kind: Option<String>,
    /// What was told of it.
    pub words: String,
    /// In how many runs it was met.
    pub count: u32,
    /// When it was first met.
    pub since: Timestamp,
    /// When it was last met.
    pub tried: Timestamp,
    /// When it was last printed.
    pub printed: Timestamp,
}

impl Failing {
    /// Notes a failure that was met; says whether it is to be printed. What counts as none is printed once.
    pub fn note(slot: &mut Option<Self>, now: Timestamp, kind: Option<Kind>, words: &str) -> bool {
        let kind = kind.map(|kind| kind.word().to_owned());
        match slot {
            Some(same) if (same.kind.as_ref(), same.words.as_str()) == (kind.as_ref(), words) => {
                same.count = same.count.saturating_add(1);
                same.tried = now;
                let due = kind.is_some() && now >= moved(same.printed, AGAIN - JITTER);
                same.printed = if due { now } else { same.printed };
                due
            }
            slot => {
                let words = words.to_owned();
                *slot = Some(Self { kind, words, count: 1, since: now, tried: now, printed: now });
                true
            }
        }
    }

    /// Its kind, which decides the exit code while it lasts.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| Some(kind.word()) == self.kind.as_deref())
    }
}

/// The requests that were sent to a machine in vain, or that have not yet been seen to work.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When the last was.
    pub last: Timestamp,
}

impl Tries {
    /// One more.
    pub fn add(slot: &mut Option<Self>, now: Timestamp) {
        let count = slot.map_or(0, |tries| tries.count).saturating_add(1);
        *slot = Some(Self { count, last: now });
    }

    /// When the next may be sent, where that is still to come.
    pub fn waits_until(self, now: Timestamp) -> Option<Timestamp> {
        let doubled = FIRST_WAIT * 2_i32.saturating_pow(self.count.clamp(1, 8) - 1);
        let until = moved(self.last, doubled.min(LONGEST_WAIT));
        (now < moved(until, -JITTER)).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn after(minutes: i64) -> Timestamp {
        moved(Timestamp::UNIX_EPOCH, SignedDuration::from_mins(minutes))
    }

    #[test]
    fn the_same_failure_is_printed_once_then_hourly_and_another_at_once() {
        let mut slot = None;
        let printed: Vec<i64> = (0..40)
            .map(|run| run * 5)
            .filter(|minute| Failing::note(&mut slot, after(*minute), Some(Kind::Unavailable), "no route"))
            .collect();
        assert_eq!(printed, [0, 60, 120, 180]);
        let failing = slot.clone().unwrap();
        assert_eq!((failing.count, failing.since, failing.kind()), (40, after(0), Some(Kind::Unavailable)));
        assert!(Failing::note(&mut slot, after(196), Some(Kind::Denied), "no route"), "another kind");
        assert!(Failing::note(&mut slot, after(197), Some(Kind::Denied), "no key"), "other words");
        assert!(Failing::note(&mut slot, after(198), None, "no key"), "no failure any more");
        assert_eq!((slot.as_ref().unwrap().count, slot.as_ref().unwrap().kind()), (1, None));
        assert!(!Failing::note(&mut slot, after(300), None, "no key"), "what counts as none is printed once");
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
