//! Networks of the simulated Fleio.
//! The public ones are the provider's: they can be shown and used, but not changed.

use serde_json::{Value, json};

use super::{
    collection::{Collection, answer, known, now},
    detail, list, not_found,
    state::Fleio,
    subnets,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/networks", all),
    Route::post("openstack/networks", |world, call| answer(create(world, call))),
    Route::get("openstack/networks/create_options", options),
    Route::get("openstack/networks/{id}", |world, call| answer(show(world, call))),
    Route::put("openstack/networks/{id}", |world, call| answer(update(world, call))),
    Route::delete("openstack/networks/{id}", |world, call| answer(delete(world, call))),
];

const NETWORKS: Collection = Collection {
    things: |fleio| &mut fleio.networks,
    required: &["name", "admin_state_up"],
    optional: &["description"],
};

/// A network with its subnets and the permitted actions.
fn row(fleio: &Fleio, network: &Value) -> Value {
    let id = text(network, "id");
    let subnets = fleio.subnets.iter().filter(|subnet| text(subnet, "network_id") == id);
    let actions: &[&str] = if public(network) { &[] } else { &["update", "delete", "add_subnet"] };
    let subnets: Vec<_> =
        subnets.map(|subnet| with(subnet, json!({ "has_delete_permission": !public(network) }))).collect();
    with(network, json!({ "subnets": subnets, "allowed_actions": actions }))
}

/// A network is the provider's.
pub(crate) fn public(network: &Value) -> bool {
    member(network, "router_external")
}

/// The networks of a region, with some of their members.
pub(crate) fn of_region(fleio: &Fleio, region: &str, keys: &[&str]) -> Vec<Value> {
    fleio
        .networks
        .iter()
        .filter(|network| text(network, "region") == region)
        .map(|network| only(network, keys))
        .collect()
}

fn all(world: &mut World, call: &Call) -> Reply {
    let rows = world.fleio.networks.iter().map(|network| row(&world.fleio, network)).collect();
    list::envelope(call, rows, json!({}))
}

fn show(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let network = NETWORKS.row(world, call.param(0)).ok_or_else(not_found)?;
    Ok(Reply::json(200, &row(&world.fleio, &network)))
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = NETWORKS.asked(call)?;
    let region = super::actions::given(call, "region")?;
    known(&world.fleio.regions, "region", &region)?;
    let usual = json!({
        "id": world.next_uuid(), "description": "", "shared": false, "router_external": false, "region": region,
        "project": super::PROJECT, "extra": "{}", "created_at": now(),
    });
    let network = with(&usual, asked);
    world.fleio.networks.push(network.clone());
    Ok(Reply::json(201, &row(&world.fleio, &network)))
}

/// The failure of a change of a network that is not the account's own.
pub(crate) fn own(network: &Value) -> Result<(), Reply> {
    if public(network) { Err(detail(403, "You do not have permission to perform this action.")) } else { Ok(()) }
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    own(NETWORKS.found(world, call.param(0)).ok_or_else(not_found)?)?;
    NETWORKS.update(world, call)?;
    show(world, call)
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    own(NETWORKS.found(world, call.param(0)).ok_or_else(not_found)?)?;
    let id = call.param(0);
    if world.fleio.ports.iter().any(|port| text(port, "network") == id) {
        let words = "There are one or more ports still in use on the network.";
        return Err(detail(409, &format!("Unable to complete operation on network {id}. {words}")));
    }
    subnets::forget(&mut world.fleio, id);
    Ok(NETWORKS.delete(world, call))
}

fn options(world: &mut World, _: &Call) -> Reply {
    let fleio = &world.fleio;
    let regions: Vec<_> = fleio.regions.iter().map(|region| only(region, &["id", "description"])).collect();
    let first = fleio.regions.first().map(|region| text(region, "id"));
    Reply::json(
        200,
        &json!({ "regions": regions, "selected_region": first, "has_hidden_regions": false, "availability_zones": [] }),
    )
}
