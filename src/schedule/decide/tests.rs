//! The table of exact meaning, a test a line: one account, rules as people write them, and runs at instants in UTC.
//! A run decides, acts as the test says, and keeps what it knows for the next one.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::{collections::BTreeMap, path::Path, sync::Arc};

use jiff::SignedDuration;

use super::*;
use crate::{
    model::{Entry, Head, Instance, Origin, StopMode},
    schedule::{
        calendar::moved,
        copies::Copies,
        file::load,
        holds::{Held, Hold},
        marks::{Run, Version},
        rule::{Rule, Stop},
        shield::Shield,
    },
};

mod edges;
mod faults;
mod fresh;
mod holds;
mod limits;
mod memory;
mod order;
mod rails;
mod silence;
mod simulated;
mod simulation;
mod stops;
mod tags;
mod warnings;

/// Office hours in UTC, as most tests have them.
pub(crate) const OFFICE: &str =
    "[office]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\nup = ['mon-fri 08:00-19:30']\n";

/// A test bench: one account, its rules, and its state.
pub(crate) struct Bench {
    pub rules: Vec<Rule>,
    pub entries: Vec<Entry<Instance>>,
    pub failure: Option<(Kind, String)>,
    pub stop: Option<StopMode>,
    pub hard: bool,
    pub max_targets: usize,
    pub state: State,
    pub shields: Vec<Shield>,
    pub interval: Option<SignedDuration>,
    pub clock_is_right: bool,
    pub started: BTreeMap<String, Timestamp>,
    pub answers: BTreeMap<Port, bool>,
    pub tags_told: bool,
}

/// A decision or a note, as a run leaves it behind.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub id: String,
    pub rules: Vec<String>,
    pub verdict: Verdict,
    pub why: String,
    pub tell: bool,
    pub kind: Option<Kind>,
}

/// The lines and notes of a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub lines: Vec<Line>,
    pub notes: Vec<Note>,
    pub first_run: Vec<String>,
    pub kinds: Vec<Kind>,
    pub warnings: Vec<String>,
}

/// An instant of January 2026, as `05 08:00`; the 5th is a Monday.
pub(crate) fn jan(text: &str) -> Timestamp {
    format!("2026-01-{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

pub(crate) fn rules(text: &str) -> Vec<Rule> {
    let loaded = load(text, Path::new("schedules.toml"), &Copies::default());
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    loaded.rules
}

pub(crate) fn machine(id: &str, state: &'static str) -> Entry<Instance> {
    let origin = Arc::new(Origin { account: "a".to_owned(), provider: "uivmm", preset: None });
    let head = Head { id: id.to_owned(), name: Some(format!("dev-{id}")), state, ..Head::default() };
    Entry { origin, record: Arc::new(Instance { head, ..Instance::default() }), raw: None }
}

/// The outcome of every act: refused.
pub(crate) fn down(_: &Line) -> Outcome {
    Outcome::Failed(Kind::Unavailable, "no route".to_owned())
}

/// The outcome of every act: it works at once.
pub(crate) fn obeyed(_: &Line) -> Outcome {
    Outcome::Seen
}

/// The outcome of every act: accepted, and nothing happens.
pub(crate) fn ignored(_: &Line) -> Outcome {
    Outcome::Accepted
}

impl Bench {
    /// A bench with one machine, 1, in a state.
    pub(crate) fn new(text: &str, state: &'static str) -> Self {
        Self {
            rules: rules(text),
            entries: vec![machine("1", state)],
            failure: None,
            stop: Some(StopMode::Clean),
            hard: true,
            max_targets: 10,
            state: State::default(),
            shields: Vec::new(),
            interval: Some(SignedDuration::from_mins(5)),
            clock_is_right: true,
            started: BTreeMap::new(),
            answers: BTreeMap::new(),
            tags_told: false,
        }
    }

    /// A bench with one machine whose rules ran a week ago and saw it.
    pub(crate) fn seasoned(text: &str, state: &'static str) -> Self {
        let mut bench = Self::new(text, state);
        let known = bench.state.accounts.entry("a".to_owned()).or_default();
        let run = || Run { first: Some(jan("01 00:00")), last: Some(jan("01 00:00")), ..Run::default() };
        known.marks.rules = bench.rules.iter().map(|rule| (rule.name.clone(), run())).collect();
        known.marks.listed = Some(["1".to_owned()].into());
        bench
    }

    /// Decides, acts, and keeps the new state.
    pub(crate) fn all(&mut self, now: Timestamp, mut act: impl FnMut(&Line) -> Outcome) -> Report {
        let listing = Listing {
            account: "a",
            entries: &self.entries,
            failure: self.failure.clone(),
            stop: self.stop,
            hard: self.hard,
            tags_told: self.tags_told,
            max_targets: self.max_targets,
            ceiling: usize::MAX,
            clock_is_right: self.clock_is_right,
            started: self.started.clone(),
        };
        let question = Question {
            now,
            rules: &self.rules,
            shields: &self.shields,
            interval: self.interval,
            answers: &self.answers,
        };
        let decisions = decide(question, &[listing], &self.state);
        let kinds = decisions.kinds().collect();
        let told = |one: &Warning<'_>| format!("{} {} {}", one.rule, one.entry.record.head.id, one.at);
        let warnings = decisions.warnings.iter().map(told).collect();
        let Decisions { machines, notes, first_run, mut state, .. } = decisions;
        let mut changed = Vec::new();
        let mut lines = Vec::new();
        for decision in &machines {
            let mut line = Line {
                id: decision.entry.record.head.id.clone(),
                rules: decision.rules.iter().map(|rule| (*rule).to_owned()).collect(),
                verdict: decision.verdict,
                why: decision.why.clone(),
                tell: decision.tell,
                kind: decision.kind,
            };
            if decision.verdict.acts() {
                let outcome = act(&line);
                line.tell = state.acted(now, decision, &outcome);
                if outcome == Outcome::Seen {
                    let state = if decision.verdict == Verdict::Start { "running" } else { "stopped" };
                    changed.push((line.id.clone(), state));
                }
            }
            lines.push(line);
        }
        let first_run = first_run.iter().map(|(rule, account)| format!("{rule} at {account}")).collect();
        self.state = state;
        for (id, state) in changed {
            self.set(&id, state);
        }
        Report { lines, notes, first_run, kinds, warnings }
    }

    /// Runs once and gives the line of the only machine.
    pub(crate) fn run(&mut self, now: &str, act: impl FnMut(&Line) -> Outcome) -> Line {
        let mut report = self.all(jan(now), act);
        assert_eq!(report.lines.len(), 1, "{report:?}");
        report.lines.remove(0)
    }

    /// A run where nothing should be sent.
    pub(crate) fn quiet(&mut self, now: &str) -> Line {
        self.run(now, |line| panic!("{now}: {line:?}"))
    }

    pub(crate) fn set(&mut self, id: &str, state: &'static str) {
        let entry = self.entries.iter_mut().find(|entry| entry.record.head.id == id).unwrap();
        Arc::make_mut(&mut entry.record).head.state = state;
    }

    pub(crate) fn hold(&mut self, held: Held, since: &str, until: Option<&str>) {
        let (id, since, until) = ("1".to_owned(), jan(since), until.map(jan));
        let known = self.state.accounts.entry("a".to_owned()).or_default();
        let (name, created) = (Some("dev-1".to_owned()), None);
        known.holds = vec![Hold { version: Version, id, name, held, since, until, created }];
    }
}

/// True for a stop of any kind but a hard one after its grace.
pub(crate) fn is_stop(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Stop(_))
}

/// The plain stop of rules that do not configure one.
pub(crate) fn plain() -> Verdict {
    Verdict::Stop(Stop::default())
}

/// The instant some minutes after another.
pub(crate) fn later(at: Timestamp, minutes: i64) -> Timestamp {
    moved(at, SignedDuration::from_mins(minutes))
}
