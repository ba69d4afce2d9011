//! Events within a time: invoices that are due, renewals, ends, domains that expire, and the end of the money.
//! An overdue invoice falls within any time.

use jiff::civil::Date;

use super::{books::Purse, burn::day};
use crate::model::{Domain, Invoice, object, words};

object! {
    /// An event that falls within the time.
    #[derive(Eq)]
    Event {
        at: Option<String> = Time "When, as it is told.";
        what: EventKind = State "What happens.";
        name: Option<String> = Text "What it happens to.";
        amount: Option<String> = Money "What it costs, where that is told.";
        currency: Option<String> = Text "The currency of that.";
    }
}

words!(EventKind);

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EventKind {
    /// An invoice should have been paid.
    InvoiceOverdue,
    /// An invoice must be paid.
    InvoiceDue,
    /// The credit is used up.
    MoneyEnds,
    /// A service is paid for again.
    ServiceRenews,
    /// A service ends.
    ServiceEnds,
    /// A subscription is paid for again.
    SubscriptionRenews,
    /// A subscription ends.
    SubscriptionEnds,
    /// A domain is paid for again.
    DomainRenews,
    /// A domain is lost unless it is renewed.
    DomainExpires,
}

impl EventKind {
    /// Everything that can happen.
    pub(crate) const ALL: [Self; 9] = [
        Self::InvoiceOverdue,
        Self::InvoiceDue,
        Self::MoneyEnds,
        Self::ServiceRenews,
        Self::ServiceEnds,
        Self::SubscriptionRenews,
        Self::SubscriptionEnds,
        Self::DomainRenews,
        Self::DomainExpires,
    ];

    /// The word for programs.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::InvoiceOverdue => "invoice_overdue",
            Self::InvoiceDue => "invoice_due",
            Self::MoneyEnds => "money_ends",
            Self::ServiceRenews => "service_renews",
            Self::ServiceEnds => "service_ends",
            Self::SubscriptionRenews => "subscription_renews",
            Self::SubscriptionEnds => "subscription_ends",
            Self::DomainRenews => "domain_renews",
            Self::DomainExpires => "domain_expires",
        }
    }

    /// The shorter word for the end of a table's line.
    const fn short(self) -> &'static str {
        match self {
            Self::InvoiceOverdue => "overdue",
            Self::InvoiceDue => "invoice",
            Self::MoneyEnds => "money ends",
            Self::ServiceRenews | Self::ServiceEnds => "service",
            Self::SubscriptionRenews | Self::SubscriptionEnds => "subscription",
            Self::DomainRenews | Self::DomainExpires => "domain",
        }
    }
}

/// The days that are looked at, both ends included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// The first: today.
    pub today: Date,
    /// The last.
    pub end: Date,
}

impl Time {
    /// True for a day among them.
    fn has(self, text: Option<&str>) -> bool {
        day(text).is_some_and(|day| self.today <= day && day <= self.end)
    }
}

impl Event {
    /// The day and the event in a few words: `2026-11-30 subscription CPU`.
    pub(crate) fn summary(&self) -> String {
        let date = day(self.at.as_deref()).map(|day| day.to_string());
        let parts = [date.as_deref(), Some(self.what.short()), self.name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The events within the time in a currency, the earliest first.
pub(crate) fn events(purse: Purse<'_>, time: Time, money_ends: Option<Date>, credit: Option<&str>) -> Vec<Event> {
    let books = purse.books;
    let mut found: Vec<Happening> = purse.of(&books.invoices).filter_map(|invoice| due(invoice, time)).collect();
    for one in purse.of(&books.services) {
        let name = one.head.name.as_ref().or(one.product.as_ref()).unwrap_or(&one.head.id);
        let days = (one.renews_at.as_deref(), one.expires_at.as_deref());
        found.extend(recurs(
            (EventKind::ServiceRenews, EventKind::ServiceEnds),
            name,
            days,
            one.price.as_deref(),
            time,
        ));
    }
    for one in purse.of(&books.subscriptions) {
        let name = one.head.name.as_ref().or(one.kind.as_ref()).unwrap_or(&one.head.id);
        let days = (one.renews_at.as_deref(), one.expires_at.as_deref());
        found.extend(recurs(
            (EventKind::SubscriptionRenews, EventKind::SubscriptionEnds),
            name,
            days,
            one.price.as_deref(),
            time,
        ));
    }
    found.extend(purse.of(&books.domains).filter_map(|domain| lapse(domain, time)));
    let end = money_ends.filter(|day| *day <= time.end).map(|day| day.to_string());
    found.extend(end.map(|at| (EventKind::MoneyEnds, Some(at), None, credit.map(str::to_owned))));
    let event =
        |(what, at, name, amount)| Event { at, what, name, amount, currency: purse.currency.map(str::to_owned) };
    let mut events: Vec<Event> = found.into_iter().map(event).collect();
    events.sort_by_cached_key(|event| (day(event.at.as_deref()), event.what));
    events
}

/// The kind of an event, its day, the name of its subject, and the price.
type Happening = (EventKind, Option<String>, Option<String>, Option<String>);

fn due(invoice: &Invoice, time: Time) -> Option<Happening> {
    let what = match invoice.head.state {
        "overdue" => EventKind::InvoiceOverdue,
        _ if time.has(invoice.due_at.as_deref()) => EventKind::InvoiceDue,
        _ => return None,
    };
    let name = invoice.number.clone().unwrap_or_else(|| invoice.head.id.clone());
    Some((what, invoice.due_at.clone(), Some(name), invoice.due.clone()))
}

/// The renewal and the end of something; where both are on one day it goes on.
fn recurs(
    (renews, ends): (EventKind, EventKind),
    name: &str,
    (renewal, end): (Option<&str>, Option<&str>),
    price: Option<&str>,
    time: Time,
) -> impl Iterator<Item = Happening> {
    let end = end.filter(|end| day(Some(end)) != day(renewal));
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let one =
        |what, at: Option<&str>, price| time.has(at).then(|| (what, owned(at), Some(name.to_owned()), owned(price)));
    [one(renews, renewal, price), one(ends, end, None)].into_iter().flatten()
}

/// The next event of a domain: a renewal where that happens by itself, else its expiry.
fn lapse(domain: &Domain, time: Time) -> Option<Happening> {
    let renews = domain.auto_renew.unwrap_or(domain.renews_at.is_some());
    let (what, at) = match (renews, &domain.renews_at) {
        (true, Some(at)) => (EventKind::DomainRenews, Some(at)),
        (true, None) => (EventKind::DomainRenews, domain.expires_at.as_ref()),
        (false, _) => (EventKind::DomainExpires, domain.expires_at.as_ref()),
    };
    let name = domain.head.name.as_ref().unwrap_or(&domain.head.id);
    time.has(at.map(String::as_str)).then(|| (what, at.cloned(), Some(name.clone()), domain.price.clone()))
}

#[cfg(test)]
mod tests;
