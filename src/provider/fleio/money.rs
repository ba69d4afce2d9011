//! The money of an account, put together from several calls: credit and debt in each currency, and usage.
//! Nothing is added across currencies; a part that cannot be read makes the answer incomplete.

use crate::{
    error::{Error, Result},
    in_order::in_order,
    model::{Amount, Balance, Contact, Head, Invoice, Totals, Usage},
    provider::{Inputs, Listing, Node, Session},
};

use super::{op, read, walk::object};

/// The debt in invoices: a sum and the oldest due date for each currency.
#[derive(Default)]
struct Owed {
    sums: Totals,
    since: Vec<(Option<String>, String)>,
    /// The sum in one currency from the account's summary, used when an invoice's own balance is not known.
    told: Option<(Option<String>, Amount)>,
    complete: bool,
}

impl Owed {
    fn add(&mut self, invoice: &Invoice) {
        let owed = invoice.due.as_deref().or(invoice.total.as_deref());
        match Amount::of(owed) {
            Some(due) => self.sums.add(invoice.currency.as_deref(), &due),
            None => self.complete = false,
        }
        if let Some(day) = &invoice.due_at {
            self.since.push((invoice.currency.clone(), day.clone()));
        }
    }

    /// The sum in a currency; a debt of nothing is reported only if all invoices were read.
    fn sum(&self, currency: Option<&str>) -> Option<Amount> {
        if let Some((_, told)) = self.told.as_ref().filter(|(other, _)| other.as_deref() == currency) {
            return Some(told.clone());
        }
        let sum = self.sums.iter().find(|(other, _)| *other == currency).map(|(_, sum)| sum.clone());
        if self.complete { Some(sum.unwrap_or_else(|| Amount::default().rounded())) } else { None }
    }

    fn since(&self, currency: Option<&str>) -> Option<String> {
        self.since.iter().filter(|(other, _)| other.as_deref() == currency).map(|(_, day)| day).min().cloned()
    }
}

/// The credit and the debt of the account, a record for each currency.
pub(crate) async fn balance(session: &Session) -> Result<Listing<Balance>> {
    let nothing = Inputs::none();
    // The first call goes alone, so that a refused token is sent once.
    let summary = object(session, &op::BILLING_SUMMARY, &nothing).await?;
    let (user, (owed, failures)) = tokio::join!(object(session, &op::CURRENT_USER, &nothing), owed(session, &summary));
    let mut listing = Listing::new();
    for error in failures {
        listing.fail(error);
    }
    let status = user.map(|user| {
        let (_, client) = user.at("user").at("clients").items().next().unwrap_or((None, &Node::Null));
        client.at("status").text()
    });
    let status = status.unwrap_or_else(|error| {
        listing.fail(error);
        None
    });
    for (currency, credit) in credits(&summary, &owed) {
        let (credit, below) = read::split(credit);
        let sum = owed.sum(currency.as_deref());
        let below = Amount::of(below.as_deref());
        let due = sum.map(|sum| sum.plus(&below.unwrap_or_default()).to_string());
        let record = Balance {
            head: Head {
                id: currency.clone().unwrap_or_default(),
                state: read::standing(status.as_deref()),
                provider_state: status.clone(),
                ..Head::default()
            },
            due_since: owed.since(currency.as_deref()),
            as_of: summary.at("latest_data_from").time(),
            currency,
            credit,
            due,
        };
        listing.records.push((record, session.raw(&summary)));
    }
    Ok(listing)
}

/// Each currency that is mentioned, with its credit: in the account's own currency, the credit that usage has left.
fn credits(summary: &Node<'_>, owed: &Owed) -> Vec<(Option<String>, Option<String>)> {
    let mut found: Vec<(Option<String>, Option<String>)> = Vec::new();
    for (_, credit) in summary.at("credits").items() {
        let currency = read::currency(credit.at("currency"));
        if found.iter().all(|(other, _)| *other != currency) {
            found.push((currency, credit.any(&["amount", "value"]).money()));
        }
    }
    if let Some(unused) = summary.at("uptodate_credit").money() {
        let own = read::currency(summary.at("billing_currency"));
        match found.iter_mut().find(|(currency, _)| *currency == own) {
            Some((_, credit)) => *credit = Some(unused),
            None => found.insert(0, (own, Some(unused))),
        }
    }
    for (currency, _) in owed.sums.iter() {
        if found.iter().all(|(other, _)| other.as_deref() != currency) {
            found.push((currency.map(str::to_owned), None));
        }
    }
    found
}

/// The debt in invoices. An invoice whose balance the list lacks is read by itself, unless the account's summary
/// has the unpaid amount in its currency.
async fn owed(session: &Session, summary: &Node<'_>) -> (Owed, Vec<Error>) {
    let details = summary.at("invoices_details");
    let unpaid = Amount::of(details.at("unpaid_amount").money().as_deref());
    let told = unpaid.map(|unpaid| (read::currency(details.at("unpaid_amount_currency")), unpaid));
    let covered = |invoice: &Invoice| told.as_ref().is_some_and(|(currency, _)| *currency == invoice.currency);
    let inputs = Inputs::none().text("filtering", "status:unpaid");
    let listing = match session.list(&op::INVOICES_LIST, inputs, read::invoice).await {
        Ok(listing) => listing,
        Err(error) => return (Owed::default(), vec![error]),
    };
    let (invoices, mut failures) = listing.into_parts();
    let mut owed = Owed { complete: failures.is_empty(), ..Owed::default() };
    let whole = |invoice: Invoice| async move {
        if invoice.due.is_some() || covered(&invoice) {
            return Ok(invoice);
        }
        let id = Inputs::none().text("id", &*invoice.head.id);
        session.one(&op::INVOICES_SHOW, &id, read::invoice).await.map(|(invoice, _)| invoice)
    };
    let open = invoices.into_iter().map(|(invoice, _)| invoice).filter(Invoice::is_open);
    let read: Vec<_> = in_order(session.account.parallel, open.map(whole)).await;
    let mute = |read: &Result<Invoice>| read.as_ref().is_ok_and(|invoice| invoice.due.is_none() && covered(invoice));
    owed.told = told.clone().filter(|_| read.iter().any(mute));
    for invoice in read {
        match invoice {
            Ok(invoice) => owed.add(&invoice),
            Err(error) => {
                owed.complete = false;
                failures.push(error);
            }
        }
    }
    (owed, failures)
}

/// The usage in the current billing cycle.
pub(crate) async fn usage(session: &Session) -> Result<Listing<Usage>> {
    let reply = object(session, &op::USAGE_CURRENT, &Inputs::none()).await?;
    let raw = session.raw(&reply);
    let records = read::usage(&reply).into_iter().map(|row| (row, raw.clone())).collect();
    Ok(Listing::of(records))
}

/// The details of each client that the token's user belongs to.
pub(crate) async fn contacts(session: &Session) -> Result<Listing<Contact>> {
    let user = object(session, &op::CURRENT_USER, &Inputs::none()).await?;
    // A token that belongs to nobody is an error.
    read::identity(None, &user).map_err(|error| session.place(error))?;
    let ids = user.at("user").at("clients").items().filter_map(|(_, client)| client.at("id").text());
    let one = |id: String| async move {
        let client = session.one(&op::CLIENTS_SHOW, &Inputs::none().text("id", &*id), read::contact).await;
        client.map(|record| Listing::of(vec![record]))
    };
    let parts: Vec<_> = in_order(session.account.parallel, ids.map(one)).await;
    let mut listing = Listing::new();
    for part in parts {
        listing.take(part);
    }
    Ok(listing)
}
