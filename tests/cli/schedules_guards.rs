//! Guards of a run of schedules: another run, rules that are wrong or disagree, and guard rails.
//! A forbidden act stays forbidden while others are carried out.

use std::fs::{self, File};

use serde_json::{Value, json};

use crate::harness::{
    Clouds, Home, NOTICE, Server, plain,
    rules::{down, rule, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes";

/// A rule that starts a machine, to see that others act.
fn good(account: &str) -> String {
    up("good", &format!("['{account}']"), "name=worker-1", "")
}

/// The record of one machine in a run.
fn of<'v>(run: &'v Value, name: &str) -> &'v Value {
    run.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap_or(&Value::Null)
}

#[test]
fn one_run_at_a_time() {
    let server = Server::always(plain("server X\nname web-1\nstatus active\npersistent true\n"));
    let home = Home::of("cloudsigma", &server.url(), "");
    home.rules(&down("night", "['lab']", "name~*", ""));
    fs::create_dir_all(home.path("state")).unwrap();
    let lock = File::create(home.path("state/schedules.lock")).unwrap();
    lock.lock().unwrap();
    let run = home.nubo(RUN);
    assert_eq!(run.ends(7).tells("error: another run of schedules apply is under way").tells("hint: ").stdout, "");
    assert_eq!(server.lines(), Vec::<String>::new());
    home.nubo("schedules plan").ends(0);
    home.nubo("schedules apply --dry-run").ends(0);
    let reads = server.lines().len();
    lock.unlock().unwrap();
    home.nubo(&format!("{RUN} --no-wait")).ends(0);
    assert!(server.lines()[reads..].iter().any(|line| line.ends_with("/servers/X/shutdown")), "{:?}", server.lines());
}

#[test]
fn the_sandbox_has_a_lock_of_its_own_and_a_file_that_was_left_is_none() {
    let home = Home::new();
    home.sandbox_rules(&good("sandbox-fleio"));
    let lock = File::create(home.path("state/schedules.lock")).unwrap();
    lock.lock().unwrap();
    let own = File::create(home.path("state/sandbox/schedules.lock")).unwrap();
    own.lock().unwrap();
    home.sandbox(RUN).ends(7).tells("another run");
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 stopped"]);
    own.unlock().unwrap();
    fs::write(home.path("state/sandbox/schedules.lock"), "process 1\n").unwrap();
    home.sandbox(RUN).ends(0);
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
}

#[test]
fn a_bad_rule_is_told_once_and_the_others_act() {
    let home = Home::new();
    let bad = |line: &str| good("sandbox-fleio") + &rule("bad", "['sandbox-uivmm']", "name~*", line);
    home.sandbox_rules(&bad("zone2 = 'UTC'\nup = ['daily 08:00-09:00']"));
    let run = home.sandbox(RUN);
    run.ends(12).tells("state/sandbox/schedules.toml, line 12: rule bad").tells("zone2");
    assert!(run.stdout.contains("worker-1  start"), "{}", run.stdout);
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
    let run = home.sandbox(RUN);
    assert_eq!((run.ends(12).stdout.as_str(), run.stderr.as_str()), ("", NOTICE));
    assert_eq!(home.sandbox(&format!("{RUN} --json")).ends(12).quietly().stdout, "");
    // A second mistake is another failure.
    home.sandbox_rules(&bad("up = []"));
    home.sandbox(RUN).ends(12).tells("line 12: rule bad, up");
    home.sandbox_rules(&bad("up = ['daily 00:00-24:00']"));
    // A paused machine is among them, which starting does not end.
    home.sandbox(RUN).ends(7).tells("all rules of ").tells("act again");
    let run = home.sandbox(RUN);
    assert_eq!((run.ends(7).stdout.as_str(), run.stderr.as_str()), ("", NOTICE));
}

#[test]
fn every_kind_of_bad_rule_names_line_and_field() {
    let home = Home::new();
    for (text, place) in [
        (rule("bad", "['nobody']", "name~*", "up = ['daily 08:00-09:00']"), "line 9: rule bad, accounts"),
        (rule("bad", "['sandbox-fleio']", "", "up = ['daily 08:00-09:00']"), "line 10: rule bad, select"),
        (rule("bad", "['sandbox-fleio']", "colour=red", "up = ['daily 08:00-09:00']"), "line 10: rule bad, select"),
        (rule("bad", "['sandbox-fleio']", "name~*", "up = ['daily 08:00-08:00']"), "line 12: rule bad, up"),
        (rule("bad", "['sandbox-fleio']", "name~*", "down_at = ['daily 25:00']"), "line 12: rule bad, down_at"),
        (
            rule("bad", "['sandbox-fleio']", "name~*", "enforce = 'never'\nup = ['daily 00:00-24:00']"),
            "rule bad, enforce",
        ),
        (rule("bad", "['sandbox-fleio']", "name~*", "").replace("UTC", "Rome"), "line 11: rule bad, zone"),
    ] {
        home.sandbox_rules(&(good("sandbox-fleio") + &text));
        home.sandbox(RUN).ends(12).tells("schedules.toml, ").tells(place);
    }
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
}

#[test]
fn rules_that_disagree_do_nothing_to_the_machine() {
    let home = Home::new();
    let rules = good("sandbox-fleio")
        + &up("day", "['sandbox-uivmm']", "name~*", "")
        + &down("night", "['sandbox-uivmm']", "name=registry", "enforce = 'always'");
    home.sandbox_rules(&rules);
    let run = home.sandbox(RUN);
    run.ends(7).tells("registry").tells("day wants it up").tells("night wants it down");
    assert_eq!(home.states("sandbox-uivmm", "registry"), ["registry running"]);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test running"], "others of the rule are acted on");
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
    let run = home.sandbox(RUN);
    assert_eq!((run.ends(7).stdout.as_str(), run.stderr.as_str()), ("", NOTICE));
    assert_eq!(home.sandbox("schedules log --target registry --json").ends(0).json(), json!([]));
}

#[test]
fn what_a_stop_would_destroy_is_never_stopped() {
    let home = Home::new();
    home.sandbox_rules(&down("night", "['sandbox-cloudsigma']", "name~*-1", "enforce = 'always'"));
    for line in [RUN, "schedules plan"] {
        // A second machine is paused, which does not count as stopped.
        home.sandbox(line).ends(6).tells("batch-1");
        assert_eq!(home.states("sandbox-cloudsigma", "batch-1"), ["batch-1 running"], "{line}");
    }
    assert_eq!(home.states("sandbox-cloudsigma", "web-1"), ["web-1 stopped"]);
    let fresh = Home::new();
    fresh.sandbox_rules(&down("night", "['sandbox-cloudsigma']", "name=batch-1", "stop = { how = 'hard' }"));
    fresh.sandbox(RUN).ends(10).tells("batch-1").tells("not persistent");
    assert_eq!(fresh.states("sandbox-cloudsigma", "batch-1"), ["batch-1 running"]);
    let run = fresh.sandbox(RUN);
    assert_eq!((run.ends(10).stdout.as_str(), run.stderr.as_str()), ("", NOTICE));
}

#[test]
fn guard_rails_of_an_account_hold() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("uivmm", "protect = [\"reg*\", \"web-*\"]");
    home.set("fleio", "read_only = true");
    home.rules(
        &(good("fleio") + &down("night", "['uivmm']", "name~*r*", "") + &up("day", "['uivmm']", "name=web-test", "")),
    );
    let run = home.nubo(&format!("{RUN} --json"));
    let rows = run.ends(10).json();
    for name in ["worker-1", "registry"] {
        let row = of(&rows, name);
        assert_eq!((&row["status"], &row["changed"]), (&json!("failed"), &json!(false)), "{rows}");
        assert_eq!(row["error"]["code"], "refused", "{rows}");
    }
    assert_eq!(home.states("uivmm", "r"), Vec::<String>::new());
    assert_eq!(home.states("uivmm", "*r*"), ["ci-runner stopped", "registry running"]);
    assert_eq!(home.states("uivmm", "web-test"), ["web-test running"], "starting what is protected is allowed");
    assert_eq!(home.states("fleio", "worker-1"), ["worker-1 stopped"]);
    home.nubo("schedules plan").ends(10);
    let run = home.nubo(RUN);
    assert_eq!((run.ends(10).stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn a_stop_whose_kind_is_unknown_must_be_meant() {
    for (more, state, code) in [("", "running", 10), ("stop = { how = 'provider' }", "stopped", 0)] {
        let home = Home::new();
        home.sandbox_rules(&(good("sandbox-fleio") + &down("night", "['sandbox-seflow']", "name=web-3", more)));
        let run = home.sandbox(RUN);
        assert_eq!(home.states("sandbox-seflow", "web-3"), [format!("web-3 {state}")], "{more}");
        assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
        run.ends(code);
        if code != 0 {
            run.tells("web-3").tells("how = \"provider\"");
        }
    }
}

#[test]
fn a_rule_over_its_limit_acts_on_nothing() {
    let home = Home::new();
    let many = down("many", "['sandbox-uivmm']", "name~*r*", "");
    home.sandbox_rules(&(good("sandbox-fleio") + &many + &down("one", "['sandbox-cloudsigma']", "name=web-1", "")));
    let limited = format!("{RUN} --max-targets 1");
    let run = home.sandbox(&limited);
    run.ends(10).tells("many would act on 2 machines and acts on none").tells("max_targets").tells("--max-targets");
    assert_eq!(home.states("sandbox-uivmm", "*r*"), ["ci-runner running", "registry running"]);
    assert_eq!(home.states("sandbox-cloudsigma", "web-1"), ["web-1 stopped"]);
    assert_eq!(home.states("sandbox-fleio", "worker-1"), ["worker-1 running"]);
    let run = home.sandbox(&limited);
    assert_eq!((run.ends(10).stdout.as_str(), run.stderr.as_str()), ("", NOTICE));
    home.sandbox("schedules apply --dry-run --max-targets 1").ends(10).tells("many would act on 2");
    home.sandbox(&format!("{RUN} --max-targets 2")).ends(0).tells("many may act again");
    assert_eq!(home.states("sandbox-uivmm", "*r*"), ["ci-runner stopped", "registry stopped"]);
}

#[test]
fn a_limit_counts_over_all_accounts_of_a_rule() {
    let clouds = Clouds::serve();
    let home = clouds.home("max_targets = 1");
    home.rules(&up("day", "['fleio', 'uivmm']", "state=stopped", ""));
    home.nubo(RUN).ends(10);
    assert_eq!(home.states("fleio", "worker-1"), ["worker-1 stopped"]);
    assert_eq!(home.states("uivmm", "web-test"), ["web-test stopped"]);
}
