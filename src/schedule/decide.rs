//! Decisions of a run: the wanted state of each machine compared with the real one.
//! Nothing is sent or written here: machines and the state come in, decisions and the new state go out.

mod case;
mod limit;
mod memory;
mod opinion;
mod order;
mod outcome;
mod question;
mod say;
mod stop;
mod verdict;
mod warn;

use jiff::{SignedDuration, Timestamp};

use super::{
    clash::OFF,
    failing::Failing,
    marks::{MachineMarks, Named, Outage, Run, key},
    rule::Rule,
    state::{Known, State},
};
use crate::error::Kind;
use case::Case;
use opinion::Wished;
pub(crate) use outcome::Outcome;
pub(crate) use question::{Listing, Question};
pub(crate) use say::{at_clock, ended, until};
pub(crate) use verdict::{Decision, Decisions, Left, Note, Port, Verdict, Warning};

/// The accuracy with which the last run of a rule is known, so that a run that changes nothing has nothing to write.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Decides for all machines that a rule or a hold is about, in the order they were listed.
pub(crate) fn decide<'a>(question: Question<'a>, listings: &[Listing<'a>], state: &State) -> Decisions<'a> {
    let Question { now, rules, .. } = question;
    let wished: Vec<Wished<'a>> = rules.iter().map(|rule| Wished { rule, wish: rule.calendar.wish(now) }).collect();
    let (machines, notes) = (Vec::new(), Vec::new());
    let mut decisions = Decisions {
        machines,
        notes,
        first_run: Vec::new(),
        state: state.clone(),
        unasked: Vec::new(),
        warnings: Vec::new(),
    };
    decisions.state.interval = question.interval;
    for listing in listings {
        let mut known = decisions.state.accounts.remove(listing.account).unwrap_or_default();
        let whole = listing.failure.is_none();
        let doubt = if whole { memory::doubt(now, listing, &mut known) } else { None };
        let failure = listing.failure.clone().or(doubt.clone());
        decisions.notes.extend(note_listing(now, listing.account, failure.as_ref(), &mut known));
        // A machine that is listed for the first time counts as known from the next run on.
        if !listing.entries.is_empty() || whole {
            decisions.first_run.extend(note_run(question, listing, state.marks_lost().is_some(), &mut known));
        }
        decisions.machines.extend(decide_account(question, &wished, listing, (state, &mut known)));
        decisions.notes.extend(memory::note_presence(now, listing, whole && doubt.is_none(), &mut known));
        decisions.state.accounts.insert(listing.account.to_owned(), known);
    }
    limit::apply(now, rules, listings, &mut decisions);
    warn::apply(question, &mut decisions);
    order::apply(question, listings, &mut decisions);
    decisions
}

/// The decisions for one account's machines.
fn decide_account<'a>(
    question: Question<'a>,
    rules: &[Wished<'a>],
    listing: &Listing<'a>,
    (state, known): (&State, &mut Known),
) -> Vec<Decision<'a>> {
    let now = question.now;
    let (runs, outage) = (known.marks.rules.clone(), known.marks.outage);
    let mut decisions = Vec::new();
    for entry in listing.entries {
        let head = &entry.record.head;
        let about: Vec<Wished<'a>> = rules.iter().filter(|wished| wished.rule.selects(entry)).copied().collect();
        let hold = known.holds.iter().find(|hold| hold.is_of(head));
        let named = question.rules.first().map_or(Vec::new(), |rule| rule.named_by(entry));
        let misnamed = named.iter().copied().find(|name| is_misnamed(question, listing.account, name));
        let misnamed = misnamed.filter(|_| about.is_empty());
        if about.is_empty() && misnamed.is_none() && !hold.is_some_and(|hold| hold.holds(now)) {
            continue;
        }
        let key = key(&known.marks.machines, &head.id, head.created_at.as_deref());
        let old = key == head.id && known.marks.listed.as_ref().is_some_and(|listed| listed.contains(&head.id));
        let unseen = || MachineMarks { first_seen: (!old).then_some(now), ..MachineMarks::default() };
        let marks = known.marks.machines.entry(key).or_insert_with(unseen);
        marks.name.clone_from(&head.name);
        marks.created = head.created_at.clone().or(marks.created.take());
        note_name(now, &about, &named, marks);
        let shield = question.shields.iter().find(|shield| shield.covers(entry));
        decisions.push(
            Case { question, state, listing, entry, runs: &runs, outage, shield, misnamed, marks }.decide(&about, hold),
        );
    }
    decisions
}

/// True when a name in a machine's tag is that of no rule.
fn is_misnamed(question: Question<'_>, account: &str, name: &str) -> bool {
    let here = |rule: &Rule| rule.name == name && rule.accounts.iter().any(|own| own == account);
    name != OFF && !question.rules.iter().any(here) && question.shields.iter().all(|shield| shield.rule != name)
}

/// Notes since when a machine's own tag has named its rule.
fn note_name(now: Timestamp, about: &[Wished<'_>], named: &[&str], marks: &mut MachineMarks) {
    let rule = about.first().map(|wished| &wished.rule.name).filter(|_| !named.is_empty());
    match (rule, &marks.named) {
        (Some(rule), Some(known)) if known.rule == *rule => {}
        (Some(rule), _) => marks.named = Some(Named { rule: rule.clone(), since: now }),
        (None, _) => marks.named = None,
    }
}

/// The note on a listing that failed, or on one that succeeds again.
fn note_listing(now: Timestamp, account: &str, failure: Option<&(Kind, String)>, known: &mut Known) -> Option<Note> {
    let marks = &mut known.marks;
    let Some((kind, words)) = failure else {
        let failing = Failing::end(&mut marks.failing, now)?;
        return Some(Note::at(account, ended("its machines are listed again", &failing)));
    };
    let tell = Failing::note(&mut marks.failing, now, Some(*kind), words);
    let unbroken = |outage: &Outage| now.duration_since(outage.until).abs() < SignedDuration::from_hours(1);
    let from = marks.outage.filter(unbroken).map_or(now, |outage| outage.from);
    marks.outage = Some(Outage { from, until: now });
    Some(Note { kind: Some(*kind), tell, ..Note::at(account, words.clone()) })
}

/// Notes that the rules ran at an account; returns those that did for the first time. A renamed rule is recognised
/// by its times.
fn note_run<'a>(
    question: Question<'a>,
    listing: &Listing<'a>,
    lost: bool,
    known: &mut Known,
) -> Vec<(&'a str, &'a str)> {
    let (now, runs, mut first) = (question.now, &mut known.marks.rules, Vec::new());
    for rule in question.rules.iter().filter(|rule| rule.accounts.iter().any(|name| name == listing.account)) {
        let calendar = rule.calendar.text();
        let renamed = |(name, run): &(&String, &Run)| {
            let gone = question.rules.iter().all(|rule| rule.name != **name);
            gone && question.shields.iter().all(|shield| shield.rule != **name)
                && run.calendar.as_ref() == Some(&calendar)
        };
        let former = runs.iter().find(renamed).map(|(_, run)| run.clone());
        let run = runs.entry(rule.name.clone()).or_insert_with(|| Run { failing: None, ..former.unwrap_or_default() });
        if run.first.is_none_or(|first| first > now && listing.clock_is_right) {
            run.ran_before = lost || run.first.is_some();
            run.first = Some(now);
            if !run.ran_before {
                first.push((rule.name.as_str(), listing.account));
            }
        }
        run.calendar = Some(calendar);
        if run.last.is_none_or(|last| now.duration_since(last).abs() >= A_DAY) {
            run.last = Some(now);
        }
    }
    first
}

#[cfg(test)]
mod tests;
