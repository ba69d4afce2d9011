//! Prices of the simulated Fleio, as texts in the three known forms.
//! A month has 720 hours.

use serde_json::{Value, json};

use super::{
    collection::{answer, known},
    instances,
    list::lacking,
    not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/instances/get_price", |world, call| answer(instance(world, call))),
    Route::get("openstack/instances/{id}/get_backup_price", |world, call| answer(copy(world, call))),
    Route::get("openstack/instances/{id}/get_snapshot_price_per_cycle", |world, call| answer(copy(world, call))),
    Route::get("openstack/floatingips/get_price", |world, call| answer(floating_ip(world, call))),
    Route::get("openstack/images/get_price", |world, call| answer(image(world, call))),
];

/// Hours of a month.
const HOURS: f64 = 720.0;
/// The price of a GB of memory for a month.
const MEMORY: f64 = 2.5;
/// The price of a GB of an image for a month.
const STORAGE: f64 = 0.025;

/// The text of a monthly price, with HTML tags and line breaks.
fn marked(month: f64) -> Value {
    json!(format!("ESTIMATED COST<br>\n€{:.4} / hour<br>\nor €{month:.2} / month", month / HOURS))
}

fn instance(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    lacking(call, &["client_id", "flavor_id", "network_ids", "region"])?;
    known(&world.fleio.regions, "region", call.query("region").unwrap_or_default())?;
    let flavor = known(&world.fleio.flavors, "flavor_id", call.query("flavor_id").unwrap_or_default())?;
    let month = MEMORY * member::<f64>(flavor, "memory_gb");
    Ok(Reply::json(200, &json!({ "estimated_cost_display": marked(month) })))
}

fn copy(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let flavor = known(&world.fleio.flavors, "flavor", &instance.flavor)?;
    let month = STORAGE * member::<f64>(flavor, "root_gb");
    let reply = json!({ "estimated_cost_display": marked(month), "estimated_cost_display_reseller": null });
    Ok(Reply::json(200, &reply))
}

fn floating_ip(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    lacking(call, &["region"])?;
    known(&world.fleio.regions, "region", call.query("region").unwrap_or_default())?;
    Ok(Reply::json(200, &json!({ "estimated_cost_display": "0.0018 EUR - €1.26 EUR" })))
}

fn image(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    lacking(call, &["disk_format", "region", "visibility"])?;
    known(&world.fleio.regions, "region", call.query("region").unwrap_or_default())?;
    Ok(Reply::json(200, &json!({ "estimated_cost_display": "0,0395 EUR - 28,44 EUR" })))
}
