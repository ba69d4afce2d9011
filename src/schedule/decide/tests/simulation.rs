//! Properties of any rule and any runs, and a simulated fortnight over a clock change.
//! `once` sends at most one request that is accepted for a machine and an edge, and one hard stop.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{simulated::World, *};
use crate::schedule::calendar::Wanted;

/// One or two windows of some days, in a zone whose clock changes in the time of these tests or in none.
fn times() -> impl Strategy<Value = String> {
    let days = select(&["mon-fri", "daily", "sat,sun", "mon,wed", "fri-mon"][..]);
    let window = (days, 0..24, select(&[0, 15, 30][..]), 0..24)
        .prop_filter("ends when it begins", |(_, start, minute, end)| start != end || *minute != 0)
        .prop_map(|(days, start, minute, end)| format!("'{days} {start:02}:{minute:02}-{end:02}:00'"));
    (vec(window, 1..3), select(&["Europe/Rome", "UTC", "Asia/Kathmandu"][..]))
        .prop_map(|(windows, zone)| format!("up = [{}]\nzone = '{zone}'\n", windows.join(", ")))
}

fn stop() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "",
            "stop = { grace = '5m', then = 'hard' }\n",
            "stop = { grace = '30m', then = 'leave' }\n",
            "stop = { how = 'provider', grace = '0s', then = 'hard' }\n",
        ][..],
    )
}

fn bench(rest: &str, state: &'static str) -> Bench {
    Bench::new(&format!("[office]\naccounts = ['a']\nselect = ['name~*']\n{rest}"), state)
}

fn state() -> impl Strategy<Value = &'static str> {
    select(&["running", "stopped"][..])
}

/// Minutes between runs: a timer's, with a laptop's sleep now and then.
fn gaps() -> impl Strategy<Value = Vec<i64>> {
    vec(prop_oneof![6 => 1..=30_i64, 1 => 100..4_000_i64], 1..60)
}

/// The last Friday before a clock change.
fn friday(minutes: i64) -> Timestamp {
    later("2026-03-27T00:00:00Z".parse().unwrap(), minutes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn always_ends_in_the_rules_state(
        times in times(), stop in stop(), state in state(), gaps in gaps(), from in 0..1_440_i64, chance: u64,
    ) {
        let mut world = World::new(bench(&format!("{times}{stop}enforce = 'always'\n"), state), chance);
        let mut now = friday(from);
        for gap in gaps {
            world.run(now);
            if world.one_in(4) {
                world.flip("1");
            }
            now = later(now, gap);
        }
        world.moody = false;
        // The longest wait after a failure is an hour.
        for _ in 0..14 {
            now = later(now, 5);
            world.run(now);
        }
        let rule = world.bench.rules[0].clone();
        prop_assert!(world.right("1", &rule, now), "{now}: {}", world.state("1"));
    }

    #[test]
    fn once_is_accepted_at_most_once_for_a_machine_and_an_edge_and_one_hard_stop(
        times in times(), stop in stop(), state in state(), gaps in gaps(), from in 0..1_440_i64, chance: u64,
    ) {
        let mut world = World::new(bench(&format!("{times}{stop}"), state), chance);
        let mut now = friday(from);
        for gap in gaps {
            world.run(now);
            if world.one_in(4) {
                world.flip("1");
            }
            now = later(now, gap);
        }
        for ((id, edge, kind), times) in &world.sent {
            // A clean stop is repeated where nothing proves that it is the same run.
            prop_assert!(*times == 1 || *kind == "stop" && stop.contains("hard"), "{id} {edge:?}: {times} of {kind}");
            if *kind == "hard" {
                prop_assert!(world.sent.contains_key(&(id.clone(), *edge, "stop")), "asked first");
            }
        }
    }

    #[test]
    fn a_sleeping_laptop_heals(
        times in times(), state in state(), gaps in vec(1..4_000_i64, 1..40), from in 0..1_440_i64,
    ) {
        let mut world = World::new(bench(&format!("{times}late = '1d'\n"), state), 0);
        world.moody = false;
        let rule = world.bench.rules[0].clone();
        let mut now = friday(from);
        for gap in gaps {
            world.run(now);
            let wish = rule.calendar.wish(now).unwrap();
            let may_be_left = match wish.wanted {
                Wanted::Up => wish.until.is_some_and(|until| until <= later(now, 10)),
                Wanted::Down => wish.since.is_none_or(|since| now > later(since, 24 * 60)),
            };
            prop_assert!(may_be_left || world.right("1", &rule, now), "{now}: {}", world.state("1"));
            now = later(now, gap);
        }
    }
}

const FORTNIGHT: &str = "
[office]
accounts = ['a']
select = ['name~office-*']
zone = 'Europe/Rome'
up = ['mon-fri 08:00-19:30']
stop = { grace = '5m', then = 'hard' }
[lab]
accounts = ['a']
select = ['name~lab-*']
zone = 'America/New_York'
up = ['mon 06:00 - wed 22:00', 'fri 22:00-04:00']
enforce = 'always'
[night]
accounts = ['a']
select = ['name~night-*']
zone = 'UTC'
up_at = ['daily 06:00']
down_at = ['daily 23:00']
stop = { grace = '10m', then = 'hard' }
late = '6h'
";

/// The machines, in the order office, lab, night; office-2 has an owner who does as he likes.
fn fortnight() -> World {
    let mut bench = Bench::new(FORTNIGHT, "stopped");
    bench.entries = ["office-1", "office-2", "office-3", "lab-1", "lab-2", "night-1", "night-2"]
        .map(|name| {
            let mut entry = machine(name, "stopped");
            Arc::make_mut(&mut entry.record).head.name = Some(name.to_owned());
            entry
        })
        .into();
    bench.interval = Some(SignedDuration::from_mins(10));
    World::new(bench, 7)
}

#[test]
fn a_simulated_fortnight_ends_in_the_right_states() {
    let mut world = fortnight();
    let start: Timestamp = "2026-03-23T00:00:00Z".parse().unwrap();
    let rules = world.bench.rules.clone();
    let (mut wrong, mut told, mut done) = (Vec::new(), 0, 0);
    for run in 0..14 * 24 * 6 {
        let now = later(start, run * 10);
        // Two mornings are slept through, up to an hour before noon.
        if [2 * 144, 9 * 144].iter().any(|day| (day..&(day + 66)).contains(&&run)) {
            continue;
        }
        let report = world.run(now);
        told += report.lines.iter().filter(|line| line.tell).count();
        told += report.notes.iter().filter(|note| note.tell).count();
        done += report.lines.iter().filter(|line| line.verdict.acts()).count();
        // The owner turns his off and on, an hour after the morning's edge and later, never while it is changed.
        if run % 144 > 60 && run % 144 < 100 && world.one_in(9) {
            world.flip("office-2");
        }
        if matches!(run % 144, 84 | 130) {
            for (id, rule) in
                [("office-1", 0), ("office-3", 0), ("lab-1", 1), ("lab-2", 1), ("night-1", 2), ("night-2", 2)]
            {
                if !world.right(id, &rules[rule], now) {
                    wrong.push(format!("{now} {id} {}", world.state(id)));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    eprintln!("a day: {} lines printed, {} requests sent", told / 14, done / 14);
    assert!(told / 14 < 30, "{told} lines in a fortnight");
    let twice =
        |((id, _, kind), times): &(&(String, _, &str), &u32)| !id.starts_with("lab") && *kind != "stop" && **times != 1;
    assert_eq!(world.sent.iter().find(twice), None);
    let of = |id: &str, kind| world.sent.keys().filter(|key| key.0 == id && key.2 == kind).count();
    assert_eq!((of("office-1", "start"), of("office-1", "stop")), (10, 10), "five days a week");
    assert_eq!((of("night-1", "start"), of("night-1", "stop")), (14, 14));
    let hard = of("office-1", "hard") + of("office-3", "hard") + of("night-1", "hard");
    assert!(world.failed > 20 && hard > 3, "{} failed, {hard} hard stops", world.failed);
}
