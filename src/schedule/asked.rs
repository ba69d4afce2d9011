//! Stops that were asked for, and the looks since: the proof that a running machine is still the run that was asked.
//! No provider tells when a machine was started, so that looks at every interval have to serve.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::failing::JITTER;

/// The interval of a timer that nothing is known of.
const USUAL_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// A stop that was sent, and the looks at the machine since.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Asked {
    /// The time of the first request.
    pub at: Timestamp,
    /// The edge it was for.
    pub edge: Option<Timestamp>,
    /// The requests so far; each later one was sent to a machine that went on running.
    #[serde(default = "one")]
    pub requests: u32,
    /// The last time that the machine was seen at work.
    pub looked: Option<Timestamp>,
    /// The looks since the request.
    #[serde(default)]
    pub looks: u32,
    /// The longest time between two looks, in seconds.
    #[serde(default)]
    pub gap: i64,
    /// True when it was seen stopping.
    #[serde(default)]
    pub stopping: bool,
}

const fn one() -> u32 {
    1
}

impl Asked {
    /// A request that was just sent.
    pub(crate) const fn new(at: Timestamp, edge: Option<Timestamp>) -> Self {
        Self { at, edge, requests: 1, looked: None, looks: 0, gap: 0, stopping: false }
    }

    /// A request that was just sent, maybe after others for the same edge that a run did not follow.
    pub(crate) fn again(
        former: Option<Self>,
        interval: Option<SignedDuration>,
        now: Timestamp,
        edge: Option<Timestamp>,
    ) -> Self {
        let unbroken = former.filter(|former| former.is_unbroken(interval));
        Self { requests: unbroken.map_or(1, |former| former.requests.saturating_add(1)), ..Self::new(now, edge) }
    }

    /// True when no look was left out since the request.
    fn is_unbroken(&self, interval: Option<SignedDuration>) -> bool {
        interval.is_some_and(|interval| self.gap <= (interval + JITTER).as_secs())
    }

    /// Notes that the machine is seen at work, running or on its way to being stopped.
    pub(crate) fn look(&mut self, now: Timestamp) {
        let since = now.duration_since(self.looked.unwrap_or(self.at)).as_secs();
        self.gap = if since < 0 { i64::MAX } else { self.gap.max(since) };
        self.looked = Some(now);
        self.looks = self.looks.saturating_add(1);
    }

    /// True when the run that was asked to stop is proved to be the one that goes on: no look was left out, and a
    /// machine that stopped and was started in between would have had to do so twice without being seen.
    pub(crate) fn is_same_run(&self, interval: Option<SignedDuration>) -> bool {
        self.is_unbroken(interval) && (self.looks >= 2 || self.requests >= 2 && self.looks >= 1)
    }

    /// True when the machine was looked at so often, up to now, that it cannot well have stopped and been started
    /// unseen: each look came within three times the interval.
    pub(crate) fn is_watched(&self, interval: Option<SignedDuration>, now: Timestamp) -> bool {
        let longest = (interval.unwrap_or(USUAL_INTERVAL) * 3 + JITTER).as_secs();
        let last = now.duration_since(self.looked.unwrap_or(self.at)).as_secs();
        self.gap <= longest && (0..=longest).contains(&last)
    }
}
