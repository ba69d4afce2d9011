//! Images, networks, keys and servers as records, in full and with all but their ids missing.
//! The words are those of the panel's published demo.

use super::*;
use crate::model::{Host, Image, Key, Network};

/// A panel with two servers, of which the first has the given things and the second has nothing.
fn on_one(operation: &'static str, first: &'static str) -> Session {
    let answer = move |asked: &str, body: &str| match asked == operation {
        true if body.contains("\"server_id\":1") => reply(200, first),
        true => reply(200, r#"{"data":[]}"#),
        false => two_servers(asked, body),
    };
    panel(answer).0
}

#[tokio::test]
async fn images_are_those_on_the_servers() {
    let session = on_one(
        "image.list",
        r#"{"data":[{"id":41,"type":"image","attributes":{"provider":"lxd","image_architecture":"x86_64","image_cached":true,
            "image_description":"Debian bookworm amd64","image_expires_at":0,"image_fingerprint":"3a9d2000",
            "image_instance_type":"container","image_last_used_at":1763600000}},
            {"attributes":{"image_fingerprint":4}},{"attributes":{"image_description":"without"}}]}"#,
    );
    let listing = list::<Image>(&session).await.unwrap();
    let found: Vec<_> =
        listing.records.iter().map(|(i, _)| (i.head.id.as_str(), i.head.name.as_deref(), i.kind)).collect();
    assert_eq!(found, [("1/3a9d2000", Some("Debian bookworm amd64"), Some("own")), ("1/4", None, Some("own"))]);
    assert_eq!((listing.failures().len(), listing.records[0].0.head.created_at.as_deref()), (1, None));
}

#[tokio::test]
async fn networks_are_called_by_name_below_their_server() {
    let session = on_one(
        "network.list",
        r#"{"data":[{"id":51,"attributes":{"network_name":"lxdbr0","network_type":"bridge","network_addr":"10.17.3.1/24"}},
            {"attributes":{"network_name":"both","network_addr":"10.1.1.1/24, fd00::1/64"}},
            {"attributes":{"network_name":"bare","network_addr":"none"}},{"attributes":{"network_name":"dark"}}]}"#,
    );
    let listing = list::<Network>(&session).await.unwrap();
    let found: Vec<_> = listing.records.iter().map(|(n, _)| (n.head.id.as_str(), n.cidrs.clone())).collect();
    let ranges = |all: &[&str]| Some(all.iter().map(|range| (*range).to_owned()).collect::<Vec<_>>());
    assert_eq!(
        found,
        [
            ("1/lxdbr0", ranges(&["10.17.3.1/24"])),
            ("1/both", ranges(&["10.1.1.1/24", "fd00::1/64"])),
            ("1/bare", ranges(&[])),
            ("1/dark", None)
        ]
    );
    let first = &listing.records[0].0;
    assert_eq!((first.kind.as_deref(), first.head.name.as_deref()), (Some("bridge"), Some("lxdbr0")));
}

#[tokio::test]
async fn keys_show_their_fingerprint() {
    let body = r#"{"data":[{"id":17,"type":"ssh-key","attributes":{"key_type":"ssh","key_name":"laptop",
        "key_public":"SHA256:madeUp","key_timeadd":1763600000,"user_id":7,"provider":"internal"}},
        {"attributes":{"key_id":18,"key_public":"ssh-ed25519 AAAAC3Nz","key_timeadd":0}},
        {"id":19,"attributes":{"key_timeadd":99999999999999999}},{"attributes":{"key_name":"without"}}]}"#;
    let listing = list::<Key>(&always(body)).await.unwrap();
    let [laptop, whole, late] = &*listing.records.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>() else {
        panic!("three keys have an id")
    };
    assert_eq!((laptop.head.id.as_str(), laptop.head.name.as_deref()), ("17", Some("laptop")));
    assert_eq!((laptop.kind.as_deref(), laptop.fingerprint.as_deref()), (Some("ssh"), Some("SHA256:madeUp")));
    assert_eq!(laptop.head.created_at.as_deref(), Some("2025-11-20T00:53:20Z"));
    assert_eq!((whole.head.id.as_str(), whole.public_key.as_deref()), ("18", Some("ssh-ed25519 AAAAC3Nz")));
    assert_eq!((whole.fingerprint.as_deref(), whole.head.created_at.as_deref()), (None, None));
    assert_eq!((late.head.id.as_str(), late.head.created_at.as_deref()), ("19", None));
    assert_eq!(listing.failures().len(), 1);
}

#[tokio::test]
async fn servers_are_listed_by_their_number() {
    let body = r#"{"data":[{"type":"server","attributes":{"provider":"lxd","server_id":3,"server_host":"lxd-a.example.net",
        "server_port":8443,"server_protocol":"lxd"}},{"id":"7","type":"server"},{"type":"server"}]}"#;
    let listing = list::<Host>(&always(body)).await.unwrap();
    let found: Vec<_> = listing
        .records
        .iter()
        .map(|(h, _)| (h.head.id.as_str(), h.head.name.as_deref(), h.address.as_deref()))
        .collect();
    assert_eq!(found, [("3", Some("lxd-a.example.net"), Some("lxd-a.example.net:8443")), ("7", None, None)]);
    assert_eq!((listing.failures().len(), listing.records[0].0.instances.as_deref()), (1, None));
}

async fn host(included: &str) -> Host {
    let body = format!(
        r#"{{"data":{{"id":3,"type":"server","attributes":{{"server_id":3,"server_host":"lxd-a.example.net","server_port":8443,
            "server_cpu_cores":16,"server_cpu_threads":32,"server_memory_total":32018,"server_memory_used":"11800",
            "server_driver":"lxc","server_driver_version":"5.0.2"}}}}{included}}}"#
    );
    show::<Host>(&always(body), "3").await.unwrap()
}

#[tokio::test]
async fn a_server_is_shown_with_what_runs_on_it() {
    let host = host("").await;
    assert_eq!((host.cpus, host.memory_bytes), (Some(32), Some(32_018 << 20)));
    assert_eq!((host.memory_used_bytes, host.driver.as_deref()), (Some(11_800 << 20), Some("lxc 5.0.2")));
    assert_eq!(host.head.state, "available");
}

#[tokio::test]
async fn instances_of_a_server_are_none_or_unknown() {
    let web = r#"{"id":31,"type":"instance","attributes":{"instance_name":"web"}}"#;
    let other = r#"{"id":61,"type":"profile","attributes":{}}"#;
    let trouble = r#"{"errors":[{"detail":"no answer"}]}"#;
    for (included, names) in [
        (String::new(), None),
        (",\"included\":null".to_owned(), None),
        (",\"included\":[]".to_owned(), Some(vec![])),
        (format!(",\"included\":[{other}]"), Some(vec![])),
        (format!(",\"included\":[{web},{trouble}]"), Some(vec!["web".to_owned()])),
        (format!(",\"included\":[{other},{trouble}]"), None),
    ] {
        assert_eq!(host(&included).await.instances, names, "{included}");
    }
}
