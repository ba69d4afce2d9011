//! Paying invoices from credit, and the invoices as documents.
//! Source: Fleio's web application; older servers pay a part when the credit does not suffice, so nothing is sent then.

use futures_util::join;

use super::{object, op, read};
use crate::{
    error::{Error, Kind, Result},
    model::{Amount, Invoice},
    provider::{
        Attachment, CallScope, Inputs, Node, Planned, Session, Typed,
        act::{Call, Made},
    },
};

/// The amount of a payment, and the credit available for it.
struct Payment {
    due: Amount,
    credit: Amount,
    currency: String,
}

/// Pays the open amount of an invoice, if the credit suffices at this moment.
pub(crate) async fn pay(call: &Call<'_>) -> Result<Made> {
    let Some(_) = payment(call.session, call.typed.id).await? else { return Ok(Made::nothing()) };
    call.send(&op::INVOICES_PAY, call.typed.target()?).await.map(|_| Made::default())
}

/// The sentence on the credit that a payment takes and leaves.
pub(crate) async fn cost(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let Some(Payment { due, credit, currency }) = payment(session, planned.id).await? else {
        return Ok(Vec::new());
    };
    let [pays, of, left] = [&due, &credit, &credit.minus(&due)].map(cents);
    Ok(vec![format!("pays {pays} {currency} of the credit of {of} {currency}; {left} {currency} is left")])
}

/// An amount with its cents, unless that would change it.
fn cents(amount: &Amount) -> String {
    let rounded = amount.rounded();
    if rounded == *amount { rounded.to_string() } else { amount.to_string() }
}

/// The amount an invoice needs and the credit available; nothing if it is not payable.
///
/// # Errors
/// `conflict` when the credit does not suffice.
async fn payment(session: &Session, id: &str) -> Result<Option<Payment>> {
    let id = Inputs::none().text("id", id);
    let invoice = read::invoice(None, &object(session, &op::INVOICES_SHOW, &id).await?)?;
    if !invoice.is_open() {
        return Ok(None);
    }
    let number = invoice.number.clone().unwrap_or_else(|| invoice.head.id.clone());
    let untold = |what: &str| {
        let sentence = format!("the portal does not tell {what} of {number}, so nothing is paid");
        session.place(Error::new(Kind::Failed, sentence))
    };
    let due = to_pay(&invoice).ok_or_else(|| untold("the amount"))?;
    let currency = invoice.currency.clone().ok_or_else(|| untold("the currency"))?;
    let credit = credit(session, &id, &currency).await?.unwrap_or_default();
    if credit < due || credit.is_negative() {
        let [due, credit] = [&due, &credit].map(cents);
        let sentence = format!("paying {number} takes {due} {currency}, and the credit is {credit} {currency}");
        let hint = "add credit in the portal, or pay the invoice there in another way";
        return Err(session.place(Error::new(Kind::Conflict, sentence).hint(hint)));
    }
    Ok(Some(Payment { due, credit, currency }))
}

/// The amount still to be paid; the total if that is not known.
fn to_pay(invoice: &Invoice) -> Option<Amount> {
    Amount::of(invoice.due.as_deref().or(invoice.total.as_deref()))
}

/// The credit in a currency: the lesser of the invoice's payment options and the account's summary.
async fn credit(session: &Session, id: &Inputs, currency: &str) -> Result<Option<Amount>> {
    let nothing = Inputs::none();
    let options = object(session, &op::INVOICES_PAYMENT_OPTIONS, id);
    let (options, summary) = join!(options, object(session, &op::BILLING_SUMMARY, &nothing));
    let told = |read: &Result<Node<'static>>, of: fn(&Node<'_>, &str) -> Option<Amount>| {
        read.as_ref().ok().and_then(|node| of(node, currency))
    };
    let amounts = [told(&options, offered), told(&summary, left)];
    let least = amounts.into_iter().flatten().min();
    let absent = |error: &Error| matches!(error.kind(), Kind::NotFound | Kind::Unsupported);
    let failed = [options, summary].into_iter().filter_map(Result::err).find(|error| !absent(error));
    failed.filter(|_| least.is_none()).map_or(Ok(least), Err)
}

/// The credit that an invoice can be paid from: an amount, or one for each currency that has any.
fn offered(options: &Node<'_>, currency: &str) -> Option<Amount> {
    match options.at("creditBalance") {
        Node::List(credits) => Some(among(credits.iter(), currency).unwrap_or_default()),
        one @ Node::Map(_) => Some(among(std::iter::once(one), currency).unwrap_or_default()),
        amount => Amount::of(amount.money().as_deref()),
    }
}

/// The credit that usage has left, which is given in the account's own currency only.
fn left(summary: &Node<'_>, currency: &str) -> Option<Amount> {
    let own = read::currency(summary.at("billing_currency")).as_deref() == Some(currency);
    if let Some(unused) = summary.at("uptodate_credit").money().filter(|_| own) {
        return Amount::of(Some(&unused));
    }
    match summary.at("credits") {
        Node::List(credits) => Some(among(credits.iter(), currency).unwrap_or_default()),
        _ => None,
    }
}

/// The amount in a currency among several.
fn among<'n, 'a: 'n>(mut credits: impl Iterator<Item = &'n Node<'a>>, currency: &str) -> Option<Amount> {
    let found = credits.find(|credit| read::currency(credit.at("currency")).as_deref() == Some(currency))?;
    Amount::of(found.any(&["amount", "value"]).money().as_deref())
}

/// An invoice as PDF, named by its number.
pub(crate) async fn download(session: &Session, typed: &Typed<'_>) -> Result<Vec<Attachment>> {
    let id = typed.target()?;
    let invoice = read::invoice(None, &object(session, &op::INVOICES_SHOW, &id).await?)?;
    let number = invoice.number.unwrap_or_else(|| format!("invoice-{}", typed.id));
    let bytes = session.bytes(&op::INVOICES_DOWNLOAD, &id, CallScope::reading()).await?;
    if !bytes.starts_with(b"%PDF") {
        let sentence = format!("what the portal sent for {number} is no PDF");
        let hint = "look whether the portal itself shows it, and tell its operator if not";
        return Err(session.place(Error::new(Kind::Failed, sentence).hint(hint)));
    }
    Ok(vec![Attachment { name: format!("{number}.pdf"), bytes }])
}
