//! Order between machines and rules: what starts first stops last, a failure holds the rest back, and starts leave time.
//! The names of machines are `dev-` and their id.

use std::time::Duration;

use super::*;

const TIERS: &str = "[office]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\nup = ['mon-fri 08:00-19:30']\n\
    order = ['name~dev-db*', 'name~dev-web*']\n";
const RULES: &str = "[db]\naccounts = ['a']\nselect = ['name~dev-db*']\nzone = 'UTC'\nup = ['mon-fri 08:00-19:30']\n\
    ready = 'tcp:5432'\n[app]\naccounts = ['a']\nselect = ['name~dev-app*']\nzone = 'UTC'\nup = ['mon-fri 08:00-19:30']\n\
    after = ['db']\n[web]\naccounts = ['a']\nselect = ['name~dev-web*']\nzone = 'UTC'\nup = ['mon-fri 08:00-19:30']\n\
    after = ['app']\n";

/// Machines of one state under rules that have run for a week.
fn bench(text: &str, ids: &[&str], state: &'static str) -> Bench {
    let mut bench = Bench::seasoned(text, state);
    bench.entries = ids.iter().map(|id| machine(id, state)).collect();
    bench.state.accounts.get_mut("a").unwrap().marks.listed = Some(ids.iter().map(|id| (*id).to_owned()).collect());
    bench
}

/// The machines on which a run acts, in the order of the listing.
fn acted(bench: &mut Bench, now: &str) -> Vec<String> {
    let report = bench.all(jan(now), obeyed);
    report.lines.iter().filter(|line| line.verdict.acts()).map(|line| line.id.clone()).collect()
}

fn line(bench: &mut Bench, now: &str, id: &str) -> Line {
    let report = bench.all(jan(now), down);
    report.lines.iter().find(|line| line.id == id).unwrap().clone()
}

#[test]
fn groups_start_in_their_order_and_stop_in_the_reverse() {
    let mut bench = bench(TIERS, &["web1", "db1", "db2", "x"], "stopped");
    assert_eq!(acted(&mut bench, "05 08:00"), ["db1", "db2", "x"], "what is in no group waits for nothing");
    assert_eq!(acted(&mut bench, "05 08:01"), ["web1"]);
    assert_eq!(acted(&mut bench, "05 08:02"), Vec::<String>::new());
    assert_eq!(acted(&mut bench, "05 19:30"), ["web1", "x"]);
    assert_eq!(acted(&mut bench, "05 19:31"), ["db1", "db2"]);
}

#[test]
fn rules_start_after_each_other_when_a_port_answers_and_stop_in_the_reverse() {
    let mut bench = bench(RULES, &["web1", "app1", "db1"], "stopped");
    assert_eq!(acted(&mut bench, "05 08:00"), ["db1"]);
    let port = Port { account: "a".to_owned(), id: "db1".to_owned(), number: 5432 };
    let rules = bench.rules.clone();
    let question =
        Question { now: jan("05 08:01"), rules: &rules, shields: &[], interval: None, answers: &BTreeMap::new() };
    let listing = Listing {
        account: "a",
        entries: &bench.entries,
        failure: None,
        stop: bench.stop,
        hard: true,
        tags_told: false,
        max_targets: 10,
        ceiling: 10,
        clock_is_right: true,
        started: BTreeMap::new(),
    };
    assert_eq!(decide(question, &[listing], &bench.state).unasked, std::slice::from_ref(&port));
    bench.answers = BTreeMap::from([(port.clone(), false)]);
    let waiting = line(&mut bench, "05 08:01", "app1");
    assert_eq!((waiting.verdict, waiting.kind), (Verdict::Waits, Some(Kind::Timeout)));
    assert!(
        waiting.why.starts_with("waits for dev-db1, which does not answer at tcp:5432: app wants it up"),
        "{waiting:?}"
    );
    bench.answers = BTreeMap::from([(port, true)]);
    assert_eq!(acted(&mut bench, "05 08:02"), ["app1"]);
    assert_eq!(acted(&mut bench, "05 08:03"), ["web1"]);
    for (now, id) in [("05 19:30", "web1"), ("05 19:31", "app1"), ("05 19:32", "db1")] {
        assert_eq!(acted(&mut bench, now), [id]);
    }
}

#[test]
fn a_failure_on_the_way_holds_the_rest_back_and_is_told_once() {
    let mut bench = bench(TIERS, &["db1", "web1"], "stopped");
    bench.all(jan("05 08:00"), down);
    let waiting = line(&mut bench, "05 08:05", "web1");
    assert_eq!((waiting.verdict, waiting.tell), (Verdict::Waits, false), "it was told at 08:00: {waiting:?}");
    bench.set("db1", "error");
    let waiting = line(&mut bench, "05 08:10", "web1");
    assert_eq!((waiting.kind, waiting.tell), (Some(Kind::Conflict), true), "{waiting:?}");
    assert!(waiting.why.starts_with("waits for dev-db1, which is error: "), "{waiting:?}");
    bench.set("db1", "running");
    assert_eq!(acted(&mut bench, "05 08:15"), ["web1"]);
}

#[test]
fn what_waits_for_its_stop_is_not_too_late_for_it() {
    let mut bench = bench(TIERS, &["db1", "web1"], "running");
    acted(&mut bench, "05 19:00");
    for minutes in (0..240).step_by(5) {
        bench.all(later(jan("05 19:30"), minutes), ignored);
    }
    bench.set("web1", "stopped");
    assert_eq!(acted(&mut bench, "05 23:30"), ["db1"]);
}

#[test]
fn a_hold_and_the_persons_wish_hold_back_without_a_failure_and_an_unlisted_account_too() {
    let mut bench = bench(TIERS, &["1", "db1", "web1"], "stopped");
    bench.rules = rules(&TIERS.replace("dev-db*", "dev-1"));
    bench.hold(Held::Off, "05 07:00", None);
    let waiting = line(&mut bench, "05 08:00", "web1");
    assert_eq!(waiting.kind, None);
    assert!(waiting.why.starts_with("waits for dev-1, which is stopped and held: "), "{waiting:?}");
    bench.hold(Held::Up, "05 07:00", None);
    assert_eq!(acted(&mut bench, "05 08:00"), ["1"], "db1 has just failed");
    assert_eq!(acted(&mut bench, "05 08:05"), ["db1", "web1"]);
    bench.rules = rules(
        &RULES
            .replace("after = ['db']", "after = ['db']\n")
            .replace("[db]\naccounts = ['a']", "[db]\naccounts = ['b']"),
    );
    bench.entries = vec![machine("app1", "stopped")];
    bench.state.accounts.get_mut("a").unwrap().marks.listed = Some(["app1".to_owned()].into());
    let waiting = line(&mut bench, "05 08:10", "app1");
    assert!(waiting.why.starts_with("waits for the machines of db at b, which is not listed: "), "{waiting:?}");
}

#[test]
fn rules_that_do_not_go_together_are_a_failure() {
    let text = RULES.replacen("mon-fri 08:00-19:30", "sat 08:00-19:30", 1);
    let mut bench = bench(&text, &["app1", "db1"], "stopped");
    let waiting = line(&mut bench, "05 08:00", "app1");
    assert_eq!(waiting.kind, Some(Kind::Conflict));
    assert!(waiting.why.starts_with("waits for dev-db1, which is stopped, as its rule wants it: "), "{waiting:?}");
}

#[test]
fn starts_leave_time_between_each_other_also_from_run_to_run() {
    let text = format!("{OFFICE}stagger = '40s'\n");
    let mut bench = bench(&text, &["1", "2", "3", "4"], "stopped");
    assert_eq!(acted(&mut bench, "05 08:00"), ["1", "2", "3"]);
    assert_eq!(acted(&mut bench, "05 08:01"), ["4"], "a minute after the third, which was started at 08:01:20");
    let text = format!("{OFFICE}stagger = '10m'\n");
    let mut bench = self::bench(&text, &["1", "2"], "stopped");
    assert_eq!(acted(&mut bench, "05 08:00"), ["1"]);
    assert_eq!(acted(&mut bench, "05 08:05"), Vec::<String>::new());
    assert_eq!(acted(&mut bench, "05 08:10"), ["2"]);
}

#[test]
fn delays_are_those_of_a_row() {
    let mut bench = bench(&format!("{OFFICE}stagger = '40s'\n"), &["1", "2"], "stopped");
    let rules = bench.rules.clone();
    let question =
        Question { now: jan("05 08:00"), rules: &rules, shields: &[], interval: None, answers: &BTreeMap::new() };
    let listing = Listing {
        account: "a",
        entries: &bench.entries,
        failure: None,
        stop: bench.stop,
        hard: true,
        tags_told: false,
        max_targets: 10,
        ceiling: 10,
        clock_is_right: true,
        started: BTreeMap::new(),
    };
    let delays: Vec<Duration> =
        decide(question, &[listing], &bench.state).machines.iter().map(|one| one.delay).collect();
    assert_eq!(delays, [Duration::ZERO, Duration::from_secs(40)]);
    bench.set("1", "running");
}
