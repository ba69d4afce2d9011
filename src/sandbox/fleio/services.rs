//! Services of the simulated Fleio: the products, their upgrades, and the prices of those.
//! A change is priced by the same request that, confirmed, orders it; the order makes an invoice.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    amount::{amount, cents},
    billing::OWN,
    collection::{answer, now, required, shown},
    detail, list, not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("billing/services", services),
    Route::get("billing/services/{id}", |world, call| answer(service(world, call))),
    Route::get("billing/services/{id}/upgrade_options", |world, call| answer(options(world, call))),
    Route::post("billing/services/{id}/upgrade", |world, call| answer(upgrade(world, call))),
    Route::post("billing/services/{id}/cancel", |world, call| answer(cancel(world, call))),
];

/// The services of a client.
pub(crate) fn of<'w>(world: &'w World, client: &'w str) -> impl Iterator<Item = &'w Value> {
    world
        .fleio
        .services
        .iter()
        .filter(move |service| service.get("client").is_some_and(|own| text(own, "id") == client))
}

fn services(world: &mut World, call: &Call) -> Reply {
    let rows = of(world, OWN).map(shown).collect();
    list::envelope(call, rows, json!({}))
}

fn found<'w>(world: &'w World, call: &'w Call) -> Result<&'w Value, Reply> {
    of(world, OWN).find(|service| text(service, "id") == call.param(0)).ok_or_else(not_found)
}

fn service(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    found(world, call).map(|service| Reply::json(200, &shown(service)))
}

fn options(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let service = found(world, call)?;
    let more = json!({
        "upgrades": service.get("_upgrades"), "cycle_upgrades": service.get("_cycles"),
        "configurable_options_upgrades": service.get("_options"), "existing_upgrade_invoice": service.get("_invoice"),
    });
    Ok(Reply::json(200, &with(&shown(service), more)))
}

/// The price of a change of a service, in cents, and its title.
struct Estimate {
    unused: i64,
    price: i64,
    tax: i64,
    cycle: Value,
    title: String,
}

/// Prices a change of a service, and orders it if the request confirms that.
fn upgrade(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["cycle"])?;
    let service = found(world, call)?.clone();
    if !text(&service, "_invoice").is_empty() {
        return Err(detail(400, "An upgrade is in progress already"));
    }
    let estimate = estimate(&service, &asked)?;
    if member::<bool>(&asked, "confirm") {
        return Ok(order(world, &service, &estimate));
    }
    let Estimate { unused, price, tax, cycle, title } = estimate;
    Ok(Reply::json(
        200,
        &json!({
            "service_remaining_cost": amount(unused), "new_product_price": cycle["fixed_price"],
            "upgrade_price": amount(price), "product_upgrade_price": amount(price), "taxes_applied": { "VAT 21%": amount(tax) },
            "total_due": amount(price + tax), "service_id": service["id"], "product_id": asked.get("product"),
            "cycle_id": cycle["id"], "configurable_options": [], "display_name": title, "currency": "EUR",
        }),
    ))
}

/// The estimate of a change, less half of the price paid for the present cycle.
fn estimate(service: &Value, asked: &Value) -> Result<Estimate, Reply> {
    let product = text(asked, "product");
    let upgrades: Vec<Value> = member(service, "_upgrades");
    let other = upgrades.iter().find(|upgrade| text(upgrade, "id") == product);
    if !product.is_empty() && other.is_none() {
        return Err(invalid("product", "Invalid product"));
    }
    let cycles: Vec<Value> = other.map_or_else(|| member(service, "_cycles"), |other| member(other, "cycles"));
    let cycle = cycles.into_iter().find(|cycle| text(cycle, "id") == text(asked, "cycle"));
    let cycle = cycle.ok_or_else(|| invalid("cycle", "Invalid cycle"))?;
    let unused = service.get("cycle").map_or(0, |cycle| cents(&text(cycle, "fixed_price"))) / 2;
    let price = (cents(&text(&cycle, "fixed_price")) + cents(&text(&cycle, "setup_fee")) - unused).max(0);
    let own = text(service, "display_name");
    let name = other.map_or_else(|| own.clone(), |other| text(other, "name"));
    let per = format!("{} EUR / {}", text(&cycle, "fixed_price"), text(&cycle, "display_name"));
    Ok(Estimate { unused, price, tax: (price * 21 + 50) / 100, title: format!("{own} => {name} ({per})"), cycle })
}

/// Makes the invoice of a change.
fn order(world: &mut World, service: &Value, estimate: &Estimate) -> Reply {
    let Estimate { price, tax, title, .. } = estimate;
    let (id, total) = (world.next_number(), amount(price + tax));
    let item = json!({
        "id": id, "description": title, "amount": amount(*price), "item_type": "serviceUpgrade", "service": service["id"],
        "taxed": true, "taxes": [{ "name": "VAT 21%", "amount": amount(*tax) }],
    });
    let invoice = json!({
        "id": id, "display_number": format!("INV-{id}"), "status": "unpaid", "issue_date": now(), "due_date": now(),
        "subtotal": amount(*price), "total": total, "balance": total, "currency": "EUR", "client": service["client"],
        "items": [item], "journal": [], "payment_options": null,
    });
    world.fleio.invoices.insert(0, invoice);
    if let Some(own) = world.fleio.services.iter_mut().find(|own| own["id"] == service["id"]) {
        *own = with(own, json!({ "_invoice": id }));
    }
    Reply::json(200, &json!({ "invoice": id }))
}

/// Records a cancellation request for a service.
fn cancel(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = call.json().ok_or_else(|| detail(400, "JSON parse error"))?;
    let service = found(world, call)?["id"].clone();
    let id = world.next_number();
    let request = with(&asked, json!({ "id": id, "service": service }));
    if let Some(own) = world.fleio.services.iter_mut().find(|own| own["id"] == service) {
        *own = with(own, json!({ "cancellation_request": request }));
    }
    Ok(Reply::json(201, &request))
}
