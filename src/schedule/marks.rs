//! What earlier runs saw and did at an account: which edges are done, what was asked and when, which failures go on.
//! Marks are kept by machine and instant, never by rule, so that a renamed rule does nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    calendar::{HORIZON, Wanted, moved},
    failing::{Failing, Tries},
};

/// The form of the file that this nubo writes.
const VERSION: u32 = 1;

/// The marks of one account.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// The form they are written in.
    pub version: Version,
    /// The ids of the last complete listing; none before the first.
    pub listed: Option<BTreeSet<String>>,
    /// Why the account's machines cannot be listed.
    pub failing: Option<Failing>,
    /// The rules that ran here, by name.
    pub rules: BTreeMap<String, Run>,
    /// The machines that a rule or a hold was about, by id.
    pub machines: BTreeMap<String, Mark>,
}

/// A form that this nubo can read.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Version;

/// When a rule ran at an account whose listing was complete.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The first time.
    pub first: Option<Timestamp>,
    /// The last time, to a day.
    pub last: Option<Timestamp>,
    /// What keeps the rule from acting at all.
    pub failing: Option<Failing>,
}

/// What is known of one machine.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its name when it was last seen, to tell of it when it is gone.
    pub name: Option<String>,
    /// When it appeared; none where it was there before anything was about it.
    pub first_seen: Option<Timestamp>,
    /// The edges that are over for it.
    pub edges: Vec<Done>,
    /// What the last edge wanted that was too long ago to be kept.
    pub before: Option<Wanted>,
    /// The stop it was asked for.
    pub asked: Option<Asked>,
    /// The requests it has not been seen to follow.
    pub tries: Option<Tries>,
    /// The failure that goes on.
    pub failing: Option<Failing>,
}

/// An edge that is over for a machine.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The edge.
    pub at: Timestamp,
    /// What it wanted.
    pub wanted: Wanted,
    /// Why it is over.
    pub how: Ended,
}

/// Why an edge is over.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// The machine was seen in the wanted state.
    Seen,
    /// It was too late for it.
    Late,
}

/// A stop that was sent, and that the machine may take its time for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// The edge it was for.
    pub edge: Option<Timestamp>,
}

impl Mark {
    /// How an edge ended, if it is over.
    pub fn ended(&self, edge: Option<Timestamp>, wanted: Wanted) -> Option<Ended> {
        match edge {
            Some(at) => self.edges.iter().find(|done| (done.at, done.wanted) == (at, wanted)).map(|done| done.how),
            None => (self.before == Some(wanted)).then_some(Ended::Seen),
        }
    }

    /// Notes that an edge is over.
    pub fn end(&mut self, edge: Option<Timestamp>, wanted: Wanted, how: Ended) {
        match edge {
            Some(at) if self.ended(edge, wanted).is_none() => self.edges.push(Done { at, wanted, how }),
            Some(_) => {}
            None => self.before = Some(wanted),
        }
    }

    /// Forgets edges that no calendar looks back to; the last of them still says what has been wanted ever since.
    fn prune(&mut self, now: Timestamp) {
        let oldest = moved(now, -HORIZON);
        let last = self.edges.iter().filter(|done| done.at < oldest).max_by_key(|done| done.at);
        self.before = last.map(|done| done.wanted).or(self.before);
        self.edges.retain(|done| done.at >= oldest);
    }
}

impl Marks {
    /// Forgets what no decision asks for any more.
    pub fn prune(&mut self, now: Timestamp) {
        self.machines.values_mut().for_each(|mark| mark.prune(now));
        self.rules.retain(|_, run| run.failing.is_some() || run.last.is_some_and(|last| last >= moved(now, -HORIZON)));
    }
}

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if version == VERSION {
            Ok(Self)
        } else {
            Err(format!("its version is {version}, and this nubo knows {VERSION}"))
        }
    }
}

impl From<Version> for u32 {
    fn from(Version: Version) -> Self {
        VERSION
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::SignedDuration;

    use super::*;

    fn day(day: i64) -> Timestamp {
        moved(Timestamp::UNIX_EPOCH, SignedDuration::from_hours(24 * day))
    }

    #[test]
    fn an_edge_is_an_instant_and_a_direction() {
        let mut mark = Mark::default();
        mark.end(Some(day(1)), Wanted::Up, Ended::Seen);
        mark.end(Some(day(1)), Wanted::Up, Ended::Late);
        assert_eq!(mark.ended(Some(day(1)), Wanted::Up), Some(Ended::Seen), "what is over is over");
        assert_eq!(mark.ended(Some(day(1)), Wanted::Down), None);
        assert_eq!(mark.ended(Some(day(2)), Wanted::Up), None);
        assert_eq!(mark.ended(None, Wanted::Up), None);
    }

    #[test]
    fn edges_are_kept_for_five_weeks_and_the_last_of_the_others_stays_known() {
        let mut mark = Mark::default();
        mark.end(Some(day(2)), Wanted::Down, Ended::Seen);
        mark.end(Some(day(1)), Wanted::Up, Ended::Seen);
        mark.end(Some(day(3)), Wanted::Up, Ended::Seen);
        mark.prune(day(37));
        assert_eq!((mark.edges.len(), mark.before), (2, Some(Wanted::Up)));
        mark.prune(day(38));
        assert_eq!((mark.edges.len(), mark.ended(None, Wanted::Down)), (1, Some(Ended::Seen)));
        assert_eq!(mark.ended(None, Wanted::Up), None);
    }

    #[test]
    fn a_rule_that_has_not_run_for_five_weeks_is_forgotten() {
        let run = Run { first: Some(day(0)), last: Some(day(2)), failing: None };
        let mut marks = Marks { rules: [("office".to_owned(), run)].into(), ..Marks::default() };
        marks.prune(day(37));
        assert_eq!(marks.rules.len(), 1);
        marks.prune(day(38));
        assert_eq!(marks.rules.len(), 0);
    }
}
