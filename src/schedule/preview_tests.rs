//! The calendar of a week: bars, and the same as data.
//! Bars are as wide on the days the clock changes.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::schedule::{Copies, load};

fn office(zone: &str, times: &str) -> Vec<Rule> {
    let text = format!("[office]\naccounts = ['a']\nselect = ['name~*']\nzone = '{zone}'\n{times}");
    let loaded = load(&text, Path::new("schedules.toml"), &Copies::default());
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    loaded.rules
}

fn bars(rules: &[Rule], from: Date, signs: Signs) -> Vec<String> {
    week(rules, from).iter().map(|day| format!("{} {} {}", day.rule, day.date.strftime("%a"), day.bar(signs))).collect()
}

#[test]
fn a_week_has_a_bar_for_each_day() {
    let rules = office("Europe/Rome", "up = ['mon-thu 08:00-19:30', 'fri 22:15 - sun 06:40']");
    assert_eq!(
        bars(&rules, date(2026, 1, 7), Signs::BLOCKS),
        [
            "office Wed ········███████████▌····",
            "office Thu ········███████████▌····",
            "office Fri ······················██",
            "office Sat ████████████████████████",
            "office Sun ███████·················",
            "office Mon ········███████████▌····",
            "office Tue ········███████████▌····",
        ]
    );
    assert_eq!(bars(&rules, date(2026, 1, 7), Signs::ASCII)[0], "office Wed ........###########[....");
}

#[test]
fn half_hours_are_up_if_a_part_of_them_is() {
    for (window, bar) in [
        ("daily 08:29-08:31", "········█···············"),
        ("daily 08:30-08:31", "········▐···············"),
        ("daily 08:00-08:30", "········▌···············"),
        ("daily 00:00-24:00", "████████████████████████"),
        ("daily 23:59-00:01", "▌······················▐"),
    ] {
        let rules = office("Asia/Kathmandu", &format!("up = ['{window}']"));
        assert_eq!(week(&rules, date(2026, 1, 5))[3].bar(Signs::BLOCKS), bar, "{window}");
    }
}

#[test]
fn a_day_of_23_or_25_hours_has_its_bar_too() {
    let rules = office("Europe/Rome", "up = ['daily 00:00-24:00']");
    assert_eq!(week(&rules, date(2026, 3, 29))[0].bar(Signs::BLOCKS), "██·█████████████████████");
    assert_eq!(week(&rules, date(2026, 10, 25))[0].bar(Signs::BLOCKS), "████████████████████████");
    let half = office("Europe/Rome", "up = ['daily 02:00-02:30']");
    assert_eq!(week(&half, date(2026, 10, 25))[0].bar(Signs::BLOCKS), "··█·····················");
}

#[test]
fn a_clock_that_goes_back_over_midnight_leaves_the_bar_of_its_day() {
    // The clock of Newfoundland went from 00:01 of that Sunday back to 23:01 of Saturday.
    let rules = office("America/St_Johns", "up = ['sun 00:00-01:00']");
    let days = week(&rules, date(2009, 10, 31));
    assert_eq!(days[1].bar(Signs::BLOCKS), "█·······················");
}

#[test]
fn the_data_has_the_parts_of_each_day_with_their_offsets() {
    let rules = office("Europe/Rome", "up = ['sat 22:00 - sun 06:00']");
    let days = week(&rules, date(2026, 3, 28));
    let told: Vec<String> = days
        .iter()
        .flat_map(|day| day.up.iter().map(|(from, until)| format!("{} {} {}", day.date, stamp(from), stamp(until))))
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-28 2026-03-28T22:00:00+01:00 2026-03-29T00:00:00+01:00",
            "2026-03-29 2026-03-29T00:00:00+01:00 2026-03-29T06:00:00+02:00",
        ]
    );
    assert_eq!(days.len(), 7);
}

#[test]
fn one_sided_times_are_arrows() {
    let rules = office("UTC", "up_at = ['mon 07:45']\ndown_at = ['mon-fri 19:30']");
    let days = week(&rules, date(2026, 1, 5));
    assert_eq!(days[0].bar(Signs::BLOCKS), "·······↑···········↓····");
    assert_eq!(days[1].bar(Signs::ASCII), "...................v....");
    assert_eq!(days[5].bar(Signs::BLOCKS), "·".repeat(24));
    assert_eq!((days[0].at.len(), days[0].up.len(), days[0].at[1].1), (2, 0, Wanted::Down));
}

#[test]
fn the_last_days_of_the_calendar_are_no_panic() {
    let rules = office("Pacific/Auckland", "up = ['daily 00:00-24:00']");
    assert!(week(&rules, Date::MAX).is_empty());
    assert!(week(&rules, date(2011, 12, 29)).len() == 7);
    let skipped = office("Pacific/Apia", "up = ['daily 00:00-24:00']");
    assert_eq!(week(&skipped, date(2011, 12, 29))[1].bar(Signs::BLOCKS), "·".repeat(24));
}
