//! Addresses and templates in the forms of several portals, joined over services, machines and names.
//! A list that a portal lacks counts as empty; a failure makes the listing incomplete.

use super::*;
use crate::{
    model::{Image, Ip},
    provider::seflow::read::network::{ListedAddress, OF_ADDRESS, OF_INTERFACE, addresses, entries, interface},
};

const SERVICES: &str = r#"{"services": [{"id": "33301", "status": "Active"}, {"id": "33302", "status": "Suspended"},
    {"id": "33303", "status": "Terminated"}]}"#;

/// GET /service/@id/ip and /rdns as the page prints them, with more addresses.
const IPS: &str = r#"{"ips": [{"ipaddress": "15.20.101.2", "mask": "255.255.255.0", "client_description": "", "status": "assigned"},
    {"ipaddress": "15.20.101.3", "mask": "255.255.255.0", "client_description": "spare", "status": "unassigned"},
    {"ipaddress": "15.20.101.4", "mask": "255.255.255.0", "status": "assigned"}, {"ipaddress": "15.20.101.5"}]}"#;
const RDNS: &str = r#"{"ips": [{"ipaddress": "15.20.101.2", "ptrname": "2.101.20.15.in-addr.arpa", "ptrcontent": "example.com"},
    {"ipaddress": "2001:0db8::2", "ptrcontent": "six.example.com"}]}"#;
const VMS: &str = r#"{"vms": {"12": {"label": "web", "ip": ["15.20.101.2", " 2001:db8::2"]}}}"#;

fn answer(path: &str) -> Result<Reply> {
    reply(
        200,
        match path {
            "/service" => SERVICES,
            "/service/33301/ip" => IPS,
            "/service/33301/rdns" => RDNS,
            "/service/33301/vms" => VMS,
            "/service/33301/vms/12/ips" => r#"{"ips": {"88": {"ipaddress": "15.20.101.2"}}}"#,
            "/service/33301/templates" => {
                r#"{"templates": {"12": {"id": "12", "name": "Debian 12"}, "24": {"name": "Ubuntu"}}}"#
            }
            "/service/33302/templates" => r#"{"templates": {"7": "CentOS 7"}}"#,
            _ => return reply(404, ""),
        },
    )
}

#[tokio::test]
async fn addresses_are_joined_with_their_machines_and_names() {
    let listing = list::<Ip>(&portal(answer).0).await.unwrap();
    assert!(listing.failures().is_empty(), "{:?}", listing.failures());
    let found: Vec<_> = listing
        .records
        .iter()
        .map(|(ip, _)| (&*ip.head.id, ip.head.state, ip.version, ip.assigned_to.as_deref(), ip.rdns.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("33301/15.20.101.2", "assigned", Some(4), Some("33301/12"), Some("example.com")),
            ("33301/15.20.101.3", "free", Some(4), None, None),
            ("33301/15.20.101.4", "assigned", Some(4), None, None),
            ("33301/15.20.101.5", "unknown", Some(4), None, None),
            ("33301/2001:db8::2", "assigned", Some(6), Some("33301/12"), Some("six.example.com")),
        ]
    );
    let (first, _) = &listing.records[0];
    assert_eq!((first.head.name.as_deref(), first.address.as_deref()), (Some("15.20.101.2"), Some("15.20.101.2")));
}

#[tokio::test]
async fn what_fails_is_told_and_what_is_lacking_is_not() {
    for failing in ["/service/33301/ip", "/service/33301/rdns", "/service/33301/vms", "/service/33301/vms/12/ips"] {
        let (session, _) = portal(move |path| if path == failing { reply(500, "") } else { answer(path) });
        let listing = list::<Ip>(&session).await.unwrap();
        assert_eq!(listing.failures().iter().map(Error::kind).collect::<Vec<_>>(), [Kind::Unavailable], "{failing}");
        assert!(listing.failures()[0].to_string().contains("service 33301"), "{}", listing.failures()[0]);
        assert!(!listing.records.is_empty(), "{failing}");
        let (session, _) = portal(move |path| match path {
            path if path == failing => reply(200, r#"{"error": ["invalid method"]}"#),
            path => answer(path),
        });
        assert!(list::<Ip>(&session).await.unwrap().failures().is_empty(), "{failing}");
    }
}

#[tokio::test]
async fn templates_are_found_below_every_service() {
    let listing = list::<Image>(&portal(answer).0).await.unwrap();
    let found: Vec<_> =
        listing.records.iter().map(|(i, _)| (&*i.head.id, i.head.name.as_deref(), i.kind, i.head.state)).collect();
    let template = |id, name| (id, Some(name), Some("template"), "available");
    assert_eq!(
        found,
        [template("33301/12", "Debian 12"), template("33301/24", "Ubuntu"), template("33302/7", "CentOS 7")]
    );
    assert!(listing.failures().is_empty());
    for body in [r#"{"templates": ["debian-12"]}"#, r#"{"templates": {"id": 5, "name": "debian-12"}}"#] {
        let (session, _) = portal(move |path| match path {
            "/service" => reply(200, r#"{"services": [{"id": 1, "status": "Active"}]}"#),
            _ => reply(200, body),
        });
        let listing = list::<Image>(&session).await.unwrap();
        assert_eq!(listing.records[0].0.head.name.as_deref(), Some("debian-12"), "{body}");
    }
    let (session, _) = portal(|path| if path.ends_with("33302/templates") { reply(500, "") } else { answer(path) });
    let listing = list::<Image>(&session).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (2, 1));
}

/// The addresses in a reply, with their ids.
fn told(body: &str) -> Vec<(Option<String>, String)> {
    let node: crate::provider::Node<'_> = serde_json::from_str(body).unwrap();
    let mut found: Vec<ListedAddress> = Vec::new();
    entries(None, &node, OF_ADDRESS, &mut |key, n| found.extend(addresses(key, n)));
    found.into_iter().map(|told| (told.id, told.address)).collect()
}

#[test]
fn addresses_are_read_in_every_form() {
    let with = |id: Option<&str>| vec![(id.map(str::to_owned), "192.0.2.1".to_owned())];
    for (body, id) in [
        (r#"["192.0.2.1"]"#, None),
        (r#"[" 192.0.2.1", "", "no address"]"#, None),
        (r#""192.0.2.1""#, None),
        (r#"{"88": "192.0.2.1"}"#, Some("88")),
        (r#"{"88": {"ipaddress": "192.0.2.1", "main": "1"}}"#, Some("88")),
        (r#"[{"id": 88, "ip": "192.0.2.1", "network": "192.0.2.0", "gateway": "192.0.2.254"}]"#, Some("88")),
        (r#"{"id": "88", "address": "192.0.2.1"}"#, Some("88")),
        (r#"{"ipv4": ["192.0.2.1"], "ipv6": []}"#, None),
        (r#"{"ipv4": "192.0.2.1", "ipv6": ""}"#, None),
        (r#"{"192.0.2.1": {"ptrcontent": "a.example.com"}}"#, None),
        (r#"{"192.0.2.1": "a.example.com"}"#, None),
        (r#"{"ip": {"88": {"ipaddress": "192.0.2.1"}}}"#, Some("88")),
    ] {
        assert_eq!(told(body), with(id), "{body}");
    }
    for body in ["[]", "{}", "null", "7", r#"{"mask": "255.255.255.0", "gateway": "192.0.2.254"}"#, r#"[[["x"]]]"#] {
        assert_eq!(told(body), [], "{body}");
    }
}

#[test]
fn interfaces_are_read_in_every_form() {
    for (body, ids) in [
        (r#"["eth0", "eth1"]"#, vec!["eth0", "eth1"]),
        (r#"{"net0": {"mac": "m", "bridge": "b", "ip": "192.0.2.1"}}"#, vec!["net0"]),
        (r#"[{"name": "net0", "model": "virtio", "ip": [{"ipaddress": "192.0.2.1"}]}]"#, vec!["net0"]),
        (r#"{"1": "eth0"}"#, vec!["1"]),
        (r#"[{"id": 4, "name": "net0"}]"#, vec!["4"]),
        ("[]", vec![]),
    ] {
        let node: crate::provider::Node<'_> = serde_json::from_str(body).unwrap();
        let mut found = Vec::new();
        entries(None, &node, OF_INTERFACE, &mut |key, n| found.extend(interface(key, n)));
        assert_eq!(found.iter().map(|i| i.id.as_str()).collect::<Vec<_>>(), ids, "{body}");
        let held = found.iter().flat_map(|i| &i.told).all(|told| told.address == "192.0.2.1");
        assert!(held, "{body}");
    }
}
