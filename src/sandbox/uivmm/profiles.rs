//! Profiles of the servers of the simulated ui-vmm: named YAML that instances are made with.
//! Refusals are in LXD's words.

use serde_json::json;

use super::{
    document::{done, failure, field, many, numbered},
    servers::find,
    state::{Instance, Server},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::ask("v1/profile.list", list),
    Route::post("v1/profile.update", update),
    Route::post("v1/profile.delete", delete),
];

fn list(world: &mut World, call: &Call) -> Reply {
    let row =
        |server: &mut Server| many(server.profiles.iter().map(|profile| numbered("profile", "profile_id", profile)));
    find(world, call).map_or_else(|reply| reply, row)
}

/// Changes the body of a profile, and its name if another is sent; instances follow the name.
fn update(world: &mut World, call: &Call) -> Reply {
    let [name, rename, body] = ["profile_name", "profile_rename", "profile_body"].map(|key| field(call, key));
    let server = match find(world, call) {
        Ok(server) => server,
        Err(reply) => return reply,
    };
    let rename = if rename.is_empty() { name.clone() } else { rename };
    if rename != name && name == "default" {
        return failure(403, call, "The \"default\" profile cannot be renamed");
    }
    if rename != name && known(server, &rename) {
        return failure(409, call, &format!("Name \"{rename}\" already in use"));
    }
    let Some(profile) = server.profiles.iter_mut().find(|profile| text(profile, "profile_name") == name) else {
        return failure(404, call, "Profile not found");
    };
    *profile = with(profile, json!({ "profile_name": rename, "profile_body": body }));
    for instance in &mut server.instances {
        let renamed = |own: String| if own == name { rename.clone() } else { own };
        let profiles: Vec<_> = of_instance(instance).into_iter().map(renamed).collect();
        instance.attributes = with(&instance.attributes, json!({ "instance_profiles": profiles.join(",") }));
    }
    done("profile")
}

fn delete(world: &mut World, call: &Call) -> Reply {
    let name = field(call, "profile_name");
    let server = match find(world, call) {
        Ok(server) => server,
        Err(reply) => return reply,
    };
    if name == "default" {
        return failure(403, call, "The \"default\" profile cannot be deleted");
    }
    if !known(server, &name) {
        return failure(404, call, "Profile not found");
    }
    if server.instances.iter().any(|instance| of_instance(instance).contains(&name)) {
        return failure(400, call, "Profile is currently in use");
    }
    server.profiles.retain(|profile| text(profile, "profile_name") != name);
    done("profile")
}

/// A server has a profile with a name.
pub(crate) fn known(server: &Server, name: &str) -> bool {
    server.profiles.iter().any(|profile| text(profile, "profile_name") == name)
}

/// The profiles of an instance.
fn of_instance(instance: &Instance) -> Vec<String> {
    text(&instance.attributes, "instance_profiles").split(',').map(str::to_owned).collect()
}
