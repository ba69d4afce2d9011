//! The verbs at ui-vmm for machines, images, networks, keys and servers, through the built binary.
//! Its calls are queued: their outcome is looked for, and told where it cannot be seen.

use crate::harness::{Home, Server, json};

/// The columns that do not repeat typed values.
const SHORT: &str = "--columns id,name,action,changed,status,after";

#[test]
fn a_machine_from_its_making_to_its_end() {
    let home = Home::new();
    let make = "instances create web-9 -a sandbox-uivmm --image 'Debian bookworm amd64' --cpus 2 --memory 1GB";
    home.sandbox(&format!("{make} {SHORT}")).ends(2).tells("several servers are registered").tells("--host: 3 7");
    let planned = home.sandbox(&format!("{make} --host 3 --network lxdbr0 --dry-run --json"));
    let planned = planned.ends(0).json();
    let requests: Vec<&str> = planned[0]["requests"].as_array().unwrap().iter().filter_map(|r| r.as_str()).collect();
    assert_eq!((&planned[0]["status"], requests.len()), (&"planned".into(), 2));
    assert!(requests[0].contains(r#""instance_memory":"1000","instance_cpu":"2""#), "{requests:?}");
    assert!(requests[1].contains(r#""instance_status":"start""#), "{requests:?}");
    home.sandbox(&format!("{make} --host lxd-a.example.net {SHORT}")).shows(
        "
        ACCOUNT        ID       NAME   ACTION  CHANGED  STATUS  AFTER
        sandbox-uivmm  3/web-9  web-9  create  yes      ok      running
        --- exit 0
    ",
    );
    home.sandbox(&format!("{make} --host 3 {SHORT}")).ends(7).tells("\"web-9\" is there already: instance 3/web-9");
    for (verb, changed, after) in [
        ("suspend", "yes", "paused"),
        ("resume", "yes", "running"),
        ("reset", "yes", "running"),
        ("reboot", "yes", "running"),
        ("start", "no", "running"),
        ("stop", "yes", "stopped"),
        ("stop --hard", "no", "stopped"),
    ] {
        let run = home.sandbox(&format!("instances {verb} sandbox-uivmm/web-9 --json"));
        let change = &run.ends(0).json()[0];
        assert_eq!((&change["changed"], &change["after"]), (&(changed == "yes").into(), &after.into()), "{verb}");
    }
    home.sandbox("instances delete sandbox-uivmm/web-9 --yes").ends(9);
}

#[test]
fn what_would_only_fail_later_is_refused_now() {
    let home = Home::new();
    let lab = home.sandbox("instances start sandbox-uivmm/lab");
    lab.ends(7).tells("it is paused, which starting does not end").tells("nubo instances resume sandbox-uivmm/lab");
    home.sandbox("instances resume sandbox-uivmm/lab").ends(0);
    home.sandbox("instances suspend sandbox-uivmm/web-test").ends(7);
    for (flags, exit, words) in [
        ("web_9 --image x", 2, "cannot be the name"),
        ("web-9", 2, "--image"),
        ("web-9 --image 3/3a9d", 2, "is on the server 3"),
        ("web-9 --image 'Debian bookworm amd64' --network back", 3, "has no network back"),
        ("web-9 --image Nope", 3, "has an image \"Nope\""),
        ("web-9 --image debian/12", 3, "ADDRESS-OF-IMAGE-SERVER/ALIAS"),
        ("web-9 --image x --flavor small", 2, "--flavor means nothing"),
        ("web-9 --image x --host 9", 3, "9"),
    ] {
        let host = if flags.contains("--host") { "" } else { "--host 7" };
        home.sandbox(&format!("instances create -a sandbox-uivmm {host} {flags}")).ends(exit).tells(words);
    }
}

/// A panel with one server that takes every machine and makes none.
fn swallowing() -> Server {
    Server::new(|_, request| {
        let operation = request.split(' ').nth(1).unwrap_or_default().rsplit('/').next().unwrap_or_default();
        json(match operation {
            "server.list" => r#"{"data":[{"type":"server","attributes":{"provider":"lxd","server_id":3}}]}"#,
            "image.list" => {
                r#"{"data":[{"type":"image","attributes":{"image_fingerprint":"3a9d","image_description":"Debian"}}]}"#
            }
            "instance.get" => r#"{"errors":[{"detail":"Instance not found"}]}"#,
            "instance.add" => r#"{"data":{"type":"instance","attributes":{"response":true}}}"#,
            _ => r#"{"data":[]}"#,
        })
    })
}

#[test]
fn a_machine_that_does_not_show_up_is_pending_and_was_asked_for_once() {
    let server = swallowing();
    let home = Home::of("uivmm", &server.url(), "");
    let run = home.nubo("instances create web-9 -a lab --image 3a9d --timeout 1s --json");
    let change = &run.ends(8).json()[0];
    assert_eq!((&change["id"], &change["status"]), (&"3/web-9".into(), &"pending".into()));
    assert!(change["error"]["hint"].as_str().unwrap().contains("nubo instances list -a lab"), "{change}");
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|request| request.contains("instance.add")).count(), 1, "{asked:?}");
    assert!(!asked.iter().any(|request| request.contains("instance.action")), "{asked:?}");
}

#[test]
fn keys() {
    let home = Home::new();
    std::fs::write(home.path("desk.pub"), "ssh-ed25519 AAAAC3NzMadeUp ops@desk\n").unwrap();
    std::fs::write(home.path("desk"), "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n").unwrap();
    home.sandbox("keys create desk -a sandbox-uivmm --public-key desk").ends(2).tells("that is a private key");
    home.sandbox(&format!("keys create desk -a sandbox-uivmm --public-key desk.pub {SHORT}")).ends(0);
    home.sandbox("keys create desk -a sandbox-uivmm --public-key desk.pub").ends(7).tells("\"desk\" is there already");
    home.sandbox("keys create desk -a sandbox-uivmm --public-key desk.pub --allow-duplicate")
        .ends(7)
        .tells("already been added");
    let keys = home.sandbox("keys list -a sandbox-uivmm --json").ends(0).json();
    let names: Vec<_> = keys.as_array().unwrap().iter().map(|key| &key["name"]).collect();
    assert_eq!(names, ["alex@laptop", "directory", "desk"]);
    home.sandbox("keys delete sandbox-uivmm/desk").ends(10);
    home.sandbox("keys delete sandbox-uivmm/desk --yes").ends(0);
    home.sandbox("keys show sandbox-uivmm/desk").ends(3);
}

#[test]
fn servers_and_what_is_on_them() {
    let home = Home::new();
    home.sandbox("hosts list -a sandbox-uivmm --columns id,name,address").shows(
        "
        ACCOUNT        ID  NAME               ADDRESS
        sandbox-uivmm  3   lxd-a.example.net  lxd-a.example.net:8443
        sandbox-uivmm  7   lxd-b.example.net  lxd-b.example.net:8443
        --- exit 0
    ",
    );
    let host = home.sandbox("hosts show sandbox-uivmm/lxd-a.example.net --json").ends(0).json();
    assert_eq!((&host["cpus"], &host["instances"]), (&32.into(), &serde_json::json!(["ci-runner", "registry"])));
    let network = home.sandbox("networks show sandbox-uivmm/3/lxdbr0 --json").ends(0).json();
    assert_eq!((&network["kind"], &network["cidrs"]), (&"bridge".into(), &serde_json::json!(["10.17.3.1/24"])));
    let images = home.sandbox("images list -a sandbox-uivmm --json").ends(0).json();
    let id = images[0]["id"].as_str().unwrap();
    assert!(id.starts_with("3/3a9d"), "{id}");
    let planned = home.sandbox(&format!("images delete sandbox-uivmm/id:{id} --dry-run --json")).ends(0).json();
    assert!(planned[0]["requests"][0].as_str().unwrap().contains("/v1/image.delete"), "{planned}");
    home.sandbox(&format!("images delete sandbox-uivmm/id:{id} --yes")).ends(0);
    home.sandbox(&format!("images show sandbox-uivmm/id:{id}")).ends(3);
}

#[test]
fn a_server_is_registered_with_a_password_that_is_never_shown() {
    let home = Home::new();
    let add = "hosts create lxd-c.example.net -a sandbox-uivmm";
    home.sandbox(add).ends(2).tells("--password-file");
    std::fs::write(home.path("trust"), "made-up-trust\n").unwrap();
    let planned = home.sandbox(&format!("{add} --password-file trust --port 9443 --dry-run --json")).ends(0).json();
    let request = planned[0]["requests"][0].as_str().unwrap();
    assert!(request.contains(r#""server_port":9443"#) && !request.contains("made-up-trust"), "{request}");
    let made = home.sandbox(&format!("{add} --password-file trust --json")).ends(0).json();
    assert_eq!((&made[0]["status"], &made[0]["resource"]["name"]), (&"ok".into(), &"lxd-c.example.net".into()));
    home.sandbox("hosts show sandbox-uivmm/lxd-c.example.net").ends(0);
}
