//! Volumes of the pretend Fleio: made, changed, and attached to instances at once.
//! No public document has them; these are the paths and fields of Fleio's web application.

use serde_json::{Value, json};

use super::{
    account::one,
    actions::{given, invalid, with},
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
pub const ROUTES: &[Route] = &[
    Route::get("openstack/volumes", volumes),
    Route::post("openstack/volumes", create),
    Route::get("openstack/volumes/{id}", |world, call| one(&world.fleio.volumes, call)),
    Route::delete("openstack/volumes/{id}", delete),
    Route::post("openstack/volumes/{id}/rename", rename),
    Route::post("openstack/volumes/{id}/extend", extend),
    Route::post("openstack/instances/{id}/attach_volume", attach),
    Route::post("openstack/instances/{id}/detach_volume", detach),
];

fn volumes(world: &mut World, call: &Call) -> Reply {
    list::envelope(call, world.fleio.volumes.clone(), json!({ "permissions": { "volumes.list": true } }))
}

fn create(world: &mut World, call: &Call) -> Reply {
    if let Some(reply) = ["name", "size"].iter().find_map(|key| given(call, key).err()) {
        return reply;
    }
    let asked = call.json().unwrap_or_default();
    let Ok(size) = text(&asked, "size").parse::<u64>() else { return invalid("size", "A valid integer is required.") };
    let created = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    let usual = json!({
        "id": world.next_uuid(), "name": "", "description": "", "size": size, "status": "available", "region": "nl",
        "type": "ssd", "bootable": false, "created_at": created, "attachments": [],
    });
    let volume = merged(&usual, only(&asked, &["name", "description", "region", "type"]));
    world.fleio.volumes.push(volume.clone());
    Reply::json(201, &merged(&volume, json!({ "status": "creating" })))
}

fn delete(world: &mut World, call: &Call) -> Reply {
    let Some(volume) = found(&mut world.fleio, call.param(0)) else { return not_found() };
    if text(volume, "status") != "available" {
        return detail(400, "Volume is in use");
    }
    world.fleio.volumes.retain(|volume| text(volume, "id") != call.param(0));
    Reply::no_content()
}

fn rename(world: &mut World, call: &Call) -> Reply {
    let name = match given(call, "name") {
        Ok(name) => name,
        Err(reply) => return reply,
    };
    let Some(volume) = found(&mut world.fleio, call.param(0)) else { return not_found() };
    *volume = merged(volume, json!({ "name": name }));
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
    *volume = merged(volume, json!({ "size": size }));
    detail(200, "Volume will be extended")
}

fn attach(world: &mut World, call: &Call) -> Reply {
    let id = match volume_of(world, call, "available") {
        Ok(id) => id,
        Err(reply) => return reply,
    };
    let mut attachment = Value::Null;
    let reply = with(world, call, "attach_volume", &["active", "stopped"], |instance| {
        let (server, name) = (&instance.id, &instance.name);
        attachment = json!({ "id": id, "server_id": server, "server_name": name, "device": "/dev/vdc" });
        detail(200, "Volume attached")
    });
    if let Some(volume) = found(&mut world.fleio, &id).filter(|_| !reply.failed()) {
        *volume = merged(volume, json!({ "status": "in-use", "attachments": [attachment] }));
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

/// Frees the volumes of instances that are there no more.
pub fn release(fleio: &mut Fleio) {
    for volume in &mut fleio.volumes {
        let attachments = text(volume, "attachments");
        let held = fleio.instances.iter().any(|instance| attachments.contains(&instance.id));
        if text(volume, "status") == "in-use" && !held {
            free(volume);
        }
    }
}

fn free(volume: &mut Value) {
    *volume = merged(volume, json!({ "status": "available", "attachments": [] }));
}

/// The id of the volume that a request names, if it is in a status.
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
