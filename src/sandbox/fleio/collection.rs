//! Plain collections of the simulated Fleio: things stored as the API shows them, found by id, changed by members.
//! Members that begin with an underscore are the world's own and never shown.

use serde::Deserialize as _;
use serde_json::{Value, json};

use super::{actions::invalid, detail, list, not_found, state::Fleio};
use crate::sandbox::{
    call::Call,
    clock::Clock,
    reply::Reply,
    world::{World, only, text, with},
};

/// The member that holds a thing's pending change of status.
const CLOCK: &str = "_clock";

/// One kind of thing.
pub(crate) struct Collection {
    /// The place of the things in the world.
    pub things: fn(&mut Fleio) -> &mut Vec<Value>,
    /// The members that a request must set.
    pub required: &'static [&'static str],
    /// The members that a request may set, too.
    pub optional: &'static [&'static str],
}

impl Collection {
    /// A page of all things.
    pub(crate) fn list(&self, world: &mut World, call: &Call) -> Reply {
        list::envelope(call, self.rows(world), json!({}))
    }

    /// All things as they are shown, after counting a read of each.
    pub(crate) fn rows(&self, world: &mut World) -> Vec<Value> {
        self.tick(world, |_| true);
        (self.things)(&mut world.fleio).iter().map(shown).collect()
    }

    /// The thing in the path.
    pub(crate) fn show(&self, world: &mut World, call: &Call) -> Reply {
        self.row(world, call.param(0)).map_or_else(not_found, |row| Reply::json(200, &row))
    }

    /// One thing as it is shown, after counting a read of it.
    pub(crate) fn row(&self, world: &mut World, id: &str) -> Option<Value> {
        self.tick(world, |thing| text(thing, "id") == id);
        self.found(world, id).map(|thing| shown(thing))
    }

    /// The members that a request sets, if none of the required ones is missing.
    pub(crate) fn asked(&self, call: &Call) -> Result<Value, Reply> {
        let asked = required(call, self.required)?;
        Ok(with(&only(&asked, self.required), only(&asked, self.optional)))
    }

    /// Adds a thing; the reply shows it.
    pub(crate) fn add(&self, world: &mut World, thing: Value) -> Reply {
        let reply = Reply::json(201, &shown(&thing));
        (self.things)(&mut world.fleio).push(thing);
        reply
    }

    /// Sets members of the thing in the path; the reply shows it.
    pub(crate) fn update(&self, world: &mut World, call: &Call) -> Result<Reply, Reply> {
        let thing = self.found(world, call.param(0)).ok_or_else(not_found)?;
        *thing = with(thing, self.asked(call)?);
        Ok(Reply::json(200, &shown(thing)))
    }

    /// Removes the thing in the path at once.
    pub(crate) fn delete(&self, world: &mut World, call: &Call) -> Reply {
        if self.found(world, call.param(0)).is_none() {
            return not_found();
        }
        (self.things)(&mut world.fleio).retain(|thing| text(thing, "id") != call.param(0));
        Reply::no_content()
    }

    /// The thing with an id.
    pub(crate) fn found<'a>(&self, world: &'a mut World, id: &str) -> Option<&'a mut Value> {
        (self.things)(&mut world.fleio).iter_mut().find(|thing| text(thing, "id") == id)
    }

    /// Counts a read of some things; deleted ones disappear at the end.
    fn tick(&self, world: &mut World, wanted: impl Fn(&Value) -> bool) {
        let things = (self.things)(&mut world.fleio);
        let mut ticked = false;
        for thing in things.iter_mut().filter(|thing| wanted(thing)) {
            ticked |= read(thing);
        }
        things.retain(|thing| text(thing, "status") != "deleted");
        world.ticked |= ticked;
    }
}

/// A thing without the world's own members.
pub(crate) fn shown(thing: &Value) -> Value {
    let members = thing.as_object().into_iter().flatten().filter(|(key, _)| !key.starts_with('_'));
    members.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Sets members of a thing.
pub(crate) fn set(thing: &mut Value, members: Value) {
    *thing = with(thing, members);
}

/// Starts a change of status: one word for two reads, and then another.
pub(crate) fn begin(thing: &mut Value, word: &str, to: &str) {
    let mut clock = Clock::at(&text(thing, "status"));
    clock.begin(word, to);
    set(thing, json!({ "status": word, CLOCK: clock }));
}

/// Counts a read of a thing; true when that changed it.
fn read(thing: &mut Value) -> bool {
    let Some(mut clock) = thing.get(CLOCK).and_then(|clock| Clock::deserialize(clock).ok()) else { return false };
    let changed = clock.read();
    let rest = clock.task().is_none();
    set(thing, json!({ "status": clock.shown(), CLOCK: if rest { Value::Null } else { json!(clock) } }));
    changed
}

/// The request, if it has the given members; a null or empty text counts as missing.
pub(crate) fn required(call: &Call, keys: &[&str]) -> Result<Value, Reply> {
    let asked = call.json().ok_or_else(|| detail(400, "JSON parse error"))?;
    let missing: Value = keys
        .iter()
        .filter(|key| asked.get(**key).is_none_or(|value| value.is_null() || value == ""))
        .map(|key| ((*key).to_owned(), json!(["This field is required."])))
        .collect();
    if missing.as_object().is_some_and(serde_json::Map::is_empty) { Ok(asked) } else { Err(Reply::json(400, &missing)) }
}

/// The thing with the id that a request gives, or the failure that names the field.
pub(crate) fn known<'a>(things: &'a [Value], field: &str, id: &str) -> Result<&'a Value, Reply> {
    let unknown = || invalid(field, &format!("Invalid pk \"{id}\" - object does not exist."));
    things.iter().find(|thing| text(thing, "id") == id).ok_or_else(unknown)
}

/// The answer of a handler that may end early with a refusal.
pub(crate) fn answer(outcome: Result<Reply, Reply>) -> Reply {
    outcome.unwrap_or_else(|refusal| refusal)
}

/// The present time, as Fleio writes it.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
