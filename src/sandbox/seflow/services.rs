//! Services of the simulated `SeFlow`, with their addresses, names and templates.
//! The details of a service hold its passwords in clear, as real portals send them.

use serde_json::{Value, json};

use super::{error, state::Service};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, only, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("service", list),
    Route::get("service/{id}", show),
    Route::get("service/{id}/ip", ips),
    Route::get("service/{id}/rdns", rdns),
    Route::post("service/{id}/rdns", set_rdns),
    Route::get("service/{id}/templates", templates),
    Route::get("service/{id}/label", label),
    Route::post("service/{id}/label", set_label),
];

const ADDRESS: [&str; 4] = ["ipaddress", "mask", "client_description", "status"];
const ROW: [&str; 9] =
    ["id", "domain", "total", "status", "billingcycle", "next_due", "category", "category_url", "name"];
const DETAILS: [&str; 14] = [
    "id",
    "date_created",
    "domain",
    "firstpayment",
    "total",
    "billingcycle",
    "next_due",
    "next_invoice",
    "status",
    "label",
    "username",
    "password",
    "rootpassword",
    "name",
];

/// The service in the path.
pub(crate) fn find<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Service, Reply> {
    let found = world.seflow.services.iter_mut().find(|service| text(&service.record, "id") == call.param(0));
    found.ok_or_else(|| error("Service not found"))
}

/// A collection as PHP writes it: an empty map is an array.
pub(crate) fn map(members: Value) -> Value {
    if members.as_object().is_some_and(serde_json::Map::is_empty) { json!([]) } else { members }
}

fn list(world: &mut World, _: &Call) -> Reply {
    // The list has four decimals, the details two.
    let total = |service: &Service| json!({ "total": text(&service.record, "total") + "00" });
    let row = |service: &Service| with(&only(&service.record, &ROW), total(service));
    Reply::json(200, &json!({ "services": world.seflow.services.iter().map(row).collect::<Vec<_>>() }))
}

fn show(world: &mut World, call: &Call) -> Reply {
    find(world, call)
        .map_or_else(|reply| reply, |service| Reply::json(200, &json!({ "service": only(&service.record, &DETAILS) })))
}

fn ips(world: &mut World, call: &Call) -> Reply {
    let row = |ip: &Value| only(ip, &ADDRESS);
    let rows = |service: &mut Service| json!({ "ips": service.ips.iter().map(row).collect::<Vec<_>>() });
    find(world, call).map_or_else(|reply| reply, |service| Reply::json(200, &rows(service)))
}

fn rdns(world: &mut World, call: &Call) -> Reply {
    find(world, call).map_or_else(|reply| reply, |service| Reply::json(200, &json!({ "ips": service.rdns })))
}

fn set_rdns(world: &mut World, call: &Call) -> Reply {
    let service = match find(world, call) {
        Ok(service) => service,
        Err(reply) => return reply,
    };
    let named = |(key, host): (String, String)| {
        let address = key.strip_prefix("ipaddress[")?.strip_suffix(']')?;
        Some((address.to_owned(), host))
    };
    let wanted: Vec<_> = call.fields().into_iter().filter_map(named).collect();
    let known = |address: &str| service.rdns.iter().any(|entry| text(entry, "ipaddress") == address);
    if wanted.is_empty() || !wanted.iter().all(|(address, _)| known(address)) {
        return error("invalid ip address");
    }
    for entry in &mut service.rdns {
        if let Some((_, host)) = wanted.iter().find(|(address, _)| *address == text(entry, "ipaddress")) {
            *entry = with(entry, json!({ "ptrcontent": host }));
        }
    }
    Reply::json(200, &json!({ "info": ["revdnsupdated"] }))
}

fn label(world: &mut World, call: &Call) -> Reply {
    find(world, call)
        .map_or_else(|reply| reply, |service| Reply::json(200, &json!({ "label": text(&service.record, "label") })))
}

fn set_label(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let Some((_, label)) = fields.iter().find(|(key, _)| key == "label") else { return error("invalid label") };
    let set = |service: &mut Service| {
        service.record = with(&service.record, json!({ "label": label }));
        Reply::json(200, &json!({ "success": true }))
    };
    find(world, call).map_or_else(|reply| reply, set)
}

fn templates(world: &mut World, call: &Call) -> Reply {
    let keyed = |service: &mut Service| {
        let pairs = service.templates.iter().map(|template| (text(template, "id"), template.clone()));
        Reply::json(200, &json!({ "templates": map(pairs.collect()) }))
    };
    find(world, call).map_or_else(|reply| reply, keyed)
}
