//! The simulated Fleio: JSON of Django REST, tokens in a header, end users below `api`, staff below `staffapi`.
//! One token serves both bases, so that both can be tried with one account.

mod account;
mod actions;
mod addresses;
mod amount;
mod backups;
mod billing;
mod collection;
mod create;
mod firewalls;
mod floating_ips;
mod images;
mod instances;
mod keys;
mod list;
mod networks;
mod operations;
mod options;
mod ports;
mod prices;
mod quota;
mod reports;
mod rules;
mod services;
mod staff;
pub(crate) mod state;
mod subnets;
mod tags;
mod tickets;
mod upload;
mod view;
mod volumes;

#[cfg(test)]
mod tests;

use serde_json::json;

use super::{
    call::Call,
    canned::{Table, table},
    reply::Reply,
    route::{Face, Refusal, Route},
    world::World,
};

/// The token of the sandbox account.
pub(crate) const SECRET: &str = "sandbox-fleio-token";

/// The project of the account's own things.
const PROJECT: &str = "73aa943377f14b5bbef095786cd9635b";

/// The tables of the end-user side; a path with a word comes before one with an id in its place.
const TABLES: &[&[Route]] = &[
    options::ROUTES,
    prices::ROUTES,
    instances::ROUTES,
    actions::ROUTES,
    reports::ROUTES,
    tags::ROUTES,
    operations::ROUTES,
    volumes::ROUTES,
    images::ROUTES,
    backups::ROUTES,
    keys::ROUTES,
    networks::ROUTES,
    subnets::ROUTES,
    ports::ROUTES,
    floating_ips::ROUTES,
    firewalls::ROUTES,
    rules::ROUTES,
    quota::ROUTES,
    account::ROUTES,
    billing::ROUTES,
    services::ROUTES,
    tickets::ROUTES,
];

/// The path that also answers callers who are not logged in.
const OPEN: &str = "/current-user";

/// The recorded exchanges.
static RECORDED: Table = Table::new(|| table(include_str!("../../provider/fleio/exchanges.http")));

/// The face.
pub(crate) const FACE: Face = Face {
    provider: "fleio",
    recorded: &RECORDED,
    base: "/backend/api",
    aliases: &[],
    mounts: &[("/backend/api", TABLES), ("/backend/staffapi", &[staff::ROUTES])],
    admit,
    refuse,
    shuts_down: |_| false,
};

fn admit(_: &World, call: &Call) -> Option<Reply> {
    let reason = match call.authorization() {
        Some((scheme, token)) if is_scheme(scheme) && token == SECRET => return None,
        Some((scheme, _)) if is_scheme(scheme) => "Invalid token.",
        _ if call.path.ends_with(OPEN) => return None,
        _ => "Authentication credentials were not provided.",
    };
    Some(detail(401, reason).header(hyper::header::WWW_AUTHENTICATE, "Token"))
}

fn is_scheme(word: &str) -> bool {
    ["Token", "Fleio-Token", "OpenAPIToken"].iter().any(|scheme| scheme.eq_ignore_ascii_case(word))
}

fn refuse(call: &Call, refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Unknown => detail(404, "Not found."),
        Refusal::Method(allowed) => {
            detail(405, &format!("Method \"{}\" not allowed.", call.method)).header(hyper::header::ALLOW, allowed)
        }
        Refusal::Broken(reason) => detail(500, &reason),
    }
}

/// A reply with nothing but a message.
fn detail(status: u16, words: &str) -> Reply {
    Reply::json(status, &json!({ "detail": words }))
}

/// The reply for an id that nothing has.
fn not_found() -> Reply {
    detail(404, "Not found.")
}
