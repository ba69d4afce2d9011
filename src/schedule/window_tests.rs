//! Windows and one-sided times as they are typed, the dates they fall on, and errors about mistakes.
//! Dates stand on the week from Monday the 5th to Sunday the 11th of January 2026.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::error::Kind;

/// The windows that begin in the week, as `5 08:00 to 5 19:30`.
fn week(text: &str) -> String {
    let window = Window::parse(text).unwrap();
    let days = (5..=11).filter_map(|day| window.on(date(2026, 1, day), false));
    let told = days.map(|(from, until)| format!("{} to {}", from.strftime("%-d %H:%M"), until.strftime("%-d %H:%M")));
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_window_begins_on_the_days_it_names() {
    for (text, begins) in [
        ("mon,wed 08:00-19:30", "5 08:00 to 5 19:30, 7 08:00 to 7 19:30"),
        ("mon-tue 22:00-06:00", "5 22:00 to 6 06:00, 6 22:00 to 7 06:00"),
        ("sun 22:00-06:00", "11 22:00 to 12 06:00"),
        ("sat,sun 00:00-24:00", "10 00:00 to 11 00:00, 11 00:00 to 12 00:00"),
        ("fri 08:00-00:00", "9 08:00 to 10 00:00"),
        ("fri 18:00 - mon 08:00", "9 18:00 to 12 08:00"),
        ("fri 18:00 - fri 19:00", "9 18:00 to 9 19:00"),
        ("mon 08:00 - mon 06:00", "5 08:00 to 12 06:00"),
        ("mon 08:00 - tue 08:00", "5 08:00 to 6 08:00"),
        ("mon 00:00 - sun 24:00", "5 00:00 to 12 00:00"),
        ("mon 08:00 - mon 24:00", "5 08:00 to 6 00:00"),
        ("sat-mon 01:00-02:00", "5 01:00 to 5 02:00, 10 01:00 to 10 02:00, 11 01:00 to 11 02:00"),
        ("thu, fri-sat 1:00-2:00", "8 01:00 to 8 02:00, 9 01:00 to 9 02:00, 10 01:00 to 10 02:00"),
    ] {
        assert_eq!(week(text), begins, "{text}");
    }
}

#[test]
fn blanks_and_letters_of_any_size_make_no_difference() {
    let plain = week("mon-fri 08:00-19:30");
    for text in [
        " MON - Fri  08:00 - 19:30 ",
        "mon-fri08:00-19:30",
        "mon , tue - fri\t08:00-19:30",
        "Mon,TUE,wed-fri 8:00-19:30",
    ] {
        assert_eq!(week(text), plain, "{text}");
    }
    assert_eq!(week("DAILY 08:00-19:30"), week("sun-sat 08:00-19:30"));
    assert_eq!(Window::parse(" mon  8:00-9:00 ").unwrap().text, "mon  8:00-9:00");
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_would_be_right() {
    for (text, place, what, right) in [
        ("", 1, "expected a day, found the end", "mon tue"),
        ("08:00-19:30", 1, "expected a day, found `08:00-19:30`", "daily"),
        ("mon-fry 08:00-19:30", 5, "`fry` is no day", "did you mean fri?"),
        ("mön 08:00-19:30", 1, "`mön` is no day", "the days are"),
        ("mon, 08:00-19:30", 6, "expected a day, found `08:00-19:30`", "the days are"),
        ("mon-mon 08:00-19:30", 5, "begins and ends on the same day", "daily"),
        ("mon 8-19", 5, "expected a time, found `8-19`", "hours and minutes"),
        ("mon 08:00", 10, "expected `-` and the end of the window, found the end", "up_at"),
        ("mon 08:00-", 11, "expected a time, found the end", "hours and minutes"),
        ("mon 25:00-26:00", 5, "25:00 is no time of day", "23:59"),
        ("mon 08:00-24:01", 11, "24:01 is no time of day", "24:00"),
        ("mon 08:0-19:30", 5, "expected a time", "hours"),
        ("mon 008:00-19:30", 5, "expected a time", "hours"),
        ("mon 24:00-08:00", 5, "24:00 can only end a window", "00:00"),
        ("mon 08:00-08:00", 11, "ends at the time it begins", "00:00-24:00"),
        ("mon 00:00-00:00", 11, "ends at the time it begins", "00:00-24:00"),
        ("fri 18:00 - fri 18:00", 13, "ends at the time it begins", "00:00-24:00"),
        ("mon-fri 18:00 - sat 08:00", 17, "from one day to one day", "mon-fri 22:00-06:00"),
        ("fri 18:00 - mon,tue 08:00", 13, "from one day to one day", "fri 18:00 - mon 08:00"),
        ("mon 08:00-19:30 tue 08:00-19:30", 17, "expected the end, found `tue`", "[\"..\", \"..\"]"),
        ("mon 08:00-19:30:00", 16, "expected the end, found `:00`", "one entry"),
        ("mon,möntag 8:00", 5, "`möntag` is no day", "the days are"),
        ("mon 8:00-9:00 é é", 15, "expected the end, found `é`", "one entry"),
    ] {
        let error = Window::parse(text).unwrap_err();
        let expected = format!("{text:?}, character {place}: ");
        assert!(error.to_string().starts_with(&expected), "{text}: {error}");
        assert!(error.to_string().contains(what), "{text}: {error}");
        assert!(error.details().hint.as_ref().unwrap().contains(right), "{text}: {error:?}");
        assert_eq!(error.kind(), Kind::Config);
    }
}

#[test]
fn a_one_sided_time_has_days_and_one_time() {
    let moment = Moment::parse("Mon-Fri 19:30").unwrap();
    assert_eq!(moment.on(date(2026, 1, 9), false).unwrap(), date(2026, 1, 9).at(19, 30, 0, 0));
    assert_eq!(moment.on(date(2026, 1, 10), false), None);
    assert!(moment.meets(&Moment::parse("fri,sat 19:30").unwrap()));
    assert!(!moment.meets(&Moment::parse("sat 19:30").unwrap()));
    assert!(!moment.meets(&Moment::parse("mon 19:31").unwrap()));
    for (text, place, what) in [
        ("mon-fri 19:30-20:00", 14, "expected one time, found a window"),
        ("mon-fri 24:00", 9, "24:00 can only end a window"),
        ("mon-fri", 8, "expected a time, found the end"),
        ("mon 19:30 x", 11, "expected the end, found `x`"),
    ] {
        let error = Moment::parse(text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{text:?}, character {place}: {what}")), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_window_or_an_error(text in "(mon|tue|sun|daily|[ ,:0-9a-zé-])*") {
        let _ = Window::parse(&text);
        let _ = Moment::parse(&text);
    }

    #[test]
    fn a_window_lasts_longer_than_nothing_and_at_most_a_week(
        days in "(mon|tue,thu|fri-mon|daily)", from in 0..24_i8, until in 0..=24_i8, minute in 0..60_i8,
    ) {
        prop_assume!(from != until);
        let until = if until == 24 { "24:00".to_owned() } else { format!("{until}:{minute:02}") };
        let window = Window::parse(&format!("{days} {from:02}:{minute:02}-{until}")).unwrap();
        for day in 5..=11 {
            if let Some((start, end)) = window.on(date(2026, 1, day), false) {
                prop_assert!(start < end && end <= start.checked_add(jiff::Span::new().days(7)).unwrap());
            }
        }
    }
}
