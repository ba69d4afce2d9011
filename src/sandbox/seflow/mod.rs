//! The simulated `SeFlow`: a `HostBill` portal of 2015, JSON with Basic authentication below `/api`.
//! Failures come with status 200; only unknown paths and wrong methods have a status of their own.

mod account;
mod addresses;
mod billing;
mod machines;
mod services;
pub(crate) mod state;
mod support;
mod upgrades;
mod usage;

#[cfg(test)]
mod tests;

use serde_json::json;

use super::{
    call::Call,
    canned::{Table, table},
    cloudsigma::BASIC,
    reply::Reply,
    route::{Face, Refusal},
    world::World,
};

/// The user and the password of the sandbox account: the same as at the simulated `CloudSigma`.
pub(crate) use super::cloudsigma::{SECRET, USER};

/// The recorded exchanges.
static RECORDED: Table = Table::new(|| table(include_str!("../../provider/seflow/exchanges.http")));

/// The face.
pub(crate) const FACE: Face = Face {
    provider: "seflow",
    recorded: &RECORDED,
    base: "/api",
    aliases: &[],
    mounts: &[(
        "/api",
        &[
            account::ROUTES,
            billing::ROUTES,
            support::ROUTES,
            services::ROUTES,
            upgrades::ROUTES,
            machines::ROUTES,
            addresses::ROUTES,
            usage::ROUTES,
        ],
    )],
    admit,
    refuse,
    shuts_down: |_| false,
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

/// A failure in the usual form: with a status of success.
fn error(code: &str) -> Reply {
    words(200, code)
}

/// The first field of a request with a name; empty if there is none.
fn field(call: &Call, name: &str) -> String {
    call.fields().into_iter().find(|(key, _)| key == name).map_or_else(String::new, |(_, value)| value)
}

/// The present time as the portal writes it.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn words(status: u16, code: &str) -> Reply {
    Reply::json(status, &json!({ "error": [code] }))
}
