//! Making and changing servers of the pretend `CloudSigma`.
//! A new server runs at once, as the manual's example shows, unless `status stopped` was sent.

use super::{
    contents, failure, invalid, record, required,
    servers::{shown, unknown},
    state::{CloudSigma, Server, is_device},
    text::Keys,
};
use crate::sandbox::{call::Call, clock::Clock, reply::Reply, route::Route, world::World};

/// The operations.
pub const ROUTES: &[Route] =
    &[Route::post("create", create), Route::post("{id}/set", set), Route::post("{id}/clone", clone)];

/// What may be changed while the server runs.
const LIVE: [&str; 7] = ["name", "cpu", "persistent", "tags", "vnc:password", "description", "use"];

fn create(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = ["name", "cpu", "mem"].iter().find_map(|key| required(&asked, key)) {
        return reply;
    }
    if let Some(reply) = refused(&world.cloudsigma, &asked, "") {
        return reply;
    }
    let status = if asked.get("status") == "stopped" { "stopped" } else { "active" };
    let server = add(world, &asked, status);
    record(&shown(&server))
}

fn set(world: &mut World, call: &Call) -> Reply {
    let mut asked = Keys::parse(&call.text());
    for key in ["server", "user", "status"] {
        asked.remove(key);
    }
    if let Some(reply) = refused(&world.cloudsigma, &asked, call.param(0)) {
        return reply;
    }
    let Some(server) = world.cloudsigma.server(call.param(0)) else { return unknown(call.param(0)) };
    let live = |key: &str| LIVE.contains(&key) || key.starts_with("user:");
    if server.clock.state() != "stopped" && asked.pairs().any(|(key, _)| !live(key)) {
        return failure(409, &format!("Server {} is running and must be stopped first", server.id()));
    }
    for (key, value) in asked.pairs() {
        if value.is_empty() {
            server.keys.remove(key);
        } else {
            server.keys.set(key, value);
        }
    }
    record(&shown(server))
}

fn clone(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    let Some(server) = world.cloudsigma.server(call.param(0)) else { return unknown(call.param(0)) };
    let mut keys = server.keys.clone();
    let devices: Vec<_> = server.devices().map(|(device, drive)| (device.to_owned(), drive.to_owned())).collect();
    for (device, drive) in devices {
        let id = world.next_uuid();
        if let Some(mut copy) = world.cloudsigma.drive(&drive).cloned() {
            copy.keys.set("drive", &id);
            if let Err(error) = contents::copy(&world.folder, &drive, &id) {
                return failure(500, &error.to_string());
            }
            world.cloudsigma.drives.push(copy);
            keys.set(&device, &id);
        }
    }
    keys.set("name", asked.get("name"));
    let server = add(world, &keys, "active");
    record(&shown(&server))
}

/// Adds a server with the keys that were asked for and those the service adds.
fn add(world: &mut World, asked: &Keys, status: &str) -> Server {
    let id = world.next_uuid();
    let user = world.cloudsigma.profile.get("uuid").to_owned();
    let mut keys = Keys::of([("status", ""), ("rx", "0")]);
    asked.pairs().filter(|(_, value)| !value.is_empty()).for_each(|(key, value)| keys.set(key, value));
    if !keys.has("smp") {
        keys.set("smp", "1");
    }
    for (key, value) in [("tx", "0"), ("user", user.as_str()), ("server", id.as_str())] {
        keys.set(key, value);
    }
    let lease = format!("198.51.100.{}", 100 + world.created % 100);
    let server = Server { keys, lease, clock: Clock::at(status) };
    world.cloudsigma.servers.push(server.clone());
    server
}

/// What is wrong with the keys of a server: a password too long, a drive that is missing or in use by another.
fn refused(cloud: &CloudSigma, asked: &Keys, own: &str) -> Option<Reply> {
    if asked.get("vnc:password").chars().count() > 8 {
        return Some(invalid(asked, "vnc:password", "The password has at most 8 characters."));
    }
    for (_, drive) in asked.pairs().filter(|(key, value)| is_device(key) && !value.is_empty()) {
        let known = cloud.drives.iter().find(|known| known.keys.get("drive") == drive);
        if known.is_none() && !cloud.standard.iter().any(|standard| standard.get("drive") == drive) {
            return Some(failure(400, &format!("Drive {drive} could not be found")));
        }
        let shared = known.is_none_or(|known| known.keys.get("claim:type") == "shared");
        if !shared && cloud.claimed(drive).is_some_and(|claim| own.is_empty() || !claim.contains(own)) {
            return Some(failure(400, &format!("Drive {drive} is currently in use")));
        }
    }
    None
}
