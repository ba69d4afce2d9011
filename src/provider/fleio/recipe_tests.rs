//! Recipes at work: refusals before anything is sent, waits, and the warnings before a delete.
//! The table of verbs has the requests of each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};

use super::{FLEIO, bindings::BINDINGS};
use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Request, Target, stub::Stub},
    model::{Action, Backup, Drive, Firewall, Instance, Ip, Network, verbs},
    provider::{
        Act, Bound, Call, CallScope, Input, Inputs, Planned, Session, Typed,
        act::Made,
        testing::{self, reply},
    },
};

const BASE: &str = "https://cloud.example.com/backend/api";

fn session(stub: &Stub) -> Session {
    testing::over(testing::account(&FLEIO, BASE), stub)
}

fn binding<R: Bound>(action: &Action) -> &'static Act {
    R::noun().binding(&BINDINGS).act(action).unwrap()
}

/// Carries a verb out on `a`, within a time limit.
async fn go<R: Bound>(stub: &Stub, action: &'static Action, flags: Inputs, limit: Duration) -> Result<Made> {
    let session = session(stub);
    let act = binding::<R>(action);
    let (id, name) = if action.makes { ("", "new") } else { ("a", "web") };
    let typed = Typed { id, names: &["id"], name: Some(name), flags: &flags };
    let target = Target { kind: R::noun().kind(), id: id.to_owned(), name: Some(name.to_owned()), survives_stop: true };
    let aim = CallScope { targets: vec![target], consent: Consent::Everything };
    Call::new(&session, act, typed, aim, Instant::now() + limit, false).go().await
}

/// Answers reads with one body, and nothing else.
fn reads(body: &'static str) -> Stub {
    Stub::by(move |request: &Request| match request.method.word() {
        "GET" => reply(200, body),
        other => panic!("{other} {}", request.url),
    })
}

/// The refusal of a verb with these flags; nothing is changed then.
async fn refused<R: Bound>(action: &'static Action, flags: &[(&'static str, &str)], body: &'static str) -> Error {
    let flags = flags.iter().fold(Inputs::none(), |inputs, (name, value)| match value.parse::<i64>() {
        Ok(number) => inputs.with(name, Input::Integer(number)),
        Err(_) => inputs.text(name, *value),
    });
    go::<R>(&reads(body), action, flags, Duration::from_secs(5)).await.unwrap_err()
}

fn told(error: &Error, kind: Kind, words: &str) {
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test]
async fn a_drive_only_grows() {
    for size in ["21474836480", "1", "10737418241"] {
        let error = refused::<Drive>(&verbs::DRIVE_RESIZE, &[("size", size)], r#"{"id":"a","size":20}"#).await;
        told(&error, Kind::Conflict, "has 20 GiB already");
    }
    let error = refused::<Drive>(&verbs::DRIVE_DETACH, &[], r#"{"id":"a","status":"available"}"#).await;
    told(&error, Kind::Conflict, "attached to an instance");
    let two = r#"{"id":"a","attachments":[{"server_id":"x"},{"server_id":"y"}]}"#;
    told(&refused::<Drive>(&verbs::DRIVE_DETACH, &[], two).await, Kind::Conflict, "x, y");
}

#[tokio::test]
async fn a_machine_needs_what_only_its_owner_knows() {
    let create = &verbs::INSTANCE_CREATE;
    told(&refused::<Instance>(create, &[("flavor", "f")], "{}").await, Kind::Usage, "--image");
    told(&refused::<Instance>(create, &[("image", "i")], "{}").await, Kind::Usage, "--flavor");
    let both: &[(&str, &str)] = &[("image", "i"), ("flavor", "f")];
    told(&refused::<Instance>(create, both, "{}").await, Kind::Usage, "--region");
    let several = r#"{"bootSources":{"image":[{"id":"i"}]},"flavor":[{"id":"f"}],"selected_region":"nl",
        "user":{"clients":[{"id":1},{"id":2}]}}"#;
    told(&refused::<Instance>(create, both, several).await, Kind::Conflict, "1, 2");
    let nobody = r#"{"bootSources":{"image":[{"id":"i"}]},"flavor":[{"id":"f"}],"selected_region":"nl"}"#;
    told(&refused::<Instance>(create, both, nobody).await, Kind::Failed, "no client");
    let elsewhere =
        r#"{"bootSources":{"image":[{"id":"i"}]},"flavor":[{"id":"g","name":"small"}],"selected_region":"nl"}"#;
    told(&refused::<Instance>(create, both, elsewhere).await, Kind::NotFound, "no flavor \"f\" is on offer");
    let twins = r#"{"flavors":[{"id":"x","name":"f"},{"id":"y","name":"f"}]}"#;
    told(&refused::<Instance>(&verbs::RESIZE, &[("flavor", "f")], twins).await, Kind::Conflict, "x, y");
    told(&refused::<Instance>(&verbs::RESIZE, &[], twins).await, Kind::Usage, "--flavor");
}

#[tokio::test]
async fn an_operation_is_followed_whatever_its_form() {
    for operation in [r#""o1""#, r#"{"id":"o1"}"#] {
        let stub = Stub::by(move |request: &Request| match request.method.word() {
            "GET" => reply(
                200,
                r#"{"bootSources":{"image":[{"id":"i"}]},"flavor":[{"id":"f"}],"selected_region":"nl","client":{"id":1}}"#,
            ),
            _ => reply(201, format!(r#"{{"name":{{}},"operation_id":{operation}}}"#)),
        });
        let flags = Inputs::none().text("image", "i").text("flavor", "f");
        let made = go::<Instance>(&stub, &verbs::INSTANCE_CREATE, flags, Duration::from_secs(5)).await.unwrap();
        assert_eq!((made.id, made.job.as_deref()), (None, Some("o1")));
    }
}

#[tokio::test]
async fn an_address_is_led_where_only_one_way_leads() {
    let free = r#"{"objects":[{"id":"a","floating_ip_address":"203.0.113.50","port":null}],"ports":[
        {"fixed_ips":[{"ip_address":"10.0.0.11"}]},{"ipv4s":[{"ip_address":"10.1.0.11"}]}]}"#;
    told(&refused::<Ip>(&verbs::ASSIGN, &[("to", "m")], free).await, Kind::Conflict, "10.0.0.11, 10.1.0.11");
    let none = r#"{"objects":[{"id":"a","floating_ip_address":"203.0.113.50","port":null}],"ports":[]}"#;
    told(&refused::<Ip>(&verbs::ASSIGN, &[("to", "m")], none).await, Kind::Conflict, "no IPv4 address");
    let taken = r#"{"objects":[{"id":"a","floating_ip_address":"203.0.113.50","associated_object":{"id":"other"}}]}"#;
    told(&refused::<Ip>(&verbs::ASSIGN, &[("to", "m")], taken).await, Kind::Conflict, "leads to the instance other");
    told(&refused::<Ip>(&verbs::UNASSIGN, &[], free).await, Kind::Conflict, "203.0.113.50 leads to no instance");
    told(&refused::<Ip>(&verbs::UNASSIGN, &[], r#"{"objects":[]}"#).await, Kind::NotFound, "id a");
    told(&refused::<Ip>(&verbs::RDNS, &[("name", " . ")], "{}").await, Kind::Unsupported, "not remove");
    let outer = r#"{"networks":[{"id":"o1","name":"one"},{"id":"o2","name":"two"}]}"#;
    told(&refused::<Ip>(&verbs::RESERVE, &[], outer).await, Kind::Conflict, "one, two");
    told(&refused::<Ip>(&verbs::RESERVE, &[("network", "three")], outer).await, Kind::NotFound, "three");
    told(&refused::<Ip>(&verbs::RESERVE, &[], r#"{"networks":[]}"#).await, Kind::NotFound, "no outer network");
}

#[tokio::test]
async fn ranges_ports_and_words_are_checked_first() {
    let create = &verbs::NETWORK_CREATE;
    for cidr in ["10.9.0.0", "10.9.0.0/33", "ten/8", "10.9.0.0/", "2001:db8::/129"] {
        told(&refused::<Network>(create, &[("cidr", cidr)], "{}").await, Kind::Usage, cidr);
    }
    let error = refused::<Network>(create, &[], r#"{"objects":[{"id":"nl"},{"id":"de"}]}"#).await;
    told(&error, Kind::Usage, "no region is the default one");
    let add = &verbs::RULE_ADD;
    for (flag, value) in [("ports", "0"), ("ports", "9-8"), ("ports", "70000"), ("ports", "http"), ("remote", "web")] {
        let error = refused::<Firewall>(add, &[("protocol", "tcp"), (flag, value)], "{}").await;
        told(&error, Kind::Usage, &format!("\"{value}\""));
    }
    told(&refused::<Firewall>(add, &[("protocol", "icmp"), ("ports", "1")], "{}").await, Kind::Usage, "--ports");
}

#[tokio::test]
async fn a_port_is_found_by_its_network() {
    let detach = &verbs::DETACH_NETWORK;
    let two = r#"{"net_details":{"ports":[{"id":"p1","network":"n"},{"id":"p2","network_id":"n"}]}}"#;
    told(&refused::<Instance>(detach, &[("network", "n")], two).await, Kind::Conflict, "p1, p2");
    told(&refused::<Instance>(detach, &[("network", "x")], two).await, Kind::Conflict, "no port");
}

const BACKUPS: &str = r#"{"backups":[{"id":"b1","name":"new","backup_type":"manual"},{"id":"b2","name":"x","backup_type":"daily"}],
    "schedules":[{"id":7,"backup_name":"new"}]}"#;

#[tokio::test]
async fn a_backup_never_costs_an_older_one_unsaid() {
    let create = &verbs::BACKUP_CREATE;
    let of = ("of", "m");
    told(&refused::<Backup>(create, &[of, ("keep", "1")], BACKUPS).await, Kind::Conflict, "would delete older backups");
    told(&refused::<Backup>(create, &[of, ("day", "1")], BACKUPS).await, Kind::Usage, "--every weekly");
    told(&refused::<Backup>(create, &[of, ("every", "daily")], BACKUPS).await, Kind::Usage, "--keep");
    let daily: &[(&str, &str)] = &[of, ("every", "daily"), ("keep", "3"), ("day", "1")];
    told(&refused::<Backup>(create, daily, BACKUPS).await, Kind::Usage, "--every weekly");
    for day in ["0", "8", "256"] {
        let weekly: &[(&str, &str)] = &[of, ("every", "weekly"), ("keep", "3"), ("day", day)];
        told(&refused::<Backup>(create, weekly, BACKUPS).await, Kind::Usage, "1 for Monday");
    }
}

#[tokio::test]
async fn a_backup_is_made_when_it_is_listed() {
    let looks = Rc::new(Cell::new(0));
    let counted = Rc::clone(&looks);
    let stub = Stub::by(move |request: &Request| {
        if request.method.word() == "POST" {
            return reply(200, r#"{"detail":"could be anything"}"#);
        }
        counted.set(counted.get() + 1);
        let new =
            r#"{"backups":[{"id":"b1","name":"new"},{"id":"b9","name":"new","backup_type":"manual"}],"schedules":[]}"#;
        reply(200, if counted.get() > 2 { new } else { r#"{"backups":[{"id":"b1","name":"new"}],"schedules":[]}"# })
    });
    let flags = Inputs::none().text("of", "m");
    let made = go::<Backup>(&stub, &verbs::BACKUP_CREATE, flags, Duration::from_secs(5)).await.unwrap();
    assert_eq!(made.id.as_deref(), Some("b9"), "not the older one of that name");
    let never = Stub::by(|_: &Request| reply(200, r#"{"backups":[]}"#));
    let flags = Inputs::none().text("of", "m");
    let late = go::<Backup>(&never, &verbs::BACKUP_CREATE, flags, Duration::from_millis(30)).await.unwrap_err();
    told(&late, Kind::Timeout, "the backup was listed");
}

const DRIVES: &str = r#"{"id":"a","net_details":{"ports":[{"floating_ips":[{"floating_ip_address":"203.0.113.50"}]}]},
    "storage_details":{"volume_attachments":[
    {"id":"boot","name":"root","size":20,"delete_on_termination":true},
    {"volume":{"id":"data","name":"data-1","size":"50"},"delete_on_termination":false},{"volume_id":"log"}]}}"#;

#[tokio::test]
async fn drives_go_after_their_machine_and_only_once_free() {
    let looks = Rc::new(Cell::new(0));
    // 0 until the drive is to be deleted, then 1, and 2 after one more read of it.
    let deleted = Cell::new(0);
    let stub = Stub::by(move |request: &Request| {
        let path = request.url.strip_prefix(BASE).unwrap();
        looks.set(looks.get() + 1);
        match (request.method.word(), path) {
            ("GET", "/openstack/instances/a") if looks.get() < 4 => reply(200, DRIVES),
            ("GET", "/openstack/instances/a") | (_, "/openstack/volumes/log") => reply(404, "{}"),
            ("GET", "/openstack/volumes/data") if looks.get() < 6 => reply(200, r#"{"id":"data","status":"in-use"}"#),
            ("GET", "/openstack/volumes/data") if deleted.get() > 1 => reply(404, "{}"),
            ("GET", "/openstack/volumes/data") => {
                deleted.set(deleted.get() * 2);
                reply(200, r#"{"id":"data","status":"available"}"#)
            }
            ("DELETE", "/openstack/volumes/data") => {
                deleted.set(1);
                Err(Error::new(Kind::Unavailable, "no answer came").outcome_unknown())
            }
            ("DELETE", _) => reply(204, ""),
            other => panic!("{other:?}"),
        }
    });
    let flags = Inputs::none().with("with-drives", Input::Bool(true));
    go::<Instance>(&stub, &verbs::INSTANCE_DELETE, flags, Duration::from_secs(5)).await.unwrap();
    let asked = stub.asked();
    let place = |line: &str| asked.iter().position(|sent| sent == line).unwrap();
    let volume = |word: &str| place(&format!("{word} {BASE}/openstack/volumes/data"));
    assert!(place(&format!("DELETE {BASE}/openstack/instances/a")) < volume("GET"), "{asked:?}");
    assert!(volume("GET") < volume("DELETE"), "{asked:?}");
    let data = format!("{BASE}/openstack/volumes/data");
    let seen: Vec<&str> = asked.iter().filter_map(|sent| sent.strip_suffix(&data)).map(str::trim).collect();
    assert_eq!(seen.last(), Some(&"GET"), "an unknown outcome is looked after, not sent again: {asked:?}");
    assert_eq!(seen.iter().filter(|word| **word == "DELETE").count(), 1, "{asked:?}");
    assert!(!asked.iter().any(|sent| sent.ends_with("volumes/boot")), "it goes with its machine: {asked:?}");
}

#[tokio::test]
async fn a_drive_that_cannot_be_deleted_is_named() {
    let first = Cell::new(true);
    let stub = Stub::by(move |request: &Request| {
        let path = request.url.strip_prefix(BASE).unwrap();
        match (request.method.word(), path) {
            ("GET", "/openstack/instances/a") if first.replace(false) => reply(200, DRIVES),
            ("GET", "/openstack/volumes/data") => reply(200, r#"{"id":"data","status":"available"}"#),
            ("DELETE", "/openstack/volumes/data") => reply(400, r#"{"detail":"it has snapshots"}"#),
            ("DELETE", _) => reply(204, ""),
            _ => reply(404, "{}"),
        }
    });
    let flags = Inputs::none().with("with-drives", Input::Bool(true));
    let error = go::<Instance>(&stub, &verbs::INSTANCE_DELETE, flags, Duration::from_secs(5)).await.unwrap_err();
    told(&error, Kind::Failed, "the machine is gone, its drive data-1 (50 GiB) (data) may be left");
}

#[tokio::test]
async fn what_else_ends_is_told_first() {
    let consequences = binding::<Instance>(&verbs::INSTANCE_DELETE).consequences.unwrap();
    let sentences = consequences(&session(&reads(DRIVES)), Planned { id: "a", flags: &Inputs::none() }).await.unwrap();
    assert_eq!(
        sentences,
        [
            "its drive root (20 GiB) is deleted with it",
            "its drive data-1 (50 GiB) stays and is paid for, unless --with-drives is given",
            "its drive log may be deleted with it, or stay and be paid for",
            "its address 203.0.113.50 stays reserved and is paid for until it is released",
        ]
    );
    let consequences = binding::<Network>(&verbs::DELETE).consequences.unwrap();
    let subnets = r#"{"id":"a","subnets":[{"id":"s","cidr":"10.0.0.0/24"},"s6"]}"#;
    let sentences = consequences(&session(&reads(subnets)), Planned { id: "a", flags: &Inputs::none() }).await.unwrap();
    assert_eq!(sentences, ["its subnet 10.0.0.0/24 is deleted with it", "its subnet s6 is deleted with it"]);
    let consequences = binding::<Backup>(&verbs::DELETE).consequences.unwrap();
    let unread = session(&Stub::new([]));
    assert_eq!(
        consequences(&unread, Planned { id: "b1", flags: &Inputs::none() }).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(consequences(&unread, Planned { id: "schedule/12", flags: &Inputs::none() }).await.unwrap().len(), 1);
}
