//! The credit and the debt of the account, and paying invoices from the credit.
//! The portal's `acc_balance` is the debt, its `acc_credit` the credit; both are read again just before a payment.

use futures_util::future::join;

use crate::{
    error::{Error, Kind, Result},
    model::{Amount, Balance, Invoice},
    provider::{Call, Inputs, Listing, Planned, Session, act::Made},
};

use super::{
    op,
    read::{account::client, billing},
    web,
};

/// The one balance of the account, with the currency and the oldest debt from its invoices.
pub(crate) async fn balance(session: &Session) -> Result<Listing<Balance>> {
    let none = Inputs::none();
    // The first call goes alone: a refused secret must not be sent three times.
    let (mut balance, raw) = session.one(&op::BALANCE_SHOW, &none, billing::balance).await?;
    let (invoices, owner) = join(
        session.list(&op::INVOICES_LIST, Inputs::none(), billing::invoice),
        session.one(&op::DETAILS_SHOW, &none, client),
    )
    .await;
    let mut listing = Listing::new();
    match owner {
        Ok((owner, _)) => {
            balance.head.state = owner.head.state;
            balance.head.provider_state = owner.head.provider_state;
        }
        Err(error) => listing.fail(error),
    }
    match invoices {
        Ok(invoices) => {
            let whole = invoices.complete();
            let found: Vec<Invoice> = listing.inherit(invoices).into_iter().map(|(invoice, _)| invoice).collect();
            balance.due_since = found.iter().filter(|i| i.is_open()).filter_map(|i| i.due_at.clone()).min();
            balance.currency = balance.currency.or_else(|| common(&found).filter(|_| whole));
        }
        Err(error) => listing.fail(error),
    }
    listing.records.push((balance, raw));
    Ok(listing)
}

/// The currency of all invoices, if they agree.
fn common(invoices: &[Invoice]) -> Option<String> {
    let first = invoices.first()?.currency.clone()?;
    invoices.iter().all(|invoice| invoice.currency.as_deref() == Some(&*first)).then_some(first)
}

/// The sentence on the credit that a payment takes and leaves.
pub(crate) async fn payment_consequences(session: &Session, Planned { id, .. }: Planned<'_>) -> Result<Vec<String>> {
    let (invoice, balance) = both(session, id).await?;
    // The verb itself reports an invoice that is not payable.
    if !invoice.is_open() {
        return Ok(Vec::new());
    }
    let Payment { due, credit } = payment(session, &invoice, &balance)?;
    let left = in_currency(&credit.minus(&due), &balance);
    let due = invoice.currency.map_or_else(|| due.to_string(), |currency| format!("{due} {currency}"));
    let mut told = vec![format!("pays {due} of the credit of {}; {left} is left", in_currency(&credit, &balance))];
    if balance.currency.is_none() {
        told.push("the portal does not tell the currency of the credit".to_owned());
    }
    Ok(told)
}

/// Pays an invoice in full from the credit.
pub(crate) async fn pay(call: &Call<'_>) -> Result<Made> {
    let (invoice, balance) = both(call.session, call.typed.id).await?;
    if invoice.head.state == "paid" {
        return Ok(Made::nothing());
    }
    if !invoice.is_open() {
        let sentence = format!("invoice {} is {}", invoice.head.id, invoice.head.state);
        return Err(call.session.place(Error::new(Kind::Conflict, sentence)));
    }
    payment(call.session, &invoice, &balance)?;
    call.send(&op::INVOICES_CREDIT, call.typed.target()?).await.map(|_| Made::default())
}

/// The present state of an invoice and of the credit.
async fn both(session: &Session, id: &str) -> Result<(Invoice, Balance)> {
    let (inputs, none) = (Inputs::none().text("id", id), Inputs::none());
    let (invoice, balance) = join(
        session.one(&op::INVOICES_SHOW, &inputs, billing::invoice),
        session.one(&op::BALANCE_SHOW, &none, billing::balance),
    )
    .await;
    Ok((invoice?.0, balance?.0))
}

/// The amount due, and the credit available for it.
struct Payment {
    due: Amount,
    credit: Amount,
}

/// The payment of an invoice, refused unless the credit suffices and is in the same currency, if both are known.
fn payment(session: &Session, invoice: &Invoice, balance: &Balance) -> Result<Payment> {
    let number = &invoice.head.id;
    let at = web(&session.account);
    let refused = |sentence: String, hint: String| Err(session.place(Error::new(Kind::Conflict, sentence).hint(hint)));
    let elsewhere = || format!("pay it at the portal: {at}");
    let Some(due) = Amount::of(invoice.due.as_deref()) else {
        return refused(format!("the portal does not tell what is still due of invoice {number}"), elsewhere());
    };
    let Some(credit) = Amount::of(balance.credit.as_deref()) else {
        return refused("the portal does not tell the credit of the account".to_owned(), elsewhere());
    };
    let currency = invoice.currency.as_deref().unwrap_or_default();
    if let (Some(own), Some(other)) = (&invoice.currency, &balance.currency)
        && own != other
    {
        return refused(format!("invoice {number} is in {own}, and the credit in {other}"), elsewhere());
    }
    if credit < due {
        let has = in_currency(&credit, balance);
        let sentence = format!("invoice {number} needs {due} {currency}");
        let sentence = format!("{}, and the credit is {has}", sentence.trim_end());
        return refused(sentence, format!("add credit at the portal, then try again: {at}"));
    }
    Ok(Payment { due, credit })
}

/// An amount in the currency of the credit, if that is known.
fn in_currency(amount: &Amount, balance: &Balance) -> String {
    balance.currency.as_ref().map_or_else(|| amount.to_string(), |currency| format!("{amount} {currency}"))
}
