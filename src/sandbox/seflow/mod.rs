//! The pretend `SeFlow`: a `HostBill` portal of 2015, JSON with Basic authentication below `/api`.
//! Failures come with status 200; only unknown paths and wrong methods have a status of their own.

mod account;
mod addresses;
mod machines;
mod services;
pub mod state;
mod usage;

#[cfg(test)]
mod tests;

use serde_json::json;

use super::{
    call::Call,
    cloudsigma::BASIC,
    reply::Reply,
    route::{Face, Refusal},
    world::World,
};

/// The user and the password of the sandbox account: the same as at the pretend `CloudSigma`.
pub use super::cloudsigma::{SECRET, USER};

/// The face.
pub const FACE: Face = Face {
    provider: "seflow",
    base: "/api",
    aliases: &[],
    mounts: &[("/api", &[account::ROUTES, services::ROUTES, machines::ROUTES, addresses::ROUTES, usage::ROUTES])],
    admit,
    refuse,
};

fn admit(_: &World, call: &Call) -> Option<Reply> {
    let known = |(scheme, secret): (&str, &str)| scheme.eq_ignore_ascii_case("basic") && secret == BASIC;
    (!call.authorization().is_some_and(known)).then(|| error("wronglogin"))
}

fn refuse(call: &Call, refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Unknown => words(404, "invalid method"),
        Refusal::Method(allowed) => {
            words(405, &format!("invalid method {}", call.method)).header(hyper::header::ALLOW, allowed)
        }
        Refusal::Broken(reason) => words(500, &reason),
    }
}

/// A failure as most of them come: with success in the status.
fn error(code: &str) -> Reply {
    words(200, code)
}

fn words(status: u16, code: &str) -> Reply {
    Reply::json(status, &json!({ "error": [code] }))
}
