//! Configuration, health, user, tokens and keys of the simulated ui-vmm.
//! A token's secret is shown once; lists tell names only.

use serde_json::{Value, json};

use super::{
    document::{document, done, failure, field, many, number, numbered, resource, single},
    state::Token,
};
use crate::sandbox::{
    call::Call,
    cloudsigma,
    reply::Reply,
    route::Route,
    world::{World, member, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::ask("v1/config.get", config),
    Route::ask_either("v1/health.alive", health),
    Route::ask_either("v1/health.ready", health),
    Route::post("v1/user.login", login),
    Route::post("v1/user.logout", logout),
    Route::ask("v1/user.get", user),
    Route::ask("v1/token.get", tokens),
    Route::post("v1/token.create", create_token),
    Route::post("v1/token.revoke", revoke_token),
    Route::ask("v1/ssh-key.get", keys),
    Route::post("v1/ssh-key.add", add_key),
    Route::post("v1/ssh-key.delete", delete_key),
];

fn config(world: &mut World, _: &Call) -> Reply {
    single(&resource("config", Some(20), &world.uivmm.config))
}

fn health(_: &mut World, _: &Call) -> Reply {
    document(&json!({ "data": { "type": "health", "attributes": { "response": true } } }))
}

/// Logs in by login or e-mail address; the user is sent along in `included`.
fn login(world: &mut World, call: &Call) -> Reply {
    let user = &world.uivmm.user;
    let name = field(call, "user_login");
    if name != text(user, "login") && name != text(user, "email") {
        return failure(400, call, "user not found");
    }
    if field(call, "user_password") != cloudsigma::SECRET {
        return failure(400, call, "wrong credential");
    }
    let (id, included) = (world.uivmm.user_id, resource("user", Some(world.uivmm.user_id), user));
    let secret = add_token(world, "user.login", 86_400);
    document(&json!({
        "data": {
            "id": id, "type": "user", "attributes": { "token": secret },
            "relationships": { "user": { "data": { "id": id, "type": "user" } } },
        },
        "included": [included],
    }))
}

fn logout(world: &mut World, call: &Call) -> Reply {
    let secret = call.authorization().map_or("", |(_, secret)| secret);
    revoke(world, |token| token.secret == secret);
    done("user")
}

fn user(world: &mut World, _: &Call) -> Reply {
    single(&resource("user", Some(world.uivmm.user_id), &world.uivmm.user))
}

fn tokens(world: &mut World, _: &Call) -> Reply {
    many(world.uivmm.tokens.iter().map(|token| {
        let state = json!({ "token_state": u8::from(!token.revoked) });
        resource("token", None, &with(&token.attributes, state))
    }))
}

fn create_token(world: &mut World, call: &Call) -> Reply {
    let Some(lifetime) = number(call, "token_lifetime").filter(|lifetime| *lifetime > 0) else {
        return failure(400, call, "token lifetime has not be empty");
    };
    if field(call, "token_revoke_all") == "true" {
        revoke(world, |token| text(&token.attributes, "token_type") == "system.api");
    }
    let secret = add_token(world, "system.api", lifetime);
    single(&resource("token", None, &json!({ "token": secret })))
}

fn revoke_token(world: &mut World, call: &Call) -> Reply {
    let name = field(call, "token_name");
    if revoke(world, |token| text(&token.attributes, "token_name") == name) {
        done("token")
    } else {
        failure(400, call, "token not found")
    }
}

fn keys(world: &mut World, _: &Call) -> Reply {
    many(world.uivmm.keys.iter().map(|key| numbered("ssh-key", "key_id", key)))
}

/// Adds a key; lists show a fingerprint in its place, here one derived from the key.
fn add_key(world: &mut World, call: &Call) -> Reply {
    let (name, public) = (field(call, "key_name"), field(call, "key_public"));
    if name.is_empty() {
        return failure(400, call, "ssh key name has not be empty");
    }
    if public.is_empty() {
        return failure(400, call, "ssh key has not be empty");
    }
    let print = fingerprint(public.split_whitespace().nth(1).unwrap_or(&public));
    let same = |key: &Value| text(key, "key_name") == name || text(key, "key_public") == print;
    if world.uivmm.keys.iter().any(same) {
        return failure(400, call, "ssh key has already been added");
    }
    let id = world.next_number();
    world.uivmm.keys.push(json!({
        "key_id": id, "key_type": "ssh", "key_name": name, "key_public": print,
        "key_timeadd": jiff::Timestamp::now().as_second(), "user_id": world.uivmm.user_id, "provider": "internal",
    }));
    single(&resource("ssh-key", Some(id), &json!({ "response": true })))
}

fn delete_key(world: &mut World, call: &Call) -> Reply {
    let Some(id) = number(call, "key_id") else { return failure(400, call, "ssh key id has not be empty") };
    let keys = &mut world.uivmm.keys;
    let Some(place) = keys.iter().position(|key| member::<u64>(key, "key_id") == id) else {
        return failure(400, call, "ssh key not found");
    };
    // Keys that come from a directory can be changed only there.
    if keys.get(place).is_some_and(|key| text(key, "provider") != "internal") {
        return failure(400, call, "ssh keys change is not allowed");
    }
    keys.remove(place);
    done("ssh-key")
}

/// The stand-in for the fingerprint of a key: text as long as the real one.
fn fingerprint(key: &str) -> String {
    // FNV-1a hash
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("SHA256:{:043x}", u128::from(hash) << 64 | u128::from(hash))
}

/// Makes a token and gives its secret.
fn add_token(world: &mut World, kind: &str, lifetime: u64) -> String {
    let (number, name) = (world.next_number(), world.next_uuid());
    let secret = format!("{}.{number}", super::SECRET);
    let start = jiff::Timestamp::now().as_second().unsigned_abs();
    let attributes = json!({
        "token_id": number, "token_name": name, "token_type": kind, "token_time_start": start,
        "token_time_expire": start.saturating_add(lifetime), "revoke_time": 0, "user_id": world.uivmm.user_id,
    });
    world.uivmm.tokens.push(Token { attributes, secret: secret.clone(), revoked: false });
    secret
}

/// Revokes some tokens; false when there are none.
fn revoke(world: &mut World, which: impl Fn(&Token) -> bool) -> bool {
    let now: Value = jiff::Timestamp::now().as_second().into();
    let mut found = false;
    for token in world.uivmm.tokens.iter_mut().filter(|token| which(token)) {
        token.revoked = true;
        token.attributes = with(&token.attributes, json!({ "revoke_time": now }));
        found = true;
    }
    found
}
