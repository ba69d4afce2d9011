//! Operations that a deployment has elsewhere: overrides of the configuration, and the paths tried without one.
//! A change is never tried at another path, and an overridden operation counts as destroying.

use crate::harness::{Home, Server, html, json, plain, reply};

/// An account of a provider with one operation elsewhere.
fn elsewhere(provider: &str, server: &Server, id: &str, lines: &str) -> Home {
    Home::of(provider, &server.url(), &format!("[accounts.lab.operations.\"{id}\"]\n{lines}\n"))
}

fn missing() -> Vec<u8> {
    reply("404 Not Found", "content-type: application/json\r\n", br#"{"detail":"Not found."}"#)
}

fn not_allowed() -> Vec<u8> {
    reply("405 Method Not Allowed", "content-type: text/plain\r\n", b"")
}

#[test]
fn another_path_is_used() {
    let server = Server::always(json(r#"{"objects":[]}"#));
    let home = elsewhere("fleio", &server, "invoices.list", "path = \"/v2/bills\"");
    home.nubo("invoices list --json").ends(0);
    home.nubo("fleio invoices list --page 1 --json").ends(0);
    let lines = server.lines();
    assert!(lines[0].starts_with("GET /v2/bills?"), "{lines:?}");
    assert_eq!(lines[1..], ["GET /v2/bills?page=1"]);
}

#[test]
fn another_path_keeps_its_placeholders() {
    let server = Server::always(json(r#"{"id":"7","number":"7"}"#));
    let home = elsewhere("fleio", &server, "invoices.show", "path = \"/v2/bills/{id}/full\"");
    home.nubo("fleio invoices show 7").ends(0);
    assert_eq!(server.lines(), ["GET /v2/bills/7/full"]);
}

#[test]
fn another_method_and_encoding() {
    let server = Server::always(json("{}"));
    let home = elsewhere("seflow", &server, "services.label-set", "method = \"put\"\nencoding = \"json\"");
    home.nubo("seflow services label-set 33301 --label shop").ends(10);
    home.nubo("seflow services label-set 33301 --label shop --yes").ends(0);
    assert_eq!(server.lines(), ["PUT /service/33301/label"]);
    assert_eq!(server.body(), r#"{"label":"shop"}"#);
}

#[test]
fn an_overridden_change_counts_as_destroying() {
    let server = Server::always(json(r#"{"id":"7","name":"data"}"#));
    let home = elsewhere("fleio", &server, "volumes.rename", "path = \"/v2/volumes/{id}/name\"");
    home.nubo("fleio volumes rename 7 --name x").shows(
        "
        --- stderr
        error: volumes.rename refused: it destroys data
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.nubo("fleio volumes rename 7 --name x --yes").ends(0);
    let sent: Vec<String> = server.lines().into_iter().filter(|line| line.starts_with("POST")).collect();
    assert_eq!(sent, ["POST /v2/volumes/7/name"]);
}

#[test]
fn an_overridden_start_is_no_way_past_protection() {
    let machine = r#""id":"7","name":"db-1","status":"stopped""#;
    let answer = format!(r#"{{{machine},"objects":[{{{machine}}}],"totalCount":1}}"#);
    let server = Server::always(json(&answer));
    let more = "protect = [\"db-*\"]\n[accounts.lab.operations.\"instances.start\"]\npath = \"/openstack/instances/{id}/stop\"\n";
    let home = Home::at(&server.url(), more);
    home.nubo("instances start id:7 --yes").ends(10).tells("is protected");
    home.nubo("fleio instances start 7 --yes").ends(10).tells("is protected");
    assert!(server.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", server.lines());
}

#[test]
fn a_verb_whose_operation_is_elsewhere_asks_too() {
    let answer = r#"{"id":"7","name":"web-1","status":"stopped"}"#;
    let server = Server::always(json(answer));
    let home = elsewhere("fleio", &server, "instances.start", "path = \"/v2/{id}/on\"");
    home.nubo("instances start id:7").shows(
        "
        --- stderr
        error: start refused: web-1: the account's configuration has this operation elsewhere, so it counts as destroying
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.nubo("instances start id:7 --yes --no-wait").ends(0);
    assert_eq!(server.lines().last().unwrap(), "POST /v2/7/on");
}

#[test]
fn an_overridden_read_reads_where_a_get_reads() {
    let server = Server::always(json("{}"));
    let home = elsewhere("fleio", &server, "usage.current", "path = \"/v2/usage\"");
    home.nubo("fleio usage current").ends(0);
    home.nubo("fleio usage current --yes").ends(0);
    let home = elsewhere("fleio", &server, "usage.current", "method = \"POST\"");
    home.nubo("fleio usage current").ends(10);
    home.nubo("fleio usage current --yes").ends(0);
    assert_eq!(server.lines(), ["GET /v2/usage", "GET /v2/usage", "POST /openstack/billing"]);
    let server = Server::always(plain("EUR\n"));
    let home = elsewhere("cloudsigma", &server, "currencies.list", "path = \"/money/list\"");
    home.nubo("cloudsigma currencies list").ends(10);
    home.nubo("cloudsigma currencies list --yes").ends(0);
    assert_eq!(server.lines(), ["GET /money/list"]);
}

#[test]
fn what_cannot_be_is_named() {
    let server = Server::always(json("{}"));
    let cases = [
        ("fleio", "invoices.lst", "path = \"/x\"", "operations.\"invoices.lst\": Fleio has no such operation"),
        ("fleio", "invoices.show", "path = \"/x\"", "operations.\"invoices.show\": its path must keep {id}"),
        ("fleio", "invoices.list", "path = \"x\"", "operations.\"invoices.list\": \"x\" is not a path"),
        ("fleio", "invoices.list", "path = \"//x\"", "operations.\"invoices.list\": \"//x\" is not a path"),
        ("fleio", "invoices.list", "path = \"/a/../x\"", "operations.\"invoices.list\": \"/a/../x\" is not a path"),
        ("fleio", "invoices.list", "path = \"/a?b=c\"", "operations.\"invoices.list\": \"/a?b=c\" is not a path"),
        ("fleio", "invoices.list", "method = \"BREW\"", "operations.\"invoices.list\": \"BREW\" is not GET"),
        ("fleio", "invoices.list", "encoding = \"form\"", "operations.\"invoices.list\": Fleio writes its bodies"),
        ("seflow", "details.update", "encoding = \"xml\"", "expected `form` or `json`"),
        ("seflow", "details.update", "effect = \"read\"", "line 6"),
    ];
    for (provider, id, lines, words) in cases {
        elsewhere(provider, &server, id, lines).nubo(&format!("{provider} --help")).ends(0);
        elsewhere(provider, &server, id, lines).nubo("whoami").ends(12).tells(words);
    }
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn a_path_that_no_document_names_may_be_elsewhere() {
    let server = Server::always(missing());
    let home = Home::at(&server.url(), "");
    home.nubo("invoices list -a lab").shows(
        r#"
        --- stderr
        error: lab: invoices.list: path not confirmed for this deployment (/billing/invoices)
          provider said: 404 Not found.
          hint: if it is elsewhere here, set `path` in [accounts.lab.operations."invoices.list"]
        --- exit 9
    "#,
    );
    home.nubo("fleio invoices show 7").shows(
        r#"
        --- stderr
        error: lab: the provider knows no such thing (invoices.show)
          provider said: 404 Not found.
          hint: path not confirmed for this deployment; if it is elsewhere here, set `path` in [accounts.lab.operations."invoices.show"]
        --- exit 3
    "#,
    );
    let error = home.nubo("fleio volumes list --json").ends(9).error();
    assert_eq!((&error["operation"], &error["http_status"]), (&"volumes.list".into(), &404.into()));
    let documented = home.nubo("fleio instances list");
    assert!(!documented.ends(3).stderr.contains("not confirmed"), "{}", documented.stderr);
}

#[test]
fn what_is_overridden_is_not_confirmed_either() {
    let server = Server::always(missing());
    let home = elsewhere("fleio", &server, "instances.list", "path = \"/v2/machines\"");
    home.nubo("fleio instances list").ends(9).tells("path not confirmed for this deployment (/v2/machines)");
    assert_eq!(server.lines(), ["GET /v2/machines"]);
}

#[test]
fn a_read_is_tried_at_its_older_paths() {
    let server = Server::new(|_, request| {
        if request.starts_with("GET /openstack/instances/7/resize ") { json(r#"{"flavors":[]}"#) } else { missing() }
    });
    let home = Home::at(&server.url(), "");
    home.nubo("fleio instances resize-options 7 --json").ends(0);
    assert_eq!(server.lines(), ["GET /openstack/instances/7/resize_options", "GET /openstack/instances/7/resize"]);
    let server = Server::always(missing());
    let home = Home::at(&server.url(), "");
    home.nubo("fleio load-balancers policies").ends(9).tells("path not confirmed");
    let tried =
        ["GET /openstack/lbaas-l7policies", "GET /openstack/lbaas-l7-policies", "GET /openstack/lbaas-policies"];
    assert_eq!(server.lines(), tried);
}

#[test]
fn a_change_is_tried_at_one_path() {
    let server = Server::new(|_, request| if request.starts_with("GET") { json(r#"{"id":"7"}"#) } else { missing() });
    let home = Home::at(&server.url(), "");
    home.nubo("fleio instances resize 7 --flavor nl-4 --yes").ends(3);
    let sent: Vec<String> = server.lines().into_iter().filter(|line| line.starts_with("POST")).collect();
    assert_eq!(sent, ["POST /openstack/instances/7/resize"]);
}

/// A simulated CloudSigma that gives this answer to every change.
fn changing(answer: Vec<u8>) -> Server {
    Server::new(move |_, request| {
        if request.contains("/info ") {
            plain("server X\nname web\nstatus stopped\npersistent true\n")
        } else {
            answer.clone()
        }
    })
}

#[test]
fn a_method_that_is_not_allowed_is_followed_by_the_other_once() {
    let server = Server::new(|_, request| if request.starts_with("POST ") { plain("") } else { not_allowed() });
    Home::of("cloudsigma", &server.url(), "").nubo("cloudsigma servers start X").ends(0);
    assert_eq!(server.lines(), ["GET /servers/X/start", "POST /servers/X/start"]);
    let server = changing(not_allowed());
    Home::of("cloudsigma", &server.url(), "").nubo("cloudsigma servers stop X").ends(1);
    assert_eq!(server.lines(), ["GET /servers/X/info", "GET /servers/X/stop", "POST /servers/X/stop"]);
}

#[test]
fn no_other_failure_is_followed_by_the_other_method() {
    let bad = reply("400 Bad Request", "content-type: text/plain\r\n", b"errors:system Bad.\n");
    let down = reply("504 Gateway Timeout", "", b"");
    for answer in [bad, down, html("500 Internal Server Error"), missing()] {
        let server = changing(answer);
        assert_ne!(Home::of("cloudsigma", &server.url(), "").nubo("cloudsigma servers start X").code, Some(0));
        assert_eq!(server.lines(), ["GET /servers/X/start"]);
    }
    let silent = changing(Vec::new());
    let home = Home::of("cloudsigma", &silent.url(), "");
    home.nubo("cloudsigma servers start X --timeout 1s").shows(
        "
        --- stderr
        error: lab: servers.start was sent but no answer came within 1 s, so it may have been carried out
          hint: allow more time with --timeout
        --- exit 8
    ",
    );
    assert_eq!(silent.lines(), ["GET /servers/X/start"]);
    let reads = Server::always(not_allowed());
    assert_ne!(Home::of("cloudsigma", &reads.url(), "").nubo("cloudsigma servers list").code, Some(0));
    assert_eq!(reads.lines(), ["GET /servers/list"]);
    let other = Server::always(not_allowed());
    assert_ne!(Home::at(&other.url(), "").nubo("fleio operations retry 7").code, Some(0));
    assert_eq!(other.lines(), ["POST /operations/7/retry"]);
}

#[test]
fn the_other_of_an_overridden_method_is_the_documents() {
    let server = changing(not_allowed());
    let home = elsewhere("cloudsigma", &server, "servers.start", "method = \"POST\"");
    home.nubo("cloudsigma servers start X --yes").ends(1);
    let sent: Vec<String> = server.lines().into_iter().filter(|line| line.contains("/start")).collect();
    assert_eq!(sent, ["POST /servers/X/start", "GET /servers/X/start"]);
}
