//! The network between here and a provider: redirects, retries, proxies, compression.
//! A secret never goes anywhere but to the account's own address.

use crate::harness::{Home, Server, gzipped, html, json, reply};

const LIST: &str = "instances list --columns name,state";
const ONE: &str = r#"{"objects":[{"id":"i-1","name":"web-1","status":"active"}],"totalCount":1,"next":null}"#;
const SHOWN: &str = "ACCOUNT  NAME   STATE\nlab      web-1  running\n";

#[test]
fn a_redirect_is_not_followed() {
    let other = Server::always(json(ONE));
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let first = Server::always(reply(status, &format!("location: {}/x\r\n", other.url()), b""));
        let home = Home::at(&first.url(), "");
        home.nubo(LIST).ends(1).tells("redirects to").tells("put the right address");
        home.nubo("instances stop id:i-1").ends(1);
    }
    assert_eq!(other.asked(), Vec::<String>::new());
}

#[test]
fn a_busy_provider_is_asked_again_when_it_says() {
    let busy = Server::new(|number, _| match number {
        0 => reply("429 Too Many Requests", "retry-after: 0\r\n", b"{}"),
        _ => json(ONE),
    });
    Home::at(&busy.url(), "").nubo(LIST).shows(
        "
        ACCOUNT  NAME   STATE
        lab      web-1  running
        --- stderr
        instances.list: status 429; trying again in [n] ms
        --- exit 0
    ",
    );
    assert_eq!(busy.asked().len(), 2);
}

#[test]
fn a_pause_that_is_too_long_is_not_waited_for() {
    let busy = Server::always(reply("429 Too Many Requests", "retry-after: 3600\r\n", b"{\"detail\":\"Throttled\"}"));
    let run = Home::at(&busy.url(), "").nubo(LIST);
    run.ends(5).tells("provider said: 429 Throttled").tells("hint: try again at ");
    assert_eq!(busy.asked().len(), 1);
}

#[test]
fn reads_are_tried_three_times_and_told() {
    for status in ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"] {
        let down = Server::always(reply(status, "retry-after: 0\r\n", b""));
        let run = Home::at(&down.url(), "").nubo(LIST);
        assert_eq!((run.ends(5).stderr.matches("trying again").count(), down.asked().len()), (2, 3), "{status}");
    }
    let down = Server::always(reply("503 Service Unavailable", "retry-after: 0\r\n", b""));
    Home::at(&down.url(), "").nubo(&format!("{LIST} --retries 0 --json")).ends(5).error();
    Home::at(&down.url(), "").nubo(&format!("{LIST} --retries 5 -q")).ends(5);
    assert_eq!(down.asked().len(), 1 + 6);
}

#[test]
fn an_error_inside_is_not_tried_again() {
    let broken = Server::always(reply("500 Internal Server Error", "", b"{\"detail\":\"Oops\"}"));
    Home::at(&broken.url(), "").nubo(LIST).shows(
        "
        --- stderr
        error: lab: the provider is not available at the moment (instances.list)
          provider said: 500 Oops
        --- exit 5
    ",
    );
    assert_eq!(broken.asked().len(), 1);
}

#[test]
fn a_change_without_an_answer_is_read_back_and_sent_again_only_if_needed() {
    let machine = |state: &str| json(&format!("{{\"id\":\"i-1\",\"name\":\"web-1\",\"status\":\"{state}\"}}"));
    let cut = || b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec();
    let done = Server::new(move |number, request| match (request.starts_with("POST"), number) {
        (true, _) => cut(),
        (false, 0) => machine("stopped"),
        _ => machine("active"),
    });
    Home::at(&done.url(), "").nubo("instances start id:i-1 --no-wait").shows(
        "
        ACCOUNT  ID   NAME   ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        lab      i-1  web-1  start   yes      pending  stopped  -      -
        --- exit 0
    ",
    );
    assert_eq!(posts(&done), 1);
    let needed = Server::new(move |_, request| if request.starts_with("POST") { cut() } else { machine("stopped") });
    Home::at(&needed.url(), "").nubo("instances start id:i-1 --no-wait").shows(
        r#"
        ACCOUNT  ID   NAME   ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        lab      i-1  web-1  start   -        unknown  stopped  -      -
        --- stderr
        error: lab: cannot start "web-1": instances.start was sent but no answer came, so it may have been carried out
          hint: look at the present state before trying again: nubo instances show lab/id:i-1
        --- exit 1
    "#,
    );
    assert_eq!(posts(&needed), 2);
    let reboot = Server::new(move |_, request| if request.starts_with("POST") { cut() } else { machine("active") });
    Home::at(&reboot.url(), "").nubo("instances reboot id:i-1").shows(
        r#"
        ACCOUNT  ID   NAME   ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        lab      i-1  web-1  reboot  -        unknown  running  -      -
        --- stderr
        error: lab: cannot reboot "web-1": instances.reboot was sent but no answer came, so it may have been carried out
          hint: look at the present state before trying again: nubo instances show lab/id:i-1
        --- exit 1
    "#,
    );
    assert_eq!(posts(&reboot), 1);
}

fn posts(server: &Server) -> usize {
    server.asked().iter().filter(|request| request.starts_with("POST")).count()
}

#[test]
fn a_proxy_of_the_environment_is_used() {
    let proxy = Server::always(json(ONE));
    let home = Home::at("http://clouds.invalid/backend/api", "plain_http = true").with("http_proxy", &proxy.url());
    assert_eq!(home.nubo(LIST).ends(0).stdout, SHOWN);
    let asked = proxy.asked();
    assert!(asked[0].starts_with("GET http://clouds.invalid/backend/api/openstack/instances?"), "{asked:?}");
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_proxy_that_cannot_be_reached_is_named_without_its_password() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let proxy = format!("http://ann:hush-proxy@127.0.0.1:{port}");
    let home = Home::at("https://clouds.invalid/backend/api", "").with("HTTPS_PROXY", &proxy);
    let run = home.nubo(&format!("{LIST} --retries 0"));
    run.ends(5).tells(&format!("through the proxy 127.0.0.1:{port}")).tells("hint: HTTPS_PROXY, HTTP_PROXY or");
    assert!(run.stderr.contains("clouds.invalid"), "{}", run.stderr);
    assert!(!run.stderr.contains("hush-proxy") && !run.stderr.contains("ann:"), "{}", run.stderr);
}

#[test]
fn a_proxy_never_sees_what_goes_to_this_machine() {
    let (proxy, here) = (Server::always(html("200 OK")), Server::always(json(ONE)));
    let home = Home::at(&here.url(), "");
    let home = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        .iter()
        .fold(home, |home, name| home.with(name, &proxy.url()));
    assert_eq!(home.nubo(LIST).ends(0).stdout, SHOWN);
    home.sandbox("whoami").ends(0);
    assert_eq!(proxy.asked(), Vec::<String>::new());
}

#[test]
fn a_compressed_answer_is_read() {
    let server = Server::always(gzipped(ONE));
    assert_eq!(Home::at(&server.url(), "").nubo(LIST).ends(0).stdout, SHOWN);
    assert!(server.asked()[0].to_lowercase().contains("accept-encoding: gzip"), "{:?}", server.asked());
}

#[test]
fn the_secret_stands_in_one_header_and_nowhere_else() {
    let server = Server::always(json(ONE));
    Home::at(&server.url(), "").nubo(LIST).ends(0);
    Home::at(&server.url(), "scheme = \"OpenAPIToken\"").nubo(LIST).ends(0);
    let asked = server.asked();
    assert!(asked[0].contains("authorization: Token hush-lab\r\n"), "{asked:?}");
    assert!(asked[1].contains("authorization: OpenAPIToken hush-lab\r\n"), "{asked:?}");
    assert!(asked.iter().all(|request| request.matches("hush").count() == 1), "{asked:?}");
    Home::at(&server.url(), "scheme = \"Bearer\"").nubo(LIST).ends(12);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn a_certificate_file_that_is_none_is_told() {
    let home = Home::at("https://portal.invalid/backend/api", "ca_file = \"ca.pem\"");
    home.nubo(LIST).ends(12).tells("ca.pem");
    std::fs::write(home.path("config/ca.pem"), "nothing\n").unwrap();
    home.nubo(LIST).ends(12).tells("it holds no PEM certificate");
}
