//! Fleio's replies as common records, one line a field: machines here, the rest by subject below.
//! Words branch on `status` only: the display texts are translated by the server.

mod account;
mod answer;
mod billing;
mod network;
mod place;
mod service;
mod storage;
mod ticket;

pub(crate) use account::*;
pub(crate) use answer::*;
pub(crate) use billing::*;
pub(crate) use network::*;
pub(crate) use place::*;
pub(crate) use service::*;
pub(crate) use storage::*;
pub(crate) use ticket::*;

use crate::{
    error::Result,
    model::{Head, Instance},
    provider::{Node, read},
};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// A virtual machine. Source: fotbo.txt "Get Instance Details"; fleio.txt "Get client's instance list".
pub(crate) fn instance(_: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    let flavor = n.at("flavor");
    Ok(Instance {
        head: Head {
            id: read::id(n.any(&["id", "uuid"]), "instance")?,
            name: n.at("name").text(),
            state: state(n.at("status").str(), n.at("display_task").str()),
            provider_state: n.at("status").text(),
            created_at: n.at("created").time(),
        },
        cpus: flavor.at("vcpus").integer(),
        memory_bytes: flavor.at("memory_mb").scaled(MIB),
        disk_bytes: flavor.at("root_gb").scaled(GIB),
        ips: addresses(n),
        region: n.at("region").text().or_else(|| n.at("region_obj").at("id").text()),
        flavor: flavor.any(&["name", "id"]).text().or_else(|| flavor.text()),
        image: n.at("image").text().or_else(|| n.at("image").any(&["name", "id"]).text()),
        tags: tags(n.at("tags")),
        locked: n.at("locked").bool(),
        persistent: None,
    })
}

/// The state word; a task under way wins over the status it is about to change.
fn state(status: Option<&str>, task: Option<&str>) -> &'static str {
    match task.map(str::to_ascii_lowercase).as_deref() {
        None => {}
        Some("powering-off" | "powering off" | "stopping") => return "stopping",
        Some("powering-on" | "powering on" | "starting") => return "starting",
        Some(_) => return "busy",
    }
    match status {
        Some("active" | "rescued" | "booted_from_iso" | "resized") => "running",
        Some("stopped" | "shutoff") => "stopped",
        Some("paused") => "paused",
        Some("suspended") => "suspended",
        Some("shelved" | "shelved_offloaded") => "shelved",
        Some("building") => "busy",
        Some("error") => "error",
        _ => "unknown",
    }
}

/// Every address of a machine: its row in a list has `access_ip` and, beside it, only the floating IPs.
fn addresses(n: &Node<'_>) -> Option<Vec<String>> {
    let floating = |n: &Node<'_>| -> Vec<String> {
        let each = n.at("floating_ips").items();
        each.filter_map(|(_, ip)| ip.at("floating_ip_address").text().or_else(|| ip.text())).collect()
    };
    let mut found = Vec::new();
    for (_, port) in n.at("net_details").at("ports").items() {
        for kind in ["ipv4s", "ipv6s"] {
            found.extend(
                port.at(kind).items().filter_map(|(_, ip)| ip.any(&["ip_address"]).text().or_else(|| ip.text())),
            );
        }
        found.extend(floating(port));
    }
    for ip in floating(n) {
        if !found.contains(&ip) {
            found.push(ip);
        }
    }
    if let Some(access) = n.at("access_ip").text()
        && !found.contains(&access)
    {
        found.insert(0, access);
    }
    let told = ["access_ip", "net_details", "floating_ips"].iter().any(|key| *n.at(key) != Node::Null);
    told.then_some(found)
}

/// Tags, which are texts or objects with a name.
fn tags(n: &Node<'_>) -> Option<Vec<String>> {
    matches!(n, Node::List(_))
        .then(|| n.items().filter_map(|(_, t)| t.at("name").text().or_else(|| t.text())).collect())
}
