//! Failures and their announcements, and first runs.

use super::*;

#[test]
fn failures_back_off_per_machine_from_five_minutes_to_an_hour() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    bench.entries.push(machine("2", "stopped"));
    let known = bench.state.accounts.get_mut("a").unwrap();
    known.marks.listed = Some(["1".to_owned(), "2".to_owned()].into());
    let mut tried = Vec::new();
    for minutes in (0..240).step_by(5) {
        let report = bench.all(later(jan("05 08:00"), minutes), |line| {
            if line.id == "2" {
                return Outcome::Seen;
            }
            tried.push(minutes);
            down(line)
        });
        assert_eq!(report.lines[0].kind.is_some(), minutes > 0 && tried.last() != Some(&minutes), "{report:?}");
        if tried.last() != Some(&minutes) {
            assert!(matches!(report.lines[0].verdict, Verdict::Left(Left::BackingOff(_))));
            assert_eq!(report.lines[0].kind, Some(Kind::Unavailable), "the exit code stays non-zero");
        }
        assert_eq!(report.lines[1].verdict, if minutes == 0 { Verdict::Start } else { Verdict::Nothing });
    }
    assert_eq!(tried, [0, 5, 15, 35, 75, 135, 195]);
}

#[test]
fn a_new_edge_does_not_wait_for_an_old_failure() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    for now in ["05 16:00", "05 16:05", "05 16:15", "05 16:35", "05 17:15", "05 18:15", "05 19:15"] {
        assert_eq!(bench.run(now, down).verdict, Verdict::Start, "{now}");
    }
    bench.set("1", "running");
    assert!(is_stop(bench.run("05 19:30", obeyed).verdict));
}

#[test]
fn the_same_failure_is_told_once_then_hourly_then_its_end() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    let mut told = Vec::new();
    for minutes in (0..200).step_by(5) {
        if bench.all(later(jan("05 08:00"), minutes), down).lines[0].tell {
            told.push(minutes);
        }
    }
    assert_eq!(told, [0, 75, 135, 195]);
    bench.set("1", "running");
    let line = bench.quiet("05 11:25");
    assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Nothing, true, None));
    assert!(line.why.contains("before, in 7 runs since 2026-01-05 08:00 UTC: no route"), "{}", line.why);
    assert!(!bench.quiet("05 11:30").tell);
}

#[test]
fn what_is_accepted_and_not_done_is_a_failure_until_it_is_seen() {
    let mut bench = Bench::seasoned(OFFICE, "stopped");
    assert_eq!(bench.run("05 08:00", ignored).kind, None, "it may take its time");
    let line = bench.quiet("05 08:02");
    assert!(matches!(line.verdict, Verdict::Left(Left::BackingOff(_))), "{line:?}");
    assert_eq!((line.kind, line.tell), (Some(Kind::Timeout), true));
    assert!(line.why.starts_with("still stopped though told to change Mon 2026-01-05 08:00 UTC"), "{}", line.why);
    let line = bench.quiet("05 08:03");
    assert_eq!((line.kind, line.tell), (Some(Kind::Timeout), false), "it is told once");
    assert_eq!(bench.run("05 08:05", ignored).verdict, Verdict::Start);
    bench.set("1", "running");
    let line = bench.quiet("05 08:10");
    assert_eq!((line.verdict, line.kind), (Verdict::Nothing, None));
}

#[test]
fn an_account_that_cannot_be_listed_is_told_once_then_hourly_then_its_end() {
    let mut bench = Bench::seasoned(OFFICE, "running");
    bench.failure = Some((Kind::Unavailable, "no route".to_owned()));
    let mut told = Vec::new();
    for minutes in (0..130).step_by(5) {
        let notes = bench.all(later(jan("05 08:00"), minutes), down).notes;
        assert_eq!((notes.len(), notes[0].kind), (1, Some(Kind::Unavailable)), "the exit code stays non-zero");
        told.extend(notes[0].tell.then_some(minutes));
    }
    assert_eq!(told, [0, 60, 120]);
    bench.failure = None;
    let notes = bench.all(jan("05 11:00"), down).notes;
    assert_eq!((notes.len(), notes[0].kind, notes[0].tell), (1, None, true));
    assert!(notes[0].words.starts_with("its machines are listed again"), "{notes:?}");
    assert_eq!(bench.all(jan("05 11:05"), down).notes, []);
}

#[test]
fn at_a_first_run_or_with_lost_marks_the_present_window_counts_as_not_done() {
    let mut bench = Bench::new(OFFICE, "stopped");
    let report = bench.all(jan("05 10:00"), down);
    assert_eq!((report.lines[0].verdict, report.first_run), (Verdict::Start, vec!["office at a".to_owned()]));
    let report = bench.all(jan("05 10:05"), obeyed);
    assert_eq!((report.lines[0].verdict, report.first_run.len()), (Verdict::Start, 0));
    bench.set("1", "stopped");
    bench.quiet("05 10:10");
    bench.state = State::default();
    let report = bench.all(jan("05 10:15"), obeyed);
    assert_eq!((report.lines[0].verdict, report.first_run.len()), (Verdict::Start, 1));
}
