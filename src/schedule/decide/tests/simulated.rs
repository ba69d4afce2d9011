//! A simulated provider and its people: one request in five fails, shutdowns are ignored, changes take their time.
//! Chance comes from one seed, so that a run can be repeated.

use std::collections::BTreeMap;

use super::*;
use crate::schedule::calendar::Wanted;

/// The accepted requests, by machine, edge and kind of request.
pub(crate) type Sent = BTreeMap<(String, Option<Timestamp>, &'static str), u32>;

/// A provider, its machines, and those who change them.
pub(crate) struct World {
    pub bench: Bench,
    /// The accepted requests; the edge is that of the rule whose name begins the machine's name.
    pub sent: Sent,
    /// Changes under way, done before the next run.
    slow: Vec<(String, &'static str)>,
    chance: u64,
    /// The number of requests that failed.
    pub failed: u32,
    /// True when requests fail or take their time at all.
    pub moody: bool,
}

impl World {
    pub(crate) fn new(bench: Bench, chance: u64) -> Self {
        Self { bench, sent: Sent::new(), slow: Vec::new(), chance, failed: 0, moody: true }
    }

    /// True with a chance of one in so many.
    pub(crate) fn one_in(&mut self, many: u64) -> bool {
        one_in(&mut self.chance, many)
    }

    pub(crate) fn state(&self, id: &str) -> &'static str {
        self.bench.entries.iter().find(|entry| entry.record.head.id == id).unwrap().record.head.state
    }

    /// The edge that a machine's rule follows now.
    fn edge(rules: &[Rule], entries: &[Entry<Instance>], id: &str, now: Timestamp) -> Option<Timestamp> {
        let entry = entries.iter().find(|entry| entry.record.head.id == id)?;
        rules.iter().find(|rule| rule.select.matches(entry))?.calendar.wish(now)?.since
    }

    /// One run.
    pub(crate) fn run(&mut self, now: Timestamp) -> Report {
        for (id, state) in std::mem::take(&mut self.slow) {
            self.bench.set(&id, state);
        }
        let (rules, entries) = (self.bench.rules.clone(), self.bench.entries.clone());
        let (sent, slow, chance, moody) = (&mut self.sent, &mut self.slow, &mut self.chance, self.moody);
        let failed = &mut self.failed;
        let report = self.bench.all(now, |line| {
            if moody && one_in(chance, 5) {
                *failed += 1;
                return Outcome::Failed(Kind::Unavailable, "no answer".to_owned());
            }
            let (kind, state) = match line.verdict {
                Verdict::Start => ("start", "running"),
                Verdict::HardStop => ("hard", "stopped"),
                _ => ("stop", "stopped"),
            };
            *sent.entry((line.id.clone(), Self::edge(&rules, &entries, &line.id, now), kind)).or_default() += 1;
            if moody && kind == "stop" && one_in(chance, 3) {
                return Outcome::Accepted;
            }
            if moody && one_in(chance, 3) {
                slow.push((line.id.clone(), state));
                return Outcome::Accepted;
            }
            Outcome::Seen
        });
        for (id, state) in self.slow.clone() {
            self.bench.set(&id, if state == "running" { "starting" } else { "stopping" });
        }
        report
    }

    /// A person turns a machine on or off, unless it is being changed.
    pub(crate) fn flip(&mut self, id: &str) {
        match self.state(id) {
            "running" => self.bench.set(id, "stopped"),
            "stopped" => self.bench.set(id, "running"),
            _ => {}
        }
    }

    /// True when a machine is in the state its rule wants now.
    pub(crate) fn right(&self, id: &str, rule: &Rule, now: Timestamp) -> bool {
        let wanted = rule.calendar.wish(now).unwrap().wanted;
        self.state(id) == if wanted == Wanted::Up { "running" } else { "stopped" }
    }
}

fn one_in(chance: &mut u64, many: u64) -> bool {
    *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*chance >> 33).is_multiple_of(many)
}
