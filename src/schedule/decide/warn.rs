//! Warnings: a stop is told of some time before, and never comes sooner after it was told.
//! Whoever hears of it may hold the machine meanwhile.

use jiff::SignedDuration;

use super::{
    Decision, Decisions, Question, Verdict, Warning,
    opinion::{limit, signed},
    say,
};
use crate::schedule::{
    calendar::{Wanted, moved},
    failing::{Failing, JITTER},
    marks::{MachineMarks, Warned, key},
    rule::Rule,
    state::Known,
};

/// The interval of a timer that nothing is known of.
const USUAL_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// Tells of stops to come, and puts off those that were not told in time.
pub(crate) fn apply<'a>(question: Question<'a>, decisions: &mut Decisions<'a>) {
    if question.rules.iter().all(|rule| rule.telling.warn.is_none()) {
        return;
    }
    let Decisions { machines, state, warnings, .. } = decisions;
    for decision in machines.iter_mut() {
        let Some(known) = state.accounts.get_mut(&decision.entry.origin.account) else { continue };
        warnings.extend(due(question, decision, known).or_else(|| to_come(question, decision, known)));
    }
}

/// The warning of a stop that is due and was not told of; it is put off until that is so long ago.
fn due<'a>(question: Question<'a>, decision: &mut Decision<'a>, known: &mut Known) -> Option<Warning<'a>> {
    let stops = matches!(decision.verdict, Verdict::Stop(_)) && !decision.acting.is_empty();
    let now = question.now;
    let (rule, warn) = warned_rules(question, &decision.acting).next().filter(|_| stops)?;
    let marks = marks(decision, known)?;
    let edge = decision.edge;
    let former = marks.warned.filter(|warned| warned.edge == edge && warned.at <= now);
    let told = former.unwrap_or(Warned { edge, at: now });
    marks.warned = Some(told);
    let at = moved(told.at, warn);
    if now < moved(at, -JITTER) {
        let zone = &rule.calendar.zone;
        let why = format!("told of its stop, which is from {} on: {}", say::at_clock(at, zone), decision.why);
        decision.tell = Failing::note(&mut marks.failing, now, None, &why);
        (decision.verdict, decision.why) = (Verdict::Waits, why);
    }
    let entry = decision.entry;
    former.is_none().then_some(Warning { rule: &rule.name, entry, at })
}

/// The warning of a stop that the next runs are before, where it was not told yet.
fn to_come<'a>(question: Question<'a>, decision: &Decision<'a>, known: &mut Known) -> Option<Warning<'a>> {
    let now = question.now;
    if decision.entry.record.head.state != "running" || decision.verdict.acts() || decision.verdict == Verdict::Waits {
        return None;
    }
    let first = |rule: &Rule| known.marks.rules.get(&rule.name).and_then(|run| run.first);
    let rules: Vec<_> = warned_rules(question, &decision.rules).map(|(rule, warn)| (rule, warn, first(rule))).collect();
    let hold = known.holds.iter().find(|hold| hold.is_of(&decision.entry.record.head)).cloned();
    let marks = marks(decision, known)?;
    let interval = question.interval.unwrap_or(USUAL_INTERVAL);
    let next = rules.into_iter().filter_map(|(rule, warn, first)| {
        let until = moved(moved(now, warn), interval);
        let edges = rule.calendar.edges(moved(now, SignedDuration::from_nanos(1)), until);
        let edge = edges.iter().find(|edge| edge.wanted == Wanted::Down).map(|edge| edge.at);
        let limit = limit(rule, marks, first).filter(|at| now < *at && *at < until);
        Some((edge.into_iter().chain(limit).min()?, rule))
    });
    let (at, rule) = next.min_by_key(|(at, _)| *at)?;
    let covered = hold.is_some_and(|hold| hold.holds(now) && hold.holds(at));
    let told = marks.warned.is_some_and(|warned| warned.edge == Some(at) && warned.at <= now);
    if covered || told {
        return None;
    }
    marks.warned = Some(Warned { edge: Some(at), at: now });
    Some(Warning { rule: &rule.name, entry: decision.entry, at })
}

/// The rules of these names that tell of stops beforehand, each with how long before.
fn warned_rules<'a>(question: Question<'a>, names: &[&str]) -> impl Iterator<Item = (&'a Rule, SignedDuration)> {
    let rules = question.rules.iter().filter(|rule| names.contains(&rule.name.as_str()));
    rules.filter_map(|rule| Some((rule, signed(rule.telling.warn?))))
}

/// The marks of a decision's machine.
fn marks<'k>(decision: &Decision<'_>, known: &'k mut Known) -> Option<&'k mut MachineMarks> {
    let head = &decision.entry.record.head;
    let key = key(&known.marks.machines, &head.id, head.created_at.as_deref());
    known.marks.machines.get_mut(&key)
}
