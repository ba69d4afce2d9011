//! Network of the machines of the simulated `SeFlow`: one interface each, and the addresses of their service.
//! An address is in the machine's own record; its id and the mark of a spare one are with the service.

use serde_json::{Value, json};

use super::{
    error,
    machines::{act, done},
    services::{find, map},
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
    Route::get("service/{id}/vms/{vmid}/interfaces", interfaces),
    Route::get("service/{id}/vms/{vmid}/interfaces/{iface}/ips", spare),
    Route::get("service/{id}/vms/{vmid}/ips", assigned),
    Route::post("service/{id}/vms/{vmid}/ips", assign),
    Route::delete("service/{id}/vms/{vmid}/ips/{ipid}", unassign),
    Route::post("service/{id}/vms/{vmid}/rebuild_network", rebuild),
];

/// The name and the id of the one interface of every machine.
const INTERFACE: [&str; 2] = ["net0", "1"];

fn interfaces(world: &mut World, call: &Call) -> Reply {
    of_machine(world, call, |_, machine| {
        let number: u8 = machine.id.parse().unwrap_or_default();
        let [name, id] = INTERFACE;
        let mac = format!("02:00:5e:10:00:{number:02x}");
        let main = addresses(machine).into_iter().next();
        Reply::json(200, &json!({ "interfaces": { name: { "id": id, "mac": mac, "bridge": "vmbr0", "ip": main } } }))
    })
}

/// The addresses of the service that no machine has.
fn spare(world: &mut World, call: &Call) -> Reply {
    if !INTERFACE.contains(&call.param(2)) {
        return error("Interface not found");
    }
    of_machine(world, call, |service, _| {
        let free = service.ips.iter().filter(|ip| text(ip, "status") != "assigned");
        let row = |ip: &Value| json!({ "id": text(ip, "id"), "ipaddress": text(ip, "ipaddress") });
        Reply::json(200, &json!({ "ips": free.map(row).collect::<Vec<_>>() }))
    })
}

/// The addresses of a machine by id, the first of them its main one.
fn assigned(world: &mut World, call: &Call) -> Reply {
    of_machine(world, call, |service, machine| {
        let row = |(place, address): (usize, String)| {
            let main = if place == 0 { "1" } else { "0" };
            (id_of(service, machine, &address), json!({ "ipaddress": address, "main": main }))
        };
        Reply::json(200, &json!({ "ips": map(addresses(machine).into_iter().enumerate().map(row).collect()) }))
    })
}

fn assign(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
    if !INTERFACE.contains(&field("interfaceid")) {
        return error("Interface not found");
    }
    let wanted = match find(world, call).map(|service| address(service, field("ipid"))) {
        Err(reply) => return reply,
        Ok(None) => return error("IP address not found"),
        Ok(Some((_, false))) => return error("IP address is already assigned"),
        Ok(Some((address, true))) => address,
    };
    changed(world, call, &wanted, "assigned", |addresses, wanted| addresses.push(wanted.to_owned()))
}

fn unassign(world: &mut World, call: &Call) -> Reply {
    let fields = call.fields();
    if fields.iter().any(|(key, value)| key == "interfaceid" && !INTERFACE.contains(&value.as_str())) {
        return error("Interface not found");
    }
    let own = match find(world, call) {
        Err(reply) => return reply,
        Ok(service) => address(service, call.param(2)).map(|(address, _)| address).filter(|address| {
            let machines = service.machines.iter().filter(|machine| machine.id == call.param(1));
            machines.flat_map(addresses).any(|own| own == *address)
        }),
    };
    let Some(own) = own else { return error("IP address not found") };
    changed(world, call, &own, "unassigned", |addresses, own| addresses.retain(|address| address.trim() != own))
}

fn rebuild(world: &mut World, call: &Call) -> Reply {
    act(world, call, |machine, _| {
        let state = machine.clock.state().to_owned();
        machine.clock.begin("rebuilding", &state);
        done()
    })
}

/// Gives the addresses of a machine back to its service.
pub(crate) fn free(ips: &mut [Value], machine: &Machine) {
    let own = addresses(machine);
    for ip in ips.iter_mut().filter(|ip| own.contains(&text(ip, "ipaddress"))) {
        *ip = with(ip, json!({ "status": "unassigned" }));
    }
}

/// Changes the addresses in a machine's record, and the status of one address at the service.
fn changed(world: &mut World, call: &Call, address: &str, status: &str, change: fn(&mut Vec<String>, &str)) -> Reply {
    let reply = act(world, call, |machine, _| {
        let many = machine.record.get("ip").is_some();
        let mut all = if many { listed(machine) } else { addresses(machine) };
        change(&mut all, address);
        let record = if many { json!({ "ip": all }) } else { json!({ "ipv4": all.join(",") }) };
        machine.record = with(&machine.record, record);
        done()
    });
    if !reply.failed() {
        let ips = find(world, call).map(|service| service.ips.iter_mut());
        for ip in ips.into_iter().flatten().filter(|ip| text(ip, "ipaddress") == address) {
            *ip = with(ip, json!({ "status": status }));
        }
    }
    reply
}

/// The address with an id in a service, and a mark if it is spare.
fn address(service: &Service, id: &str) -> Option<(String, bool)> {
    let ip = service.ips.iter().find(|ip| text(ip, "id") == id)?;
    Some((text(ip, "ipaddress"), text(ip, "status") != "assigned"))
}

/// The id of an address; one that the service does not list gets its machine's, with a six before it.
fn id_of(service: &Service, machine: &Machine, address: &str) -> String {
    let known = service.ips.iter().find(|ip| text(ip, "ipaddress") == address);
    known.map_or_else(|| format!("6{}", machine.id), |ip| text(ip, "id"))
}

/// The addresses in the list of a machine's record.
fn listed(machine: &Machine) -> Vec<String> {
    let listed = machine.record.get("ip").and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The addresses of a machine, from every place in its record.
fn addresses(machine: &Machine) -> Vec<String> {
    let single = ["ipv4", "ipv6"].map(|key| text(&machine.record, key));
    let single = single.iter().flat_map(|text| text.split(',')).map(str::to_owned);
    listed(machine).into_iter().chain(single).map(|text| text.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

/// Runs a function on the machine in the path.
fn of_machine(world: &mut World, call: &Call, run: impl FnOnce(&Service, &Machine) -> Reply) -> Reply {
    let service = match find(world, call) {
        Ok(service) => &*service,
        Err(reply) => return reply,
    };
    let found = service.machines.iter().find(|machine| machine.id == call.param(1));
    found.map_or_else(super::machines::unknown, |machine| run(service, machine))
}
