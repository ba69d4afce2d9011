//! Images of the simulated ui-vmm: those on a server, and those of the image servers it can fetch from.
//! A name such as `debian/12` stands for an image of the wanted type; lists do not show it.

use serde_json::{Value, json};

use super::{
    document::{done, failure, field, many, numbered, resource},
    servers::find,
    state::{Server, Uivmm},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::ask("v1/image.list", list),
    Route::ask("v1/image.serverList", servers),
    Route::post("v1/image.delete", delete),
];

fn list(world: &mut World, call: &Call) -> Reply {
    let host = field(call, "image_server_host");
    let own = match find(world, call) {
        Ok(server) => server.images.clone(),
        Err(reply) => return reply,
    };
    match offered(&world.uivmm, &own, &host) {
        Some(images) => many(images.iter().map(shown)),
        None => failure(400, call, &unreachable(&host)),
    }
}

/// The image servers, under the type `image` as the real server has them.
fn servers(world: &mut World, call: &Call) -> Reply {
    if let Err(reply) = find(world, call) {
        return reply;
    }
    let row = |(number, server): (u64, &super::state::ImageServer)| {
        let attributes = json!({ "image_server_host": server.host, "image_server_protocol": "simplestreams" });
        resource("image", Some(number), &attributes)
    };
    many((1..).zip(&world.uivmm.image_servers).map(row))
}

fn delete(world: &mut World, call: &Call) -> Reply {
    let wanted = field(call, "image_fingerprint");
    let server = match find(world, call) {
        Ok(server) => server,
        Err(reply) => return reply,
    };
    let before = server.images.len();
    server.images.retain(|image| !has_print(image, &wanted));
    if server.images.len() == before { failure(404, call, "Image not found") } else { done("image") }
}

/// The image for a new instance: the server's own, or one of an image server; the error is in LXD's words.
pub(crate) fn chosen(uivmm: &Uivmm, server: &Server, host: &str, name: &str, kind: &str) -> Result<Value, String> {
    let images = offered(uivmm, &server.images, host).ok_or_else(|| unreachable(host))?;
    let fits = |image: &&Value| {
        has_print(image, name) || text(image, "image_alias") == name && text(image, "image_instance_type") == kind
    };
    let missing = if host.is_empty() { "Image not found" } else { "The requested image couldn't be found" };
    images.iter().find(fits).cloned().ok_or_else(|| missing.to_owned())
}

/// The images of an image server, or the server's own if none is named.
fn offered<'a>(uivmm: &'a Uivmm, own: &'a [Value], host: &str) -> Option<&'a [Value]> {
    if host.is_empty() {
        return Some(own);
    }
    let found = uivmm.image_servers.iter().find(|server| server.host == host.trim_end_matches('/'));
    found.map(|server| server.images.as_slice())
}

/// An image has a fingerprint that begins with the given one.
fn has_print(image: &Value, print: &str) -> bool {
    print.len() >= 6 && text(image, "image_fingerprint").starts_with(print)
}

fn unreachable(host: &str) -> String {
    format!("Failed getting remote image info: Get \"{host}/streams/v1/index.json\": no such host")
}

/// An image as lists show it.
fn shown(image: &Value) -> Value {
    let mut image = image.clone();
    image.as_object_mut().and_then(|image| image.remove("image_alias"));
    numbered("image", "image_id", &image)
}
