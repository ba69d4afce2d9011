//! `max_targets`: a rule that would act on more machines in one run acts on none.
//! A selector that suddenly takes everything is a mistake more often than a wish.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Decision, Decisions, Listing, Note, Verdict, say};
use crate::{
    error::Kind,
    schedule::{failing::Failing, rule::Rule, state::State},
};

/// Refuses the acts of rules that want too many; an act that another rule wants as well stays.
pub(crate) fn apply(now: Timestamp, rules: &[Rule], listings: &[Listing<'_>], decisions: &mut Decisions<'_>) {
    let mut over = BTreeSet::new();
    for rule in rules {
        let too_many = too_many(rule, listings, &decisions.machines);
        if too_many.is_some() {
            over.insert(rule.name.as_str());
        }
        decisions.notes.extend(note(now, rule, too_many, listings, &mut decisions.state));
    }
    for decision in decisions.machines.iter_mut().filter(|one| one.verdict.acts() && !one.acting.is_empty()) {
        let first = decision.acting.first().copied().unwrap_or_default();
        decision.acting.retain(|rule| !over.contains(rule));
        if decision.acting.is_empty() {
            let why = format!("not done, because {first} wants it of too many machines: {}", decision.why);
            (decision.verdict, decision.why) = (Verdict::Refused, why);
            (decision.kind, decision.tell) = (Some(Kind::Refused), false);
        }
    }
}

/// The words about a rule that wants to act on more machines than the strictest account among them allows.
fn too_many(rule: &Rule, listings: &[Listing<'_>], decisions: &[Decision<'_>]) -> Option<String> {
    let name = rule.name.as_str();
    let wanting = decisions.iter().filter(|one| one.verdict.acts() && one.acting.contains(&name));
    let accounts: Vec<&str> = wanting.map(|one| one.entry.origin.account.as_str()).collect();
    let theirs = listings.iter().filter(|listing| accounts.contains(&listing.account));
    let own = |listing: &Listing<'_>| rule.max_targets.map(|own| own.min(listing.ceiling));
    let most = theirs.map(|listing| own(listing).unwrap_or(listing.max_targets)).min()?;
    (accounts.len() > most).then(|| say::too_many(name, accounts.len(), most))
}

/// The line on a rule that acts on nothing, and the one on its end; it is remembered at the rule's first account.
fn note(
    now: Timestamp,
    rule: &Rule,
    words: Option<String>,
    listings: &[Listing<'_>],
    state: &mut State,
) -> Option<Note> {
    let listed = |name: &&String| listings.iter().any(|listing| listing.account == **name);
    let account = rule.accounts.iter().find(listed)?;
    let rules = &mut state.accounts.get_mut(account)?.marks.rules;
    let note = |words, kind, tell| Note { account: None, rule: Some(rule.name.clone()), words, kind, tell };
    if let Some(words) = words {
        let slot = &mut rules.entry(rule.name.clone()).or_default().failing;
        let tell = Failing::note(slot, now, Some(Kind::Refused), &words);
        return Some(note(words, Some(Kind::Refused), tell));
    }
    let failing = Failing::end(&mut rules.get_mut(&rule.name)?.failing, now)?;
    Some(note(say::ended(&format!("{} may act again", rule.name), &failing), None, true))
}
