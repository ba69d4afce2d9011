//! Registered servers of the simulated ui-vmm, and the things on them beside instances.
//! A server that is not registered is a failure inside a success.

use serde_json::{Value, json};

use super::{
    document::{document, failure, field, many, number, numbered, resource, soft_failure},
    instances,
    state::Server,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::ask("v1/server.list", list),
    Route::ask("v1/server.get", get),
    Route::ask("v1/pool.list", |world, call| all(world, call, |server| resources("pool", "pool_id", &server.pools))),
    Route::ask("v1/volume.list", |world, call| all(world, call, volumes)),
    Route::ask("v1/network.list", |world, call| {
        all(world, call, |server| resources("network", "network_id", &server.networks))
    }),
    Route::ask("v1/certificate.list", |world, call| {
        all(world, call, |server| resources("certificate", "certificate_id", &server.certificates))
    }),
];

/// The attributes of a server in the list; its number is among them only.
const ROW: [&str; 5] = ["provider", "server_id", "server_host", "server_port", "server_protocol"];

/// The server a request names.
pub(crate) fn find<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Server, Reply> {
    if field(call, "provider").is_empty() {
        return Err(failure(400, call, "provider has not be empty"));
    }
    let id = number(call, "server_id");
    let found = world.uivmm.servers.iter_mut().find(|server| Some(server.id) == id);
    found.ok_or_else(|| soft_failure("server not found"))
}

fn list(world: &mut World, _: &Call) -> Reply {
    many(world.uivmm.servers.iter().map(|server| resource("server", None, &only(&server.attributes, &ROW))))
}

/// A server with everything on it in `included`; parts that could not be read are errors there.
fn get(world: &mut World, call: &Call) -> Reply {
    instances::tick(world, call);
    let server = match find(world, call) {
        Ok(server) => &*server,
        Err(reply) => return reply,
    };
    let mut included = resources("certificate", "certificate_id", &server.certificates);
    included.extend(server.instances.iter().map(|instance| instances::resource_of(instance, false)));
    included.extend(resources("profile", "profile_id", &server.profiles));
    included.extend(volumes(server));
    let relationships: Value = ["certificate", "instance", "profile", "volume"]
        .iter()
        .map(|kind| ((*kind).to_owned(), json!({ "data": identifiers(&included, kind) })))
        .collect();
    // No relationship names the pools.
    included.extend(resources("pool", "pool_id", &server.pools));
    included.extend(server.trouble.iter().map(|trouble| json!({ "errors": [{ "detail": trouble }] })));
    let mut data = resource("server", Some(server.id), &server.attributes);
    if let Some(data) = data.as_object_mut() {
        data.insert("relationships".to_owned(), relationships);
    }
    document(&json!({ "data": data, "included": included }))
}

/// The identifiers of the resources of a kind.
fn identifiers(included: &[Value], kind: &str) -> Vec<Value> {
    let own = included.iter().filter(|resource| text(resource, "type") == kind);
    own.map(|resource| only(resource, &["id", "type"])).collect()
}

fn all(world: &mut World, call: &Call, part: fn(&Server) -> Vec<Value>) -> Reply {
    find(world, call).map_or_else(|reply| reply, |server| many(part(server)))
}

fn resources(kind: &str, key: &str, attributes: &[Value]) -> Vec<Value> {
    attributes.iter().map(|attributes| numbered(kind, key, attributes)).collect()
}

/// The volumes, each with its pool.
fn volumes(server: &Server) -> Vec<Value> {
    let related = |volume: &Value| {
        let mut resource = numbered("volume", "volume_id", volume);
        let of_pool = |pool: &&Value| text(pool, "pool_name") == text(volume, "pool_name");
        let pool = server.pools.iter().find(of_pool).map(|pool| json!({ "id": pool.get("pool_id"), "type": "pool" }));
        if let Some(members) = resource.as_object_mut() {
            members.insert("relationships".to_owned(), json!({ "pool": { "data": pool } }));
        }
        resource
    };
    server.volumes.iter().map(related).collect()
}
