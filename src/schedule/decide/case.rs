//! One machine: the wishes for it weighed against each other, against earlier acts, and against its state.
//! Looks are marked here; requests are marked when their outcome is known.

use std::{collections::BTreeMap, time::Duration};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Decision, Left, Listing, Question, Verdict,
    opinion::{Opinion, Past, Wished, signed},
    say::{self, Scene},
};
use crate::{
    error::Kind,
    model::{self, Entry, Instance},
    schedule::{
        calendar::{Wanted, moved},
        failing::Failing,
        holds::Hold,
        marks::{Ended, MachineMarks, Outage, Pursued, Run},
        report,
        rule::{How, Stop},
        shield::Shield,
        state::State,
    },
};

/// A machine that a rule or a hold is about.
pub(crate) struct Case<'c, 'a> {
    /// The question asked of all machines.
    pub question: Question<'a>,
    /// The state of all accounts.
    pub state: &'c State,
    /// The account it is in.
    pub listing: &'c Listing<'a>,
    /// The machine.
    pub entry: &'a Entry<Instance>,
    /// The runs of the rules at that account.
    pub runs: &'c BTreeMap<String, Run>,
    /// The last time in which that account could not be listed.
    pub outage: Option<Outage>,
    /// A rule that cannot be read and may keep the machine up.
    pub shield: Option<&'a Shield>,
    /// The name in its own tag, where that is no rule's.
    pub misnamed: Option<&'c str>,
    /// The machine's marks.
    pub marks: &'c mut MachineMarks,
}

/// A wish to be carried out.
pub(crate) struct Want {
    /// The wanted state.
    pub wanted: Wanted,
    /// The edge it follows.
    pub edge: Option<Timestamp>,
    /// The way it is stopped.
    pub stop: Stop,
    /// True when each run restores it.
    pub always: bool,
    /// True when a person wants it, by a hold.
    pub held: bool,
    /// The wish in words.
    pub scene: Scene,
}

/// A verdict with its sentence, and the failure it counts as.
pub(crate) struct Judged(pub Verdict, pub String, pub Option<Kind>);

impl<'a> Case<'_, 'a> {
    /// The decision for the machine.
    pub(crate) fn decide(mut self, about: &[Wished<'a>], hold: Option<&Hold>) -> Decision<'a> {
        self.look();
        let names = about.iter().map(|wished| wished.rule.name.clone()).collect();
        let up = self.seen().map(|seen| seen == Wanted::Up);
        report::note(&mut self.marks.turns, self.question.now, up, names);
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
            delay: Duration::ZERO,
            staggered: Vec::new(),
            doubtful: self.marks.reached.is_some(),
        };
        match hold.filter(|hold| hold.holds(self.question.now)) {
            Some(hold) => self.held(draft, about, hold),
            None if self.misnamed.is_some() => {
                let why = say::misnamed(self.misnamed.unwrap_or_default());
                self.settled(draft, Judged(Verdict::Refused, why, Some(Kind::Conflict)))
            }
            None => self.ruled(draft, about, hold),
        }
    }

    fn past(&self) -> Past<'_> {
        Past {
            now: self.question.now,
            marks: self.marks,
            runs: self.runs,
            outage: self.outage,
            lost: self.state.marks_lost(),
            interval: self.question.interval,
        }
    }

    /// The decision under a hold, over all rules; its first rule says how it is stopped, else the provider does.
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
        let judged = self.toward(&Want { wanted, edge, stop, always: true, held: true, scene });
        self.settled(Decision { wanted: Some(wanted), edge, ..draft }, judged)
    }

    /// The rules' wishes, each from its edge or from the end of a hold.
    fn ruled(&mut self, mut draft: Decision<'a>, about: &[Wished<'a>], hold: Option<&Hold>) -> Decision<'a> {
        let now = self.question.now;
        let first = |rule: &str| self.runs.get(rule).and_then(|run| run.first);
        let wish = |wished: &Wished<'a>| Opinion::of(*wished, now, hold, self.marks, first(&wished.rule.name));
        let opinions: Vec<Opinion<'a>> = about.iter().filter_map(wish).collect();
        let seen = self.seen();
        for opinion in opinions.iter().filter(|opinion| Some(opinion.wanted) == seen) {
            if opinion.wishes(&self.past()) {
                self.marks.end(now, opinion.since, opinion.wanted, Ended::Seen);
            }
        }
        let live: Vec<&Opinion<'a>> = opinions.iter().filter(|one| one.wishes(&self.past())).collect();
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
            let by = late.or(live.first().copied()).or(opinions.first());
            let judged = self.idle(by, about);
            return self.settled(draft, judged);
        };
        draft.acting = acting.iter().map(|opinion| opinion.rule.name.as_str()).collect();
        draft.edge = first.since;
        self.marks.pursued = Some(Pursued { edge: first.since, wanted: first.wanted });
        let (wanted, stop, always) = (first.wanted, first.rule.stop, first.always());
        let want = Want { wanted, edge: first.since, stop, always, held: false, scene: Scene::of(first) };
        let judged = self.toward(&want);
        self.settled(draft, judged)
    }

    /// Marks the edges that have become too late, or that the machine is too new for; returns the first late one.
    fn end_late<'o>(&mut self, opinions: &'o [Opinion<'a>]) -> Option<&'o Opinion<'a>> {
        let (mut first, seen) = (None, self.seen());
        for opinion in opinions.iter().filter(|opinion| Some(opinion.wanted) != seen) {
            let marked = self.marks.ended(opinion.since, opinion.wanted).is_some();
            let how = match self.left(opinion) {
                Some(Left::Late) => Ended::Late,
                Some(Left::New) if !opinion.always() => Ended::New,
                _ => continue,
            };
            if !marked {
                self.marks.end(self.question.now, opinion.since, opinion.wanted, how);
                first = first.or((how == Ended::Late).then_some(opinion));
            }
        }
        first
    }

    fn left(&self, opinion: &Opinion<'_>) -> Option<Left> {
        opinion.left(&self.past(), &self.entry.record)
    }

    /// The reason to do nothing, by the most telling rule; no person puts a machine into a failed state on purpose.
    fn idle(&self, by: Option<&Opinion<'a>>, about: &[Wished<'a>]) -> Judged {
        let left = by.and_then(|opinion| self.left(opinion)).unwrap_or(Left::BeforeEdge);
        match (by, about.first()) {
            (Some(opinion), _) if left == Left::Done && self.is_astray() => {
                let stop = opinion.rule.stop;
                self.astray(&Scene::of(opinion), stop)
            }
            (Some(opinion), _) => {
                let kind = (left == Left::Unknown).then_some(Kind::Config);
                Judged(Verdict::Left(left), Scene::of(opinion).left(left), kind)
            }
            (None, Some(wished)) => Judged(Verdict::Left(left), say::no_edge(wished.rule), None),
            (None, None) => Judged(Verdict::Left(left), String::new(), None),
        }
    }

    /// The wanted state it is in, where it is in one of the two.
    pub(crate) fn seen(&self) -> Option<Wanted> {
        match self.entry.record.head.state {
            "running" => Some(Wanted::Up),
            "stopped" => Some(Wanted::Down),
            _ => None,
        }
    }

    /// The verdict that brings a wish about: only a running machine is stopped, and only a stopped one is started.
    fn toward(&self, want: &Want) -> Judged {
        let by_tag = self.question.rules.iter().any(|rule| rule.tag.is_some());
        if by_tag && self.listing.tags_told && self.entry.record.tags.is_none() && !want.held {
            return Judged(Verdict::Refused, want.scene.untold_tags(), Some(Kind::Conflict));
        }
        let hangs = self.entry.record.head.state == "stopping" && self.asked(want).is_some();
        match (self.seen(), want.wanted) {
            (Some(seen), wanted) if seen == wanted => Judged(Verdict::Nothing, want.scene.nothing(wanted), None),
            (Some(_), Wanted::Up) => self.unless_backing_off(want, Verdict::Start),
            (Some(_), Wanted::Down) => self.stop(want),
            (None, Wanted::Down) if hangs => self.stop(want),
            (None, _) => self.astray(&want.scene, want.stop),
        }
    }

    /// The decision on a state that is neither of the two: it passes within a grace, or nothing can be done about it.
    pub(crate) fn astray(&self, scene: &Scene, stop: Stop) -> Judged {
        let state = self.entry.record.head.state;
        let Some(passing) = &self.marks.passing else {
            return Judged(Verdict::Skipped, scene.skipped(state), Some(Kind::Conflict));
        };
        let late = self.question.now >= moved(passing.since, signed(stop.grace));
        Judged(Verdict::Skipped, scene.stuck(state, passing.since), late.then_some(Kind::Timeout))
    }

    /// The decision of a verdict: a failure that goes on is printed now and then, its end once.
    fn settled(&mut self, draft: Decision<'a>, Judged(verdict, mut why, kind): Judged) -> Decision<'a> {
        let mut tell = draft.tell;
        let goes_on = self.marks.failing.as_ref().is_some_and(Failing::goes_on);
        match verdict {
            Verdict::Start | Verdict::Stop(_) | Verdict::HardStop => tell = true,
            Verdict::Asked(_) => {}
            Verdict::Left(Left::BackingOff(_)) if goes_on => {}
            Verdict::Skipped if kind.is_none() => {}
            Verdict::Skipped
            | Verdict::Refused
            | Verdict::Conflict
            | Verdict::Waits
            | Verdict::Unobeyed
            | Verdict::Left(Left::BackingOff(_) | Left::Unknown) => {
                tell = Failing::note(&mut self.marks.failing, self.question.now, kind, &why);
            }
            Verdict::Nothing | Verdict::Left(_) => {
                if let Some(failing) = Failing::end(&mut self.marks.failing, self.question.now) {
                    (tell, why) = (true, say::ended(&why, &failing));
                }
                (self.marks.tries, self.marks.asked) = (None, None);
            }
        }
        Decision { verdict, why, kind, tell, ..draft }
    }

    /// True when its state passes by itself.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self.entry.record.head.state, "starting" | "stopping" | "busy")
    }

    /// True when its state is one that no person leaves a machine in on purpose.
    fn is_astray(&self) -> bool {
        self.is_passing() || self.entry.record.head.state == "error"
    }
}

/// The first two opinions that want opposite things.
fn opposed<'o, 'a>(live: &[&'o Opinion<'a>]) -> Option<(&'o Opinion<'a>, &'o Opinion<'a>)> {
    let first = *live.first()?;
    live.iter().find(|other| other.wanted != first.wanted).map(|other| (first, *other))
}
