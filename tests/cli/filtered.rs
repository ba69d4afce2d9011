//! Changes whose targets are found by a filter: many machines, some that fail, accounts that are down.
//! A failure stands in the records and never stops the other targets.

use std::{collections::BTreeSet, sync::Mutex};

use crate::harness::{Clouds, Home, Server, json, reply};

/// A Fleio with twenty machines, of which `worker-7` refuses to be stopped.
fn twenty() -> Server {
    let stopped = Mutex::new(BTreeSet::new());
    let machine = |n: usize, status: &str| format!(r#"{{"id":"i-{n}","name":"worker-{n}","status":"{status}"}}"#);
    Server::new(move |_, request| {
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let number: usize = path.split("/i-").nth(1).and_then(|id| id.split('/').next()?.parse().ok()).unwrap_or(0);
        let mut stopped = stopped.lock().unwrap();
        let status = if stopped.contains(&number) { "stopped" } else { "active" };
        match path {
            _ if request.starts_with("POST") && number == 7 => {
                reply("400 Bad Request", "content-type: application/json\r\n", br#"{"detail":"Instance is locked"}"#)
            }
            _ if request.starts_with("POST") => {
                stopped.insert(number);
                json(r#"{"detail":"ok"}"#)
            }
            _ if number > 0 => json(&machine(number, status)),
            _ => {
                let all: Vec<String> = (1..=20).map(|n| machine(n, "active")).collect();
                json(&format!(r#"{{"objects":[{}],"totalCount":20,"next":null}}"#, all.join(",")))
            }
        }
    })
}

/// The account `lab` at a server, and `ruin` at an address where nobody answers.
fn with_ruin(server: &Server) -> Home {
    let ruin = "\n[accounts.ruin]\nprovider = \"fleio\"\nurl = \"http://127.0.0.1:9\"\n";
    Home::at(&server.url(), ruin).with("NUBO_SECRET_RUIN", "x")
}

#[test]
fn twenty_are_stopped_though_one_fails_and_an_account_is_down() {
    let server = twenty();
    let home = with_ruin(&server);
    let run = home.nubo("instances stop --filter name~worker-* -A --yes --max-targets 20 --retries 0 --json");
    let changes = run.ends(6).json();
    let changes = changes.as_array().unwrap();
    let count = |status: &str| changes.iter().filter(|change| change["status"] == status).count();
    assert_eq!((changes.len(), count("ok"), count("failed")), (20, 19, 1));
    let failed = changes.iter().find(|change| change["status"] == "failed").unwrap();
    assert_eq!(
        (&failed["name"], &failed["error"]["provider_message"]),
        (&"worker-7".into(), &"Instance is locked".into())
    );
    // The account that is down belongs to no target, so that it is told beside the records.
    let error = run.error();
    assert_eq!((&error["account"], &error["code"]), (&"ruin".into(), &"unavailable".into()));
}

#[test]
fn a_filter_needs_a_yes_and_counts_its_targets() {
    let server = twenty();
    let home = Home::at(&server.url(), "");
    home.nubo("instances stop --filter name=worker-1").shows(
        "
        --- stderr
        error: stop refused: its targets were not named one by one
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.nubo("instances stop --filter name~worker-* --yes").shows(
        "
        --- stderr
        error: stop of 20 targets refused: the limit is 10
          hint: agree beforehand with --max-targets 20
        --- exit 10
    ",
    );
    assert!(server.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", server.lines());
}

#[test]
fn target_and_filter_together_keep_what_fits_both() {
    let home = Home::new();
    let run =
        home.sandbox("instances stop 'sandbox-fleio/*' --filter state=running --filter name~web-* --dry-run --json");
    let names = |json: serde_json::Value| {
        json.as_array().unwrap().iter().map(|change| change["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(run.ends(0).json()), ["web-1", "web-2"]);
    let show = home.sandbox("instances show --filter name=web-1 -a sandbox-fleio --json");
    assert_eq!(names(show.ends(0).json()), ["web-1"], "a filter makes it an array");
}

#[test]
fn nothing_that_fits_is_nothing_to_do() {
    let home = Home::new();
    home.sandbox("instances stop --filter name=nobody -A --yes").shows(
        "
        --- stderr
        no instances fit the filter
        no changes
        --- exit 0
    ",
    );
    home.sandbox("instances stop --filter name=nobody -A --yes --json").shows("[]\n--- exit 0");
    home.sandbox("instances stop --filter colour=red -A --yes").ends(2).tells("colour");
    home.sandbox("instances stop --filter '' -A --yes").ends(2);
    home.sandbox("instances stop").ends(2);
}

#[test]
fn a_filter_alone_says_which_account_it_means() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.nubo("instances stop --filter state=running --yes").ends(2).tells("a change must say which account it means");
    let passed = home.nubo("instances stop --hard --filter name=web-test -A --yes --dry-run");
    passed.ends(0).tells("skipped: fleio, seflow cannot stop --hard");
}
