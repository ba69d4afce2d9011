//! The last runs of schedules on this machine, with their beginnings and ends, for users who ask about them.
//! The file is only for people: its loss has no other effect.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{failing::Failing, marks::Marks};
use crate::{
    config::{Owner, StateStore},
    error::Kind,
};

/// The file of runs.
const KIND: &str = "runs";
/// The owner of runs, which belong to no account.
const OWNER: Owner<'static> = Owner { provider: "schedules", url: "", user: None };
/// The number of runs that are kept.
const KEPT: usize = 20;

/// One run.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct RunRecord {
    /// The time it began.
    pub begun: Timestamp,
    /// The time it ended; none where it goes on, or was killed.
    pub ended: Option<Timestamp>,
    /// The kind of failure it ended with.
    pub code: Option<String>,
    /// The first thing that failed.
    pub words: Option<String>,
    /// The process id.
    pub process: u32,
    /// The machine it was made on, where the system tells its name.
    #[serde(default)]
    pub host: Option<String>,
}

/// The time in which runs of two hosts count as made side by side.
const SIDE_BY_SIDE: SignedDuration = SignedDuration::from_hours(1);

impl RunRecord {
    /// A run that begins now.
    pub(crate) fn begin(kept: &StateStore, now: Timestamp, host: Option<String>) -> Self {
        let run = Self { begun: now, ended: None, code: None, words: None, process: std::process::id(), host };
        run.write(kept, now);
        run
    }

    /// Notes the end of a run.
    pub(crate) fn end(&mut self, kept: &StateStore, now: Timestamp, kind: Option<Kind>, words: Option<String>) {
        self.ended = Some(now);
        self.code = kind.map(|kind| kind.word().to_owned());
        self.words = words;
        self.write(kept, now);
    }

    fn write(&self, kept: &StateStore, now: Timestamp) {
        if kept.read::<Self>(KIND, &OWNER).is_err() {
            let _ = kept.set_aside::<Self>(KIND, now, false);
        }
        // A run that cannot be noted is made all the same.
        let _ = kept.change(KIND, &OWNER, |runs: &mut Vec<Self>| {
            runs.retain(|run| (run.begun, run.process) != (self.begun, self.process));
            runs.push(self.clone());
            let more = runs.len().saturating_sub(KEPT);
            runs.drain(..more);
        });
    }

    /// The exit code it ended with.
    pub(crate) fn exit(&self) -> Option<u8> {
        self.ended?;
        let kind = Kind::ALL.into_iter().find(|kind| Some(kind.word()) == self.code.as_deref());
        Some(kind.map_or(0, Kind::exit))
    }
}

/// The last runs, the latest last; none where that is not known.
pub(crate) fn runs(kept: &StateStore) -> Vec<RunRecord> {
    kept.read(KIND, &OWNER).unwrap_or_default()
}

/// The other host whose runs share this state folder now, where there is one.
pub(crate) fn other_host<'r>(runs: &'r [RunRecord], host: Option<&str>, now: Timestamp) -> Option<&'r str> {
    let recent = runs.iter().rev().filter(|run| now.duration_since(run.begun).abs() < SIDE_BY_SIDE);
    recent.filter_map(|run| run.host.as_deref()).find(|other| host.is_some_and(|host| host != *other))
}

/// A failure that goes on: the thing, the time it began, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The kind of the thing: `account`, `rule` or `machine`.
    pub what: &'static str,
    /// The name of the thing.
    pub name: String,
    /// The time since which it is wrong.
    pub since: Timestamp,
    /// The words it was last told in.
    pub words: String,
}

/// The failures that go on at an account.
pub(crate) fn troubles(account: &str, marks: &Marks) -> Vec<Trouble> {
    let trouble = |what, name: &str, failing: &Option<Failing>| {
        let failing = failing.as_ref().filter(|failing| failing.goes_on())?;
        Some(Trouble { what, name: name.to_owned(), since: failing.since, words: failing.words.clone() })
    };
    let machines = marks.machines.iter().map(|(id, machine)| (machine.name.as_deref().unwrap_or(id), machine));
    let account = trouble("account", account, &marks.failing);
    let rules = marks.rules.iter().filter_map(|(name, run)| trouble("rule", name, &run.failing));
    let machines = machines.filter_map(|(name, machine)| trouble("machine", name, &machine.failing));
    account.into_iter().chain(rules).chain(machines).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn another_host_is_one_that_made_a_run_within_the_hour() {
        let at = |minutes: i64| Timestamp::from_second(minutes * 60).unwrap();
        let run = |minutes, host: Option<&str>| RunRecord {
            begun: at(minutes),
            ended: None,
            code: None,
            words: None,
            process: 1,
            host: host.map(str::to_owned),
        };
        let runs = [run(0, Some("b")), run(5, Some("a")), run(10, None)];
        assert_eq!(other_host(&runs, Some("a"), at(59)), Some("b"));
        assert_eq!(other_host(&runs, Some("a"), at(60)), None, "it moved");
        assert_eq!(other_host(&runs, Some("b"), at(12)), Some("a"));
        assert_eq!(other_host(&runs, None, at(12)), None);
    }
}
