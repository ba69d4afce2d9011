//! Changing the resources of a service at the simulated `SeFlow`: the choices, their prices, and the order.
//! An order changes the service's price and the selected choices.

use serde_json::{Value, json};

use super::{
    billing::{amount, cents},
    error,
    services::find,
    state::Service,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] =
    &[Route::get("service/{id}/upgrade", options), Route::post("service/{id}/upgrade", upgrade)];

fn options(world: &mut World, call: &Call) -> Reply {
    let told = |service: &mut Service| match &service.options {
        Value::Null => json!({ "resources": [], "package": [] }),
        options => options.clone(),
    };
    find(world, call).map_or_else(|reply| reply, |service| Reply::json(200, &told(service)))
}

/// Gives the price of an upgrade, or orders it when `send` is true.
fn upgrade(world: &mut World, call: &Call) -> Reply {
    let service = match find(world, call) {
        Ok(service) => service,
        Err(reply) => return reply,
    };
    let fields = call.fields();
    let mut ordered = service.clone();
    let (mut setup, mut some) = (0, false);
    for (key, value) in &fields {
        let once = match key.strip_prefix("resources[").and_then(|rest| rest.strip_suffix(']')) {
            Some(id) => resource(&mut ordered, id, value),
            None if key == "package" => package(&mut ordered, value),
            None => continue,
        };
        let Some(once) = once else { return error(&format!("invalid {key}")) };
        some = true;
        setup += once;
    }
    if !some {
        return error("nothing to upgrade");
    }
    if fields.iter().any(|(key, value)| key == "send" && ["true", "1"].contains(&value.as_str())) {
        *service = ordered;
        return Reply::json(200, &json!({ "info": ["upgrade_order_success"] }));
    }
    let [now, then] = [&*service, &ordered].map(|service| cents(&text(&service.record, "total")));
    let (charge, recurring) = (amount((then - now).max(0) + setup), amount(then));
    Reply::json(200, &json!({ "success": true, "charge": charge, "recurring": recurring, "currency": "EUR" }))
}

/// Selects an item of a resource, or a quantity of it, and gives the one-time price of that.
fn resource(service: &mut Service, id: &str, value: &str) -> Option<i64> {
    let (id, item) = id.split_once("][").map_or((id, value), |(id, item)| (id, item));
    let total = cents(&text(&service.record, "total"));
    let resources = service.options.get_mut("resources").and_then(Value::as_array_mut)?;
    let resource = resources.iter_mut().find(|resource| text(resource, "id") == id)?;
    let price = |of: &Value| cents(&text(of, "price"));
    let items = resource.get_mut("items").and_then(Value::as_array_mut).filter(|items| !items.is_empty());
    let (change, setup) = match items {
        None => (price(resource) * value.parse::<i64>().ok()?, cents(&text(resource, "setup_price"))),
        Some(items) => {
            let chosen = items.iter().find(|choice| text(choice, "id") == item)?.clone();
            let before = items.iter().find(|choice| text(choice, "selected") == "true").map_or(0, price);
            for choice in items {
                *choice = with(choice, json!({ "selected": text(choice, "id") == item }));
            }
            (price(&chosen) - before, cents(&text(&chosen, "setup_price")))
        }
    };
    service.record = with(&service.record, json!({ "total": amount(total + change) }));
    Some(setup)
}

/// Turns the service into another product, and gives the one-time price of that.
fn package(service: &mut Service, id: &str) -> Option<i64> {
    let packages = service.options.get("package").and_then(Value::as_array)?;
    let package = packages.iter().find(|package| text(package, "id") == id)?;
    let (name, setup) = (text(package, "name"), cents(&text(package, "setup_price")));
    let total = amount(cents(&text(package, "price")));
    service.record = with(&service.record, json!({ "name": name, "total": total }));
    Some(setup)
}
