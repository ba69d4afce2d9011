//! The money of an account, taken apart by currency: amounts of two are never added.
//! A record without a currency counts for the account's only currency; among several it is not added up.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    fleet::{Survey, Surveyed},
    model::{Balance, Domain, Invoice, Origin, Service, Subscription, Transaction, Usage},
    provider::{BALANCE, DOMAINS, INVOICES, Noun, SERVICES, SUBSCRIPTIONS, TRANSACTIONS, USAGE},
};

/// The nouns that tell of an account's money.
pub(crate) const NOUNS: [&Noun; 7] = [&BALANCE, &TRANSACTIONS, &USAGE, &SERVICES, &SUBSCRIPTIONS, &DOMAINS, &INVOICES];

/// All records about the money of an account.
pub(crate) struct Books {
    /// The account.
    pub origin: Arc<Origin>,
    /// Its credit and debt.
    pub balance: Surveyed<Balance>,
    /// Its ledger.
    pub ledger: Surveyed<Transaction>,
    /// Its usage.
    pub usage: Surveyed<Usage>,
    /// Its services.
    pub services: Surveyed<Service>,
    /// Its subscriptions.
    pub subscriptions: Surveyed<Subscription>,
    /// Its domains.
    pub domains: Surveyed<Domain>,
    /// Its invoices.
    pub invoices: Surveyed<Invoice>,
}

impl Books {
    /// Reads the records of an account.
    pub(crate) async fn read(survey: &mut Survey) -> Self {
        Self {
            origin: Arc::clone(&survey.session.account.origin),
            balance: survey.read().await,
            ledger: survey.read().await,
            usage: survey.read().await,
            services: survey.read().await,
            subscriptions: survey.read().await,
            domains: survey.read().await,
            invoices: survey.read().await,
        }
    }

    /// The books of each currency; those of no currency that anyone knows come last.
    pub(crate) fn purses(&self) -> Vec<Purse<'_>> {
        let all = self.currencies();
        let unknown = all.contains(&None);
        let known: Vec<&str> = all.into_iter().flatten().collect();
        let purse = |currency, sort| Purse { books: self, currency, sort };
        match &*known {
            [] => vec![purse(None, Sort::Only)],
            [one] => vec![purse(Some(*one), Sort::Only)],
            several => {
                let each = several.iter().map(|currency| purse(Some(*currency), Sort::OneOfSeveral));
                each.chain(unknown.then(|| purse(None, Sort::Mixed))).collect()
            }
        }
    }

    /// The currencies of the records that have an amount or a day to tell.
    fn currencies(&self) -> BTreeSet<Option<&str>> {
        fn told<R: InCurrency>(heard: &Surveyed<R>) -> impl Iterator<Item = Option<&str>> {
            heard.records.iter().filter(|record| record.counts()).map(InCurrency::currency)
        }
        let money = told(&self.balance).chain(told(&self.ledger)).chain(told(&self.usage)).chain(told(&self.invoices));
        money.chain(told(&self.services)).chain(told(&self.subscriptions)).chain(told(&self.domains)).collect()
    }
}

/// A record in a currency, or without one.
pub(crate) trait InCurrency {
    /// The currency, where it is told.
    fn currency(&self) -> Option<&str>;
    /// True when the record says anything about the days to come.
    fn counts(&self) -> bool;
}

/// Declares the records that have a currency, each with its test.
macro_rules! in_currency {
    ($($record:ident: $counts:expr;)*) => {$(
        impl InCurrency for $record {
            fn currency(&self) -> Option<&str> {
                self.currency.as_deref().filter(|currency| !currency.is_empty())
            }
            fn counts(&self) -> bool {
                let counts: fn(&Self) -> bool = $counts;
                counts(self)
            }
        }
    )*};
}

in_currency! {
    Balance: |_| true;
    Transaction: |_| true;
    Usage: |usage| usage.price.is_some();
    Invoice: Invoice::is_open;
    Service: |service| lives(service.head.state);
    Subscription: |subscription| lives(subscription.head.state);
    Domain: |domain| lives(domain.head.state);
}

/// True for the state of a service or subscription that goes on.
fn lives(state: &str) -> bool {
    !matches!(state, "cancelled" | "expired")
}

/// The place of a currency among those of its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// The only currency: records without a currency are in it.
    Only,
    /// One of several currencies.
    OneOfSeveral,
    /// No currency, beside several: such records cannot be added up.
    Mixed,
}

/// The part of an account's books that is in one currency.
#[derive(Clone, Copy)]
pub(crate) struct Purse<'b> {
    /// The books of all currencies.
    pub books: &'b Books,
    /// The currency.
    pub currency: Option<&'b str>,
    /// The place of the currency among the others.
    pub sort: Sort,
}

impl<'b> Purse<'b> {
    /// The records in this currency that count.
    pub(crate) fn of<R: InCurrency>(self, heard: &'b Surveyed<R>) -> impl Iterator<Item = &'b R> {
        heard.records.iter().filter(move |record| record.counts() && self.holds(record.currency()))
    }

    fn holds(self, currency: Option<&str>) -> bool {
        currency == self.currency || (currency.is_none() && self.sort == Sort::Only)
    }
}
