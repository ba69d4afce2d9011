//! Instances of the pretend Fleio: listed, shown and made; an operation tells when a new one is there.
//! What is being deleted is shown for two reads, and then it is gone.

use serde_json::{Value, json};

use super::{
    detail, list, not_found,
    state::{Fleio, Instance},
    view::{details, row},
    volumes,
};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    route::Route,
    world::{World, member, text},
};

/// The operations.
pub const ROUTES: &[Route] = &[
    Route::get("openstack/instances", list),
    Route::post("openstack/instances", create),
    Route::get("openstack/instances/permissions", permissions),
    Route::get("openstack/instances/{id}", show),
    Route::get("operations/{id}", operation),
];

/// What an account may do, as lists tell it.
const PERMISSIONS: [&str; 8] = ["create", "destroy", "list", "reboot", "rename", "retrieve", "start", "stop"];

/// Every instance, of one client or of all.
pub fn rows(world: &mut World, client: Option<u64>) -> Vec<Value> {
    tick(world, |instance| client.is_none_or(|client| instance.client == client));
    let fleio = &world.fleio;
    let own = fleio.instances.iter().filter(|instance| client.is_none_or(|client| instance.client == client));
    own.map(|instance| row(fleio, instance)).collect()
}

/// The list.
pub fn list(world: &mut World, call: &Call) -> Reply {
    let rows = rows(world, Some(own_client(&world.fleio)));
    list::envelope(call, rows, json!({ "permissions": permitted(), "filter_options": {}, "operations": [] }))
}

/// The map of permissions.
pub fn permitted() -> Value {
    PERMISSIONS.iter().map(|name| (format!("instances.{name}"), json!(true))).collect()
}

fn permissions(_: &mut World, _: &Call) -> Reply {
    Reply::json(200, &permitted())
}

fn show(world: &mut World, call: &Call) -> Reply {
    tick(world, |instance| instance.id == call.param(0));
    let own = own_client(&world.fleio);
    let wanted = |instance: &&Instance| instance.id == call.param(0) && instance.client == own;
    let Some(instance) = world.fleio.instances.iter().find(wanted) else { return not_found() };
    Reply::json(200, &details(&world.fleio, instance))
}

/// Makes an instance; the id follows when the operation is done.
pub fn create(world: &mut World, call: &Call) -> Reply {
    let Some(asked) = call.json() else { return detail(400, "JSON parse error") };
    let missing: Vec<_> =
        ["name", "flavor", "region", "boot_source"].into_iter().filter(|key| asked.get(key).is_none()).collect();
    if !missing.is_empty() {
        let fields: Value = missing.iter().map(|key| ((*key).to_owned(), json!(["This field is required."]))).collect();
        return Reply::json(400, &fields);
    }
    let (id, operation) = (world.next_uuid(), world.next_uuid());
    let host = world.created % 200;
    let mut clock = Clock::at("building");
    clock.begin("Spawning", "active");
    let client = asked.get("client").and_then(|id| id.to_string().trim_matches('"').parse().ok());
    let instance = Instance {
        id,
        name: text(&asked, "name"),
        region: text(&asked, "region"),
        flavor: text(&asked, "flavor"),
        image: asked.pointer("/boot_source/source_id").and_then(Value::as_str).map(str::to_owned),
        ipv4: format!("203.0.113.{}", host + 50),
        ipv6: format!("2001:db8:1::{host:x}"),
        created: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        locked: false,
        client: client.unwrap_or_else(|| own_client(&world.fleio)),
        operation: Some(operation.clone()),
        resized: None,
        clock,
    };
    let reply = json!({
        "name": instance.name, "flavor": instance.flavor, "region": instance.region,
        "availability_zone": null, "operation_id": operation,
    });
    world.fleio.instances.push(instance);
    Reply::json(201, &reply)
}

fn operation(world: &mut World, call: &Call) -> Reply {
    let made = |instance: &Instance| instance.operation.as_deref() == Some(call.param(0));
    tick(world, made);
    let Some(instance) = world.fleio.instances.iter().find(|instance| made(instance)) else { return not_found() };
    let done = instance.clock.task().is_none();
    let step = json!({ "name": "create", "display": "Creating instance", "status": if done { "succeeded" } else { "in progress" } });
    Reply::json(
        200,
        &json!({
            "id": call.param(0), "operation_type": "instance_create",
            "primary_object_id": done.then_some(&instance.id),
            "status": if done { "succeeded" } else { "in progress" }, "completed": done,
            "created_at": instance.created, "can_retry": false, "seen": false,
            "progress": { "total_steps": 1, "completed_steps": u8::from(done), "steps_details": [step] },
        }),
    )
}

/// Counts a read of the instances that are looked at; what was being deleted goes in the end.
fn tick(world: &mut World, looked_at: impl Fn(&Instance) -> bool) {
    for instance in world.fleio.instances.iter_mut().filter(|instance| looked_at(instance)) {
        world.ticked |= instance.clock.read();
    }
    let before = world.fleio.instances.len();
    world.fleio.instances.retain(|instance| instance.clock.state() != "deleted");
    if world.fleio.instances.len() < before {
        volumes::release(&mut world.fleio);
    }
}

/// The client the account belongs to.
pub fn own_client(fleio: &Fleio) -> u64 {
    fleio.clients.first().map(|client| member(client, "id")).unwrap_or_default()
}
