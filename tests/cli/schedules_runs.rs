//! Runs of schedules as a timer makes them: their acts, their output, and silence when there is nothing to do.
//! The simulated clouds are asked for the states afterwards.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::harness::{
    Clouds, DEAD, Home, Lab, NOTICE, Server, html, plain,
    rules::{down, night, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes";

/// A home whose sandbox has rules by which one machine is to be started and one stopped.
fn home() -> Home {
    let home = Home::new();
    let rules =
        up("day", "['sandbox-fleio']", "name=worker-1", "") + &down("night", "['sandbox-uivmm']", "name=registry", "");
    home.sandbox_rules(&rules);
    home
}

/// All files below a folder with their contents.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.insert(path.display().to_string(), Vec::new());
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    found
}

/// The rows of a run, each as the words of these keys.
fn rows(run: &Value, keys: &str) -> Vec<String> {
    let line = |row: &Value| keys.split(' ').map(|key| row[key].as_str().unwrap_or("-")).collect::<Vec<_>>().join(" ");
    run.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn nothing_is_sent_without_consent() {
    let home = home();
    for line in ["schedules apply", "schedules apply --json", "schedules apply --no-input"] {
        let run = home.sandbox(line);
        assert_eq!(run.ends(10).tells("--yes").stdout, "");
    }
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 stopped"]);
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry running"]);
    assert_eq!(home.sandbox("schedules log --json").ends(0).json(), json!([]));
    let lab = Lab::new(&night(""));
    lab.home.nubo("schedules apply").ends(10).tells("--yes");
    assert_eq!(lab.server.lines(), Vec::<String>::new(), "not even a read");
}

#[test]
fn machines_are_started_and_stopped_and_then_nothing_is_said() {
    let home = home();
    let run = home.sandbox(&format!("{RUN} --json"));
    let told = run.ends(0).quietly().json();
    let keys = "account kind name action status before after how";
    assert_eq!(
        rows(&told, keys),
        [
            "sandbox-fleio instance worker-1 start ok stopped running -",
            "sandbox-uivmm instance registry stop ok running stopped clean"
        ]
    );
    assert_eq!((&told[0]["rules"], &told[1]["rules"]), (&json!(["day"]), &json!(["night"])));
    assert!(told[1]["why"].as_str().unwrap().contains("night wants it down since "), "{told}");
    assert_eq!((&told[0]["changed"], &told[0]["error"]), (&json!(true), &Value::Null));
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry stopped"]);
    let second = home.sandbox(RUN);
    assert_eq!((second.ends(0).stdout.as_str(), second.stderr.as_str()), ("", NOTICE));
    assert_eq!(home.sandbox(&format!("{RUN} --json")).ends(0).quietly().stdout, "");
}

#[test]
fn what_was_done_is_a_table_without_json() {
    let run = home().sandbox(RUN);
    let lines: Vec<&str> = run.ends(0).stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.stdout);
    assert!(lines[0].starts_with("ACCOUNT"), "{}", run.stdout);
    assert!(lines[1].starts_with("sandbox-fleio  worker-1  start "), "{}", run.stdout);
    assert!(run.stderr.contains("first run"), "{}", run.stderr);
}

#[test]
fn the_log_says_what_was_done_and_why() {
    let home = home();
    let run = home.sandbox(&format!("{RUN} --json")).ends(0).json();
    let mut log = rows(&home.sandbox("schedules log --json").ends(0).json(), "name action status after why");
    log.sort();
    let why = |row: usize| run[row]["why"].as_str().unwrap();
    assert_eq!(log, [format!("registry stop ok stopped {}", why(1)), format!("worker-1 start ok running {}", why(0))]);
    let causes = home.sandbox("schedules log --target registry --json").ends(0).json();
    assert_eq!(causes[0]["rules"], json!(["night"]));
}

#[test]
fn an_empty_environment_is_enough() {
    let home = home().without("HOME");
    home.sandbox(RUN).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry stopped"]);
    home.without("NUBO_STATE_DIR").nubo(RUN).ends(12).tells("NUBO_STATE_DIR");
}

#[test]
fn the_sandbox_is_meant_by_a_flag_and_never_by_a_variable() {
    let home = home().with("NUBO_SANDBOX", "1");
    for line in ["schedules apply", RUN] {
        assert_eq!(home.nubo(line).ends(2).tells("NUBO_SANDBOX").tells("--sandbox").stdout, "");
    }
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry running"]);
    home.sandbox(RUN).ends(0);
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry stopped"]);
}

#[test]
fn what_a_person_does_is_left_under_once_and_undone_under_always() {
    for (enforce, then) in [("once", "stopped"), ("always", "running")] {
        let home = Home::new();
        home.sandbox_rules(&up("day", "['sandbox-fleio']", "name=worker-1", &format!("enforce = '{enforce}'")));
        home.sandbox(RUN).ends(0);
        assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
        home.sandbox("instances stop sandbox-fleio/worker-1").ends(0);
        let run = home.sandbox(&format!("{RUN} --json"));
        assert_eq!(run.ends(0).quietly().stdout.is_empty(), then == "stopped", "{enforce}");
        assert_eq!(home.states("sandbox-fleio", "worker-1"), [format!("worker-1 {then}")], "{enforce}");
    }
}

#[test]
fn a_plan_reads_and_keeps_nothing_and_a_dry_run_says_the_same() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    let day = up("day", "['fleio', 'uivmm']", "name~web-*", "");
    home.rules(&(day + &down("night", "['uivmm']", "name=registry", "")));
    let before = files(&home.path(""));
    let plan = home.nubo("schedules plan --json").ends(0).quietly().json();
    let keys = "name action status before";
    let planned = ["web-test start planned stopped", "registry stop planned running"];
    let concerns: Vec<_> = rows(&plan, keys);
    assert!(planned.iter().all(|line| concerns.contains(&(*line).to_owned())), "{concerns:?}");
    assert!(concerns.iter().all(|line| !line.starts_with("web-1 ")), "{concerns:?}");
    let all = home.nubo("schedules plan --all --json").ends(0).json();
    assert!(rows(&all, keys).contains(&"web-1 start ok running".to_owned()), "{all}");
    let dry = home.nubo("schedules apply --dry-run --json").ends(0).quietly().json();
    assert_eq!(dry, all);
    home.nubo("schedules plan").ends(0).tells("first run of ");
    assert_eq!(files(&home.path("")), before, "a plan keeps nothing");
    assert_eq!(home.states("uivmm", "registry"), ["registry running"]);
    home.nubo("schedules apply --yes").ends(0);
    assert_ne!(files(&home.path("")), before, "a run does");
    let after = home.nubo("schedules plan");
    after.ends(0);
    assert!(
        !after.stdout.contains("planned") && !after.stderr.contains("first run"),
        "{}{}",
        after.stdout,
        after.stderr
    );
}

#[test]
fn a_switch_is_told_of_the_begin_and_the_end() {
    let ping = Server::always(plain("OK"));
    let home = home();
    home.sandbox(&format!("{RUN} --ping {}/hook/one", ping.url())).ends(0);
    assert_eq!(ping.lines(), ["GET /hook/one/start", "GET /hook/one"]);
    home.sandbox_rules("[bad]\nzone = 'UTC'\n");
    home.sandbox(&format!("{RUN} --ping {}/hook/two", ping.url())).ends(12);
    assert_eq!(ping.lines()[2..], ["GET /hook/two/start", "GET /hook/two/fail"]);
    fs::remove_file(home.path("state/sandbox/schedules.toml")).unwrap();
    home.sandbox(&format!("{RUN} --ping {}/hook/three", ping.url())).ends(12);
    assert_eq!(ping.lines()[4..], ["GET /hook/three/start", "GET /hook/three/fail"]);
    home.sandbox("schedules plan --file none.toml").ends(12);
    home.sandbox("schedules apply --dry-run --file none.toml").ends(12);
    assert_eq!(ping.lines().len(), 6);
}

#[test]
fn a_switch_that_is_dead_changes_nothing_and_its_path_is_not_told() {
    let refusing = Server::always(html("500 Internal Server Error"));
    for url in [DEAD.to_owned(), refusing.url()] {
        let home = home();
        let run = home.sandbox(&format!("{RUN} --ping {url}/uuid-of-the-hook"));
        run.ends(0).tells("warning: ");
        assert!(!run.stderr.contains("uuid-of-the-hook"), "{}", run.stderr);
        assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry stopped"]);
    }
    assert_eq!(refusing.lines().len(), 2);
    home().sandbox(&format!("{RUN} --ping hook")).ends(2);
}
