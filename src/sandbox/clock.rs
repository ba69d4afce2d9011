//! The state clock: a change is under way for two reads of the machine, then it is done.
//! Counting reads instead of seconds lets tests wait for a change without sleeping.

use serde::{Deserialize, Serialize};

/// How many reads still see the change under way.
const READS: u8 = 2;

/// The state word of one machine and the change it is in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Clock {
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
}

impl Clock {
    /// A machine at rest.
    pub fn at(state: &str) -> Self {
        Self { state: state.to_owned(), pending: None }
    }

    /// The last state the machine rested in.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The word for the change under way.
    pub fn task(&self) -> Option<&str> {
        self.pending.as_ref().map(|pending| pending.word.as_str())
    }

    /// The state the change under way ends in.
    pub fn target(&self) -> Option<&str> {
        self.pending.as_ref().map(|pending| pending.to.as_str())
    }

    /// The word a provider shows that puts its transitional words into the state.
    pub fn shown(&self) -> &str {
        self.task().unwrap_or(&self.state)
    }

    /// How far the change under way is, in percent.
    pub fn progress(&self) -> Option<u8> {
        self.pending.as_ref().map(|pending| 100 / (READS + 1) * READS.saturating_sub(pending.reads))
    }

    /// Starts a change; one that was under way is finished first.
    pub fn begin(&mut self, word: &str, to: &str) {
        self.settle();
        self.pending = Some(Pending { word: word.to_owned(), to: to.to_owned(), reads: READS });
    }

    /// Finishes the change under way at once.
    pub fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.state = pending.to;
        }
    }

    /// Counts one read; true when that changed anything worth saving.
    pub fn read(&mut self) -> bool {
        match &mut self.pending {
            None => return false,
            Some(pending) if pending.reads > 0 => pending.reads -= 1,
            Some(_) => self.settle(),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
