//! Services: the product, its price, its next due date, and its upgrades.
//! Sources: GET /service and /service/@id; newer portals for options; a client of another portal for traffic.

use crate::{
    error::Result,
    model::{Cell, Head, Line, Service},
    provider::{Node, read},
};

use super::{domain, network::entries};

/// A service in words, such as `33301 (Cloud Server M)`.
pub(crate) fn label(id: &str, n: &Node<'_>) -> String {
    n.any(&["name", "label", "domain"]).str().map_or_else(|| id.to_owned(), |name| format!("{id} ({name})"))
}

/// The price and the next due date, such as `30.00 Monthly, next due 2026-12-02`; nothing if there is no price.
pub(crate) fn price(n: &Node<'_>) -> Option<String> {
    let total = n.at("total").money()?;
    let currency = n.at("currency").text();
    let cycle = n.at("billingcycle").text();
    let price: Vec<String> = [Some(total), currency, cycle].into_iter().flatten().collect();
    let due = n.at("next_due").time().map(|due| format!(", next due {due}")).unwrap_or_default();
    Some(price.join(" ") + &due)
}

/// The bytes a machine received and sent, if its portal reports them.
pub(crate) fn traffic(n: &Node<'_>) -> Option<Line> {
    let bandwidth = n.at("bandwidth");
    let (received, sent) = (bandwidth.at("data_received").integer(), bandwidth.at("data_sent").integer());
    if received.is_none() && sent.is_none() {
        return None;
    }
    Some(Line(vec![Cell::Null, Cell::Null, Cell::Null, received.into(), sent.into()]))
}

/// A service of the portal. Its passwords are not read; in a kept reply, they are hidden.
pub(crate) fn record(key: Option<&str>, n: &Node<'_>) -> Result<Service> {
    let id = n.at("id").text().or_else(|| key.map(str::to_owned));
    Ok(Service {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "service"), Ok)?,
            name: n.any(&["domain", "label", "name"]).text(),
            state: domain::state(n),
            provider_state: n.at("status").text(),
            created_at: n.at("date_created").time(),
        },
        product: n.at("name").text(),
        category: n.at("category").text(),
        currency: n.at("currency").text(),
        price: n.at("total").money(),
        cycle: n.at("billingcycle").text(),
        renews_at: n.at("next_due").time(),
        expires_at: None,
    })
}

/// The rows of a service's possible upgrades: each choice of each resource, then the packages.
pub(crate) fn upgrade_options(n: &Node<'_>, lines: &mut Vec<Line>) {
    for (key, resource) in n.at("resources").items() {
        let of = [
            Cell::from("resource"),
            resource.at("name").str().map(read::plain).into(),
            resource.at("id").text().or_else(|| key.map(str::to_owned)).into(),
        ];
        let mut choices: Vec<[Cell; 5]> =
            resource.any(&["items", "values"]).items().map(|(key, item)| choice(key, item)).collect();
        if choices.is_empty() {
            let [_, _, price, setup, selected] = choice(None, resource);
            choices.push([Cell::Null, Cell::Null, price, setup, selected]);
        }
        lines.extend(choices.into_iter().map(|choice| Line(of.iter().cloned().chain(choice).collect())));
    }
    entries(None, n.any(&["package", "packages"]), &["id", "name"], &mut |key, package| {
        let [name, id, price, setup, selected] = choice(key, package);
        lines.push(Line(vec![Cell::from("package"), name, id, Cell::Null, Cell::Null, price, setup, selected]));
    });
}

/// A choice: its name, its id, its price per cycle and once, and a mark if it is selected already.
fn choice(key: Option<&str>, n: &Node<'_>) -> [Cell; 5] {
    [
        n.at("name").str().or(n.str()).map(read::plain).into(),
        n.at("id").text().or_else(|| key.map(str::to_owned)).into(),
        n.at("price").money().into(),
        n.any(&["setup_price", "setup"]).money().into(),
        n.at("selected").bool().map_or(Cell::Null, Cell::Bool),
    ]
}
