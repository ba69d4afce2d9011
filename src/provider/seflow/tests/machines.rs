//! Machines below services, in the three forms of several portals, and the walk that finds them.

use super::*;
use crate::model::{Drive, Instance};

/// GET /service, the printed example, with other services around it.
const SERVICES: &str = r#"{"services": [
    {"id": "33301", "domain": "example.com", "total": "10.0000", "status": "Active", "billingcycle": "Monthly",
     "next_due": "2015-10-22", "category": "Hosting", "category_url": "hosting", "name": "Starter Hosting"},
    {"id": 33302, "status": "Suspended"}, {"id": "33303", "status": "Terminated"}, {"id": "33304", "status": "Pending"}]}"#;

/// Published output of a portal of 2019, its values replaced: an object keyed by id, a leading space in an address.
const VEESP: &str = r#"{"vms": {"4965": {"id": "4965", "label": "vps-1", "state": "online", "cpus": "1", "memory": 512,
    "burstmem": -1, "disk": 10, "template": "linux-debian-9", "template_label": "Debian 9", "ip": ["192.0.2.10",
    " 2001:db8:0:1::2"], "ipv6subnets": [" 2001:db8:0:1::/64"], "password": "made-up", "bandwidth": 200, "pae": 0,
    "pxe": 0, "usage": {"disk": {"total": 10, "used": 2.5, "free": 7.5, "percent": "25"}}}}}"#;

/// A reply as a client of another portal reads it: flags beside the word, addresses by kind and keyed by id.
const DCHOST: &str = r#"{"success": true, "vms": {"17": {"label": "vds", "status": "running", "built": true,
    "power": "1", "locked": "0", "cpus": 2, "cores": 2, "sockets": 1, "memory": "2048", "disk": "40",
    "template_name": "ubuntu-22.04", "ipv4": "192.0.2.20", "ipv6": "", "ip": {"88": {"ipaddress": "192.0.2.20",
    "main": "1"}, "89": {"ipaddress": "192.0.2.21", "main": "0"}}, "username": "root", "password": "made-up",
    "uptime": "3 days", "mac": "00:00:5e:00:53:01"}}}"#;

/// A reply as a client of a third portal reads it: lists of objects.
const FIBACLOUD: &str = r#"{"vms": {"203": {"id": "203", "label": "cloud", "status": "rebooting", "cpus": "4",
    "memory": "4096", "disk": "80", "template_name": "centos-9", "ip": [{"type": "ipv4", "ip": "192.0.2.30",
    "network": "n", "gateway": "192.0.2.1"}], "interfaces": [{"name": "net0", "mac": "00:00:5e:00:53:02"}],
    "storage": [{"name": "scsi0", "type": "disk", "size_gb": "80"}], "bandwidth": {"data_sent": 1, "data_received": 2}}}}"#;

/// The machines of a portal with one service that answers this.
async fn machines(body: &'static str) -> Vec<Instance> {
    let (session, _) = portal(move |path| match path {
        "/service" => reply(200, r#"{"services":[{"id":"1","status":"Active"}]}"#),
        _ => reply(200, body),
    });
    let listing = list::<Instance>(&session).await.unwrap();
    assert!(listing.failures().is_empty(), "{:?}", listing.failures());
    listing.records.into_iter().map(|(vm, _)| vm).collect()
}

#[tokio::test]
async fn the_form_keyed_by_id_is_read() {
    let vm = machines(VEESP).await.remove(0);
    assert_eq!((vm.head.id.as_str(), vm.head.name.as_deref(), vm.head.state), ("1/4965", Some("vps-1"), "running"));
    assert_eq!((vm.cpus, vm.memory_bytes, vm.disk_bytes), (Some(1), Some(512 << 20), Some(10 << 30)));
    assert_eq!(vm.ips.unwrap(), ["192.0.2.10", "2001:db8:0:1::2"], "trimmed");
    assert_eq!((vm.image.as_deref(), vm.locked), (Some("Debian 9"), None));
}

#[tokio::test]
async fn the_form_with_flags_is_read() {
    let vm = machines(DCHOST).await.remove(0);
    assert_eq!((vm.head.id.as_str(), vm.head.state, vm.locked), ("1/17", "running", Some(false)));
    assert_eq!((vm.cpus, vm.memory_bytes, vm.disk_bytes), (Some(2), Some(2048 << 20), Some(40 << 30)));
    assert_eq!(vm.ips.unwrap(), ["192.0.2.20", "192.0.2.21"], "each once");
    assert_eq!(vm.image.as_deref(), Some("ubuntu-22.04"));
}

#[tokio::test]
async fn the_form_with_lists_of_objects_is_read() {
    let vm = machines(FIBACLOUD).await.remove(0);
    assert_eq!(
        (vm.head.id.as_str(), vm.head.state, vm.head.provider_state.as_deref()),
        ("1/203", "busy", Some("rebooting"))
    );
    assert_eq!((vm.cpus, vm.memory_bytes), (Some(4), Some(4096 << 20)));
    assert_eq!(vm.ips.unwrap(), ["192.0.2.30"]);
}

#[tokio::test]
async fn flags_stand_in_for_a_word_and_nothing_for_nothing() {
    for (flags, state) in [
        (r#""built":false"#, "busy"),
        (r#""built":1,"power":1"#, "running"),
        (r#""built":"1","power":"0""#, "stopped"),
        (r#""power":"on""#, "running"),
        (r#""note":"x""#, "unknown"),
        (r#""state":"SomethingNew""#, "unknown"),
        (r#""state":"","status":"Offline""#, "stopped"),
    ] {
        let body: &'static str = Box::leak(format!(r#"{{"vms":[{{"id":1,{flags}}}]}}"#).into_boxed_str());
        let vm = machines(body).await.remove(0);
        assert_eq!(vm.head.state, state, "{flags}");
        assert_eq!((vm.cpus, vm.memory_bytes, vm.ips), (None, None, None), "nothing is guessed");
    }
}

#[tokio::test]
async fn a_list_and_a_map_by_id_are_the_same() {
    let fields = r#""label":"a","status":"stopped","memory":1024"#;
    let listed: &'static str = Box::leak(format!(r#"{{"vms":[{{"id":"7",{fields}}}]}}"#).into_boxed_str());
    let keyed: &'static str = Box::leak(format!(r#"{{"vms":{{"7":{{{fields}}}}}}}"#).into_boxed_str());
    assert_eq!(machines(listed).await, machines(keyed).await);
}

#[tokio::test]
async fn active_and_suspended_services_are_walked_and_the_others_are_not() {
    let (session, stub) = portal(|path| match path {
        "/service" => reply(200, SERVICES),
        "/service/33301/vms" => reply(200, VEESP),
        "/service/33302/vms" => reply(200, r#"{"vms":{"5":{"label":"old","state":"suspended"}}}"#),
        other => panic!("{other} was asked for"),
    });
    let listing = list::<Instance>(&session).await.unwrap();
    let ids: Vec<_> = listing.records.iter().map(|(vm, _)| vm.head.id.as_str()).collect();
    assert_eq!((ids, listing.failures().len()), (vec!["33301/4965", "33302/5"], 0));
    assert_eq!((stub.count(), stub.most()), (3, 2), "services are walked together");
}

#[tokio::test]
async fn a_service_without_machines_is_one_whose_portal_says_so() {
    for (status, body) in [
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"vms":[]}"#),
        (200, r#"{"success":true,"error":[]}"#),
        (200, r#"{"error":["invalid method"]}"#),
        (200, r#"{"vms":[],"error":["invalid_method"]}"#),
        (404, ""),
        (404, r#"{"error":["invalid method"]}"#),
        (404, r#"{"error":["not found"]}"#),
    ] {
        let (session, _) = portal(move |path| match path {
            "/service" => reply(200, SERVICES),
            "/service/33301/vms" => reply(status, body),
            _ => reply(200, VEESP),
        });
        let listing = list::<Instance>(&session).await.unwrap();
        assert_eq!((listing.records.len(), listing.failures().len()), (1, 0), "{status} {body}");
    }
}

#[tokio::test]
async fn a_service_that_fails_makes_the_listing_incomplete() {
    for (answer, kind) in [
        (reply(500, ""), Kind::Unavailable),
        (reply(403, ""), Kind::Denied),
        (reply(200, ""), Kind::Unavailable),
        (reply(204, ""), Kind::Unavailable),
        (reply(200, "null"), Kind::Unavailable),
        (reply(200, r#"{"vms":null}"#), Kind::Unavailable),
        (reply(200, r#"{"message":"try again"}"#), Kind::Unavailable),
        (reply(200, "<html>log in</html>"), Kind::Unavailable),
        (reply(404, "<html>no such page</html>"), Kind::Unavailable),
        (reply(404, r#"{"error":["hypervisor not found"]}"#), Kind::Unavailable),
        (reply(200, r#"{"error":["internal_error_0"]}"#), Kind::Unavailable),
        (reply(200, r#"{"vms":[],"error":["Connection to hypervisor timed out"]}"#), Kind::Unavailable),
        (reply(200, r#"{"error":["Node not found"]}"#), Kind::Unavailable),
        (reply(200, r#"{"error":["invalid method", "database is locked"]}"#), Kind::Unavailable),
        (reply(200, r#"{"vms":{"1":{"#), Kind::Unavailable),
        (Err(Error::new(Kind::Unavailable, "cannot reach it")), Kind::Unavailable),
    ] {
        let place = format!("{answer:?}");
        let (session, _) = portal(move |path| match path {
            "/service" => reply(200, SERVICES),
            "/service/33301/vms" => answer.clone(),
            _ => reply(200, VEESP),
        });
        let listing = list::<Instance>(&session).await.unwrap();
        assert_eq!(listing.records.len(), 1, "{place}");
        assert_eq!(listing.failures().iter().map(Error::kind).collect::<Vec<_>>(), [kind], "{place}");
        assert!(listing.failures()[0].to_string().contains("service 33301"), "{}", listing.failures()[0]);
    }
}

#[tokio::test]
async fn one_machine_is_read_under_any_key() {
    let inner = r#"{"label":"web","status":"running","memory":"512"}"#;
    for body in [
        format!(r#"{{"vm":{inner}}}"#),
        format!(r#"{{"vm":{{"4965":{inner}}}}}"#),
        format!(r#"{{"vms":{{"4965":{inner}}}}}"#),
        format!(r#"{{"vms":[{inner}]}}"#),
        format!(r#"{{"success":true,"vm":{inner},"error":[]}}"#),
    ] {
        let vm = show::<Instance>(&always(Box::leak(body.clone().into_boxed_str())), "33301/4965").await;
        let vm = vm.unwrap_or_else(|e| panic!("{body}: {e}"));
        assert_eq!(
            (vm.head.id.as_str(), vm.head.name.as_deref(), vm.head.state),
            ("33301/4965", Some("web"), "running")
        );
    }
    for body in ["", "[]", r#"{"vm":[]}"#, r#"{"vms":{}}"#] {
        let gone = show::<Instance>(&always(body), "33301/4965").await.unwrap_err();
        assert_eq!(gone.kind(), Kind::NotFound, "{body}");
    }
    assert_eq!(show::<Instance>(&always("{}"), "4965").await.unwrap_err().kind(), Kind::Usage);
}

#[tokio::test]
async fn where_disks_are_not_listed_the_record_of_the_machine_has_them() {
    for (record, found, failures) in [
        (r#"{"vm":{"id":"5","disk":25}}"#, vec![("33302/5/disk", Some(25 << 30))], 0),
        (r#"{"vm":{"5":{"disk":"25","label":"old"}}}"#, vec![("33302/5/disk", Some(25 << 30))], 0),
        (
            r#"{"vm":{"id":"5","disk":25,"storage":[{"name":"scsi0","size_gb":"20"},{"name":"scsi1","size_gb":5}]}}"#,
            vec![("33302/5/scsi0", Some(20 << 30)), ("33302/5/scsi1", Some(5 << 30))],
            0,
        ),
        (r#"{"vm":{"id":"5","storage":[{"name":"scsi0"},{"size_gb":5}]}}"#, vec![("33302/5/scsi0", None)], 1),
        (r#"{"vm":{"id":"5","label":"old"}}"#, vec![], 1),
    ] {
        let (session, _) = portal(move |path| match path {
            "/service" => reply(200, r#"{"services":[{"id":"33302","status":"Active"}]}"#),
            "/service/33302/vms" => reply(200, r#"{"vms":{"5":{"label":"old"}}}"#),
            "/service/33302/vms/5" => reply(200, record),
            _ => reply(200, r#"{"error":["invalid method"]}"#),
        });
        let listing = list::<Drive>(&session).await.unwrap();
        let drives: Vec<_> = listing.records.iter().map(|(d, _)| (d.head.id.as_str(), d.size_bytes)).collect();
        assert_eq!((drives, listing.failures().len()), (found, failures), "{record}");
    }
}

#[tokio::test]
async fn services_of_an_unknown_status_are_walked_and_those_that_ended_are_not() {
    let (session, stub) = portal(|path| match path {
        "/service" => reply(
            200,
            r#"{"services":[{"id":"1","status":"Suspended"},{"id":"2","status":"Attivo"},{"id":"3"},
                {"id":"4","status":"Terminated"},{"id":"5","status":"Pending"},{"status":"Active"}]}"#,
        ),
        _ => reply(200, r#"{"vms":{"9":{"label":"web"}}}"#),
    });
    let listing = list::<Instance>(&session).await.unwrap();
    let ids: Vec<_> = listing.records.iter().map(|(vm, _)| vm.head.id.as_str()).collect();
    assert_eq!((ids, stub.count()), (vec!["1/9", "2/9", "3/9"], 4));
    assert_eq!(listing.failures().len(), 1, "a service without an id may have machines");
}

#[tokio::test]
async fn disks_are_found_below_machines() {
    let (session, _) = portal(|path| match path {
        "/service" => reply(200, SERVICES),
        "/service/33302/vms" => reply(500, ""),
        "/service/33301/vms" => reply(200, VEESP),
        _ => reply(200, r#"{"storage":{"scsi0":{"type":"disk","size_gb":"80"},"ide2":{"type":"cdrom","size":0}}}"#),
    });
    let listing = list::<Drive>(&session).await.unwrap();
    let found: Vec<_> = listing.records.iter().map(|(d, _)| (d.head.id.as_str(), d.kind, d.size_bytes)).collect();
    assert_eq!(
        found,
        [("33301/4965/scsi0", Some("disk"), Some(80 << 30)), ("33301/4965/ide2", Some("cdrom"), Some(0))]
    );
    assert_eq!(listing.records[0].0.attached_to.as_deref(), Some(&["33301/4965".to_owned()][..]));
    assert_eq!(listing.failures().len(), 1, "the service that failed");
}
