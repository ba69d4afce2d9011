//! The documents of ui-vmm: the shapes its own panel reads, since its document prints no reply at all.
//! Addresses and names are made up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{UIVMM, op};
use crate::{
    error::{Error, Kind, Result},
    http::{Reply, stub::Stub},
    model::{Drive, Identity, Instance},
    provider::{
        Provider, Session,
        testing::{self, list, reply, show},
    },
};

mod making;
mod records;

const BASE: &str = "https://vmm.example.com/api";

/// A session whose calls are answered by operation and body.
fn panel(answer: impl Fn(&str, &str) -> Result<Reply> + 'static) -> (Session, Stub) {
    let stub = Stub::by(move |request| {
        let operation = request.url.strip_prefix(BASE).unwrap().strip_prefix("/v1/").unwrap();
        answer(operation, &String::from_utf8_lossy(&request.body))
    });
    (testing::over(testing::account(&UIVMM, BASE), &stub), stub)
}

/// A session that gives every request the same answer.
fn always(body: impl Into<String>) -> Session {
    let body = body.into();
    panel(move |_, _| reply(200, body.clone())).0
}

/// An instance as `instance.get` gives it, whole.
const INSTANCE: &str = r#"{"data": {"id": 20, "type": "instance", "attributes": {"provider": "lxd", "instance_name": "web",
    "instance_type": "container", "instance_memory": "256MB", "instance_cpu": "2", "instance_profiles": "default,web",
    "instance_arch": "x86_64", "instance_devices": {"eth0": {"type": "nic", "ipv4.address": "192.0.2.7"},
    "root": {"type": "disk", "path": "/"}}, "instance_status": "running", "instance_image_os": "Debian",
    "instance_image_version": "12"}}, "included": [{"errors": [{"detail": "no pool"}]}, {"id": "p", "type": "pool"}]}"#;

#[tokio::test]
async fn an_instance_is_read_whole() {
    let vm = show::<Instance>(&always(INSTANCE), "1/web").await.unwrap();
    assert_eq!((vm.head.id.as_str(), vm.head.name.as_deref(), vm.head.state), ("1/web", Some("web"), "running"));
    assert_eq!((vm.cpus, vm.memory_bytes), (Some(2), Some(256_000_000)));
    assert_eq!(vm.ips.as_deref(), Some(&["192.0.2.7".to_owned()][..]));
    assert_eq!((vm.flavor.as_deref(), vm.image.as_deref()), (Some("container"), Some("Debian 12")));
    assert_eq!((vm.tags, vm.region, vm.persistent), (None, None, None));
}

async fn instance(attributes: &str) -> Instance {
    let body = format!(r#"{{"data":{{"attributes":{{"instance_name":"a",{attributes}}}}}}}"#);
    show::<Instance>(&always(body), "1/a").await.unwrap()
}

#[tokio::test]
async fn memory_is_text_with_a_unit() {
    for (text, bytes) in [
        ("\"256MB\"", Some(256_000_000)),
        ("\"1GiB\"", Some(1 << 30)),
        ("\"512 MiB\"", Some(512 << 20)),
        ("\"2gb\"", Some(2_000_000_000)),
        ("\"64kB\"", Some(64_000)),
        ("\"1048576\"", Some(1_048_576)),
        ("1048576", Some(1_048_576)),
        ("\"50%\"", None),
        ("\"MB\"", None),
        ("\"\"", None),
        ("null", None),
        ("\"-1MB\"", None),
        ("\"99999999999999GB\"", None),
        ("\"1é\"", None),
    ] {
        assert_eq!(instance(&format!(r#""instance_memory":{text}"#)).await.memory_bytes, bytes, "{text}");
    }
}

#[tokio::test]
async fn states_are_lxds_own_in_any_case() {
    for (status, state) in [
        ("running", "running"),
        ("Running", "running"),
        ("stopped", "stopped"),
        ("frozen", "paused"),
        ("thawed", "running"),
        ("ready", "running"),
        ("operation created", "busy"),
        ("freezing", "busy"),
        ("starting", "starting"),
        ("stopping", "stopping"),
        ("error", "error"),
        ("success", "unknown"),
        ("", "unknown"),
    ] {
        assert_eq!(instance(&format!(r#""instance_status":"{status}""#)).await.head.state, state, "{status}");
    }
}

/// A panel with two servers, of which one has another plug-in and no number of its own.
fn two_servers(operation: &str, body: &str) -> Result<Reply> {
    let one =
        r#"{"data":[{"id":5,"type":"instance","attributes":{"instance_name":"web","instance_status":"running"}}]}"#;
    match (operation, body) {
        ("server.list", "{}") => reply(
            200,
            r#"{"data":[{"type":"server","attributes":{"provider":"lxd","server_id":1,"server_port":8443}},
                {"id":"2","type":"server"}]}"#,
        ),
        ("instance.list", r#"{"provider":"lxd","server_id":1}"#) => reply(200, one),
        ("instance.list", r#"{"provider":"lxd","server_id":2}"#) => reply(200, r#"{"data":[]}"#),
        other => panic!("{other:?} was not expected"),
    }
}

#[tokio::test]
async fn registered_servers_are_walked_together() {
    let (session, stub) = panel(two_servers);
    let listing = list::<Instance>(&session).await.unwrap();
    let ids: Vec<_> = listing.records.iter().map(|(vm, _)| vm.head.id.as_str()).collect();
    assert_eq!((ids, listing.failures().len()), (vec!["1/web"], 0));
    assert_eq!((stub.count(), stub.most()), (3, 2));
}

#[tokio::test]
async fn a_server_that_fails_makes_the_listing_incomplete() {
    for (answer, kind) in [
        (reply(500, ""), Kind::Unavailable),
        (reply(200, r#"{"errors":[{"detail":"not enough access rights"}]}"#), Kind::Denied),
        (reply(200, ""), Kind::Unavailable),
        (reply(200, r#"{"meta":{}}"#), Kind::Unavailable),
        (reply(200, r#"{"data":null}"#), Kind::Unavailable),
        (Err(Error::new(Kind::Unavailable, "cannot reach it")), Kind::Unavailable),
    ] {
        let place = format!("{answer:?}");
        let (session, _) =
            panel(
                move |operation, body| {
                    if body.contains("\"server_id\":2") { answer.clone() } else { two_servers(operation, body) }
                },
            );
        let listing = list::<Instance>(&session).await.unwrap();
        assert_eq!((listing.records.len(), listing.failures().len()), (1, 1), "{place}");
        assert_eq!(listing.failures()[0].kind(), kind, "{place}");
        assert!(listing.failures()[0].to_string().contains("server 2"), "{}", listing.failures()[0]);
    }
}

#[tokio::test]
async fn one_resource_may_be_a_record_that_cannot_be_read() {
    let (session, _) = panel(|operation, body| match operation {
        "instance.list" => reply(200, r#"{"data":[{"id":1,"type":"instance"},{"attributes":{"instance_name":"b"}}]}"#),
        _ => two_servers(operation, body),
    });
    let listing = list::<Instance>(&session).await.unwrap();
    assert_eq!(
        (listing.records.len(), listing.failures().len(), listing.count_broken()),
        (2, 1, 2),
        "once for each server"
    );
    assert_eq!(listing.records[0].0.head.state, "unknown");
}

#[tokio::test]
async fn volumes_are_read() {
    let (session, _) = panel(|operation, body| match (operation, body.contains("\"server_id\":1")) {
        ("volume.list", true) => reply(
            200,
            r#"{"data":[{"type":"volume","attributes":{"provider":"lxd","pool_name":"fast","volume_name":"web",
                "volume_type":"container","volume_used_by":"/1.0/instances/web, /1.0/instances/db"}},
                {"attributes":{"pool_name":"fast","volume_name":"img","volume_type":"image","volume_used_by":""}},
                {"attributes":{"pool_name":"fast","volume_name":"odd"}}]}"#,
        ),
        ("volume.list", false) => reply(200, r#"{"data":[]}"#),
        _ => two_servers(operation, body),
    });
    let listing = list::<Drive>(&session).await.unwrap();
    let found: Vec<_> = listing.records.iter().map(|(d, _)| (d.head.id.as_str(), d.head.state, d.kind)).collect();
    assert_eq!(
        found,
        [
            ("1/fast/web", "attached", Some("volume")),
            ("1/fast/img", "available", Some("image")),
            ("1/fast/odd", "unknown", Some("volume"))
        ]
    );
    assert_eq!(listing.records[0].0.attached_to.as_deref().unwrap(), ["1/web", "1/db"]);
}

#[tokio::test]
async fn the_user_is_read_with_or_without_an_id() {
    for (body, id) in [
        (r#"{"data":{"id":3,"type":"user","attributes":{"login":"ann","email":"ann@example.com","group":4}}}"#, "3"),
        (r#"{"data":{"type":"user","attributes":{"login":"ann","email":"ann@example.com"}}}"#, "ann"),
    ] {
        let user = list::<Identity>(&always(body)).await.unwrap().records.remove(0).0;
        assert_eq!(
            (user.head.id.as_str(), user.head.name.as_deref(), user.email.as_deref()),
            (id, Some("ann"), Some("ann@example.com"))
        );
    }
}

async fn login(answer: Result<Reply>) -> Result<(String, String)> {
    let stub = Stub::new([answer]);
    let session = testing::over(testing::account(&UIVMM, BASE), &stub);
    let token = (UIVMM.facts().bindings.login.unwrap())(&session, "ann", "pass word").await?;
    let sent = stub.sent.borrow()[0].clone();
    assert_eq!(sent.url, format!("{BASE}/v1/user.login"));
    Ok((token, String::from_utf8_lossy(&sent.body).into_owned()))
}

#[tokio::test]
async fn logging_in_gives_the_token() {
    let body =
        r#"{"data":{"id":3,"type":"user","attributes":{"token":"made.up.jwt"}},"included":[{"id":3,"type":"user"}]}"#;
    let (token, sent) = login(reply(200, body)).await.unwrap();
    assert_eq!((token.as_str(), sent.as_str()), ("made.up.jwt", r#"{"user_login":"ann","user_password":"pass word"}"#));
    for (answer, kind) in [
        (reply(401, r#"{"errors":[{"detail":"wrong credential"}]}"#), Kind::Denied),
        (reply(200, r#"{"errors":[{"detail":"wrong credential"}]}"#), Kind::Denied),
        (reply(200, r#"{"data":{"id":3,"attributes":{}}}"#), Kind::Failed),
        (reply(200, ""), Kind::Failed),
    ] {
        assert_eq!(login(answer).await.unwrap_err().kind(), kind);
    }
}

#[test]
fn errors_are_judged_by_their_detail() {
    let of = |status, body: &str| {
        UIVMM
            .verdict(&op::INSTANCE_ACTION, &Reply::with(status), body)
            .map_err(|e| (e.kind(), e.details().provider_message.clone()))
    };
    let told = |kind, words: &str| Err((kind, Some(words.to_owned())));
    let detail = |words: &str| {
        format!(r#"{{"errors":[{{"status":400,"code":7,"detail":"{words}","source":{{"pointer":"/v1/x"}}}}]}}"#)
    };
    assert_eq!(
        of(400, &detail("The instance is already running")),
        told(Kind::Conflict, "The instance is already running")
    );
    assert_eq!(of(500, &detail("Instance not found")), told(Kind::Failed, "Instance not found"));
    assert_eq!(of(400, &detail("Instance not found")), told(Kind::NotFound, "Instance not found"));
    assert_eq!(of(200, &detail("not enough access rights")), told(Kind::Denied, "not enough access rights"));
    assert_eq!(of(403, r#"{"errors":[{"title":"no"}]}"#), told(Kind::Denied, "no"));
    assert_eq!(of(400, r#"{"errors":[{"code":"E7"},{"status":409}]}"#), told(Kind::Failed, "E7; 409"));
    assert_eq!(of(400, r#"{"errors":[{}]}"#), told(Kind::Failed, "an error without words"));
    assert_eq!(of(400, r#"{"errors":["plain"]}"#), told(Kind::Failed, "plain"));
    assert_eq!(of(404, ""), Err((Kind::NotFound, None)));
    for fine in ["", r#"{"data":{"type":"instance","attributes":{"response":true}}}"#, r#"{"data":null,"errors":[]}"#] {
        assert_eq!(of(200, fine), Ok(()), "{fine}");
    }
    for odd in ["{", "[1]", "queued", "7"] {
        assert_eq!(of(200, odd).map_err(|(kind, _)| kind), Err(Kind::Failed), "{odd}");
    }
}

#[test]
fn bodies_are_flat_objects_under_the_media_type_without_parameters() {
    let session = always("");
    let request = crate::provider::encode(
        &session.account,
        &op::SERVER_LIST,
        &crate::provider::Inputs::none(),
        crate::provider::CallScope::reading(),
    )
    .unwrap();
    assert_eq!((request.method.word(), &*request.body), ("POST", &b"{}"[..]));
    let media = "application/vnd.api+json".to_owned();
    assert_eq!(request.headers, [("accept".into(), media.clone()), ("content-type".into(), media)]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_verdict_panic(body in proptest::prelude::any::<String>(), status in 200..600_u16) {
        let _ = UIVMM.verdict(&op::INSTANCE_ACTION, &Reply::with(status), &body);
    }
}
