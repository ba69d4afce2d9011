//! The progress of a change of several targets: lines at the foot of a terminal, elsewhere a line now and then.
//! Nothing is printed for programs that read JSON, and with `--quiet`.

use std::{cell::RefCell, pin::pin, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{console::Console, status_line::StatusLine};

mod tally;

use tally::Tally;

/// The interval at which the clocks on the terminal move.
const TICK: Duration = Duration::from_secs(1);

/// The watcher of the progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watcher {
    /// Nobody watches.
    Nobody,
    /// A person reads it later, in a mail or a log.
    Reader,
    /// A person watches a terminal.
    Viewer,
}

/// The progress of one verb; only one is shown at a time, and it leaves the terminal when this value is dropped.
pub(crate) struct Progress<'c> {
    console: &'c Console,
    watcher: Watcher,
    tally: RefCell<Tally>,
}

impl Console {
    /// Follows a verb on a number of targets.
    pub(crate) fn follow(&self, total: usize, verb: &str) -> Progress<'_> {
        let watcher = match (self.wants_notices(), self.err.rewrites) {
            (false, _) => Watcher::Nobody,
            (true, false) => Watcher::Reader,
            (true, true) => Watcher::Viewer,
        };
        Progress { console: self, watcher, tally: RefCell::new(Tally::new(total, verb, Instant::now())) }
    }
}

impl Progress<'_> {
    /// Notes the step that a target, as in `zurich/web-1`, is at.
    pub(crate) fn state(&self, label: &str, words: &str) {
        if self.watcher != Watcher::Nobody {
            self.tally.borrow_mut().state(label, words, Instant::now());
            self.tell();
        }
    }

    /// Notes that a target is done, with any outcome; the words are for `--verbose`.
    pub(crate) fn done(&self, label: &str, words: &str, ok: bool) {
        self.console.verbose(1, &format!("{label}: {words}"));
        if self.watcher != Watcher::Nobody {
            self.tally.borrow_mut().done(label, ok);
            self.tell();
        }
    }

    /// Does the work, and lets the clocks go on meanwhile.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        if self.watcher == Watcher::Nobody {
            return work.await;
        }
        let mut work = pin!(work);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                biased;
                result = &mut work => return result,
                _ = ticks.tick() => self.tell(),
            }
        }
    }

    /// Shows how far it is, or tells it when that is due.
    fn tell(&self) {
        let now = Instant::now();
        if self.watcher == Watcher::Viewer {
            let lines = self.tally.borrow().lines(now, StatusLine::room(), self.console.err.color);
            self.console.status_line.put(lines, true);
        } else if let Some(line) = self.tally.borrow_mut().due(now) {
            self.console.notice(&line);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.watcher == Watcher::Viewer {
            self.console.status_line.clear();
        }
    }
}

#[cfg(test)]
mod tests;
