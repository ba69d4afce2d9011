//! The simulated `CloudSigma` 1.0: text, Basic authentication, no path prefix.
//! State changes the manual prints with GET take POST as well, as real clients send both.

mod billing;
mod change;
mod contents;
mod create;
mod drives;
mod groups;
mod networks;
mod servers;
pub(crate) mod state;
mod subscriptions;
pub(crate) mod text;

#[cfg(test)]
mod tests;

use self::text::Keys;
use super::{
    call::Call,
    canned::{Table, table},
    reply::Reply,
    route::{Face, Refusal},
    world::World,
};

/// The user of the sandbox account.
pub(crate) const USER: &str = "ops@example.com";
/// The password of that user.
pub(crate) const SECRET: &str = "sandbox-password";
/// User and password as Basic authentication sends them.
pub(crate) const BASIC: &str = "b3BzQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ=";

/// The recorded exchanges.
static RECORDED: Table = Table::new(|| table(include_str!("../../provider/cloudsigma/exchanges.http")));

/// The face. `guests` is an older word for servers; two sections of the manual spell groups with a double s.
pub(crate) const FACE: Face = Face {
    provider: "cloudsigma",
    recorded: &RECORDED,
    base: "",
    aliases: &[("/guests", "/servers"), ("/guest", "/servers"), ("/servergroupss", "/servergroups")],
    mounts: &[
        ("/servers", &[servers::ROUTES, create::ROUTES, change::ROUTES]),
        ("/drives", &[drives::ROUTES, contents::ROUTES]),
        ("/resources", &[networks::ROUTES]),
        ("/servergroups", &[groups::ROUTES]),
        ("/subscriptions", &[subscriptions::ROUTES]),
        ("", &[billing::ROUTES]),
    ],
    admit,
    refuse,
    shuts_down: |call| call.path.ends_with("/shutdown"),
};

fn admit(_: &World, call: &Call) -> Option<Reply> {
    match call.authorization() {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("basic") && secret == BASIC => None,
        _ => Some(
            failure(401, "Authorization required")
                .header(hyper::header::WWW_AUTHENTICATE, "Basic realm=\"CloudSigma\""),
        ),
    }
}

fn refuse(call: &Call, refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Unknown => failure(404, &format!("Command {} could not be found", call.path)),
        Refusal::Method(allowed) => failure(405, &format!("{} used on command expecting {allowed}", call.method))
            .header(hyper::header::ALLOW, allowed),
        Refusal::Broken(reason) => failure(500, &reason),
    }
}

/// A failure with a message.
fn failure(status: u16, words: &str) -> Reply {
    Reply::text(status, format!("errors:system {words}\n"))
}

/// Success with one record.
fn record(keys: &Keys) -> Reply {
    Reply::text(200, keys.text())
}

/// Success with a list of bare values, one a line.
fn values<'a>(values: impl IntoIterator<Item = &'a str>) -> Reply {
    Reply::text(200, values.into_iter().flat_map(|value| [value, "\n"]).collect::<String>())
}

/// The failure of a request that lacks a key: the request with the error beside the key.
fn required(asked: &Keys, key: &str) -> Option<Reply> {
    asked.get(key).is_empty().then(|| invalid(asked, key, "This field is required."))
}

/// The failure of a request with a wrong value: the request with the error beside the key.
fn invalid(asked: &Keys, key: &str, words: &str) -> Reply {
    let mut echo = asked.clone();
    if !echo.has(key) {
        echo.set(key, "");
    }
    echo.set(&format!("errors:{key}"), words);
    Reply::text(400, echo.text())
}

/// The UUIDs of a request's `server:N` keys.
fn chosen(asked: &Keys) -> Vec<String> {
    asked.pairs().filter(|(key, _)| key.starts_with("server:")).map(|(_, id)| id.to_owned()).collect()
}
