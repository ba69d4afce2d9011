//! Clients: contact details, which Fleio takes only as a whole, and credit, which staff add to.
//! Sources: Fotbo's `OpenAPI` file for the details; Fleio's WHMCS module and web application for credit.

use std::future::{Ready, ready};

use super::{about, fault, object, op, read};
use crate::{
    error::{Error, Kind, Result},
    model::Amount,
    provider::{
        ArgKind, Inputs, Node, Planned, Session,
        act::{Call, Made},
        inputs::Input,
    },
};

/// The flags of the contact details.
pub(crate) const CONTACT: &[&str] = &[
    "first-name",
    "last-name",
    "company",
    "address1",
    "address2",
    "city",
    "country",
    "region",
    "postcode",
    "phone",
    "email",
    "vat-id",
];

/// The flag of a detail.
fn flag(argument: &str) -> String {
    match argument {
        "state" => "region".to_owned(),
        "zip_code" => "postcode".to_owned(),
        same => same.replace('_', "-"),
    }
}

/// Changes the given contact details; the others are sent as they are.
pub(crate) async fn set_contact(call: &Call<'_>) -> Result<Made> {
    if !CONTACT.iter().any(|flag| call.typed.flag(flag).is_some()) {
        let flags: Vec<String> = CONTACT.iter().map(|flag| format!("--{flag}")).collect();
        return Err(
            fault(call, Kind::Usage, "nothing was given to change").hint(format!("one of: {}", flags.join(" ")))
        );
    }
    let client = about(call, &op::CLIENTS_SHOW, call.typed.id).await?;
    let mut inputs = call.typed.target()?;
    for arg in op::CLIENTS_UPDATE.args {
        let had = client.at(arg.name);
        if arg.kind == ArgKind::Json {
            let fields = serde_json::from_str(&had.revealed()).ok().filter(|_| *had != Node::Null);
            inputs = fields.map_or(inputs.clone(), |fields| inputs.with(arg.name, Input::Json(fields)));
        } else if let Some(value) = call.typed.flag(&flag(arg.name)).or_else(|| had.text()) {
            inputs = inputs.text(arg.name, value);
        }
    }
    call.send(&op::CLIENTS_UPDATE, inputs).await.map(|_| Made::default())
}

/// The sentence on the order that comes with a new client.
pub(crate) fn beginning(_: &Session, _: Planned<'_>) -> Ready<Result<Vec<String>>> {
    let sentence = "the service that new clients get is ordered for it, where the portal has one set up";
    ready(Ok(vec![sentence.to_owned()]))
}

/// Adds to the credit of a client, or takes from it.
pub(crate) async fn change_credit(call: &Call<'_>) -> Result<Made> {
    let (amount, currency) = asked(call.typed.flags)?;
    let inputs = call
        .typed
        .target()?
        .with("add_credit", Input::Bool(!amount.is_negative()))
        .text("amount", if amount.is_negative() { amount.negated() } else { amount }.to_string())
        .text("currency", &*currency)
        .text("source_currency", &*currency);
    call.send(&op::STAFF_CLIENTS_CREDIT, inputs).await.map(|_| Made::default())
}

/// The amount and the currency that were typed.
fn asked(flags: &Inputs) -> Result<(Amount, String)> {
    let typed = flags.get("amount").unwrap_or_default();
    let amount = Amount::parse(typed.trim()).filter(|amount| !amount.is_zero());
    let amount =
        amount.ok_or_else(|| Error::usage(format!("--amount takes a decimal that is not zero, not \"{typed}\"")))?;
    Ok((amount, flags.get("currency").unwrap_or_default().trim().to_ascii_uppercase()))
}

/// The sentence on a client's credit before and after the change.
pub(crate) async fn credit_after(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let (amount, currency) = asked(planned.flags).map_err(|error| session.place(error))?;
    let shown = object(session, &op::STAFF_CLIENTS_SHOW, &Inputs::none().text("id", planned.id)).await?;
    let credit = shown.any(&["uptodate_credit", "credit"]).money();
    let own = read::currency(shown.at("currency"));
    Ok(vec![match (credit.as_deref().and_then(Amount::parse), own) {
        (Some(credit), Some(own)) if own == currency => {
            format!("its credit of {credit} {own} becomes {} {own}", credit.plus(&amount))
        }
        (Some(credit), Some(own)) => {
            format!("its credit is {credit} {own}; the portal says how much {amount} {currency} is of that")
        }
        _ => format!("what its credit is, the portal does not tell; {amount} {currency} is added to it"),
    }])
}
