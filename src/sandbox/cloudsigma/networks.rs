//! Static addresses and private networks of the simulated `CloudSigma`.
//! Making an address accepts GET as well: Apache Libcloud sends that.

use super::{
    failure, record, required,
    state::{CloudSigma, Server},
    text::{Keys, records},
    values,
};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("ip/list", ip_list),
    Route::get("ip/info", ip_all),
    Route::either("ip/create", ip_create),
    Route::get("ip/{ip}/info", ip_info),
    Route::either("ip/{ip}/destroy", ip_destroy),
    Route::get("vlan/list", vlan_list),
    Route::get("vlan/info", vlan_all),
    Route::post("vlan/create", vlan_create),
    Route::get("vlan/{id}/info", vlan_info),
    Route::post("vlan/{id}/set", vlan_set),
    Route::either("vlan/{id}/destroy", vlan_destroy),
];

fn ip_list(world: &mut World, _: &Call) -> Reply {
    list("ip", &world.cloudsigma.ips)
}

fn ip_all(world: &mut World, _: &Call) -> Reply {
    let cloud = &world.cloudsigma;
    Reply::text(200, records(cloud.ips.iter().map(|ip| with_claim(cloud, ip))))
}

fn ip_info(world: &mut World, call: &Call) -> Reply {
    let cloud = &world.cloudsigma;
    let found = cloud.ips.iter().find(|ip| ip.get("resource") == call.param(0));
    found.map_or_else(|| unknown("IP", call.param(0)), |ip| record(&with_claim(cloud, ip)))
}

fn ip_create(world: &mut World, _: &Call) -> Reply {
    record(&new_ip(world))
}

/// Makes an address.
pub(crate) fn new_ip(world: &mut World) -> Keys {
    let first = world.next_number();
    let mut all = (first..first + 50).map(|number| format!("198.51.100.{}", 200 + number % 50));
    let free = |address: &String| world.cloudsigma.ips.iter().all(|ip| ip.get("resource") != address);
    let address = all.find(free).unwrap_or_else(|| format!("203.0.113.{}", first % 250));
    let ip = Keys::of([
        ("resource", &address),
        ("netmask", "255.255.255.0"),
        ("user", world.cloudsigma.profile.get("uuid")),
        ("nameserver", "198.51.100.1 198.51.100.2"),
        ("type", "ip"),
        ("gateway", "198.51.100.1"),
    ]);
    world.cloudsigma.ips.push(ip.clone());
    ip
}

fn ip_destroy(world: &mut World, call: &Call) -> Reply {
    let (cloud, address) = (&mut world.cloudsigma, call.param(0));
    if claim(cloud, address).is_some() {
        return failure(400, &format!("IP {address} is currently in use"));
    }
    destroyed(&mut cloud.ips, "IP", address)
}

fn vlan_list(world: &mut World, _: &Call) -> Reply {
    list("vlan", &world.cloudsigma.vlans)
}

fn vlan_all(world: &mut World, _: &Call) -> Reply {
    Reply::text(200, records(world.cloudsigma.vlans.clone()))
}

fn vlan_info(world: &mut World, call: &Call) -> Reply {
    let found = world.cloudsigma.vlans.iter().find(|vlan| vlan.get("resource") == call.param(0));
    found.map_or_else(|| unknown("VLAN", call.param(0)), record)
}

fn vlan_create(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    record(&new_vlan(world, asked.get("name")))
}

/// Makes a VLAN.
pub(crate) fn new_vlan(world: &mut World, name: &str) -> Keys {
    let (id, user) = (world.next_uuid(), world.cloudsigma.profile.get("uuid"));
    let vlan = Keys::of([("resource", &id), ("type", "vlan"), ("user", user), ("name", name)]);
    world.cloudsigma.vlans.push(vlan.clone());
    vlan
}

fn vlan_set(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    let vlans = &mut world.cloudsigma.vlans;
    let Some(vlan) = vlans.iter_mut().find(|vlan| vlan.get("resource") == call.param(0)) else {
        return unknown("VLAN", call.param(0));
    };
    vlan.set("name", asked.get("name"));
    record(vlan)
}

fn vlan_destroy(world: &mut World, call: &Call) -> Reply {
    let (cloud, id) = (&mut world.cloudsigma, call.param(0));
    if cloud.servers.iter().any(|server| server.keys.pairs().any(|(key, value)| key.ends_with(":vlan") && value == id))
    {
        return failure(400, &format!("VLAN {id} is currently in use"));
    }
    destroyed(&mut cloud.vlans, "VLAN", id)
}

/// A list of lines of prefix and value.
fn list(prefix: &str, resources: &[Keys]) -> Reply {
    let lines: Vec<_> = resources.iter().map(|keys| format!("{prefix} {}", keys.get("resource"))).collect();
    values(lines.iter().map(String::as_str))
}

fn destroyed(resources: &mut Vec<Keys>, kind: &str, id: &str) -> Reply {
    let before = resources.len();
    resources.retain(|keys| keys.get("resource") != id);
    if resources.len() == before { unknown(kind, id) } else { Reply::no_content() }
}

/// The server that has an address.
fn claim<'a>(cloud: &'a CloudSigma, address: &str) -> Option<&'a str> {
    let has = |server: &&Server| server.keys.pairs().any(|(key, value)| key.ends_with(":dhcp") && value == address);
    cloud.servers.iter().find(has).map(Server::id)
}

/// The failure of a server's network card: an unknown model, a missing VLAN, an address that is missing or another's.
pub(crate) fn refused(cloud: &CloudSigma, asked: &Keys, own: &str) -> Option<Reply> {
    let known = |resources: &[Keys], id: &str| resources.iter().any(|keys| keys.get("resource") == id);
    let wrong = |(key, value): (&str, &str)| match key.rsplit(':').next() {
        Some("model") if !["e1000", "rtl8139", "virtio"].contains(&value) => {
            Some(super::invalid(asked, key, "Select a valid choice."))
        }
        Some("vlan") if !known(&cloud.vlans, value) => Some(unknown("VLAN", value)),
        Some("dhcp") if value == "auto" => None,
        Some("dhcp") if !known(&cloud.ips, value) => Some(unknown("IP", value)),
        Some("dhcp") if claim(cloud, value).is_some_and(|server| server != own) => {
            Some(failure(400, &format!("IP {value} is currently in use")))
        }
        _ => None,
    };
    asked.pairs().filter(|(key, value)| key.starts_with("nic:") && !value.is_empty()).find_map(wrong)
}

fn with_claim(cloud: &CloudSigma, ip: &Keys) -> Keys {
    let mut keys = ip.clone();
    if let Some(server) = claim(cloud, ip.get("resource")) {
        keys.set("claimed", server);
    }
    keys
}

fn unknown(kind: &str, id: &str) -> Reply {
    failure(400, &format!("{kind} {id} could not be found"))
}
