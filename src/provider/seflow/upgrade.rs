//! Ordering more or less of a service's resources; the portal's estimate is shown before consent.
//! No document shows an estimate, so every amount in it is shown under the portal's own name for it.

use serde_json::{Map, Value};

use crate::{
    error::{Error, Result},
    provider::{Call, Input, Inputs, Node, Planned, Session, act::Made, encode::CallScope},
};

use super::op;

/// The sentences on the price of the upgrade.
pub(crate) async fn consequences(session: &Session, Planned { id, flags }: Planned<'_>) -> Result<Vec<String>> {
    let operation = &op::SERVICES_UPGRADE_ESTIMATE;
    let text = session.call(operation, &order(id, flags)?, CallScope::reading()).await?;
    let mut told = Vec::new();
    session.each(operation, &text, &mut |_, n| amounts("", n, None, &mut told))?;
    if told.is_empty() {
        told.push("the portal does not tell what it costs".to_owned());
    }
    told.push(op::SERVICES_UPGRADE.warning.to_owned());
    Ok(told)
}

/// Orders the upgrade.
pub(crate) async fn order_it(call: &Call<'_>) -> Result<Made> {
    let inputs = order(call.typed.id, call.typed.flags)?;
    call.send(&op::SERVICES_UPGRADE, inputs).await.map(|_| Made::default())
}

/// The arguments of an order, from its flags.
fn order(service: &str, flags: &Inputs) -> Result<Inputs> {
    let resources = flags.json("resource").and_then(Value::as_object).filter(|map| !map.is_empty());
    let cycle = flags.get("cycle").map(|word| letter(&word)).transpose()?;
    let package = flags.value("package");
    if resources.is_none() && (package.is_none() || cycle.is_none()) {
        return Err(Error::usage("upgrade needs --resource, or --package and --cycle together"));
    }
    let mut inputs = Inputs::none().text("id", service);
    if let Some(resources) = resources {
        inputs = inputs.with("resources", Input::Json(Value::Object(wanted(resources)?)));
    }
    if let Some(package) = package {
        inputs = inputs.with("package", package.clone());
    }
    Ok(match cycle {
        Some(letter) => inputs.text("cycle", letter),
        None => inputs,
    })
}

/// New values by resource: `ITEM:QTY` is a quantity of an item, anything else a quantity or an item.
fn wanted(typed: &Map<String, Value>) -> Result<Map<String, Value>> {
    let one = |(id, value): (&String, &Value)| {
        let text = value.as_str().unwrap_or_default().trim();
        let bad = || Error::usage(format!("--resource {id}={text}: give a quantity, an item, or ITEM:QUANTITY"));
        let value = match text.split_once(':') {
            None if text.is_empty() => return Err(bad()),
            None => Value::from(text),
            Some((item, quantity)) if item.is_empty() || quantity.is_empty() => return Err(bad()),
            Some((item, quantity)) => Value::from(Map::from_iter([(item.to_owned(), Value::from(quantity))])),
        };
        Ok((id.clone(), value))
    };
    typed.iter().map(one).collect()
}

/// The letter that the portal requires for a billing cycle; its answers use words.
fn letter(word: &str) -> Result<&'static str> {
    let plain: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    Ok(match plain.as_str() {
        "m" | "monthly" => "m",
        "q" | "quarterly" => "q",
        "s" | "semiannually" => "s",
        "a" | "annually" => "a",
        "b" | "biennially" => "b",
        "t" | "triennially" => "t",
        _ => {
            let known = "monthly, quarterly, semiannually, annually, biennially or triennially";
            return Err(Error::usage(format!("--cycle \"{word}\" is no billing cycle")).hint(known));
        }
    })
}

/// Collects every amount below a node as `KEY AMOUNT CURRENCY`, in the currency beside it or above it.
fn amounts(path: &str, n: &Node<'_>, currency: Option<&str>, told: &mut Vec<String>) {
    let currency = n.at("currency").str().or(currency);
    for (key, inner) in n.items() {
        let name = [path, key.unwrap_or_default()].join(" ");
        let name = name.trim();
        match inner {
            Node::Map(_) | Node::List(_) => amounts(name, inner, currency, told),
            Node::Number(_) | Node::Text(_) if is_price(key.unwrap_or_default(), inner) => {
                let amount = inner.str().unwrap_or_default();
                told.push([name, amount, currency.unwrap_or_default()].join(" ").trim().to_owned());
            }
            _ => {}
        }
    }
}

/// Returns whether a value is an amount: a number that is no count or id, or a text with digits under a price's key.
fn is_price(key: &str, n: &Node<'_>) -> bool {
    let key = key.to_ascii_lowercase();
    let other = ["success", "status", "package", "cycle", "qty", "quantity", "send", "period", "count"];
    let names = key == "id" || key.ends_with("_id") || other.contains(&key.as_str());
    let priced = ["price", "cost", "charge", "total", "amount", "fee", "setup", "recurring"];
    let digits = n.str().is_some_and(|text| text.bytes().any(|b| b.is_ascii_digit()));
    !names && (n.money().is_some() || (digits && priced.iter().any(|word| key.contains(word))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sentences(body: &str) -> Vec<String> {
        let mut told = Vec::new();
        amounts("", &serde_json::from_str(body).unwrap(), None, &mut told);
        told
    }

    #[test]
    fn every_amount_of_an_estimate_is_told() {
        let flat = r#"{"success": true, "charge": "3.20", "recurring": 14.00, "currency": "USD"}"#;
        assert_eq!(sentences(flat), ["charge 3.20 USD", "recurring 14.00 USD"]);
        let deep =
            r#"{"currency": "EUR", "upgrade": {"id": 7, "total": "5", "items": [{"price": "€ 2.50", "qty": 2}]}}"#;
        assert_eq!(sentences(deep), ["upgrade total 5 EUR", "upgrade items price € 2.50 EUR"]);
        for nothing in ["[]", "{}", r#"{"info": ["estimate"], "status": 1, "package": []}"#] {
            assert_eq!(sentences(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn cycles_are_letters() {
        let words = ["Monthly", "quarterly", "Semi-Annually", "annually", "BIENNIALLY", "triennially", "t"];
        let letters: Vec<_> = words.iter().map(|word| letter(word).unwrap()).collect();
        assert_eq!(letters, ["m", "q", "s", "a", "b", "t", "t"]);
        assert!(letter("weekly").is_err() && letter("").is_err());
    }
}
