//! Reads of the account's money that take several replies, or that make several records of one reply.
//! Only the balance has the currency; when it cannot be read the currency is null, with a warning.

use std::collections::HashMap;

use futures_util::future::join;

use crate::{
    error::{Error, Kind, Result},
    model::{Currency, Head, Price, Transaction, Usage},
    provider::{Inputs, Listing, Node, Operation, Session},
};

use super::{object::objects, op, read};

/// The ledger.
pub(crate) async fn transactions(session: &Session) -> Result<Listing<Transaction>> {
    let ledger = session.list(&op::TRANSACTIONS_LIST, Inputs::none(), read::transaction);
    let (ledger, currency) = join(ledger, currency(session)).await;
    let mut ledger = ledger?;
    let currency = known(session, currency, "the entries");
    numbered(&mut ledger.records.iter_mut().map(|(entry, _)| &mut entry.head).rev());
    ledger.records.iter_mut().for_each(|(entry, _)| entry.currency.clone_from(&currency));
    Ok(ledger)
}

/// Adds a number to each repeated id. The ledger is numbered from its end, where the oldest entries are, so that a
/// new entry does not rename the older ones.
pub(crate) fn numbered(heads: &mut dyn Iterator<Item = &mut Head>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for head in heads {
        let count = seen.entry(head.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            head.id = format!("{}/{count}", head.id);
        }
    }
}

/// The account's currency.
///
/// # Errors
/// The reason why the currency is not known.
async fn currency(session: &Session) -> Result<String> {
    let found = objects(session, &op::BALANCE_INFO, &Inputs::none()).await?;
    let told = found.first().and_then(|n| n.at("currency").text());
    told.ok_or_else(|| Error::new(Kind::Failed, "the balance names none"))
}

/// The currency if it is known, else a warning that names what lacks it.
fn known(session: &Session, currency: Result<String>, of: &str) -> Option<String> {
    let account = session.account.name();
    let told = |error: &Error| {
        let words = format!("{account}: the currency of {of} is not known: {}", error.details().message);
        session.settings.observer.warning(&words);
    };
    currency.inspect_err(told).ok()
}

/// The usage of each resource.
pub(crate) async fn usage(session: &Session) -> Result<Listing<Usage>> {
    several(session, &op::USAGE_INFO, read::usage).await
}

/// The price of each thing.
pub(crate) async fn prices(session: &Session) -> Result<Listing<Price>> {
    several(session, &op::PRICING_INFO, read::prices).await
}

/// The records of a reply that holds several.
async fn several<R>(
    session: &Session,
    operation: &'static Operation,
    read: fn(&Node<'_>) -> Vec<R>,
) -> Result<Listing<R>> {
    let found = objects(session, operation, &Inputs::none()).await?;
    let records = found.iter().flat_map(|n| read(n).into_iter().map(|record| (record, session.raw(n))));
    Ok(Listing::of(records.collect()))
}

/// The currencies that can be paid in; the account's own is marked.
pub(crate) async fn currencies(session: &Session) -> Result<Listing<Currency>> {
    let all = session.list(&op::CURRENCIES_LIST, Inputs::none(), read::currency);
    let (all, own) = join(all, currency(session)).await;
    let mut all = all?;
    let own = known(session, own, "the account");
    all.records.iter_mut().for_each(|(one, _)| one.own = own.as_ref().map(|own| *own == one.head.id));
    Ok(all)
}
