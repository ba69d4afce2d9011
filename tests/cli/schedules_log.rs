//! The log of the schedules, from the journal: only the changes that they began.
//! Nothing but the journal is needed to read it.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::{Value, json};

use crate::harness::Home;

/// A home with a journal of the simulated clouds: an hour's changes, of which a person began one.
fn home() -> Home {
    let office = json!({"rules": ["office"], "why": "office wants it down since Sat 2026-11-21 10:30 CET"});
    let held = json!({"rules": [], "why": "held up since Sat 2026-11-21 11:00 CET for ever"});
    let lines =
        [("one", "web-1", "stop", office), ("two", "web-2", "stop", Value::Null), ("three", "db-1", "start", held)];
    let line = |(hour, (id, name, action, cause)): (usize, (&str, &str, &str, Value))| {
        let after = if action == "start" { "running" } else { "stopped" };
        let mut open = json!({
            "account": "sandbox-fleio", "provider": "fleio", "url": "", "user": null, "action": action, "operations": [],
            "kind": "instance", "target_id": "7", "name": name, "before": null,
        });
        if !cause.is_null() {
            open["cause"] = cause;
        }
        let close = json!({
            "status": "ok", "changed": true, "target_id": null, "after": after, "job": null, "code": null, "message": null,
        });
        let at = format!("2026-11-21T1{hour}:00:00.000Z");
        format!("{}\n{}\n", json!({"id": id, "at": at, "open": open}), json!({"id": id, "at": at, "close": close}))
    };
    let home = Home::new();
    fs::create_dir_all(home.path("state/sandbox/history")).unwrap();
    let text: String = lines.into_iter().enumerate().map(line).collect();
    let file = home.path("state/sandbox/history/journal.ndjson");
    fs::write(&file, text).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    home
}

#[test]
fn only_what_the_schedules_began_is_in_their_log() {
    let home = home();
    home.sandbox("schedules log").shows(
        "
        ACCOUNT        AT                        NAME   ACTION  STATUS  AFTER    RULES   WHY
        sandbox-fleio  2026-11-21T12:00:00.000Z  db-1   start   ok      running  -       held up since Sat 2026-11-21 11:00 CET for ever
        sandbox-fleio  2026-11-21T10:00:00.000Z  web-1  stop    ok      stopped  office  office wants it down since Sat 2026-11-21 10:30 CET
        --- exit 0
    ",
    );
    let ids = |line: &str| {
        let list = home.sandbox(&format!("{line} --json")).ends(0).quietly().json();
        list.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("history list"), ["three", "two", "one"]);
    assert_eq!(ids("schedules log --target 'web-*'"), ["one"]);
    assert_eq!(ids("schedules log --since 2026-11-21T11:00:00Z"), ["three"]);
    assert_eq!(ids("schedules log --until 2026-11-21T11:00:00Z"), ["one"]);
    assert_eq!(ids("schedules log --filter rules=office"), ["one"]);
    assert_eq!(ids("schedules log --sort name --limit 1"), ["three"]);
    assert_eq!(ids("schedules log -a sandbox-uivmm"), Vec::<String>::new());
    assert_eq!(home.nubo("schedules log --json").ends(0).stdout, "[]\n", "the sandbox has a journal of its own");
}

#[test]
fn the_history_tells_causes_too() {
    let home = home();
    let all = home.sandbox("history list --json").ends(0).json();
    let causes: Vec<_> = all.as_array().unwrap().iter().map(|entry| (&entry["rules"], &entry["why"])).collect();
    assert_eq!((causes[1], causes[2].0), ((&Value::Null, &Value::Null), &json!(["office"])));
    assert!(home.sandbox("history list").ends(0).stdout.lines().all(|line| !line.contains("office")));
    let shown = home.sandbox("history show one --json").ends(0).json();
    assert_eq!(shown["why"], "office wants it down since Sat 2026-11-21 10:30 CET");
}

#[test]
fn what_cannot_apply_to_the_log_is_refused() {
    let home = home();
    home.sandbox("schedules log --since yesterday").ends(2).tells("\"yesterday\" is no time");
    home.sandbox("schedules log --target ''").ends(2).tells("empty");
    home.sandbox("schedules log --filter colour=red").ends(2);
    home.sandbox("schedules log -a nobody").ends(2);
}
