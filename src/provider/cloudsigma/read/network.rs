//! Addresses, VLANs and server groups as common records, one line a field.
//! Only servers say which of them uses an address or a VLAN.

use std::net::IpAddr;

use crate::{
    error::Result,
    model::{Group, Head, Ip, Network},
    provider::{Node, read},
};

/// A static address. Source: manual 9.5; the caller adds the server that uses it.
pub(crate) fn ip(_: Option<&str>, n: &Node<'_>) -> Result<Ip> {
    let address = read::id(n.at("resource"), "address")?;
    Ok(Ip {
        version: address.parse().ok().map(|ip: IpAddr| if ip.is_ipv4() { 4 } else { 6 }),
        head: Head {
            id: address.clone(),
            name: Some(address.clone()),
            state: "unknown",
            provider_state: None,
            created_at: None,
        },
        address: Some(address),
        assigned_to: None,
        rdns: None,
        region: None,
    })
}

/// A VLAN. Source: manual 9.2.
pub(crate) fn vlan(_: Option<&str>, n: &Node<'_>) -> Result<Network> {
    Ok(Network {
        head: Head {
            id: read::id(n.at("resource"), "VLAN")?,
            name: n.at("name").text(),
            state: "active",
            provider_state: None,
            created_at: None,
        },
        kind: Some(n.at("type").text().unwrap_or_else(|| "vlan".to_owned())),
        cidrs: None,
        region: None,
        subnets: Vec::new(),
    })
}

/// A server group, whose details may lack its id. Source: manual 10.5 and 10.6, which do not list its servers; their
/// persistence is known only when all servers of the account are persistent.
pub(crate) fn group(id: &str, n: &Node<'_>, all_persistent: bool) -> Group {
    Group {
        head: Head {
            id: id.to_owned(),
            name: n.at("name").text(),
            state: "active",
            provider_state: None,
            created_at: None,
        },
        description: n.at("description").text(),
        members: None,
        persistent: Some(all_persistent),
    }
}
