//! Waiting for a machine to reach its goal: growing pauses with the provider's floor, an end when the goal is out of reach.
//! What is read is always the state itself: an accepted request says nothing about the outcome.

use std::time::{Duration, Instant};

use crate::{
    error::{Error, Kind, Result},
    provider::{Bound, Session},
};

use super::fanout;

/// How long one look at a state may take.
const LOOK: Duration = Duration::from_secs(60);

/// How a wait ended.
#[derive(Debug)]
pub enum Ended<R> {
    /// The goal was reached.
    Reached(R),
    /// The machine is gone.
    Gone,
    /// The time was up; the last state seen.
    Late(Option<&'static str>),
}

/// Reads a record again and again until it is in a state.
///
/// # Errors
/// `failed` when its state is one from which the goal is not reached, and the errors of reading.
pub async fn until<R: Bound>(session: &Session, id: &str, goal: &str, deadline: Instant) -> Result<Ended<R>> {
    let pace = session.account.pace;
    let mut pause = pace.first;
    let mut last = None;
    loop {
        if Instant::now() + pause > deadline {
            return Ok(Ended::Late(last));
        }
        tokio::time::sleep(pause).await;
        pause = pause.mul_f64(1.5).min(pace.longest);
        match fanout::show::<R>(session, id, LOOK).await {
            Ok(entry) => {
                let state = entry.record.head().state;
                if state == goal {
                    return Ok(Ended::Reached(entry.record));
                }
                if state == "error" {
                    let sentence = format!("it ended in state {state} instead of {goal}");
                    return Err(session.place(Error::new(Kind::Failed, sentence)));
                }
                last = Some(state);
            }
            Err(error) if error.kind() == Kind::NotFound => return Ok(Ended::Gone),
            Err(error) if error.kind() == Kind::Unavailable => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
