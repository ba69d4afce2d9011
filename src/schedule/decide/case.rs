//! One machine: the wishes for it weighed against each other, against what was done before, and against what it is.
//! What is seen is marked here; what is sent is marked when its outcome is known.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Decision, Left, Listing, Verdict,
    opinion::{Opinion, Wished, signed},
    say::{self, Scene},
};
use crate::{
    error::Kind,
    model::{self, Entry, Instance},
    schedule::{
        calendar::{Wanted, moved},
        failing::Failing,
        holds::Hold,
        marks::{Ended, Mark, Run},
        rule::{How, Stop, Then},
    },
};

/// A machine that a rule or a hold is about.
pub struct Case<'c, 'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The account it is in.
    pub listing: &'c Listing<'a>,
    /// The machine.
    pub entry: &'a Entry<Instance>,
    /// When the rules ran at that account before.
    pub runs: &'c BTreeMap<String, Run>,
    /// What is known of it.
    pub mark: &'c mut Mark,
}

/// What is to be brought about.
struct Want {
    wanted: Wanted,
    edge: Option<Timestamp>,
    stop: Stop,
    /// Whether each run restores it.
    always: bool,
    scene: Scene,
}

/// A verdict with its sentence, and the failure it counts as.
struct Judged(Verdict, String, Option<Kind>);

impl<'a> Case<'_, 'a> {
    /// The decision for it.
    pub fn decide(mut self, about: &[Wished<'a>], hold: Option<&Hold>) -> Decision<'a> {
        let draft = Decision {
            entry: self.entry,
            verdict: Verdict::Nothing,
            wanted: None,
            why: String::new(),
            kind: None,
            tell: false,
            rules: about.iter().map(|wished| wished.rule.name.as_str()).collect(),
            acting: Vec::new(),
            edges: Vec::new(),
            edge: None,
        };
        match hold.filter(|hold| hold.holds(self.now)) {
            Some(hold) => self.held(draft, about, hold),
            None => self.ruled(draft, about, hold),
        }
    }

    /// A hold is over all rules; how the machine is stopped its first rule says, else what the provider can.
    fn held(&mut self, draft: Decision<'a>, about: &[Wished<'a>], hold: &Hold) -> Decision<'a> {
        let zone = about.first().map_or(TimeZone::UTC, |wished| wished.rule.calendar.zone.clone());
        let scene = Scene::of_hold(hold, zone);
        let Some(wanted) = hold.held.wanted() else {
            let why = scene.left(Left::Hold);
            return self.settled(draft, Judged(Verdict::Left(Left::Hold), why, None));
        };
        let how = if self.listing.stop == Some(model::StopMode::Clean) { How::Clean } else { How::Provider };
        let stop = about.first().map_or(Stop { how, ..Stop::default() }, |wished| wished.rule.stop);
        let edge = Some(hold.since);
        let judged = self.toward(&Want { wanted, edge, stop, always: true, scene });
        self.settled(Decision { wanted: Some(wanted), edge, ..draft }, judged)
    }

    /// The rules' wishes, each from its edge or from the end of a hold.
    fn ruled(&mut self, mut draft: Decision<'a>, about: &[Wished<'a>], hold: Option<&Hold>) -> Decision<'a> {
        let wish = |wished: &Wished<'a>| Opinion::of(*wished, self.now, hold, self.mark);
        let opinions: Vec<Opinion<'a>> = about.iter().filter_map(wish).collect();
        let seen = self.seen();
        for opinion in opinions.iter().filter(|opinion| Some(opinion.wanted) == seen) {
            if opinion.wishes(self.now, self.mark) {
                self.mark.end(opinion.since, opinion.wanted, Ended::Seen);
            }
        }
        let live: Vec<&Opinion<'a>> = opinions.iter().filter(|one| one.wishes(self.now, self.mark)).collect();
        if let Some((one, other)) = opposed(&live) {
            return self.settled(draft, Judged(Verdict::Conflict, say::conflict(one, other), Some(Kind::Conflict)));
        }
        let late = self.end_late(&opinions);
        draft.wanted = live.first().map(|opinion| opinion.wanted);
        draft.edges = live.iter().map(|opinion| opinion.since).collect();
        let acting: Vec<&Opinion<'a>> = live.iter().copied().filter(|one| self.left(one).is_none()).collect();
        if let (Some(first), true) = (live.first(), draft.wanted == seen) {
            let why = Scene::of(first).nothing(first.wanted);
            return self.settled(draft, Judged(Verdict::Nothing, why, None));
        }
        let Some(first) = acting.first() else {
            draft.tell = late.is_some();
            let judged = self.idle(late.or(live.first().copied()).or(opinions.first()), about);
            return self.settled(draft, judged);
        };
        draft.acting = acting.iter().map(|opinion| opinion.rule.name.as_str()).collect();
        draft.edge = first.since;
        let (wanted, stop, always) = (first.wanted, first.rule.stop, first.always());
        let judged = self.toward(&Want { wanted, edge: first.since, stop, always, scene: Scene::of(first) });
        self.settled(draft, judged)
    }

    /// Marks the edges that have become too late; returns the first of them.
    fn end_late<'o>(&mut self, opinions: &'o [Opinion<'a>]) -> Option<&'o Opinion<'a>> {
        let (mut first, seen) = (None, self.seen());
        for opinion in opinions.iter().filter(|opinion| Some(opinion.wanted) != seen) {
            let marked = self.mark.ended(opinion.since, opinion.wanted).is_some();
            if !marked && self.left(opinion) == Some(Left::Late) {
                self.mark.end(opinion.since, opinion.wanted, Ended::Late);
                first = first.or(Some(opinion));
            }
        }
        first
    }

    fn left(&self, opinion: &Opinion<'_>) -> Option<Left> {
        opinion.left(self.now, self.mark, &self.entry.record, self.runs.get(&opinion.rule.name))
    }

    /// Why nothing is done, by the rule that says it best.
    fn idle(&self, by: Option<&Opinion<'a>>, about: &[Wished<'a>]) -> Judged {
        let left = by.and_then(|opinion| self.left(opinion)).unwrap_or(Left::BeforeEdge);
        let why = match (by, about.first()) {
            (Some(opinion), _) => Scene::of(opinion).left(left),
            (None, Some(wished)) => say::no_edge(wished.rule),
            (None, None) => String::new(),
        };
        Judged(Verdict::Left(left), why, None)
    }

    /// What its state says it is, where that is one of the two.
    fn seen(&self) -> Option<Wanted> {
        match self.entry.record.head.state {
            "running" => Some(Wanted::Up),
            "stopped" => Some(Wanted::Down),
            _ => None,
        }
    }

    /// What brings a wish about: only what runs is stopped, and only what is stopped is started.
    fn toward(&self, want: &Want) -> Judged {
        match (self.seen(), want.wanted) {
            (Some(seen), wanted) if seen == wanted => Judged(Verdict::Nothing, want.scene.nothing(wanted), None),
            (Some(_), Wanted::Up) => self.unless_backing_off(want, Verdict::Start),
            (Some(_), Wanted::Down) => self.stop(want),
            (None, _) => Judged(Verdict::Skipped, want.scene.skipped(self.entry.record.head.state), None),
        }
    }

    fn stop(&self, want: &Want) -> Judged {
        let Stop { how, grace, then } = want.stop;
        let refused = |kind, what| Judged(Verdict::Refused, want.scene.refused(what), Some(kind));
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
        let asked = self.mark.asked.filter(|asked| asked.edge == want.edge && how != How::Hard);
        let Some(asked) = asked else { return self.unless_backing_off(want, Verdict::Stop(want.stop)) };
        let ends = moved(asked.at, signed(grace));
        let first_hard = self.mark.tries.is_none_or(|tries| tries.last <= asked.at);
        match then {
            _ if self.now < ends => Judged(Verdict::Asked(ends), want.scene.asked(asked.at, ends), None),
            Then::Hard if !self.listing.hard => unable(),
            Then::Hard if first_hard => Judged(Verdict::HardStop, want.scene.hard(asked.at), None),
            Then::Hard => self.unless_backing_off(want, Verdict::HardStop),
            Then::Leave if want.always => self.unless_backing_off(want, Verdict::Stop(want.stop)),
            Then::Leave => Judged(Verdict::Unobeyed, want.scene.unobeyed(asked.at), Some(Kind::Timeout)),
        }
    }

    /// The act, unless the last one was too short a time ago; a new edge does not wait for an old failure.
    fn unless_backing_off(&self, want: &Want, verdict: Verdict) -> Judged {
        let tries = self.mark.tries.filter(|tries| want.edge.is_none_or(|edge| tries.last >= edge));
        match tries.and_then(|tries| tries.waits_until(self.now)) {
            None => Judged(verdict, want.scene.act(), None),
            Some(until) => {
                let left = Left::BackingOff(until);
                let failing = self.mark.failing.as_ref().and_then(Failing::kind);
                // What was accepted and not done is a failure, too.
                let why = match (failing, tries) {
                    (None, Some(tries)) => want.scene.unheeded(tries.last, until, self.entry.record.head.state),
                    _ => want.scene.left(left),
                };
                Judged(Verdict::Left(left), why, failing.or(Some(Kind::Timeout)))
            }
        }
    }

    /// The decision made of a verdict: what goes on is printed now and then, what has ended once.
    fn settled(&mut self, draft: Decision<'a>, Judged(verdict, mut why, kind): Judged) -> Decision<'a> {
        let mut tell = draft.tell;
        match verdict {
            Verdict::Start | Verdict::Stop(_) | Verdict::HardStop => tell = true,
            Verdict::Asked(_) => {}
            Verdict::Left(Left::BackingOff(_)) if self.mark.failing.is_some() => {}
            Verdict::Skipped if self.on_its_way() => {}
            Verdict::Skipped
            | Verdict::Refused
            | Verdict::Conflict
            | Verdict::Unobeyed
            | Verdict::Left(Left::BackingOff(_)) => {
                tell = Failing::note(&mut self.mark.failing, self.now, kind, &why);
            }
            Verdict::Nothing | Verdict::Left(_) => {
                if let Some(failing) = self.mark.failing.take() {
                    (tell, why) = (true, say::ended(&why, &failing));
                }
                (self.mark.tries, self.mark.asked) = (None, None);
            }
        }
        Decision { verdict, why, kind, tell, ..draft }
    }

    /// Whether its state is one that passes by itself.
    fn on_its_way(&self) -> bool {
        matches!(self.entry.record.head.state, "starting" | "stopping" | "busy")
    }
}

/// Two that want opposite things.
fn opposed<'o, 'a>(live: &[&'o Opinion<'a>]) -> Option<(&'o Opinion<'a>, &'o Opinion<'a>)> {
    let first = *live.first()?;
    live.iter().find(|other| other.wanted != first.wanted).map(|other| (first, *other))
}
