//! Snapshots, backups and backup schedules of the simulated Fleio's instances.
//! Both are images; a backup beyond the number to keep removes the oldest of its kind.

use serde_json::{Value, json};

use super::{
    actions::{given, invalid, with},
    collection::{Collection, answer, required},
    detail, images, instances, not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with as merged},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("openstack/instances/{id}/create_snapshot", |world, call| answer(snapshot(world, call))),
    Route::post("openstack/instances/{id}/create_backup", |world, call| answer(backup(world, call))),
    Route::get("openstack/instances/{id}/get_instance_backups_and_backup_schedules", |world, call| {
        answer(of_instance(world, call))
    }),
    Route::get("osbackup", |world, call| SCHEDULES.list(world, call)),
    Route::post("osbackup", |world, call| answer(schedule(world, call))),
    Route::get("osbackup/{id}", |world, call| SCHEDULES.show(world, call)),
    Route::put("osbackup/{id}", |world, call| answer(change(world, call))),
    Route::delete("osbackup/{id}", |world, call| SCHEDULES.delete(world, call)),
];

const SCHEDULES: Collection = Collection {
    things: |fleio| &mut fleio.schedules,
    required: &["backup_name", "backup_type", "instance", "rotation"],
    optional: &["day", "run_at"],
};

/// The statuses that allow making an image.
const FROM: &[&str] = &["active", "stopped", "paused", "suspended"];

fn snapshot(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let name = given(call, "name")?;
    let id = image(world, call, "create_snapshot", "Image snapshot", json!({ "name": name, "type": "snapshot" }))?;
    Ok(Reply::json(200, &json!({ "image_uuid": id })))
}

/// Makes an image of the instance in the path, which is busy meanwhile.
fn image(world: &mut World, call: &Call, verb: &str, task: &str, members: Value) -> Result<String, Reply> {
    let mut source = None;
    let reply = with(world, call, verb, FROM, |instance| {
        source = Some((instance.region.clone(), instance.flavor.clone(), instance.image.clone()));
        let status = instance.clock.state().to_owned();
        instance.clock.begin(task, &status);
        detail(200, "")
    });
    let (region, flavor, base) = source.ok_or(reply)?;
    let flavor = world.fleio.flavors.iter().find(|known| text(known, "id") == flavor);
    let disk: u64 = flavor.map(|flavor| member(flavor, "root_gb")).unwrap_or_default();
    let base = world.fleio.images.iter().find(|known| base.as_deref() == Some(text(known, "id").as_str()));
    let system = base.map(|base| only(base, &["os_distro", "os_version"])).unwrap_or_default();
    let own = json!({ "instance_uuid": call.param(0), "region": region, "min_disk": disk, "status": "saving" });
    Ok(images::make(world, merged(&merged(&own, system), members)))
}

fn backup(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["backup_name", "backup_type", "rotation"])?;
    let kind = text(&asked, "backup_type");
    if !["manual", "daily", "weekly"].contains(&kind.as_str()) {
        return Err(invalid("backup_type", &format!("\"{kind}\" is not a valid choice.")));
    }
    let keep = rotation(&asked)?;
    let made = json!({ "name": text(&asked, "backup_name"), "type": "backup", "backup_type": kind });
    image(world, call, "create_backup", "Image backup", made)?;
    let same = |image: &Value| {
        text(image, "type") == "backup"
            && text(image, "backup_type") == kind
            && text(image, "instance_uuid") == call.param(0)
    };
    let all: Vec<_> = world.fleio.images.iter().filter(|image| same(image)).map(|image| text(image, "id")).collect();
    let old = all.get(..all.len().saturating_sub(keep)).unwrap_or_default();
    world.fleio.images.retain(|image| !old.contains(&text(image, "id")));
    let name = instances::own(&world.fleio, call.param(0)).map(|instance| instance.name.clone()).unwrap_or_default();
    Ok(detail(200, &format!("Backup for instance {name} was scheduled for creation")))
}

/// The number of backups to keep.
fn rotation(asked: &Value) -> Result<usize, Reply> {
    let number = text(asked, "rotation").parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| invalid("rotation", "Ensure this value is greater than or equal to 1."))
}

fn of_instance(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let id = instances::own(&world.fleio, call.param(0)).ok_or_else(not_found)?.id.clone();
    let backup = |image: &&Value| text(image, "type") == "backup" && text(image, "instance_uuid") == id;
    let row = |image: &Value| merged(&only(image, &["id", "name", "backup_type"]), json!({ "client_owned": true }));
    let backups: Vec<_> = world.fleio.images.iter().filter(backup).map(row).collect();
    let schedules: Vec<_> = world.fleio.schedules.iter().filter(|one| text(one, "instance") == id).collect();
    Ok(Reply::json(200, &json!({ "backups": backups, "schedules": schedules })))
}

/// The members of a requested schedule, if they are valid.
fn planned(world: &World, call: &Call) -> Result<Value, Reply> {
    let asked = SCHEDULES.asked(call)?;
    let kind = text(&asked, "backup_type");
    if !["daily", "weekly"].contains(&kind.as_str()) {
        return Err(invalid("backup_type", &format!("\"{kind}\" is not a valid choice.")));
    }
    rotation(&asked)?;
    let id = text(&asked, "instance");
    if instances::own(&world.fleio, &id).is_none() {
        return Err(invalid("instance", &format!("Invalid pk \"{id}\" - object does not exist.")));
    }
    let day = text(&asked, "day");
    if kind == "weekly" && day.parse::<u8>().map_or(true, |day| day > 6) {
        return Err(invalid("day", "A day from 0 to 6 is required."));
    }
    let run = asked.get("run_at").filter(|run| !run.is_null()).cloned();
    Ok(merged(&asked, json!({ "hour": 6, "run_at": run.unwrap_or_else(|| json!(tomorrow())) })))
}

fn tomorrow() -> String {
    let day = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(24)).unwrap_or_default();
    day.strftime("%Y-%m-%dT06:00:00Z").to_string()
}

fn schedule(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let plan = planned(world, call)?;
    let id = world.next_number();
    Ok(SCHEDULES.add(world, merged(&plan, json!({ "id": id }))))
}

fn change(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    planned(world, call)?;
    SCHEDULES.update(world, call)
}
