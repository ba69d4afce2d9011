//! Wishes of rules at an instant: starts, ends, nights, exceptions, one-sided times.
//! Instants are written in UTC; the zones are chosen for how their clocks change.

#![allow(clippy::unwrap_used)]

use jiff::tz::TimeZoneDatabase;

use super::*;

mod oracle;
mod properties;
mod zones;

/// The calendar of windows in a zone.
pub(crate) fn windows(zone: &str, texts: &[&str], except: &[&str]) -> Calendar {
    let windows = texts.iter().map(|text| Window::parse(text).unwrap()).collect();
    calendar(zone, Times::Windows(windows), except)
}

/// The calendar of one-sided times in a zone.
pub(crate) fn one_sided(zone: &str, up: &[&str], down: &[&str], except: &[&str]) -> Calendar {
    let moments = |texts: &[&str]| texts.iter().map(|text| Moment::parse(text).unwrap()).collect();
    calendar(zone, Times::OneSided { up: moments(up), down: moments(down) }, except)
}

fn calendar(zone: &str, times: Times, except: &[&str]) -> Calendar {
    // The bundled data is used, so that a machine with old data of its own gives the same results.
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
    let except = except.iter().map(|text| Dates::parse(text).unwrap()).collect();
    Calendar { zone, times, except, also: Vec::new(), from: None, until: None }
}

/// An instant as `2026-01-05T08:00` in UTC, seconds if there are any.
pub(crate) fn utc(text: &str) -> Timestamp {
    format!("{text}Z").parse().or_else(|_| format!("{text}:00Z").parse()).unwrap()
}

/// The times it is up between two instants, in UTC: `05 08:00-05 19:30`.
pub(crate) fn up(calendar: &Calendar, from: &str, until: &str) -> String {
    let times = calendar.up_times(utc(from), utc(until));
    let told =
        times.iter().map(|(from, until)| format!("{}-{}", from.strftime("%d %H:%M"), until.strftime("%d %H:%M")));
    told.collect::<Vec<_>>().join(", ")
}

/// The edges between two instants, in UTC: `05 08:00 Up`.
pub(crate) fn edges(calendar: &Calendar, from: &str, until: &str) -> String {
    let edges = calendar.edges(utc(from), utc(until));
    let told = edges.iter().map(|edge| format!("{} {:?}", edge.at.strftime("%d %H:%M"), edge.wanted));
    told.collect::<Vec<_>>().join(", ")
}

/// The wish at an instant of a rule that always has one.
fn wish<'a>(calendar: &'a Calendar, now: &str) -> Wish<'a> {
    calendar.wish(utc(now)).unwrap()
}

#[test]
fn a_start_is_included_and_an_end_excluded() {
    let office = windows("Europe/Rome", &["mon-fri 08:00-19:30"], &[]);
    let inside = Wish {
        wanted: Wanted::Up,
        since: Some(utc("2026-01-05T07:00")),
        until: Some(utc("2026-01-05T18:30")),
        window: Some("mon-fri 08:00-19:30"),
        one_sided: false,
    };
    for now in ["2026-01-05T07:00", "2026-01-05T12:00", "2026-01-05T18:29:59.999999999"] {
        assert_eq!(wish(&office, now), inside, "{now}");
    }
    let outside = Wish { wanted: Wanted::Down, since: inside.until, until: Some(utc("2026-01-06T07:00")), ..inside };
    for now in ["2026-01-05T18:30", "2026-01-06T06:59:59.999999999"] {
        assert_eq!(wish(&office, now), outside, "{now}");
    }
    let weekend = wish(&office, "2026-01-11T12:00");
    assert_eq!((weekend.since, weekend.until), (Some(utc("2026-01-09T18:30")), Some(utc("2026-01-12T07:00"))));
}

#[test]
fn the_first_and_the_last_instant_of_a_range_are_those_of_a_window() {
    let office = windows("UTC", &["mon-fri 08:00-19:30"], &[]);
    assert_eq!(edges(&office, "2026-01-05T08:00", "2026-01-05T19:30"), "05 08:00 Up");
    assert_eq!(edges(&office, "2026-01-05T08:01", "2026-01-05T19:31"), "05 19:30 Down");
    assert_eq!(up(&office, "2026-01-05T09:00", "2026-01-06T09:00"), "05 09:00-05 19:30, 06 08:00-06 09:00");
    assert_eq!(up(&office, "2026-01-05T19:30", "2026-01-06T08:00"), "");
    assert_eq!(up(&office, "2026-01-06T08:00", "2026-01-05T08:00"), "");
}

#[test]
fn windows_go_over_midnight_over_days_and_over_the_week() {
    for (text, times) in [
        ("mon,wed 22:00-06:00", "05 22:00-06 06:00, 07 22:00-08 06:00"),
        ("sun 22:00-06:00", "05 00:00-05 06:00, 11 22:00-12 00:00"),
        ("fri 18:00 - mon 08:00", "05 00:00-05 08:00, 09 18:00-12 00:00"),
        ("sat,sun 00:00-24:00", "10 00:00-12 00:00"),
        ("fri-mon 23:00-24:00", "05 23:00-06 00:00, 09 23:00-10 00:00, 10 23:00-11 00:00, 11 23:00-12 00:00"),
        ("tue 08:00 - tue 07:00", "05 00:00-06 07:00, 06 08:00-12 00:00"),
    ] {
        assert_eq!(up(&windows("UTC", &[text], &[]), "2026-01-05T00:00", "2026-01-12T00:00"), times, "{text}");
    }
    let long = windows("UTC", &["tue 08:00 - tue 07:00"], &[]);
    assert_eq!(up(&long, "2026-01-13T06:00", "2026-01-13T08:00"), "13 06:00-13 07:00");
}

#[test]
fn the_week_and_the_year_and_the_leap_day_have_no_seam() {
    let night = windows("UTC", &["daily 22:00-02:00"], &[]);
    assert_eq!(up(&night, "2026-12-31T12:00", "2027-01-01T12:00"), "31 22:00-01 02:00");
    assert_eq!(up(&night, "2028-02-28T12:00", "2028-03-01T12:00"), "28 22:00-29 02:00, 29 22:00-01 02:00");
    assert_eq!(up(&night, "2027-02-28T12:00", "2027-03-01T12:00"), "28 22:00-01 02:00");
    let weekend = windows("UTC", &["sun 20:00-24:00", "mon 00:00-04:00"], &[]);
    let across = wish(&weekend, "2026-01-12T00:00");
    assert_eq!((across.since, across.until), (Some(utc("2026-01-11T20:00")), Some(utc("2026-01-12T04:00"))));
}

#[test]
fn touching_and_overlapping_windows_are_one() {
    let rule = windows("UTC", &["mon 12:00-14:00", "mon 08:00-12:00", "mon 13:00-13:30", "mon 15:00-16:00"], &[]);
    assert_eq!(up(&rule, "2026-01-05T00:00", "2026-01-06T00:00"), "05 08:00-05 14:00, 05 15:00-05 16:00");
    let day = rule.edges(utc("2026-01-05T00:00"), utc("2026-01-05T15:00"));
    assert_eq!((day[0].window, day[1].window, day.len()), ("mon 08:00-12:00", "mon 12:00-14:00", 2));
    assert_eq!(wish(&rule, "2026-01-05T12:00").window, Some("mon 12:00-14:00"));
    assert_eq!(wish(&rule, "2026-01-05T14:00").window, Some("mon 12:00-14:00"));
}

#[test]
fn a_rule_without_an_edge_in_reach_has_wished_the_same_always() {
    let always =
        Wish { wanted: Wanted::Up, since: None, until: None, window: Some("daily 00:00-24:00"), one_sided: false };
    assert_eq!(wish(&windows("Europe/Rome", &["daily 00:00-24:00"], &[]), "2026-03-29T01:00"), always);
    let whole = windows("Asia/Beirut", &["mon 00:00 - sun 24:00"], &[]);
    assert_eq!((wish(&whole, "2026-07-01T00:00").since, wish(&whole, "2026-07-01T00:00").until), (None, None));
    let excepts: Vec<String> =
        (1..=31).map(|day| format!("01-{day:02}")).chain((1..=28).map(|day| format!("02-{day:02}"))).collect();
    let excepts: Vec<&str> = excepts.iter().map(String::as_str).collect();
    let closed = windows("UTC", &["mon 08:00-10:00"], &excepts);
    let down = Wish {
        wanted: Wanted::Down,
        since: None,
        until: Some(utc("2027-03-01T08:00")),
        window: None,
        one_sided: false,
    };
    assert_eq!(wish(&closed, "2027-02-10T00:00"), down);
    assert_eq!(wish(&closed, "2027-01-10T00:00").since, Some(utc("2026-12-28T10:00")));
    assert_eq!(wish(&closed, "2027-01-10T00:00").until, None);
}

#[test]
fn nothing_begins_on_an_excepted_date_and_what_began_before_goes_on() {
    let night = windows("Europe/Rome", &["daily 22:00-06:00"], &["2026-12-25", "12-26"]);
    assert_eq!(up(&night, "2026-12-24T12:00", "2026-12-28T12:00"), "24 21:00-25 05:00, 27 21:00-28 05:00");
    assert_eq!(up(&night, "2027-12-24T12:00", "2027-12-27T12:00"), "24 21:00-25 05:00, 25 21:00-26 05:00");
    let days = windows("UTC", &["daily 00:00-24:00"], &["02-29"]);
    assert_eq!(edges(&days, "2028-02-01T00:00", "2028-04-01T00:00"), "29 00:00 Down, 01 00:00 Up");
    assert_eq!(edges(&days, "2027-02-01T00:00", "2027-04-01T00:00"), "");
    let weekend = windows("UTC", &["fri 18:00 - mon 08:00"], &["2026-01-10", "2026-01-16"]);
    assert_eq!(up(&weekend, "2026-01-06T00:00", "2026-01-23T00:00"), "09 18:00-12 08:00");
    let stops = one_sided("America/New_York", &[], &["mon-fri 19:30"], &["12-25"]);
    assert_eq!(edges(&stops, "2026-12-24T12:00", "2026-12-29T12:00"), "25 00:30 Down, 29 00:30 Down");
}

#[test]
fn the_date_of_an_exception_is_that_of_the_zone() {
    // Midnight in Auckland is eleven in the morning of the day before in UTC.
    let night = windows("Pacific/Auckland", &["daily 00:00-01:00"], &["2026-01-06"]);
    assert_eq!(up(&night, "2026-01-04T00:00", "2026-01-07T00:00"), "04 11:00-04 12:00, 06 11:00-06 12:00");
}

#[test]
fn a_one_sided_rule_wishes_from_its_latest_edge() {
    let rule = one_sided("UTC", &["mon 08:00"], &["mon-fri 19:30"], &[]);
    let monday = Wish {
        wanted: Wanted::Up,
        since: Some(utc("2026-01-05T08:00")),
        until: Some(utc("2026-01-05T19:30")),
        window: Some("mon 08:00"),
        one_sided: true,
    };
    assert_eq!(wish(&rule, "2026-01-05T08:00"), monday);
    assert_eq!(wish(&rule, "2026-01-05T19:29:59"), monday);
    let evening = wish(&rule, "2026-01-05T19:30");
    assert_eq!((evening.wanted, evening.since, evening.window), (Wanted::Down, monday.until, Some("mon-fri 19:30")));
    assert_eq!(evening.until, Some(utc("2026-01-06T19:30")));
    assert_eq!(rule.up_times(utc("2026-01-01T00:00"), utc("2026-02-01T00:00")), []);
}

#[test]
fn a_one_sided_rule_without_an_edge_in_reach_wishes_nothing() {
    let dates: Vec<String> =
        (1..=12).flat_map(|month| (1..=31).map(move |day| format!("{month:02}-{day:02}"))).collect();
    let dates: Vec<&str> =
        dates.iter().map(String::as_str).filter(|text| Dates::parse(text).is_ok() && *text != "02-29").collect();
    let rule = one_sided("UTC", &["tue 08:00"], &[], &dates);
    assert_eq!(rule.wish(utc("2028-02-29T07:59:59")), None);
    assert_eq!(rule.wish(utc("2028-02-29T08:00")).unwrap().until, None);
    assert_eq!(rule.wish(utc("2028-05-01T00:00")), None);
}

#[test]
fn an_instant_counts_once_for_each_direction() {
    let rule = one_sided("UTC", &["mon 08:00", "daily 08:00"], &["mon-fri 19:30", "fri 19:30"], &[]);
    assert_eq!(edges(&rule, "2026-01-09T00:00", "2026-01-10T00:00"), "09 08:00 Up, 09 19:30 Down");
}

#[test]
fn the_ends_of_time_are_no_panic() {
    for calendar in
        [windows("Europe/Rome", &["daily 22:00-06:00"], &[]), one_sided("Pacific/Apia", &["daily 00:00"], &[], &[])]
    {
        for now in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            let _ = (calendar.wish(now), calendar.edges(now, now), calendar.up_times(now, now));
        }
    }
}

/// A rule of office hours in January 2026, with these further lines, as the days on which it is up.
fn up_days(more: &str) -> Vec<i8> {
    let text =
        format!("[r]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\nup = ['mon-fri 08:00-18:00']\n{more}");
    let loaded =
        crate::schedule::load(&text, std::path::Path::new("schedules.toml"), &crate::schedule::Copies::default());
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    let day = |day: i8| format!("2026-01-{day:02}T12:00:00Z").parse::<Timestamp>().unwrap();
    (1..32).filter(|at| loaded.rules[0].calendar.wish(day(*at)).is_some_and(|wish| wish.wanted == Wanted::Up)).collect()
}

#[test]
fn dates_are_left_out_and_added() {
    let usual: Vec<i8> = up_days("");
    assert_eq!(usual.len(), 22);
    let without = |dates: &[i8]| usual.iter().copied().filter(|day| !dates.contains(day)).collect::<Vec<_>>();
    assert_eq!(up_days("except = ['2026-01-05..2026-01-09', '1st mon', 'last fri']"), without(&[5, 6, 7, 8, 9, 30]));
    assert_eq!(up_days("except = ['12-24..01-06']"), without(&[1, 2, 5, 6]));
    let mut added = without(&[5]);
    added.insert(2, 10);
    added.sort_unstable();
    assert_eq!(up_days("except = ['2026-01-05']\nalso = ['2026-01-10']"), added);
    assert_eq!(up_days("except = ['2026-01-05']\nalso = ['2026-01-05']"), usual, "an added date wins");
}

#[test]
fn a_rule_with_dates_wishes_nothing_before_and_after_them() {
    assert_eq!(up_days("from = '2026-01-12'\nuntil = '2026-01-13'"), [12, 13]);
    let text = "[r]\naccounts = ['a']\nselect = ['name~*']\nzone = 'UTC'\nup = ['daily 20:00-06:00']\nfrom = '2026-01-12'\nuntil = '2026-01-13'\n";
    let rule = crate::schedule::load(text, std::path::Path::new("schedules.toml"), &crate::schedule::Copies::default())
        .rules
        .remove(0);
    let wish = |at: &str| rule.calendar.wish(format!("2026-01-{at}:00Z").parse().unwrap()).map(|wish| wish.wanted);
    let (up, down) = (Some(Wanted::Up), Some(Wanted::Down));
    for (at, wished) in [
        ("11T23:59", None),
        ("12T00:00", down),
        ("12T20:00", up),
        ("14T05:59", up),
        ("14T06:00", down),
        ("15T05:59", down),
        ("15T06:00", None),
    ] {
        assert_eq!(wish(at), wished, "{at}");
    }
}
