//! The nights on which clocks change, in zones that do it differently: by an hour, by half an hour, at midnight,
//! by a whole day, for Ramadan. The expected values were read off the zone's own calendar.

use super::*;

#[test]
fn rome_jumps_from_two_to_three() {
    let at = ("2026-03-28T22:00", "2026-03-29T06:00");
    for (text, times) in [
        ("sun 01:30-04:00", "29 00:30-29 02:00"),
        ("sun 02:30-04:00", "29 01:00-29 02:00"),
        ("sun 01:00-02:30", "29 00:00-29 01:00"),
        ("sun 02:00-03:00", ""),
        ("sun 02:10-02:50", ""),
        ("sun 02:30-03:30", "29 01:00-29 01:30"),
        ("sat 23:00-02:30", "28 22:00-29 01:00"),
    ] {
        assert_eq!(up(&windows("Europe/Rome", &[text], &[]), at.0, at.1), times, "{text}");
    }
    let empty = windows("Europe/Rome", &["sun 02:10-02:50"], &[]);
    assert_eq!(edges(&empty, "2026-03-27T00:00", "2026-03-31T00:00"), "");
    let sides = one_sided("Europe/Rome", &["sun 02:15", "sun 02:30"], &["sun 02:45"], &[]);
    assert_eq!(edges(&sides, at.0, at.1), "29 01:00 Up, 29 01:00 Down");
    let turned = one_sided("Europe/Rome", &["sun 02:45"], &["sun 02:30"], &[]);
    assert_eq!(edges(&turned, at.0, at.1), "29 01:00 Down, 29 01:00 Up");
    let wish = sides.wish(utc("2026-03-29T01:00")).unwrap();
    assert_eq!(
        (wish.wanted, wish.window, wish.since),
        (Wanted::Down, Some("sun 02:45"), Some(utc("2026-03-29T01:00")))
    );
}

#[test]
fn rome_shows_two_to_three_twice() {
    let at = ("2026-10-24T21:00", "2026-10-25T06:00");
    for (text, times) in [
        ("sun 01:00-04:00", "24 23:00-25 03:00"),
        ("sun 02:00-03:00", "25 00:00-25 02:00"),
        ("sun 02:15-02:30", "25 00:15-25 01:30"),
        ("sun 02:30-05:00", "25 00:30-25 04:00"),
        ("sat 23:30-02:00", "24 21:30-25 01:00"),
        ("sun 01:00-02:30", "24 23:00-25 01:30"),
    ] {
        assert_eq!(up(&windows("Europe/Rome", &[text], &[]), at.0, at.1), times, "{text}");
    }
    let both = windows("Europe/Rome", &["sun 01:00-02:15", "sun 02:45-05:00"], &[]);
    assert_eq!(up(&both, at.0, at.1), "24 23:00-25 04:00");
    let sides = one_sided("Europe/Rome", &["sun 02:30"], &["sun 02:45"], &[]);
    assert_eq!(edges(&sides, at.0, at.1), "25 00:30 Up, 25 00:45 Down");
}

#[test]
fn new_york_changes_at_two_of_its_own_clock() {
    let rule = windows("America/New_York", &["sun 01:30-02:30"], &[]);
    assert_eq!(up(&rule, "2026-03-08T00:00", "2026-03-09T00:00"), "08 06:30-08 07:00");
    assert_eq!(up(&rule, "2026-11-01T00:00", "2026-11-02T00:00"), "01 05:30-01 07:30");
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let rule = windows("Australia/Lord_Howe", &["sun 01:45-02:15"], &[]);
    // Back on 5 April 2026: 01:30 to 02:00 comes twice, first at +11, then at +10:30.
    assert_eq!(up(&rule, "2026-04-04T00:00", "2026-04-05T12:00"), "04 14:45-04 15:45");
    // Forward on 4 October 2026: 02:00 to 02:30 is left out.
    assert_eq!(up(&rule, "2026-10-03T00:00", "2026-10-04T12:00"), "03 15:15-03 15:30");
    let gap = windows("Australia/Lord_Howe", &["sun 02:00-02:30"], &[]);
    assert_eq!(up(&gap, "2026-10-03T00:00", "2026-10-04T12:00"), "");
}

#[test]
fn beirut_has_a_day_that_begins_at_one() {
    // Forward at midnight of 29 March 2026: 00:00 does not exist.
    let day = windows("Asia/Beirut", &["sun 00:00-24:00"], &[]);
    assert_eq!(up(&day, "2026-03-28T12:00", "2026-03-30T12:00"), "28 22:00-29 21:00");
    let eve = windows("Asia/Beirut", &["sat 00:00-24:00"], &[]);
    assert_eq!(up(&eve, "2026-03-27T12:00", "2026-03-29T12:00"), "27 22:00-28 22:00");
    let none = windows("Asia/Beirut", &["sun 00:00-24:00"], &["2026-03-29"]);
    assert_eq!(up(&none, "2026-03-28T12:00", "2026-03-30T12:00"), "");
    // Back at midnight of 25 October 2026: 23:00 to 24:00 of Saturday comes twice.
    assert_eq!(up(&eve, "2026-10-23T12:00", "2026-10-25T12:00"), "23 21:00-24 22:00");
    let late = windows("Asia/Beirut", &["sat 23:15-23:45"], &[]);
    assert_eq!(up(&late, "2026-10-24T12:00", "2026-10-25T12:00"), "24 20:15-24 21:45");
    let stop = one_sided("Asia/Beirut", &[], &["daily 00:00"], &[]);
    assert_eq!(edges(&stop, "2026-03-28T12:00", "2026-03-29T12:00"), "28 22:00 Down");
}

#[test]
fn sao_paulo_changed_at_midnight_too() {
    let day = windows("America/Sao_Paulo", &["sun 00:00-24:00"], &[]);
    assert_eq!(up(&day, "2018-11-03T12:00", "2018-11-06T00:00"), "04 03:00-05 02:00");
    assert_eq!(up(&day, "2018-02-17T12:00", "2018-02-20T00:00"), "18 03:00-19 03:00");
}

#[test]
fn apia_left_out_a_friday() {
    // The 30th of December 2011 did not exist: at midnight the 29th became the 31st.
    for (text, times) in [
        ("fri 08:00-18:00", ""),
        ("fri 00:00-24:00", ""),
        ("thu 08:00-18:00", "29 18:00-30 04:00"),
        ("thu 22:00-06:00", "30 08:00-30 10:00"),
        ("fri 22:00-06:00", "30 10:00-30 16:00"),
        ("sat 00:00-24:00", "30 10:00-31 10:00"),
        ("thu 12:00 - sat 12:00", "29 22:00-30 22:00"),
    ] {
        assert_eq!(up(&windows("Pacific/Apia", &[text], &[]), "2011-12-29T12:00", "2012-01-02T00:00"), times, "{text}");
    }
    // Noon of that Friday was jumped over as well: it is the first instant of Saturday.
    let daily = one_sided("Pacific/Apia", &["daily 12:00"], &[], &[]);
    assert_eq!(edges(&daily, "2011-12-29T12:00", "2011-12-31T20:00"), "29 22:00 Up, 30 10:00 Up, 30 22:00 Up");
}

#[test]
fn casablanca_turns_its_clock_for_ramadan() {
    // Back at 03:00 of 15 February 2026, forward at 02:00 of 22 March 2026.
    let night = windows("Africa/Casablanca", &["sun 02:30-03:30"], &[]);
    assert_eq!(up(&night, "2026-02-14T12:00", "2026-02-15T12:00"), "15 01:30-15 03:30");
    assert_eq!(up(&night, "2026-03-21T12:00", "2026-03-22T12:00"), "22 02:00-22 02:30");
}

#[test]
fn an_edge_happens_once_though_its_time_comes_twice() {
    let office = windows("Europe/Rome", &["sun 02:30-02:45"], &[]);
    assert_eq!(edges(&office, "2026-10-25T00:00", "2026-10-25T03:00"), "25 00:30 Up, 25 01:45 Down");
    for now in ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T01:44"] {
        assert_eq!(office.wish(utc(now)).unwrap().since, Some(utc("2026-10-25T00:30")), "{now}");
    }
}
