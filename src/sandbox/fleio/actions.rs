//! The actions on an instance of the simulated Fleio: each is a task for two reads and then a status.
//! Words of status, task and refusal are those of `OpenStack`.

use serde_json::{Value, json};

use super::{
    collection::{answer, known, now},
    create, detail,
    instances::own_client,
    not_found,
    options::is_iso,
    state::{Instance, Resized},
};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    route::Route,
    world::{World, member, text},
};

/// The operations that act on an instance.
pub(crate) const ROUTES: &[Route] = &[
    Route::delete("openstack/instances/{id}", delete),
    Route::post("openstack/instances/{id}/start", start),
    Route::post("openstack/instances/{id}/stop", stop),
    Route::post("openstack/instances/{id}/reboot", |world, call| act(world, call, &REBOOT)),
    Route::post("openstack/instances/{id}/rescue", |world, call| from_image(world, call, &RESCUE)),
    Route::post("openstack/instances/{id}/unrescue", |world, call| act(world, call, &UNRESCUE)),
    Route::post("openstack/instances/{id}/boot_from_iso", |world, call| answer(boot_from_iso(world, call))),
    Route::post("openstack/instances/{id}/shelve", |world, call| act(world, call, &SHELVE)),
    Route::post("openstack/instances/{id}/unshelve", |world, call| act(world, call, &UNSHELVE)),
    Route::post("openstack/instances/{id}/rebuild", |world, call| answer(rebuild(world, call))),
    Route::post("openstack/instances/{id}/resize", |world, call| answer(resize(world, call))),
    Route::post("openstack/instances/{id}/confirm_resize", |world, call| settle(world, call, &CONFIRM)),
    Route::post("openstack/instances/{id}/revert_resize", |world, call| settle(world, call, &REVERT)),
    Route::post("openstack/instances/{id}/rename", rename),
    Route::post("openstack/instances/{id}/change_password", change_password),
    Route::post("openstack/instances/{id}/reset_state", reset_state),
];

/// An action, as data.
struct Action {
    /// The action's word in refusals.
    verb: &'static str,
    /// The statuses that allow it.
    from: &'static [&'static str],
    /// The task while it is under way.
    task: &'static str,
    /// The status at its end.
    to: &'static str,
    /// The message of the immediate answer.
    words: &'static str,
}

const fn action(
    verb: &'static str,
    from: &'static [&'static str],
    task: &'static str,
    to: &'static str,
    words: &'static str,
) -> Action {
    Action { verb, from, task, to, words }
}

const START: Action = action("start", &["stopped"], "Powering on", "active", "Instance is starting");
const STOP: Action = action("stop", &["active", "error"], "Powering off", "stopped", "Instance is stopping");
const REBOOT: Action = action("reboot", &["active"], "Rebooting", "active", "Instance is rebooting");
const RESCUE: Action = action("rescue", AT_REST, "Rescuing", "rescued", "Instance rescue in progress");
const UNRESCUE: Action =
    action("unrescue", &["rescued", "booted_from_iso"], "Unrescuing", "active", "Instance unrescue in progress");
const BOOT_FROM_ISO: Action =
    action("boot_from_iso", AT_REST, "Booting from ISO", "booted_from_iso", "Instance is booting from ISO");
const SHELVE: Action = action("shelve", AT_REST, "Shelving", "shelved", "Instance is being shelved");
const UNSHELVE: Action = action("unshelve", &["shelved"], "Unshelving", "active", "Instance is being unshelved");
const REBUILD: Action = action("rebuild", AT_REST, "Rebuilding", "active", "Instance rebuild in progress");
const RESIZE: Action =
    action("resize", &["active", "stopped"], "Resizing", "resized", "Instance resize started successfully");
const CONFIRM: Action = action("confirm_resize", &["resized"], "Confirming resize", "active", "Resize confirmed");
const REVERT: Action = action("revert_resize", &["resized"], "Reverting resize", "active", "Resize reverted");
const DELETE: Action = action("delete", ANY, "Deleting", "deleted", "");

const AT_REST: &[&str] = &["active", "stopped", "error"];
/// Every status but those that allow no action.
pub(crate) const ANY: &[&str] =
    &["active", "stopped", "error", "building", "shelved", "suspended", "rescued", "booted_from_iso", "resized"];

/// Starts an instance.
pub(crate) fn start(world: &mut World, call: &Call) -> Reply {
    act(world, call, &START)
}

/// Stops an instance.
pub(crate) fn stop(world: &mut World, call: &Call) -> Reply {
    act(world, call, &STOP)
}

fn act(world: &mut World, call: &Call, action: &Action) -> Reply {
    change(world, call, action, |_| {})
}

fn delete(world: &mut World, call: &Call) -> Reply {
    let reply = act(world, call, &DELETE);
    if reply.failed() { reply } else { Reply::no_content() }
}

fn from_image(world: &mut World, call: &Call, action: &Action) -> Reply {
    answer(image(world, call).map(|_| act(world, call, action)))
}

/// The image that a request names, if the instance in the path can be started from it.
fn image(world: &mut World, call: &Call) -> Result<String, Reply> {
    let id = given(call, "image")?;
    let region = found(world, call).ok_or_else(not_found)?.region.clone();
    let image = known(&world.fleio.images, "image", &id)?;
    if text(image, "region") != region {
        return Err(invalid("image", "The image is in another region."));
    }
    if text(image, "status") != "active" {
        return Err(invalid("image", "The image is not active."));
    }
    Ok(id)
}

fn boot_from_iso(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = image(world, call)?;
    if !is_iso(known(&world.fleio.images, "image", &id)?) {
        return Err(invalid("image", "The image is not an ISO."));
    }
    Ok(act(world, call, &BOOT_FROM_ISO))
}

fn rebuild(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let image = image(world, call)?;
    create::keys(&world.fleio, &call.json().unwrap_or_default())?;
    Ok(change(world, call, &REBUILD, |instance| instance.image = Some(image)))
}

fn resize(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = given(call, "flavor")?;
    let now = found(world, call).ok_or_else(not_found)?;
    let (region, old) = (now.region.clone(), now.flavor.clone());
    let flavor = create::flavor(&world.fleio, &id, &region)?;
    let smaller = known(&world.fleio.flavors, "flavor", &old)
        .is_ok_and(|old| member::<u64>(flavor, "root_gb") < member::<u64>(old, "root_gb"));
    if smaller {
        return Err(detail(400, "Resize to a flavor with a smaller disk is not possible."));
    }
    if id == old {
        return Err(detail(400, "When resizing, instances must change flavor!"));
    }
    Ok(change(world, call, &RESIZE, |instance| {
        let before = std::mem::replace(&mut instance.flavor, id);
        instance.resized = Some(Resized { flavor: before, status: instance.clock.state().to_owned() });
    }))
}

/// Ends a resize: the instance returns to its status, with the new flavor or the old one.
fn settle(world: &mut World, call: &Call, action: &Action) -> Reply {
    let mut back = None;
    let reply = change(world, call, action, |instance| back = instance.resized.take());
    let instance = world.fleio.instances.iter_mut().find(|instance| instance.id == call.param(0));
    if let (Some(back), Some(instance)) = (back, instance) {
        instance.clock = Clock::at("resized");
        instance.clock.begin(action.task, &back.status);
        if action.verb == REVERT.verb {
            instance.flavor = back.flavor;
        }
    }
    reply
}

fn rename(world: &mut World, call: &Call) -> Reply {
    let name = match given(call, "name") {
        Ok(name) => name,
        Err(reply) => return reply,
    };
    with(world, call, "rename", ANY, |instance| {
        instance.name = name;
        detail(200, "Renamed")
    })
}

fn change_password(world: &mut World, call: &Call) -> Reply {
    given(call, "password").map_or_else(
        |reply| reply,
        |_| with(world, call, "change_password", &["active"], |_| detail(200, "Password changed")),
    )
}

/// Sets an instance to active, whatever it was doing.
fn reset_state(world: &mut World, call: &Call) -> Reply {
    if let Some(instance) = found(world, call) {
        instance.clock.settle();
    }
    with(world, call, "reset_state", ANY, |instance| {
        instance.clock = Clock::at("active");
        detail(200, "Instance state reset")
    })
}

/// A required text of the request.
pub(crate) fn given(call: &Call, key: &str) -> Result<String, Reply> {
    let asked = call.json().ok_or_else(|| detail(400, "JSON parse error"))?;
    Some(text(&asked, key)).filter(|text| !text.is_empty()).ok_or_else(|| invalid(key, "This field is required."))
}

/// The failure of a request with a wrong field.
pub(crate) fn invalid(key: &str, words: &str) -> Reply {
    let fields: Value = std::iter::once((key.to_owned(), json!([words]))).collect();
    Reply::json(400, &fields)
}

/// Starts an action on the instance in the path, after a first step.
fn change(world: &mut World, call: &Call, action: &Action, first: impl FnOnce(&mut Instance)) -> Reply {
    with(world, call, action.verb, action.from, |instance| {
        first(instance);
        instance.clock.begin(action.task, action.to);
        detail(200, action.words)
    })
}

/// Runs a function on the instance in the path, unless it is locked, busy or in the wrong status.
pub(crate) fn with(
    world: &mut World,
    call: &Call,
    verb: &str,
    from: &[&str],
    run: impl FnOnce(&mut Instance) -> Reply,
) -> Reply {
    let Some(instance) = found(world, call) else { return not_found() };
    if let Some(refusal) = refused(instance, verb, from) {
        return refusal;
    }
    let reply = run(instance);
    if !reply.failed() {
        note(world, call.param(0), verb);
    }
    reply
}

/// The failure of an action on an instance that is locked, busy or in the wrong status.
pub(crate) fn refused(instance: &Instance, verb: &str, from: &[&str]) -> Option<Reply> {
    let (id, state) = (&instance.id, instance.clock.state());
    if instance.locked {
        return Some(detail(400, &format!("Instance {id} is locked")));
    }
    if let Some(task) = instance.clock.task() {
        return Some(detail(409, &format!("Cannot '{verb}' instance {id} while it is in task_state {task}")));
    }
    let words = || format!("Cannot '{verb}' instance {id} while it is in vm_state {state}");
    (!from.contains(&state)).then(|| detail(400, &words()))
}

/// Records an action on an instance.
pub(crate) fn note(world: &mut World, instance: &str, action: &str) {
    let actions = &mut world.fleio.actions;
    let request = format!("req-0b6c2c6e-3f0e-4c35-9c1e-{:012x}", actions.len() + 1);
    actions.push(json!({
        "instance": instance, "action": action, "message": null, "request_id": request, "start_time": now(),
    }));
}

/// The instance in the path: staff see all, an end user only those of the own client.
fn found<'a>(world: &'a mut World, call: &Call) -> Option<&'a mut Instance> {
    let own = own_client(&world.fleio);
    let staff = call.path.starts_with("/backend/staffapi/");
    let wanted = |instance: &&mut Instance| instance.id == call.param(0) && (staff || instance.client == own);
    world.fleio.instances.iter_mut().find(wanted)
}
