//! Changing services: flags are looked up in the portal's offer, and the portal gives the price before the order.
//! Source: Fleio's web application, which uses the same request for the price and, confirmed, for the order.

use serde_json::{Value, json};

use super::{object, op, read};
use crate::{
    error::{Error, Kind, Result},
    provider::{
        CallScope, Input, Inputs, Node, Planned, Session,
        act::{Call, Made},
    },
};

/// Orders the change, for which the portal makes an invoice.
pub(crate) async fn order(call: &Call<'_>) -> Result<Made> {
    let inputs = wanted(call.session, call.typed.id, call.typed.flags).await?;
    call.send(&op::SERVICES_UPGRADE, inputs).await.map(|_| Made::default())
}

/// The sentence on the portal's price for the upgrade.
pub(crate) async fn price(session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
    let inputs = wanted(session, planned.id, planned.flags).await?;
    let reply = session.call(&op::SERVICES_UPGRADE_ESTIMATE, &inputs, CallScope::reading()).await?;
    let mut told = Node::Null;
    session.each(&op::SERVICES_UPGRADE_ESTIMATE, &reply, &mut |_, n| told = n.clone().into_owned())?;
    let untold = || session.place(Error::new(Kind::Failed, "the portal tells no price, so nothing is ordered"));
    let due = told.any(&["total_due", "upgrade_price"]).money().ok_or_else(untold)?;
    let currency = read::currency(told.at("currency")).unwrap_or_default();
    let mut sentences: Vec<String> = told.at("display_name").text().into_iter().collect();
    sentences.push(format!("it costs {due} {currency} now, for which the portal makes an invoice").replace("  ", " "));
    for (name, tax) in told.at("taxes_applied").items() {
        if let Some(amount) = tax.money() {
            sentences.push(format!("{amount} {currency} of that is {}", name.unwrap_or("tax")));
        }
    }
    Ok(sentences)
}

/// The change that was typed, in the ids of the portal.
async fn wanted(session: &Session, id: &str, flags: &Inputs) -> Result<Inputs> {
    let [package, cycle] = ["package", "cycle"].map(|flag| flags.get(flag));
    let resources = flags.json("resource").and_then(Value::as_object);
    if package.is_none() && cycle.is_none() && resources.is_none() {
        let error = Error::usage("nothing was given to change").hint("one of: --package --cycle --resource");
        return Err(session.place(error));
    }
    let target = Inputs::none().text("id", id);
    let options = object(session, &op::SERVICES_UPGRADE_OPTIONS, &target).await?;
    if let Some(invoice) = options.at("existing_upgrade_invoice").text() {
        let sentence = format!("a change is ordered already, with the invoice {invoice}");
        return Err(session.place(Error::new(Kind::Conflict, sentence).hint("pay that invoice, or have it cancelled")));
    }
    let mut inputs = target;
    let cycles = match &package {
        None => options.at("cycle_upgrades"),
        Some(package) => {
            let mut offered = options.at("upgrades").items().map(|(_, product)| product);
            let product = offered.find(|product| product.at("id").str() == Some(package));
            let product = product.ok_or_else(|| missing(session, "package", package))?;
            inputs = inputs.text("product", &**package);
            product.at("cycles")
        }
    };
    let now = options.at("cycle");
    inputs = inputs.text("cycle", cycle_of(session, cycles, now, cycle.as_deref(), package.is_some())?);
    let chosen = chosen(&options, resources);
    Ok(if chosen.is_empty() { inputs } else { inputs.with("configurable_options", Input::Json(Value::Array(chosen))) })
}

/// The cycle that was typed, by its id or word; without one, the present one, or the only one.
fn cycle_of(session: &Session, cycles: &Node<'_>, now: &Node<'_>, typed: Option<&str>, other: bool) -> Result<String> {
    let id = |cycle: &Node<'_>| cycle.at("id").text();
    let called = |cycle: &Node<'_>, word: &str| {
        let names = ["id", "cycle", "display_name", "name"].map(|key| cycle.at(key).str());
        names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(word))
    };
    let all: Vec<&Node<'_>> = cycles.items().map(|(_, cycle)| cycle).collect();
    if let Some(word) = typed {
        let found = all.iter().find(|cycle| called(cycle, word)).and_then(|cycle| id(cycle));
        return found.ok_or_else(|| missing(session, "cycle", word));
    }
    if !other {
        return id(now).ok_or_else(|| session.place(Error::usage("the portal names no cycle of it: say --cycle")));
    }
    let word = now.any(&["display_name", "cycle"]).str();
    let same = all.iter().find(|cycle| word.is_some_and(|word| called(cycle, word)));
    let only = all.first().filter(|_| all.len() == 1);
    same.or(only).and_then(|cycle| id(cycle)).ok_or_else(|| {
        let ids: Vec<String> = all.iter().filter_map(|cycle| id(cycle)).collect();
        let error = Error::usage("this package has several cycles: say --cycle");
        session.place(error.hint(format!("one of: {}", ids.join(" "))))
    })
}

/// The service's options with the typed ones replaced; nothing when none was typed.
fn chosen(options: &Node<'_>, typed: Option<&serde_json::Map<String, Value>>) -> Vec<Value> {
    let Some(typed) = typed else { return Vec::new() };
    let owned = options.at("configurable_options").items().map(|(_, own)| own);
    let kept = owned.filter_map(|own| Some((own.at("option").text()?, Value::from(own.at("option_value").text()?))));
    let kept = kept.filter(|(option, _)| !typed.contains_key(option));
    let all = kept.chain(typed.iter().map(|(option, value)| (option.clone(), value.clone())));
    all.map(|(option, value)| json!({ "option": option, "option_value": value })).collect()
}

fn missing(session: &Session, what: &str, typed: &str) -> Error {
    let sentence = format!("no {what} \"{typed}\" is on offer for this service");
    session.place(Error::new(Kind::NotFound, sentence).hint("see what is: nubo services upgrade-options"))
}
