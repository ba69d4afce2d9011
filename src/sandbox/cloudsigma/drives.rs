//! Drives of the simulated `CloudSigma`: own ones and the standard library.
//! New drives and clones show `imaging` for two reads; meanwhile, and while in use, only their names can be changed.

use super::{
    contents, failure, invalid, record, required,
    state::{CloudSigma, Drive, IMAGING, QUEUED},
    text::{Keys, records},
    values,
};
use crate::sandbox::{call::Call, clock::Clock, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("list", list),
    Route::get("info", all),
    Route::post("create", create),
    Route::get("standard/list", standard_list),
    Route::get("standard/info", standard_all),
    Route::get("standard/cd/list", standard_list),
    Route::get("standard/cd/info", standard_all),
    Route::get("standard/img/list", standard_list),
    Route::get("standard/img/info", standard_all),
    Route::get("standard/img/{id}/info", info),
    Route::get("{id}/info", info),
    Route::post("{id}/clone", clone),
    Route::post("{id}/set", set),
    Route::either("{id}/destroy", destroy),
];

/// The keys that a request may set.
const SETTABLE: [&str; 7] = ["name", "size", "claim:type", "readers", "tags", "use", "encryption:cipher"];

fn list(world: &mut World, _: &Call) -> Reply {
    tick(world, None);
    values(world.cloudsigma.drives.iter().map(|drive| drive.keys.get("drive")))
}

fn all(world: &mut World, _: &Call) -> Reply {
    tick(world, None);
    let cloud = &world.cloudsigma;
    Reply::text(200, records(cloud.drives.iter().map(|drive| shown(cloud, drive))))
}

fn info(world: &mut World, call: &Call) -> Reply {
    tick(world, Some(call.param(0)));
    let cloud = &world.cloudsigma;
    if let Some(drive) = cloud.drives.iter().find(|drive| drive.keys.get("drive") == call.param(0)) {
        return record(&shown(cloud, drive));
    }
    let standard = cloud.standard.iter().find(|drive| drive.get("drive") == call.param(0));
    standard.map_or_else(|| unknown(call.param(0)), record)
}

fn standard_list(world: &mut World, call: &Call) -> Reply {
    values(standard(&world.cloudsigma, call).map(|drive| drive.get("drive")))
}

fn standard_all(world: &mut World, call: &Call) -> Reply {
    Reply::text(200, records(standard(&world.cloudsigma, call).cloned()))
}

/// The drives of the standard library that the path asks for: CDs, images, or all.
fn standard<'a>(cloud: &'a CloudSigma, call: &Call) -> impl Iterator<Item = &'a Keys> {
    let kind = if call.path.contains("/cd/") {
        "cdrom"
    } else if call.path.contains("/img/") {
        "disk"
    } else {
        ""
    };
    cloud.standard.iter().filter(move |drive| kind.is_empty() || drive.get("type") == kind)
}

fn create(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    if let Some(reply) = ["name", "size"].iter().find_map(|key| required(&asked, key)) {
        return reply;
    }
    let Some(size) = bytes(asked.get("size")) else {
        return invalid(&asked, "size", "Enter a whole number.");
    };
    if let Some(reply) = refused(&asked) {
        return reply;
    }
    let mut asked = asked;
    if !asked.has("encryption:cipher") {
        asked.set("encryption:cipher", "aes-xts-plain");
    }
    let drive = add(world, &asked, "", size, QUEUED);
    // The manual's example answers as if the drive were finished.
    let mut keys = drive.keys;
    keys.set("status", drive.clock.state());
    record(&keys)
}

fn clone(world: &mut World, call: &Call) -> Reply {
    let mut asked = Keys::parse(&call.text());
    if let Some(reply) = required(&asked, "name").or_else(|| refused(&asked)) {
        return reply;
    }
    let own = world.cloudsigma.drive(call.param(0)).map(|drive| drive.keys.clone());
    let standard = || world.cloudsigma.standard.iter().find(|drive| drive.get("drive") == call.param(0)).cloned();
    let Some(source) = own.or_else(standard) else { return unknown(call.param(0)) };
    let least = bytes(source.get("size")).unwrap_or_default();
    let size = if asked.has("size") { bytes(asked.get("size")).unwrap_or_default() } else { least };
    if size < least {
        return invalid(&asked, "size", "The new size is less than the original.");
    }
    // A clone stays on disks of its source's kind unless the tags, even empty ones, say otherwise.
    if !asked.has("tags") && source.has("tags") {
        asked.set("tags", source.get("tags"));
    }
    let drive = add(world, &asked, source.get("type"), size, IMAGING);
    if let Err(error) = contents::copy(&world.folder, call.param(0), drive.keys.get("drive")) {
        return failure(500, &error.to_string());
    }
    record(&shown(&world.cloudsigma, &drive))
}

fn set(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    let (cloud, id, size) = (&mut world.cloudsigma, call.param(0), bytes(asked.get("size")));
    let Some(drive) = cloud.drive(id) else { return unknown(id) };
    let before = bytes(drive.keys.get("size"));
    if asked.has("size") && size.is_none() {
        return invalid(&asked, "size", "Enter a whole number.");
    }
    if size.is_some() && size < before {
        return invalid(&asked, "size", "The new size is less than the original.");
    }
    if let Some(reply) = refused(&asked) {
        return reply;
    }
    if size.is_some() && size != before && cloud.idle(id).is_none() {
        return unavailable(cloud, id);
    }
    let Some(drive) = cloud.drive(id) else { return unknown(id) };
    for (key, value) in asked.pairs().filter(|(key, _)| SETTABLE.contains(key)) {
        drive.keys.set(key, value);
    }
    if let Some(size) = size {
        drive.keys.set("size", &size.to_string());
    }
    let drive = drive.clone();
    record(&shown(&world.cloudsigma, &drive))
}

fn destroy(world: &mut World, call: &Call) -> Reply {
    let (cloud, id) = (&mut world.cloudsigma, call.param(0));
    if cloud.idle(id).is_none() {
        return unavailable(cloud, id);
    }
    cloud.drives.retain(|drive| drive.keys.get("drive") != id);
    contents::forget(&world.folder, id);
    Reply::no_content()
}

/// Adds a drive with a change under way.
fn add(world: &mut World, asked: &Keys, kind: &str, size: u64, task: &str) -> Drive {
    let (id, size) = (world.next_uuid(), size.to_string());
    let user = world.cloudsigma.profile.get("uuid");
    let mut keys = Keys::of([("status", ""), ("user", user), ("size", &size)]);
    if !kind.is_empty() {
        keys.set("type", kind);
    }
    for (key, value) in asked.pairs().filter(|(key, _)| SETTABLE.contains(key) && *key != "size") {
        keys.set(key, value);
    }
    for (key, value) in [("drive", id.as_str()), ("write:bytes", "4096"), ("write:requests", "1")] {
        keys.set(key, value);
    }
    let mut clock = Clock::at("active");
    clock.begin(task, "active");
    let drive = Drive { keys, clock, released: String::new() };
    world.cloudsigma.drives.push(drive.clone());
    drive
}

/// A drive as replies show it.
fn shown(cloud: &CloudSigma, drive: &Drive) -> Keys {
    let mut keys = drive.keys.clone();
    keys.set("status", drive.clock.state());
    match (drive.clock.task(), drive.clock.progress()) {
        (Some(QUEUED), _) => keys.set("imaging", QUEUED),
        (Some(IMAGING), Some(percent)) => keys.set("imaging", &format!("{percent}%")),
        _ => {}
    }
    let claims = cloud.claims(drive);
    if !claims.is_empty() {
        keys.set("claimed", &claims.join(" "));
        // The service names the type of a new drive once a server uses it.
        if !keys.has("type") && claims.iter().any(|claim| claim.contains(":guest:")) {
            keys.set("type", "disk");
        }
    }
    keys
}

/// The failure of a request for a drive with wrong keys.
fn refused(asked: &Keys) -> Option<Reply> {
    let choices: [(&str, &[&str]); 2] =
        [("claim:type", &["exclusive", "shared"]), ("encryption:cipher", &["none", "aes-xts-plain"])];
    let wrong = |(key, choices): &(&str, &[&str])| !asked.get(key).is_empty() && !choices.contains(&asked.get(key));
    choices.iter().find(|choice| wrong(choice)).map(|(key, _)| invalid(asked, key, "Select a valid choice."))
}

/// The failure for an own drive that is in use or missing.
pub(crate) fn unavailable(cloud: &CloudSigma, id: &str) -> Reply {
    let known = cloud.drives.iter().any(|drive| drive.keys.get("drive") == id);
    if known { failure(400, &format!("Drive {id} is currently in use")) } else { unknown(id) }
}

/// The failure for a drive that does not exist.
pub(crate) fn unknown(id: &str) -> Reply {
    failure(400, &format!("Drive {id} could not be found"))
}

/// A size in bytes with an optional binary suffix.
pub(crate) fn bytes(text: &str) -> Option<u64> {
    let (digits, shift) = match text.trim().strip_suffix(['k', 'K', 'M', 'G', 'T']) {
        None => (text.trim(), 0),
        Some(digits) if text.trim().ends_with(['k', 'K']) => (digits, 10),
        Some(digits) if text.trim().ends_with('M') => (digits, 20),
        Some(digits) if text.trim().ends_with('G') => (digits, 30),
        Some(digits) => (digits, 40),
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << shift)
}

/// Counts a read of one drive or of all.
fn tick(world: &mut World, one: Option<&str>) {
    let drives = world.cloudsigma.drives.iter_mut();
    for drive in drives.filter(|drive| one.is_none_or(|id| drive.keys.get("drive") == id)) {
        world.ticked |= drive.clock.read();
    }
}
