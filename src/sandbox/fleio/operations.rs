//! The operations that the simulated Fleio carries out in several steps: the making of instances.
//! An operation is done when its instances are active; one that failed or was aborted can be tried again.

use serde_json::{Value, json};

use super::{
    collection::{answer, now, set},
    detail, instances, list, not_found,
    state::Fleio,
};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("operations", all),
    Route::get("operations/has_operations_in_progress", in_progress),
    Route::post("operations/mark_all_as_read", mark),
    Route::get("operations/{id}", |world, call| answer(show(world, call))),
    Route::post("operations/{id}/retry", |world, call| answer(retry(world, call))),
    Route::post("operations/{id}/abort_operation", |world, call| answer(abort(world, call))),
];

/// The members of an operation that are shown unchanged.
const SHOWN: [&str; 5] = ["id", "operation_type", "status", "created_at", "seen"];
/// The word for an operation that is not done.
const RUNNING: &str = "in progress";

/// Starts an operation for instances being made; gives its id.
pub(crate) fn begin(world: &mut World, instances: &[String]) -> String {
    let id = world.next_uuid();
    world.fleio.operations.push(json!({
        "id": id, "operation_type": "instance_creation", "instances": instances, "status": RUNNING,
        "created_at": now(), "seen": false,
    }));
    id
}

/// The instances of an operation, the first one first.
fn made(operation: &Value) -> Vec<String> {
    member(operation, "instances")
}

/// Counts a read of the instances of some operations, and ends the operations whose instances are active.
fn advance(world: &mut World, wanted: impl Fn(&Value) -> bool) {
    let running = |operation: &&Value| text(operation, "status") == RUNNING && wanted(operation);
    let ids: Vec<_> = world.fleio.operations.iter().filter(running).flat_map(made).collect();
    instances::tick(world, |instance| ids.contains(&instance.id));
    let Fleio { operations, instances, .. } = &mut world.fleio;
    for operation in operations.iter_mut().filter(|operation| text(operation, "status") == RUNNING) {
        let ids = made(operation);
        if instances.iter().filter(|one| ids.contains(&one.id)).all(|instance| instance.clock.task().is_none()) {
            set(operation, json!({ "status": "succeeded" }));
            world.ticked = true;
        }
    }
}

/// An operation with its progress.
fn row(operation: &Value) -> Value {
    let status = text(operation, "status");
    let done = status == "succeeded";
    let again = ["failed", "aborted"].contains(&status.as_str());
    let failed = (status == "failed").then_some("No valid host was found.");
    let step = json!({
        "name": "create_instance", "display": "Creating instance", "status": status, "timeout_minutes": 10,
        "timeout_error_message": null, "start_time": text(operation, "created_at"), "error_message": failed,
    });
    let more = json!({
        "primary_object_id": if done || failed.is_some() { made(operation).first().cloned() } else { None },
        "completed": status != RUNNING, "can_retry": again,
        "initiating_user": 41,
        "progress": { "total_steps": 1, "completed_steps": u8::from(done), "steps_details": [step] },
    });
    with(&only(operation, &SHOWN), more)
}

fn all(world: &mut World, call: &Call) -> Reply {
    advance(world, |_| true);
    list::envelope(call, world.fleio.operations.iter().map(row).collect(), json!({}))
}

fn show(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    advance(world, |operation| text(operation, "id") == call.param(0));
    Ok(Reply::json(200, &row(found(world, call)?)))
}

fn found<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Value, Reply> {
    world.fleio.operations.iter_mut().find(|operation| text(operation, "id") == call.param(0)).ok_or_else(not_found)
}

fn in_progress(world: &mut World, _: &Call) -> Reply {
    advance(world, |_| true);
    let with_status = |status: &'static str| {
        world.fleio.operations.iter().filter(move |operation| text(operation, "status") == status)
    };
    let running = with_status(RUNNING).count();
    let unseen = with_status("failed").filter(|operation| !member::<bool>(operation, "seen")).count();
    Reply::json(
        200,
        &json!({
            "has_operations_in_progress": running > 0, "operations_count": running, "unseen_failed_operations": unseen,
        }),
    )
}

fn mark(world: &mut World, _: &Call) -> Reply {
    for operation in &mut world.fleio.operations {
        set(operation, json!({ "seen": true }));
    }
    detail(200, "Ok")
}

fn retry(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let operation = found(world, call)?;
    if !["failed", "aborted"].contains(&text(operation, "status").as_str()) {
        return Err(detail(400, "Operation cannot be retried"));
    }
    set(operation, json!({ "status": RUNNING }));
    let ids = made(operation);
    for instance in world.fleio.instances.iter_mut().filter(|instance| ids.contains(&instance.id)) {
        instance.clock = Clock::at("building");
        instance.clock.begin("Spawning", "active");
    }
    Ok(detail(200, "Operation will be retried"))
}

fn abort(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let operation = found(world, call)?;
    if text(operation, "status") != RUNNING {
        return Err(detail(400, "Operation is not in progress"));
    }
    set(operation, json!({ "status": "aborted" }));
    let ids = made(operation);
    for instance in world.fleio.instances.iter_mut().filter(|instance| ids.contains(&instance.id)) {
        instance.clock = Clock::at("error");
    }
    Ok(detail(200, "Operation aborted"))
}
