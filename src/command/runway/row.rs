//! One row of `nubo runway`: the money of an account in one currency, the end of the money, and the next event.
//! Each value is told by the provider or computed from such values; the basis says from which.

use std::sync::Arc;

use crate::{
    fleet::Completeness,
    model::{Amount, Invoice, Origin, row},
};

use super::{
    books::{Purse, Sort},
    burn::{Burn, Found, ledger, recurring, usage},
    estimate::{Estimate, Source},
    events::{Event, Time, events},
};

row! {
    /// The money of an account in one currency.
    Runway "runway" from origin: Arc<Origin> = Data {
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        credit: Option<String> = Money Table "what one has: paid ahead and not used up";
        due: Option<String> = Money Wide "what one owes";
        burn_per_day: Option<String> = Money Table "what is spent in a day, by the estimate";
        estimate: Source = State Table "where that is from: ledger, usage, subscriptions or unknown";
        basis: String = Text Wide "what the estimate is made of, or why it is unknown";
        ends_at: Option<String> = Time Table "the day on which the money ends";
        days: Option<u64> = Integer Wide "how many whole days that is from today";
        unpaid: Option<u64> = Integer Wide "how many invoices are still to be paid, overdue ones among them";
        unpaid_amount: Option<String> = Money Wide "what these amount to";
        overdue: Option<u64> = Integer Wide "how many invoices should have been paid already";
        overdue_amount: Option<String> = Money Wide "what these amount to";
        events: Vec<Event> = Objects Data "what falls within the time, the earliest first";
        next: Option<String> = Text Table "the first of them in a few words";
    }
}

/// The invoices to be paid: their number and their sum.
#[derive(Debug, Default)]
struct OpenInvoices {
    count: Option<u64>,
    amount: Option<String>,
}

impl Runway {
    /// The row of a purse, unless it would say nothing.
    pub(crate) fn of_purse(purse: Purse<'_>, time: Time) -> Option<Self> {
        let books = purse.books;
        let owned = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
        let balances = || purse.of(&books.balance);
        let credit = sum(purse, balances().map(|balance| balance.credit.as_deref()));
        let due = sum(purse, balances().map(|balance| balance.due.as_deref()));
        let mut estimate = estimate(purse, time);
        let end = estimate.end(credit.as_ref(), time.today);
        let credit = owned(credit);
        let events = events(purse, time, end.map(|(day, _)| day), credit.as_deref());
        let (unpaid, overdue) =
            (OpenInvoices::count(purse, Invoice::is_open), OpenInvoices::count(purse, Invoice::is_overdue));
        let row = Self {
            origin: Arc::clone(&books.origin),
            currency: purse.currency.map(str::to_owned),
            due: owned(due),
            burn_per_day: owned(estimate.burn.as_ref().and_then(Burn::per_day)),
            estimate: estimate.source,
            basis: estimate.basis,
            ends_at: end.map(|(day, _)| day.to_string()),
            days: end.map(|(_, days)| days),
            unpaid: unpaid.count,
            unpaid_amount: unpaid.amount,
            overdue: overdue.count,
            overdue_amount: overdue.amount,
            next: events.first().map(Event::summary),
            credit,
            events,
        };
        // A purse without a currency among several, with neither an amount nor a day, tells nothing.
        let empty = row.credit.is_none() && row.due.is_none() && row.unpaid.unwrap_or(0) == 0 && row.events.is_empty();
        (purse.sort != Sort::Mixed || !empty).then_some(row)
    }

    /// The reason why the spending is unknown, where it is.
    pub(crate) fn unknown(&self) -> Option<String> {
        let whose = [Some(self.origin.account.as_str()), self.currency.as_deref()];
        let whose = whose.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (self.estimate == Source::Unknown)
            .then(|| format!("{whose}: what is spent in a day is unknown: {}", self.basis))
    }
}

impl OpenInvoices {
    /// The invoices of a purse that fit, counted and added up; none where not all invoices could be read.
    fn count(purse: Purse<'_>, fits: fn(&Invoice) -> bool) -> Self {
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

/// The sum of amounts; none where there is none, where one is missing, or where they may be of several currencies.
fn sum<'a>(purse: Purse<'_>, amounts: impl Iterator<Item = Option<&'a str>>) -> Option<Amount> {
    let all: Vec<Amount> = amounts.map(Amount::of).collect::<Option<_>>()?;
    let (first, more) = all.split_first()?;
    if purse.sort == Sort::Mixed && !more.is_empty() {
        return None;
    }
    Some(more.iter().fold(first.clone(), |sum, amount| sum.plus(amount)))
}

/// The estimate of the money spent in a day.
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

#[cfg(test)]
mod tests;
