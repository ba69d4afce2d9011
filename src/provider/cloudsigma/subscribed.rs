//! Subscriptions as they are listed and shown: the provider's list, with the ids known from purchases.
//! A subscription that matches no row is looked up by asking for the price of its extension, which only reads.

use crate::{
    error::{Error, Kind, Result},
    model::Subscription,
    provider::{Inputs, Listing, Session},
};

use super::{bought, money::numbered, object::objects, op, read};

/// The subscriptions.
pub(crate) async fn all(session: &Session) -> Result<Listing<Subscription>> {
    let mut listing = session.list(&op::SUBSCRIPTIONS_LIST, Inputs::none(), read::subscription).await?;
    if !listing.records.is_empty() {
        let mut rows: Vec<&mut Subscription> = listing.records.iter_mut().map(|(row, _)| row).collect();
        bought::name(&mut rows, &bought::stored(session));
    }
    numbered(&mut listing.records.iter_mut().map(|(row, _)| &mut row.head));
    Ok(listing)
}

/// One subscription: its row of the list, else the facts known about an id that can be extended.
pub(crate) async fn one(session: &Session, id: &str) -> Result<(Subscription, Option<String>)> {
    let listing = all(session).await?;
    if is_uuid(id) && !listing.records.iter().any(|(row, _)| row.head.id == id) {
        return priced(session, id).await;
    }
    let gone = || session.place(Error::new(Kind::NotFound, format!("no subscription {id}")));
    listing.find(|row| row.head.id == id, gone)
}

/// A subscription that matches no row of the list: a price for one more month shows that it exists.
async fn priced(session: &Session, id: &str) -> Result<(Subscription, Option<String>)> {
    let (price, currency) = extension(session, id, "1").await?;
    let kept = bought::stored(session).into_iter().find(|one| one.id.as_deref() == Some(id));
    let mut record = kept.unwrap_or_default().record();
    id.clone_into(&mut record.head.id);
    record.head.state = "unknown";
    (record.price, record.currency, record.cycle) = (Some(price), currency, Some("month".to_owned()));
    Ok((record, None))
}

/// The price of some more months of a subscription, and its currency. Source: manual 11.18.
///
/// # Errors
/// `not_found` when there is no such subscription, `failed` when the reply has no amount.
pub(crate) async fn extension(session: &Session, id: &str, months: &str) -> Result<(String, Option<String>)> {
    let inputs = Inputs::none().text("id", id).text("months", months);
    let found = objects(session, &op::SUBSCRIPTIONS_SET_CALCULATE, &inputs).await?;
    let told = found.first().and_then(|n| Some((n.at("amount").money()?, n.at("currency").text())));
    told.ok_or_else(|| {
        let sentence = "the provider told no price, and nothing is bought without one";
        session.place(Error::new(Kind::Failed, sentence)).operation(op::SUBSCRIPTIONS_SET_CALCULATE.id)
    })
}

/// Returns whether an id has the form of the provider's ids.
pub(crate) fn is_uuid(id: &str) -> bool {
    id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
