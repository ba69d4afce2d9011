//! Addresses, interfaces and templates, which no page prints for machines: every form that clients read is accepted.
//! Such forms are lists, maps by id, maps of texts, bare texts and one entry without a list around it.

use std::net::IpAddr;

use crate::{
    error::Result,
    model::{Head, Image},
    provider::{Node, read},
};

/// An address as one list of a portal describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListedAddress {
    /// The portal's id of the address, if it has one.
    pub id: Option<String>,
    /// The address itself.
    pub address: String,
    /// The portal's word for its state.
    pub status: Option<String>,
    /// The reverse name.
    pub rdns: Option<String>,
    /// The interface it is on.
    pub interface: Option<String>,
    /// The reply, if it is kept.
    pub raw: Option<String>,
}

/// A network interface of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interface {
    /// The portal's id of the interface.
    pub id: String,
    /// The addresses on it.
    pub told: Vec<ListedAddress>,
}

const ADDRESS: &[&str] = &["ipaddress", "ip", "address"];
/// The keys by which an entry about one address is recognised.
pub(crate) const OF_ADDRESS: &[&str] = &["ipaddress", "ip", "address", "ptrname", "ptrcontent"];
/// The keys by which one interface is recognised.
pub(crate) const OF_INTERFACE: &[&str] = &["id", "interfaceid", "identifier", "name", "label", "mac"];
/// The keys by which one template is recognised.
pub(crate) const OF_TEMPLATE: &[&str] = &["id", "template_id", "name", "label"];

/// Hands over the entries of a payload one by one, however they are nested; `own` are the keys of a single entry.
pub(crate) fn entries(key: Option<&str>, n: &Node<'_>, own: &[&str], each: &mut dyn FnMut(Option<&str>, &Node<'_>)) {
    let nested = match n {
        Node::Map(_) => n.any(own).is_empty(),
        Node::List(_) => true,
        _ => false,
    };
    if nested {
        n.items().for_each(|(inner, node)| entries(inner, node, own, each));
    } else if !n.is_empty() {
        each(key, n);
    }
}

/// The address of an entry; nothing if the entry is about something else.
pub(crate) fn listed_address(key: Option<&str>, n: &Node<'_>) -> Option<ListedAddress> {
    let by_key = key.filter(|key| is_address(key));
    let bare = n.str().filter(|text| is_address(text) && key.is_none_or(|key| by_key.is_some() || names_address(key)));
    let address = by_key.or(n.any(ADDRESS).str().filter(|text| is_address(text))).or(bare)?;
    let host = n.str().filter(|text| by_key.is_some() && !is_address(text)).map(str::to_owned);
    let id = key.filter(|key| by_key.is_none() && !key.starts_with("ip")).map(str::to_owned);
    Some(ListedAddress {
        id: n.any(&["id", "ipid", "ip_id"]).text().or(id),
        address: address.to_owned(),
        status: n.at("status").text(),
        rdns: n.any(&["ptrcontent", "rdns", "ptr"]).text().or(host),
        interface: n.any(&["interfaceid", "interface_id", "interface", "iface"]).text(),
        raw: None,
    })
}

/// Every address of an entry, which may be several below one key.
pub(crate) fn addresses(key: Option<&str>, n: &Node<'_>) -> Vec<ListedAddress> {
    let mut found = Vec::new();
    entries(key, n, OF_ADDRESS, &mut |key, n| {
        // One portal has lists of addresses under keys that hold a single address at others.
        let inner = n.any(ADDRESS);
        if inner.str().is_none() && !inner.is_empty() {
            found.extend(addresses(None, inner));
        } else {
            found.extend(listed_address(key, n));
        }
    });
    found
}

/// Returns whether a bare text under this key is an address of its own, rather than a mask or a gateway.
fn names_address(key: &str) -> bool {
    key.bytes().all(|b| b.is_ascii_digit()) || key.starts_with("ip")
}

/// Returns whether a text is an address, or a range of them.
fn is_address(text: &str) -> bool {
    parsed(text).is_some()
}

/// An address in any spelling, and the length of its prefix.
fn parsed(text: &str) -> Option<(IpAddr, Option<u8>)> {
    match text.split_once('/') {
        Some((address, length)) => Some((address.parse().ok()?, Some(length.parse().ok()?))),
        None => Some((text.parse().ok()?, None)),
    }
}

/// Returns whether two texts are one address.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || parsed(one).is_some_and(|one| Some(one) == parsed(other))
}

/// 4 or 6.
pub(crate) fn version(address: &str) -> Option<u64> {
    parsed(address).map(|(address, _)| if address.is_ipv4() { 4 } else { 6 })
}

impl ListedAddress {
    /// Returns whether the user's text names this address: in any spelling, or by its id.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        self.id.as_deref() == Some(wanted) || same(&self.address, wanted)
    }

    /// The id by which the portal identifies the address.
    pub(crate) fn ipid(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.address)
    }
}

/// A network interface, which some portals identify by its name alone.
pub(crate) fn interface(key: Option<&str>, n: &Node<'_>) -> Option<Interface> {
    let named = || key.map(str::to_owned).or_else(|| n.any(&["name", "label"]).text()).or_else(|| n.text());
    let id = n.any(&["id", "interfaceid", "identifier"]).text().or_else(named)?;
    let told = ["ip", "ips", "ipv4", "ipv6", "ipaddress"].iter().flat_map(|key| addresses(None, n.at(key)));
    Some(Interface { id, told: told.collect() })
}

/// A template that machines of a service can be made of.
pub(crate) fn template(key: Option<&str>, n: &Node<'_>) -> Result<Image> {
    let own = n.any(&["id", "template_id"]).text().or_else(|| key.map(str::to_owned)).or_else(|| n.text());
    Ok(Image {
        head: Head {
            id: own.map_or_else(|| read::id(&Node::Null, "template"), Ok)?,
            name: n.any(&["name", "label"]).text().or_else(|| n.text()),
            state: "available",
            provider_state: None,
            created_at: None,
        },
        kind: Some("template"),
        ..Image::default()
    })
}
