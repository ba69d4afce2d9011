//! Server groups of the simulated `CloudSigma`.
//! Starting and stopping answers with the servers of the group.

use super::{
    change::{begin_start, begin_stop, each},
    chosen, failure, record, required,
    servers::all_known,
    state::Group,
    text::Keys,
    values,
};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("list", list),
    Route::post("create", create),
    Route::get("{id}/info", info),
    Route::post("{id}/set", set),
    Route::post("{id}/destroy", destroy),
    Route::post("{id}/add", add),
    Route::post("{id}/remove", remove),
    Route::either("{id}/start", start),
    Route::either("{id}/stop", stop),
];

fn list(world: &mut World, _: &Call) -> Reply {
    values(world.cloudsigma.groups.iter().map(|group| group.id.as_str()))
}

fn info(world: &mut World, call: &Call) -> Reply {
    with(world, call, |group| record(&shown(group)))
}

fn create(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    let (name, description) = (asked.get("name").to_owned(), asked.get("description").to_owned());
    let group = Group { id: world.next_uuid(), name, description, servers: Vec::new() };
    let reply = record(&shown(&group));
    world.cloudsigma.groups.push(group);
    reply
}

fn set(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name") {
        return reply;
    }
    with(world, call, |group| {
        asked.get("name").clone_into(&mut group.name);
        if asked.has("description") {
            asked.get("description").clone_into(&mut group.description);
        }
        record(&Keys::of([("name", &group.name), ("description", &group.description)]))
    })
}

fn destroy(world: &mut World, call: &Call) -> Reply {
    let before = world.cloudsigma.groups.len();
    world.cloudsigma.groups.retain(|group| group.id != call.param(0));
    if world.cloudsigma.groups.len() == before { unknown(call) } else { Reply::no_content() }
}

fn add(world: &mut World, call: &Call) -> Reply {
    let ids = chosen(&Keys::parse(&call.text()));
    if let Err(reply) = all_known(&world.cloudsigma, &ids) {
        return reply;
    }
    with(world, call, |group| {
        group.servers.retain(|server| !ids.contains(server));
        group.servers.extend(ids);
        members(group)
    })
}

fn remove(world: &mut World, call: &Call) -> Reply {
    let ids = chosen(&Keys::parse(&call.text()));
    with(world, call, |group| {
        group.servers.retain(|server| !ids.contains(server));
        members(group)
    })
}

fn start(world: &mut World, call: &Call) -> Reply {
    let group = world.cloudsigma.groups.iter().find(|group| group.id == call.param(0)).cloned();
    group.map_or_else(|| unknown(call), |group| each(&mut world.cloudsigma, &group.servers, begin_start))
}

fn stop(world: &mut World, call: &Call) -> Reply {
    let group = world.cloudsigma.groups.iter().find(|group| group.id == call.param(0)).cloned();
    group.map_or_else(|| unknown(call), |group| each(&mut world.cloudsigma, &group.servers, begin_stop))
}

/// Runs a function on the group in the path.
fn with(world: &mut World, call: &Call, run: impl FnOnce(&mut Group) -> Reply) -> Reply {
    let group = world.cloudsigma.groups.iter_mut().find(|group| group.id == call.param(0));
    group.map_or_else(|| unknown(call), run)
}

fn shown(group: &Group) -> Keys {
    Keys::of([("uuid", &group.id), ("name", &group.name), ("description", &group.description)])
}

fn members(group: &Group) -> Reply {
    values(group.servers.iter().map(String::as_str))
}

fn unknown(call: &Call) -> Reply {
    failure(400, &format!("Server group {} could not be found", call.param(0)))
}
