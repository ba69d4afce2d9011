//! Stops that take their time: the grace, and the step after it.

use super::*;
use crate::schedule::asked::Asked;

fn bench(stop: &str, rest: &str) -> Bench {
    Bench::seasoned(&format!("{OFFICE}stop = {{ {stop} }}\n{rest}"), "running")
}

#[test]
fn a_run_that_was_watched_and_went_on_is_ended_hard_after_its_grace() {
    let mut bench = bench("grace = '10m', then = 'hard'", "");
    assert!(is_stop(bench.run("05 19:30", ignored).verdict));
    let mark = &bench.state.accounts["a"].marks.machines["1"];
    assert_eq!(mark.asked, Some(Asked::new(jan("05 19:30"), Some(jan("05 19:30")))));
    assert_eq!(bench.quiet("05 19:35").verdict, Verdict::Asked(jan("05 19:40")));
    let line = bench.run("05 19:40", obeyed);
    assert_eq!(line.verdict, Verdict::HardStop);
    assert!(line.why.contains("did not stop when asked Mon 2026-01-05 19:30 UTC"), "{}", line.why);
    bench.set("1", "running");
    assert_eq!(bench.quiet("05 19:45").verdict, Verdict::Left(Left::Done));
}

#[test]
fn one_look_proves_nothing_and_a_second_request_in_vain_does() {
    // The machine, asked at 19:30, may have stopped at 19:33 and been started at 19:34.
    let mut bench = bench("grace = '5m', then = 'hard'", "");
    bench.run("05 19:30", ignored);
    let line = bench.run("05 19:35", ignored);
    assert!(is_stop(line.verdict) && line.why.contains("nothing proves"), "{line:?}");
    assert_eq!(bench.run("05 19:40", obeyed).verdict, Verdict::HardStop);
}

#[test]
fn without_proof_that_it_is_the_same_run_its_power_is_never_cut() {
    let stop = "grace = '5m', then = 'hard'";
    let hard = |bench: &mut Bench, from: &str, step: i64| {
        (1..40).any(|run| {
            let now = later(jan(from), run * step);
            bench.all(now, ignored).lines[0].verdict == Verdict::HardStop
        })
    };
    let mut unknown = bench(stop, "enforce = 'always'\n");
    unknown.interval = None;
    unknown.run("05 19:30", ignored);
    assert!(!hard(&mut unknown, "05 19:30", 5), "nobody knows how often runs are made");
    let mut rare = bench(stop, "enforce = 'always'\n");
    rare.run("05 19:30", ignored);
    assert!(!hard(&mut rare, "05 19:30", 20), "runs are left out");
    let mut slept = bench(stop, "");
    slept.run("05 19:30", ignored);
    assert!(is_stop(slept.run("05 21:10", ignored).verdict), "asked again after a sleep");
    let mut between = bench(stop, "enforce = 'always'\n");
    between.run("05 19:30", ignored);
    between.set("1", "stopping");
    between.quiet("05 19:32");
    between.set("1", "running");
    assert!(is_stop(between.run("05 19:35", ignored).verdict), "it went back to running");
    assert_eq!(between.quiet("05 19:39").verdict, Verdict::Asked(jan("05 19:40")));
}

#[test]
fn what_was_started_since_it_was_asked_has_stopped_before() {
    let mut bench = bench("grace = '5m', then = 'hard'", "");
    bench.run("05 19:30", ignored);
    bench.started = [("1".to_owned(), jan("05 19:34"))].into();
    for now in ["05 19:35", "05 19:40", "05 21:10"] {
        assert_eq!(bench.quiet(now).verdict, Verdict::Left(Left::Done), "{now}");
    }
}

#[test]
fn one_that_hangs_on_its_way_down_is_ended_hard_where_that_was_said() {
    for (then, verdict) in [("hard", Verdict::HardStop), ("leave", Verdict::Skipped)] {
        let mut bench = bench(&format!("grace = '10m', then = '{then}'"), "");
        bench.run("05 19:30", ignored);
        bench.set("1", "stopping");
        assert_eq!(bench.quiet("05 19:35").kind, None);
        let line = bench.run("05 19:40", obeyed);
        assert_eq!(line.verdict, verdict, "{then}");
    }
    let mut persons = bench("grace = '5m', then = 'hard'", "");
    persons.set("1", "stopping");
    persons.quiet("05 19:30");
    assert_eq!(persons.quiet("05 19:40").kind, Some(Kind::Timeout), "nobody asked it here");
}

#[test]
fn a_hard_stop_that_fails_backs_off_and_one_that_is_refused_is_tried_again() {
    let mut bench = bench("grace = '10m', then = 'hard'", "");
    bench.run("05 19:30", ignored);
    bench.quiet("05 19:35");
    assert_eq!(bench.run("05 19:40", down).verdict, Verdict::HardStop, "it does not wait for the clean one");
    assert!(matches!(bench.quiet("05 19:45").verdict, Verdict::Left(Left::BackingOff(_))));
    assert_eq!(bench.run("05 19:50", obeyed).verdict, Verdict::HardStop);
}

#[test]
fn no_hard_stop_follows_when_the_wish_holds_no_more() {
    let text = OFFICE.replace("19:30'", "19:30', 'mon 19:33-20:00'");
    let mut bench = Bench::seasoned(&format!("{text}stop = {{ grace = '5m', then = 'hard' }}\n"), "running");
    assert!(is_stop(bench.run("05 19:30", ignored).verdict));
    assert_eq!(bench.quiet("05 19:36").verdict, Verdict::Nothing);
    assert!(is_stop(bench.run("05 20:00", ignored).verdict), "the next edge asks first again");

    let mut held = self::bench("grace = '5m', then = 'hard'", "");
    held.run("05 19:30", ignored);
    held.hold(Held::Up, "05 19:32", None);
    assert_eq!(held.quiet("05 19:36").verdict, Verdict::Nothing);
}

#[test]
fn a_stop_that_is_left_is_reported_and_not_sent_again_under_once() {
    let mut bench = bench("grace = '5m', then = 'leave'", "");
    bench.run("05 19:30", ignored);
    assert_eq!(bench.quiet("05 19:34").kind, None);
    let mut told = Vec::new();
    for minutes in (5..300).step_by(5) {
        let report = bench.all(later(jan("05 19:30"), minutes), |line| panic!("{line:?}"));
        let line = &report.lines[0];
        assert_eq!((line.verdict, line.kind), (Verdict::Unobeyed, Some(Kind::Timeout)), "{minutes}: it is never late");
        told.extend(line.tell.then_some(minutes));
    }
    assert_eq!(told, [5, 65, 125, 185, 245]);
}

#[test]
fn a_stop_that_is_left_is_sent_again_under_always() {
    let mut bench = bench("grace = '5m', then = 'leave'", "enforce = 'always'\n");
    bench.run("05 19:30", ignored);
    assert!(matches!(bench.quiet("05 19:34").verdict, Verdict::Asked(_)));
    assert!(is_stop(bench.run("05 19:35", ignored).verdict));
    assert!(matches!(bench.quiet("05 19:41").verdict, Verdict::Left(Left::BackingOff(_))));
    assert!(is_stop(bench.run("05 19:45", obeyed).verdict));
    bench.set("1", "running");
    assert!(is_stop(bench.run("05 19:50", obeyed).verdict), "started by a person, it is asked anew");
}

#[test]
fn a_hard_stop_has_no_grace() {
    let mut bench = bench("how = 'hard'", "");
    assert!(is_stop(bench.run("05 19:30", ignored).verdict));
    assert!(is_stop(bench.run("05 19:35", obeyed).verdict));
}

#[test]
fn a_provider_without_a_hard_stop_cannot_follow_with_one() {
    let mut bench = bench("how = 'provider', grace = '1m', then = 'hard'", "");
    (bench.stop, bench.hard) = (Some(StopMode::Unknown), false);
    assert!(is_stop(bench.run("05 19:30", ignored).verdict));
    let line = bench.quiet("05 19:31");
    assert_eq!((line.verdict, line.kind), (Verdict::Refused, Some(Kind::Unsupported)));
    assert!(line.why.contains("cannot cut the power"), "{}", line.why);
}
