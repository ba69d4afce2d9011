//! iCalendar files as programs write them: whole days, times, recurrence, moved events, and what is no such file.
//! The dates are those that these programs show.

#![allow(clippy::unwrap_used)]

use super::*;

/// The stretches of a calendar with these events, in order.
fn stretches(events: &str) -> Vec<String> {
    let found = read(&calendar(events), &TimeZone::get("Europe/Zurich").unwrap()).unwrap();
    let mut stretches: Vec<_> = found.stretches;
    stretches.sort_unstable();
    let shown =
        |(first, last): (Date, Date)| if first == last { first.to_string() } else { format!("{first}..{last}") };
    stretches.into_iter().map(shown).collect()
}

fn calendar(events: &str) -> String {
    let part = |event: &str| ["BEGIN:VEVENT", event.trim(), "END:VEVENT", ""].join("\n");
    let events = events.split("\n\n").map(part).collect::<Vec<_>>().concat();
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{events}END:VCALENDAR\n").replace('\n', "\r\n")
}

fn wrong(text: &str) -> String {
    read(text, &TimeZone::UTC).unwrap_err().to_string()
}

#[test]
fn an_event_counts_for_the_dates_it_fills() {
    for (event, expected) in [
        ("DTSTART;VALUE=DATE:20261225", vec!["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227", vec!["2026-12-25..2026-12-26"]),
        ("DTSTART;VALUE=DATE:20261225\nDURATION:P1W", vec!["2026-12-25..2026-12-31"]),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261225T000000\nDTEND;TZID=W. Europe Standard Time:20261226T000000",
            vec!["2026-12-25"],
        ),
        ("DTSTART:20261225T000000\nDTEND:20261225T235900", vec!["2026-12-25"]),
        ("DTSTART:20261224T230000Z\nDTEND:20261225T230000Z", vec!["2026-12-25"]),
        ("DTSTART:20261224T180000\nDTEND:20261227T080000", vec!["2026-12-25..2026-12-26"]),
        ("dtstart;value=date:20261225\nstatus:confirmed", vec!["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED", vec![]),
        ("DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\\, a day of\n  rest: really", vec!["2026-12-25"]),
    ] {
        assert_eq!(stretches(event), expected, "{event}");
    }
}

#[test]
fn what_lasts_hours_counts_for_nothing_and_is_counted() {
    for event in [
        "DTSTART:20261225T090000\nDTEND:20261225T170000",
        "DTSTART:20261225T000000\nDURATION:PT23H",
        "DTSTART:20261225T090000",
        "DTSTART:20261224T180000\nDTEND:20261225T230000",
    ] {
        let found = read(&calendar(event), &TimeZone::UTC).unwrap();
        assert_eq!(found, Events { stretches: Vec::new(), partial: 1 }, "{event}");
    }
}

#[test]
fn what_comes_back_may_be_left_out_moved_and_added() {
    let event = "UID:a\nDTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;UNTIL=20281225\nEXDATE;VALUE=DATE:20261225,20281225\n\
        RDATE;VALUE=DATE:20260106\n\nUID:a\nRECURRENCE-ID;VALUE=DATE:20271225\nDTSTART;VALUE=DATE:20271227\n\
        \nUID:a\nRECURRENCE-ID;VALUE=DATE:20260106\nDTSTART;VALUE=DATE:20260106\nSTATUS:CANCELLED";
    assert_eq!(stretches(event), ["2024-12-25", "2025-12-25", "2027-12-27"]);
    let weekend = "DTSTART;TZID=Europe/Zurich:20260102T180000\nDTEND;TZID=Europe/Zurich:20260105T080000\nRRULE:FREQ=WEEKLY;COUNT=2";
    assert_eq!(stretches(weekend), ["2026-01-03..2026-01-04", "2026-01-10..2026-01-11"]);
}

#[test]
fn other_parts_and_more_calendars_are_read_past() {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    let alarm = "DTSTART;VALUE=DATE:20261225\nBEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nEND:VALARM";
    let one = calendar(alarm).replace("BEGIN:VEVENT", &format!("{zone}BEGIN:VEVENT"));
    let both = format!("\u{feff}{one}\r\n{}", calendar("DTSTART;VALUE=DATE:20260801").replace("\r\n", "\n"));
    let found = read(&both, &TimeZone::UTC).unwrap();
    assert_eq!(found.stretches.len(), 2);
}

#[test]
fn a_file_that_is_not_whole_is_refused_and_an_event_is_named() {
    let whole = calendar("SUMMARY:Rest\nDTSTART;VALUE=DATE:20261225");
    for text in [
        "",
        "<html>",
        "BEGIN:VCALENDAR",
        &whole[..whole.len() - 8],
        &format!("{whole}BEGIN:VCALENDAR\r\nX"),
        "BEGIN:VEVENT\nEND:VEVENT\n",
    ] {
        assert!(wrong(text).contains("no iCalendar file"), "{text}: {}", wrong(text));
    }
    let deep = "BEGIN:A\n".repeat(60_000);
    assert!(wrong(&deep).contains("too deep"));
    for (event, what) in [
        ("SUMMARY:Rest\nDTEND:20261225", "event \"Rest\": it has no DTSTART"),
        ("UID:u1\nDTSTART:2026-12-25", "event \"u1\": \"2026-12-25\" is no date or time"),
        ("UID:u1\nDTSTART:20260230", "\"20260230\" is no date or time"),
        ("UID:u1\nDTSTART:20261225\nRRULE:FREQ=SECONDLY", "the recurrence \"FREQ=SECONDLY\" cannot be read"),
        ("UID:u1\nDTSTART:20261225\nDURATION:long", "its DURATION is \"long\""),
        ("UID:u1\nDTSTART:20261225\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261225", "RANGE"),
    ] {
        assert!(wrong(&calendar(event)).contains(what), "{event}: {}", wrong(&calendar(event)));
    }
    let daily = vec!["DTSTART:19000101\nRRULE:FREQ=DAILY"; 20].join("\n\n");
    assert!(wrong(&calendar(&daily)).contains("too many dates"));
}
