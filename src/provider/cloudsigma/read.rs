//! CloudSigma's objects as common records, one line a field.
//! Devices are found by looking at keys, never by counting slots: slots have gaps.

mod library;
mod money;
mod network;
mod subscription;

use crate::{
    error::Result,
    model::{Drive, Head, Identity, Instance},
    provider::{Node, read},
};

pub(crate) use library::{STANDARD, image};
pub(crate) use money::{balance, contact, currency, prices, transaction, usage};
pub(crate) use network::{group, ip, vlan};
pub(crate) use subscription::{nameless, subscription};

use super::dialect::is_true;

const MIB: u64 = 1 << 20;

/// A server. Source: manual 8.6 and 8.7; `mem` is in MB, `smp` may be the word `auto`.
pub(crate) fn server(_: Option<&str>, n: &Node<'_>) -> Result<Instance> {
    Ok(Instance {
        head: Head {
            id: read::id(n.at("server"), "server")?,
            name: n.at("name").text(),
            state: server_state(n.at("status").str()),
            provider_state: n.at("status").text(),
            created_at: None,
        },
        cpus: n.at("smp").integer(),
        memory_bytes: n.at("mem").scaled(MIB),
        disk_bytes: None,
        ips: Some(addresses(n)),
        region: None,
        flavor: None,
        image: None,
        tags: words(n.at("tags")),
        locked: None,
        persistent: Some(is_true(n.at("persistent"))),
    })
}

/// The state word; an unknown status is never taken for stopped.
pub(crate) fn server_state(status: Option<&str>) -> &'static str {
    match status {
        Some("active") => "running",
        Some("stopped") => "stopped",
        Some("paused") => "paused",
        Some("dead" | "dumped") => "error",
        Some(word) if word.starts_with("imaging") => "busy",
        _ => "unknown",
    }
}

/// The addresses of the network cards; `auto` stands for one that is not allocated yet.
fn addresses(n: &Node<'_>) -> Vec<String> {
    let is_card = |key: &str| key.starts_with("nic:") && (key.ends_with(":dhcp") || key.ends_with(":dhcp:ip"));
    let cards = n.items().filter(|(key, _)| key.is_some_and(is_card));
    let mut found: Vec<String> = Vec::new();
    for text in cards.filter_map(|(_, node)| node.text()).filter(|t| t.parse::<std::net::IpAddr>().is_ok()) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// A list in one value; null if the key is missing.
pub(crate) fn words(n: &Node<'_>) -> Option<Vec<String>> {
    match n {
        Node::Text(text) => Some(text.split([' ', ',']).filter(|w| !w.is_empty()).map(str::to_owned).collect()),
        _ => None,
    }
}

/// A drive. Source: manual 7.6 and 7.7; three keys together show a clone under way.
pub(crate) fn drive(_: Option<&str>, n: &Node<'_>) -> Result<Drive> {
    let claims = words(n.at("claimed")).unwrap_or_default();
    let attached_to: Vec<String> = claims.iter().filter_map(|claim| guest(claim)).map(str::to_owned).collect();
    Ok(Drive {
        head: Head {
            id: read::id(n.at("drive"), "drive")?,
            name: n.at("name").text(),
            state: drive_state(n, &claims, !attached_to.is_empty()),
            provider_state: n.at("status").text(),
            created_at: None,
        },
        size_bytes: n.at("size").integer(),
        kind: match n.at("type").str() {
            Some("cdrom") => Some("cdrom"),
            Some("disk" | "shared") | None => Some("disk"),
            Some(_) => None,
        },
        attached_to: Some(attached_to),
    })
}

fn drive_state(n: &Node<'_>, claims: &[String], attached: bool) -> &'static str {
    let imaging = match n.at("imaging").str() {
        None => n.items().any(|(key, _)| key == Some("imaging")),
        Some(word) => !matches!(word, "false" | "100%"),
    };
    match n.at("status").str() {
        Some(word) if word.starts_with("copying") || word.starts_with("imaging") => "busy",
        Some("active") if imaging || claims.iter().any(|c| c.contains("imaging")) => "busy",
        Some("active") if attached => "attached",
        Some("active") => "available",
        _ => "unknown",
    }
}

/// The server in a claim: `HOST:guest:SERVER:DEVICE`, whose device has colons of its own.
pub(crate) fn guest(claim: &str) -> Option<&str> {
    let mut parts = claim.splitn(4, ':').skip(1);
    (parts.next() == Some("guest")).then(|| parts.next()).flatten().filter(|id| !id.is_empty())
}

/// The account's profile. Source: manual 6.1.
pub(crate) fn profile(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    let name: Vec<&str> = [n.at("first_name").str(), n.at("last_name").str()].into_iter().flatten().collect();
    Ok(Identity {
        head: Head {
            id: read::id(n.any(&["uuid", "user", "email"]), "profile")?,
            name: (!name.is_empty()).then(|| name.join(" ")),
            state: "unknown",
            provider_state: None,
            created_at: None,
        },
        email: n.at("email").text(),
        company: n.at("company").text(),
        currency: n.at("currency").text(),
    })
}
