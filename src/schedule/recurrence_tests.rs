//! Recurrences, compared with the examples of RFC 5545 and with dates that calendars print.
//! Each is read from its text.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;

use super::*;

/// The first dates of a recurrence as text, the month and the day of each.
fn first(rule: &str, start: Date, most: usize) -> Vec<String> {
    let until = |text: &str| Ok(Date::strptime("%Y%m%d", text.get(..8).unwrap()).unwrap());
    let found = Recurrence::parse(rule, until).unwrap().dates(start);
    found.into_iter().take(most).map(|date| date.to_string()).collect()
}

#[test]
fn holidays_come_back_as_calendars_write_them() {
    for (rule, start, expected) in [
        ("FREQ=YEARLY", date(2024, 12, 25), ["2024-12-25", "2025-12-25", "2026-12-25"]),
        ("FREQ=YEARLY", date(2024, 2, 29), ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", date(2026, 11, 26), ["2026-11-26", "2027-11-25", "2028-11-23"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", date(2026, 5, 25), ["2026-05-25", "2027-05-31", "2028-05-29"]),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=8", date(2026, 8, 1), ["2026-08-01", "2028-08-01", "2030-08-01"]),
        ("FREQ=YEARLY;BYYEARDAY=-1", date(2026, 12, 31), ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("FREQ=YEARLY;BYDAY=20MO", date(1997, 5, 19), ["1997-05-19", "1998-05-18", "1999-05-17"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", date(1997, 5, 12), ["1997-05-12", "1998-05-11", "1999-05-17"]),
        ("FREQ=YEARLY;BYWEEKNO=1", date(2026, 1, 1), ["2026-01-01", "2027-01-07", "2028-01-06"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY", date(2026, 1, 31), ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", date(2026, 2, 13), ["2026-02-13", "2026-03-13", "2026-11-13"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            date(1997, 9, 29),
            ["1997-09-29", "1997-10-30", "1997-11-27"],
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", date(1997, 8, 5), ["1997-08-05", "1997-08-10", "1997-08-19"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", date(1997, 8, 5), ["1997-08-05", "1997-08-17", "1997-08-19"]),
        ("freq=daily;interval=10", date(2026, 1, 1), ["2026-01-01", "2026-01-11", "2026-01-21"]),
        ("FREQ=DAILY;BYMONTH=1;BYDAY=SA", date(2026, 1, 31), ["2026-01-31", "2027-01-02", "2027-01-09"]),
    ] {
        assert_eq!(first(rule, start, 3), expected, "{rule}");
    }
}

#[test]
fn a_recurrence_ends_by_its_count_or_its_last_date() {
    assert_eq!(first("FREQ=DAILY;COUNT=2", date(2026, 1, 1), 9), ["2026-01-01", "2026-01-02"]);
    assert_eq!(first("FREQ=YEARLY;UNTIL=20271225", date(2026, 12, 25), 9), ["2026-12-25", "2027-12-25"]);
    assert_eq!(first("FREQ=YEARLY;UNTIL=20271224T000000Z", date(2026, 12, 25), 9), ["2026-12-25"]);
    assert_eq!(first("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2026, 12, 25), 9), ["2026-12-25"]);
    let ever = Recurrence::parse("FREQ=YEARLY", |_| unreachable!()).unwrap().dates(date(2000, 1, 1));
    assert_eq!((ever.len(), ever.last().copied()), (100, Some(date(2099, 1, 1))));
}

#[test]
fn what_is_no_recurrence_of_dates_is_refused() {
    for text in [
        "",
        "FREQ",
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYDAY=XX",
        "FREQ=YEARLY;BYDAY=é",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=DAILY;BYHOUR=9",
        "RSCALE=CHINESE;FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=99999999999",
    ] {
        let error = Recurrence::parse(text, |_| Ok(LAST)).unwrap_err();
        assert!(error.to_string().contains("cannot be read"), "{text}: {error}");
    }
}
