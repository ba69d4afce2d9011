//! Waiting for a record to reach its goal: growing pauses above the provider's minimum, an end when it is out of reach.
//! The state itself is read each time: an accepted request says nothing about the outcome.

use std::time::{Duration, Instant};

use crate::{
    error::{Error, Kind, Result},
    model::{Entry, Goal, Record},
    provider::{Noun, Session},
};

use super::fanout;

/// The time limit of one look at a state.
const LOOK: Duration = Duration::from_secs(60);
/// The states that pass by themselves.
pub(crate) const PASSING: [&str; 4] = ["busy", "starting", "stopping", "unknown"];

/// The end of a wait.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The goal was reached.
    Reached(Entry),
    /// The record is gone.
    Gone,
    /// The time was up; the last state seen.
    Late(Option<&'static str>),
}

/// The goal and the limits of a wait.
pub(crate) struct Wait<'w> {
    /// The goal of the record.
    pub goal: Goal,
    /// True when the record may be at the goal already, so that the first look needs no pause before it.
    pub eager: bool,
    /// True when the record is new, so that the provider may not list it yet.
    pub new: bool,
    /// The time the waiting ends.
    pub deadline: Instant,
    /// The listener to each state that is seen.
    pub tell: &'w dyn Fn(&'static str),
}

impl Wait<'_> {
    /// True when a new record is usable in a state other than the goal, as a reserved address assigned at once.
    /// A machine is usable only when it runs.
    fn is_of_use(&self, state: &str) -> bool {
        let settled = !PASSING.contains(&state) && !matches!(state, "error" | "failed" | "cancelled");
        self.new && settled && matches!(self.goal, Goal::State(goal) if !matches!(goal, "running" | "stopped"))
    }
}

/// The present on the clock that the waiting is done by, which a test may move.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// True when a record is at a goal.
pub(crate) fn reached(goal: Goal, record: &dyn Record) -> bool {
    let state = record.head().state;
    match goal {
        Goal::State(goal) => state == goal,
        Goal::Calm => !PASSING.contains(&state) && state != "error",
        Goal::Locked(locked) => record.locked() == Some(locked),
        Goal::Done => true,
        Goal::Gone => false,
    }
}

/// The states of a record that were seen while it was waited for.
#[derive(Default)]
struct Seen {
    /// The last state.
    last: Option<&'static str>,
    /// True when it was in a state that passes.
    passing: bool,
    /// The number of looks in a row that found a state that does not pass and is not the goal.
    resting: u8,
}

/// Reads a record again and again until it is at the goal.
///
/// # Errors
/// `failed` when nothing leads from its state to the goal, and the errors of reading.
pub(crate) async fn until(session: &Session, noun: &Noun, id: &str, wait: &Wait<'_>) -> Result<Ended> {
    let pace = session.account.pace;
    let mut pause = pace.first;
    let mut seen = Seen::default();
    let mut eager = wait.eager;
    loop {
        let rest = if std::mem::take(&mut eager) { Duration::ZERO } else { pause };
        if now() + rest >= wait.deadline {
            return Ok(Ended::Late(seen.last));
        }
        if !rest.is_zero() {
            tokio::time::sleep(rest).await;
            pause = pause.mul_f64(1.5).min(pace.longest);
        }
        let left = wait.deadline.saturating_duration_since(now());
        match fanout::show(session, noun, id, LOOK.min(left)).await {
            Ok(entry) => {
                let state = entry.record.head().state;
                (wait.tell)(state);
                // An accepted request may take effect later, so that one look at a resting state decides nothing.
                let calm = wait.goal != Goal::Calm || seen.resting > 0 || seen.passing;
                if (reached(wait.goal, &*entry.record) || wait.is_of_use(state)) && calm {
                    return Ok(Ended::Reached(entry));
                }
                seen.look(session, wait.goal, &*entry.record)?;
            }
            Err(error) if error.kind() == Kind::NotFound && wait.new && seen.last.is_none() => {}
            Err(error) if error.kind() == Kind::NotFound => return Ok(Ended::Gone),
            Err(error) if error.kind() == Kind::Unavailable => {}
            Err(error) => return Err(error),
        }
    }
}

impl Seen {
    /// Notes a state, and fails where the goal cannot be reached from it.
    fn look(&mut self, session: &Session, goal: Goal, record: &dyn Record) -> Result<()> {
        let head = record.head();
        self.last = Some(head.state);
        if PASSING.contains(&head.state) {
            (self.passing, self.resting) = (true, 0);
            return Ok(());
        }
        self.resting = self.resting.saturating_add(1);
        let terminal = session.account.provider.facts().terminal;
        let ended = matches!(head.state, "error" | "failed" | "cancelled")
            || head.provider_state.as_deref().is_some_and(|word| terminal.contains(&word));
        let back = matches!(goal, Goal::State(_)) && self.passing && self.resting > 1;
        if goal != Goal::Gone && (ended || back) {
            let sentence = format!("it ended in state {} instead of {}", head.state, words(goal));
            let error = session.place(Error::new(Kind::Failed, sentence));
            return Err(record.trouble().map_or(error.clone(), |words| error.said(words)));
        }
        Ok(())
    }
}

/// The error of a goal that was not reached in time.
pub(crate) fn late(goal: Goal) -> Error {
    Error::new(Kind::Timeout, format!("it is not {} yet, and the time is up", words(goal)))
        .hint("it may still get there: look again, or allow more time with --timeout")
}

/// A goal in words.
fn words(goal: Goal) -> &'static str {
    match goal {
        Goal::State(state) => state,
        Goal::Calm => "at rest",
        Goal::Gone => "gone",
        Goal::Locked(true) => "locked",
        Goal::Locked(false) => "unlocked",
        Goal::Done => "done",
    }
}

#[cfg(test)]
mod tests;
