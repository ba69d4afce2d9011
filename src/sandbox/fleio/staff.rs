//! The staff side of the pretend Fleio: all clients and everybody's instances.
//! Exactly the operations of the Fleio document.

use serde_json::{Value, json};

use super::{actions, create, detail, instances, list};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub const ROUTES: &[Route] = &[
    Route::get("clients", clients),
    Route::post("clients", create_client),
    Route::get("openstack/instances", list),
    Route::post("openstack/instances", create::create),
    Route::post("openstack/instances/{id}/start", actions::start),
    Route::post("openstack/instances/{id}/stop", actions::stop),
];

/// What a new client may set; what is left out becomes null.
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
    list::envelope(call, world.fleio.clients.clone(), json!({}))
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
