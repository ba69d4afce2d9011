//! Marks: edges that are over, the ones that are forgotten, and proofs that a run is the same.

#![allow(clippy::unwrap_used)]

use jiff::SignedDuration;

use super::*;

fn day(day: i64) -> Timestamp {
    moved(Timestamp::UNIX_EPOCH, SignedDuration::from_hours(24 * day))
}

#[test]
fn an_edge_is_an_instant_and_a_direction() {
    let mut mark = MachineMarks::default();
    mark.end(day(1), Some(day(1)), Wanted::Up, Ended::Seen);
    mark.end(day(1), Some(day(1)), Wanted::Up, Ended::Late);
    assert_eq!(mark.ended(Some(day(1)), Wanted::Up), Some(Ended::Seen), "what is over is over");
    assert_eq!(mark.ended(Some(day(1)), Wanted::Down), None);
    assert_eq!(mark.ended(Some(day(2)), Wanted::Up), None);
    assert_eq!(mark.ended(None, Wanted::Up), None);
}

#[test]
fn edges_are_kept_for_five_weeks_and_the_last_of_the_others_stays_known() {
    let mut mark = MachineMarks::default();
    mark.end(day(1), Some(day(2)), Wanted::Down, Ended::Seen);
    mark.end(day(1), Some(day(1)), Wanted::Up, Ended::Seen);
    mark.end(day(1), Some(day(3)), Wanted::Up, Ended::Seen);
    mark.prune(day(37));
    assert_eq!((mark.edges.len(), mark.before), (2, Some(Wanted::Up)));
    mark.prune(day(38));
    assert_eq!((mark.edges.len(), mark.ended(None, Wanted::Down)), (1, Some(Ended::Seen)));
    assert_eq!(mark.ended(None, Wanted::Up), None);
}

#[test]
fn a_wish_without_an_edge_is_not_replaced_by_an_older_edge() {
    let mut mark = MachineMarks::default();
    mark.end(day(2), Some(day(2)), Wanted::Down, Ended::Seen);
    mark.end(day(3), None, Wanted::Up, Ended::Seen);
    mark.end(day(4), Some(day(4)), Wanted::Down, Ended::Seen);
    mark.prune(day(38));
    assert_eq!(mark.ended(None, Wanted::Up), Some(Ended::Seen));
    mark.prune(day(40));
    assert_eq!(mark.ended(None, Wanted::Down), Some(Ended::Seen), "a later edge says what is wanted since");
}

#[test]
fn edges_of_the_future_are_no_memory() {
    let mut mark = MachineMarks::default();
    mark.end(day(50), Some(day(50)), Wanted::Down, Ended::Seen);
    mark.prune(day(10));
    assert_eq!((mark.edges.len(), mark.before), (0, None));
}

#[test]
fn two_creation_times_are_two_machines_and_one_that_is_missing_tells_nothing() {
    let (one, other) = (Some("2026-01-05T08:00:00Z"), Some("2026-01-05T09:00:00Z"));
    assert!(is_other(one, other) && !is_other(one, Some("2026-01-05T09:00:00+01:00")));
    assert!(!is_other(one, None) && !is_other(None, one) && !is_other(one, Some("yesterday")));
    assert!(is_other(Some("2026-01-05 08:00"), Some("2026-01-05 09:00")));
    let known = MachineMarks { created: one.map(str::to_owned), ..MachineMarks::default() };
    let machines = [("3/ci".to_owned(), known)].into();
    assert_eq!(key(&machines, "3/ci", None), "3/ci");
    assert_eq!(key(&machines, "3/ci", other), "3/ci made 2026-01-05T09:00:00Z");
}

#[test]
fn the_same_run_is_proved_by_looks_at_every_interval() {
    let at = |minutes| moved(day(1), SignedDuration::from_mins(minutes));
    let five = Some(SignedDuration::from_mins(5));
    let looks = |minutes: &[i64]| {
        let mut asked = Asked::new(day(1), None);
        for minute in minutes {
            asked.look(at(*minute));
        }
        asked
    };
    assert!(!looks(&[5]).is_same_run(five), "it may have been stopped and started since");
    assert!(looks(&[5, 10]).is_same_run(five) && !looks(&[5, 10]).is_same_run(None));
    assert!(Asked { requests: 2, ..looks(&[5]) }.is_same_run(five));
    assert!(!looks(&[5, 100]).is_same_run(five), "a sleep");
    assert!(!looks(&[5, -5, 0]).is_same_run(five), "a clock that was set back");
}

#[test]
fn a_rule_that_has_not_run_for_five_weeks_is_forgotten() {
    let run = Run { first: Some(day(0)), last: Some(day(2)), ..Run::default() };
    let mut marks = Marks { rules: [("office".to_owned(), run)].into(), ..Marks::default() };
    marks.prune(day(37));
    assert_eq!(marks.rules.len(), 1);
    marks.prune(day(38));
    assert_eq!(marks.rules.len(), 0);
}
