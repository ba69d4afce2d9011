//! Starting, stopping and destroying servers of the simulated `CloudSigma`.
//! The provider has no words for a change under way: the old status stays for two reads.

use super::{
    chosen, failure, record,
    servers::{after_stop, all_known, shown, unknown},
    state::{CloudSigma, GONE, Server},
    text::Keys,
    values,
};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("start", start_all),
    Route::post("stop", stop_all),
    Route::post("destroy", destroy_all),
    Route::either("{id}/start", start),
    Route::either("{id}/stop", stop),
    Route::either("{id}/shutdown", stop),
    Route::either("{id}/reset", reset),
    Route::either("{id}/destroy", destroy),
];

fn start(world: &mut World, call: &Call) -> Reply {
    // A pending stop that ends the server takes effect now.
    if let Some(server) = world.cloudsigma.server(call.param(0)).filter(|server| server.clock.target() == Some(GONE)) {
        server.clock.settle();
        world.cloudsigma.bury();
    }
    let Some(server) = world.cloudsigma.server(call.param(0)) else { return unknown(call.param(0)) };
    begin_start(server);
    record(&shown(server))
}

fn stop(world: &mut World, call: &Call) -> Reply {
    let Some(server) = world.cloudsigma.server(call.param(0)) else { return unknown(call.param(0)) };
    begin_stop(server);
    Reply::no_content()
}

fn reset(world: &mut World, call: &Call) -> Reply {
    match world.cloudsigma.server(call.param(0)) {
        None => unknown(call.param(0)),
        Some(server) if server.clock.state() != "active" => failure(400, "Server is not running"),
        Some(_) => Reply::no_content(),
    }
}

fn destroy(world: &mut World, call: &Call) -> Reply {
    match world.cloudsigma.server(call.param(0)) {
        None => unknown(call.param(0)),
        Some(server) if running(server) => busy(server.id()),
        Some(_) => {
            forget(&mut world.cloudsigma, &[call.param(0).to_owned()]);
            Reply::no_content()
        }
    }
}

fn start_all(world: &mut World, call: &Call) -> Reply {
    each(&mut world.cloudsigma, &chosen(&Keys::parse(&call.text())), begin_start)
}

fn stop_all(world: &mut World, call: &Call) -> Reply {
    each(&mut world.cloudsigma, &chosen(&Keys::parse(&call.text())), begin_stop)
}

fn destroy_all(world: &mut World, call: &Call) -> Reply {
    let (cloud, ids) = (&mut world.cloudsigma, chosen(&Keys::parse(&call.text())));
    if let Err(reply) = all_known(cloud, &ids) {
        return reply;
    }
    if let Some(server) = cloud.servers.iter().find(|server| ids.iter().any(|id| id == server.id()) && running(server))
    {
        return busy(server.id());
    }
    forget(cloud, &ids);
    values(cloud.servers.iter().map(Server::id))
}

/// Applies a change to several servers, all of which must exist, and lists them.
pub(crate) fn each(cloud: &mut CloudSigma, ids: &[String], change: fn(&mut Server)) -> Reply {
    if let Err(reply) = all_known(cloud, ids) {
        return reply;
    }
    cloud.servers.iter_mut().filter(|server| ids.iter().any(|id| id == server.id())).for_each(change);
    values(ids.iter().map(String::as_str))
}

/// Starts a server unless it runs or is starting; one with nothing in any of its boot devices dies.
pub(crate) fn begin_start(server: &mut Server) {
    let ends = server.clock.target().unwrap_or(server.clock.state());
    if ends != "active" {
        let boot = server.keys.get("boot");
        let bootable = boot.is_empty() || boot.split(' ').any(|device| !server.keys.get(device).is_empty());
        server.clock.begin("starting", if bootable { "active" } else { "dead" });
    }
}

/// Stops a server unless it is stopped or stopping already.
pub(crate) fn begin_stop(server: &mut Server) {
    let ends = server.clock.target().unwrap_or(server.clock.state());
    if ends == "active" || ends == "paused" {
        let end = after_stop(server);
        server.clock.begin("stopping", end);
    }
}

/// A server runs and is not being stopped.
fn running(server: &Server) -> bool {
    matches!(server.clock.target().unwrap_or(server.clock.state()), "active" | "paused")
}

fn busy(id: &str) -> Reply {
    failure(409, &format!("Server {id} is running and must be stopped first"))
}

fn forget(cloud: &mut CloudSigma, ids: &[String]) {
    cloud.servers.iter_mut().filter(|server| ids.iter().any(|id| id == server.id())).for_each(Server::end);
    cloud.bury();
}
