//! The words for terminals of every width, and the times at which a log gets a line.

use proptest::prelude::*;

use super::*;

/// A number of targets under way for some seconds, of a stop of twenty.
fn stopping(targets: usize, seconds: u64) -> (Tally, Instant) {
    let begun = Instant::now();
    let mut tally = Tally::new(20, "stop", begun);
    (1..=targets).for_each(|n| tally.state(&format!("zurich/web-{n}"), "stopping", begun));
    (tally, begun + Duration::from_secs(seconds))
}

#[test]
fn a_terminal_shows_the_count_and_what_is_under_way() {
    let (mut tally, now) = stopping(9, 34);
    tally.done("zurich/web-1", true);
    tally.done("zurich/web-2", false);
    tally.state("zurich/web-4", "stopped hard", now);
    let expected = "\
stop: 1 of 20 done, 1 failed, 0:34
  zurich/web-3: stopping, 0:34
  zurich/web-4: stopped hard, 0:34
  zurich/web-5: stopping, 0:34
  zurich/web-6: stopping, 0:34
  zurich/web-7: stopping, 0:34
  and 2 more";
    assert_eq!(tally.lines(now, 79, false), expected);
    assert!(tally.lines(now, 79, true).starts_with("stop: 1 of 20 done, \u{1b}[31m1 failed\u{1b}[0m, 0:34\n"));
}

#[test]
fn one_target_needs_no_count() {
    let begun = Instant::now();
    let mut tally = Tally::new(1, "start", begun);
    assert_eq!(tally.lines(begun, 79, false), "start: 0 of 1 done, 0:00");
    tally.state("zurich/web-1", "starting", begun);
    assert_eq!(tally.lines(begun + Duration::from_secs(3723), 79, false), "zurich/web-1: starting, 1:02:03");
}

#[test]
fn a_long_name_gives_way_to_the_state() {
    let begun = Instant::now();
    let mut tally = Tally::new(1, "start", begun);
    tally.state("zurich/東京の機械-0123456789", "\u{1b}[31mstarting\n", begun);
    assert_eq!(tally.lines(begun, 30, false), "zurich/東京の…: starting, 0:00");
    tally.state("zurich/東京の機械-0123456789", "waiting for tcp:22 (connection refused)", begun);
    assert_eq!(tally.lines(begun, 30, false), "zurich/東…: waiting fo…, 0:00");
}

#[test]
fn a_log_hears_of_it_after_half_a_minute_and_then_ever_more_seldom() {
    let (mut tally, begun) = stopping(1, 0);
    let told: Vec<u64> = (0..=600).filter(|s| tally.due(begun + Duration::from_secs(*s)).is_some()).collect();
    assert_eq!(told, [30, 60, 120, 240, 480]);
}

#[test]
fn a_log_hears_who_is_still_under_way() {
    let (mut tally, now) = stopping(7, 30);
    tally.done("zurich/web-1", false);
    assert_eq!(
        tally.due(now).as_deref(),
        Some(
            "stop: 0 of 20 done, 1 failed after 30s; still under way: zurich/web-2 (stopping), zurich/web-3 \
             (stopping), zurich/web-4 (stopping), zurich/web-5 (stopping), zurich/web-6 (stopping) and 1 more"
        )
    );
    let begun = Instant::now();
    let mut tally = Tally::new(1, "start", begun);
    tally.state("zurich/web-1", "starting", begun);
    let late = begun + Duration::from_secs(90);
    assert_eq!(tally.due(late).as_deref(), Some("zurich/web-1: still starting after 1m30s"));
    tally.done("zurich/web-1", true);
    assert_eq!(tally.due(late + Duration::from_secs(600)), None, "what has ended is told by its record");
}

proptest! {
    #[test]
    fn no_line_is_wider_than_its_room(room in 1_usize..60, label in "\\PC{0,30}", state in "\\PC{0,30}", total in 1_usize..9) {
        let begun = Instant::now();
        let mut tally = Tally::new(total, "stop", begun);
        tally.state(&label, &state, begun);
        for line in tally.lines(begun, room, false).split('\n') {
            prop_assert!(width(line) <= room, "{line:?} takes {} of {room}", width(line));
        }
    }
}
