//! The sandbox as a whole: over real HTTP, several processes at once, and requests that no operation answers.
//! The bench that the tests of the four faces use is here too.

#![allow(clippy::unwrap_used)]

mod faults;
mod recorded;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
};

use bytes::Bytes;
use hyper::{
    HeaderMap,
    header::{self, HeaderName},
};
use serde_json::Value;

use super::{
    SandboxAccount,
    call::Call,
    reply::Reply,
    route::Face,
    server::{Shared, answer, share},
};

/// One face with a world of its own, without the network.
pub(crate) struct Bench {
    face: &'static Face,
    store: Shared,
    authorization: &'static str,
    content: &'static str,
    folder: tempfile::TempDir,
}

impl Bench {
    /// A new world, to be asked with these headers.
    pub(crate) fn new(face: &'static Face, authorization: &'static str, content: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { face, store: share(&folder.path().join("world.json")), authorization, content, folder }
    }

    /// Sets another Authorization header.
    pub(crate) fn with(&mut self, authorization: &'static str) -> &mut Self {
        self.authorization = authorization;
        self
    }

    /// Sets another content type.
    pub(crate) fn typed(&mut self, content: &'static str) -> &mut Self {
        self.content = content;
        self
    }

    /// The answer to a request with further headers.
    pub(crate) fn send(&self, method: &str, path: &str, more: &[(HeaderName, &str)], body: &[u8]) -> Reply {
        let mut headers = HeaderMap::new();
        let usual = [(header::AUTHORIZATION, self.authorization), (header::CONTENT_TYPE, self.content)];
        for (name, value) in usual.iter().chain(more).filter(|(_, value)| !value.is_empty()) {
            headers.insert(name, value.parse().unwrap());
        }
        let method = method.parse().unwrap();
        let mut call = Call::new(method, &path.parse().unwrap(), headers, Bytes::copy_from_slice(body));
        answer(self.face, &self.store, &mut call)
    }

    /// Status and text of an answer.
    pub(crate) fn text(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let reply = self.send(method, path, &[], body.as_bytes());
        (reply.status, String::from_utf8_lossy(reply.body()).into_owned())
    }

    /// Status and JSON of an answer.
    pub(crate) fn json(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let (status, text) = self.text(method, path, body);
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// The log of requests that no operation answered.
    pub(crate) fn unknown(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("unknown-requests.log")).unwrap_or_default()
    }

    /// The world file.
    pub(crate) fn world(&self) -> PathBuf {
        self.folder.path().join("world.json")
    }
}

/// Serves a world from a thread of its own until the test process ends.
fn serve(world: PathBuf, faults: Option<super::Faults>) -> Vec<SandboxAccount> {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            send.send(super::start_with(&world, None, faults).await.unwrap()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receive.recv().unwrap()
}

fn port(account: &SandboxAccount) -> u16 {
    account.url.split(['/', ':']).nth(4).unwrap().parse().unwrap()
}

/// One request over a connection that stays open.
fn get(connection: &mut BufReader<TcpStream>, path: &str, authorization: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes()).unwrap();
    let mut lines = connection.by_ref().lines();
    let status = lines.next().unwrap().unwrap();
    let head: Vec<_> = lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
    let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    connection.read_exact(&mut body).unwrap();
    (status, String::from_utf8(body).unwrap())
}

#[test]
fn four_accounts_answer_over_http_on_connections_that_stay_open() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = serve(folder.path().join("world.json"), None);
    let names: Vec<_> = accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["sandbox-fleio", "sandbox-cloudsigma", "sandbox-seflow", "sandbox-uivmm"]);
    assert!(accounts[0].url.ends_with("/backend/api") && accounts[2].url.ends_with("/api"));
    let mut fleio = BufReader::new(TcpStream::connect(("127.0.0.1", port(&accounts[0]))).unwrap());
    for _ in 0..2 {
        let (status, body) = get(&mut fleio, "/backend/api/openstack/instances", "Token sandbox-fleio-token");
        assert_eq!(status, "HTTP/1.1 200 OK");
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["count"], 6);
    }
    let mut cloudsigma = BufReader::new(TcpStream::connect(("127.0.0.1", port(&accounts[1]))).unwrap());
    assert_eq!(get(&mut cloudsigma, "/servers/list", "Basic d3Jvbmc=").0, "HTTP/1.1 401 Unauthorized");
}

fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |chunk: &[u8]| {
        let bits = chunk.iter().chain([0, 0].iter()).take(3).fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let text: String = [18, 12, 6, 0].iter().map(|shift| char::from(digits[bits >> shift & 63])).collect();
        format!("{:=<4}", &text[..=chunk.len()])
    };
    bytes.chunks(3).map(encode).collect::<Vec<_>>().concat()
}

#[test]
fn the_basic_secret_is_user_and_password() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let accounts = runtime.block_on(super::start(&folder.path().join("world.json"), None)).unwrap();
    for account in &accounts[1..3] {
        assert_eq!((account.user.as_deref(), account.secret.as_str()), (Some("ops@example.com"), "sandbox-password"));
    }
    let pair = format!("{}:{}", super::cloudsigma::USER, super::cloudsigma::SECRET);
    assert_eq!(super::cloudsigma::BASIC, base64(pair.as_bytes()));
}

#[test]
fn a_port_that_is_taken_is_an_error_that_names_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = runtime.block_on(super::start(std::path::Path::new("/nowhere/world.json"), Some(port))).unwrap_err();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
    let error =
        runtime.block_on(super::start(std::path::Path::new("/nowhere/world.json"), Some(u16::MAX))).unwrap_err();
    assert!(!error.to_string().is_empty(), "there are no four ports from the last one on");
}

#[test]
fn a_change_in_one_process_is_seen_in_another() {
    let bench = Bench::new(&super::fleio::FACE, "Token sandbox-fleio-token", "");
    let other = Bench { store: share(&bench.world()), ..Bench::new(&super::fleio::FACE, bench.authorization, "") };
    let path = "/backend/api/openstack/instances/a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";
    assert_eq!(bench.json("GET", path, "").1["status"], "active");
    assert_eq!(bench.json("POST", &format!("{path}/stop"), "").0, 200);
    for status in ["active", "active", "stopped"] {
        assert_eq!(other.json("GET", path, "").1["status"], status);
    }
    assert_eq!(bench.json("GET", path, "").1["status"], "stopped");
    super::reset(&bench.world()).unwrap();
    assert_eq!(bench.json("GET", path, "").1["status"], "active");
}

#[test]
fn a_broken_world_is_a_failure_of_the_server_at_every_face() {
    for (face, path) in [
        (&super::fleio::FACE, "/backend/api/current-user"),
        (&super::cloudsigma::FACE, "/servers/info"),
        (&super::seflow::FACE, "/api/service"),
        (&super::uivmm::FACE, "/v1/health.alive"),
    ] {
        let bench = Bench::new(face, "", "");
        std::fs::write(bench.world(), "{}").unwrap();
        let (status, body) = bench.text("GET", path, "");
        assert_eq!(status, 500);
        assert!(body.contains("nubo sandbox reset"), "{body}");
    }
}

#[test]
fn a_request_nobody_answers_is_noted_even_without_a_secret() {
    let basic: &str = format!("Basic {}", super::cloudsigma::BASIC).leak();
    let panel =
        r#"{"errors":[{"status":404,"code":404,"detail":"not found","source":{"pointer":"/v1/instance.nothing"}}]}"#;
    for (face, path, authorization, refusal) in [
        (
            &super::fleio::FACE,
            "/backend/api/openstack/nothing",
            "Token sandbox-fleio-token",
            r#"{"detail":"Not found."}"#,
        ),
        (
            &super::cloudsigma::FACE,
            "/serverss/info",
            basic,
            "errors:system Command /serverss/info could not be found\n",
        ),
        (&super::seflow::FACE, "/api/nothing?password=x", basic, r#"{"error":["invalid method"]}"#),
        (&super::uivmm::FACE, "/v1/instance.nothing", "Bearer sandbox.uivmm.token", panel),
    ] {
        let mut bench = Bench::new(face, "", "application/vnd.api+json");
        bench.text("GET", path, "");
        let path = path.split('?').next().unwrap();
        assert_eq!(bench.unknown(), format!("{} GET {path}\n", face.provider));
        bench.with(authorization);
        let (status, body) = bench.text("GET", path, "");
        assert_eq!((status, body.as_str()), (404, refusal));
    }
}

#[test]
fn the_initial_world_holds_twenty_machines() {
    let world = super::world::World::initial().unwrap();
    let own = world.fleio.instances.iter().filter(|instance| instance.client == 700_101).count();
    let seflow: usize = world.seflow.services.iter().map(|service| service.machines.len()).sum();
    let uivmm: usize = world.uivmm.servers.iter().map(|server| server.instances.len()).sum();
    assert_eq!([own, world.cloudsigma.servers.len(), seflow, uivmm], [6, 6, 4, 4]);
}
