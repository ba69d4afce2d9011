//! Floating IPs of the simulated Fleio: reserved, assigned to an address of an instance, and taken away.
//! The reply to a reservation lacks the address: it is found in the list.

use serde_json::{Value, json};

use super::{
    actions::{ANY, given, invalid, with},
    addresses::Range,
    collection::{Collection, answer, known, now, required, set},
    detail, instances, list, networks, not_found, ports,
    quota::{self, FLOATING_IPS},
    state::Fleio,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text, with as merged},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/floatingips", all),
    Route::post("openstack/floatingips", |world, call| answer(create(world, call))),
    Route::get("openstack/floatingips/create_options", options),
    Route::delete("openstack/floatingips/{id}", |world, call| answer(delete(world, call))),
    Route::post("openstack/dns/set_floating_ip_ptr", |world, call| answer(set_ptr(world, call))),
    Route::post("openstack/instances/{id}/add_floating_ip", |world, call| answer(associate(world, call))),
    Route::post("openstack/instances/{id}/remove_floating_ip", |world, call| answer(dissociate(world, call))),
    Route::get("openstack/instances/{id}/associate_ip_create_options", |world, call| answer(free(world, call))),
    Route::get("openstack/instances/{id}/dissociate_ip_create_options", |world, call| answer(held(world, call))),
];

const FLOATING: Collection =
    Collection { things: |fleio| &mut fleio.floating_ips, required: &["floating_network"], optional: &["description"] };

/// The range that new ones come from.
const POOL: &str = "198.51.100.0/24";

/// A floating IP with the port that uses it.
fn row(fleio: &Fleio, ip: &Value) -> Value {
    let port = fleio.ports.iter().find(|port| text(port, "id") == text(ip, "port"));
    let instance = port.and_then(|port| fleio.instances.iter().find(|one| one.id == text(port, "device_id")));
    let network = fleio.networks.iter().find(|network| text(network, "id") == text(ip, "floating_network"));
    let device = |id: &str, name: &str| json!({ "id": id, "name": name, "device_type": "instance" });
    let status = if port.is_some() { "ACTIVE" } else { "DOWN" };
    let members = json!({
        "floating_network": network.map(|network| only(network, &["id", "name", "description", "region"])),
        "port": port.map(|port| json!({ "id": text(port, "id"), "name": "", "network": text(port, "network") })),
        "associated_object": instance.map(|instance| device(&instance.id, &instance.name)),
        "router": null, "status": status, "project": super::PROJECT,
    });
    merged(ip, members)
}

fn all(world: &mut World, call: &Call) -> Reply {
    let rows = world.fleio.floating_ips.iter().map(|ip| row(&world.fleio, ip)).collect();
    list::envelope(call, rows, json!({}))
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = FLOATING.asked(call)?;
    let network = known(&world.fleio.networks, "floating_network", &text(&asked, "floating_network"))?;
    if !networks::public(network) {
        return Err(invalid("floating_network", "The network is not external."));
    }
    let region = text(network, "region");
    quota::check(&FLOATING_IPS, &world.fleio, 1)?;
    let pool = Range::parse(POOL).and_then(|range| range.free(&world.fleio, ""));
    let address = pool.ok_or_else(|| detail(409, "No more IP addresses available on network."))?;
    let made = json!({
        "id": world.next_uuid(), "description": "", "floating_ip_address": address, "region": region, "port": null,
        "fixed_ip_address": null, "ptrdname": null, "created_at": now(), "updated_at": now(),
    });
    let ip = merged(&made, asked);
    FLOATING.add(world, ip.clone());
    Ok(Reply::json(201, &only(&ip, &["id", "floating_network", "description"])))
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let ip = FLOATING.found(world, call.param(0)).ok_or_else(not_found)?;
    if !text(ip, "port").is_empty() {
        let words = format!("Floating IP {} is associated with a port", text(ip, "floating_ip_address"));
        return Err(detail(409, &words));
    }
    Ok(FLOATING.delete(world, call))
}

fn options(world: &mut World, _: &Call) -> Reply {
    let fleio = &world.fleio;
    let networks: Vec<_> = fleio.networks.iter().filter(|one| networks::public(one)).collect();
    let networks: Vec<_> = networks.into_iter().map(|network| only(network, &["id", "name", "region"])).collect();
    let regions: Vec<_> = fleio.regions.iter().map(|region| only(region, &["id", "description"])).collect();
    let first = fleio.regions.first().map(|region| text(region, "id"));
    Reply::json(200, &json!({ "networks": networks, "regions": regions, "default_region": first }))
}

fn set_ptr(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["floating_ip_id", "ptrdname"])?;
    let name = text(&asked, "ptrdname");
    if !name.ends_with('.') {
        return Err(invalid("ptrdname", "The name must end with a dot."));
    }
    let id = text(&asked, "floating_ip_id");
    let ip = FLOATING.found(world, &id).ok_or_else(not_found)?;
    set(ip, json!({ "ptrdname": name, "updated_at": now() }));
    let ttl = text(&asked, "ttl").parse().unwrap_or(3600);
    let reply = json!({
        "id": format!("{}:{id}", text(ip, "region")), "address": text(ip, "floating_ip_address"), "ptrdname": name,
        "ttl": ttl, "description": asked.get("description"), "action": "CREATE", "status": "PENDING",
        "links": { "self": format!("https://dns.example.com/v2/reverse/floatingips/{id}") },
    });
    Ok(Reply::json(200, &reply))
}

/// The id of the floating IP that a request names by its address.
fn named(fleio: &Fleio, call: &Call, key: &str) -> Result<Value, Reply> {
    let address = given(call, key)?;
    let found = fleio.floating_ips.iter().find(|ip| text(ip, "floating_ip_address") == address);
    found.cloned().ok_or_else(|| detail(404, &format!("Floating IP {address} not found")))
}

fn associate(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let fixed = given(call, "fixed_ip")?;
    let ip = named(&world.fleio, call, "floating_ip")?;
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let has = |port: &&Value| ports::fixed(port).iter().any(|own| text(own, "ip_address") == fixed);
    let port = ports::of(&world.fleio, &instance.id).find(has);
    let port =
        port.map(|port| text(port, "id")).ok_or_else(|| invalid("fixed_ip", "The instance does not have it."))?;
    if !text(&ip, "port").is_empty() {
        return Err(detail(409, &format!("Floating IP {} is already associated", text(&ip, "floating_ip_address"))));
    }
    if text(&ip, "region") != instance.region {
        return Err(invalid("floating_ip", "The floating IP is in another region."));
    }
    let reply = with(world, call, "add_floating_ip", ANY, |_| detail(200, "Floating ip associated"));
    if let Some(ip) = FLOATING.found(world, &text(&ip, "id")).filter(|_| !reply.failed()) {
        set(ip, json!({ "port": port, "fixed_ip_address": fixed, "updated_at": now() }));
    }
    Ok(reply)
}

fn dissociate(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let ip = named(&world.fleio, call, "ip")?;
    if !ports::of(&world.fleio, call.param(0)).any(|port| text(port, "id") == text(&ip, "port")) {
        return Err(detail(400, "Floating IP is not associated with this instance"));
    }
    let reply = with(world, call, "remove_floating_ip", ANY, |_| detail(200, "Floating ip dissociated"));
    if let Some(ip) = FLOATING.found(world, &text(&ip, "id")).filter(|_| !reply.failed()) {
        free_again(ip);
    }
    Ok(reply)
}

fn free_again(ip: &mut Value) {
    set(ip, json!({ "port": null, "fixed_ip_address": null, "updated_at": now() }));
}

/// Frees the floating IPs of ports that no longer exist.
pub(crate) fn release(fleio: &mut Fleio) {
    for ip in &mut fleio.floating_ips {
        let port = text(ip, "port");
        if !port.is_empty() && !fleio.ports.iter().any(|other| text(other, "id") == port) {
            free_again(ip);
        }
    }
}

fn free(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let port = |port: &Value| json!({ "id": text(port, "id"), "fixed_ips": ports::fixed(port) });
    let own: Vec<_> = ports::of(&world.fleio, &instance.id).map(port).collect();
    if own.is_empty() {
        return Err(detail(404, "No ports found for instance"));
    }
    let free = |ip: &&Value| text(ip, "port").is_empty() && text(ip, "region") == instance.region;
    let ips: Vec<_> = world.fleio.floating_ips.iter().filter(free).map(short).collect();
    if ips.is_empty() {
        return Err(detail(409, "No free floating ips"));
    }
    Ok(Reply::json(200, &json!({ "ports": own, "free_ips": ips })))
}

fn held(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?;
    let ports: Vec<_> = ports::of(&world.fleio, &instance.id).map(|port| text(port, "id")).collect();
    let own = |ip: &&Value| ports.contains(&text(ip, "port"));
    let ips: Vec<_> = world.fleio.floating_ips.iter().filter(own).map(short).collect();
    if ips.is_empty() {
        return Err(detail(400, "No floating ips associated with the instance"));
    }
    Ok(Reply::json(200, &json!({ "ips": ips })))
}

fn short(ip: &Value) -> Value {
    only(ip, &["id", "floating_ip_address"])
}
