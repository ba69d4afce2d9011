//! Machines that appear while a rule is at work.

use super::*;

/// Adds the second machine from now on.
fn appear(bench: &mut Bench, state: &'static str, created: Option<&str>) {
    let mut entry = machine("2", state);
    Arc::make_mut(&mut entry.record).head.created_at = created.map(|at| jan(at).to_string());
    bench.entries.push(entry);
}

fn second(bench: &mut Bench, now: &str, act: fn(&Line) -> Outcome) -> Verdict {
    bench.all(jan(now), act).lines[1].verdict
}

#[test]
fn under_once_a_new_machine_is_left_until_the_next_edge() {
    for created in [None, Some("05 10:00")] {
        let mut bench = Bench::seasoned(OFFICE, "running");
        bench.quiet("05 10:00");
        appear(&mut bench, "stopped", created);
        for now in ["05 10:05", "05 10:10", "05 19:00"] {
            assert_eq!(second(&mut bench, now, down), Verdict::Left(Left::New), "{now} {created:?}");
        }
        bench.set("2", "running");
        assert_eq!(second(&mut bench, "05 19:30", obeyed), plain(), "{created:?}");
    }
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    appear(&mut bench, "running", Some("05 20:00"));
    assert_eq!(second(&mut bench, "05 20:05", down), Verdict::Left(Left::New), "made in the evening, it stays up");
}

#[test]
fn under_once_a_machine_made_before_the_edge_is_not_new() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    appear(&mut bench, "stopped", Some("05 07:50"));
    assert_eq!(second(&mut bench, "05 10:00", obeyed), Verdict::Start, "no run came between");
}

#[test]
fn what_is_there_at_a_rules_first_run_is_not_new_even_if_that_run_fails() {
    let mut bench = Bench::new(OFFICE, "running");
    appear(&mut bench, "stopped", Some("05 09:00"));
    assert_eq!(second(&mut bench, "05 10:00", down), Verdict::Start);
    assert_eq!(second(&mut bench, "05 10:05", obeyed), Verdict::Start);
}

#[test]
fn a_machine_that_a_rule_newly_takes_in_is_not_new() {
    let mut bench = Bench::seasoned(&OFFICE.replace("name~*", "name=dev-1"), "running");
    appear(&mut bench, "stopped", None);
    bench.all(jan("05 09:00"), down);
    bench.rules = rules(OFFICE);
    assert_eq!(second(&mut bench, "05 09:05", obeyed), Verdict::Start);
}

#[test]
fn under_always_a_new_machine_is_left_for_its_grace_and_at_once_where_its_creation_is_unknown() {
    let text = format!("{OFFICE}enforce = 'always'\n");
    let mut bench = Bench::seasoned(&text, "stopped");
    appear(&mut bench, "running", Some("05 20:00"));
    assert_eq!(second(&mut bench, "05 20:05", obeyed), Verdict::Left(Left::New));
    assert_eq!(second(&mut bench, "05 20:14", obeyed), Verdict::Left(Left::New));
    assert_eq!(second(&mut bench, "05 20:15", obeyed), plain());

    let mut bench = Bench::seasoned(&format!("{text}new_machine_grace = '1m'\n"), "stopped");
    appear(&mut bench, "running", Some("05 20:00"));
    assert_eq!(second(&mut bench, "05 20:05", obeyed), plain());

    for created in [None, Some("2026-01-05 20:00:00")] {
        let mut bench = Bench::seasoned(&text, "stopped");
        appear(&mut bench, "running", None);
        Arc::make_mut(&mut bench.entries[1].record).head.created_at = created.map(str::to_owned);
        assert_eq!(second(&mut bench, "05 20:05", obeyed), plain(), "{created:?}");
    }
}
