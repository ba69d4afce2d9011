//! A simulated fortnight over a clock change: real requests to simulated clouds that fail one in five, real state files.
//! The expected states are written down by hand in `table`; the actual ones are read from the clouds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod bench;
mod table;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use bench::Bench;
use table::{BATCH, Table, at, tables};
use tally::Tally;

const START: &str = "03-23 00:00";
const END: &str = "04-06 00:00";
/// The laptop sleeps through two mornings: no run between these.
const ASLEEP: [(&str, &str); 2] = [("03-26 05:00", "03-26 10:30"), ("04-01 04:00", "04-01 10:40")];
/// Every request fails between these, over edges in the morning and in the evening.
const DOWN: [(&str, &str); 2] = [("03-31 05:30", "03-31 06:30"), ("04-02 17:00", "04-02 18:00")];
/// The changes that people make by hand: the time, the machine, and true for a start.
const PEOPLE: [(&str, &str, bool); 4] = [
    ("03-24 10:10", "fleio/web-2", false),
    ("03-24 12:10", "uivmm/ci-runner", false),
    ("03-26 20:10", "fleio/web-2", true),
    ("04-03 09:10", "cloudsigma/web-1", false),
];
/// The time after which every machine must be right again, counted from an edge or from the end of an outage: a machine
/// whose requests fail is tried again after 5, 15, 35, 75, 135 and 195 minutes.
const SOON: SignedDuration = SignedDuration::from_mins(200);

fn within(now: Timestamp, spans: &[(&str, &str)]) -> bool {
    spans.iter().any(|(from, until)| (at(from)..at(until)).contains(&now))
}

fn plus(now: Timestamp, minutes: i64) -> Timestamp {
    now + SignedDuration::from_mins(minutes)
}

/// The runs of a timer that are made in any case: at each edge, when somebody has changed something, when the laptop
/// wakes or the clouds go down, and each twelve hours. Of the others, each five minutes, only those are made that
/// follow a run that failed or left something to be done.
fn runs(tables: &[Table]) -> BTreeSet<Timestamp> {
    let mut runs: BTreeSet<_> = (0..14 * 2).map(|step| plus(at(START), step * 720)).collect();
    runs.extend(tables.iter().flat_map(|table| &table.edges).map(|(edge, _)| *edge));
    runs.extend(PEOPLE.iter().flat_map(|(when, ..)| [5, 10, 15, 20].map(|minutes| plus(at(when), minutes))));
    runs.extend(ASLEEP.iter().map(|(_, woken)| at(woken)).chain(DOWN.iter().map(|(from, _)| at(from))));
    runs.retain(|now| (at(START)..at(END)).contains(now) && !within(*now, &ASLEEP));
    runs
}

/// The state that a machine must have just before an instant, true for up; none while there is still time to reach it.
fn due(table: &Table, machine: &str, now: Timestamp) -> Option<bool> {
    let (mut since, wanted) = table.last(now - SignedDuration::from_nanos(1))?;
    let mut right = wanted;
    for (when, _, started) in PEOPLE.iter().filter(|(_, who, _)| *who == machine) {
        if (since..now).contains(&at(when)) {
            (since, right) = (at(when), if table.once { *started } else { wanted });
        }
    }
    let ends = ASLEEP.iter().chain(&DOWN).map(|(_, until)| at(until)).filter(|until| *until <= now);
    since = ends.chain([since, at(START)]).max()?;
    (now >= since + SOON).then_some(right)
}

/// Counts the machines that were looked at, and adds those in a wrong state to `mistakes`.
fn wrong(bench: &Bench, tables: &[Table], now: Timestamp, mistakes: &mut Vec<String>) -> u32 {
    let (world, mut looked) = (bench.world(), 0);
    let all = tables.iter().flat_map(|table| table.machines.iter().map(move |machine| (table, *machine)));
    for (table, machine) in all {
        let Some(right) = due(table, machine, now) else { continue };
        let runs = Bench::runs(&world, machine);
        if right != runs {
            let words = if runs { "runs" } else { "is stopped" };
            mistakes.push(format!("{now} {}: {machine} {words}", table.rule));
        }
        looked += 1;
    }
    assert!(Bench::runs(&world, BATCH), "{now}: {BATCH} is not persistent and was stopped");
    looked
}

#[tokio::test(start_paused = true)]
async fn a_fortnight_at_clouds_that_fail_one_request_in_five_ends_in_the_right_states() {
    let (tables, mut bench) = (tables(), Bench::new().await);
    let mut tally = Tally::new(&tables);
    let (mut runs, mut people) = (runs(&tables), PEOPLE.iter().peekable());
    let (mut mistakes, mut looks, mut exits) = (Vec::new(), 0, BTreeMap::<u8, u32>::new());
    while let Some(now) = runs.pop_first() {
        if tables.iter().any(|table| table.edges.iter().any(|(edge, _)| *edge == now)) {
            looks += wrong(&bench, &tables, now, &mut mistakes);
        }
        while let Some((_, machine, start)) = people.next_if(|(when, ..)| at(when) <= now) {
            bench.turn(machine, *start).await;
        }
        let down = within(now, &DOWN);
        bench.faults.set(if down { 1 } else { 5 });
        let (exit, left) = bench.run(now).await;
        assert!(exit != 0 || !down, "{now}: everything failed, and the run ended well");
        *exits.entry(exit).or_default() += 1;
        tally.take(&mut bench.served, now, &tables);
        let more: &[i64] = if left { &[5, 10, 20] } else { &[5] };
        // One machine can never be stopped, which is an exit code of 10 for as long as that is wished.
        if !matches!(exit, 0 | 10) || left {
            let next = more.iter().map(|minutes| plus(now, *minutes));
            runs.extend(next.filter(|next| *next < at(END) && !within(*next, &ASLEEP)));
        }
    }
    bench.faults.set(0);
    let mut last = (1, true);
    for step in 0..14 {
        last = bench.run(plus(at(END), step * 5)).await;
        tally.take(&mut bench.served, plus(at(END), step * 5), &tables);
    }
    looks += wrong(&bench, &tables, plus(at(END), 240), &mut mistakes);
    let runs: u32 = exits.values().sum::<u32>() + 14;
    eprintln!(
        "{runs} runs, {looks} looks at a machine, wrong states: {}\nexit codes: {exits:?}\n{tally}",
        mistakes.len()
    );
    assert_eq!(mistakes, [""; 0]);
    assert_eq!(last.0, 10, "all is as it should be, but for the machine that is not persistent");
    tally.check();
}
