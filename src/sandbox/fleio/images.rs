//! Images of the simulated Fleio: the provider's, those shared with the account, and its own.
//! Snapshots and backups of instances are images, too.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    collection::{Collection, answer, begin, known, now, required},
    detail, instances, list, not_found,
    state::Fleio,
    upload,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, member, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("openstack/images", list),
    Route::post("openstack/images", |world, call| answer(create(world, call))),
    Route::get("openstack/images/create_options", options),
    Route::get("openstack/images/get_snapshots_for_instance", |world, call| answer(snapshots(world, call))),
    Route::get("openstack/images/{id}", show),
    Route::put("openstack/images/{id}", |world, call| answer(update(world, call))),
    Route::delete("openstack/images/{id}", |world, call| answer(delete(world, call))),
    Route::post("openstack/images/{id}/copy-image", |world, call| answer(copy(world, call))),
];

const IMAGES: Collection = Collection {
    things: |fleio| &mut fleio.images,
    required: &["name"],
    optional: &["visibility", "protected", "min_disk", "min_ram", "os_distro", "os_version", "architecture"],
};

/// The formats of disk images.
const FORMATS: [&str; 5] = ["iso", "qcow2", "raw", "vdi", "vmdk"];
/// The kinds of visibility for an image of a user's.
const VISIBILITY: [&str; 3] = ["private", "shared", "community"];
/// The member that names the image to be replaced by this one once it is active.
const REPLACES: &str = "_replaces";

fn list(world: &mut World, call: &Call) -> Reply {
    let reply = IMAGES.list(world, call);
    replace(&mut world.fleio);
    reply
}

fn show(world: &mut World, call: &Call) -> Reply {
    let reply = IMAGES.show(world, call);
    replace(&mut world.fleio);
    reply
}

/// Removes the images that were replaced.
fn replace(fleio: &mut Fleio) {
    let done = fleio.images.iter().filter(|image| text(image, "status") == "active");
    let gone: Vec<_> = done.map(|image| text(image, REPLACES)).filter(|id| !id.is_empty()).collect();
    fleio.images.retain(|image| !gone.contains(&text(image, "id")));
}

/// An image is the account's own.
pub(crate) fn own(image: &Value) -> bool {
    text(image, "project") == super::PROJECT
}

/// Makes an image of the account's, which is active after two reads.
pub(crate) fn make(world: &mut World, members: Value) -> String {
    let id = world.next_uuid();
    let usual = json!({
        "id": id, "status": "queued", "type": "image", "visibility": "private", "protected": false,
        "disk_format": "qcow2", "min_disk": 0, "min_ram": 0, "size": 1_073_741_824u64, "os_distro": null,
        "os_version": null, "architecture": "x86_64", "hypervisor_type": null, "created_at": now(),
    });
    let mut image = with(&with(&usual, members), json!({ "project": super::PROJECT }));
    let status = text(&image, "status");
    begin(&mut image, &status, "active");
    world.fleio.images.push(image);
    id
}

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = upload::asked(call)?;
    for key in ["name", "disk_format", "region"] {
        if text(&asked, key).is_empty() {
            return Err(invalid(key, "This field is required."));
        }
    }
    known(&world.fleio.regions, "region", &text(&asked, "region"))?;
    choice(&asked, "disk_format", &FORMATS)?;
    choice(&asked, "visibility", &VISIBILITY)?;
    if text(&asked, "source") == "url" && text(&asked, "url").is_empty() {
        return Err(invalid("url", "This field is required."));
    }
    let keys = [&["name", "region", "disk_format"], IMAGES.optional].concat();
    let id = make(world, only(&asked, &keys));
    let image = IMAGES.found(world, &id).ok_or_else(not_found)?;
    Ok(Reply::json(201, &super::collection::shown(image)))
}

/// The failure of a value that is none of the allowed words.
fn choice(asked: &Value, key: &str, words: &[&str]) -> Result<(), Reply> {
    let word = text(asked, key);
    let fits = word.is_empty() || words.contains(&word.as_str());
    if fits { Ok(()) } else { Err(invalid(key, &format!("\"{word}\" is not a valid choice."))) }
}

/// The image in the path, if it is the account's own.
fn changing<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Value, Reply> {
    let image = IMAGES.found(world, call.param(0)).ok_or_else(not_found)?;
    if own(image) { Ok(image) } else { Err(detail(403, "You do not have permission to perform this action.")) }
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    changing(world, call)?;
    choice(&required(call, &[])?, "visibility", &VISIBILITY)?;
    IMAGES.update(world, call)
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let image = changing(world, call)?;
    if member(image, "protected") {
        return Err(detail(403, &format!("Image {} is protected and cannot be deleted.", text(image, "id"))));
    }
    Ok(IMAGES.delete(world, call))
}

fn copy(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = required(call, &["destination_name", "destination_region_id"])?;
    let region =
        text(known(&world.fleio.regions, "destination_region_id", &text(&asked, "destination_region_id"))?, "id");
    let moves = member::<bool>(&asked, "delete_source_image");
    let image = IMAGES.found(world, call.param(0)).ok_or_else(not_found)?.clone();
    if moves {
        changing(world, call)?;
    }
    if text(&image, "status") != "active" {
        return Err(detail(409, "The image is not active"));
    }
    let made = only(&image, &[&["type", "disk_format", "size"], IMAGES.optional].concat());
    let name = text(&asked, "destination_name");
    let made = with(&made, json!({ "name": name, "region": region, "visibility": "private", "protected": false }));
    let source = text(&image, "id");
    make(world, if moves { with(&made, json!({ REPLACES: source })) } else { made });
    Ok(detail(200, "Image copy scheduled"))
}

fn options(world: &mut World, _: &Call) -> Reply {
    let regions: Vec<_> = world.fleio.regions.iter().map(|region| only(region, &["id", "description"])).collect();
    Reply::json(200, &json!({ "disk_formats": FORMATS, "regions": regions, "visibility": VISIBILITY }))
}

fn snapshots(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    list::lacking(call, &["instance_uuid"])?;
    let id = call.query("instance_uuid").unwrap_or_default();
    instances::own(&world.fleio, id).ok_or_else(not_found)?;
    let of = |image: &Value| text(image, "type") == "snapshot" && text(image, "instance_uuid") == id;
    let rows: Vec<_> = IMAGES.rows(world).into_iter().filter(of).collect();
    Ok(Reply::json(200, &json!({ "objects": rows, "volume_snapshots_count": 0 })))
}
