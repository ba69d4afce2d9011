//! One row of `nubo runway`: the money of an account in one currency, until when it lasts, and what comes next.
//! Everything in it is either told by the provider or computed from what is; the basis says from what.

use std::sync::Arc;

use crate::{
    fleet::Completeness,
    model::{Amount, AsValue, Field, FieldKind, Invoice, Origin, Row, Shown, Value, field},
};

use super::{
    books::{Purse, Sort},
    burn::{Burn, Found, ledger, recurring, usage},
    estimate::{Estimate, Source},
    events::{Event, Time, events},
};

/// The fields of a row.
pub static FIELDS: [Field; 17] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("provider", FieldKind::Text, Shown::Data, "fleio, cloudsigma, seflow or uivmm"),
    field("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    field("currency", FieldKind::Text, Shown::Table, "ISO currency; null where the provider tells none"),
    field("credit", FieldKind::Money, Shown::Table, "what one has: paid ahead and not used up"),
    field("due", FieldKind::Money, Shown::Wide, "what one owes"),
    field("burn_per_day", FieldKind::Money, Shown::Table, "what is spent in a day, by the estimate"),
    field("estimate", FieldKind::State, Shown::Table, "where that is from: ledger, usage, subscriptions or unknown"),
    field("basis", FieldKind::Text, Shown::Wide, "what the estimate is made of, or why it is unknown"),
    field("ends_at", FieldKind::Time, Shown::Table, "the day on which the money ends"),
    field("days", FieldKind::Integer, Shown::Wide, "how many whole days that is from today"),
    field("unpaid", FieldKind::Integer, Shown::Wide, "how many invoices are still to be paid, overdue ones among them"),
    field("unpaid_amount", FieldKind::Money, Shown::Wide, "what these amount to"),
    field("overdue", FieldKind::Integer, Shown::Wide, "how many invoices should have been paid already"),
    field("overdue_amount", FieldKind::Money, Shown::Wide, "what these amount to"),
    field("events", FieldKind::Objects, Shown::Data, "what falls within the time, the earliest first"),
    field("next", FieldKind::Text, Shown::Table, "the first of them in a few words"),
];

/// The money of an account in one currency.
#[derive(Debug)]
pub struct Runway {
    origin: Arc<Origin>,
    currency: Option<String>,
    credit: Option<String>,
    due: Option<String>,
    burn_per_day: Option<String>,
    estimate: Source,
    basis: String,
    ends_at: Option<String>,
    days: Option<u64>,
    unpaid: Open,
    overdue: Open,
    /// What falls within the time.
    pub events: Vec<Event>,
    next: Option<String>,
    mixed: bool,
}

/// Invoices to be paid: how many, and what they amount to.
#[derive(Debug, Default)]
struct Open {
    count: Option<u64>,
    amount: Option<String>,
}

impl Runway {
    /// The row of a purse.
    pub fn of(purse: Purse<'_>, time: Time) -> Self {
        let books = purse.books;
        let owned = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
        let balances = || purse.of(&books.balance);
        let credit = sum(purse, balances().map(|balance| balance.credit.as_deref()));
        let due = sum(purse, balances().map(|balance| balance.due.as_deref()));
        let mut estimate = estimate(purse, time);
        let end = estimate.end(credit.as_ref(), time.today);
        let credit = owned(credit);
        let events = events(purse, time, end.map(|(day, _)| day), credit.as_deref());
        Self {
            origin: Arc::clone(&books.origin),
            currency: purse.currency.map(str::to_owned),
            due: owned(due),
            burn_per_day: owned(estimate.burn.as_ref().and_then(Burn::per_day)),
            estimate: estimate.source,
            basis: estimate.basis,
            ends_at: end.map(|(day, _)| day.to_string()),
            days: end.map(|(_, days)| days),
            unpaid: Open::of(purse, Invoice::is_open),
            overdue: Open::of(purse, |invoice| invoice.head.state == "overdue"),
            next: events.first().map(Event::told),
            mixed: purse.sort == Sort::Mixed,
            credit,
            events,
        }
    }

    /// Whether it says nothing: what has no currency among several, and neither an amount nor a day.
    pub fn is_silent(&self) -> bool {
        let none = self.credit.is_none() && self.due.is_none() && self.unpaid.count.unwrap_or(0) == 0;
        self.mixed && none && self.events.is_empty()
    }

    /// Why nobody knows what is spent, where that is so.
    pub fn unknown(&self) -> Option<String> {
        let whose = [Some(self.origin.account.as_str()), self.currency.as_deref()];
        let whose = whose.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (self.estimate == Source::Unknown)
            .then(|| format!("{whose}: what is spent in a day is unknown: {}", self.basis))
    }
}

impl Open {
    /// Those of a purse that fit; nothing where not all invoices could be read.
    fn of(purse: Purse<'_>, fits: fn(&Invoice) -> bool) -> Self {
        let invoices = &purse.books.invoices;
        if invoices.told != Completeness::All {
            return Self::default();
        }
        let open = || purse.of(invoices).filter(|invoice| fits(invoice));
        let count = u64::try_from(open().count()).ok();
        let amount = match count {
            Some(0) => Some("0.00".to_owned()),
            _ => sum(purse, open().map(|invoice| invoice.due.as_deref())).map(|amount| amount.to_string()),
        };
        Self { count, amount }
    }
}

/// Amounts added up; nothing where there is none, where one is not told, or where they may be of several currencies.
fn sum<'a>(purse: Purse<'_>, amounts: impl Iterator<Item = Option<&'a str>>) -> Option<Amount> {
    let all: Vec<Amount> = amounts.map(Amount::of).collect::<Option<_>>()?;
    let (first, more) = all.split_first()?;
    if purse.sort == Sort::Mixed && !more.is_empty() {
        return None;
    }
    Some(more.iter().fold(first.clone(), |sum, amount| sum.plus(amount)))
}

/// What is spent in a day.
fn estimate(purse: Purse<'_>, time: Time) -> Estimate {
    if purse.sort == Sort::Mixed {
        return Estimate::unknown("the account has several currencies, and what is in this row tells none");
    }
    let books = purse.books;
    let mut found = Vec::new();
    let mut tried = |source, told: &[Completeness], unread: &str, estimate: &dyn Fn() -> Found| {
        if told.contains(&Completeness::Part) {
            found.push((source, Found::unread(unread)));
        } else if told.contains(&Completeness::All) {
            found.push((source, estimate()));
        }
    };
    tried(Source::Ledger, &[books.ledger.told], "the ledger could not be read", &|| {
        ledger(purse.of(&books.ledger), time.today)
    });
    tried(Source::Usage, &[books.usage.told], "the usage could not be read", &|| {
        usage(purse.of(&books.usage), time.today)
    });
    let recurs = [books.services.told, books.subscriptions.told];
    tried(Source::Subscriptions, &recurs, "services or subscriptions could not be read", &|| {
        recurring(purse.of(&books.services), purse.of(&books.subscriptions))
    });
    Estimate::first_of(&found)
}

impl Row for Runway {
    fn value(&self, index: usize) -> Value<'_> {
        match index {
            0 => Value::Text(&self.origin.account),
            1 => Value::Text(self.origin.provider),
            2 => self.origin.preset.as_value(),
            3 => self.currency.as_value(),
            4 => self.credit.as_value(),
            5 => self.due.as_value(),
            6 => self.burn_per_day.as_value(),
            7 => Value::Text(self.estimate.word()),
            8 => self.basis.as_value(),
            9 => self.ends_at.as_value(),
            10 => self.days.as_value(),
            11 => self.unpaid.count.as_value(),
            12 => self.unpaid.amount.as_value(),
            13 => self.overdue.count.as_value(),
            14 => self.overdue.amount.as_value(),
            15 => Value::Objects(self.events.iter().map(Event::keys).collect()),
            _ => self.next.as_value(),
        }
    }
}

#[cfg(test)]
mod tests;
