//! Stops of one machine: looks since a stop was asked for, reasons against one, and the step after an ignored one.
//! The power of a machine is cut only where it is proved to be the run that was asked to stop.

use super::{
    Left, Verdict,
    case::{Case, Judged, Want},
    opinion::signed,
};
use crate::{
    error::Kind,
    model,
    schedule::{
        asked::Asked,
        calendar::{Wanted, moved},
        failing::Failing,
        marks::{Ended, Passing},
        rule::{How, Stop, Then},
    },
};

impl Case<'_, '_> {
    /// Notes the look at the machine: whether its state passes, and whether it is still the run that was asked to stop.
    pub(crate) fn look(&mut self) {
        let (now, state) = (self.question.now, self.entry.record.head.state);
        self.look_at_run();
        if self.seen() == self.marks.reached {
            self.marks.reached = None;
        }
        if self.is_passing() {
            let begun = self.marks.passing.take().filter(|passing| passing.since <= now);
            let since = begun.map_or(now, |passing| passing.since);
            self.marks.passing = Some(Passing { state: state.to_owned(), since });
        } else {
            self.marks.passing = None;
        }
        let Some(mut asked) = self.marks.asked.filter(|asked| asked.at <= now) else {
            self.marks.asked = None;
            return;
        };
        let started = self.listing.started.get(&self.entry.record.head.id);
        if started.is_some_and(|started| asked.at < *started && *started <= now) {
            // The start came after the stop, since the machine must have stopped before.
            self.marks.end(now, asked.edge, Wanted::Down, Ended::Seen);
            (self.marks.asked, self.marks.tries) = (None, None);
            return;
        }
        let goes_back = asked.stopping && state == "running";
        if goes_back || !matches!(state, "running" | "stopping" | "stopped") {
            asked.gap = i64::MAX;
        }
        asked.stopping = state == "stopping";
        asked.look(now);
        self.marks.asked = Some(asked);
    }

    /// Notes since when it has been running: from its last start in the history, else from the first look that showed it.
    fn look_at_run(&mut self) {
        let now = self.question.now;
        let started = self.listing.started.get(&self.entry.record.head.id).filter(|started| **started <= now).copied();
        let known = self.marks.running_since.filter(|since| *since <= now);
        self.marks.running_since = match self.entry.record.head.state {
            "running" => known.max(started).or(Some(now)),
            "starting" | "stopping" | "busy" | "unknown" => known,
            _ => None,
        };
    }

    /// The request to stop that was sent for the edge.
    pub(crate) fn asked(&self, want: &Want) -> Option<Asked> {
        self.marks.asked.filter(|asked| asked.edge == want.edge && want.stop.how != How::Hard)
    }

    pub(crate) fn stop(&self, want: &Want) -> Judged {
        let Stop { how, grace, then } = want.stop;
        let refused = |kind, what: &str| Judged(Verdict::Refused, want.scene.refused(what), Some(kind));
        if let Some(lost) = self.state.lost.first() {
            return refused(Kind::Config, &format!("the file of {} is lost", lost.kind));
        }
        if let Some(shield) = self.shield.filter(|_| !want.held) {
            return refused(Kind::Conflict, &format!("{} may want it up and cannot be read", shield.rule));
        }
        if self.entry.record.persistent == Some(false) {
            return refused(Kind::Refused, "it is not persistent, so stopping destroys it");
        }
        if how == How::Clean && self.listing.stop != Some(model::StopMode::Clean) {
            return refused(Kind::Refused, "its provider does not stop cleanly: the rule must say how = \"provider\"");
        }
        let unable = || refused(Kind::Unsupported, "its provider cannot cut the power");
        if how == How::Hard && !self.listing.hard {
            return unable();
        }
        let Some(asked) = self.asked(want) else {
            return self.unless_backing_off(want, Verdict::Stop(want.stop));
        };
        let ends = moved(asked.at, signed(grace));
        let first_hard = self.marks.tries.is_none_or(|tries| tries.last <= asked.at);
        let hangs = self.entry.record.head.state == "stopping";
        match then {
            _ if self.question.now < ends => Judged(Verdict::Asked(ends), want.scene.asked(asked.at, ends), None),
            Then::Hard if !self.listing.hard => unable(),
            Then::Hard if asked.is_same_run(self.question.interval) && first_hard => {
                Judged(Verdict::HardStop, want.scene.hard(asked.at), None)
            }
            Then::Hard if asked.is_same_run(self.question.interval) => self.unless_backing_off(want, Verdict::HardStop),
            _ if hangs => self.astray(&want.scene, want.stop),
            Then::Hard => match self.unless_backing_off(want, Verdict::Stop(want.stop)) {
                Judged(verdict, _, kind) if verdict.acts() => Judged(verdict, want.scene.unproved(asked.at), kind),
                waiting => waiting,
            },
            Then::Leave if want.always => self.unless_backing_off(want, Verdict::Stop(want.stop)),
            Then::Leave => Judged(Verdict::Unobeyed, want.scene.unobeyed(asked.at), Some(Kind::Timeout)),
        }
    }

    /// The act, unless the last one was too short a time ago; a new edge does not wait for an old failure.
    pub(crate) fn unless_backing_off(&self, want: &Want, verdict: Verdict) -> Judged {
        let tries = self.marks.tries.filter(|tries| want.edge.is_none_or(|edge| tries.last >= edge));
        match tries.and_then(|tries| tries.waits_until(self.question.now)) {
            None => Judged(verdict, want.scene.act(), None),
            Some(until) => {
                let left = Left::BackingOff(until);
                let failing = self.marks.failing.as_ref().and_then(Failing::kind);
                // A request that was accepted and had no effect counts as a failure, too.
                let why = match (failing, tries) {
                    (None, Some(tries)) => want.scene.unheeded(tries.last, until, self.entry.record.head.state),
                    _ => want.scene.left(left),
                };
                Judged(Verdict::Left(left), why, failing.or(Some(Kind::Timeout)))
            }
        }
    }
}
