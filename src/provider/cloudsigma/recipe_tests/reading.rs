//! Listings that take several calls, and questions about one server.
//! Records that cannot be read are never taken for missing.

use super::*;
use crate::{
    model::{Group, Image},
    provider::testing::{list, show},
};

#[tokio::test]
async fn what_clients_read_in_one_call_is_read_one_by_one_where_that_is_missing() {
    let stub = cloud(|path, _| match path {
        "/drives/standard/list" => Some((200, "i1\ni2\n")),
        "/drives/i1/info" => Some((200, IMAGE)),
        "/drives/i2/info" => Some((200, "drive i2\nname rescue\nstatus active\ntype cdrom\n")),
        "/drives/info" => {
            Some((200, "drive d1\nstatus active\nclaimed h:guest:s1:ide:0:0\n\ndrive d2\nstatus active\n"))
        }
        "/resources/vlan/list" => Some((200, "vlan v1\nvlan v2\n")),
        "/resources/vlan/v1/info" => Some((200, "resource v1\ntype vlan\nname back\n")),
        _ => Some((404, "errors:system Command could not be found\n")),
    });
    let session = over(account(&CLOUDSIGMA, BASE), &stub);
    let images = list::<Image>(&session).await.unwrap();
    let kinds: Vec<_> = images.records.iter().map(|(i, _)| (i.head.id.as_str(), i.kind, i.min_disk_bytes)).collect();
    assert_eq!(kinds, [("i1", Some("standard"), Some(1000)), ("i2", Some("cdrom"), None), ("d2", Some("own"), None)]);
    let vlans = list::<Network>(&session).await.unwrap();
    assert_eq!((vlans.records.len(), vlans.failures().len()), (1, 0), "one that is gone meanwhile is left out");
}

#[tokio::test]
async fn a_library_that_cannot_be_reached_is_no_empty_one() {
    let stub = cloud(|path, _| (path == "/drives/info").then_some((200, FREE)).or(Some((503, ""))));
    let session = over(account(&CLOUDSIGMA, BASE), &stub);
    assert_eq!(list::<Image>(&session).await.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test]
async fn servers_tell_whose_an_address_is_and_whether_a_group_survives() {
    let with = |servers: &'static str| {
        cloud(move |path, _| match path {
            "/servers/info" => Some((if servers.is_empty() { 503 } else { 200 }, servers)),
            "/resources/ip/info" => {
                Some((200, "resource 192.0.2.7\nname p9\ntype ip\n\nresource 2001:db8::7\ntype ip\n"))
            }
            "/servergroups/list" => Some((200, "g1\n")),
            "/servergroups/g1/info" => Some((200, "name Database servers\ndescription all kind of database servers\n")),
            _ => None,
        })
    };
    let cases = [
        ("server s1\nnic:0:dhcp 192.0.2.7\npersistent true\n", Some("s1"), ["assigned", "free"], true),
        ("server s1\nnic:0:dhcp auto\npersistent true\n\nserver s2\n", None, ["free", "free"], false),
        ("", None, ["unknown", "unknown"], false),
    ];
    for (servers, user, states, persistent) in cases {
        let session = over(account(&CLOUDSIGMA, BASE), &with(servers));
        let ips = list::<Ip>(&session).await.unwrap();
        let (first, second) = (&ips.records[0].0, &ips.records[1].0);
        assert_eq!((first.assigned_to.as_deref(), [first.head.state, second.head.state]), (user, states));
        assert_eq!((first.head.name.as_deref(), first.version, second.version), (Some("192.0.2.7"), Some(4), Some(6)));
        assert_eq!(ips.failures().is_empty(), !servers.is_empty(), "an incomplete listing says so");
        for group in
            [list::<Group>(&session).await.unwrap().records.remove(0).0, show::<Group>(&session, "g1").await.unwrap()]
        {
            assert_eq!((group.head.id.as_str(), group.head.name.as_deref()), ("g1", Some("Database servers")));
            assert_eq!((group.persistent, group.members), (Some(persistent), None));
        }
    }
}

#[tokio::test]
async fn a_screen_is_shown_where_there_is_one() {
    let of = |server: &'static str| async move {
        let stub = cloud(move |_, _| Some((200, server)));
        let session = over(account(&CLOUDSIGMA, BASE), &stub);
        let (flags, noun) = (Inputs::none(), &CLOUDSIGMA.facts().bindings.instances);
        let typed = Typed { id: "s1", names: noun.id, name: None, flags: &flags };
        let lines = noun.ask(&crate::model::CONSOLE).unwrap().answer(&session, &typed).await;
        lines.map(|lines| format!("{:?}", lines[0].0)).map_err(|error| error.kind())
    };
    let shown = of("server s1\nstatus active\nvnc:ip 192.0.2.7\nvnc:password KD9R3jcF\n").await.unwrap();
    assert_eq!(shown, r#"[Text("vnc"), Text("192.0.2.7:5900"), Text("KD9R3jcF")]"#);
    assert_eq!(of("server s1\nstatus active\nvnc:ip 192.0.2.7\n").await, Err(Kind::Conflict));
    assert_eq!(of("server s1\nstatus stopped\nvnc:ip auto\nvnc:password x\n").await, Err(Kind::Conflict));
}
