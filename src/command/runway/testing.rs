//! Records and books for tests, in a few words each.
//! The day is always 2026-11-21.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::{books::Books, events::Time};
use crate::{
    fleet::{Completeness, Surveyed},
    model::{Balance, Domain, Head, Invoice, Origin, Service, Subscription, Transaction},
};

/// Today.
pub(crate) const TODAY: Date = date(2026, 11, 21);
/// A fortnight from today.
pub(crate) const FORTNIGHT: Time = Time { today: TODAY, end: date(2026, 12, 5) };

/// A text that may be missing.
pub(crate) fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// The head of a record.
pub(crate) fn head(id: &str, state: &'static str) -> Head {
    Head { id: id.to_owned(), state, ..Head::default() }
}

/// A complete answer about a noun.
pub(crate) fn all<R>(records: impl IntoIterator<Item = R>) -> Surveyed<R> {
    Surveyed { records: records.into_iter().collect(), told: Completeness::All }
}

/// An account without any record.
pub(crate) fn books() -> Books {
    Books {
        origin: Arc::new(Origin { account: "zurich".to_owned(), provider: "cloudsigma", preset: None }),
        balance: Surveyed::default(),
        ledger: Surveyed::default(),
        usage: Surveyed::default(),
        services: Surveyed::default(),
        subscriptions: Surveyed::default(),
        domains: Surveyed::default(),
        invoices: Surveyed::default(),
    }
}

/// A balance with credit and debt.
pub(crate) fn balance(currency: &str, credit: &str, due: &str) -> Balance {
    Balance { currency: text(currency), credit: text(credit), due: text(due), ..Balance::default() }
}

/// An entry of a ledger.
pub(crate) fn entry(currency: &str, date: &str, total: &str) -> Transaction {
    Transaction { currency: text(currency), date: text(date), total: text(total), ..Transaction::default() }
}

/// An invoice.
pub(crate) fn invoice(state: &'static str, currency: &str, due: &str, due_at: &str) -> Invoice {
    Invoice {
        head: head("7", state),
        number: text("INV-7"),
        currency: text(currency),
        due: text(due),
        due_at: text(due_at),
        ..Invoice::default()
    }
}

/// A service of ten a month.
pub(crate) fn service(state: &'static str, renews: &str, ends: &str) -> Service {
    let (price, cycle) = (text("10.00"), text("Monthly"));
    let head = Head { name: text("vps"), ..head("33301", state) };
    Service { head, price, cycle, renews_at: text(renews), expires_at: text(ends), ..Service::default() }
}

/// A subscription that ends.
pub(crate) fn subscription(kind: &str, ends: &str) -> Subscription {
    Subscription { head: head("s", "active"), kind: text(kind), expires_at: text(ends), ..Subscription::default() }
}

/// A domain.
pub(crate) fn domain(renewed: Option<bool>, renews: &str, ends: &str) -> Domain {
    let head = Head { name: text("example.com"), ..head("1", "active") };
    let (renews_at, expires_at) = (text(renews), text(ends));
    Domain { head, auto_renew: renewed, renews_at, expires_at, price: text("12.00"), ..Domain::default() }
}
