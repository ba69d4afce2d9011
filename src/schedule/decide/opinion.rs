//! Opinions: the wish of one rule for one machine now, its beginning, and the work it leaves.
//! A rule of single times wishes only from its edge until that is done, or late where no run could try it in time.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Left;
use crate::{
    model::Instance,
    schedule::{
        asked::Asked,
        calendar::{Wanted, Wish, moved},
        holds::Hold,
        marks::{Ended, MachineMarks, Outage, Run},
        rule::{Enforce, Rule},
    },
};

/// The last minutes of a window, in which nothing is started any more.
const LAST_MINUTES: SignedDuration = SignedDuration::from_mins(10);

/// A rule with its calendar's present wish, which is the same for all machines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wished<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The calendar's wish.
    pub wish: Option<Wish<'a>>,
}

/// A rule's wish for a machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opinion<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The wanted state.
    pub wanted: Wanted,
    /// The edge it follows: one of the calendar, or the end of a hold; none where it has always been so.
    pub since: Option<Timestamp>,
    /// The rule's next edge.
    pub until: Option<Timestamp>,
    /// The window or the time, as typed.
    pub window: Option<&'a str>,
    /// True when the rule has single times.
    pub one_sided: bool,
    /// True when the machine has run for as long as the rule lets it.
    pub limit: bool,
}

/// The word for a limit in place of a window.
const LIMIT: &str = "max_run";

impl<'a> Opinion<'a> {
    /// The rule's wish for a machine now, if it has one; a hold that ended since its edge makes it wish anew. `first` is the
    /// rule's first run.
    pub(crate) fn of(
        wished: Wished<'a>,
        now: Timestamp,
        hold: Option<&Hold>,
        mark: &MachineMarks,
        first: Option<Timestamp>,
    ) -> Option<Self> {
        let limit = limit(wished.rule, mark, first).filter(|at| *at <= now);
        let newest = |wish: &Wish<'_>| limit.is_none_or(|limit| wish.since.is_some_and(|since| since >= limit));
        let (rule, until) = (wished.rule, wished.wish.and_then(|wish| wish.until));
        let mut opinion = match (wished.wish.filter(newest), limit) {
            (Some(Wish { wanted, since, until, window, one_sided }), _) => {
                Self { rule, wanted, since, until, window, one_sided, limit: false }
            }
            (None, limit) => {
                let (wanted, since, window) = (Wanted::Down, Some(limit?), Some(LIMIT));
                Self { rule, wanted, since, until, window, one_sided: false, limit: true }
            }
        };
        let (wanted, one_sided) = (opinion.wanted, opinion.one_sided);
        if let Some((hold, end)) = hold.and_then(|hold| Some((hold, hold.ended(now)?))) {
            // A hold puts off a single time only when that was still wished as the hold began, or came during it.
            let put_off = || !opinion.over(hold.since) && mark.ended(opinion.since, wanted).is_none();
            if opinion.since.is_none_or(|since| since < end) && (!one_sided || put_off()) {
                opinion.since = Some(end);
                if rule.max_run.is_some() && mark.ended(Some(end), Wanted::Down).is_some() {
                    // It had run for as long as it may when the hold ended, and was stopped.
                    (opinion.wanted, opinion.window, opinion.limit) = (Wanted::Down, Some(LIMIT), true);
                }
            }
        }
        Some(opinion)
    }

    /// True when the rule wants this state of the machine, reached or not.
    pub(crate) fn wishes(&self, past: &Past<'_>) -> bool {
        let ended = past.marks.ended(self.since, self.wanted).is_some();
        !self.one_sided || if self.over(past.now) { self.was_tried(past) && !ended } else { self.always() || !ended }
    }

    /// The reason to leave the machine as it is; none where something is to be done.
    pub(crate) fn left(&self, past: &Past<'_>, machine: &Instance) -> Option<Left> {
        let now = past.now;
        let ended = past.marks.ended(self.since, self.wanted);
        if self.always() {
            if self.is_named_since(past) {
                return Some(Left::New);
            }
            let young =
                created(machine).is_some_and(|at| now.duration_since(at).abs() < signed(self.rule.new_machine_grace));
            return match (self.one_sided && !self.wishes(past), young) {
                (true, _) => Some(Left::BeforeEdge),
                (false, young) => young.then_some(Left::New),
            };
        }
        match ended {
            Some(Ended::Seen) => Some(Left::Done),
            Some(Ended::Late) => Some(Left::Late),
            Some(Ended::New) => Some(Left::New),
            None if past.lost.is_some_and(|lost| self.since.is_none_or(|since| since <= lost)) => Some(Left::Unknown),
            None if self.is_new(past, machine) => Some(Left::New),
            None if self.too_late(past) => Some(Left::Late),
            None if self.ends_soon(now) => Some(Left::LastMinutes),
            None => None,
        }
    }

    /// True when each run restores the wish.
    pub(crate) fn always(&self) -> bool {
        self.rule.enforce == Enforce::Always
    }

    /// True when its edge is older than the rule's `late`; a wish of single times ends then.
    fn over(&self, now: Timestamp) -> bool {
        let end = self.since.map(|since| moved(since, signed(self.rule.late)));
        end.is_none_or(|end| now > end || self.one_sided && now == end)
    }

    /// True when it is too late: no run could try the edge in time, and a person may have gone on working.
    fn too_late(&self, past: &Past<'_>) -> bool {
        !self.limit && (self.one_sided || self.wanted == Wanted::Down) && self.over(past.now) && !self.was_tried(past)
    }

    /// True when a run tried it in time, and the machine cannot have followed and been changed again unseen since.
    fn was_tried(&self, past: &Past<'_>) -> bool {
        let marks = past.marks;
        let pursued = marks.pursued.is_some_and(|last| (last.edge, last.wanted) == (self.since, self.wanted));
        let accepted = marks.asked.filter(|asked| asked.edge == self.since && self.wanted == Wanted::Down);
        let watched = accepted.is_none_or(|asked: Asked| asked.is_watched(past.interval, past.now));
        let end = self.since.map(|since| moved(since, signed(self.rule.late)));
        let over = |outage: Outage| Some(outage.from) <= end && Some(outage.until) >= self.since;
        pursued && watched || accepted.is_none() && end.is_some() && past.outage.is_some_and(over)
    }

    fn ends_soon(&self, now: Timestamp) -> bool {
        let soon = self.until.is_some_and(|until| until <= moved(now, LAST_MINUTES));
        self.wanted == Wanted::Up && !self.one_sided && soon
    }

    /// True when the machine's own tag began to name the rule after the edge, and after the rule's first run.
    fn is_named_since(&self, past: &Past<'_>) -> bool {
        let named = past.marks.named.as_ref().filter(|named| named.rule == self.rule.name && named.since <= past.now);
        let first = past.runs.get(&self.rule.name).and_then(|run| run.first);
        named.is_some_and(|named| Some(named.since) > first && self.since.is_none_or(|since| named.since > since))
    }

    /// True when the machine appeared after the edge, and after the rule's first run, which takes all that is there.
    fn is_new(&self, past: &Past<'_>, machine: &Instance) -> bool {
        let Some(run) = past.runs.get(&self.rule.name) else { return false };
        let after_edge = |at: Timestamp| at <= past.now && self.since.is_none_or(|since| at > since);
        let after_first = |at: Timestamp| run.first.is_some_and(|first| at > first);
        if self.is_named_since(past) {
            return true;
        }
        match created(machine) {
            Some(at) => after_edge(at) && (run.ran_before || after_first(at)),
            None => past.marks.first_seen.is_some_and(|at| after_edge(at) && after_first(at)),
        }
    }
}

/// The past of a machine, as far as a decision needs it.
pub(crate) struct Past<'p> {
    /// The present instant.
    pub now: Timestamp,
    /// The machine's marks.
    pub marks: &'p MachineMarks,
    /// The rules' runs at its account, this one included.
    pub runs: &'p BTreeMap<String, Run>,
    /// The last time in which the account's machines could not be listed.
    pub outage: Option<Outage>,
    /// The time before which nothing is known, where marks were lost.
    pub lost: Option<Timestamp>,
    /// The time between two runs, where it is known.
    pub interval: Option<SignedDuration>,
}

/// The time up to which a rule lets a machine run, which is never before the rule itself is as old.
pub(super) fn limit(rule: &Rule, mark: &MachineMarks, first: Option<Timestamp>) -> Option<Timestamp> {
    let since = mark.running_since?.max(first?);
    Some(moved(since, signed(rule.max_run?)))
}

/// The time a machine was made; a time without a zone is none.
fn created(machine: &Instance) -> Option<Timestamp> {
    machine.head.created_at.as_deref()?.parse().ok()
}

/// A duration that can be added to an instant; one beyond all calendars is the longest.
pub(crate) fn signed(duration: std::time::Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}
