//! What is known after an act: to be written as soon as its outcome is there.
//! A request that was accepted is one in vain until the wanted state is seen.

use jiff::Timestamp;

use super::{Decision, Verdict};
use crate::{
    error::Kind,
    schedule::{
        failing::{Failing, Tries},
        marks::{Asked, Ended},
        rule::How,
        state::State,
    },
};

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The machine was seen in the wanted state.
    Seen,
    /// The request was accepted, and the wanted state has not been seen yet.
    Accepted,
    /// It failed, or nobody knows.
    Failed(Kind, String),
}

impl State {
    /// Notes what became of an act; says whether it is to be printed.
    pub fn acted(&mut self, now: Timestamp, decision: &Decision<'_>, outcome: &Outcome) -> bool {
        let known = self.accounts.entry(decision.entry.origin.account.clone()).or_default();
        let mark = known.marks.machines.entry(decision.entry.record.head.id.clone()).or_default();
        match outcome {
            Outcome::Seen => {
                for (edge, wanted) in decision.edges.iter().filter_map(|edge| Some((*edge, decision.wanted?))) {
                    mark.end(edge, wanted, Ended::Seen);
                }
                (mark.asked, mark.tries, mark.failing) = (None, None, None);
                true
            }
            Outcome::Accepted => {
                Tries::add(&mut mark.tries, now);
                if matches!(decision.verdict, Verdict::Stop(stop) if stop.how != How::Hard) {
                    mark.asked = Some(Asked { at: now, edge: decision.edge });
                }
                mark.failing = None;
                true
            }
            Outcome::Failed(kind, words) => {
                Tries::add(&mut mark.tries, now);
                Failing::note(&mut mark.failing, now, Some(*kind), words)
            }
        }
    }
}
