//! The hours that machines were seen up and down, by the rules that were about them: what schedules come to.
//! A machine is taken to be as it was last seen until a run sees it otherwise.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::state::Known;

/// The most turns that are kept of a machine.
const MOST: usize = 400;

/// A time from which a machine was seen up or down.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Turn {
    /// The first run that saw it so.
    pub at: Timestamp,
    /// True when it was running, false when it was stopped; none in any other state.
    pub up: Option<bool>,
    /// The rules that were about it.
    pub rules: Vec<String>,
}

/// A time that a machine spent in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stay<'s> {
    /// The account.
    pub account: &'s str,
    /// The machine's id.
    pub id: &'s str,
    /// The machine's name.
    pub name: Option<&'s str>,
    /// The rules that were about it.
    pub rules: &'s [String],
    /// True when it was running, false when it was stopped; none in any other state.
    pub up: Option<bool>,
    from: Timestamp,
    until: Timestamp,
}

impl Stay<'_> {
    /// The part of it that lies between two instants, in seconds.
    pub(crate) fn seconds(&self, since: Timestamp, until: Timestamp) -> i64 {
        self.until.min(until).duration_since(self.from.max(since)).as_secs().max(0)
    }
}

/// Notes how a machine is seen, where that is another turn.
pub(crate) fn note(turns: &mut Vec<Turn>, now: Timestamp, up: Option<bool>, rules: Vec<String>) {
    turns.retain(|turn| turn.at <= now);
    if turns.last().is_some_and(|last| (last.up, &last.rules) == (up, &rules)) {
        return;
    }
    turns.push(Turn { at: now, up, rules });
    let more = turns.len().saturating_sub(MOST);
    turns.drain(..more);
}

/// The stays of all machines up to the last run.
pub(crate) fn stays(accounts: &BTreeMap<String, Known>, last: Timestamp) -> Vec<Stay<'_>> {
    let mut found = Vec::new();
    for (account, known) in accounts {
        for (id, machine) in &known.marks.machines {
            // What is absent was last seen when it was missed first.
            let end = known.marks.absent.get(id).map_or(last, |missed| (*missed).min(last));
            let nexts = machine.turns.iter().skip(1).map(|turn| turn.at).chain([end]);
            found.extend(machine.turns.iter().zip(nexts).map(|(turn, until)| Stay {
                account,
                id,
                name: machine.name.as_deref(),
                rules: &turn.rules,
                up: turn.up,
                from: turn.at,
                until,
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3_600).unwrap()
    }

    #[test]
    fn stays_last_from_turn_to_turn_and_the_last_to_the_last_run() {
        let mut turns = Vec::new();
        let office = || vec!["office".to_owned()];
        for (hour, up) in [(1, Some(true)), (2, Some(true)), (3, Some(false)), (9, Some(true)), (10, None)] {
            note(&mut turns, at(hour), up, office());
        }
        assert_eq!(turns.len(), 4, "what goes on is no turn");
        note(&mut turns, at(8), Some(true), office());
        assert_eq!(turns.last().unwrap().at, at(8), "a time to come is no memory");
        let mut known = Known::default();
        known.marks.machines.entry("1".to_owned()).or_default().turns = turns;
        let accounts = BTreeMap::from([("a".to_owned(), known)]);
        let found = stays(&accounts, at(12));
        let hours: Vec<_> = found.iter().map(|stay| (stay.up, stay.seconds(at(0), at(99)) / 3_600)).collect();
        assert_eq!(hours, [(Some(true), 2), (Some(false), 5), (Some(true), 4)]);
        assert_eq!(found[1].seconds(at(5), at(7)), 2 * 3_600);
        assert_eq!(found[0].seconds(at(5), at(7)), 0);
    }
}
