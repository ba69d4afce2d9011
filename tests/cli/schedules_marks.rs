//! The memory of runs of schedules: edges that are done, and failures that go on.
//! Without memory nothing is sent, or a message says that everything begins anew.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use serde_json::json;

use crate::harness::{
    Home, Lab, NOTICE, SHUTDOWN, Server, json as answer, reply,
    rules::{down, night, rule, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes";

/// Asserts the exit code of a run, an empty stdout, and exactly this notice on stderr.
macro_rules! silent {
    ($run:expr, $code:expr, $notice:expr) => {
        let run = $run;
        assert_eq!((run.ends($code).stdout.as_str(), run.stderr.as_str()), ("", $notice));
    };
}

#[test]
fn lost_marks_are_a_first_run() {
    let home = Home::new();
    home.sandbox_rules(&up("day", "['sandbox-fleio']", "name=worker-1", ""));
    home.sandbox(RUN).ends(0).tells("first run of day at sandbox-fleio");
    home.sandbox("instances stop sandbox-fleio/worker-1").ends(0);
    silent!(home.sandbox(RUN), 0, NOTICE);
    fs::remove_file(home.path("state/sandbox/kept/marks.json")).unwrap();
    home.sandbox("schedules plan").ends(0).tells("first run of day");
    home.sandbox(RUN).ends(0).tells("first run of day");
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
}

#[test]
fn a_rule_with_another_name_does_nothing_twice() {
    let home = Home::new();
    home.sandbox_rules(&down("night", "['sandbox-uivmm']", "name=registry", ""));
    home.sandbox(RUN).ends(0);
    home.sandbox("instances start sandbox-uivmm/registry").ends(0);
    home.sandbox_rules(&down("renamed", "['sandbox-uivmm']", "name=registry", ""));
    home.sandbox(RUN).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry running"]);
}

#[test]
fn without_memory_nothing_is_sent() {
    for (name, text) in [("state/kept/marks.json", "{"), ("state/kept", "a file")] {
        let lab = Lab::new(&night(""));
        let path = lab.home.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        assert_ne!(lab.home.nubo(RUN).code, Some(0), "{name}");
        assert_eq!(lab.changes(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_stop_that_comes_too_late_is_told_and_skipped() {
    let lab = Lab::new(&night("").replace("35d", "2h"));
    let run = lab.home.nubo(&format!("{RUN} --json"));
    let rows = run.ends(0).quietly().json();
    assert_eq!((&rows[0]["status"], &rows[0]["after"]), (&json!("skipped"), &json!("running")));
    assert!(rows[0]["why"].as_str().unwrap().contains("too late"), "{rows}");
    silent!(lab.home.nubo(RUN), 0, "");
    assert_eq!(lab.changes(), Vec::<String>::new());
    // A stop is never too late for a rule that enforces always.
    lab.home.rules(&night("enforce = 'always'").replace("late = '35d'\n", ""));
    lab.home.nubo(RUN).ends(0);
    assert_eq!(lab.changes(), [SHUTDOWN]);
}

#[test]
fn what_is_neither_running_nor_stopped_is_told_once_and_left() {
    let home = Home::new();
    home.sandbox_rules(&up("day", "['sandbox-uivmm', 'sandbox-fleio']", "name~*a*-1", "enforce = 'always'"));
    let run = home.sandbox(RUN);
    run.ends(7);
    let told = |name: &str| run.stdout.lines().any(|line| line.contains(name) && line.contains(" failed "));
    assert!(told("staging-1") && told("legacy-1"), "{}", run.stdout);
    silent!(home.sandbox(RUN), 7, NOTICE);
    assert_eq!(home.states("sandbox-fleio", "*a*-1"), ["staging-1 shelved", "legacy-1 error"]);
}

#[test]
fn a_refused_change_is_told_once_and_not_repeated_at_once() {
    let home = Home::new();
    // The machine is locked, which the simulated Fleio tells only when it is asked to stop.
    home.sandbox_rules(&down("night", "['sandbox-fleio']", "name=db-1", ""));
    let run = home.sandbox(RUN);
    run.ends(7).tells("locked");
    assert!(run.stdout.contains("db-1  stop    failed"), "{}", run.stdout);
    silent!(home.sandbox(RUN), 7, NOTICE);
    let tried = home.sandbox("schedules log --filter kind=instance --json").ends(0).json();
    assert_eq!((tried.as_array().map(Vec::len), &tried[0]["status"]), (Some(1), &json!("failed")));
}

/// A simulated Fleio with these machines, all of them stopped.
fn fleio(names: &Arc<Mutex<Vec<&'static str>>>) -> Server {
    let names = Arc::clone(names);
    Server::new(move |_, _| {
        let names = names.lock().unwrap();
        let one = |name: &&str| format!("{{\"id\":\"i-{name}\",\"name\":\"{name}\",\"status\":\"stopped\"}}");
        let all: Vec<String> = names.iter().map(one).collect();
        answer(&format!("{{\"objects\":[{}],\"next\":null,\"totalCount\":{}}}", all.join(","), names.len()))
    })
}

#[test]
fn a_new_machine_waits_for_the_next_edge_under_once_only() {
    for (enforce, sent) in [("once", 0), ("always", 1)] {
        let names = Arc::new(Mutex::new(Vec::new()));
        let server = fleio(&names);
        let home = Home::at(&server.url(), "");
        home.rules(&up("day", "['lab']", "name~*", &format!("enforce = '{enforce}'")));
        home.nubo(RUN).ends(0);
        names.lock().unwrap().push("new");
        home.nubo(&format!("{RUN} --no-wait")).ends(0);
        let started = server.lines().iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(started, sent, "{enforce}: {:?}", server.lines());
    }
}

#[test]
fn rules_come_from_a_file_or_from_stdin() {
    let lab = Lab::new("");
    fs::write(lab.home.path("own.toml"), night("")).unwrap();
    lab.home.nubo(&format!("{RUN} --file own.toml")).ends(0);
    assert_eq!(lab.changes(), [SHUTDOWN]);
    let start = rule("day", "['lab']", "name~*", "up = ['daily 00:00-24:00']");
    lab.home.fed(&start, &format!("{RUN} --file -")).ends(0);
    assert_eq!(lab.changes(), [SHUTDOWN, "GET /servers/X/start"]);
    lab.home.nubo(RUN).ends(0);
    lab.home.nubo(&format!("{RUN} -a lab")).ends(2);
    lab.home.nubo(&format!("{RUN} --file none.toml")).ends(12).tells("none.toml does not exist");
}

#[test]
fn a_change_that_fails_on_the_way_is_looked_at_and_told() {
    let lab = Lab::new(&night("enforce = 'always'"));
    lab.set(|cloud| cloud.fails = Some(reply("503 Service Unavailable", "", b"later")));
    lab.home.nubo(&format!("{RUN} --retries 0")).ends(1).tells("lab: ").tells("so it may have been carried out");
    let sent = lab.changes().len();
    assert!(sent > 0);
    silent!(lab.home.nubo(&format!("{RUN} --retries 0")), 1, "");
    assert_eq!(lab.changes().len(), sent, "it is left alone for a while");
}
