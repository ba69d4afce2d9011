//! Answers of the simulated clouds from the recorded exchanges, and streamed replies.
//! Every recorded request must find an answer.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
};

use hyper::header;
use serde_json::Value;

use super::{Bench, port, serve};
use crate::sandbox::{CLOUDS, route::Face, seflow};

/// The value of the Authorization header that a face accepts.
fn authorization(face: &Face) -> &'static str {
    match face.provider {
        "fleio" => "Token sandbox-fleio-token",
        "uivmm" => "Bearer sandbox.uivmm.token",
        _ => "Basic b3BzQGV4YW1wbGUuY29tOnNhbmRib3gtcGFzc3dvcmQ=",
    }
}

#[test]
fn every_recorded_request_is_answered_and_canned_ones_as_recorded() {
    let (mut modelled, mut canned) = (0, 0);
    for (face, ..) in CLOUDS {
        for recorded in face.recorded.iter() {
            let bench = Bench::new(face, authorization(face), "");
            let exchange = &recorded.exchange;
            let place = format!("{} {}", face.provider, exchange.id);
            // The document's machine does not exist in the world.
            let path = exchange.path.replace("/vms/2231", "/vms/12").replace("/33337", "/33301");
            let content = exchange.headers.iter().find(|(name, _)| *name == "content-type").map_or("", |(_, v)| v);
            let more = [(header::CONTENT_TYPE, content)];
            let reply = bench.send(exchange.method, &path, &more, exchange.body.as_bytes());
            assert_eq!(bench.unknown(), "", "{place}");
            assert!(![401, 405, 415].contains(&reply.status), "{place}: {}", reply.status);
            if face.models(recorded) {
                modelled += 1;
                continue;
            }
            canned += 1;
            if !reply.failed() {
                assert_eq!(
                    (reply.status, reply.body().as_ref()),
                    (exchange.status, exchange.reply.as_bytes()),
                    "{place}"
                );
                assert_eq!(
                    reply.head(()).headers().get("content-type").map_or("", |v| v.to_str().unwrap()),
                    exchange.content_type,
                    "{place}"
                );
            }
        }
    }
    println!("{modelled} modelled, {canned} canned");
    assert!(modelled > 150 && canned > 10, "{modelled} modelled, {canned} canned");
}

#[test]
fn what_is_canned_wants_a_secret_a_known_thing_and_its_method() {
    let mut bench = Bench::new(&seflow::FACE, authorization(&seflow::FACE), "");
    let path = "/api/service/33301/methods";
    assert_eq!(bench.text("GET", path, "").0, 200);
    assert_eq!(bench.text("GET", "/api/service/99/methods", "").1, r#"{"error":["Service not found"]}"#);
    let refused = bench.send("POST", path, &[], b"");
    assert_eq!((refused.status, refused.head(()).headers()["allow"].to_str().unwrap()), (405, "GET"));
    assert_eq!(bench.unknown(), "", "a wrong method or id is no unknown path");
    assert!(!bench.world().exists(), "nothing of it changes the world");
    assert_eq!(bench.with("").text("GET", path, "").1, r#"{"error":["wronglogin"]}"#);
    assert_eq!(bench.text("GET", "/api/service/33301/nothing", "").1, r#"{"error":["wronglogin"]}"#);
    assert_eq!(bench.unknown(), "seflow GET /api/service/33301/nothing\n");
}

/// The lines of a streamed reply, until one begins with these words.
fn until(lines: &mut impl Iterator<Item = std::io::Result<String>>, words: &str) -> String {
    lines.map(Result::unwrap).find(|line| line.starts_with(words)).unwrap()
}

#[test]
fn events_come_over_a_connection_that_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = serve(folder.path().join("world.json"), None);
    let panel = &accounts[3];
    let request = |head: &str, body: &str| {
        let mut connection = TcpStream::connect(("127.0.0.1", port(panel))).unwrap();
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/vnd.api+json\r\nContent-Length: {length}\r\n\r\n{body}",
            panel.secret
        );
        connection.write_all(request.as_bytes()).unwrap();
        BufReader::new(connection).lines()
    };
    let stream = "0c8f6a52-1f7b-4f07-8f0f-6d3c2b1a0e99";
    assert!(
        until(&mut request("POST /v1/event.auth", &format!("{{\"stream\":\"{stream}\"}}")), "HTTP").contains("404"),
        "nobody listens yet"
    );
    let mut events = request(&format!("GET /v1/event.subscribe?stream={stream}"), "");
    assert!(until(&mut events, "content-type").contains("text/event-stream"));
    until(&mut events, ": ping");
    let act = |verb: &str| {
        let body = serde_json::json!({"provider": "lxd", "server_id": 3, "instance_name": "ci-runner", "instance_status": verb, "request_id": verb});
        until(&mut request("POST /v1/instance.action", &body.to_string()), "HTTP")
    };
    assert!(act("stop").contains("200"));
    assert!(
        until(&mut request("POST /v1/event.auth", &format!("{{\"stream\":\"{stream}\"}}")), "HTTP").contains("200")
    );
    let event = |line: String| serde_json::from_str::<Value>(line.strip_prefix("data: ").unwrap()).unwrap();
    let stopped = event(until(&mut events, "data: "));
    assert_eq!((&stopped["type"], &stopped["request_id"]), (&"instance.action".into(), &"stop".into()));
    assert!(act("stop").contains("200"));
    let refused = event(until(&mut events, "data: "));
    assert!(refused["body"].as_str().unwrap().contains("The instance is already stopped"), "{refused}");
}
