//! ui-vmm's resources as common records: a resource is `{id, type, attributes}`, and each of the three may be missing.
//! Source: the fields that its own panel reads; the document leaves every reply empty.

mod account;
mod server;

use crate::{
    error::Result,
    model::{Drive, Head, Instance},
    provider::{Node, read},
};

pub(crate) use account::{key, user};
pub(crate) use server::{host, image, image_server, instances_on, network, server_id};

/// An instance, whose name is its id below a server. Memory is text with a unit, numbers are texts.
pub(crate) fn instance(_: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let a = n.at("attributes");
    let name = read::id(a.at("instance_name"), "instance")?;
    let status = a.at("instance_status");
    Ok(Instance {
        head: Head {
            id: name.clone(),
            name: Some(name),
            state: state(status.str()),
            provider_state: status.text(),
            created_at: a.any(&["instance_created_at", "created_at"]).time(),
        },
        cpus: a.at("instance_cpu").integer(),
        memory_bytes: a.at("instance_memory").str().and_then(memory),
        disk_bytes: None,
        ips: addresses(a.at("instance_devices")),
        region: None,
        flavor: a.at("instance_type").text(),
        image: made_from(a),
        tags: None,
        locked: None,
        persistent: None,
    })
}

/// The state word, from LXD's own word in lower case.
fn state(status: Option<&str>) -> &'static str {
    match status.map(str::to_ascii_lowercase).as_deref() {
        Some("running" | "started" | "thawed" | "ready") => "running",
        Some("stopped") => "stopped",
        Some("frozen") => "paused",
        Some("starting") => "starting",
        Some("stopping") => "stopping",
        Some("operation created" | "pending" | "cancelling" | "aborting" | "freezing") => "busy",
        Some("error") => "error",
        _ => "unknown",
    }
}

/// A size such as `256MB` in bytes; LXD's units are decimal but for those with an `i`.
fn memory(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" | "k" => 1_000,
        "mb" | "m" => 1_000_000,
        "gb" | "g" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// The addresses that devices are given; null if there is none, since a machine may have some that no device names.
fn addresses(devices: &Node<'_>) -> Option<Vec<String>> {
    let each = devices.items().flat_map(|(_, d)| [d.at("ipv4.address").text(), d.at("ipv6.address").text()]);
    let found: Vec<String> = each.flatten().collect();
    (!found.is_empty()).then_some(found)
}

/// The system that the instance was made from.
fn made_from(a: &Node<'_>) -> Option<String> {
    let parts: Vec<&str> =
        [a.at("instance_image_os").str(), a.at("instance_image_version").str()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A volume, whose id is `POOL/NAME` below a server.
pub(crate) fn volume(_: Option<&str>, n: &Node<'_>) -> Result<Drive> {
    let a = n.at("attributes");
    let name = read::id(a.at("volume_name"), "volume")?;
    let pool = read::id(a.at("pool_name"), "volume's pool")?;
    let used = a.at("volume_used_by");
    let users: Vec<String> =
        used.str().unwrap_or_default().split(',').map(str::trim).filter(|u| !u.is_empty()).map(str::to_owned).collect();
    Ok(Drive {
        head: Head {
            id: format!("{pool}/{name}"),
            name: Some(name),
            state: if *used == Node::Null {
                "unknown"
            } else if users.is_empty() {
                "available"
            } else {
                "attached"
            },
            provider_state: None,
            created_at: None,
        },
        size_bytes: None,
        kind: match a.at("volume_type").str() {
            Some("image") => Some("image"),
            _ => Some("volume"),
        },
        attached_to: (*used != Node::Null)
            .then(|| users.iter().map(|u| u.rsplit('/').next().unwrap_or(u).to_owned()).collect()),
    })
}
