//! Services of the portal, and the upgrades that they can have.
//! Source: Fleio's web application.

use super::currency;
use crate::{
    error::Result,
    model::{Cell, Head, Line, Service},
    provider::{Node, read},
};

/// Something rented from the portal.
pub(crate) fn service(_: Option<&str>, n: &Node<'_>) -> Result<Service> {
    let (product, cycle) = (n.at("product"), n.at("cycle"));
    let per = cycle.any(&["display_name", "name", "cycle"]).text();
    Ok(Service {
        head: Head {
            id: read::id(n.at("id"), "service")?,
            name: n.at("display_name").text(),
            state: match n.at("status").str() {
                Some("active") => "active",
                Some("pending") => "pending",
                Some("suspended") => "suspended",
                Some("canceled" | "cancelled") => "cancelled",
                Some("terminated" | "archived") => "expired",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("created_at").time(),
        },
        product: product.text().or_else(|| product.at("name").text()),
        category: product.any(&["product_type", "type"]).text(),
        currency: currency(n.at("currency")).or_else(|| currency(cycle.at("currency"))),
        price: n.any(&["override_price", "price"]).money().or_else(|| cycle.any(&["fixed_price", "price"]).money()),
        cycle: per.or_else(|| cycle.text()),
        renews_at: read::day(n.any(&["next_due_date", "next_expiration_date"])),
        expires_at: n.any(&["terminated_at", "auto_terminate_date"]).time(),
    })
}

/// A service that a client pays for, as staff read it.
pub(crate) fn client_service(n: &Node<'_>, lines: &mut Vec<Line>) {
    let product = n.at("product");
    lines.push(Line(vec![
        n.at("id").text().into(),
        n.at("display_name").text().or_else(|| product.at("name").text()).or_else(|| product.text()).into(),
        n.at("status").text().into(),
        read::day(n.any(&["next_due_date", "next_expiration_date"])).into(),
    ]));
}

/// The choices of an upgrade: the product in other cycles, other products in each of theirs, and amounts of options.
pub(crate) fn upgrade_options(n: &Node<'_>, lines: &mut Vec<Line>) {
    let now = n.at("cycle").at("id").str();
    let own = one_of(n.at("product"));
    for (_, cycle) in n.at("cycle_upgrades").items() {
        lines.push(offered(own, cycle, cycle.at("id").str() == now));
    }
    for (_, product) in n.at("upgrades").items() {
        lines.extend(product.at("cycles").items().map(|(_, cycle)| offered(product, cycle, false)));
    }
    for (_, option) in n.at("configurable_options_upgrades").items() {
        let has = n.at("configurable_options").items().map(|(_, own)| own);
        let has = has
            .filter(|own| own.at("option").str() == option.at("id").str())
            .find_map(|own| own.at("option_value").text());
        let choices: Vec<&Node<'_>> = option.at("choices").items().map(|(_, choice)| choice).collect();
        if choices.is_empty() {
            lines.push(resource(option, None, has.clone(), option.at("price"), has.is_some()));
        }
        for choice in choices {
            let value = choice.any(&["choice", "value", "id"]).text();
            let selected = value == has;
            lines.push(resource(option, choice.any(&["label", "name"]).text(), value, choice.at("price"), selected));
        }
    }
}

/// The one object, which Fleio may send inside a list.
pub(crate) fn one_of<'n, 'a>(n: &'n Node<'a>) -> &'n Node<'a> {
    match n {
        Node::List(list) => list.first().unwrap_or(n),
        other => other,
    }
}

fn offered(product: &Node<'_>, cycle: &Node<'_>, selected: bool) -> Line {
    Line(vec![
        Cell::from("package"),
        product.at("name").text().into(),
        product.at("id").text().into(),
        cycle.any(&["display_name", "cycle"]).text().into(),
        cycle.at("id").text().into(),
        cycle.at("fixed_price").money().into(),
        cycle.at("setup_fee").money().into(),
        Cell::Bool(selected),
    ])
}

fn resource(option: &Node<'_>, label: Option<String>, value: Option<String>, price: &Node<'_>, selected: bool) -> Line {
    Line(vec![
        Cell::from("resource"),
        option.any(&["description", "name"]).text().into(),
        option.at("id").text().into(),
        label.into(),
        value.into(),
        price.money().into(),
        Cell::Null,
        Cell::Bool(selected),
    ])
}
