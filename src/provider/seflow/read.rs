//! `HostBill`'s objects as common records. Portals name the same thing differently, so each field has candidates.
//! Sources: examples of `SeFlow`'s page; machines as printed or read by published clients of four other portals.

pub(crate) mod account;
pub(crate) mod billing;
pub(crate) mod domain;
pub(crate) mod network;
pub(crate) mod service;
pub(crate) mod ticket;
pub(crate) mod usage;

use crate::{
    error::Result,
    model::{Drive, Head, Instance},
    provider::{Node, read},
};

/// The unit of memory.
pub(crate) const MIB: u64 = 1 << 20;
/// The unit of disks.
pub(crate) const GIB: u64 = 1 << 30;

/// A machine; the key is its id if the portal keys the list by id. Memory is in MB, disks in GB.
pub(crate) fn vm(key: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let id = n.any(&["id", "vmid"]).text().or_else(|| key.map(str::to_owned));
    Ok(Instance {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "machine"), Ok)?,
            name: n.any(&["label", "name", "hostname"]).text(),
            state: state(n),
            provider_state: n.any(&["state", "status"]).text(),
            created_at: n.any(&["created_at", "created"]).time(),
        },
        cpus: n.any(&["cpus", "cpu", "cores"]).integer(),
        memory_bytes: n.at("memory").scaled(MIB),
        disk_bytes: n.at("disk").scaled(GIB),
        ips: addresses(n),
        region: None,
        flavor: None,
        image: n.any(&["template_label", "template_name", "template"]).text(),
        tags: None,
        locked: n.at("locked").bool(),
        persistent: None,
    })
}

/// The state word, from the status or from the flags that some portals have instead.
fn state(n: &Node<'_>) -> &'static str {
    let word = n.any(&["state", "status"]).str().map(str::to_ascii_lowercase);
    match word.as_deref() {
        Some("online" | "running" | "active" | "on" | "up") => "running",
        Some("offline" | "stopped" | "off" | "down") => "stopped",
        Some("paused") => "paused",
        Some("suspended") => "suspended",
        Some("starting") => "starting",
        Some("stopping" | "shutdown") => "stopping",
        Some("rebooting" | "resetting" | "migrating" | "rebuild" | "rebuilding" | "creating" | "building") => "busy",
        Some("error" | "failed") => "error",
        _ => match (n.at("built").bool(), n.at("power").bool()) {
            (Some(false), _) => "busy",
            (_, Some(true)) => "running",
            (_, Some(false)) => "stopped",
            _ => "unknown",
        },
    }
}

/// Every address: texts, objects, or a map keyed by id, without the length of its network; null if no key holds
/// addresses.
fn addresses(n: &Node<'_>) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut told = false;
    for key in ["ip", "ipv4", "ipv6", "ips"] {
        let node = n.at(key);
        told |= *node != Node::Null;
        for (_, item) in node.items() {
            let text = item.any(&["ipaddress", "ip", "address"]).text().or_else(|| item.text());
            let text = text.map(|text| text.split('/').next().unwrap_or_default().to_owned());
            found.extend(text.filter(|t| t.parse::<std::net::IpAddr>().is_ok()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|ip| seen.insert(ip.clone()));
    told.then_some(found)
}

/// The one disk of a machine whose record has a disk size and no more about disks.
pub(crate) fn only_disk(n: &Node<'_>) -> Option<Drive> {
    let size_bytes = n.any(&["disk", "disk_size"]).scaled(GIB)?;
    let name = "disk".to_owned();
    let head = Head { id: name.clone(), name: Some(name), state: "attached", ..Head::default() };
    Some(Drive { head, size_bytes: Some(size_bytes), kind: Some("disk"), attached_to: None })
}

/// A disk of a machine; sizes are in GB.
pub(crate) fn disk(key: Option<&str>, n: &Node<'_>) -> Result<Drive> {
    let id = n.any(&["id", "diskid", "name"]).text().or_else(|| key.map(str::to_owned));
    Ok(Drive {
        head: Head {
            id: id.map_or_else(|| read::id(&Node::Null, "disk"), Ok)?,
            name: n.any(&["name", "label"]).text(),
            state: "attached",
            provider_state: None,
            created_at: None,
        },
        size_bytes: n.any(&["size_gb", "size", "disk_size"]).scaled(GIB),
        kind: if n.at("type").str() == Some("cdrom") { Some("cdrom") } else { Some("disk") },
        attached_to: None,
    })
}
