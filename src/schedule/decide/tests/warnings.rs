//! Warnings of stops: told once and in time, put off when told late, and no stop where a hold came meanwhile.
//! Runs are made every five minutes.

use super::*;

fn text() -> String {
    format!("{OFFICE}warn = '10m'\nnotify = ['command true']\n")
}

/// The warnings of a run, and the verdict on the first machine.
fn told(bench: &mut Bench, now: &str) -> (Vec<String>, Verdict) {
    let report = bench.all(jan(now), obeyed);
    (report.warnings, report.lines[0].verdict)
}

#[test]
fn a_stop_is_told_once_before_it_comes() {
    let mut bench = Bench::seasoned(&text(), "running");
    for now in ["05 08:00", "05 19:10"] {
        assert_eq!(told(&mut bench, now).0, Vec::<String>::new(), "{now}");
    }
    assert_eq!(told(&mut bench, "05 19:16").0, ["office 1 2026-01-05T19:30:00Z"]);
    assert_eq!(told(&mut bench, "05 19:21").0, Vec::<String>::new());
    assert_eq!(told(&mut bench, "05 19:30"), (Vec::new(), plain()));
    assert_eq!(told(&mut bench, "05 19:35"), (Vec::new(), Verdict::Nothing));
}

#[test]
fn a_stop_that_was_not_told_in_time_comes_so_much_later() {
    let mut bench = Bench::seasoned(&text(), "running");
    told(&mut bench, "05 08:00");
    assert_eq!(told(&mut bench, "05 19:40"), (vec!["office 1 2026-01-05T19:50:00Z".to_owned()], Verdict::Waits));
    assert_eq!(told(&mut bench, "05 19:45"), (Vec::new(), Verdict::Waits));
    assert_eq!(told(&mut bench, "05 19:50"), (Vec::new(), plain()));
}

#[test]
fn a_hold_meanwhile_postpones_and_one_over_the_edge_needs_no_warning() {
    let mut bench = Bench::seasoned(&text(), "running");
    told(&mut bench, "05 08:00");
    assert_eq!(told(&mut bench, "05 19:20").0.len(), 1);
    bench.hold(Held::Up, "05 19:25", Some("05 22:00"));
    assert_eq!(told(&mut bench, "05 19:30"), (Vec::new(), Verdict::Nothing));
    assert_eq!(told(&mut bench, "05 22:00"), (vec!["office 1 2026-01-05T22:10:00Z".to_owned()], Verdict::Waits));
    assert_eq!(told(&mut bench, "05 22:10"), (Vec::new(), plain()));
    let mut held = Bench::seasoned(&text(), "running");
    held.hold(Held::Up, "05 08:00", None);
    assert_eq!(told(&mut held, "05 19:20").0, Vec::<String>::new());
}

#[test]
fn a_limit_is_told_of_too_and_a_stopped_machine_is_not() {
    let mut bench = Bench::seasoned(&format!("{}max_run = '2h'\n", text()), "running");
    told(&mut bench, "05 09:00");
    assert_eq!(told(&mut bench, "05 10:50").0, ["office 1 2026-01-05T11:00:00Z"]);
    assert_eq!(told(&mut bench, "05 11:00"), (Vec::new(), plain()));
    assert_eq!(told(&mut bench, "05 19:20").0, Vec::<String>::new());
}
