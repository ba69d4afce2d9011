//! Volumes of the simulated Fleio: made, changed, and attached to instances at once.
//! No public document has them; these are the paths and fields of Fleio's web application.

use serde_json::{Value, json};

use super::{
    actions::{given, invalid, with},
    collection::{Collection, begin, known, now, set},
    detail, list, not_found,
    state::Fleio,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with as merged},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/volumes", volumes),
    Route::post("openstack/volumes", create),
    Route::get("openstack/volumes/{id}", |world, call| VOLUMES.show(world, call)),
    Route::delete("openstack/volumes/{id}", delete),
    Route::post("openstack/volumes/{id}/rename", rename),
    Route::post("openstack/volumes/{id}/extend", extend),
    Route::post("openstack/instances/{id}/attach_volume", attach),
    Route::post("openstack/instances/{id}/detach_volume", detach),
];

const VOLUMES: Collection = Collection { things: |fleio| &mut fleio.volumes, required: &[], optional: &[] };

fn volumes(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, VOLUMES.rows(world), json!({ "permissions": { "volumes.list": true } }))
}

fn create(world: &mut World, call: &Call) -> Reply {
    if let Some(reply) = ["name", "size"].iter().find_map(|key| given(call, key).err()) {
        return reply;
    }
    let asked = call.json().unwrap_or_default();
    let Ok(size) = text(&asked, "size").parse::<u64>() else { return invalid("size", "A valid integer is required.") };
    let wish = only(&asked, &["name", "description", "region", "type"]);
    if let Some(reply) = known(&world.fleio.regions, "region", &or(&wish, "region", "nl")).err() {
        return reply;
    }
    let mut volume = new(world, size, wish);
    begin(&mut volume, "creating", "available");
    VOLUMES.add(world, volume)
}

/// The text of a member, or a default.
fn or(value: &Value, key: &str, usual: &str) -> String {
    Some(text(value, key)).filter(|text| !text.is_empty()).unwrap_or_else(|| usual.to_owned())
}

/// A volume that nothing uses yet.
fn new(world: &mut World, size: u64, members: Value) -> Value {
    let usual = json!({
        "id": world.next_uuid(), "name": "", "description": "", "size": size, "status": "available", "region": "nl",
        "type": "ssd", "bootable": false, "created_at": now(), "attachments": [],
    });
    merged(&usual, members)
}

/// Makes a volume to start an instance from; gives its id.
pub(crate) fn bootable(world: &mut World, size: u64, region: &str) -> String {
    let volume = new(world, size, json!({ "region": region, "bootable": true }));
    let id = text(&volume, "id");
    world.fleio.volumes.push(volume);
    id
}

/// Attaches a volume to a new instance as its first disk; an error says why it cannot.
pub(crate) fn take(fleio: &mut Fleio, id: &str, region: &str, server: (&str, &str), goes: bool) -> Result<(), String> {
    let volume = found(fleio, id).filter(|volume| text(volume, "region") == region).ok_or("Volume not found")?;
    match text(volume, "status").as_str() {
        "available" if member(volume, "bootable") => put(volume, server, "/dev/vda", goes),
        "available" => return Err("Volume is not bootable".to_owned()),
        status => return Err(format!("Volume is {status}")),
    }
    Ok(())
}

/// Attaches a volume.
fn put(volume: &mut Value, (server, name): (&str, &str), device: &str, goes: bool) {
    let attachment = json!({
        "id": text(volume, "id"), "server_id": server, "server_name": name, "device": device,
        "delete_on_termination": goes,
    });
    set(volume, json!({ "status": "in-use", "attachments": [attachment] }));
}

fn delete(world: &mut World, call: &Call) -> Reply {
    let Some(volume) = found(&mut world.fleio, call.param(0)) else { return not_found() };
    if text(volume, "status") != "available" {
        return detail(400, "Volume is in use");
    }
    begin(volume, "deleting", "deleted");
    Reply::no_content()
}

fn rename(world: &mut World, call: &Call) -> Reply {
    let name = match given(call, "name") {
        Ok(name) => name,
        Err(reply) => return reply,
    };
    let Some(volume) = found(&mut world.fleio, call.param(0)) else { return not_found() };
    set(volume, json!({ "name": name }));
    detail(200, "Volume renamed")
}

fn extend(world: &mut World, call: &Call) -> Reply {
    let size = match given(call, "size") {
        Ok(size) => size.parse::<u64>().unwrap_or_default(),
        Err(reply) => return reply,
    };
    let Some(volume) = found(&mut world.fleio, call.param(0)) else { return not_found() };
    if size <= member::<u64>(volume, "size") {
        return invalid("size", "The new size must be larger than the current one.");
    }
    let status = text(volume, "status");
    if !["available", "in-use"].contains(&status.as_str()) {
        return detail(400, &format!("Volume is {status}"));
    }
    set(volume, json!({ "size": size }));
    begin(volume, "extending", &status);
    detail(200, "Volume will be extended")
}

fn attach(world: &mut World, call: &Call) -> Reply {
    let id = match volume_of(world, call, "available") {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let region = found(&mut world.fleio, &id).map(|volume| text(volume, "region"));
    let taken: Vec<_> =
        world.fleio.volumes.iter().filter(|one| text(one, "attachments").contains(call.param(0))).collect();
    let free = |device: &String| !taken.iter().any(|volume| text(volume, "attachments").contains(device.as_str()));
    let device = ('b'..='z').map(|letter| format!("/dev/vd{letter}")).find(free).unwrap_or_default();
    let mut server = (String::new(), String::new());
    let reply = with(world, call, "attach_volume", &["active", "stopped"], |instance| {
        if region.as_ref() != Some(&instance.region) {
            return invalid("volume_id", "The volume is in another region.");
        }
        server = (instance.id.clone(), instance.name.clone());
        detail(200, "Volume attached")
    });
    if let Some(volume) = found(&mut world.fleio, &id).filter(|_| !reply.failed()) {
        put(volume, (&server.0, &server.1), &device, false);
    }
    reply
}

fn detach(world: &mut World, call: &Call) -> Reply {
    let id = match volume_of(world, call, "in-use") {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let on = found(&mut world.fleio, &id).is_some_and(|volume| text(volume, "attachments").contains(call.param(0)));
    if !on {
        return detail(400, "Volume is not attached to this instance");
    }
    let reply = with(world, call, "detach_volume", &["active", "stopped"], |_| detail(200, "Volume detached"));
    if let Some(volume) = found(&mut world.fleio, &id).filter(|_| !reply.failed()) {
        free(volume);
    }
    reply
}

/// Frees the volumes of instances that no longer exist; those deleted with their instance disappear.
pub(crate) fn release(fleio: &mut Fleio) {
    let Fleio { instances, volumes, .. } = fleio;
    let left = |volume: &Value| {
        let attachments: Vec<Value> = member(volume, "attachments");
        let held = |one: &Value| instances.iter().any(|instance| instance.id == text(one, "server_id"));
        attachments.into_iter().find(|one| !held(one))
    };
    volumes
        .retain(|volume| left(volume).is_none_or(|attachment| !member::<bool>(&attachment, "delete_on_termination")));
    volumes.iter_mut().filter(|volume| left(volume).is_some()).for_each(free);
}

fn free(volume: &mut Value) {
    set(volume, json!({ "status": "available", "attachments": [] }));
}

/// The id of the volume that a request names, if it has a given status.
fn volume_of(world: &mut World, call: &Call, status: &str) -> Result<String, Reply> {
    let id = given(call, "volume_id")?;
    match found(&mut world.fleio, &id).map(|volume| text(volume, "status")) {
        None => Err(invalid("volume_id", "Volume not found")),
        Some(now) if now == status => Ok(id),
        Some(now) => Err(detail(400, &format!("Volume is {now}"))),
    }
}

fn found<'a>(fleio: &'a mut Fleio, id: &str) -> Option<&'a mut Value> {
    fleio.volumes.iter_mut().find(|volume| text(volume, "id") == id)
}
