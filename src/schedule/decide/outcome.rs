//! Outcomes of acts, noted so that they can be written as soon as they are there.
//! A request that was accepted is one in vain until the wanted state is seen.

use jiff::{SignedDuration, Timestamp};

use super::{Decision, Verdict};
use crate::{
    error::Kind,
    schedule::{
        asked::Asked,
        calendar::moved,
        failing::{Failing, Tries},
        marks::{Ended, key},
        rule::How,
        state::State,
    },
};

/// The outcome of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The machine was seen in the wanted state after something was sent.
    Seen,
    /// The machine was in the wanted state already.
    Already,
    /// The request was accepted, and the wanted state has not been seen yet.
    Accepted,
    /// The request failed, or its outcome is unknown.
    Failed(Kind, String),
}

impl State {
    /// Notes when a machine was started, for the rules that leave time between two starts.
    fn note_start(&mut self, now: Timestamp, decision: &Decision<'_>) {
        let at = moved(now, SignedDuration::try_from(decision.delay).unwrap_or_default());
        let known = self.accounts.entry(decision.entry.origin.account.clone()).or_default();
        for rule in &decision.staggered {
            known.marks.rules.entry((*rule).to_owned()).or_default().started = Some(at);
        }
    }

    /// Notes the outcome of an act; says whether it is to be printed.
    pub(crate) fn acted(&mut self, now: Timestamp, decision: &Decision<'_>, outcome: &Outcome) -> bool {
        let interval = self.interval;
        if decision.verdict == Verdict::Start {
            self.note_start(now, decision);
        }
        let known = self.accounts.entry(decision.entry.origin.account.clone()).or_default();
        let head = &decision.entry.record.head;
        let key = key(&known.marks.machines, &head.id, head.created_at.as_deref());
        let mark = known.marks.machines.entry(key).or_default();
        match outcome {
            Outcome::Seen | Outcome::Already => {
                for (edge, wanted) in decision.edges.iter().filter_map(|edge| Some((*edge, decision.wanted?))) {
                    mark.end(now, edge, wanted, Ended::Seen);
                }
                (mark.asked, mark.tries, mark.reached) = (None, None, decision.wanted);
                // The act is printed, and that tells the end of an earlier failure as well.
                mark.failing.iter_mut().for_each(|failing| failing.end_is_known(now));
                !decision.doubtful || *outcome == Outcome::Seen
            }
            Outcome::Accepted => {
                Tries::add(&mut mark.tries, now);
                if matches!(decision.verdict, Verdict::Stop(stop) if stop.how != How::Hard) {
                    let former = mark.asked.filter(|asked| asked.edge == decision.edge);
                    mark.asked = Some(Asked::again(former, interval, now, decision.edge));
                }
                mark.reached = None;
                mark.failing.iter_mut().for_each(|failing| failing.end_is_known(now));
                true
            }
            Outcome::Failed(kind, words) => {
                Tries::add(&mut mark.tries, now);
                Failing::note(&mut mark.failing, now, Some(*kind), words)
            }
        }
    }
}
