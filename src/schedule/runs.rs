//! The last runs of schedules on this machine, with their beginnings and ends, for users who ask about them.
//! The file is only for people: its loss has no other effect.

use jiff::Timestamp;
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
}

impl RunRecord {
    /// A run that begins now.
    pub(crate) fn begin(kept: &StateStore, now: Timestamp) -> Self {
        let run = Self { begun: now, ended: None, code: None, words: None, process: std::process::id() };
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
