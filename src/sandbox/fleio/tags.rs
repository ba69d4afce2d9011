//! Tags of the simulated Fleio's instances.
//! A tag is added by its name and removed by its number.

use serde_json::json;

use super::{
    actions::{ANY, given, with},
    collection::answer,
    not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("openstack/instances/{id}/tag", |world, call| answer(tag(world, call))),
    Route::delete("openstack/instances/{id}/tag/{tag}", untag),
];

fn tag(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let name = given(call, "name")?;
    let id = world.next_number();
    Ok(with(world, call, "tag", ANY, |instance| {
        if instance.tags.iter().all(|tag| text(tag, "name") != name) {
            instance.tags.push(json!({ "id": id, "name": name }));
        }
        Reply::json(200, &json!(instance.tags))
    }))
}

fn untag(world: &mut World, call: &Call) -> Reply {
    with(world, call, "untag", ANY, |instance| {
        let before = instance.tags.len();
        instance.tags.retain(|tag| text(tag, "id") != call.param(1));
        if instance.tags.len() < before { Reply::no_content() } else { not_found() }
    })
}
