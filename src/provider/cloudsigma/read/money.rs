//! The account's money as common records: ledger, balance, usage, prices and contact details.
//! Amounts keep the digits that were sent; `n/a` and keys without a value are null.

use crate::{
    error::Result,
    model::{Amount, Balance, Contact, Currency, Head, Price, Transaction, Usage},
    provider::{Node, read},
};

/// A head with nothing but an id.
fn head(id: impl Into<String>, state: &'static str) -> Head {
    Head { id: id.into(), state, ..Head::default() }
}

/// An entry of the ledger, whose currency is in the balance. Source: manual 11.4, which gives entries no id, so that
/// their time serves as one.
#[expect(clippy::unnecessary_wraps, reason = "readers of lists may fail")]
pub(crate) fn transaction(_: Option<&str>, n: &Node<'_>) -> Result<Transaction> {
    let date = n.at("date").time();
    let id = date.as_deref().map_or_else(|| "undated".to_owned(), |date| date.replace(' ', "T"));
    Ok(Transaction {
        head: head(id, "booked"),
        date,
        description: n.at("description").text(),
        amount: n.at("value").money(),
        tax: n.at("tax").money(),
        total: n.at("total").money(),
        currency: None,
    })
}

/// The balance, which is one number: a negative one is a debt. Source: manual 11.5.
#[expect(clippy::unnecessary_wraps, reason = "readers of lists may fail")]
pub(crate) fn balance(_: Option<&str>, n: &Node<'_>) -> Result<Balance> {
    let balance = n.at("balance").money();
    let owed = Amount::of(balance.as_deref()).is_some_and(|amount| amount.is_negative());
    let nothing = balance.as_ref().map(|_| "0.00".to_owned());
    let amount = balance.map(|amount| amount.trim_start_matches('-').to_owned());
    let (credit, due) = if owed { (nothing, amount) } else { (amount, nothing) };
    let currency = n.at("currency").text();
    Ok(Balance {
        head: head(currency.as_deref().unwrap_or("balance"), "unknown"),
        currency,
        credit,
        due,
        due_since: None,
        as_of: None,
    })
}

/// The resources with their units, if known. Source: manual 11.2, which gives MHz and MB; 11.8 has the
/// units of subscriptions. No document gives the units of `rx` and `tx`.
const RESOURCES: [(&str, Option<&str>); 6] =
    [("cpu", Some("MHz")), ("mem", Some("MB")), ("disk", Some("GB")), ("rx", None), ("tx", None), ("xfer", Some("GB"))];

/// The usage of each resource in the reply.
pub(crate) fn usage(n: &Node<'_>) -> Vec<Usage> {
    let of = |(resource, unit): (&str, Option<&str>)| {
        let key = |part: &str| format!("{resource}:{part}");
        let keys = [resource.to_owned(), key("total"), key("burst"), key("sub")];
        let [plain, total, burst, sub] = keys.each_ref().map(|key| n.at(key));
        let told = n.items().any(|(key, _)| keys.iter().any(|own| key == Some(own)));
        told.then(|| Usage {
            head: head(resource, "active"),
            resource: Some(resource.to_owned()),
            used: if plain.is_empty() { total.money() } else { plain.money() },
            subscribed: sub.money(),
            burst: burst.money(),
            unit: unit.map(str::to_owned),
            ..Usage::default()
        })
    };
    RESOURCES.into_iter().filter_map(of).collect()
}

/// The price of each thing on the list. Source: manual 11.3, which gives neither the quantity and time that a price
/// is for, nor its currency, so that both are null.
pub(crate) fn prices(n: &Node<'_>) -> Vec<Price> {
    let (from, until) = (n.at("start").time(), n.at("end").time());
    let of = |(key, node): (Option<&str>, &Node<'_>)| {
        let key = key.filter(|key| !matches!(*key, "start" | "end"))?;
        let (resource, terms) = match key.rsplit_once(':') {
            Some((resource, "sub")) => (resource, Some("subscription")),
            Some((resource, "burst")) => (resource, Some("burst")),
            _ => (key, None),
        };
        Some(Price {
            head: head(key, "active"),
            resource: Some(resource.to_owned()),
            terms: terms.map(str::to_owned),
            price: node.money(),
            currency: None,
            unit: None,
            from: from.clone(),
            until: until.clone(),
        })
    };
    n.items().filter_map(of).collect()
}

/// A currency. Source: manual 11.1; the caller marks the account's own.
pub(crate) fn currency(_: Option<&str>, n: &Node<'_>) -> Result<Currency> {
    Ok(Currency { head: head(read::id(n, "currency")?, "active"), own: None })
}

/// The contact details. Source: manual 6.1; the one line of the address is the street.
pub(crate) fn contact(key: Option<&str>, n: &Node<'_>) -> Result<Contact> {
    Ok(Contact {
        head: super::profile(key, n)?.head,
        first_name: n.at("first_name").text(),
        last_name: n.at("last_name").text(),
        company: n.at("company").text(),
        email: n.at("email").text(),
        phone: n.at("phone").text(),
        address1: n.at("address").text(),
        postcode: n.at("postcode").text(),
        city: n.any(&["city", "town"]).text(),
        country: n.at("country").text(),
        title: n.at("title").text(),
        nick_name: n.at("nick_name").text(),
        ..Contact::default()
    })
}
