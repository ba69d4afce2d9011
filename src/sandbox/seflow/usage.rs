//! The usage of services and machines of the simulated `SeFlow`: numbers for a service, HTML for a machine.
//! One of the three graphs comes inside JSON, since the portal's form is not known.

use serde_json::{Value, json};

use super::{
    error,
    services::find,
    state::{Machine, Service},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text, with},
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("service/{id}/resources", resources),
    Route::get("service/{id}/bandwidth", bandwidth),
    Route::get("service/{id}/bandwidth-graphs", graphs),
    Route::get("service/{id}/vms/{vmid}/usage/cpu", |world, call| graph(world, call, "cpu", 12)),
    Route::get("service/{id}/vms/{vmid}/usage/net", |world, call| graph(world, call, "net", 10_240)),
    Route::get("service/{id}/vms/{vmid}/usage/disk", |world, call| graph(world, call, "disk", 4096)),
];

/// The resources of a service: memory in MB, disks in GB and processors, each with the part that its machines use.
pub(crate) fn groups(service: &Service) -> Value {
    let sum = |key: &str| service.machines.iter().map(|machine| number(&machine.record, key)).sum::<u64>();
    let group = |name: &str, key: &str| {
        let (total, used) = (number(&service.plan, name), sum(key));
        let percent = (used * 100).checked_div(total).unwrap_or_default().to_string();
        json!({ "total": total, "used": used, "free": total.saturating_sub(used), "percent": percent })
    };
    json!({ "memory": group("memory", "memory"), "disk": group("disk", "disk"), "cpu": group("cpu", "cpus") })
}

/// A number of a record, which may be text there.
pub(crate) fn number(record: &Value, key: &str) -> u64 {
    text(record, key).parse().unwrap_or_default()
}

/// A service has so much more of a resource free for its machines.
pub(crate) fn enough(service: &Service, name: &str, more: u64) -> bool {
    groups(service).get(name).is_some_and(|group| number(group, "free") >= more)
}

fn resources(world: &mut World, call: &Call) -> Reply {
    find(world, call).map_or_else(
        |reply| reply,
        |service| if service.plan.is_null() { error("invalid method") } else { Reply::json(200, &groups(service)) },
    )
}

/// The traffic of a service on a switch of the portal's; other services have none.
fn bandwidth(world: &mut World, call: &Call) -> Reply {
    let now = jiff::Timestamp::now().as_second();
    let told = |service: &mut Service| {
        if service.bandwidth.is_null() {
            return error("invalid method");
        }
        let usage = service.bandwidth.get("usage").cloned().unwrap_or_default();
        let usage = with(&usage, json!({ "from": now - 21 * 86_400, "to": now }));
        Reply::json(200, &json!({ "bandwidth": with(&service.bandwidth, json!({ "usage": usage })) }))
    };
    find(world, call).map_or_else(|reply| reply, told)
}

fn graphs(world: &mut World, call: &Call) -> Reply {
    let told = |service: &mut Service| {
        if service.graphs.is_empty() {
            return error("invalid method");
        }
        Reply::json(200, &json!({ "graphs": service.graphs }))
    };
    find(world, call).map_or_else(|reply| reply, told)
}

/// A graph of two points, at zero while the machine is off.
fn graph(world: &mut World, call: &Call, kind: &str, scale: u64) -> Reply {
    let machines = find(world, call).map(|service| service.machines.iter());
    let found = machines.map(|mut machines| machines.find(|machine| machine.id == call.param(1)));
    let machine = match found {
        Err(reply) => return reply,
        Ok(None) => return error("Virtual machine not found"),
        Ok(Some(machine)) => machine,
    };
    let on = |machine: &Machine| matches!(machine.clock.state(), "online" | "running");
    let height = if on(machine) { scale + number(&machine.record, "cpus") } else { 0 };
    let points = format!("[[1767222000,{height}],[1767225600,{}]]", height * 2);
    let html = format!(r#"<div id="{kind}_usage" class="chart" data-points="{points}"></div>"#);
    if kind == "disk" { Reply::json(200, &json!({ "usage": html })) } else { Reply::new(200, "text/html", html) }
}
