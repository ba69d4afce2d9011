//! The rest of the simulated Fleio's end-user side: the user, the clients the user belongs to, and regions.
//! A caller without a login gets a success without the member `user`.

use serde_json::json;

use super::{
    collection::{Collection, answer, shown},
    list, not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("current-user", user),
    Route::get("openstack/regions", regions),
    Route::get("clients/{id}", client),
    Route::put("clients/{id}", |world, call| answer(update(world, call))),
];

/// The members that a client can change of the own details; others stay.
const CLIENTS: Collection = Collection {
    things: |fleio| &mut fleio.clients,
    required: &["first_name", "last_name", "email", "address1", "city", "country"],
    optional: &["company", "address2", "state", "zip_code", "phone", "fax", "vat_id", "custom_fields"],
};

/// The user who is logged in.
fn user(world: &mut World, call: &Call) -> Reply {
    let features =
        json!({ "billing": true, "openstack.instances": true, "openstack.volumes": true, "plugins.tickets": true });
    let mut reply = json!({ "features": features, "backend_version": "2023.09.1", "edition": "openstack" });
    if call.authorization().is_some() {
        reply = with(&reply, json!({ "user": world.fleio.user }));
    }
    Reply::json(200, &reply)
}

fn regions(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, world.fleio.regions.clone(), json!({}))
}

/// The user belongs to a client.
fn own(world: &World, id: &str) -> bool {
    member::<Vec<serde_json::Value>>(&world.fleio.user, "clients").iter().any(|client| text(client, "id") == id)
}

fn client(world: &mut World, call: &Call) -> Reply {
    if own(world, call.param(0)) { CLIENTS.show(world, call) } else { not_found() }
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    if !own(world, call.param(0)) {
        return Err(not_found());
    }
    CLIENTS.update(world, call)?;
    let client = CLIENTS.found(world, call.param(0)).ok_or_else(not_found)?;
    let name = format!("{} {}", text(client, "first_name"), text(client, "last_name"));
    let company = text(client, "company");
    let long = if company.is_empty() { name.clone() } else { format!("{company} ({name})") };
    *client = with(client, json!({ "name": name, "long_name": long }));
    Ok(Reply::json(200, &shown(client)))
}
