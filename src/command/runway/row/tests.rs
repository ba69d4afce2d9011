//! Rows by account and currency: nothing is added across currencies, and nothing that is not told is made up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::super::{
    books::Books,
    testing::{FORTNIGHT, all, balance, books, entry, invoice, service, subscription},
};
use super::*;
use crate::model::{Row, RowType, Usage, Value};

fn rows(books: &Books) -> Vec<Runway> {
    books.purses().into_iter().filter_map(|purse| Runway::of_purse(purse, FORTNIGHT)).collect()
}

/// Currency, credit, burn, estimate, end, unpaid and overdue of a row.
fn told(row: &Runway) -> String {
    let part = |name: &str| {
        let index = Runway::FIELDS.iter().position(|field| field.name == name).unwrap();
        match row.value(index) {
            Value::Text(text) => text.to_owned(),
            Value::Integer(number) => number.to_string(),
            _ => "-".to_owned(),
        }
    };
    let fields = ["currency", "credit", "burn_per_day", "estimate", "ends_at", "unpaid", "overdue", "overdue_amount"];
    fields.map(part).join(" ")
}

#[test]
fn a_credit_lasts_by_the_ledger() {
    let ledger = all([entry("CHF", "2026-11-11", "-100.00"), entry("CHF", "2026-11-12", "250.00")]);
    let found = Books { balance: all([balance("CHF", "92.50", "0.00")]), ledger, ..books() };
    let rows = rows(&found);
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), ["CHF 92.50 10.00 ledger 2026-11-30 - - -"]);
    assert_eq!((&*rows[0].basis, rows[0].days), ("100.00 spent in 10 days of ledger", Some(9)));
    assert_eq!(rows[0].next.as_deref(), Some("2026-11-30 money ends"));
    assert_eq!(rows[0].events[0].amount.as_deref(), Some("92.50"));
}

#[test]
fn each_currency_has_a_row_and_what_tells_none_is_added_to_none_of_several() {
    let found = Books {
        balance: all([balance("EUR", "30.00", ""), balance("USD", "5.00", "2.00")]),
        services: all([service("active", "", ""), service("active", "", "")]),
        invoices: all([
            invoice("overdue", "USD", "2.00", "2026-11-01"),
            invoice("overdue", "", "1.00", "2026-11-02"),
            invoice("unpaid", "", "1.00", "2026-12-02"),
            invoice("paid", "GBP", "0.00", ""),
        ]),
        ..books()
    };
    let rows = rows(&found);
    let expected = ["EUR 30.00 - unknown - 0 0 0.00", "USD 5.00 - unknown - 1 1 2.00", "- - - unknown - 2 1 1.00"];
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!((rows[2].unpaid, &rows[2].unpaid_amount), (Some(2), &None), "they may be of two currencies");
    assert!(rows[2].basis.contains("several currencies"), "{}", rows[2].basis);
    assert_eq!((rows[2].events.len(), rows[0].basis.as_str()), (2, "no recurring prices"));
}

#[test]
fn what_tells_no_currency_counts_for_the_only_one() {
    let found = Books {
        balance: all([balance("", "0.00", "36.60")]),
        services: all([service("active", "2026-12-02", "")]),
        invoices: all([invoice("overdue", "EUR", "36.60", "2026-11-16")]),
        ..books()
    };
    let rows = rows(&found);
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), ["EUR 0.00 0.33 subscriptions - 1 1 36.60"]);
    assert_eq!((&*rows[0].basis, &*rows[0].due.clone().unwrap()), ("prices of 1 service; paid by invoice", "36.60"));
    let currencies: Vec<_> = rows[0].events.iter().map(|event| event.currency.as_deref()).collect();
    assert_eq!(currencies, [Some("EUR"), Some("EUR")]);
}

#[test]
fn what_is_not_told_is_unknown_and_the_basis_says_why() {
    let unknown = |books: &Books| (told(&rows(books)[0]), rows(books)[0].basis.clone());
    let nothing = "the provider tells neither ledger, usage nor prices";
    assert_eq!(unknown(&books()), ("- - - unknown - - - -".to_owned(), nothing.to_owned()));
    let mut found = Books {
        ledger: all([]),
        usage: all([Usage { resource: Some("cpu".to_owned()), ..Usage::default() }]),
        subscriptions: all([subscription("CPU", "2026-11-30")]),
        ..books()
    };
    let why = "the ledger tells of no spending; usage tells no price of this cycle; \
               no recurring prices; 1 of no known price or cycle left out";
    assert_eq!(unknown(&found).1, why);
    found.ledger.told = Completeness::Part;
    assert!(unknown(&found).1.starts_with("the ledger could not be read; "));
    let row = &rows(&found)[0];
    assert_eq!(row.next.as_deref(), Some("2026-11-30 subscription CPU"));
}

#[test]
fn a_ledger_that_was_read_in_part_is_no_estimate() {
    let mut ledger = all([entry("EUR", "2026-11-11", "-100.00")]);
    ledger.told = Completeness::Part;
    let found = Books { ledger, services: all([service("active", "", "")]), ..books() };
    let rows = rows(&found);
    assert_eq!(rows[0].estimate, Source::Subscriptions);
    assert_eq!(rows[0].basis, "prices of 1 service; the ledger could not be read; the credit is not told");
}

#[test]
fn invoices_that_were_read_in_part_are_not_counted_but_told() {
    let mut invoices = all([invoice("overdue", "EUR", "5.00", "2026-11-01")]);
    invoices.told = Completeness::Part;
    let rows = rows(&Books { invoices, ..books() });
    assert_eq!((rows[0].overdue, rows[0].events.len()), (None, 1));
}

#[test]
fn an_amount_that_is_not_told_makes_no_sum() {
    let invoices = all([invoice("unpaid", "EUR", "5.00", ""), invoice("unpaid", "EUR", "", "")]);
    let rows = rows(&Books { invoices, ..books() });
    assert_eq!((rows[0].unpaid, &rows[0].unpaid_amount), (Some(2), &None));
}
