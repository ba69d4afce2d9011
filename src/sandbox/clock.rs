//! The state clock: a change is under way for two reads of the machine or about a second, whichever comes first.
//! Counting reads lets tests wait for a change without sleeping; the second is for clients that sleep.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

/// The number of reads that still show the change under way.
const READS: u8 = 2;

/// The time after which a change is done, however often it was read. The tests of this crate count reads alone.
const LONGEST: Duration = if cfg!(test) { Duration::MAX } else { SECOND };

/// The longest time that a change takes.
const SECOND: Duration = Duration::from_secs(1);

/// The moment from which this process counts its time.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The state of one machine, and the change under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Clock {
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending: Option<Pending>,
}

/// A change under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Pending {
    word: String,
    to: String,
    reads: u8,
    #[serde(default)]
    since: Stamp,
}

/// A moment within one process. In other processes no time passes after it: the clouds stand still while nobody
/// serves them.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Stamp {
    process: u32,
    passed: Duration,
}

impl Stamp {
    fn now() -> Self {
        Self { process: std::process::id(), passed: START.elapsed() }
    }
}

impl Default for Stamp {
    fn default() -> Self {
        Self::now()
    }
}

impl Pending {
    /// The change's time is up.
    fn over(&self, now: Stamp, longest: Duration) -> bool {
        self.since.process == now.process && now.passed.saturating_sub(self.since.passed) >= longest
    }
}

impl Clock {
    /// A machine at rest.
    pub(crate) fn at(state: &str) -> Self {
        Self { state: state.to_owned(), pending: None }
    }

    /// The change under way, unless its time is up.
    fn pending(&self) -> Option<&Pending> {
        self.pending.as_ref().filter(|pending| !pending.over(Stamp::now(), LONGEST))
    }

    /// The last state the machine rested in.
    pub(crate) fn state(&self) -> &str {
        match &self.pending {
            Some(pending) if self.pending().is_none() => &pending.to,
            _ => &self.state,
        }
    }

    /// The provider's word for the change under way.
    pub(crate) fn task(&self) -> Option<&str> {
        self.pending().map(|pending| pending.word.as_str())
    }

    /// The state the change under way ends in.
    pub(crate) fn target(&self) -> Option<&str> {
        self.pending().map(|pending| pending.to.as_str())
    }

    /// The word shown by a provider whose states include transitional words.
    pub(crate) fn shown(&self) -> &str {
        self.task().unwrap_or(self.state())
    }

    /// The part of the change under way that is done, in percent.
    pub(crate) fn progress(&self) -> Option<u8> {
        self.pending().map(|pending| 100 / (READS + 1) * READS.saturating_sub(pending.reads))
    }

    /// Starts a change; one that was under way is finished first.
    pub(crate) fn begin(&mut self, word: &str, to: &str) {
        self.settle();
        self.pending = Some(Pending { word: word.to_owned(), to: to.to_owned(), reads: READS, since: Stamp::now() });
    }

    /// Finishes the change under way at once.
    pub(crate) fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.state = pending.to;
        }
    }

    /// Counts one read; true when that changed anything worth saving.
    pub(crate) fn read(&mut self) -> bool {
        let now = Stamp::now();
        match &mut self.pending {
            None => return false,
            Some(pending) if pending.reads > 0 && !pending.over(now, LONGEST) => {
                pending.reads -= 1;
                if pending.since.process != now.process {
                    pending.since = now;
                }
            }
            Some(_) => self.settle(),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_over_after_a_second_of_the_process_that_began_it() {
        let since = Stamp { process: 7, passed: Duration::from_secs(3) };
        let pending = Pending { word: "starting".to_owned(), to: "running".to_owned(), reads: READS, since };
        let at = |process, millis| Stamp { process, passed: Duration::from_millis(millis) };
        assert!(!pending.over(at(7, 3_000), SECOND) && !pending.over(at(7, 3_999), SECOND));
        assert!(pending.over(at(7, 4_000), SECOND));
        assert!(!pending.over(at(8, 60_000), SECOND), "no time passes while nobody serves the clouds");
        assert!(!pending.over(at(7, 2_000), SECOND), "a clock that went back ends nothing");
    }

    #[test]
    fn two_reads_see_the_change_and_the_third_its_end() {
        let mut clock = Clock::at("running");
        assert!(!clock.read(), "a machine at rest has nothing to save");
        clock.begin("stopping", "stopped");
        for progress in [33, 66] {
            assert!(clock.read());
            assert_eq!((clock.shown(), clock.state(), clock.progress()), ("stopping", "running", Some(progress)));
        }
        assert!(clock.read());
        assert_eq!((clock.shown(), clock.task(), clock.progress()), ("stopped", None, None));
        assert!(!clock.read());
    }

    #[test]
    fn a_second_change_finishes_the_first() {
        let mut clock = Clock::at("running");
        clock.begin("stopping", "stopped");
        clock.begin("starting", "running");
        assert_eq!((clock.state(), clock.shown(), clock.target()), ("stopped", "starting", Some("running")));
    }
}
