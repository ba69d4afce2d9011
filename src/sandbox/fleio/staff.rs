//! The staff side of the simulated Fleio: all clients and everybody's instances.
//! The operations of the Fleio document, and those that its WHMCS module calls.

use serde_json::{Value, json};

use super::{
    actions::{self, invalid},
    amount::{amount, cents, shift, usable},
    collection::{answer, required, set, shown},
    create, detail, instances, list, not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("clients", clients),
    Route::post("clients", create_client),
    Route::get("clients/{id}", |world, call| answer(client(world, call))),
    Route::post("clients/{id}/suspend", |world, call| answer(stand(world, call, "suspended"))),
    Route::post("clients/{id}/resume", |world, call| answer(stand(world, call, "active"))),
    Route::post("clients/{id}/change_credit", |world, call| answer(change_credit(world, call))),
    Route::get("billing/services", services),
    Route::get("openstack/instances", list),
    Route::post("openstack/instances", create::create),
    Route::get("openstack/instances/{id}", instances::show_any),
    Route::post("openstack/instances/{id}/start", actions::start),
    Route::post("openstack/instances/{id}/stop", actions::stop),
];

/// The members that a new client may set; the others become null.
const CLIENT: [&str; 13] = [
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "city",
    "state",
    "country",
    "zip_code",
    "phone",
    "fax",
    "email",
    "vat_id",
];

fn clients(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, world.fleio.clients.iter().map(shown).collect(), json!({}))
}

/// The client in the path.
fn found<'w>(world: &'w mut World, call: &Call) -> Result<&'w mut Value, Reply> {
    world.fleio.clients.iter_mut().find(|client| text(client, "id") == call.param(0)).ok_or_else(not_found)
}

fn client(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    found(world, call).map(|client| Reply::json(200, &shown(client)))
}

/// Suspends a client or resumes one.
fn stand(world: &mut World, call: &Call, status: &str) -> Result<Reply, Reply> {
    let client = found(world, call)?;
    set(client, json!({ "status": status }));
    Ok(detail(200, &format!("Client {status}")))
}

/// Adds to the credit of a client, or takes from it.
fn change_credit(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["amount", "currency"])?;
    let by = cents(&text(&asked, "amount"));
    if by <= 0 {
        return Err(invalid("amount", "Ensure this value is greater than 0."));
    }
    found(world, call)?;
    let by = if asked.get("add_credit") == Some(&json!(false)) { -by } else { by };
    let currency = text(&asked, "currency");
    shift(&mut world.fleio, call.param(0), &currency, by);
    let client = found(world, call)?;
    Ok(Reply::json(200, &json!({ "credit_balance": amount(usable(client, &currency)), "client": client["id"] })))
}

fn services(world: &mut World, call: &Call) -> Reply {
    let wanted = call.query("client").unwrap_or_default();
    let all = world.fleio.services.iter().filter(|service| {
        wanted.is_empty() || service.get("client").is_some_and(|client| text(client, "id") == wanted)
    });
    list::envelope(call, all.map(shown).collect(), json!({}))
}

fn create_client(world: &mut World, call: &Call) -> Reply {
    let Some(asked) = call.json() else { return detail(400, "JSON parse error") };
    if text(&asked, "email").is_empty() {
        return Reply::json(400, &json!({ "email": ["This field is required."] }));
    }
    let id = 700_000 + world.next_number();
    let nothing: Value = CLIENT.iter().map(|key| ((*key).to_owned(), Value::Null)).collect();
    let currency = member::<Option<String>>(&asked, "currency").unwrap_or_else(|| "EUR".to_owned());
    let client = with(&with(&nothing, only(&asked, &CLIENT)), json!({ "id": id, "currency": currency }));
    let name = format!("{} {}", text(&client, "first_name"), text(&client, "last_name"));
    let row = json!({
        "name": name.trim(), "long_name": name.trim(), "status": "active", "country_name": "", "group_name": "",
        "configuration_name": "", "uptodate_credit": "0.00", "outofcredit_datetime": null,
        "suspend_instead_of_terminate": false,
        "date_created": jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.000000+00:00").to_string(),
    });
    world.fleio.clients.push(with(&client, row));
    let more = json!({
        "external_billing_id": null, "auto_order_service_external_billing_id": null, "create_auto_order_service": false,
        "custom_fields": [], "groups": [], "reseller_client": 0, "configuration": "default",
    });
    Reply::json(201, &with(&client, more))
}

fn list(world: &mut World, call: &Call) -> Reply {
    let rows = instances::rows(world, None);
    list::envelope(call, rows, json!({ "permissions": instances::permitted() }))
}
