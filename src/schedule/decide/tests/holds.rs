//! Holds: over all rules, enforced at each run, and the rule's wish when they end.

use super::*;

const NIGHT: &str = "[night]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\ndown_at = ['daily 19:30']\n";

#[test]
fn a_hold_is_over_all_rules_and_enforced_at_each_run() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.hold(Held::Up, "05 18:00", Some("05 23:00"));
    assert_eq!(bench.quiet("05 19:30").verdict, Verdict::Nothing);
    for now in ["05 19:35", "05 22:55"] {
        bench.set("1", "stopped");
        let line = bench.run(now, obeyed);
        assert_eq!(line.verdict, Verdict::Start, "{now}");
        assert!(line.why.contains("held up since Mon 2026-01-05 18:00 UTC until"), "{}", line.why);
    }
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.hold(Held::Down, "05 09:00", None);
    for now in ["05 09:00", "20 12:00"] {
        bench.set("1", "running");
        assert_eq!(bench.run(now, obeyed).verdict, plain(), "{now}");
    }
}

#[test]
fn at_the_end_of_a_hold_the_rules_wish_is_a_fresh_edge() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.hold(Held::Up, "05 18:00", Some("05 23:00"));
    bench.quiet("05 22:55");
    assert_eq!(bench.run("05 23:00", obeyed).verdict, plain(), "it is late for 19:30, not for 23:00");
    bench.set("1", "running");
    assert_eq!(bench.quiet("05 23:05").verdict, Verdict::Left(Left::Done));
    assert_eq!(bench.quiet("06 08:00").verdict, Verdict::Nothing);

    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.run("05 08:00", obeyed);
    bench.hold(Held::Off, "05 09:00", Some("05 12:00"));
    bench.set("1", "stopped");
    let line = bench.quiet("05 11:55");
    assert_eq!((line.verdict, line.tell), (Verdict::Left(Left::Hold), false));
    assert_eq!(bench.run("05 12:00", obeyed).verdict, Verdict::Start, "what was done before the hold counts no more");
}

#[test]
fn off_leaves_the_machine_alone_over_edges() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.hold(Held::Off, "05 07:00", None);
    for now in ["05 08:00", "05 20:00", "20 12:00"] {
        assert_eq!(bench.quiet(now).verdict, Verdict::Left(Left::Hold), "{now}");
    }
}

#[test]
fn a_hold_needs_no_rule_and_is_about_one_machine_only() {
    let mut bench = Bench::seasoned(&OFFICE.replace("name~*", "name=other"), "running");
    bench.entries.push(machine("2", "running"));
    assert_eq!(bench.all(jan("05 20:00"), down).lines.len(), 0);
    bench.hold(Held::Down, "05 20:00", Some("05 21:00"));
    assert_eq!(bench.run("05 20:05", obeyed).verdict, plain());
    assert_eq!(bench.all(jan("05 21:00"), down).lines.len(), 0, "ended, and no rule is about it");
    bench.stop = Some(StopMode::Unknown);
    bench.set("1", "running");
    bench.hold(Held::Down, "05 21:30", None);
    let how = crate::schedule::rule::How::Provider;
    assert_eq!(bench.run("05 21:30", obeyed).verdict, Verdict::Stop(Stop { how, ..Stop::default() }));
}

#[test]
fn a_hold_puts_single_times_off() {
    let mut bench = Bench::seasoned(NIGHT, "running");
    bench.hold(Held::Up, "05 17:00", Some("05 22:00"));
    assert_eq!(bench.quiet("05 19:35").verdict, Verdict::Nothing);
    assert!(is_stop(bench.run("05 22:00", obeyed).verdict), "its time came during the hold");
    bench.set("1", "running");
    assert_eq!(bench.quiet("05 22:05").verdict, Verdict::Left(Left::Done));

    let mut bench = Bench::seasoned(NIGHT, "running");
    bench.run("05 19:30", obeyed);
    bench.hold(Held::Up, "05 20:00", Some("05 20:30"));
    bench.run("05 20:00", obeyed);
    assert_eq!(bench.quiet("05 20:30").verdict, Verdict::Left(Left::Done), "what was done is no wish");

    let mut bench = Bench::seasoned(NIGHT, "running");
    bench.hold(Held::Up, "05 12:00", Some("05 13:00"));
    assert_eq!(bench.quiet("05 13:00").verdict, Verdict::Left(Left::Late), "yesterday's was over before");
}

#[test]
fn a_hold_that_ended_five_weeks_ago_is_forgotten() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.hold(Held::Up, "01 00:00", Some("01 01:00"));
    bench.all(later(jan("01 01:00"), 35 * 24 * 60), obeyed);
    assert_eq!(bench.state.accounts["a"].holds.len(), 1);
    bench.all(later(jan("01 01:00"), 35 * 24 * 60 + 1), obeyed);
    assert_eq!((bench.state.accounts["a"].holds.len(), bench.state.accounts["a"].dropped.len()), (0, 1));
}
