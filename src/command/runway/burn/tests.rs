//! Estimates worked out by hand: the counted amounts, the days, and the items that are left out and mentioned.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;

use super::*;
use crate::model::Head;

const TODAY: Date = date(2026, 11, 21);

fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// The amount spent in a day, and the words for its parts.
fn told(found: &Found) -> (Option<String>, &str) {
    (found.burn.as_ref().and_then(Burn::per_day).map(|amount| amount.to_string()), &found.words)
}

fn entries(entries: &[(&str, &str)]) -> Found {
    let entry =
        |(date, total): &(&str, &str)| Transaction { date: text(date), total: text(total), ..Transaction::default() };
    let entries: Vec<Transaction> = entries.iter().map(entry).collect();
    ledger(entries.iter(), TODAY)
}

#[test]
fn a_ledger_is_what_was_spent_since_its_first_entry_of_the_last_30_days() {
    let found = entries(&[
        ("2026-11-20 11:04:18", "-13.75"),
        ("2026-11-11", "-86.25"),
        ("2026-11-12", "500.00"),
        ("2026-10-21", "-1000"),
    ]);
    assert_eq!(told(&found), (Some("10.00".into()), "100.00 spent in 10 days of ledger"));
    let found = entries(&[("2026-10-22", "-30"), ("2026-11-01", "-60.00")]);
    assert_eq!(told(&found), (Some("3.00".into()), "90.00 spent in 30 days of ledger"), "30 days ago is in it");
    let found = entries(&[("2026-11-21T08:00:00+01:00", "-2.50")]);
    assert_eq!(told(&found), (Some("2.50".into()), "2.50 spent in 1 day of ledger"));
    let found = entries(&[("2026-11-22 00:10:00", "-2.50")]);
    assert_eq!(told(&found).0.as_deref(), Some("2.50"), "the provider's day may have begun already");
}

#[test]
fn a_ledger_without_spending_is_zero_and_one_that_tells_nothing_is_not() {
    assert_eq!(told(&entries(&[("2026-11-12", "50")])), (Some("0.00".into()), "nothing spent in 30 days of ledger"));
    assert_eq!(told(&entries(&[("2026-08-12", "-50")])).1, "nothing spent in 30 days of ledger");
    assert_eq!(told(&entries(&[])), (None, "the ledger tells of no spending"));
    let found = entries(&[("2026-11-20", ""), ("", "-5.00"), ("someday", "-5.00"), ("2026-11-20", "n/a")]);
    assert_eq!(told(&found), (None, "the ledger tells of no spending; 4 entries without amount or day left out"));
    let found = entries(&[("2026-11-20", "-5.00"), ("2026-11-20", "n/a")]);
    assert_eq!(told(&found).1, "5.00 spent in 1 day of ledger; 1 entry without amount or day left out");
}

fn used(records: &[(&str, &str, &str)]) -> Found {
    let record = |(price, from, until): &(&str, &str, &str)| Usage {
        price: text(price),
        from: text(from),
        until: text(until),
        ..Usage::default()
    };
    let records: Vec<Usage> = records.iter().map(record).collect();
    usage(records.iter(), TODAY)
}

#[test]
fn usage_is_the_price_of_the_cycle_over_its_days_so_far() {
    let found = used(&[("58.20", "2026-11-09", "2026-12-09"), ("1.80", "2026-11-09T00:00:00Z", "")]);
    assert_eq!(told(&found), (Some("5.00".into()), "60.00 used in 12 days of this cycle"));
    assert_eq!(told(&used(&[("3.00", "2026-11-21", "")])).1, "3.00 used in 1 day of this cycle");
    let found = used(&[("10.00", "2026-11-11", ""), ("10.00", "2026-11-16", "")]);
    assert_eq!(told(&found), (Some("3.00".into()), "20.00 used in these cycles so far"));
}

#[test]
fn other_cycles_and_what_has_no_price_are_no_usage() {
    for record in
        [("", "2026-11-09", ""), ("5.00", "", ""), ("5.00", "2026-10-09", "2026-11-09"), ("5.00", "2026-12-01", "")]
    {
        assert_eq!(told(&used(&[record])), (None, "usage tells no price of this cycle"), "{record:?}");
    }
}

fn service(state: &'static str, price: &str, cycle: &str) -> Service {
    let head = Head { state, ..Head::default() };
    Service { head, price: text(price), cycle: text(cycle), ..Service::default() }
}

fn subscription(price: &str, cycle: &str) -> Subscription {
    let head = Head { state: "active", ..Head::default() };
    Subscription { head, price: text(price), cycle: text(cycle), ..Subscription::default() }
}

fn prices(services: &[Service], subscriptions: &[Subscription]) -> Found {
    recurring(services.iter(), subscriptions.iter())
}

#[test]
fn prices_are_over_the_days_of_their_cycles() {
    let words = [
        ("Monthly", "30.00"),
        ("Quarterly", "91.00"),
        ("Semi-Annually", "182.00"),
        ("Annually", "365.00"),
        ("Biennially", "730.00"),
        ("Triennially", "1095.00"),
        ("1 month", "30"),
        ("m", "30"),
    ];
    for (cycle, price) in words {
        let found = prices(&[service("active", price, cycle)], &[]);
        assert_eq!(told(&found), (Some("1.00".into()), "prices of 1 service"), "{cycle}");
    }
    let services = [service("active", "30.00", "Monthly"), service("active", "36.50", "Annually")];
    let found = prices(&services, &[subscription("182.00", "6 months")]);
    assert_eq!(told(&found), (Some("2.10".into()), "prices of 2 services and 1 subscription"));
}

#[test]
fn what_is_not_active_costs_nothing_or_was_paid_once_adds_nothing() {
    let services = [
        service("suspended", "10.00", "Monthly"),
        service("active", "0.00", "Whenever"),
        service("active", "99.00", "One Time"),
        service("active", "", "Free"),
    ];
    assert_eq!(told(&prices(&services, &[])), (None, "no recurring prices"));
}

#[test]
fn what_cannot_be_told_is_left_out_and_said() {
    let services = [service("active", "30.00", "Monthly"), service("active", "5.00", "Fortnightly")];
    let found = prices(&services, &[subscription("", "1 month")]);
    assert_eq!(told(&found), (Some("1.00".into()), "prices of 1 service; 2 of no known price or cycle left out"));
    let found = prices(&[], &[subscription("", ""), subscription("7", "")]);
    assert_eq!(told(&found), (None, "no recurring prices; 2 of no known price or cycle left out"));
}

#[test]
fn days_are_not_rounded_before_the_end() {
    let third = entries(&[("2026-10-22", "-200.00")]).burn.unwrap();
    assert_eq!(third.per_day().unwrap().to_string(), "6.67");
    assert_eq!(third.lasts(&Amount::parse("200").unwrap()), Some(30), "6.67 a day would be 29 days");
    let cents = prices(&[service("active", "0.10", "Monthly")], &[]).burn.unwrap();
    assert_eq!(cents.per_day().unwrap().to_string(), "0.0033");
}

#[test]
fn what_no_number_of_days_holds_is_not_added() {
    let prime = |days: u64| Burn { spent: Amount::default(), days };
    assert_eq!(prime(u64::MAX).plus(&prime(u64::MAX - 1)), None);
    assert_eq!(prime(30).plus(&prime(91)).unwrap().days, 2730);
}
