//! A tally of the requests that the clouds received and carried out, by machine and edge.
//! `once` sends at most one request that is answered with success for a machine and an edge, and one hard stop; where a
//! hard stop would follow and it is not proved to be the run that was asked to stop, the clean stop is sent once more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedReceiver;

use super::{
    bench::MACHINES,
    table::{BATCH, Table},
};
use crate::sandbox::{Fault, Served};

/// A machine, its last edge, and `start`, `stop` or `hard`.
type Key = (&'static str, Timestamp, &'static str);

#[derive(Default)]
pub(crate) struct Tally {
    requests: u32,
    faults: BTreeMap<&'static str, u32>,
    /// Requests that change something, answered with success.
    answered: BTreeMap<Key, u32>,
    /// Requests that change something and were carried out, even if the answer was lost.
    done: BTreeMap<Key, u32>,
    /// The machines of rules that act once for each edge.
    once: BTreeSet<&'static str>,
    /// The machines of rules whose stops may end in a power cut.
    cuts: BTreeSet<&'static str>,
}

/// The machine and the verb of a request that changes something; none for any other request.
fn change(served: &Served) -> Option<(&'static str, &'static str)> {
    let body: serde_json::Value = serde_json::from_slice(&served.body).unwrap_or_default();
    let path = served.line.split_once(' ').unwrap().1;
    let (own, verb) = match path.rsplit_once('/').unwrap() {
        (_, "instance.action") => {
            let id = format!("{}/{}", body["server_id"], body["instance_name"].as_str().unwrap());
            (id.replace('"', ""), body["instance_status"].as_str().unwrap().to_owned())
        }
        (head, verb) => (head.replace("/vms/", "/"), verb.to_owned()),
    };
    let verb = match (served.provider, verb.as_str()) {
        (_, "start") => "start",
        ("cloudsigma", "stop") | ("uivmm", "stop-force") => "hard",
        (_, "stop" | "shutdown") => "stop",
        _ => return None,
    };
    let is = |(name, id, _): &&(&str, &str, &str)| name.starts_with(served.provider) && own.ends_with(id);
    let found = MACHINES.iter().find(is).unwrap_or_else(|| panic!("no rule is about this: {served:?}"));
    Some((found.0, verb))
}

impl Tally {
    pub(crate) fn new(tables: &[Table]) -> Self {
        let machines = |which: fn(&Table) -> bool| {
            let tables = tables.iter().filter(|table| which(table));
            tables.flat_map(|table| table.machines.iter().copied()).collect()
        };
        Self { once: machines(|table| table.once), cuts: machines(|table| table.cuts), ..Self::default() }
    }

    /// Counts the requests served in one run.
    pub(crate) fn take(&mut self, served: &mut UnboundedReceiver<Served>, now: Timestamp, tables: &[Table]) {
        while let Ok(served) = served.try_recv() {
            self.requests += 1;
            if let Some(fault) = served.fault {
                *self.faults.entry(fault.words()).or_default() += 1;
            }
            let Some((machine, verb)) = change(&served) else { continue };
            assert_ne!((machine, verb), (BATCH, "stop"), "{now}: {served:?}");
            assert_ne!((machine, verb), (BATCH, "hard"), "{now}: {served:?}");
            let table = tables.iter().find(|table| table.machines.contains(&machine));
            let key = (machine, table.unwrap().last(now).unwrap().0, verb);
            if served.carried_out {
                *self.done.entry(key).or_default() += 1;
            }
            if served.carried_out && served.fault.is_none() || served.fault == Some(Fault::Ignored) {
                *self.answered.entry(key).or_default() += 1;
            }
        }
    }

    fn of(&self, machine: &str, verb: &str) -> BTreeSet<Timestamp> {
        self.done.keys().filter(|(own, _, kind)| (*own, *kind) == (machine, verb)).map(|key| key.1).collect()
    }

    fn count(map: &BTreeMap<Key, u32>, verb: &str) -> u32 {
        map.iter().filter(|((.., kind), _)| *kind == verb).map(|(_, times)| times).sum()
    }

    /// Asserts the invariants of the whole fortnight.
    pub(crate) fn check(&self) {
        let too_often = |((machine, _, verb), times): &(&Key, &u32)| {
            let most = if *verb == "stop" && self.cuts.contains(machine) { 2 } else { 1 };
            self.once.contains(machine) && **times > most
        };
        assert_eq!(self.answered.iter().find(too_often), None);
        for (machine, edge, verb) in self.done.keys() {
            let asked = self.answered.contains_key(&(*machine, *edge, "stop"));
            assert!(*verb != "hard" || asked, "{machine} {edge}: its power was cut, and nobody had asked it to stop");
        }
        // The first morning finds these running: nothing before was recent enough to be made up for.
        let weekdays = (8, 9);
        for machine in ["fleio/web-1", "seflow/web-3"] {
            assert_eq!((self.of(machine, "start").len(), self.of(machine, "stop").len()), weekdays, "{machine}");
        }
        assert_eq!((self.of("uivmm/web-test", "start").len(), self.of("seflow/mail-2", "start").len()), (9, 7));
        assert_eq!(self.of("seflow/mail-2", "stop").len(), 6);
        assert!(Self::count(&self.done, "hard") > 0, "{self}");
        assert!(self.faults.len() == 4 && self.faults.values().sum::<u32>() > self.requests / 6, "{self}");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: u32 = self.faults.values().sum();
        writeln!(out, "{} requests, {failed} failed on purpose: {:?}", self.requests, self.faults)?;
        for (what, map) in [("carried out", &self.done), ("answered with success", &self.answered)] {
            let [start, stop, hard] = ["start", "stop", "hard"].map(|verb| Self::count(map, verb));
            writeln!(out, "{what}: {start} starts, {stop} stops, {hard} hard stops")?;
        }
        let per_edge = self.answered.iter().filter(|((machine, ..), _)| self.once.contains(machine));
        let most = per_edge.map(|(_, times)| *times).max().unwrap_or_default();
        write!(out, "under once, for one machine, edge and kind, answered with success: {most} at most")
    }
}
