//! Floating IPs, networks, security groups and SSH keys.
//! Sources: Fotbo's OpenAPI file, and `OneCloudPlanet`'s of the same product.

use crate::{
    error::Result,
    model::{Firewall, Head, Ip, Key, Network, Rule, Subnet},
    provider::{Node, read},
};

/// A floating IP, which is named by its address.
pub(crate) fn ip(_: Option<&str>, n: &Node<'_>) -> Result<Ip> {
    let address = n.at("floating_ip_address").text();
    let holder = n.at("associated_object");
    let machine = holder.at("device_type").str().is_none_or(|word| word.contains("nova") || word.contains("instance"));
    let told = [n.at("associated_object"), n.at("port")].into_iter().any(|held| !held.is_empty());
    let silent = !has(n, "associated_object") && !has(n, "port");
    Ok(Ip {
        head: Head {
            id: read::id(n.at("id"), "floating IP")?,
            name: address.clone(),
            state: match n.at("status").str() {
                _ if told => "assigned",
                Some("ACTIVE") if silent => "assigned",
                Some("DOWN") if silent => "free",
                _ if silent => "unknown",
                _ => "free",
            },
            provider_state: n.at("status").text(),
            created_at: n.at("created_at").time(),
        },
        version: address.as_deref().map(version),
        address,
        assigned_to: holder.at("id").text().filter(|_| machine),
        rdns: n.at("ptrdname").text(),
        region: n.at("floating_network").at("region").text().or_else(|| n.at("region").text()),
    })
}

/// Returns whether a key is present, even with null.
fn has(n: &Node<'_>, key: &str) -> bool {
    matches!(n, Node::Map(entries) if entries.iter().any(|(name, _)| name == key))
}

/// The version of an address or a range.
pub(crate) fn version(address: &str) -> u64 {
    if address.contains(':') { 6 } else { 4 }
}

/// A network. Its subnets are objects, or in some replies only their ids.
pub(crate) fn network(_: Option<&str>, n: &Node<'_>) -> Result<Network> {
    let subnets: Vec<Subnet> = n.at("subnets").items().map(|(_, s)| subnet(s)).collect();
    let whole = matches!(n.at("subnets"), Node::List(_)) && subnets.iter().all(|subnet| subnet.cidr.is_some());
    Ok(Network {
        head: Head {
            id: read::id(n.at("id"), "network")?,
            name: n.at("name").text(),
            state: match (n.at("status").str(), n.at("admin_state_up").bool()) {
                (Some("ERROR"), _) => "error",
                (Some("BUILD"), _) => "busy",
                (Some("ACTIVE"), _) | (None, Some(true)) => "active",
                _ => "unknown",
            },
            provider_state: n.at("status").text(),
            created_at: n.any(&["created_at", "create_at"]).time(),
        },
        kind: match (n.at("router_external").bool(), n.at("shared").bool()) {
            (Some(true), _) => Some("public".to_owned()),
            (_, Some(true)) => Some("shared".to_owned()),
            (Some(false), Some(false)) => Some("private".to_owned()),
            _ => None,
        },
        cidrs: whole.then(|| subnets.iter().filter_map(|subnet| subnet.cidr.clone()).collect()),
        region: n.at("region").text().or_else(|| n.at("region").at("id").text()),
        subnets,
    })
}

fn subnet(n: &Node<'_>) -> Subnet {
    Subnet {
        id: n.at("id").text().or_else(|| n.text()),
        name: n.at("name").text(),
        cidr: n.at("cidr").text(),
        gateway: n.at("gateway_ip").text(),
    }
}

/// A security group; lists leave out its rules.
pub(crate) fn group(_: Option<&str>, n: &Node<'_>) -> Result<Firewall> {
    Ok(Firewall {
        head: Head {
            id: read::id(n.at("id"), "security group")?,
            name: n.at("name").text(),
            state: "active",
            provider_state: None,
            created_at: n.any(&["created_at", "create_at"]).time(),
        },
        description: n.at("description").text(),
        region: n.at("region").text().or_else(|| n.at("region").at("id").text()),
        rules: n.at("security_group_rules").items().map(|(_, r)| rule(r)).collect(),
    })
}

fn rule(n: &Node<'_>) -> Rule {
    let direction = n.at("direction").str();
    let remote = n.any(&["remote_ip_prefix", "remote_group_name", "remote_group", "remote_group_id"]);
    Rule {
        id: n.at("id").text(),
        direction: direction.map(|word| match word {
            "ingress" => "in".to_owned(),
            "egress" => "out".to_owned(),
            other => other.to_owned(),
        }),
        protocol: direction.map(|_| n.at("protocol").text().unwrap_or_else(|| "any".to_owned())),
        ports: ports(n.at("port_range_min").str(), n.at("port_range_max").str()),
        remote: remote.text().or_else(|| remote.any(&["name", "id"]).text()),
    }
}

fn ports(least: Option<&str>, most: Option<&str>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least != most => Some(format!("{least}-{most}")),
        (Some(one), _) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

/// A public SSH key.
pub(crate) fn key(_: Option<&str>, n: &Node<'_>) -> Result<Key> {
    Ok(Key {
        head: Head {
            id: read::id(n.at("id"), "SSH key")?,
            name: n.at("name").text(),
            state: "active",
            provider_state: None,
            created_at: n.at("created_at").time(),
        },
        kind: Some("ssh".to_owned()),
        fingerprint: n.at("fingerprint").text(),
        public_key: n.at("public_key").text(),
    })
}
