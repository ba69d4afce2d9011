//! Ports of the simulated Fleio: each connects an instance to a network and holds its addresses there.
//! No document lists ports by themselves; an instance's page shows them.

use serde_json::{Value, json};

use super::{
    actions::{ANY, invalid, refused},
    addresses::{Range, taken},
    collection::{answer, known, required, set},
    detail, instances, not_found,
    state::{Fleio, Instance},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("openstack/ports", |world, call| answer(create(world, call))),
    Route::delete("openstack/ports/{id}", |world, call| answer(delete(world, call))),
    Route::post("openstack/ports/{id}/add_ip", |world, call| answer(add(world, call))),
    Route::post("openstack/ports/{id}/automatic_add_ips", |world, call| answer(add(world, call))),
    Route::post("openstack/ports/{id}/remove_ip", |world, call| answer(remove(world, call))),
];

/// The ports of an instance.
pub(crate) fn of<'a>(fleio: &'a Fleio, instance: &str) -> impl Iterator<Item = &'a Value> {
    fleio.ports.iter().filter(move |port| text(port, "device_id") == instance)
}

/// The fixed addresses of a port.
pub(crate) fn fixed(port: &Value) -> Vec<Value> {
    member(port, "fixed_ips")
}

/// Makes a port with an address of each version that the network has.
pub(crate) fn make(world: &mut World, network: &str, instance: &str) -> Result<(), Reply> {
    let network = known(&world.fleio.networks, "nics", network)?;
    let (id, region) = (text(network, "id"), text(network, "region"));
    let mut versions: Vec<&Value> = Vec::new();
    for subnet in world.fleio.subnets.iter().filter(|subnet| text(subnet, "network_id") == id) {
        if versions.iter().all(|other| text(other, "ip_version") != text(subnet, "ip_version")) {
            versions.push(subnet);
        }
    }
    if versions.is_empty() {
        let words = format!("Network {} requires a subnet in order to boot instances on.", text(network, "name"));
        return Err(detail(400, &words));
    }
    let fixed = versions.into_iter().map(|subnet| next(&world.fleio, subnet)).collect::<Result<Vec<_>, _>>()?;
    let port = world.next_uuid();
    let port = json!({ "id": port, "device_id": instance, "network": id, "region": region, "fixed_ips": fixed });
    world.fleio.ports.push(port);
    Ok(())
}

/// The next free address of a subnet.
fn next(fleio: &Fleio, subnet: &Value) -> Result<Value, Reply> {
    let range = Range::parse(&text(subnet, "cidr"));
    let address = range.and_then(|range| range.free(fleio, &text(subnet, "gateway_ip")));
    let none = || detail(409, &format!("No more IP addresses available on subnet {}.", text(subnet, "name")));
    Ok(json!({ "ip_address": address.ok_or_else(none)?, "subnet_id": text(subnet, "id") }))
}

/// The addresses that a request asks for: given ones, or the next ones of given subnets.
fn wanted(fleio: &Fleio, asked: &Value, network: &str) -> Result<Vec<Value>, Reply> {
    let mut found = Vec::new();
    let mut wishes: Vec<Value> = member(asked, "fixed_ips");
    if wishes.is_empty() {
        wishes.push(json!({ "subnet_id": text(asked, "subnet") }));
    }
    for wish in &wishes {
        let address = text(wish, "ip_address");
        let subnet = Some(text(wish, "subnet_id")).filter(|id| !id.is_empty()).or(Some(text(asked, "subnet")));
        let mut own = fleio.subnets.iter().filter(|subnet| text(subnet, "network_id") == network);
        let fits = |other: &&Value| {
            let range = Range::parse(&text(other, "cidr"));
            let named = subnet.as_ref().is_some_and(|id| text(other, "id") == *id);
            if address.is_empty() { named } else { range.is_some_and(|range| range.holds(&address)) }
        };
        let no_subnet = || json!({ "fixed_ips": [{ "ip_address": ["No subnet of the network has this address."] }] });
        let subnet = own.find(fits).ok_or_else(|| Reply::json(400, &no_subnet()))?;
        if taken(fleio).contains(&address) {
            return Err(detail(
                409,
                &format!("IP address {address} already allocated in subnet {}", text(subnet, "id")),
            ));
        }
        let given = json!({ "ip_address": address, "subnet_id": text(subnet, "id") });
        found.push(if address.is_empty() { next(fleio, subnet)? } else { given });
    }
    Ok(found)
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["attach_to", "network", "region"])?;
    let (instance, network) = (text(&asked, "attach_to"), text(&asked, "network"));
    let device = instances::own(&world.fleio, &instance)
        .ok_or_else(|| invalid("attach_to", &format!("Invalid pk \"{instance}\" - object does not exist.")))?;
    idle(device)?;
    let region = text(known(&world.fleio.networks, "network", &network)?, "region");
    if region != text(&asked, "region") || region != device.region {
        return Err(invalid("network", "The network is in another region."));
    }
    let fixed = wanted(&world.fleio, &asked, &network)?;
    let id = world.next_uuid();
    let port = json!({ "id": id, "device_id": instance, "network": network, "region": region, "fixed_ips": fixed });
    world.fleio.ports.push(port);
    super::actions::note(world, &instance, "attach_interface");
    let reply = json!({
        "name": null, "admin_state_up": true, "port_security_enabled": true, "fixed_ips": [], "region": region,
        "attach_to": instance, "project": super::PROJECT, "host_id": null, "vnic_type": null,
        "auto_add_security_group": true, "created_at": null, "description": null, "device_id": instance,
        "device_owner": "compute:nova", "mac_address": null, "status": null, "network": network,
    });
    Ok(Reply::json(201, &reply))
}

/// The port in the path, if its instance may be changed.
fn changing(world: &World, call: &Call) -> Result<Value, Reply> {
    let port = world.fleio.ports.iter().find(|port| text(port, "id") == call.param(0)).ok_or_else(not_found)?;
    idle(instances::own(&world.fleio, &text(port, "device_id")).ok_or_else(not_found)?)?;
    Ok(port.clone())
}

/// The failure of a change of an instance that is locked or busy.
fn idle(instance: &Instance) -> Result<(), Reply> {
    refused(instance, "attach_interface", ANY).map_or(Ok(()), Err)
}

fn put(world: &mut World, port: &Value, fixed: &[Value], action: &str) {
    if let Some(own) = world.fleio.ports.iter_mut().find(|own| text(own, "id") == text(port, "id")) {
        set(own, json!({ "fixed_ips": fixed }));
    }
    super::actions::note(world, &text(port, "device_id"), action);
}

fn add(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["fixed_ips"])?;
    let port = changing(world, call)?;
    let more = wanted(&world.fleio, &asked, &text(&port, "network"))?;
    put(world, &port, &[fixed(&port), more].concat(), "add_fixed_ip");
    Ok(detail(200, "IP(s) added"))
}

fn remove(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["fixed_ips"])?;
    let port = changing(world, call)?;
    let mut left = fixed(&port);
    for wish in member::<Vec<Value>>(&asked, "fixed_ips") {
        let address = text(&wish, "ip_address");
        if world.fleio.floating_ips.iter().any(|ip| text(ip, "fixed_ip_address") == address) {
            return Err(detail(409, &format!("IP address {address} has a floating IP")));
        }
        let before = left.len();
        left.retain(|ip| text(ip, "ip_address") != address);
        if left.len() == before {
            let words = json!({ "fixed_ips": [{ "ip_address": ["The port does not have this address."] }] });
            return Err(Reply::json(400, &words));
        }
    }
    put(world, &port, &left, "remove_fixed_ip");
    Ok(detail(200, "IP removed"))
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let port = changing(world, call)?;
    world.fleio.ports.retain(|other| text(other, "id") != call.param(0));
    super::floating_ips::release(&mut world.fleio);
    super::actions::note(world, &text(&port, "device_id"), "detach_interface");
    Ok(Reply::no_content())
}

/// A port as an instance's page shows it.
pub(crate) fn row(fleio: &Fleio, port: &Value) -> Value {
    let of = |version: u64| {
        let fixed = fixed(port).into_iter().filter(|ip| text(ip, "ip_address").contains(':') == (version == 6));
        fixed.collect::<Vec<_>>()
    };
    let floating = fleio.floating_ips.iter().filter(|ip| text(ip, "port") == text(port, "id"));
    let floating: Vec<_> = floating.map(|ip| crate::sandbox::world::only(ip, &["id", "floating_ip_address"])).collect();
    with(
        &json!({ "id": text(port, "id"), "name": "", "network": text(port, "network") }),
        json!({ "ipv4s": of(4), "ipv6s": of(6), "floating_ips": floating, "end_user_has_access": true }),
    )
}
