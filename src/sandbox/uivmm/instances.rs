//! Instances of the simulated ui-vmm. An action is queued at once, even one that will fail;
//! the outcome shows in later reads and, when the action is finished, in LXD's words among the events.

use serde_json::{Value, json};

use super::{
    document::{done, failure, field, many, number, resource, single},
    events, images, profiles,
    servers::find,
    state::{Instance, Server, Uivmm},
};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    route::Route,
    world::{World, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::ask("v1/instance.list", list),
    Route::ask("v1/instance.get", get),
    Route::post("v1/instance.action", action),
    Route::post("v1/instance.add", add),
];

/// The attributes of an instance in lists.
const ROW: [&str; 5] = ["provider", "instance_type", "instance_arch", "instance_image_os", "instance_image_version"];

fn list(world: &mut World, call: &Call) -> Reply {
    tick(world, call);
    let rows =
        |server: &Server| server.instances.iter().map(|instance| resource_of(instance, false)).collect::<Vec<_>>();
    if number(call, "server_id").is_none() {
        return many(world.uivmm.servers.iter().flat_map(rows));
    }
    find(world, call).map_or_else(|reply| reply, |server| many(rows(server)))
}

fn get(world: &mut World, call: &Call) -> Reply {
    tick(world, call);
    let name = field(call, "instance_name");
    let found = match number(call, "server_id") {
        None => world.uivmm.servers.iter_mut().find_map(|server| server.instance(&name, None)),
        Some(_) => match find(world, call) {
            Ok(server) => server.instance(&name, None),
            Err(reply) => return reply,
        },
    };
    found.map_or_else(|| failure(404, call, "Instance not found"), |instance| single(&resource_of(instance, true)))
}

/// An instance as replies show it, with fewer attributes in lists.
pub(crate) fn resource_of(instance: &Instance, whole: bool) -> Value {
    let attributes = if whole { instance.attributes.clone() } else { only(&instance.attributes, &ROW) };
    let more = json!({ "instance_name": instance.name, "instance_status": instance.clock.shown() });
    resource("instance", Some(instance.id), &with(&attributes, more))
}

/// The actions that the panel offers.
const ACTIONS: [&str; 7] = ["start", "stop", "stop-force", "restart", "restart-force", "freeze", "unfreeze"];

/// Queues an action, by the panel's server and name or by the document's instance id.
fn action(world: &mut World, call: &Call) -> Reply {
    let (name, id, verb) = (field(call, "instance_name"), number(call, "instance_id"), field(call, "instance_status"));
    if verb.is_empty() {
        return failure(400, call, "instance status has not be empty");
    }
    if !ACTIONS.contains(&verb.as_str()) {
        return failure(400, call, &format!("Unknown action: '{verb}'"));
    }
    let server_id = number(call, "server_id");
    let known = |server: &&mut Server| match server_id {
        Some(server_id) => server.id == server_id,
        None => id.is_some() && server.instances.iter().any(|instance| Some(instance.id) == id),
    };
    let found = world.uivmm.servers.iter_mut().find(known).and_then(|server| server.instance(&name, id));
    let outcome = found.map_or(Err("Instance not found".to_owned()), |instance| {
        change(&mut instance.clock, &verb).map(|()| instance.id)
    });
    events::outcome(&mut world.uivmm, call, "instance.action", &outcome);
    done("instance")
}

/// Queues the making of an instance, with the panel's fields; a new instance is stopped, as LXD leaves it.
fn add(world: &mut World, call: &Call) -> Reply {
    let (name, id) = (field(call, "instance_name"), world.next_number());
    if name.is_empty() {
        return failure(400, call, "instance name has not be empty");
    }
    let server = match find(world, call) {
        Ok(server) => server.clone(),
        Err(reply) => return reply,
    };
    let outcome = new(&world.uivmm, &server, call).map(|attributes| {
        let mut clock = Clock::at("stopped");
        clock.begin("operation created", "stopped");
        let pool = pool(&server);
        let volume = json!({
            "provider": "lxd", "volume_id": id, "pool_name": pool, "volume_name": name,
            "volume_type": text(&attributes, "instance_type"), "volume_used_by": format!("/1.0/instances/{name}"),
        });
        if let Some(server) = world.uivmm.servers.iter_mut().find(|own| own.id == server.id) {
            server.instances.push(Instance { id, name, attributes, clock });
            server.volumes.push(volume);
        }
        id
    });
    events::outcome(&mut world.uivmm, call, "instance.add", &outcome);
    done("instance")
}

/// The attributes of a new instance, from the request or the panel's defaults; or LXD's reason to refuse it.
fn new(uivmm: &Uivmm, server: &Server, call: &Call) -> Result<Value, String> {
    let asked =
        |key: &str, usual: &str| Some(field(call, key)).filter(|v| !v.is_empty()).unwrap_or_else(|| usual.into());
    let (name, kind) = (field(call, "instance_name"), asked("instance_type", "container"));
    let (profiles, network) = (asked("instance_profiles", "default"), asked("instance_network", "lxdbr0"));
    if server.instances.iter().any(|instance| instance.name == name) {
        return Err("Add instance info to the database: This \"instances\" entry already exists".to_owned());
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err("Invalid instance name: Name can only contain alphanumeric and hyphen characters".to_owned());
    }
    if !profiles.split(',').all(|profile| profiles::known(server, profile)) {
        return Err("Profile not found".to_owned());
    }
    if !server.networks.iter().any(|own| text(own, "network_name") == network) {
        return Err("Device validation failed for \"eth0\": Network not found".to_owned());
    }
    let host = field(call, "image_server_host");
    let image = images::chosen(uivmm, server, &host, &asked("instance_image", "debian/12"), &kind)?;
    let described = text(&image, "image_description");
    let mut described = described.split(' ');
    let [os, version] = [described.next(), described.next()].map(Option::unwrap_or_default);
    let interface = asked("instance_interface", "eth0");
    let mut devices = json!({ "root": { "path": "/", "pool": pool(server), "type": "disk" } });
    if let Some(devices) = devices.as_object_mut() {
        devices.insert(interface.clone(), json!({ "name": interface, "network": network, "type": "nic" }));
    }
    Ok(json!({
        "provider": "lxd", "instance_type": kind, "instance_arch": "x86_64",
        "instance_memory": format!("{}MB", asked("instance_memory", "64")), "instance_cpu": asked("instance_cpu", "1"),
        "instance_profiles": profiles, "instance_devices": devices,
        "instance_image_os": os, "instance_image_version": version,
    }))
}

/// The storage pool for new volumes of a server.
fn pool(server: &Server) -> String {
    server.pools.iter().chain(&server.volumes).next().map_or_else(|| "default".to_owned(), |own| text(own, "pool_name"))
}

/// The effect of a verb in a state, or LXD's refusal.
fn change(clock: &mut Clock, verb: &str) -> Result<(), String> {
    let state = clock.target().unwrap_or(clock.state()).to_owned();
    let (word, to) = match (verb, state.as_str()) {
        ("start", "running" | "frozen") => return Err("The instance is already running".to_owned()),
        ("start", _) => ("starting", "running"),
        ("stop" | "stop-force" | "restart" | "restart-force", "stopped") => {
            return Err("The instance is already stopped".to_owned());
        }
        ("stop" | "stop-force", _) => ("stopping", "stopped"),
        ("restart" | "restart-force", _) => ("operation created", "running"),
        ("freeze" | "unfreeze", "stopped") => return Err("The container isn't running".to_owned()),
        ("freeze", "frozen") => return Err("The container is already frozen".to_owned()),
        ("freeze", _) => ("freezing", "frozen"),
        ("unfreeze", "running") => return Err("The container is already running".to_owned()),
        ("unfreeze", _) => ("thawed", "running"),
        _ => return Err(format!("Unknown action: '{verb}'")),
    };
    clock.begin(word, to);
    Ok(())
}

/// Counts a read of the instances of the server and the name in a request; without them, of all.
pub(crate) fn tick(world: &mut World, call: &Call) {
    let (id, name) = (number(call, "server_id"), field(call, "instance_name"));
    read(world, id, &name);
}

/// Counts a read of the instances of a server and a name, if given, and sends the outcomes that it completes.
pub(crate) fn read(world: &mut World, server: Option<u64>, name: &str) {
    for server in world.uivmm.servers.iter_mut().filter(|own| server.is_none_or(|id| own.id == id)) {
        let looked_at = |instance: &&mut Instance| name.is_empty() || instance.name == name;
        for instance in server.instances.iter_mut().filter(looked_at) {
            world.ticked |= instance.clock.read();
        }
    }
    events::finish(&mut world.uivmm);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lxd_words_for_actions_in_the_wrong_state() {
        for (state, verb, words) in [
            ("running", "start", "The instance is already running"),
            ("frozen", "start", "The instance is already running"),
            ("stopped", "stop-force", "The instance is already stopped"),
            ("stopped", "restart", "The instance is already stopped"),
            ("stopped", "freeze", "The container isn't running"),
            ("frozen", "freeze", "The container is already frozen"),
            ("running", "unfreeze", "The container is already running"),
            ("running", "explode", "Unknown action: 'explode'"),
        ] {
            let mut clock = Clock::at(state);
            assert_eq!(change(&mut clock, verb), Err(words.to_owned()));
            assert_eq!(clock.shown(), state, "{verb} changes nothing");
        }
        let mut clock = Clock::at("frozen");
        assert_eq!(change(&mut clock, "stop"), Ok(()));
        assert_eq!((clock.shown(), clock.target()), ("stopping", Some("stopped")));
    }
}
