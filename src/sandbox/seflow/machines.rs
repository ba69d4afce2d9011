//! Virtual machines of the simulated `SeFlow`: below their service, as a map by id in one, a list in another.
//! A service without machines answers with an error; actions answer at once with `status: true`.

use serde_json::{Value, json};

use super::{
    addresses, error,
    services::{find, map},
    state::{Listing, Machine, Service},
    usage::{enough, number},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text, with},
};

/// The state of a deleted machine, which no longer exists.
const GONE: &str = "gone";

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("service/{id}/vms", list),
    Route::get("service/{id}/vms/{vmid}", show),
    Route::put("service/{id}/vms/{vmid}", update),
    Route::delete("service/{id}/vms/{vmid}", delete),
    Route::post("service/{id}/vms/{vmid}/start", start),
    Route::post("service/{id}/vms/{vmid}/stop", stop),
    Route::post("service/{id}/vms/{vmid}/reboot", reboot),
    Route::get("service/{id}/vms/{vmid}/storage", storage),
    Route::put("service/{id}/vms/{vmid}/storage/{diskid}", resize),
];

fn list(world: &mut World, call: &Call) -> Reply {
    let service = match read(world, call) {
        Ok(service) => service,
        Err(reply) => return reply,
    };
    let shown = service.machines.iter().map(|machine| (machine.id.clone(), shown(service.listing, machine)));
    let machines: Value = match service.listing {
        Listing::Map => map(shown.collect()),
        Listing::List | Listing::None => shown.map(|(_, machine)| machine).collect(),
    };
    Reply::json(200, &json!({ "vms": machines }))
}

fn show(world: &mut World, call: &Call) -> Reply {
    let service = match read(world, call) {
        Ok(service) => service,
        Err(reply) => return reply,
    };
    let found = service.machines.iter().find(|machine| machine.id == call.param(1));
    found.map_or_else(unknown, |machine| Reply::json(200, &json!({ "vm": shown(service.listing, machine) })))
}

fn storage(world: &mut World, call: &Call) -> Reply {
    let machines = find(world, call).map(|service| &service.machines);
    let found = machines.map(|machines| machines.iter().find(|machine| machine.id == call.param(1)));
    match found {
        Err(reply) => reply,
        Ok(None) => unknown(),
        Ok(Some(machine)) => Reply::json(200, &json!({ "storage": machine.storage })),
    }
}

fn start(world: &mut World, call: &Call) -> Reply {
    act(world, call, |machine, (on, off)| {
        if machine.clock.state() != off {
            return error("Virtual machine is already running");
        }
        machine.clock.begin("starting", on);
        done()
    })
}

fn stop(world: &mut World, call: &Call) -> Reply {
    act(world, call, |machine, (on, off)| {
        if machine.clock.state() != on {
            return error("Virtual machine is already stopped");
        }
        machine.clock.begin("stopping", off);
        done()
    })
}

fn reboot(world: &mut World, call: &Call) -> Reply {
    act(world, call, |machine, (on, _)| {
        if machine.clock.state() != on {
            return error("Virtual machine is not running");
        }
        machine.clock.begin("rebooting", on);
        done()
    })
}

/// Changes memory, processors and note; numbers keep the type that the portal has for them.
fn update(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let size = |key: &str| ["memory", "cpu"].contains(&key);
    if let Some((key, _)) = fields.iter().find(|(key, value)| size(key) && !value.parse::<u64>().is_ok_and(|n| n > 0)) {
        return error(&format!("invalid {key}"));
    }
    let wanted = |(key, value): &(String, String)| Some((key.clone(), value.parse::<u64>().ok()?));
    if let Err(reply) = fits(world, call, &fields.iter().filter_map(wanted).collect::<Vec<_>>()) {
        return reply;
    }
    act(world, call, |machine, _| {
        for (key, value) in fields {
            let known = [("memory", "memory"), ("cpu", "cpus"), ("cpu_share", "cpu_share"), ("note", "note")];
            if let Some((_, own)) = known.iter().find(|(name, _)| *name == key) {
                let number = machine.record.get(own).is_some_and(Value::is_number);
                let number = value.parse::<u64>().ok().filter(|_| number).map(Value::from);
                let member = std::iter::once(((*own).to_owned(), number.unwrap_or_else(|| value.into())));
                machine.record = with(&machine.record, member.collect());
            }
        }
        done()
    })
}

fn delete(world: &mut World, call: &Call) -> Reply {
    act(world, call, |machine, _| {
        machine.clock.begin("deleting", GONE);
        done()
    })
}

fn resize(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let size = fields.iter().find(|(key, _)| key == "size").map_or("", |(_, size)| size);
    if !size.parse::<u64>().is_ok_and(|size| size > 0) {
        return error("invalid size");
    }
    if let Err(reply) = fits(world, call, &[("disk".to_owned(), size.parse().unwrap_or_default())]) {
        return reply;
    }
    act(world, call, |machine, _| {
        let mut disks = machine.storage.as_array_mut().into_iter().flatten();
        let Some(disk) = disks.find(|disk| text(disk, "id") == call.param(2)) else { return error("Disk not found") };
        let more = size.parse::<u64>().unwrap_or_default();
        let whole = number(&machine.record, "disk").saturating_sub(number(disk, "size_gb")).saturating_add(more);
        *disk = with(disk, json!({ "size_gb": size }));
        let text = machine.record.get("disk").is_some_and(Value::is_string);
        let whole = if text { whole.to_string().into() } else { Value::from(whole) };
        machine.record = with(&machine.record, json!({ "disk": whole }));
        done()
    })
}

/// The failure if the service has no room for a machine of new sizes; its present sizes count as room.
fn fits(world: &mut World, call: &Call, sizes: &[(String, u64)]) -> Result<(), Reply> {
    let service = find(world, call)?;
    let Some(machine) = service.machines.iter().find(|machine| machine.id == call.param(1)) else { return Ok(()) };
    for (name, own) in [("memory", "memory"), ("cpu", "cpus"), ("disk", "disk")] {
        let wanted = sizes.iter().filter(|(key, _)| key == name).map(|(_, size)| *size).max().unwrap_or_default();
        if !enough(service, name, wanted.saturating_sub(number(&machine.record, own))) {
            return Err(error(&format!("Not enough {name} available")));
        }
    }
    Ok(())
}

/// Success of an action.
pub(crate) fn done() -> Reply {
    Reply::json(200, &json!({ "status": true }))
}

/// The failure for a machine that does not exist.
pub(crate) fn unknown() -> Reply {
    error("Virtual machine not found")
}

/// Runs a function on the machine in the path, with its portal's words for on and off.
pub(crate) fn act(world: &mut World, call: &Call, run: impl FnOnce(&mut Machine, (&str, &str)) -> Reply) -> Reply {
    let service = match find(world, call) {
        Ok(service) => service,
        Err(reply) => return reply,
    };
    let on_and_off = if service.listing == Listing::Map { ("online", "offline") } else { ("running", "stopped") };
    let suspended = text(&service.record, "status") == "Suspended";
    match service.machines.iter_mut().find(|machine| machine.id == call.param(1)) {
        None => unknown(),
        Some(_) if suspended => error("Service is suspended"),
        Some(machine) if machine.clock.task().is_some() => error("Virtual machine is locked"),
        Some(machine) => run(machine, on_and_off),
    }
}

/// The service in the path, if it has machines; a read is counted for the machine in the path or for all.
fn read<'a>(world: &'a mut World, call: &Call) -> Result<&'a Service, Reply> {
    for service in world.seflow.services.iter_mut().filter(|service| text(&service.record, "id") == call.param(0)) {
        let one = call.params.get(1);
        for machine in service.machines.iter_mut().filter(|machine| one.is_none_or(|id| machine.id == *id)) {
            world.ticked |= machine.clock.read();
        }
        for machine in service.machines.iter().filter(|machine| machine.clock.state() == GONE) {
            addresses::free(&mut service.ips, machine);
        }
        service.machines.retain(|machine| machine.clock.state() != GONE);
    }
    match find(world, call)? {
        service if service.listing == Listing::None => Err(error("invalid method")),
        service => Ok(service),
    }
}

/// A machine as its portal shows it: one state word, or one with booleans beside it.
fn shown(listing: Listing, machine: &Machine) -> Value {
    let state = machine.clock.shown();
    let more = match listing {
        Listing::Map => json!({ "id": machine.id, "state": state }),
        Listing::List | Listing::None => json!({
            "id": machine.id, "status": state, "built": true, "power": machine.clock.state() == "running",
            "locked": machine.clock.task().is_some(),
        }),
    };
    with(&machine.record, more)
}
