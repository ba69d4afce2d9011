//! Acts at an edge: which, how often, and until when.

use super::*;

fn always() -> String {
    format!("{OFFICE}enforce = 'always'\n")
}

#[test]
fn once_an_edge_is_done_when_the_wanted_state_was_seen() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    assert_eq!(bench.run("05 08:00", down).verdict, Verdict::Start);
    assert_eq!(bench.run("05 08:05", ignored).verdict, Verdict::Start, "until then each run tries again");
    assert_eq!(bench.run("05 08:15", obeyed).verdict, Verdict::Start);
    assert_eq!(bench.quiet("05 08:20").verdict, Verdict::Nothing);
    bench.set("1", "stopped");
    let line = bench.quiet("05 08:25");
    assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Left(Left::Done), false, None));
    assert!(
        line.why.contains("office wants it up since Mon 2026-01-05 08:00 UTC (mon-fri 08:00-19:30)"),
        "{}",
        line.why
    );
    bench.set("1", "running");
    assert_eq!(bench.run("05 19:30", obeyed).verdict, plain());
    bench.set("1", "running");
    assert_eq!(bench.quiet("06 07:59").verdict, Verdict::Left(Left::Done), "whatever a person does");
    bench.set("1", "stopped");
    assert_eq!(bench.run("06 08:00", obeyed).verdict, Verdict::Start);
}

#[test]
fn once_what_a_person_did_before_the_run_counts_as_done() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    assert_eq!(bench.quiet("05 08:00").verdict, Verdict::Nothing);
    bench.set("1", "stopped");
    assert_eq!(bench.quiet("05 09:00").verdict, Verdict::Left(Left::Done));
}

#[test]
fn stopped_by_its_owner_it_stays_down_until_the_next_up_edge() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.run("05 08:00", obeyed);
    bench.set("1", "stopped");
    for now in ["05 08:05", "05 12:00", "05 19:29"] {
        assert_eq!(bench.quiet(now).verdict, Verdict::Left(Left::Done), "{now}");
    }
    assert_eq!(bench.quiet("05 19:30").verdict, Verdict::Nothing);
    assert_eq!(bench.run("06 08:00", obeyed).verdict, Verdict::Start);
}

#[test]
fn marks_are_by_instant_and_not_by_the_rules_name() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.run("05 08:00", obeyed);
    bench.rules = rules(&OFFICE.replace("office", "bureau"));
    bench.set("1", "stopped");
    assert_eq!(bench.quiet("05 08:05").verdict, Verdict::Left(Left::Done));
}

#[test]
fn always_restores_the_wanted_state_at_each_run() {
    let mut bench = Bench::seasoned(&always(), "stopped");
    for now in ["05 08:00", "05 08:05", "05 19:25"] {
        bench.set("1", "stopped");
        assert_eq!(bench.run(now, obeyed).verdict, Verdict::Start, "{now}");
        assert_eq!(bench.quiet(now).verdict, Verdict::Nothing);
    }
    for now in ["05 19:30", "05 23:00", "06 07:55"] {
        bench.set("1", "running");
        assert_eq!(bench.run(now, obeyed).verdict, plain(), "{now}: it is never too late for it");
    }
}

#[test]
fn provider_down_over_an_edge_the_first_run_that_succeeds_does_it_and_only_the_latest_counts() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.failure = Some((Kind::Unavailable, "no route".to_owned()));
    let entries = std::mem::take(&mut bench.entries);
    for now in ["05 07:55", "05 08:00", "05 11:00"] {
        assert!(bench.all(jan(now), down).lines.is_empty());
    }
    (bench.failure, bench.entries) = (None, entries);
    assert_eq!(bench.run("05 12:00", obeyed).verdict, Verdict::Start);

    let mut bench = Bench::seasoned(OFFICE, "stopped");
    for now in ["05 08:00", "05 19:00"] {
        assert_eq!(bench.run(now, down).verdict, Verdict::Start);
    }
    assert_eq!(bench.quiet("05 19:30").verdict, Verdict::Nothing, "the up edge has passed");
}

#[test]
fn a_late_stop_is_skipped_and_told_once() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.quiet("05 12:00");
    let mut other = Bench::seasoned(OFFICE, "running");
    assert!(is_stop(other.run("05 21:30", down).verdict), "just in time");
    let line = bench.quiet("05 21:31");
    assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Left(Left::Late), true, None));
    assert!(line.why.contains("too late"), "{}", line.why);
    for now in ["05 21:36", "06 03:00"] {
        let line = bench.quiet(now);
        assert_eq!((line.verdict, line.tell), (Verdict::Left(Left::Late), false), "{now}");
    }
    assert_eq!(bench.quiet("06 08:00").verdict, Verdict::Nothing);
    assert!(is_stop(bench.run("06 19:30", obeyed).verdict));
}

#[test]
fn starts_are_made_until_the_window_ends_but_not_in_its_last_ten_minutes() {
    for (now, verdict) in [
        ("05 19:19", Verdict::Start),
        ("05 19:20", Verdict::Left(Left::LastMinutes)),
        ("05 19:29", Verdict::Left(Left::LastMinutes)),
    ] {
        let mut bench = Bench::seasoned(OFFICE, "stopped");
        let line = bench.run(now, obeyed);
        assert_eq!(line.verdict, verdict, "{now}");
    }
}

#[test]
fn a_one_sided_rule_wishes_only_from_its_edge_until_done_or_late() {
    let night = OFFICE.replace("up = ['mon-fri 08:00-19:30']", "down_at = ['mon-fri 19:30']");
    let mut bench = Bench::seasoned(&night, "running");
    assert_eq!(bench.quiet("05 19:29").verdict, Verdict::Left(Left::Late), "its last edge was on the 2nd");
    assert!(is_stop(bench.run("05 19:30", obeyed).verdict));
    bench.set("1", "running");
    assert_eq!(bench.quiet("05 19:35").verdict, Verdict::Left(Left::Done));
    let line = bench.quiet("06 21:30");
    assert_eq!((line.verdict, line.tell), (Verdict::Left(Left::Late), true));
    assert!(!bench.quiet("06 21:36").tell);

    let morning = OFFICE.replace("up = ['mon-fri 08:00-19:30']", "up_at = ['mon-fri 08:00']");
    let mut bench = Bench::seasoned(&morning, "stopped");
    let line = bench.quiet("05 10:00");
    assert_eq!((line.verdict, line.tell), (Verdict::Left(Left::Late), true), "a start is late there as well");
}

#[test]
fn a_one_sided_rule_that_is_always_enforced_wishes_at_each_run_until_late() {
    let night = always().replace("up = ['mon-fri 08:00-19:30']", "down_at = ['mon-fri 19:30']");
    let mut bench = Bench::seasoned(&night, "running");
    for now in ["05 19:30", "05 20:00", "05 21:29"] {
        bench.set("1", "running");
        assert!(is_stop(bench.run(now, obeyed).verdict), "{now}");
    }
    bench.set("1", "running");
    let line = bench.quiet("05 21:30");
    assert_eq!((line.verdict, line.tell), (Verdict::Left(Left::BeforeEdge), false));
}

#[test]
fn a_wish_without_an_edge_is_done_once_too() {
    let text = OFFICE.replace("mon-fri 08:00-19:30", "daily 00:00-24:00");
    let mut bench = Bench::seasoned(&text, "stopped");
    assert_eq!(bench.run("05 08:00", obeyed).verdict, Verdict::Start);
    bench.set("1", "stopped");
    assert_eq!(bench.quiet("05 08:05").verdict, Verdict::Left(Left::Done));
    assert_eq!(bench.quiet("31 08:05").verdict, Verdict::Left(Left::Done));
}
