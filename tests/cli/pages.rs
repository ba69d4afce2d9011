//! Lists in pages: fetched by number, never by the address a reply names; a page that fails leaves the rest.
//! The JSON stays valid whatever a later page does.

use crate::harness::{Home, Server, json, plain, reply};

/// One page of three with two machines on each, whose `next` points to some address; or the first machine by itself.
fn page(request: &str, next: &str) -> Vec<u8> {
    let machine = |index: u64| format!("{{\"id\":\"i-{index}\",\"name\":\"m-{index}\",\"status\":\"active\"}}");
    let Some((_, number)) = request.split_once("page=") else { return json(&machine(1)) };
    let number: u64 = number.split('&').next().unwrap().parse().unwrap();
    let next = if number < 3 { format!("\"{next}?page={}\"", number + 1) } else { "null".to_owned() };
    let (one, two) = (machine(number * 2 - 1), machine(number * 2));
    json(&format!("{{\"objects\":[{one},{two}],\"next\":{next},\"totalCount\":6,\"pageNo\":\"{number}\"}}"))
}

#[test]
fn pages_are_counted_and_an_address_in_a_reply_is_never_followed() {
    let elsewhere = Server::always(json("{}"));
    let next = format!("{}/backend/api/openstack/instances", elsewhere.url());
    let server = Server::new(move |_, request| page(request, &next));
    Home::at(&server.url(), "").nubo("instances list -o name").shows(
        "
        lab/id:i-1
        lab/id:i-2
        lab/id:i-3
        lab/id:i-4
        lab/id:i-5
        lab/id:i-6
        --- exit 0
    ",
    );
    assert_eq!((server.asked().len(), elsewhere.asked().len()), (3, 0));
}

#[test]
fn a_later_page_that_fails_leaves_the_others_and_valid_json() {
    let server = || {
        Server::new(|_, request| {
            if request.contains("page=2") {
                reply("500 Internal Server Error", "", b"{\"detail\":\"Oops\"}")
            } else {
                page(request, "http://backend.invalid/")
            }
        })
    };
    Home::at(&server().url(), "").nubo("instances list --columns name").shows(
        "
        ACCOUNT  NAME
        lab      m-1
        lab      m-2
        lab      m-5
        lab      m-6
        --- stderr
        error: lab: the provider is not available at the moment (instances.list)
          provider said: 500 Oops
        --- exit 6
    ",
    );
    let server = server();
    let home = Home::at(&server.url(), "");
    let run = home.nubo("instances list --json");
    assert_eq!(run.ends(6).json().as_array().unwrap().len(), 4);
    assert_eq!(run.error()["http_status"], 500);
    assert_eq!(home.nubo("instances list -o ndjson").ends(6).stdout.lines().count(), 4);
    home.nubo("instances show m-9").shows(
        r#"
        --- stderr
        error: lab: cannot look for instance "m-9": the provider is not available at the moment (instances.list)
          provider said: 500 Oops
        --- exit 5
    "#,
    );
    home.nubo("instances show m-1 --columns id").shows(
        "
        ID  i-1
        --- exit 0
    ",
    );
    home.nubo("instances stop m-9 --dry-run").ends(5);
}

#[test]
fn the_first_page_that_fails_is_the_failure_of_its_account() {
    let server = Server::always(reply("404 Not Found", "", b"{\"detail\":\"Not found.\"}"));
    Home::at(&server.url(), "").nubo("instances list --json").shows(r#"
        []
        --- stderr
        {"error":{"code":"not_found","message":"the provider knows no such thing (instances.list)","hint":null,"account":"lab","provider":"fleio","operation":"instances.list","target":null,"http_status":404,"provider_message":"Not found.","retryable":false,"exit":3}}
        --- exit 3
    "#);
}

#[test]
fn a_list_that_never_ends_is_read_once_and_told() {
    let server = Server::new(|_, _| {
        json(
            "{\"objects\":[{\"id\":\"i-1\",\"name\":\"m-1\",\"status\":\"active\"}],\"next\":\"/again\",\"totalCount\":3}",
        )
    });
    Home::at(&server.url(), "").nubo("instances list -o name").shows(
        "
        lab/id:i-1
        --- stderr
        error: lab: page 2 of instances.list holds nothing new and announces more
          hint: there may be more than is shown: ask again
        --- exit 6
    ",
    );
    assert!(server.asked().len() <= 3, "{:?}", server.asked());
}

/// A portal of `HostBill` with one active service, and this answer for its machines.
fn portal(services: &'static str, machines: &'static str) -> Server {
    Server::new(move |_, request| json(if request.starts_with("GET /service/") { machines } else { services }))
}

const SERVICE: &str = r#"{"services":[{"id":"1","status":"Active"}]}"#;

#[test]
fn nothing_and_an_error_beside_an_empty_list_are_not_none() {
    let fleio = |body: &'static str| ("fleio", Server::always(json(body)));
    for (provider, server) in [
        fleio("null"),
        fleio("{}"),
        fleio(""),
        fleio(r#"{"objects":[],"next":null,"totalCount":3}"#),
        fleio(r#"{"objects":[],"next":null,"count":2}"#),
        fleio(r#"{"objects":[],"next":"/next","totalCount":0}"#),
        fleio(r#"{"objects":[{"name":"no id"}],"next":null,"totalCount":1}"#),
        ("seflow", portal("", "")),
        ("seflow", portal("{}", "")),
        ("seflow", portal("[]", "")),
        ("seflow", Server::always(reply("204 No Content", "", b""))),
        ("seflow", portal(SERVICE, r#"{"vms":[],"error":["Connection to hypervisor timed out"]}"#)),
        ("seflow", portal(SERVICE, "null")),
        ("seflow", portal(SERVICE, "")),
        ("seflow", portal(r#"{"services":[{"status":"Active"}]}"#, "")),
        ("cloudsigma", Server::always(reply("204 No Content", "", b""))),
        ("uivmm", Server::always(json(r#"{"data":null}"#))),
        ("uivmm", Server::always(json(r#"{"data":[{"type":"server","attributes":{}}]}"#))),
    ] {
        let home = Home::of(provider, &server.url(), "");
        assert_eq!(home.nubo("instances list --json").ends(5).json(), serde_json::json!([]), "{provider}");
        home.nubo("instances stop -a lab web-1 --yes").ends(5).tells("cannot look for instance");
    }
    for machines in
        [r#"{"vms":[]}"#, "[]", r#"{"error":["invalid method"]}"#, r#"{"vms":[],"error":["invalid_method"]}"#]
    {
        let server = portal(SERVICE, machines);
        let home = Home::of("seflow", &server.url(), "");
        home.nubo("instances list --json").ends(0);
        home.nubo("instances stop -a lab web-1 --yes").ends(3);
    }
}

#[test]
fn one_broken_sign_hides_no_list() {
    let body = "{\"objects\":[{\"id\":\"i-1\",\"name\":\"a\\ud800b\",\"status\":\"active\"},{\"id\":\"i-2\",\"name\":\"c\\u0000\",\"status\":\"active\"}],\"totalCount\":2}";
    let server = Server::always(json(body));
    Home::at(&server.url(), "").nubo("instances list --columns id,name").shows(
        "
        ACCOUNT  ID   NAME
        lab      i-1  a\u{fffd}b
        lab      i-2  c\u{fffd}
        --- stderr
        warning: lab: the reply to instances.list holds 2 signs that are none; they are shown as \u{fffd}
        --- exit 0
    ",
    );
}

#[test]
fn a_reply_about_another_record_changes_nothing() {
    let machine = |id: &str| format!("{{\"id\":\"{id}\",\"name\":\"m\",\"status\":\"stopped\"}}");
    let servers = [
        ("fleio", "i-1", Server::new(move |_, _| json(&machine("i-2")))),
        ("cloudsigma", "s-1", Server::always(plain("server s-2\nname m\nstatus stopped\npersistent true\n"))),
        ("seflow", "1/12", Server::always(json(r#"{"vm":{"id":"13","label":"m","status":"stopped"}}"#))),
        (
            "uivmm",
            "3/web",
            Server::always(json(
                r#"{"data":{"type":"instance","attributes":{"instance_name":"other","instance_status":"Stopped"}}}"#,
            )),
        ),
    ];
    for (provider, id, server) in servers {
        let home = Home::of(provider, &server.url(), "");
        for verb in ["start", "delete --yes --force", "rename --name x", "show"] {
            if provider == "uivmm" && verb.starts_with("delete")
                || ["seflow", "uivmm"].contains(&provider) && verb.starts_with("rename")
            {
                continue;
            }
            let (verb, flags) = verb.split_once(' ').unwrap_or((verb, ""));
            let run = home.nubo(&format!("instances {verb} lab/id:{id} {flags}"));
            run.ends(1).tells("and the reply is about");
        }
        let changed =
            server.lines().into_iter().find(|line| !line.starts_with("GET ") && !line.contains("instance.get"));
        assert_eq!(changed, None, "{provider}");
    }
}

#[test]
fn floating_addresses_and_ipv6_in_any_spelling_find_a_machine() {
    let home = Home::new();
    for target in ["ip:198.51.100.51", "ip:203.0.113.12"] {
        let run = home.sandbox(&format!("instances show {target} -a sandbox-fleio --json"));
        assert_eq!(run.ends(0).json()["name"], "web-2", "{target}");
    }
    for spelled in ["2001:db8:2::12", "2001:DB8:2::12", "2001:0db8:0002:0:0:0:0:0012"] {
        let list = home.sandbox(&format!("instances list --filter ips={spelled} -a sandbox-seflow --json"));
        assert_eq!(list.ends(0).json()[0]["name"], "web-3", "{spelled}");
        let show = home.sandbox(&format!("instances show ip:{spelled} -a sandbox-seflow --json"));
        assert_eq!(show.ends(0).json()["name"], "web-3", "{spelled}");
    }
}
