//! Names of new things: refused where they are taken, given twice or look like patterns, unless that is meant.
//! An account that does not tell all it has is unavailable, whatever is allowed.

use crate::harness::{Home, Server, html};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHuHVSvJRrUb1iPuZ6YdYnjmPzEhl6t7vJ3nM0Xw8Zxy ops@desk\n";

#[test]
fn a_name_that_is_taken_is_refused_for_every_noun_that_is_a_target_by_name() {
    let home = Home::new();
    std::fs::write(home.path("desk.pub"), KEY).unwrap();
    for command in [
        "instances create web-1 -a sandbox-fleio --image debian-12 --flavor s1.small",
        "instances create web-1 -a sandbox-cloudsigma --image 'Debian Linux 12' --cpus 1 --memory 1GiB",
        "instances create registry -a sandbox-uivmm --image 'Debian bookworm amd64' --host 3",
        "instances clone sandbox-cloudsigma/web-2 --name web-1",
        "drives create archive -a sandbox-fleio --size 1GiB",
        "drives create 'db-1 data' -a sandbox-cloudsigma --size 1GiB",
        "drives clone 'sandbox-cloudsigma/db-1 root' --name 'db-1 data'",
        "networks create lan -a sandbox-fleio",
        "networks create 'Private network' -a sandbox-cloudsigma",
        "firewalls create web -a sandbox-fleio",
        "groups create 'Web Servers' -a sandbox-cloudsigma",
        "snapshots create web-1-before-upgrade -a sandbox-fleio --of web-1",
        "backups create web-1-weekly -a sandbox-fleio --of web-1 --every weekly",
        "keys create laptop -a sandbox-fleio --public-key desk.pub",
        "keys create alex@laptop -a sandbox-uivmm --public-key desk.pub",
        "hosts create lxd-a.example.net -a sandbox-uivmm --password-file desk.pub",
    ] {
        let refused = home.sandbox(&format!("{command} --yes --json"));
        let error = refused.ends(7).error();
        assert_eq!(error["code"], "conflict", "{command}");
        assert!(error["message"].as_str().unwrap().contains("is there already"), "{command}: {error}");
        assert_eq!(error["hint"], "if it is meant, add --allow-duplicate", "{command}");
        assert!(!home.sandbox(&format!("{command} --allow-duplicate --dry-run")).stderr.contains("is there already"));
    }
    let made =
        home.sandbox("groups create 'Web Servers' -a sandbox-cloudsigma --allow-duplicate --json").ends(0).json();
    assert_eq!(made[0]["status"], "ok");
}

#[test]
fn one_name_is_not_given_twice_nor_one_that_looks_like_a_pattern() {
    let home = Home::new();
    for (names, why) in [
        ("x x", "two groups would be called \"x\""),
        ("'web-*'", "the name \"web-*\" looks like a pattern"),
        ("x 'a[1]'", "the name \"a[1]\" looks like a pattern"),
    ] {
        home.sandbox(&format!("groups create {names} -a sandbox-cloudsigma")).ends(7).tells(why);
    }
    let there = home.sandbox("groups list -a sandbox-cloudsigma --json").json();
    assert_eq!(there.as_array().unwrap().len(), 1, "nothing was made: {there}");
    home.sandbox("groups create x x -a sandbox-cloudsigma --allow-duplicate").ends(0);
}

#[test]
fn a_listing_that_is_not_whole_is_unavailable_whatever_is_allowed() {
    let server = Server::new(|_, _| html("503 Service Unavailable"));
    let home = Home::of("cloudsigma", &server.url(), "");
    for allowed in ["", "--allow-duplicate"] {
        home.nubo(&format!("groups create web --retries 0 {allowed}"))
            .ends(5)
            .tells("cannot tell which groups there are");
    }
    assert!(server.lines().iter().all(|line| line.starts_with("GET")), "{:?}", server.lines());
}
