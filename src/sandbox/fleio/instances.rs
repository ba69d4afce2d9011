//! Instances of the simulated Fleio: listed and shown, and the things that go with a deleted one.
//! An instance being deleted is shown for two reads before it disappears.

use serde_json::{Value, json};

use super::{
    create, floating_ips, list, not_found,
    state::{Fleio, Instance},
    view::{details, row},
    volumes,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/instances", list),
    Route::post("openstack/instances", create::create),
    Route::get("openstack/instances/permissions", permissions),
    Route::get("openstack/instances/{id}", show),
];

/// The permissions of an account, as lists show them.
const PERMISSIONS: [&str; 36] = [
    "abort-migrate",
    "add_floating_ip",
    "associate_security_group",
    "attach-volume",
    "attach_port",
    "boot_from_iso",
    "change-password",
    "confirm-resize",
    "create",
    "create_backup",
    "create_snapshot",
    "destroy",
    "detach_port",
    "detach_volume",
    "dissociate_security_group",
    "list",
    "lock",
    "migrate",
    "move",
    "reboot",
    "rebuild",
    "remove_floating_ip",
    "rename",
    "rescue",
    "reset-state",
    "resize",
    "resume",
    "retrieve",
    "revert-resize",
    "shelve",
    "start",
    "stop",
    "suspend",
    "unlock",
    "unrescue",
    "unshelve",
];

/// Every instance, of one client or of all.
pub(crate) fn rows(world: &mut World, client: Option<u64>) -> Vec<Value> {
    tick(world, |instance| client.is_none_or(|client| instance.client == client));
    let fleio = &world.fleio;
    let own = fleio.instances.iter().filter(|instance| client.is_none_or(|client| instance.client == client));
    own.map(|instance| row(fleio, instance)).collect()
}

/// The list of the account's instances.
pub(crate) fn list(world: &mut World, call: &Call) -> Reply {
    let rows = rows(world, Some(own_client(&world.fleio)));
    list::envelope(call, rows, json!({ "permissions": permitted(), "filter_options": {}, "operations": [] }))
}

/// The map of permissions.
pub(crate) fn permitted() -> Value {
    PERMISSIONS.iter().map(|name| (format!("instances.{name}"), json!(true))).collect()
}

fn permissions(_: &mut World, _: &Call) -> Reply {
    Reply::json(200, &permitted())
}

/// The instance in the path, of any client.
pub(crate) fn show_any(world: &mut World, call: &Call) -> Reply {
    tick(world, |instance| instance.id == call.param(0));
    let fleio = &world.fleio;
    let found = fleio.instances.iter().find(|instance| instance.id == call.param(0));
    found.map_or_else(not_found, |instance| Reply::json(200, &details(fleio, instance)))
}

fn show(world: &mut World, call: &Call) -> Reply {
    tick(world, |instance| instance.id == call.param(0));
    let Some(instance) = own(&world.fleio, call.param(0)) else { return not_found() };
    Reply::json(200, &details(&world.fleio, instance))
}

/// An instance of the account's own client.
pub(crate) fn own<'a>(fleio: &'a Fleio, id: &str) -> Option<&'a Instance> {
    let client = own_client(fleio);
    fleio.instances.iter().find(|instance| instance.id == id && instance.client == client)
}

/// Counts a read of the instances that are shown; deleted ones disappear at the end.
pub(crate) fn tick(world: &mut World, looked_at: impl Fn(&Instance) -> bool) {
    for instance in world.fleio.instances.iter_mut().filter(|instance| looked_at(instance)) {
        world.ticked |= instance.clock.read();
    }
    let before = world.fleio.instances.len();
    world.fleio.instances.retain(|instance| instance.clock.state() != "deleted");
    if world.fleio.instances.len() < before {
        forget(&mut world.fleio);
    }
}

/// Releases the things of instances that no longer exist.
fn forget(fleio: &mut Fleio) {
    volumes::release(fleio);
    let Fleio { instances, ports, schedules, .. } = fleio;
    let there = |id: &str| instances.iter().any(|instance| instance.id == id);
    ports.retain(|port| there(&text(port, "device_id")));
    schedules.retain(|schedule| there(&text(schedule, "instance")));
    floating_ips::release(fleio);
}

/// The client that the account belongs to.
pub(crate) fn own_client(fleio: &Fleio) -> u64 {
    fleio.clients.first().map(|client| member(client, "id")).unwrap_or_default()
}
