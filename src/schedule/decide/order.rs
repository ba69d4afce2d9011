//! Order: what acts only after other machines run, or have stopped, and starts that leave time between each other.
//! A machine whose time has not come waits for a later round of the same run, or for a later run.

use std::time::Duration;

use jiff::Timestamp;

use super::{Decision, Decisions, Left, Listing, Port, Question, Verdict, opinion::signed, say};
use crate::{
    error::Kind,
    model::{Entry, Instance},
    schedule::{
        calendar::{Wanted, moved},
        failing::Failing,
        marks::key,
        rule::Rule,
        state::State,
    },
};

/// The time that the starts of one rule may take in one run.
const ROW: Duration = Duration::from_secs(90);

/// The reason why a machine waits, and the failure that it counts as.
struct Wait {
    what: String,
    kind: Option<Kind>,
}

/// Lets what others come before wait.
pub(crate) fn apply(question: Question<'_>, listings: &[Listing<'_>], decisions: &mut Decisions<'_>) {
    let mut waits: Vec<(usize, Wait)> = Vec::new();
    let mut order = Order { question, listings, machines: &decisions.machines, unasked: Vec::new() };
    for (at, decision) in decisions.machines.iter().enumerate() {
        waits.extend(order.wait(decision).map(|wait| (at, wait)));
    }
    decisions.unasked = order.unasked;
    for (at, wait) in waits {
        let Decisions { machines, state, .. } = decisions;
        if let Some(decision) = machines.get_mut(at) {
            put_off(question.now, decision, wait, state);
        }
    }
    for rule in question.rules {
        stagger(question.now, rule, decisions);
    }
}

/// Turns an act into waiting.
fn put_off(now: Timestamp, decision: &mut Decision<'_>, Wait { mut what, kind }: Wait, state: &mut State) {
    what = say::waits(&what, &decision.why);
    let head = &decision.entry.record.head;
    let known = state.accounts.entry(decision.entry.origin.account.clone()).or_default();
    let key = key(&known.marks.machines, &head.id, head.created_at.as_deref());
    let marks = known.marks.machines.entry(key).or_default();
    decision.tell = Failing::note(&mut marks.failing, now, kind, &what);
    (decision.verdict, decision.why, decision.kind) = (Verdict::Waits, what, kind);
}

/// The machines and rules among which those that come first are found.
struct Order<'o, 'a> {
    question: Question<'a>,
    listings: &'o [Listing<'a>],
    machines: &'o [Decision<'a>],
    unasked: Vec<Port>,
}

impl<'a> Order<'_, 'a> {
    /// The reason why a machine waits, if it does; a held machine waits for nothing.
    fn wait(&mut self, decision: &Decision<'a>) -> Option<Wait> {
        let wanted = decision.wanted.filter(|_| decision.verdict.acts() && !decision.acting.is_empty())?;
        let rules: Vec<&'a Rule> =
            self.question.rules.iter().filter(|rule| decision.acting.contains(&rule.name.as_str())).collect();
        rules.into_iter().find_map(|rule| match wanted {
            Wanted::Up => self.before_start(decision, rule),
            Wanted::Down => self.before_stop(decision, rule),
        })
    }

    /// The first machine that has to run before a machine of a rule starts.
    fn before_start(&mut self, decision: &Decision<'a>, rule: &'a Rule) -> Option<Wait> {
        for name in &rule.order.after {
            let Some(other) = self.question.rules.iter().find(|other| other.name == *name) else {
                return Some(Wait { what: format!("rule {name}, which cannot be read"), kind: Some(Kind::Config) });
            };
            if let Some(wait) = self.unlisted(other).or_else(|| self.first_missing(other, Wanted::Up, |_| true)) {
                return Some(wait);
            }
        }
        let place = place(rule, decision.entry)?;
        self.first_missing(rule, Wanted::Up, |entry| self::place(rule, entry).is_some_and(|other| other < place))
    }

    /// The first machine that has to be stopped before a machine of a rule stops.
    fn before_stop(&mut self, decision: &Decision<'a>, rule: &'a Rule) -> Option<Wait> {
        let behind = |other: &&'a Rule| other.order.after.contains(&rule.name);
        for other in self.question.rules.iter().filter(behind) {
            if let Some(wait) = self.unlisted(other).or_else(|| self.first_missing(other, Wanted::Down, |_| true)) {
                return Some(wait);
            }
        }
        let place = place(rule, decision.entry)?;
        self.first_missing(rule, Wanted::Down, |entry| self::place(rule, entry).is_some_and(|other| other > place))
    }

    /// An account of a rule whose machines are not all known.
    fn unlisted(&self, rule: &Rule) -> Option<Wait> {
        let missing = |name: &&String| !self.listings.iter().any(|one| one.account == **name && one.failure.is_none());
        let account = rule.accounts.iter().find(missing)?;
        Some(Wait { what: format!("the machines of {} at {account}, which is not listed", rule.name), kind: None })
    }

    /// The first machine of a rule that is not as it must be.
    fn first_missing(
        &mut self,
        rule: &Rule,
        wanted: Wanted,
        counts: impl Fn(&Entry<Instance>) -> bool,
    ) -> Option<Wait> {
        let entries = self.listings.iter().flat_map(|listing| listing.entries);
        let mut first = None;
        // All are looked at, so that their ports are asked together.
        for entry in entries.filter(|entry| rule.selects(entry) && counts(entry)) {
            let wait = self.missing(rule, wanted, entry);
            first = first.or(wait);
        }
        first
    }

    fn missing(&mut self, rule: &Rule, wanted: Wanted, entry: &Entry<Instance>) -> Option<Wait> {
        let head = &entry.record.head;
        let called = head.name.as_deref().unwrap_or(&head.id);
        let there = match wanted {
            Wanted::Up => head.state == "running",
            Wanted::Down => matches!(head.state, "stopped" | "shelved"),
        };
        if !there {
            let own = self.machines.iter().find(|one| std::ptr::eq(one.entry, entry));
            let (how, kind) = own.map_or(("", None), explained);
            return Some(Wait { what: format!("{called}, which is {}{how}", head.state), kind });
        }
        let port = rule.order.ready.filter(|_| wanted == Wanted::Up)?;
        let asked = Port { account: entry.origin.account.clone(), id: head.id.clone(), number: port };
        let what = format!("{called}, which does not answer at tcp:{port}");
        match self.question.answers.get(&asked) {
            Some(true) => None,
            Some(false) => Some(Wait { what, kind: Some(Kind::Timeout) }),
            None => {
                self.unasked.push(asked);
                Some(Wait { what, kind: None })
            }
        }
    }
}

/// The reason why a machine that others wait for is not as they need it, and the failure that this is for them.
fn explained(decision: &Decision<'_>) -> (&'static str, Option<Kind>) {
    match decision.verdict {
        // Its own rule wants it so: the rules do not go together.
        Verdict::Nothing => (", as its rule wants it", Some(Kind::Conflict)),
        Verdict::Left(Left::Hold) => (" and held", decision.kind),
        Verdict::Left(Left::Done) => (" by a person's wish", decision.kind),
        _ => ("", decision.kind),
    }
}

/// The place of a machine in its rule's order, where it has one.
fn place(rule: &Rule, entry: &Entry<Instance>) -> Option<usize> {
    rule.order.groups.iter().position(|group| group.matches(entry))
}

/// Leaves time between the starts of a rule; those for which a run is too short wait for a later one.
fn stagger(now: Timestamp, rule: &Rule, decisions: &mut Decisions<'_>) {
    let Some(between) = rule.order.stagger else { return };
    let last = decisions.state.accounts.values().filter_map(|known| known.marks.rules.get(&rule.name)?.started).max();
    // The last of a row may be still to come; a time after that is no memory.
    let next =
        last.filter(|last| *last <= moved(now, signed(ROW))).map_or(now, |last| moved(last, signed(between)).max(now));
    let mut delay = Duration::try_from(next.duration_since(now)).unwrap_or_default();
    for at in 0..decisions.machines.len() {
        let Decisions { machines, state, .. } = decisions;
        let Some(decision) = machines.get_mut(at) else { continue };
        let Some(name) = decision.acting.iter().copied().find(|name| *name == rule.name) else { continue };
        if decision.verdict != Verdict::Start {
            continue;
        }
        if delay > ROW {
            let what = "its turn, as starts leave time between each other".to_owned();
            put_off(now, decision, Wait { what, kind: None }, state);
            continue;
        }
        decision.delay = decision.delay.max(delay);
        decision.staggered.push(name);
        delay += between;
    }
}
