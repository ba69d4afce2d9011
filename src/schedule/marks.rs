//! Marks of the observations and acts of earlier runs at an account: edges that are done, stops, failures that go on.
//! Marks are kept by machine and instant, never by rule, so that a renamed rule does nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    asked::Asked,
    calendar::{HORIZON, Wanted, moved},
    failing::{Failing, Tries},
    report::Turn,
};

/// The form of the file that this nubo writes; fields are only ever added to it.
const VERSION: u32 = 1;

/// The marks of one account.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Marks {
    /// The form they are written in.
    pub version: Version,
    /// The machines that were ever listed and are not forgotten; none before the first listing.
    pub listed: Option<BTreeSet<String>>,
    /// The machines that whole listings lack, each since when.
    #[serde(default)]
    pub absent: BTreeMap<String, Timestamp>,
    /// True when the next whole listing is believed however short it is, because a person said so.
    #[serde(default)]
    pub believe_next: bool,
    /// The failure that keeps the account's machines from being listed.
    pub failing: Option<Failing>,
    /// The last time without a listing, in which nothing could be done for an edge.
    pub outage: Option<Outage>,
    /// The rules that ran here, by name.
    pub rules: BTreeMap<String, Run>,
    /// The machines that a rule or a hold was about, by [`key`].
    pub machines: BTreeMap<String, MachineMarks>,
}

/// A form that this nubo can read.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(try_from = "u32", into = "u32")]
pub(crate) struct Version;

/// A time in which each run failed to list an account's machines.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Outage {
    /// The first run that failed.
    pub from: Timestamp,
    /// The last.
    pub until: Timestamp,
}

/// The runs of a rule at an account whose machines were listed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Run {
    /// The first time.
    pub first: Option<Timestamp>,
    /// The last time, to a day.
    pub last: Option<Timestamp>,
    /// The failure that keeps the rule from acting at all.
    pub failing: Option<Failing>,
    /// The rule's times as they were then, by which a renamed rule is recognised.
    pub calendar: Option<String>,
    /// True when it ran before, at a time that nobody knows any more.
    #[serde(default)]
    pub ran_before: bool,
    /// The time of its last start of a machine here.
    #[serde(default)]
    pub started: Option<Timestamp>,
}

/// The memory of one machine.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct MachineMarks {
    /// The machine's name when it was last seen, to tell of it when it is gone.
    pub name: Option<String>,
    /// The time it was made, as its provider tells it: another machine may be given the same id.
    pub created: Option<String>,
    /// The time it appeared; none where it was there before anything was about it.
    pub first_seen: Option<Timestamp>,
    /// The edges that are over for it.
    pub edges: Vec<Done>,
    /// The finished wish without an edge, or that of the last edge that is too old to be kept.
    pub before: Option<Wanted>,
    /// The time of `before`.
    pub before_at: Option<Timestamp>,
    /// The edge that a run tried to carry out in time.
    pub pursued: Option<Pursued>,
    /// The time since which it has been running, as far as that was seen.
    #[serde(default)]
    pub running_since: Option<Timestamp>,
    /// The rule that its own tag names, since when.
    #[serde(default)]
    pub named: Option<Named>,
    /// The stop that was told of beforehand.
    #[serde(default)]
    pub warned: Option<Warned>,
    /// The stop it was asked for.
    pub asked: Option<Asked>,
    /// The state that passes by itself, since when it has been in it.
    pub passing: Option<Passing>,
    /// The state that it was seen in after it was last changed, until a listing shows it too.
    pub reached: Option<Wanted>,
    /// The requests it has not been seen to follow.
    pub tries: Option<Tries>,
    /// The failure that goes on.
    pub failing: Option<Failing>,
    /// The times from which it was seen up or down.
    #[serde(default)]
    pub turns: Vec<Turn>,
}

/// An edge that is over for a machine.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Done {
    /// The edge.
    pub at: Timestamp,
    /// The wish that began with it.
    pub wanted: Wanted,
    /// The reason why it is over.
    pub how: Ended,
}

/// The reason why an edge is over.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ended {
    /// The machine was seen in the wanted state.
    Seen,
    /// The edge was too old by then.
    Late,
    /// The machine was made, or given to the rule, after it.
    New,
}

/// A wish that a run tried to carry out.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Pursued {
    /// The edge.
    pub edge: Option<Timestamp>,
    /// The wish that began with it.
    pub wanted: Wanted,
}

/// A rule that a machine's own tag names.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Named {
    /// The rule.
    pub rule: String,
    /// The time at which that was first seen.
    pub since: Timestamp,
}

/// A stop that was told of beforehand.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Warned {
    /// The edge that it follows.
    pub edge: Option<Timestamp>,
    /// The time at which it was told.
    pub at: Timestamp,
}

/// A state that passes by itself.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Passing {
    /// The state.
    pub state: String,
    /// The time since which each look has shown it.
    pub since: Timestamp,
}

impl MachineMarks {
    /// The reason why an edge is over, if it is.
    pub(crate) fn ended(&self, edge: Option<Timestamp>, wanted: Wanted) -> Option<Ended> {
        match edge {
            Some(at) => self.edges.iter().find(|done| (done.at, done.wanted) == (at, wanted)).map(|done| done.how),
            None => (self.before == Some(wanted)).then_some(Ended::Seen),
        }
    }

    /// Notes that an edge is over.
    pub(crate) fn end(&mut self, now: Timestamp, edge: Option<Timestamp>, wanted: Wanted, how: Ended) {
        match edge {
            Some(at) if self.ended(edge, wanted).is_none() => self.edges.push(Done { at, wanted, how }),
            None if self.before != Some(wanted) => (self.before, self.before_at) = (Some(wanted), Some(now)),
            _ => {}
        }
    }

    /// Forgets edges that no calendar looks back to; the last of them still says the state wanted ever since, unless a
    /// wish without an edge came after it.
    fn prune(&mut self, now: Timestamp) {
        let oldest = moved(now, -HORIZON);
        let last = self.edges.iter().filter(|done| done.at < oldest).max_by_key(|done| done.at);
        if let Some(last) = last.filter(|last| self.before_at.is_none_or(|before| before <= last.at)) {
            (self.before, self.before_at) = (Some(last.wanted), Some(last.at));
        }
        self.edges.retain(|done| (oldest..=now).contains(&done.at));
    }
}

/// The key of a machine among those that are known: its id, with its creation time where another machine had that id.
pub(crate) fn key(machines: &BTreeMap<String, MachineMarks>, id: &str, created: Option<&str>) -> String {
    match machines.get(id) {
        Some(known) if is_other(known.created.as_deref(), created) => {
            format!("{id} made {}", created.unwrap_or_default())
        }
        _ => id.to_owned(),
    }
}

/// True when two creation times of one id are of two machines; one that is missing or unlike the other tells nothing.
pub(crate) fn is_other(known: Option<&str>, now: Option<&str>) -> bool {
    let (Some(known), Some(now)) = (known, now) else { return false };
    match (known.parse::<Timestamp>(), now.parse::<Timestamp>()) {
        (Ok(known), Ok(now)) => known != now,
        (Err(_), Err(_)) => known != now,
        _ => false,
    }
}

impl Marks {
    /// Forgets state that no decision needs any more; the clock must have been found right.
    pub(crate) fn prune(&mut self, now: Timestamp) {
        self.machines.values_mut().for_each(|machine| machine.prune(now));
        let recent = |run: &Run| run.last.is_some_and(|last| last >= moved(now, -HORIZON));
        self.rules.retain(|_, run| run.failing.as_ref().is_some_and(Failing::goes_on) || recent(run));
        self.outage = self.outage.filter(|outage| outage.until >= moved(now, -HORIZON));
    }

    /// Adds the state of the same account under another spelling of its URL; existing entries win.
    pub(crate) fn merge(&mut self, other: Self) {
        if let Some(ids) = other.listed {
            self.listed.get_or_insert_default().extend(ids);
        }
        for (id, since) in other.absent {
            self.absent.entry(id).or_insert(since);
        }
        for (name, run) in other.rules {
            self.rules.entry(name).or_insert(run);
        }
        for (id, machine) in other.machines {
            let own = self.machines.entry(id).or_insert_with(|| machine.clone());
            for done in machine.edges {
                if own.ended(Some(done.at), done.wanted).is_none() {
                    own.edges.push(done);
                }
            }
        }
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
#[path = "marks_tests.rs"]
mod tests;
