//! What a service tells about the machines in it: its price and when it is due next.
//! Sources: GET /service/@id; the traffic of a machine as a client of another portal reads it.

use crate::{
    model::{Cell, Line},
    provider::Node,
};

/// A service in words, such as `33301 (Cloud Server M)`.
pub fn label(id: &str, n: &Node<'_>) -> String {
    n.any(&["name", "label", "domain"]).str().map_or_else(|| id.to_owned(), |name| format!("{id} ({name})"))
}

/// What it costs and when that is due next, such as `30.00 Monthly, next due 2026-12-02`; nothing where it is not told.
pub fn price(n: &Node<'_>) -> Option<String> {
    let total = n.at("total").money()?;
    let currency = n.at("currency").text();
    let cycle = n.at("billingcycle").text();
    let price: Vec<String> = [Some(total), currency, cycle].into_iter().flatten().collect();
    let due = n.at("next_due").time().map(|due| format!(", next due {due}")).unwrap_or_default();
    Some(price.join(" ") + &due)
}

/// The bytes a machine received and sent, where its portal tells them.
pub fn traffic(n: &Node<'_>) -> Option<Line> {
    let bandwidth = n.at("bandwidth");
    let (received, sent) = (bandwidth.at("data_received").integer(), bandwidth.at("data_sent").integer());
    if received.is_none() && sent.is_none() {
        return None;
    }
    Some(Line(vec![Cell::Null, Cell::Null, Cell::Null, received.into(), sent.into()]))
}
