//! The options that the simulated Fleio offers before something is made or changed.
//! Every offered option is accepted by the request that uses it.

use serde_json::{Value, json};

use super::{
    collection::{answer, known},
    images, instances, networks, not_found,
    state::{Fleio, Instance},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/instances/create_options", |world, call| answer(create(world, call))),
    Route::get("openstack/instances/{id}/resize_options", |world, call| answer(resize(world, call))),
    Route::get("openstack/instances/{id}/rebuild", |world, call| answer(rebuild(world, call))),
    Route::get("openstack/instances/{id}/rescue", |world, call| answer(boot(world, call, |_| true))),
    Route::get("openstack/instances/{id}/boot_from_iso", |world, call| answer(boot(world, call, is_iso))),
    Route::get("openstack/instances/{id}/add_ip_options", |world, call| answer(add_ip(world, call))),
    Route::get("openstack/instances/{id}/add_port_options", |world, call| answer(add_port(world, call))),
    Route::get("openstack/volumes/create_options", |world, call| answer(volume(world, call))),
];

/// The members of an image in lists of options.
const IMAGE: [&str; 7] = ["id", "name", "min_disk", "min_ram", "os_distro", "disk_format", "region"];

/// An image is the content of a disc.
pub(crate) fn is_iso(image: &Value) -> bool {
    text(image, "disk_format") == "iso"
}

/// The region that is asked for, or the first one.
fn region(fleio: &Fleio, call: &Call) -> Result<Value, Reply> {
    let first = || fleio.regions.first().map(|region| text(region, "id")).unwrap_or_default();
    let id = call.query("region").filter(|id| !id.is_empty()).map_or_else(first, str::to_owned);
    known(&fleio.regions, "region", &id).cloned()
}

fn regions(fleio: &Fleio) -> Vec<Value> {
    fleio.regions.iter().map(|region| only(region, &["id", "description"])).collect()
}

/// The active images of a region that pass a test.
fn usable(fleio: &Fleio, region: &str, told: impl Fn(&Value) -> bool) -> Vec<Value> {
    let usable = |image: &&Value| text(image, "region") == region && text(image, "status") == "active" && told(image);
    fleio.images.iter().filter(usable).map(|image| only(image, &IMAGE)).collect()
}

fn visible(word: &'static str) -> impl Fn(&Value) -> bool {
    move |image| !images::own(image) && text(image, "visibility") == word
}

/// The sources that a disk in a region can be made from.
fn sources(fleio: &Fleio, region: &str) -> Value {
    let of = |told: &dyn Fn(&Value) -> bool| usable(fleio, region, |image| !is_iso(image) && told(image));
    let bootable = |volume: &&Value| {
        text(volume, "region") == region && text(volume, "status") == "available" && member(volume, "bootable")
    };
    let volumes: Vec<_> = fleio.volumes.iter().filter(bootable).map(|one| only(one, &["id", "name", "size"])).collect();
    json!({
        "image": of(&visible("public")), "owned_image": of(&images::own), "shared_image": of(&visible("shared")),
        "community_image": of(&visible("community")), "volume": volumes, "volume_snapshot": [],
        "volume_types": types(), "requested_boot_source": null,
    })
}

fn types() -> Value {
    json!([{ "name": "ssd", "size_increment": 10 }, { "name": "hdd", "size_increment": 10 }])
}

fn flavors(fleio: &Fleio, region: &str) -> Vec<Value> {
    fleio.flavors.iter().filter(|flavor| text(flavor, "region") == region).cloned().collect()
}

fn keys(fleio: &Fleio) -> Vec<Value> {
    fleio.keys.iter().map(|key| only(key, &["id", "name"])).collect()
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let fleio = &world.fleio;
    let place = region(fleio, call)?;
    let id = text(&place, "id");
    let nics = networks::of_region(fleio, &id, &["id", "name"]);
    let nics: Vec<_> = nics.iter().map(|nic| with(nic, json!({ "tags": [] }))).collect();
    let client = fleio.clients.first().map(|client| only(client, &["id", "name"]));
    let options = json!({
        "bootSources": sources(fleio, &id), "flavor": flavors(fleio, &id), "ssh_key": keys(fleio), "nics": nics,
        "availability_zones": [], "cinder_az": [], "enable_volumes": place.get("enable_volumes"),
        "enable_snapshots": place.get("enable_snapshots"), "hide_volume_az": true, "region": regions(fleio),
        "selected_region": id, "client": client,
    });
    Ok(Reply::json(200, &options))
}

/// The instance in the path.
fn own<'a>(world: &'a World, call: &Call) -> Result<&'a Instance, Reply> {
    instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)
}

fn short(instance: &Instance) -> Value {
    json!({ "id": instance.id, "name": instance.name })
}

fn resize(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = own(world, call)?;
    let mut flavors = flavors(&world.fleio, &instance.region);
    flavors.retain(|flavor| text(flavor, "id") != instance.flavor);
    Ok(Reply::json(200, &json!({ "flavors": flavors, "instance": short(instance) })))
}

fn rebuild(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let instance = own(world, call)?;
    let sources = sources(&world.fleio, &instance.region);
    let sources = only(&sources, &["image", "owned_image", "shared_image", "community_image"]);
    let options = json!({ "bootSources": sources, "instance": short(instance), "ssh_keys": keys(&world.fleio) });
    Ok(Reply::json(200, &options))
}

/// The images an instance can be started from once.
fn boot(world: &mut World, call: &Call, told: fn(&Value) -> bool) -> Result<Reply, Reply> {
    let instance = own(world, call)?;
    let of =
        |group: &dyn Fn(&Value) -> bool| usable(&world.fleio, &instance.region, |image| told(image) && group(image));
    let groups = json!({ "pub": of(&visible("public")), "own": of(&images::own), "shr": of(&visible("shared")) });
    Ok(Reply::json(200, &json!({ "image": groups, "instance": short(instance) })))
}

fn add_ip(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let fleio = &world.fleio;
    let ports: Vec<_> =
        super::ports::of(fleio, &own(world, call)?.id).map(|port| only(port, &["id", "network"])).collect();
    if ports.is_empty() {
        return Err(super::detail(404, "No ports found for instance"));
    }
    let used = |network: &&Value| ports.iter().any(|port| text(port, "network") == text(network, "id"));
    let subnets = |network: &Value| {
        let own = fleio.subnets.iter().filter(|subnet| text(subnet, "network_id") == text(network, "id"));
        own.map(|subnet| only(subnet, &["id", "name", "cidr"])).collect::<Vec<_>>()
    };
    let row = |network: &Value| with(&only(network, &["id", "name"]), json!({ "subnets": subnets(network) }));
    let networks: Vec<_> = fleio.networks.iter().filter(used).map(row).collect();
    Ok(Reply::json(200, &json!({ "networks": networks, "ports": ports })))
}

fn add_port(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let networks = networks::of_region(&world.fleio, &own(world, call)?.region, &["id", "name"]);
    Ok(Reply::json(200, &json!({ "networks": networks, "project_id": super::PROJECT })))
}

fn volume(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let selected = region(&world.fleio, call)?;
    let options =
        json!({ "types": types(), "regions": regions(&world.fleio), "selected_region": text(&selected, "id") });
    Ok(Reply::json(200, &options))
}
