//! Client and domains of the simulated `SeFlow`.
//! Lists have fewer members than details.

use serde_json::{Value, json};

use super::error;
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("details", details),
    Route::post("details", set_details),
    Route::get("domain", domains),
    Route::get("domain/{id}", domain),
    Route::ask("domainorder/status", available),
];

const DOMAIN: [&str; 9] =
    ["id", "name", "expires", "recurring_amount", "date_created", "status", "period", "autorenew", "daytoexpire"];

fn details(world: &mut World, _: &Call) -> Reply {
    Reply::json(200, &json!({ "client": world.seflow.client }))
}

fn set_details(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let known = fields.into_iter().filter(|(key, _)| world.seflow.client.get(key).is_some() && key != "id");
    let changed: Value = known.map(|(key, value)| (key, Value::String(value))).collect();
    world.seflow.client = with(&world.seflow.client, changed);
    Reply::json(200, &json!({ "info": ["client_details_updated"] }))
}

fn domains(world: &mut World, _: &Call) -> Reply {
    let rows: Vec<_> = world.seflow.domains.iter().map(|domain| only(domain, &DOMAIN)).collect();
    Reply::json(200, &json!({ "domains": rows }))
}

fn domain(world: &mut World, call: &Call) -> Reply {
    let found = world.seflow.domains.iter().find(|domain| text(domain, "id") == call.param(0));
    let shown = |domain: &Value| {
        let mut domain = domain.clone();
        domain.as_object_mut().and_then(|domain| domain.remove("daytoexpire"));
        Reply::json(200, &json!({ "details": domain }))
    };
    found.map_or_else(|| error("Domain not found"), shown)
}

/// The status of a domain: an empty reply for one that is taken.
fn available(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let name = fields.iter().find(|(key, _)| key == "name").map_or("", |(_, name)| name);
    let taken = name.is_empty() || world.seflow.domains.iter().any(|domain| text(domain, "name") == name);
    Reply::json(200, &if taken { json!([]) } else { json!({ "details": { "status": "ok" } }) })
}
