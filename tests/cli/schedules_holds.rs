//! Holds: a person's wish for one machine over all rules, kept on this machine and shown without asking any account.
//! Their ends are far away, so that no test depends on today.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Clouds, DEAD, Home, dedented};

/// A home whose clock is New York's and whose sandbox has rules of Rome.
fn home() -> Home {
    let home = Home::new().with("TZ", "America/New_York");
    let rules = "
        [office]
        accounts = ['sandbox-fleio', 'sandbox-uivmm']
        select = ['name~web-*']
        zone = 'Europe/Rome'
        up = ['mon-fri 08:00-19:30']
        stop = { how = 'provider' }
    ";
    fs::create_dir_all(home.path("state/sandbox")).unwrap();
    fs::write(home.path("state/sandbox/schedules.toml"), dedented(rules) + "\n").unwrap();
    home
}

/// The holds, as their list prints them in JSON.
fn holds(home: &Home, more: &str) -> Vec<Value> {
    home.sandbox(&format!("schedules holds --json {more}")).ends(0).quietly().json().as_array().unwrap().clone()
}

#[test]
fn a_machine_is_held_by_the_clock_of_its_rule_and_listed() {
    let home = home();
    let line = "schedules hold sandbox-fleio/web-1 up --until '2099-11-23 09:00'";
    home.sandbox(line).shows(
        "
        ACCOUNT        ID                                    NAME   ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-fleio  a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1  hold    yes      ok      -       up     -
        --- stderr
        sandbox-fleio/web-1 is held up until Mon 2099-11-23 09:00 CET
        --- exit 0
    ",
    );
    let again = &home.sandbox(&format!("{line} --json")).ends(0).quietly().json()[0];
    assert_eq!((&again["changed"], &again["before"], &again["after"]), (&json!(false), &json!("up"), &json!("up")));
    let columns = "--columns account,name,held,until,state";
    home.sandbox(&format!("schedules holds {columns}")).shows(
        "
        ACCOUNT        NAME   HELD  UNTIL                      STATE
        sandbox-fleio  web-1  up    2099-11-23T03:00:00-05:00  live
        --- exit 0
    ",
    );
    assert_eq!(home.nubo("schedules holds -a sandbox-fleio").ends(2).stdout, "", "the sandbox has holds of its own");
    home.sandbox("instances list -a sandbox-fleio --filter name=web-1 --columns state").ends(0);
    assert_eq!(home.sandbox("history list --json").ends(0).stdout, "[]\n", "nothing was sent");
    home.sandbox("sandbox reset").ends(0);
    assert_eq!(holds(&home, "--all"), Vec::<Value>::new());
}

#[test]
fn a_later_hold_replaces_the_former_one_and_a_release_ends_it() {
    let home = home();
    home.sandbox("schedules hold sandbox-uivmm/web-test up --until 2h").ends(0).tells("is held up until ");
    let row = &home.sandbox("schedules hold web-test -a sandbox-uivmm off --forever --json").ends(0).json()[0];
    assert_eq!((&row["changed"], &row["before"], &row["after"]), (&json!(true), &json!("up"), &json!("off")));
    let held = holds(&home, "--all");
    assert_eq!((held.len(), &held[0]["held"], &held[0]["until"]), (1, &json!("off"), &Value::Null));
    home.sandbox("schedules release sandbox-uivmm/id:7/web-test").shows(
        "
        ACCOUNT        ID          NAME      ACTION   CHANGED  STATUS  BEFORE  AFTER  HOW
        sandbox-uivmm  7/web-test  web-test  release  yes      ok      off     -      -
        --- exit 0
    ",
    );
    assert_eq!(holds(&home, ""), Vec::<Value>::new());
    let ended = holds(&home, "--all");
    assert_eq!((ended.len(), &ended[0]["state"], &ended[0]["held"]), (1, &json!("ended"), &json!("off")));
    let none = home.sandbox("schedules release sandbox-uivmm/web-test");
    none.ends(0).tells("sandbox-uivmm/web-test is not held");
    assert!(none.stdout.contains("  no       ok "), "{}", none.stdout);
    let since = |home: &Home| holds(home, "--all")[0]["until"].clone();
    assert_eq!(since(&home), ended[0]["until"], "what has ended does not end again");
}

#[test]
fn a_machine_is_looked_for_as_for_a_change() {
    let home = home();
    home.sandbox("schedules hold web-1 up --forever").ends(2).tells("a change must say which account it means");
    home.sandbox("schedules hold web-1 up --forever -A").ends(7).tells("ambiguous").tells("sandbox-cloudsigma/id:");
    home.sandbox("schedules hold sandbox-fleio/nobody up --forever").ends(3).tells("no instance");
    let run = home.sandbox("schedules release sandbox-fleio/nobody --json");
    let row = &run.ends(3).quietly().json()[0];
    assert_eq!((&row["name"], &row["status"]), (&json!("sandbox-fleio/nobody"), &json!("failed")));
    assert_eq!((&row["account"], &row["error"]["code"]), (&json!("sandbox-fleio"), &json!("not_found")));
    home.sandbox("schedules release").ends(2).tells("no machine is named");
    home.sandbox("schedules hold --rule none off --forever").ends(2).tells("the rules are office");
    assert_eq!(holds(&home, "--all"), Vec::<Value>::new());
    home.sandbox("schedules hold registry down --forever -A").ends(0);
    assert_eq!(holds(&home, "")[0]["account"], "sandbox-uivmm");
    assert_eq!(holds(&home, "-a sandbox-fleio"), Vec::<Value>::new());
}

#[test]
fn several_machines_a_glob_or_a_whole_rule_are_held_at_once() {
    let home = home();
    let names = |home: &Home| {
        let mut names: Vec<String> =
            holds(home, "").iter().map(|hold| hold["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    home.sandbox("schedules hold 'sandbox-fleio/web-*' sandbox-uivmm/registry up --until 22:00").ends(0);
    assert_eq!(names(&home), ["registry", "web-1", "web-2"]);
    home.sandbox("schedules release 'sandbox-fleio/web-*' sandbox-uivmm/registry").ends(0);
    home.sandbox("schedules hold --rule office off --until next").ends(0).tells(" is held off until ");
    assert_eq!(names(&home), ["web-1", "web-2", "web-test"]);
    assert!(holds(&home, "").iter().all(|hold| hold["until"].is_string()));
    home.sandbox("schedules hold sandbox-uivmm/registry off --until next").ends(2).tells("no rule with a next edge");
    home.sandbox("schedules release --rule office").ends(0);
    assert_eq!(names(&home), [""; 0]);
}

#[test]
fn what_was_typed_is_checked_before_anything_is_asked() {
    let home = Home::at(DEAD, "");
    for line in [
        "lab/web-1 up",
        "lab/web-1 up --until 2h --forever",
        "lab/web-1 sideways --forever",
        "lab/web-1 --forever",
        "'' up --forever",
        "' ' up --forever",
        "lab/ up --forever",
        "lab/web-1 up --until ''",
        "lab/web-1 up --until soon",
        "lab/web-1 up --until 25:00",
        "lab/web-1 up --until 0s",
        "lab/web-1 up --until -2h",
        "lab/web-1 up --until 2020-01-01T00:00Z",
    ] {
        assert_eq!(home.nubo(&format!("schedules hold {line}")).ends(2).stdout, "", "{line}");
    }
    let run = home.nubo("schedules hold lab/web-1 up --until 2020-01-01T00:00Z --json");
    let message = run.ends(2).error()["message"].clone();
    assert!(message.as_str().unwrap().starts_with("\"2020-01-01T00:00Z\" is not after now"), "{message}");
    home.nubo("schedules release ''").ends(2);
    home.nubo("schedules holds lab").ends(2);
    home.nubo("schedules hold lab/web-1 up --forever --retries 0").ends(5);
    let past = self::home();
    let run = past.sandbox("schedules hold sandbox-fleio/web-1 up --until 2020-01-01");
    run.ends(2).tells("\"2020-01-01\" is not after now, which is ").tells(" CE");
    assert_eq!(holds(&past, "--all"), Vec::<Value>::new());
}

#[test]
fn a_machine_that_no_rule_selects_is_held_by_this_machines_clock() {
    let home = home();
    let hold = |home: &Home, more: &str| {
        let line = format!("schedules hold sandbox-fleio/db-1 off --until 2099-11-23 {more}");
        home.sandbox(&line).ends(0).stderr.clone()
    };
    let told = hold(&home, "");
    assert!(told.contains("no rule is about sandbox-fleio/db-1\n"), "{told}");
    assert!(told.contains("sandbox-fleio/db-1 is held off until Mon 2099-11-23 00:00 EST\n"), "{told}");
    fs::write(home.path("bad.toml"), "[bad]\nzone = 'Europe/Rome'\n").unwrap();
    let told = hold(&home, "--file bad.toml");
    assert!(
        told.contains("no rule is about sandbox-fleio/db-1 that can be read; see: nubo schedules check\n"),
        "{told}"
    );
    let bare = Home::new().with("TZ", "Nowhere/Nothing");
    let told = hold(&bare, "");
    assert!(told.contains("until Mon 2099-11-23 00:00 UTC"), "{told}");
    assert_eq!(holds(&bare, "")[0]["until"], "2099-11-23T00:00:00+00:00");
    home.sandbox("schedules hold sandbox-fleio/db-1 up --forever --file none.toml").ends(12);
}

#[test]
fn what_is_destroyed_by_a_stop_is_never_held_down() {
    let home = home();
    for target in ["batch-1", "id:43eafa24-3041-4f57-9a88-c5d2dd8ad37c"] {
        home.sandbox(&format!("schedules hold sandbox-cloudsigma/{target} down --forever")).shows(
            "
            ACCOUNT             ID                                    NAME     ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
            sandbox-cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  batch-1  hold    no       failed  -       -      -
            --- stderr
            error: sandbox-cloudsigma: cannot hold \"batch-1\" down: it is not persistent, so stopping destroys it
              hint: hold it off, so that the schedules leave it alone
            --- exit 10
        ",
        );
    }
    assert_eq!(holds(&home, "--all"), Vec::<Value>::new());
    home.sandbox("schedules hold sandbox-cloudsigma/batch-1 up --forever").ends(0);
    home.sandbox("schedules hold sandbox-cloudsigma/web-1 down --forever").ends(0);
    assert_eq!(holds(&home, "").len(), 2);
}

#[test]
fn holds_are_an_accounts_by_place_and_need_no_answer_to_be_listed() {
    let clouds = Clouds::serve();
    let home = clouds.home("[accounts.dead]\nprovider = \"uivmm\"\nurl = \"http://127.0.0.1:1\"");
    let home = home.with("NUBO_SECRET_DEAD", "hush-dead");
    home.nubo("schedules hold registry up --forever -A --retries 0").ends(5).tells("account dead did not answer");
    home.nubo("schedules hold uivmm/registry up --forever").ends(0);
    let listed = |line: &str| {
        let list = home.nubo(&format!("schedules holds --json {line}")).ends(0).quietly().json();
        list.as_array().unwrap().iter().map(|hold| hold["account"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((listed(""), listed("-a dead")), (vec!["uivmm".to_owned()], Vec::new()));
    let renamed = home.text("config/config.toml").replace("[accounts.uivmm]", "[accounts.lab]");
    fs::write(home.path("config/config.toml"), renamed + "[accounts.broken]\nprovider = \"uivmm\"\n").unwrap();
    drop(clouds);
    let run = home.nubo("schedules holds --columns account,name,held");
    run.ends(12).tells("error: broken: uivmm needs a url");
    assert_eq!(run.stdout, "ACCOUNT  NAME      HELD\nlab      registry  up\n");
    assert_eq!(home.nubo("schedules holds -a lab -o name").ends(0).stdout, "lab/id:3/registry\n");
    fs::write(home.path("state/kept/holds.json"), "{").unwrap();
    home.nubo("schedules holds -a lab").ends(12).tells("remove kept/holds.json");
}

#[test]
fn a_hold_is_carried_out_without_any_rule_and_told_in_the_log() {
    let home = home();
    home.sandbox("schedules hold sandbox-cloudsigma/mail-1 up --forever").ends(0);
    home.sandbox("schedules apply --yes --json").ends(0);
    let log = home.sandbox("schedules log --target mail-1 --json").ends(0).quietly().json();
    assert_eq!(
        (&log[0]["action"], &log[0]["after"], &log[0]["rules"]),
        (&json!("start"), &json!("running"), &json!([]))
    );
    assert!(log[0]["why"].as_str().unwrap().starts_with("held up since "), "{log}");
    home.sandbox("schedules release sandbox-cloudsigma/mail-1").ends(0);
    home.sandbox("instances stop sandbox-cloudsigma/mail-1").ends(0);
    home.sandbox("schedules apply --yes --json").ends(0);
    let log = home.sandbox("schedules log --target mail-1 --json").ends(0).json();
    assert_eq!(log.as_array().map(Vec::len), Some(1), "{log}");
}
