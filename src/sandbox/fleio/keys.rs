//! SSH keys of the simulated Fleio.
//! A key's text is checked as far as its first word and its length.

use serde_json::{Value, json};

use super::{
    actions::invalid,
    collection::{Collection, answer, now, set},
    not_found,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("pkm", |world, call| KEYS.list(world, call)),
    Route::post("pkm", |world, call| answer(create(world, call))),
    Route::get("pkm/{id}", |world, call| KEYS.show(world, call)),
    Route::put("pkm/{id}", |world, call| answer(update(world, call))),
    Route::delete("pkm/{id}", |world, call| KEYS.delete(world, call)),
];

const KEYS: Collection =
    Collection { things: |fleio| &mut fleio.keys, required: &["name", "public_key"], optional: &[] };

/// The longest name.
const LONGEST: usize = 32;

fn create(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = checked(call)?;
    let number = world.next_number();
    let made = json!({ "id": number, "fingerprint": fingerprint(&asked), "created_at": now(), "user": { "id": 41 } });
    Ok(KEYS.add(world, with(&asked, made)))
}

fn update(world: &mut World, call: &Call) -> Result<Reply, Reply> {
    let asked = checked(call)?;
    let key = KEYS.found(world, call.param(0)).ok_or_else(not_found)?;
    set(key, with(&asked, json!({ "fingerprint": fingerprint(&asked) })));
    Ok(Reply::json(200, key))
}

/// The name and the key of a request, if both are valid.
fn checked(call: &Call) -> Result<Value, Reply> {
    let asked = KEYS.asked(call)?;
    let name = text(&asked, "name");
    if name.len() > LONGEST || !name.chars().all(|c| c.is_ascii_alphanumeric() || " _-".contains(c)) {
        return Err(invalid("name", "Only letters, digits, spaces, _ and - are allowed, and at most 32 of them."));
    }
    let key = text(&asked, "public_key");
    let mut words = key.split_whitespace();
    let kind = words.next().is_some_and(|kind| ["ssh-", "ecdsa-", "sk-"].iter().any(|begin| kind.starts_with(begin)));
    if !kind || words.next().is_none_or(|body| !body.starts_with("AAAA")) {
        return Err(invalid("public_key", "Invalid public key."));
    }
    Ok(asked)
}

/// Sixteen bytes derived from the key, in the form of a fingerprint.
fn fingerprint(key: &Value) -> String {
    let mut bytes = [0u8; 16];
    for (place, byte) in text(key, "public_key").bytes().enumerate() {
        if let Some(at) = bytes.get_mut(place % 16) {
            *at = at.wrapping_mul(31).wrapping_add(byte);
        }
    }
    bytes.map(|byte| format!("{byte:02x}")).join(":")
}
