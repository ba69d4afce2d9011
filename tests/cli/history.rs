//! The history of changes: the journal entries of verbs, operations and raw requests, and the commands that read them.
//! Nothing but the journal is needed to read it.

use crate::harness::{Clouds, Home, Server, json, reply};

#[test]
fn every_change_leaves_an_entry_and_reads_leave_none() {
    let home = Home::new();
    home.sandbox("instances list -A").ends(0);
    home.sandbox("instances stop sandbox-fleio/web-1 --dry-run").ends(0);
    home.sandbox("instances start sandbox-fleio/web-1").ends(0);
    home.sandbox("history list --json").shows("[]\n--- exit 0");
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0);
    home.sandbox("instances reboot sandbox-cloudsigma/web-1 --no-wait").ends(0);
    home.sandbox("cloudsigma drives set 7a10e1b2-5c3d-4e7f-8a9b-1c2d3e4f5061 --name root-1").ends(0);
    home.sandbox("api sandbox-fleio POST /openstack/instances/nobody/start --yes").ends(3);
    home.sandbox("history list --columns account,name,action,status,before,after").shows(
        "
        ACCOUNT             NAME        ACTION                                      STATUS   BEFORE   AFTER
        sandbox-fleio       -           api POST /openstack/instances/nobody/start  failed   -        -
        sandbox-cloudsigma  web-1 root  drives.set                                  ok       -        -
        sandbox-cloudsigma  web-1       reboot                                      pending  running  -
        sandbox-fleio       web-1       stop                                        ok       running  stopped
        --- exit 0
    ",
    );
    assert_eq!(home.nubo("history list --json").ends(0).stdout, "[]\n", "the sandbox has a journal of its own");
}

#[test]
fn entries_are_found_by_account_target_time_and_filter() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-fleio/web-1 sandbox-seflow/web-3").ends(0);
    let names = |line: &str| {
        let list = home.sandbox(&format!("history list --json {line}")).ends(0).json();
        list.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("-a sandbox-seflow"), ["web-3"]);
    assert_eq!(names("--target web-1"), ["web-1"]);
    assert_eq!(names("--target '33301/*'"), ["web-3"]);
    assert_eq!(names("--since 1h --filter status=ok").len(), 2);
    assert_eq!(names("--since 2999-01-01"), Vec::<String>::new());
    assert_eq!(names("--until 2020-01-01T00:00:00Z"), Vec::<String>::new());
    home.sandbox("history list --since yesterday").ends(2).tells("\"yesterday\" is no time");
    let id = home.sandbox("history list --target web-1 --json").json()[0]["id"].as_str().unwrap().to_owned();
    let entry = home.sandbox(&format!("history show {id} --json")).ends(0).json();
    assert_eq!((&entry["operations"][0], &entry["status"]), (&"instances.stop".into(), &"ok".into()));
    assert!(entry["duration_ms"].as_i64().is_some_and(|took| took >= 0), "{entry}");
    home.sandbox("history show nobody").ends(3);
    let exact = home.sandbox("history list --target web-1 -o name").ends(0).stdout.clone();
    assert_eq!(exact, format!("sandbox-fleio/id:{id}\n"));
    assert_eq!(home.sandbox(&format!("history show {} -o name", exact.trim())).ends(0).stdout, exact);
    home.sandbox(&format!("history show sandbox-seflow/id:{id}")).ends(3);
    for line in ["history show ''", "history show ' '", "history list --target ''", "history list -a ''"] {
        home.sandbox(line).ends(2).tells("empty");
    }
}

#[test]
fn a_change_that_was_cut_off_stays_open() {
    let home = Home::new();
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0);
    let file = home.path("state/sandbox/history/journal.ndjson");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.lines().count() == 2 && !text.contains("password"));
    std::fs::write(&file, format!("{}\n{{\"id\":", text.lines().next().unwrap())).unwrap();
    let run = home.sandbox("history list --columns name,status,after");
    run.ends(0).tells("journal.ndjson:2 is not readable and was skipped");
    assert!(run.stdout.ends_with("web-1  open    -\n"), "{}", run.stdout);
}

#[test]
fn a_change_goes_on_where_nothing_can_be_noted() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    std::fs::write(home.path("state"), "in the way").unwrap();
    home.nubo("instances stop fleio/web-1 --no-wait").ends(0).tells("this is not in the history");
    let told = home.nubo("instances start fleio/worker-1 --no-wait --json").ends(0).stderr.clone();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert!(told["warning"].as_str().unwrap().starts_with("this is not in the history"), "{told}");
}

#[test]
fn a_change_goes_on_where_the_disk_is_full() {
    let home = Home::new();
    let folder = home.path("state/sandbox/history");
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.join("journal.ndjson")).unwrap();
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0).tells("this is not in the history").tells("No space");
}

/// A home with a journal of entries with these ids, each of an account at a place.
fn noted(home: &Home, entries: &[(&str, &str, &str)]) {
    let line = |(id, account, url): &(&str, &str, &str)| {
        let open = serde_json::json!({
            "account": account, "provider": "fleio", "url": url, "user": null, "action": "stop", "operations": [],
            "kind": "instance", "target_id": null, "name": id, "before": null,
        });
        serde_json::json!({ "id": id, "at": "2026-11-21T10:00:00.000Z", "open": open }).to_string() + "\n"
    };
    std::fs::create_dir_all(home.path("state/history")).unwrap();
    std::fs::write(home.path("state/history/journal.ndjson"), entries.iter().map(line).collect::<String>()).unwrap();
}

#[test]
fn accounts_are_known_by_name_and_by_place() {
    let (url, other) = ("https://cloud.example.com/api", "https://other.example.com/api");
    let home = Home::at(url, "");
    noted(&home, &[("one", "old", url), ("two", "lab", url), ("three", "gone", other)]);
    let ids = |home: &Home, line: &str| {
        let list = home.nubo(&format!("history list --json {line}")).ends(0).json();
        list.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&home, "-a lab"), ["two", "one"]);
    assert_eq!(ids(&home, "-a old"), ["one"]);
    assert_eq!(ids(&home, "-a gone,old"), ["three", "one"]);
    home.nubo("history list -a nobody").ends(2).tells("known: gone lab old");
    home.nubo("--sandbox history list -a lab").ends(2).tells("sandbox-fleio");
    let home = home.with("NUBO_ACCOUNT", "gone");
    assert_eq!(ids(&home, ""), ["three"]);
    assert_eq!(ids(&home, "-A").len(), 3);
    std::fs::write(home.path("config/config.toml"), "[").unwrap();
    assert_eq!(ids(&home, "-a lab"), ["two"]);
    home.nubo("history list -a nobody").ends(12);
}

#[test]
fn an_id_that_many_begin_with_names_five() {
    let home = Home::new();
    let ids = ["same1", "same2", "same3", "same4", "same5", "same6"];
    noted(&home, &ids.map(|id| (id, "lab", "")));
    home.nubo("history show same").ends(7).tells("ambiguous: same1, same2, same3, same4, same5 and more");
}

#[test]
fn a_provider_that_echoes_a_secret_brings_it_nowhere() {
    let refusal = br#"{"detail":"the key hush-lab is too old"}"#;
    let server = Server::new(|_, request| {
        if request.starts_with("GET") {
            json(r#"{"id":"7","name":"data"}"#)
        } else {
            reply("400 Bad Request", "content-type: application/json\r\n", refusal)
        }
    });
    let home = Home::at(&server.url(), "");
    home.nubo("fleio volumes rename 7 --name x --yes").tells("the key *** is too old");
    let text = home.text("state/history/journal.ndjson");
    assert!(text.contains("the key *** is too old") && !text.contains("hush-"), "{text}");
}

#[test]
fn a_creation_whose_outcome_is_not_known_is_settled_by_looking() {
    let made = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::sync::Arc::clone(&made);
    let server = Server::new(move |_, request| {
        if request.starts_with("POST") {
            seen.store(true, std::sync::atomic::Ordering::SeqCst);
            return reply("502 Bad Gateway", "", b"<html>oops</html>");
        }
        let one = r#"{"id":"k1","name":"laptop","public_key":"ssh-ed25519 AAAA ops"}"#;
        let objects = if seen.load(std::sync::atomic::Ordering::SeqCst) { one } else { "" };
        let total = usize::from(!objects.is_empty());
        json(&format!(r#"{{"objects":[{objects}],"next":null,"totalCount":{total}}}"#))
    });
    let home = Home::of("fleio", &server.url(), "");
    let key = home.path("key.pub");
    std::fs::write(&key, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3bPq0mEkMlOcxC2QXx9d7p8n3m4k5l6m7n8o9p0q1r ops\n")
        .unwrap();
    home.nubo(&format!("keys create laptop --public-key {} -a lab", key.display())).ends(1);
    let entry = home.nubo("history list --json").ends(0).json()[0].clone();
    assert_eq!((&entry["status"], &entry["consent"]), (&"unknown".into(), &"typed".into()), "{entry}");
    assert!(entry["command"].as_str().unwrap().starts_with("nubo keys create laptop"), "{entry}");
    let checked = home.nubo("history check --json").ends(0).json();
    assert_eq!((&checked[0]["status"], &checked[0]["target_id"]), (&"ok".into(), &"k1".into()), "{checked}");
    assert_eq!(home.nubo("history list --json").json()[0]["status"], "ok");
}

#[test]
fn what_creates_or_destroys_is_not_sent_where_it_cannot_be_written_down() {
    let home = Home::new();
    let history = home.path("state/sandbox/history");
    home.sandbox("instances list -A").ends(0);
    std::fs::create_dir_all(history.parent().unwrap()).unwrap();
    std::fs::write(&history, "in the way").unwrap();
    home.sandbox("instances delete sandbox-fleio/web-1 --force --yes").ends(12).tells("nothing was sent");
    home.sandbox("instances stop sandbox-fleio/web-1").ends(0).tells("this is not in the history");
    home.sandbox("instances delete sandbox-fleio/web-1 --force --yes --no-journal").ends(2).tells("for a terminal");
}
