//! Amounts of the simulated Fleio: texts with two places, counted in cents.
//! Any text that is not an amount counts as zero.

use serde_json::{Value, json};

use super::state::Fleio;
use crate::sandbox::world::{member, text, with};

/// An amount in cents.
pub(crate) fn cents(amount: &str) -> i64 {
    let digits = amount.trim_start_matches('-');
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    let sum = whole.parse::<i64>().unwrap_or(0) * 100 + part.parse::<i64>().unwrap_or(0);
    if amount.starts_with('-') { -sum } else { sum }
}

/// Cents as an amount.
pub(crate) fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// The credits of a client by currency.
pub(crate) fn credits(client: &Value) -> Vec<Value> {
    member(client, "_credits")
}

/// The credit that a client can pay with in a currency: in the client's own, the credit that usage has left.
pub(crate) fn usable(client: &Value, currency: &str) -> i64 {
    if text(client, "currency") == currency {
        return cents(&text(client, "uptodate_credit"));
    }
    let found = credits(client).into_iter().find(|credit| text(credit, "currency") == currency);
    found.map_or(0, |credit| cents(&text(&credit, "amount")))
}

/// Adds to the credit of a client, or takes from it.
pub(crate) fn shift(fleio: &mut Fleio, client: &str, currency: &str, by: i64) {
    let Some(client) = fleio.clients.iter_mut().find(|one| text(one, "id") == client) else { return };
    let mut credits = credits(client);
    match credits.iter_mut().find(|credit| text(credit, "currency") == currency) {
        Some(credit) => *credit = with(credit, json!({ "amount": amount(cents(&text(credit, "amount")) + by) })),
        None => credits.push(json!({ "currency": currency, "amount": amount(by) })),
    }
    let unused = cents(&text(client, "uptodate_credit"));
    let unused = if text(client, "currency") == currency { unused + by } else { unused };
    *client = with(client, json!({ "_credits": credits, "uptodate_credit": amount(unused) }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_counted_in_cents() {
        for (text, count) in [("48.40", 4840), ("5", 500), ("-0.05", -5), ("0.5", 50), ("", 0), ("x", 0)] {
            assert_eq!(cents(text), count, "{text}");
        }
        for (count, text) in [(4840, "48.40"), (-5, "-0.05"), (0, "0.00"), (-1234, "-12.34")] {
            assert_eq!(amount(count), text);
        }
    }
}
