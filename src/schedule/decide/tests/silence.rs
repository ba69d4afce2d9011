//! Silence means that all is well: anything not as wished keeps the exit code, is told once, and goes on being tried.

use super::*;

#[test]
fn a_state_that_forbids_what_is_wished_is_a_conflict_until_it_ends() {
    for state in ["paused", "suspended", "shelved", "error", "unknown"] {
        for now in ["05 08:00", "05 20:00"] {
            let mut bench = Bench::seasoned(OFFICE, state);
            let line = bench.quiet(now);
            let conflict = Some(Kind::Conflict);
            assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Skipped, true, conflict), "{state}");
            assert!(line.why.contains(state), "{}", line.why);
            for minutes in [":05", ":55"] {
                let line = bench.quiet(&now.replace(":00", minutes));
                assert_eq!((line.tell, line.kind), (false, conflict), "{state}: told once, and the exit code stays");
            }
        }
    }
}

#[test]
fn a_machine_on_its_way_for_longer_than_its_grace_is_late() {
    for state in ["starting", "stopping", "busy"] {
        let mut bench = Bench::seasoned(OFFICE, state);
        let mut told = Vec::new();
        for minutes in (0..180).step_by(5) {
            let report = bench.all(later(jan("05 08:00"), minutes), down);
            let late = (minutes >= 5).then_some(Kind::Timeout);
            assert_eq!(report.lines[0].kind, late, "{state} {minutes}");
            told.extend(report.lines[0].tell.then_some(minutes));
        }
        assert_eq!(told, [5, 65, 125], "{state}");
        bench.set("1", "running");
        let line = bench.quiet("05 11:00");
        assert_eq!((line.kind, line.tell), (None, true), "{state}: its end is told");
    }
}

#[test]
fn an_error_after_the_edge_is_nobodys_wish_and_a_pause_may_be() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.quiet("05 08:00");
    bench.set("1", "error");
    assert_eq!(bench.quiet("05 09:00").kind, Some(Kind::Conflict));
    bench.set("1", "starting");
    assert_eq!(bench.quiet("05 09:05").kind, None);
    assert_eq!(bench.quiet("05 09:10").kind, Some(Kind::Timeout));
    bench.set("1", "suspended");
    assert_eq!(bench.quiet("05 09:15").kind, None);
    bench.hold(Held::Off, "05 09:16", None);
    bench.set("1", "error");
    assert_eq!(bench.quiet("05 09:20").kind, None, "held off");
}

#[test]
fn a_stop_that_was_tried_in_time_goes_on_being_tried_after_late() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    let mut tried = 0;
    for minutes in (0..60 * 12).step_by(5) {
        let line = &bench.all(later(jan("05 19:30"), minutes), |line| {
            tried += 1;
            down(line)
        });
        let line = &line.lines[0];
        assert!(line.kind.is_some() || is_stop(line.verdict), "{minutes}: {line:?}");
    }
    assert!(tried > 12, "{tried}");
    bench.set("1", "running");
    assert!(is_stop(bench.run("06 07:45", obeyed).verdict));
}

#[test]
fn an_edge_that_fell_into_an_outage_is_carried_out_when_it_ends() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.quiet("05 12:00");
    let entries = std::mem::take(&mut bench.entries);
    bench.failure = Some((Kind::Unavailable, "no route".to_owned()));
    for minutes in (0..300).step_by(5) {
        bench.all(later(jan("05 19:30"), minutes), down);
    }
    (bench.failure, bench.entries) = (None, entries);
    assert!(is_stop(bench.run("06 00:30", down).verdict));
    assert!(is_stop(bench.run("06 00:35", down).verdict), "and goes on being tried");
    // No run tried the edge, which came while the machine slept.
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.quiet("05 12:00");
    assert_eq!(bench.quiet("06 00:30").verdict, Verdict::Left(Left::Late));
}

#[test]
fn what_was_accepted_and_then_slept_over_is_late() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.run("05 19:30", ignored);
    // The machine may have stopped, and a person may have started it.
    assert_eq!(bench.quiet("05 23:00").verdict, Verdict::Left(Left::Late));
}

#[test]
fn refused_by_a_limit_it_is_refused_for_as_long_as_it_is_wished() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.entries.push(machine("2", "running"));
    bench.max_targets = 1;
    for now in ["05 19:30", "05 21:29", "05 21:35", "06 03:00"] {
        let report = bench.all(jan(now), |line| panic!("{line:?}"));
        assert!(report.kinds.contains(&Kind::Refused), "{now}: {report:?}");
    }
    bench.rules = rules(&format!("{OFFICE}max_targets = 2\n"));
    assert_eq!(bench.all(jan("06 03:05"), obeyed).kinds, []);
    bench.rules = rules(OFFICE);
}

#[test]
fn under_always_what_was_just_done_is_looked_at_before_it_is_done_again() {
    let mut bench = Bench::seasoned(&format!("{OFFICE}enforce = 'always'\n"), "stopped");
    bench.run("05 08:00", obeyed);
    bench.set("1", "stopped");
    let question = |bench: &Bench| bench.state.accounts["a"].marks.machines["1"].reached;
    assert_eq!(question(&bench), Some(crate::schedule::Wanted::Up), "the listing may be older than the act");
    let line = bench.run("05 08:05", |_| Outcome::Already);
    assert!(!line.tell, "nothing was sent");
    bench.set("1", "running");
    bench.quiet("05 08:10");
    assert_eq!(question(&bench), None);
}
