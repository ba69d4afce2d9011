//! Making and changing servers of the simulated `CloudSigma`.
//! A new server runs at once, as the manual's example shows, unless `status stopped` was sent.

use super::{
    contents, failure, invalid, networks, record, required,
    servers::{shown, unknown},
    state::{CloudSigma, Drive, Server, is_device},
    text::Keys,
};
use crate::sandbox::{call::Call, clock::Clock, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] =
    &[Route::post("create", create), Route::post("{id}/set", set), Route::post("{id}/clone", clone)];

/// The keys that may be changed while the server runs.
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
    let (id, number, cloud) = (call.param(0), world.created, &mut world.cloudsigma);
    if let Some(reply) = refused(cloud, &asked, id) {
        return reply;
    }
    let Some(server) = cloud.server(id) else { return unknown(id) };
    let live = |key: &str| LIVE.contains(&key) || key.starts_with("user:");
    let runs = server.clock.task().is_some() || matches!(server.clock.state(), "active" | "paused");
    if runs && asked.pairs().any(|(key, _)| !live(key)) {
        return failure(409, &format!("Server {id} is running and must be stopped first"));
    }
    let before = devices(server);
    for (key, value) in asked.pairs() {
        if value.is_empty() {
            server.keys.remove(key);
        } else {
            server.keys.set(key, value);
        }
    }
    fill_in(server, number);
    let server = server.clone();
    moved(cloud, &server, &before);
    record(&shown(&server))
}

/// The devices of a server and the drives in them.
fn devices(server: &Server) -> Vec<(String, String)> {
    server.devices().map(|(device, drive)| (device.to_owned(), drive.to_owned())).collect()
}

/// Releases the drives that left the server; those that came to it have no other claim any more.
fn moved(cloud: &mut CloudSigma, server: &Server, before: &[(String, String)]) {
    let now = devices(server);
    for (_, drive) in now.iter().filter(|device| !before.contains(device)) {
        if let Some(drive) = cloud.drive(drive) {
            drive.clock.settle();
        }
    }
    for (device, drive) in before.iter().filter(|(_, drive)| !now.iter().any(|(_, other)| other == drive)) {
        cloud.release(server.id(), device, drive);
    }
}

fn clone(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    let Some(server) = world.cloudsigma.server(call.param(0)) else { return unknown(call.param(0)) };
    let (mut keys, devices) = (server.keys.clone(), devices(server));
    // Counters begin anew, and unique values stay with the original.
    let own = |key: &str| [":bytes", ":requests", ":mac"].iter().any(|end| key.ends_with(end)) || key == "started";
    let own: Vec<_> = server.keys.pairs().filter(|(key, _)| own(key)).map(|(key, _)| key.to_owned()).collect();
    for key in &own {
        keys.remove(key);
    }
    let cards = server.keys.pairs().filter(|(key, value)| key.ends_with(":dhcp") && !value.is_empty());
    cards.for_each(|(key, _)| keys.set(key, "auto"));
    for (device, drive) in devices {
        let id = world.next_uuid();
        let copied = |drive: &&mut Drive| drive.keys.get("claim:type") != "shared";
        if let Some(mut copy) = world.cloudsigma.drive(&drive).filter(copied).cloned() {
            copy.keys.set("drive", &id);
            copy.clock = Clock::at("active");
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

/// Adds a server with the keys of the request and those the service adds.
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
    let mut server = Server { keys, lease: String::new(), clock: Clock::at(status) };
    fill_in(&mut server, world.created);
    world.cloudsigma.servers.push(server.clone());
    server
}

/// Adds the service's own values to network cards: the usual model, a hardware address in a VLAN, a lease.
fn fill_in(server: &mut Server, number: u64) {
    for card in ["nic:0", "nic:1"] {
        let [model, mac, vlan, dhcp] = ["model", "mac", "vlan", "dhcp"].map(|kind| format!("{card}:{kind}"));
        let private = server.keys.has(&vlan);
        if !server.keys.has(&model) && (private || server.keys.has(&dhcp)) {
            server.keys.set(&model, "e1000");
        }
        if !server.keys.has(&mac) && private {
            let digits: Vec<_> = server.id().chars().rev().filter(char::is_ascii_hexdigit).take(4).collect();
            let [a, b, c, d] = [0, 1, 2, 3].map(|place| digits.get(place).copied().unwrap_or('0'));
            let card = card.trim_start_matches("nic:");
            server.keys.set(&mac, &format!("02:00:5e:2{card}:{a}{b}:{c}{d}"));
        }
    }
    if server.lease.is_empty() {
        server.lease = format!("198.51.100.{}", 100 + number % 100);
    }
}

/// The failure of a request for a server with wrong keys: a password too long, a number that is none, a card,
/// or a drive that is missing, not made yet or in use by another.
fn refused(cloud: &CloudSigma, asked: &Keys, own: &str) -> Option<Reply> {
    if asked.get("vnc:password").chars().count() > 8 {
        return Some(invalid(asked, "vnc:password", "The password has at most 8 characters."));
    }
    let wrong = |key: &&str| {
        let (value, auto) = (asked.get(key), *key == "smp" && asked.get(key) == "auto");
        !(value.is_empty() || auto || value.parse::<u64>().is_ok_and(|number| number > 0))
    };
    if let Some(key) = ["cpu", "mem", "smp"].into_iter().find(wrong) {
        return Some(invalid(asked, key, "Enter a whole number."));
    }
    if let Some(reply) = networks::refused(cloud, asked, own) {
        return Some(reply);
    }
    for (_, drive) in asked.pairs().filter(|(key, value)| is_device(key) && !value.is_empty()) {
        let known = cloud.drives.iter().find(|known| known.keys.get("drive") == drive);
        if known.is_none() && !cloud.standard.iter().any(|standard| standard.get("drive") == drive) {
            return Some(failure(400, &format!("Drive {drive} could not be found")));
        }
        if known.is_some_and(|known| cloud.withheld(known, own)) {
            return Some(failure(400, &format!("Drive {drive} is currently in use")));
        }
    }
    None
}
