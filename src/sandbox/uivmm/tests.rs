//! The simulated ui-vmm against the panel's habits: flat bodies, strict media type, queued actions.

#![allow(clippy::unwrap_used)]

mod servers;

use serde_json::{Value, json};

use super::Follower;
use crate::sandbox::{store::Store, tests::Bench};

fn panel() -> Bench {
    Bench::new(&super::FACE, "Bearer sandbox.uivmm.token", "application/vnd.api+json")
}

fn detail(reply: &(u16, Value)) -> (u16, &str) {
    (reply.0, reply.1["errors"][0]["detail"].as_str().unwrap_or_default())
}

#[test]
fn the_media_type_has_no_parameters_and_bodies_are_objects() {
    let mut bench = panel();
    assert_eq!(bench.json("POST", "/v1/server.list", "{}").0, 200);
    assert_eq!(bench.json("POST", "/api/v1/server.list", "").0, 200, "behind the proxy, with an empty body");
    assert_eq!(detail(&bench.json("POST", "/v1/server.list", "{")), (400, "unexpected EOF"));
    for wrong in ["application/vnd.api+json; charset=utf-8", "application/json", ""] {
        assert_eq!(bench.typed(wrong).json("POST", "/v1/server.list", "{}").0, 415, "{wrong}");
    }
    assert_eq!(bench.json("GET", "/v1/health.alive", "").0, 200);
    assert_eq!(bench.json("GET", "/v1/server.list", "").0, 405);
}

#[test]
fn tokens_are_made_used_listed_and_revoked() {
    let mut bench = panel();
    assert_eq!(detail(&bench.with("").json("POST", "/v1/user.get", "{}")), (401, "token not found"));
    assert_eq!(bench.json("POST", "/v1/config.get", "{}").1["data"]["id"], json!(20));
    let login = |user: &str, password: &str| {
        bench.json("POST", "/v1/user.login", &json!({"user_login": user, "user_password": password}).to_string())
    };
    assert_eq!(detail(&login("demo", "wrong")), (400, "wrong credential"));
    assert_eq!(detail(&login("nobody", "wrong")), (400, "user not found"));
    let (_, user) = login("ops@example.com", "sandbox-password");
    assert_eq!((&user["data"]["id"], &user["included"][0]["attributes"]["login"]), (&json!(7), &json!("demo")));
    let bearer: &'static str = format!("Bearer {}", user["data"]["attributes"]["token"].as_str().unwrap()).leak();
    bench.with(bearer);
    let (_, tokens) = bench.json("POST", "/v1/token.get", "{}");
    assert_eq!((tokens["data"].as_array().unwrap().len(), tokens["data"][0].get("id")), (3, None));
    assert!(!tokens.to_string().contains("sandbox.uivmm.token"), "lists tell no secrets");
    assert_eq!(bench.json("POST", "/v1/user.logout", "{}").0, 200);
    assert_eq!(detail(&bench.json("POST", "/v1/user.get", "{}")), (401, "token has been revoked"));
    bench.with("Bearer sandbox.uivmm.token");
    let made = bench.json("POST", "/v1/token.create", r#"{"token_lifetime": 3600, "token_revoke_all": true}"#).1;
    assert!(made["data"]["attributes"]["token"].is_string());
    assert_eq!(bench.json("POST", "/v1/user.get", "{}").0, 401, "the token in use was one of the revoked");
}

#[test]
fn ids_are_numbers_or_missing_and_failures_may_be_successes() {
    let bench = panel();
    let (_, servers) = bench.json("POST", "/v1/server.list", "{}");
    assert_eq!((servers["data"][0].get("id"), &servers["data"][0]["attributes"]["server_id"]), (None, &json!(3)));
    let list = |server: u64| {
        bench.json("POST", "/v1/instance.list", &json!({"provider": "lxd", "server_id": server}).to_string())
    };
    assert_eq!(list(3).1["data"][0]["id"], json!(31));
    assert!(list(3).1["data"][0]["attributes"].get("instance_memory").is_none());
    assert_eq!(detail(&list(99)), (200, "server not found"));
    let get = |name: &str| {
        bench.json(
            "POST",
            "/v1/instance.get",
            &json!({"provider": "lxd", "server_id": 3, "instance_name": name}).to_string(),
        )
    };
    assert_eq!(get("registry").1["data"]["attributes"]["instance_memory"], "4096MB");
    assert_eq!(detail(&get("nothing")), (404, "Instance not found"));
    let (_, server) = bench.json("POST", "/v1/server.get", r#"{"provider": "lxd", "server_id": "7"}"#);
    let included = server["included"].as_array().unwrap();
    assert!(included.iter().any(|part| part.get("errors").is_some()), "a part that failed");
    assert_eq!(
        server["data"]["relationships"]["instance"]["data"],
        json!([{"id": 71, "type": "instance"}, {"id": 72, "type": "instance"}])
    );
    for object in ["pool", "volume", "network", "profile", "image", "certificate"] {
        let (status, list) =
            bench.json("POST", &format!("/v1/{object}.list"), r#"{"provider": "lxd", "server_id": 3}"#);
        assert_eq!((status, &list["data"][0]["type"]), (200, &json!(object)));
    }
    assert_eq!(bench.json("POST", "/v1/ssh-key.get", "{}").1["data"][0]["id"], json!(17));
}

#[test]
fn an_action_is_queued_even_when_it_will_fail() {
    let bench = panel();
    let act = |body: Value| bench.json("POST", "/v1/instance.action", &body.to_string()).0;
    let state = || {
        let (_, list) = bench.json("POST", "/v1/instance.list", r#"{"provider": "lxd", "server_id": 3}"#);
        list["data"][0]["attributes"]["instance_status"].clone()
    };
    let named = |verb: &str| json!({"provider": "lxd", "server_id": 3, "instance_name": "ci-runner", "instance_status": verb, "request_id": verb});
    assert_eq!(act(named("start")), 200);
    assert_eq!([state(), state()], ["running", "running"]);
    assert_eq!(act(named("stop")), 200);
    assert_eq!([state(), state(), state()], ["stopping", "stopping", "stopped"]);
    assert_eq!(
        act(json!({"provider": "lxd", "instance_id": 31, "instance_status": "start"})),
        200,
        "the document's form"
    );
    assert_eq!([state(), state(), state()], ["starting", "starting", "running"]);
    assert_eq!(act(json!({"provider": "lxd", "instance_id": 31})), 400, "an action without a verb");
    let events = Store::new(&bench.world()).with(|world| (world.uivmm.events.clone(), false)).unwrap();
    assert_eq!((events.len(), &events[0]["request_id"]), (3, &json!("start")));
    assert!(events[0]["body"].as_str().unwrap().contains("The instance is already running"));
}

/// The events that a follower of the stream gets in some reads of the world, without pings.
fn heard(bench: &Bench, follower: &mut Follower, looks: usize) -> Vec<String> {
    let look = |world: &mut crate::sandbox::world::World| (follower.look(world), true);
    let mut store = Store::new(&bench.world());
    let mut look = Some(look);
    let mut said = Vec::new();
    for _ in 0..looks {
        let text = store.with(look.as_mut().unwrap()).unwrap();
        said.extend(text.into_iter().map(|text| text.replace(": ping\n\n", "")).filter(|text| !text.is_empty()));
    }
    said
}

const STREAM: &str = "/v1/event.subscribe?stream=0c8f6a52-1f7b-4f07-8f0f-6d3c2b1a0e99";
const AUTH: &str = r#"{"stream": "0c8f6a52-1f7b-4f07-8f0f-6d3c2b1a0e99"}"#;

#[test]
fn the_stream_is_silent_until_somebody_logs_in_on_it() {
    let mut bench = panel();
    assert_eq!(bench.json("POST", "/v1/event.auth", AUTH).0, 404, "nobody listens");
    bench.with("");
    assert_eq!(bench.json("GET", "/v1/event.subscribe?stream=other", "").0, 404);
    let mut follower = bench.send("POST", "/v1/event.subscribe", &[], AUTH.as_bytes()).follower.unwrap();
    assert_eq!(bench.json("POST", "/v1/event.auth", AUTH).0, 401, "logging in takes a token");
    bench.with("Bearer sandbox.uivmm.token");
    let act = r#"{"provider": "lxd", "instance_id": 31, "instance_status": "start", "request_id": "r"}"#;
    bench.json("POST", "/v1/instance.action", act);
    assert_eq!(heard(&bench, &mut follower, 5), [""; 0]);
    assert_eq!(bench.json("POST", "/v1/event.auth", AUTH).1["data"]["type"], "event");
    let said = heard(&bench, &mut follower, 5);
    assert!(
        said.len() == 1 && said[0].starts_with(r#"data: {"type":"instance.action","request_id":"r","body":"#),
        "{said:?}"
    );
    let mut deaf = bench.send("GET", STREAM, &[], b"").follower.unwrap();
    assert_eq!(heard(&bench, &mut deaf, 600), ["event: close\ndata: {}\n\n"], "after ten seconds");
    assert_eq!(heard(&bench, &mut follower, 2), [""; 0], "the first goes on");
}

#[test]
fn a_new_instance_is_told_when_it_is_there() {
    let bench = panel();
    let mut follower = bench.send("GET", STREAM, &[], b"").follower.unwrap();
    bench.json("POST", "/v1/event.auth", AUTH);
    let add = |name: &str| {
        let body = json!({"provider": "lxd", "server_id": 3, "instance_name": name, "instance_image": "debian/12", "instance_memory": "512", "request_id": name});
        bench.json("POST", "/v1/instance.add", &body.to_string()).0
    };
    assert_eq!((add("new"), add("registry"), add("")), (200, 200, 400));
    let said = heard(&bench, &mut follower, 1);
    assert!(said.len() == 1 && said[0].contains("already exists"), "the failure at once, the rest later: {said:?}");
    let said = heard(&bench, &mut follower, 5);
    assert!(said.len() == 1 && said[0].contains(r#""type":"instance.add","request_id":"new""#), "{said:?}");
    let get = r#"{"provider": "lxd", "server_id": 3, "instance_name": "new"}"#;
    let (_, made) = bench.json("POST", "/v1/instance.get", get);
    let attributes = &made["data"]["attributes"];
    assert_eq!((&attributes["instance_status"], &attributes["instance_memory"]), (&json!("stopped"), &json!("512MB")));
    assert_eq!((&attributes["instance_image_os"], &attributes["instance_cpu"]), (&json!("Debian"), &json!("1")));
}

#[test]
fn an_upload_has_parts_and_passes_the_media_type() {
    let mut bench = panel();
    bench.typed("multipart/form-data; boundary=x");
    assert_eq!(bench.json("POST", "/v1/simplestream.upload", "--x--").0, 200);
    assert_eq!(bench.json("POST", "/v1/server.list", "{}").0, 415);
}
