//! Subscribing, extending, and their prices: every price is asked for first, every order is sent once.
//! A purchase is never verified by its echo, whose times may differ from the request's: manual 11.10.

use crate::{
    error::{Error, Kind, Result},
    model::{Cell, Line},
    provider::{Call, Input, Inputs, Made, Planned, Session, Typed},
};

use super::super::{
    bought::{self, Bought},
    op,
    order::{Order, OrderPrice, number},
    subscribed::{extension, is_uuid},
};

/// Buys the typed order, and keeps the ids that only its reply has.
pub(crate) async fn subscribe(call: &Call<'_>) -> Result<Made> {
    let order = Order::read(call.typed.flags).map_err(|error| call.session.place(error))?;
    let create = order.create;
    let Some(reply) = call.send(create, order.inputs).await? else { return Ok(Made::default()) };
    let made = bought::keep(call.session, create, &reply, None)?;
    let id = made.iter().find_map(|one| one.id.clone());
    let told: &[Bought] = if id.is_some() && made.len() == 1 { &[] } else { &made };
    if !told.is_empty() {
        let list = told.iter().map(Bought::words).collect::<Vec<_>>().join(", ");
        let account = call.session.account.name();
        call.session.settings.observer.warning(&format!("{account}: this was bought: {list}"));
    }
    Ok(Made { id, ..Made::default() })
}

/// The sentences on the price of an order, shown before consent is asked.
pub(crate) async fn order_price(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let order = Order::read(planned.flags).map_err(|error| session.place(error))?;
    let told = order.price(session).await?;
    let what = format!("{}, {}", order.words(), order.term);
    let price = match &*told {
        [one] if one.basis == "calculated" => format!("it costs {}, as the provider calculates it", amount(one)),
        lines => {
            let lines: Vec<String> = lines.iter().map(|line| format!("{} {}", line.of, amount(line))).collect();
            let lines = lines.join(", ");
            format!(
                "it costs what the price list has, without units or a currency: {lines}; nothing calculates the sum"
            )
        }
    };
    Ok(vec![what, price])
}

/// An amount with its currency, as far as they are known.
fn amount(told: &OrderPrice) -> String {
    match (&told.price, &told.currency) {
        (None, _) => "unknown".to_owned(),
        (Some(price), None) => price.clone(),
        (Some(price), Some(currency)) => format!("{price} {currency}"),
    }
}

/// Answers the price of an order.
pub(crate) async fn calculate(session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
    let told = Order::read(typed.flags).map_err(|error| session.place(error))?.price(session).await?;
    let line = |told: OrderPrice| {
        Line(vec![Cell::Text(told.of), told.price.into(), told.currency.into(), Cell::from(told.basis)])
    };
    Ok(told.into_iter().map(line).collect())
}

/// Extends a subscription, and keeps its new end.
pub(crate) async fn extend(call: &Call<'_>) -> Result<Made> {
    let id = known(call.session, call.typed.id)?;
    let months = number(call.typed.flags, "months", 1).map_err(|error| call.session.place(error))?;
    let inputs = Inputs::none().text("id", id).with("months", Input::Integer(months));
    if let Some(reply) = call.send(&op::SUBSCRIPTIONS_SET, inputs).await? {
        bought::keep(call.session, &op::SUBSCRIPTIONS_SET, &reply, Some(id))?;
    }
    Ok(Made::default())
}

/// The sentences on the price of an extension, shown before consent is asked.
pub(crate) async fn extension_price(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let id = known(session, planned.id)?;
    let months = number(planned.flags, "months", 1).map_err(|error| session.place(error))?;
    let (price, currency) = extension(session, id, &months.to_string()).await?;
    let currency = currency.map(|currency| format!(" {currency}")).unwrap_or_default();
    let plural = if months == 1 { "" } else { "s" };
    Ok(vec![format!(
        "{months} more month{plural} cost{} {price}{currency}, as the provider calculates it",
        if months == 1 { "s" } else { "" }
    )])
}

/// The id that a subscription is extended by.
///
/// # Errors
/// `conflict` for an id that was made here because the list has none.
fn known<'i>(session: &Session, id: &'i str) -> Result<&'i str> {
    if is_uuid(id) {
        return Ok(id);
    }
    let sentence = format!(
        "the id of {id} is not known, and only by its id can it be extended: CloudSigma tells ids when one buys, never in a list"
    );
    let account = session.account.name();
    let hint = format!("if you have it from elsewhere: nubo subscriptions extend {account}/id:UUID --months N");
    Err(session.place(Error::new(Kind::Conflict, sentence).hint(hint)).target(format!("{account}/id:{id}")))
}
