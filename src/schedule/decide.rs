//! What `schedules apply` would do now: the wanted state of each machine compared with the real one.
//! Nothing is sent or written here: machines and what is known of them come in, decisions and what is then known go out.

mod case;
mod limit;
mod opinion;
mod outcome;
mod say;
mod verdict;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{
    failing::Failing,
    marks::Mark,
    rule::Rule,
    state::{Known, State},
};
use crate::{
    error::Kind,
    model::{Entry, Instance, StopMode},
};
use case::Case;
use opinion::Wished;
pub use outcome::Outcome;
pub use say::{at_clock, ended, until};
pub use verdict::{Decision, Decisions, Left, Note, Verdict};

/// How exactly it is known when a rule ran last, so that a run that changes nothing has nothing to write.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The machines of one account, as they were just listed.
#[derive(Clone, Debug)]
pub struct Listing<'a> {
    /// The account's name.
    pub account: &'a str,
    /// Its machines, with the tags that the configuration gives them.
    pub entries: &'a [Entry<Instance>],
    /// Why the listing is not complete, where it is not.
    pub failure: Option<(Kind, String)>,
    /// What the provider's plain stop is.
    pub stop: Option<StopMode>,
    /// Whether the provider can cut the power.
    pub hard: bool,
    /// On how many machines a rule may act in one run.
    pub max_targets: usize,
}

/// Decides for all machines that a rule or a hold is about, in the order they were listed.
pub fn decide<'a>(now: Timestamp, rules: &'a [Rule], listings: &[Listing<'a>], state: &State) -> Decisions<'a> {
    let wished: Vec<Wished<'a>> = rules.iter().map(|rule| Wished { rule, wish: rule.calendar.wish(now) }).collect();
    let (machines, notes) = (Vec::new(), Vec::new());
    let mut decisions = Decisions { machines, notes, first_run: Vec::new(), state: state.clone() };
    for listing in listings {
        let mut known = decisions.state.accounts.remove(listing.account).unwrap_or_default();
        decisions.notes.extend(note_listing(now, listing, &mut known));
        decisions.machines.extend(decide_account(now, &wished, listing, &mut known));
        if listing.failure.is_none() {
            decisions.notes.extend(forget_gone(now, listing, &mut known));
            decisions.first_run.extend(note_run(now, rules, listing, &mut known));
        }
        known.marks.prune(now);
        decisions.state.accounts.insert(listing.account.to_owned(), known);
    }
    limit::apply(now, rules, listings, &mut decisions);
    decisions
}

/// The decisions for one account's machines.
fn decide_account<'a>(
    now: Timestamp,
    rules: &[Wished<'a>],
    listing: &Listing<'a>,
    known: &mut Known,
) -> Vec<Decision<'a>> {
    let runs = known.marks.rules.clone();
    let mut decisions = Vec::new();
    for entry in listing.entries {
        let id = &entry.record.head.id;
        let about: Vec<Wished<'a>> = rules.iter().filter(|wished| wished.rule.selects(entry)).copied().collect();
        let hold = known.holds.iter().find(|hold| hold.id == *id);
        if about.is_empty() && !hold.is_some_and(|hold| hold.holds(now)) {
            continue;
        }
        let old = known.marks.listed.as_ref().is_some_and(|listed| listed.contains(id));
        let unseen = || Mark { first_seen: (!old).then_some(now), ..Mark::default() };
        let mark = known.marks.machines.entry(id.clone()).or_insert_with(unseen);
        mark.name.clone_from(&entry.record.head.name);
        decisions.push(Case { now, listing, entry, runs: &runs, mark }.decide(&about, hold));
    }
    decisions
}

/// What is told of a listing that failed, and of one that does no longer.
fn note_listing(now: Timestamp, listing: &Listing<'_>, known: &mut Known) -> Option<Note> {
    let slot = &mut known.marks.failing;
    match &listing.failure {
        Some((kind, words)) => {
            let tell = Failing::note(slot, now, Some(*kind), words);
            Some(Note {
                account: Some(listing.account.to_owned()),
                rule: None,
                words: words.clone(),
                kind: Some(*kind),
                tell,
            })
        }
        None => slot.take().map(|failing| Note::at(listing.account, ended("its machines are listed again", &failing))),
    }
}

/// Removes what is known of machines that a complete listing does not have.
fn forget_gone(now: Timestamp, listing: &Listing<'_>, known: &mut Known) -> Vec<Note> {
    let ids: BTreeSet<String> = listing.entries.iter().map(|entry| entry.record.head.id.clone()).collect();
    let mut gone = Vec::new();
    known.marks.machines.retain(|id, mark| {
        let there = ids.contains(id);
        gone.extend((!there).then(|| (id.clone(), mark.name.clone())));
        there
    });
    known.holds.retain(|hold| {
        let there = ids.contains(&hold.id);
        if !there && gone.iter().all(|(id, _)| *id != hold.id) {
            gone.push((hold.id.clone(), hold.name.clone()));
        }
        let kept = there && !hold.forgotten(now);
        known.dropped.extend((!kept).then(|| hold.clone()));
        kept
    });
    known.marks.listed = Some(ids);
    gone.into_iter().map(|(id, name)| Note::at(listing.account, say::gone(&id, name.as_deref()))).collect()
}

/// Notes that the rules ran at an account; returns those that did for the first time.
fn note_run<'a>(
    now: Timestamp,
    rules: &'a [Rule],
    listing: &Listing<'a>,
    known: &mut Known,
) -> Vec<(&'a str, &'a str)> {
    let mut first = Vec::new();
    for rule in rules.iter().filter(|rule| rule.accounts.iter().any(|name| name == listing.account)) {
        let run = known.marks.rules.entry(rule.name.clone()).or_default();
        if run.first.is_none() {
            run.first = Some(now);
            first.push((rule.name.as_str(), listing.account));
        }
        if run.last.is_none_or(|last| now.duration_since(last).abs() >= A_DAY) {
            run.last = Some(now);
        }
    }
    first
}

#[cfg(test)]
mod tests;
