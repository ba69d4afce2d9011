//! Reading servers of the simulated `CloudSigma`.
//! An address from DHCP, the screen's too, is shown only while the server runs; otherwise the value is `auto`.

use super::{
    failure, record,
    state::{CloudSigma, GONE, Server},
    text::{Keys, records},
    values,
};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[Route::get("list", list), Route::get("info", all), Route::get("{id}/info", info)];

fn list(world: &mut World, _: &Call) -> Reply {
    tick(world, None);
    values(world.cloudsigma.servers.iter().map(Server::id))
}

fn all(world: &mut World, _: &Call) -> Reply {
    tick(world, None);
    Reply::text(200, records(world.cloudsigma.servers.iter().map(shown)))
}

fn info(world: &mut World, call: &Call) -> Reply {
    tick(world, Some(call.param(0)));
    world.cloudsigma.server(call.param(0)).map_or_else(|| unknown(call.param(0)), |server| record(&shown(server)))
}

/// The failure for a server that does not exist.
pub(crate) fn unknown(id: &str) -> Reply {
    failure(404, &format!("Server {id} could not be found"))
}

/// A server as replies show it.
pub(crate) fn shown(server: &Server) -> Keys {
    let mut keys = server.keys.clone();
    let status = server.clock.state();
    keys.set("status", status);
    let card = server.keys.get("nic:0:dhcp");
    let address = if matches!(card, "" | "auto") { &server.lease } else { card };
    if status == "active" && !address.is_empty() {
        for key in ["nic:0:dhcp", "vnc:ip"] {
            if keys.get(key) == "auto" {
                keys.set(key, address);
            }
        }
    }
    keys
}

/// Counts a read of one server or of all; stopped servers that are not persistent disappear.
fn tick(world: &mut World, one: Option<&str>) {
    for server in world.cloudsigma.servers.iter_mut().filter(|server| one.is_none_or(|id| server.id() == id)) {
        world.ticked |= server.clock.read();
    }
    world.cloudsigma.bury();
}

/// The state a server is in once it has stopped.
pub(crate) fn after_stop(server: &Server) -> &'static str {
    if server.keys.get("persistent") == "true" { "stopped" } else { GONE }
}

/// The failure for the first of the servers that does not exist, if any.
pub(crate) fn all_known(cloud: &CloudSigma, ids: &[String]) -> Result<(), Reply> {
    match ids.iter().find(|id| !cloud.servers.iter().any(|server| server.id() == *id)) {
        Some(id) => Err(failure(400, &format!("Server {id} could not be found"))),
        None => Ok(()),
    }
}
