//! Registering LXD servers with the simulated ui-vmm, and the certificates that are trusted there.
//! Any trust password but an empty one is right; a registered server starts empty.

use serde_json::{Value, json};

use super::{
    document::{document, done, failure, field, number},
    servers::find,
    state::Server,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("v1/server.add", add),
    Route::ask("v1/server.verify", verify),
    Route::post("v1/certificate.revoke", revoke),
];

fn add(world: &mut World, call: &Call) -> Reply {
    let (host, port) = match reached(call) {
        Ok(reached) => reached,
        Err(reply) => return reply,
    };
    let same = |attributes: &Value| {
        text(attributes, "server_host") == host && member::<u64>(attributes, "server_port") == port
    };
    if world.uivmm.servers.iter().any(|server| same(&server.attributes)) {
        return failure(400, call, "server with this host and port already added");
    }
    let id = world.next_number();
    let server = fresh(id, world.uivmm.user_id, &host, port);
    world.uivmm.servers.push(server);
    document(&json!({ "data": { "id": id, "type": "server" } }))
}

fn verify(_: &mut World, call: &Call) -> Reply {
    reached(call).map_or_else(|reply| reply, |_| done("server"))
}

fn revoke(world: &mut World, call: &Call) -> Reply {
    let print = field(call, "certificate_fingerprint");
    let server = match find(world, call) {
        Ok(server) => server,
        Err(reply) => return reply,
    };
    let before = server.certificates.len();
    server.certificates.retain(|own| print.is_empty() || !text(own, "certificate_fingerprint").starts_with(&print));
    let found = server.certificates.len() < before;
    if found { done("certificate") } else { failure(404, call, "Certificate not found") }
}

/// The host and port of a server that the request's connection data reaches.
fn reached(call: &Call) -> Result<(String, u64), Reply> {
    let host = field(call, "server_host");
    let Some(port) = number(call, "server_port").filter(|port| (1..=65_535).contains(port)) else {
        return Err(failure(400, call, "server port has not be empty"));
    };
    if host.is_empty() {
        return Err(failure(400, call, "server host has not be empty"));
    }
    if field(call, "server_password").is_empty() {
        return Err(failure(403, call, "not authorized"));
    }
    Ok((host, port))
}

/// A server with LXD's defaults: a pool, a bridge, a profile, and the panel's own certificate.
fn fresh(id: u64, user: u64, host: &str, port: u64) -> Server {
    let print = |kind: u64| format!("{:064x}", id * 16 + kind);
    let body = "config: {}\ndescription: Default LXD profile\ndevices: {}\nname: default\nused_by: []\n";
    Server {
        id,
        attributes: json!({
            "provider": "lxd", "user_id": user, "server_id": id, "server_host": host, "server_port": port,
            "server_protocol": "lxd", "server_addresses": format!("{host}:{port}"),
            "server_certificate_fingerprint": print(1), "server_cpu_cores": 4, "server_cpu_threads": 8,
            "server_cpu_model": "Example CPU 3000", "server_cpu_vendor": "ExampleVendor", "server_driver": "lxc",
            "server_driver_version": "5.0.2", "server_kernel_architecture": "x86_64",
            "server_kernel_version": "6.1.0-18-amd64", "server_memory_total": 8004, "server_memory_used": 900,
            "server_server": "lxd", "server_server_version": "5.0.2", "server_storage": "dir",
            "server_storage_version": "1", "server_supported_instance_types": "container,virtual-machine",
        }),
        instances: Vec::new(),
        pools: vec![json!({
            "provider": "lxd", "pool_id": id * 16 + 2, "pool_name": "default", "pool_driver": "dir",
            "pool_source": "/var/lib/lxd/storage-pools/default", "pool_status": "Created",
            "pool_space_total": 107_374_182_400_u64, "pool_space_used": 2_147_483_648_u64,
            "pool_inodes_total": 6_553_600, "pool_inodes_used": 61_000,
        })],
        volumes: Vec::new(),
        networks: vec![json!({
            "provider": "lxd", "network_name": "lxdbr0", "network_type": "bridge", "network_addr": "10.17.90.1/24",
        })],
        profiles: vec![json!({ "provider": "lxd", "profile_name": "default", "profile_body": body })],
        images: Vec::new(),
        certificates: vec![json!({
            "provider": "lxd", "certificate_id": id * 16 + 3, "certificate_name": "provider-lxd",
            "certificate_fingerprint": print(3), "certificate_type": "client",
        })],
        trouble: None,
    }
}
