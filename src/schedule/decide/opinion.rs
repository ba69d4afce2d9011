//! What one rule makes of one machine now: its wish, since when, and what of it is left to do.
//! A rule of single times wishes only from its edge until that is done or late; with `enforce = "always"` until late.

use jiff::{SignedDuration, Timestamp};

use super::Left;
use crate::{
    model::Instance,
    schedule::{
        calendar::{Wanted, Wish, moved},
        holds::Hold,
        marks::{Ended, Mark, Run},
        rule::{Enforce, How, Rule, Then},
    },
};

/// In the last minutes of a window nothing is started any more.
const LAST_MINUTES: SignedDuration = SignedDuration::from_mins(10);

/// A rule with what its calendar wishes now, which is the same for all machines.
#[derive(Clone, Copy, Debug)]
pub struct Wished<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What its calendar says.
    pub wish: Option<Wish<'a>>,
}

/// A rule's wish for a machine.
#[derive(Clone, Copy, Debug)]
pub struct Opinion<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What it wants.
    pub wanted: Wanted,
    /// The edge it follows: one of the calendar, or the end of a hold; none where it has always been so.
    pub since: Option<Timestamp>,
    /// The rule's next edge.
    pub until: Option<Timestamp>,
    /// The window or the time, as typed.
    pub window: Option<&'a str>,
    /// Whether the rule has single times.
    pub one_sided: bool,
}

impl<'a> Opinion<'a> {
    /// What a rule wishes now, if anything; a hold that ended since its edge makes it wish anew.
    pub fn of(wished: Wished<'a>, now: Timestamp, hold: Option<&Hold>, mark: &Mark) -> Option<Self> {
        let (rule, wish) = (wished.rule, wished.wish?);
        let (wanted, one_sided) = (wish.wanted, wish.one_sided);
        let mut opinion = Self { rule, wanted, since: wish.since, until: wish.until, window: wish.window, one_sided };
        if let Some((hold, end)) = hold.and_then(|hold| Some((hold, hold.ended(now)?))) {
            // Of single times, only one that was still wished when the hold began, or came during it, was put off.
            let put_off = || !opinion.over(hold.since) && mark.ended(opinion.since, wanted).is_none();
            if opinion.since.is_none_or(|since| since < end) && (!one_sided || put_off()) {
                opinion.since = Some(end);
            }
        }
        Some(opinion)
    }

    /// Whether the rule wants it of the machine, be it done or not.
    pub fn wishes(&self, now: Timestamp, mark: &Mark) -> bool {
        !self.one_sided || !self.over(now) && (self.always() || mark.ended(self.since, self.wanted).is_none())
    }

    /// Why nothing is to be done for it; none where it is to be done.
    pub fn left(&self, now: Timestamp, mark: &Mark, machine: &Instance, run: Option<&Run>) -> Option<Left> {
        let ended = mark.ended(self.since, self.wanted);
        if self.always() {
            let young =
                created(machine).is_some_and(|at| now.duration_since(at).abs() < signed(self.rule.new_machine_grace));
            return match (self.one_sided && self.over(now), young) {
                (true, _) => Some(Left::BeforeEdge),
                (false, young) => young.then_some(Left::New),
            };
        }
        match ended {
            Some(Ended::Seen) => Some(Left::Done),
            Some(Ended::Late) => Some(Left::Late),
            None if self.is_new(mark, machine, run) => Some(Left::New),
            None if self.too_late(now, mark) => Some(Left::Late),
            None if self.ends_soon(now) => Some(Left::LastMinutes),
            None => None,
        }
    }

    /// Whether each run restores the wish.
    pub fn always(&self) -> bool {
        self.rule.enforce == Enforce::Always
    }

    /// Whether its edge is older than the rule's `late`; a wish of single times has ended when that has passed.
    fn over(&self, now: Timestamp) -> bool {
        let end = self.since.map(|since| moved(since, signed(self.rule.late)));
        end.is_none_or(|end| now > end || self.one_sided && now == end)
    }

    /// Whether it is too late for it: a stop that was asked in time may still be made a hard one after its grace.
    fn too_late(&self, now: Timestamp, mark: &Mark) -> bool {
        let stop = self.rule.stop;
        let asked = mark.asked.filter(|asked| asked.edge == self.since && self.wanted == Wanted::Down);
        match asked {
            Some(asked) if stop.then == Then::Hard && stop.how != How::Hard => {
                now > moved(moved(asked.at, signed(stop.grace)), signed(self.rule.late))
            }
            _ => (self.one_sided || self.wanted == Wanted::Down) && self.over(now),
        }
    }

    fn ends_soon(&self, now: Timestamp) -> bool {
        let soon = self.until.is_some_and(|until| until <= moved(now, LAST_MINUTES));
        self.wanted == Wanted::Up && !self.one_sided && soon
    }

    /// Whether the machine appeared after the edge, and after the rule's first run, which takes all that is there.
    fn is_new(&self, mark: &Mark, machine: &Instance, run: Option<&Run>) -> bool {
        let first = run.and_then(|run| run.first);
        let appeared = created(machine).or(mark.first_seen);
        appeared.is_some_and(|at| first.is_some_and(|first| at > first) && self.since.is_none_or(|since| at > since))
    }
}

/// When a machine was made; a time without a zone is none.
fn created(machine: &Instance) -> Option<Timestamp> {
    machine.head.created_at.as_deref()?.parse().ok()
}

/// A duration that can be added to an instant; one beyond all calendars is the longest.
pub fn signed(duration: std::time::Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}
