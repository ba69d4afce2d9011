//! The simulated ui-vmm: calls named `object.action`, flat JSON bodies under the JSON:API media type.
//! The bare host and an `/api` prefix both work, as they do without and behind the project's proxy.

mod account;
mod document;
mod events;
mod images;
mod instances;
mod profiles;
mod register;
mod servers;
pub(crate) mod state;

#[cfg(test)]
mod tests;

use document::{MEDIA_TYPE, failure};
pub(crate) use events::Follower;

use super::{
    call::Call,
    canned::{Table, table},
    reply::Reply,
    route::{Face, Refusal},
    world::World,
};

/// The login of the sandbox account; its password is that of the other sandbox accounts.
pub(crate) const USER: &str = "demo";
/// The token of the sandbox account.
pub(crate) const SECRET: &str = "sandbox.uivmm.token";

/// The recorded exchanges.
static RECORDED: Table = Table::new(|| table(include_str!("../../provider/uivmm/exchanges.http")));

/// The face.
pub(crate) const FACE: Face = Face {
    provider: "uivmm",
    recorded: &RECORDED,
    base: "",
    aliases: &[("/api", "")],
    mounts: &[(
        "",
        &[
            account::ROUTES,
            events::ROUTES,
            servers::ROUTES,
            register::ROUTES,
            profiles::ROUTES,
            images::ROUTES,
            instances::ROUTES,
        ],
    )],
    admit,
    refuse,
    shuts_down: |call| document::field(call, "instance_status") == "stop",
};

/// The operations that need no token.
const OPEN: [&str; 12] = [
    "config.get",
    "event.subscribe",
    "health.alive",
    "health.ready",
    "simplestream.images",
    "simplestream.list",
    "user.assertionGet",
    "user.assertionVerify",
    "user.credentialMake",
    "user.login",
    "user.recovery",
    "user.register",
];
/// The one operation whose body is not JSON: a file with its description.
const UPLOAD: &str = "simplestream.upload";

fn admit(world: &World, call: &Call) -> Option<Reply> {
    let name = call.path.rsplit('/').next().unwrap_or_default();
    let content = call.header("content-type");
    let upload = name == UPLOAD && content.starts_with("multipart/form-data;");
    if call.method == hyper::Method::POST && !upload {
        if !content.eq_ignore_ascii_case(MEDIA_TYPE) {
            return Some(failure(415, call, "unsupported media type"));
        }
        if call.json().is_none() {
            return Some(failure(400, call, "unexpected EOF"));
        }
    }
    if OPEN.contains(&name) {
        return None;
    }
    let bearer = call.authorization().filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let known = |secret: &str| world.uivmm.tokens.iter().find(|token| token.secret == secret);
    match bearer.and_then(|(_, secret)| known(secret)) {
        None => Some(failure(401, call, "token not found")),
        Some(token) if token.revoked => Some(failure(401, call, "token has been revoked")),
        Some(_) => None,
    }
}

fn refuse(call: &Call, refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Unknown => failure(404, call, "not found"),
        Refusal::Method(allowed) => failure(405, call, "method not allowed").header(hyper::header::ALLOW, allowed),
        Refusal::Broken(reason) => failure(500, call, &reason),
    }
}
