//! `max_run`: a machine is stopped when it has run for so long, by its start where that is known, never before the rule
//! is as old, and never over a hold.

use super::*;

const LAB: &str = "[lab]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\nmax_run = '8h'\n";

#[test]
fn a_machine_is_stopped_when_it_has_run_for_so_long() {
    let mut bench = Bench::seasoned(LAB, "stopped");
    bench.quiet("05 09:00");
    bench.set("1", "running");
    bench.quiet("05 10:00");
    bench.quiet("05 17:55");
    let line = bench.run("05 18:00", obeyed);
    assert_eq!(line.verdict, plain());
    assert!(line.why.starts_with("lab wants it down since Mon 2026-01-05 18:00 UTC (max_run)"), "{line:?}");
    bench.quiet("05 18:05");
    bench.set("1", "running");
    bench.quiet("05 20:00");
    assert_eq!(bench.run("06 09:00", obeyed).verdict, plain(), "a host that slept makes it no less due");
}

#[test]
fn its_start_in_the_history_counts_and_the_rule_must_be_as_old() {
    let mut bench = Bench::seasoned(LAB, "running");
    bench.started.insert("1".to_owned(), jan("05 06:00"));
    bench.quiet("05 13:55");
    assert_eq!(bench.run("05 14:00", obeyed).verdict, plain());
    let mut young = Bench::new(LAB, "running");
    young.started.insert("1".to_owned(), jan("01 06:00"));
    young.quiet("05 08:00");
    young.quiet("05 15:55");
    assert_eq!(young.run("05 16:00", obeyed).verdict, plain());
}

#[test]
fn it_ends_a_window_once_and_holds_win() {
    let text = format!("{OFFICE}max_run = '4h'\n");
    let mut bench = Bench::seasoned(&text, "stopped");
    assert_eq!(bench.run("05 08:00", obeyed).verdict, Verdict::Start);
    bench.quiet("05 08:05");
    bench.hold(Held::Up, "05 09:00", Some("05 14:00"));
    bench.quiet("05 13:00");
    assert_eq!(bench.run("05 14:00", obeyed).verdict, plain());
    bench.quiet("05 14:05");
    bench.quiet("05 19:30");
    assert_eq!(bench.run("06 08:00", obeyed).verdict, Verdict::Start, "the next window is another");
}

#[test]
fn a_rule_that_is_always_enforced_has_no_limit() {
    let loaded = load(&format!("{OFFICE}max_run = '4h'\nenforce = 'always'\n"), Path::new("x"), &Copies::default());
    assert!(loaded.bad[0].to_string().contains("max_run: a rule that is always enforced"), "{:?}", loaded.bad);
}
