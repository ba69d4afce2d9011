//! The events within a fortnight, in their order and words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::super::{
    books::Books,
    testing::{FORTNIGHT, all, books, domain, head, invoice, service, subscription},
};
use super::*;

/// The events within the fortnight in the only currency of some books, in few words and in one for programs.
fn within(books: &Books) -> Vec<String> {
    let purse = books.purses()[0];
    events(purse, FORTNIGHT, None, None).iter().map(|e| format!("{} ({})", e.summary(), e.what.word())).collect()
}

#[test]
fn invoices_are_told_when_they_are_due_within_the_time_or_overdue() {
    let invoices = all([
        invoice("unpaid", "EUR", "5.00", "2026-12-05"),
        invoice("overdue", "EUR", "5.00", "2026-08-01"),
        invoice("unpaid", "EUR", "5.00", "2026-12-06"),
        invoice("paid", "EUR", "0.00", "2026-11-25"),
        invoice("draft", "EUR", "0.00", "2026-11-25"),
        invoice("unpaid", "EUR", "5.00", ""),
        invoice("overdue", "EUR", "5.00", ""),
    ]);
    let told = within(&Books { invoices, ..books() });
    let expected = [
        "overdue INV-7 (invoice_overdue)",
        "2026-08-01 overdue INV-7 (invoice_overdue)",
        "2026-12-05 invoice INV-7 (invoice_due)",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_recurs_is_told_with_what_it_costs_and_what_ends_without() {
    let services = all([
        service("active", "2026-11-21 10:00:00", "2026-12-05"),
        service("suspended", "2026-12-02", "2026-12-02"),
        service("cancelled", "2026-12-02", ""),
        service("active", "2026-11-20", "2026-12-06"),
    ]);
    let found = Books { services, ..books() };
    assert_eq!(
        within(&found),
        [
            "2026-11-21 service vps (service_renews)",
            "2026-12-02 service vps (service_renews)",
            "2026-12-05 service vps (service_ends)",
        ]
    );
    let amounts: Vec<_> = events(found.purses()[0], FORTNIGHT, None, None).into_iter().map(|e| e.amount).collect();
    assert_eq!(amounts, [Some("10.00".to_owned()), Some("10.00".to_owned()), None]);
    let subscriptions = all([subscription("CPU", "2026-11-30"), subscription("disk", "2027-01-01")]);
    assert_eq!(within(&Books { subscriptions, ..books() }), ["2026-11-30 subscription CPU (subscription_ends)"]);
}

#[test]
fn domains_are_renewed_or_expire() {
    for (renewed, renews, ends, expected) in [
        (Some(true), "2026-12-01", "2026-12-03", Some("2026-12-01 domain example.com (domain_renews)")),
        (Some(true), "", "2026-12-03", Some("2026-12-03 domain example.com (domain_renews)")),
        (Some(true), "2027-01-01", "2026-12-03", None),
        (Some(false), "2026-12-01", "2026-12-03", Some("2026-12-03 domain example.com (domain_expires)")),
        (None, "2026-12-01", "2026-12-03", Some("2026-12-01 domain example.com (domain_renews)")),
        (None, "", "2026-12-03", Some("2026-12-03 domain example.com (domain_expires)")),
        (None, "", "", None),
    ] {
        let domains = all([domain(renewed, renews, ends)]);
        let told = within(&Books { domains, ..books() });
        assert_eq!(told.first().map(String::as_str), expected, "{renewed:?} {renews} {ends}");
    }
    let gone = domain(None, "", "2026-12-03");
    let domains = all([Domain { head: head("1", "expired"), ..gone }]);
    assert_eq!(within(&Books { domains, ..books() }), [""; 0]);
}

#[test]
fn the_end_of_the_money_is_one_of_them() {
    let all = books();
    let purse = all.purses()[0];
    let at = |day: i8| Some(jiff::civil::date(2026, 12, day));
    let told = events(purse, FORTNIGHT, at(5), Some("58.20"));
    assert_eq!((told[0].summary(), told[0].amount.as_deref()), ("2026-12-05 money ends".to_owned(), Some("58.20")));
    assert_eq!(events(purse, FORTNIGHT, at(6), None), []);
}
