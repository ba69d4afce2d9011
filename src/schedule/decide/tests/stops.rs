//! Stops that take their time: the grace, and what follows it.

use super::*;
use crate::schedule::marks::Asked;

fn bench(stop: &str, rest: &str) -> Bench {
    Bench::seasoned(&format!("{OFFICE}stop = {{ {stop} }}\n{rest}"), "running")
}

#[test]
fn after_the_grace_a_later_run_sends_the_hard_stop() {
    let mut bench = bench("grace = '5m', then = 'hard'", "");
    assert!(is_stop(bench.run("05 19:30", ignored).verdict));
    let mark = &bench.state.accounts["a"].marks.machines["1"];
    assert_eq!(mark.asked, Some(Asked { at: jan("05 19:30"), edge: Some(jan("05 19:30")) }));
    assert_eq!(bench.quiet("05 19:34").verdict, Verdict::Asked(jan("05 19:35")));
    let line = bench.run("05 19:35", obeyed);
    assert_eq!(line.verdict, Verdict::HardStop);
    assert!(line.why.contains("did not stop when asked Mon 2026-01-05 19:30 UTC"), "{}", line.why);
    bench.set("1", "running");
    assert_eq!(bench.quiet("05 19:40").verdict, Verdict::Left(Left::Done));
}

#[test]
fn a_hard_stop_that_fails_backs_off_and_one_that_is_refused_is_tried_again() {
    let mut bench = bench("grace = '1m', then = 'hard'", "");
    bench.run("05 19:30", ignored);
    assert_eq!(bench.run("05 19:31", down).verdict, Verdict::HardStop, "it does not wait for the clean one");
    assert!(matches!(bench.quiet("05 19:36").verdict, Verdict::Left(Left::BackingOff(_))));
    assert_eq!(bench.run("05 19:41", obeyed).verdict, Verdict::HardStop);
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
fn a_hard_stop_is_late_when_the_grace_ended_long_ago() {
    for (now, verdict) in [("05 21:35", Verdict::HardStop), ("05 21:36", Verdict::Left(Left::Late))] {
        let mut bench = bench("grace = '5m', then = 'hard'", "");
        bench.run("05 19:30", ignored);
        assert_eq!(bench.run(now, obeyed).verdict, verdict, "{now}");
    }
}

#[test]
fn a_stop_that_is_left_is_reported_and_not_sent_again_under_once() {
    let mut bench = bench("grace = '5m', then = 'leave'", "");
    bench.run("05 19:30", ignored);
    assert_eq!(bench.quiet("05 19:34").kind, None);
    for (now, tell) in [("05 19:35", true), ("05 19:40", false), ("05 20:35", true)] {
        let line = bench.quiet(now);
        assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Unobeyed, tell, Some(Kind::Timeout)), "{now}");
    }
    let line = bench.quiet("05 21:31");
    assert_eq!((line.verdict, line.tell, line.kind), (Verdict::Left(Left::Late), true, None));
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
