//! The commands that look at schedules: rules, their machines and wishes, on the simulated clouds and a dead account.
//! Output that depends on today is asked for at a named time, or left out.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Clouds, DEAD, Home, dedented};

/// A home whose sandbox has these rules.
fn home(rules: &str) -> Home {
    let home = Home::new();
    fs::create_dir_all(home.path("state/sandbox")).unwrap();
    fs::write(home.path("state/sandbox/schedules.toml"), dedented(rules) + "\n").unwrap();
    home
}

/// A rule with these lines; all machines of its accounts unless they select others.
fn rule(name: &str, accounts: &str, more: &str) -> String {
    let select = if more.contains("select") { "" } else { "select = ['name~*']\n" };
    format!("[{name}]\naccounts = {accounts}\nzone = 'Europe/Rome'\n{select}{more}\n\n")
}

const PROVIDER: &str = "stop = { how = 'provider' }";

fn office() -> String {
    rule(
        "office",
        "['sandbox-fleio', 'sandbox-uivmm']",
        &format!("select = ['name~web-*']\nup = ['mon-fri 08:00-19:30']\n{PROVIDER}"),
    )
}

const BAD: &str =
    "\n[bad]\naccounts = ['sandbox-fleo']\nselect = ['name~*']\nzone = 'UTC'\nup = ['daily 08:00-9:00']\n";

#[test]
fn rules_are_listed_with_what_they_wish_now() {
    let more = rule("ever", "['sandbox-cloudsigma']", "up = ['daily 00:00-24:00']\nenforce = 'always'\nlate = '90m'")
        + &rule("night", "['sandbox-seflow']", "down_at = ['daily 23:00']\nlate = '0s'\nexcept = ['2020-01-01']");
    let home = home(&(office() + &more));
    home.sandbox("schedules list -o wide --columns name,accounts,select,zone,when,enforce,late,stop").shows(
        "
        NAME    ACCOUNTS                      SELECT      ZONE         WHEN                 ENFORCE  LATE   STOP
        office  sandbox-fleio, sandbox-uivmm  name~web-*  Europe/Rome  mon-fri 08:00-19:30  once     2h     provider
        ever    sandbox-cloudsigma            name~*      Europe/Rome  daily 00:00-24:00    always   1h30m  clean
        night   sandbox-seflow                name~*      Europe/Rome  down daily 23:00     once     0s     clean
        --- exit 0
    ",
    );
    let rows = home.sandbox("schedules list --json").ends(0).quietly().json();
    let told = |row: usize, key: &str| rows[row][key].clone();
    assert!(["up", "down"].contains(&told(0, "now").as_str().unwrap()), "{rows}");
    assert_ne!(told(0, "now"), told(0, "next"), "{rows}");
    let at: jiff::Timestamp = told(0, "next_at").as_str().unwrap().parse().unwrap();
    assert!(at > jiff::Timestamp::now(), "{at}");
    assert_eq!([told(1, "now"), told(1, "since"), told(1, "next_at")], [json!("up"), Value::Null, Value::Null]);
    assert_eq!([told(2, "now"), told(2, "next")], [Value::Null, json!("down")]);
    assert!(told(2, "next_at").as_str().unwrap().contains("T23:00:00+0"), "{rows}");
}

#[test]
fn a_bad_rule_is_told_beside_the_good_ones() {
    let home = home(&(office() + BAD));
    home.sandbox("schedules list --columns name,zone").shows(
        "
        NAME    ZONE
        office  Europe/Rome
        --- stderr
        error: [home]/state/sandbox/schedules.toml, line 10: rule bad, accounts: there is no account \"sandbox-fleo\"
          hint: did you mean sandbox-fleio?
        --- exit 12
    ",
    );
    for verb in ["list", "check", "explain sandbox-fleio/web-1", "preview"] {
        let run = home.sandbox(&format!("schedules {verb} --json"));
        assert_eq!(run.ends(12).error()["target"], "bad", "{verb}");
        assert!(!run.json().as_array().unwrap().is_empty(), "{verb}");
    }
    fs::write(home.path("own.toml"), "[office\n").unwrap();
    home.sandbox("schedules list --file own.toml").ends(12).tells("own.toml, line 1, column 8");
}

#[test]
fn without_a_file_a_list_is_empty_and_a_check_fails_with_an_example() {
    let home = Home::new();
    let run = home.nubo("schedules list");
    run.ends(0).tells("there are no schedules yet").tells("config/schedules.toml does not exist").tells("[office]");
    assert_eq!(run.stdout, "");
    assert_eq!(home.nubo("schedules list --json").ends(0).quietly().json(), json!([]));
    for verb in ["check", "explain web-1", "preview --week"] {
        home.nubo(&format!("schedules {verb}")).ends(12).tells("hint: write a first rule there").tells("[office]");
    }
    home.nubo("schedules list --file other.toml").ends(12).tells("other.toml does not exist");
    home.nubo("schedules list --file ''").ends(2);
    home.nubo("schedules list -a zurich").ends(2).tells("-a means nothing here");
    home.nubo("schedules check -A").ends(2).tells("-A means nothing here");
}

#[test]
fn the_file_is_beside_the_accounts_file_that_is_used() {
    let home = Home::at(DEAD, "");
    let text = rule("here", "['lab']", "up = ['daily 08:00-9:00']");
    fs::write(home.path("config/schedules.toml"), &text).unwrap();
    fs::create_dir(home.path("other")).unwrap();
    fs::copy(home.path("config/config.toml"), home.path("other/mine.toml")).unwrap();
    fs::write(home.path("other/schedules.toml"), text.replace("here", "there")).unwrap();
    let names = |line: &str| home.nubo(line).ends(0).stdout.clone();
    assert_eq!(names("schedules list -o name"), "here\n");
    assert_eq!(names("schedules list -o name --config other/mine.toml"), "there\n");
    let fed = home.fed(&text.replace("here", "fed"), "schedules list -o name --file -");
    assert_eq!(fed.ends(0).stdout, "fed\n");
}

#[test]
fn a_check_tells_what_each_rule_governs() {
    let batch = rule("batch", "['sandbox-cloudsigma']", "select = ['name~batch-*']\nup = ['daily 08:00-9:00']");
    let start =
        rule("start", "['sandbox-cloudsigma']", "select = ['name~batch-*']\nup_at = ['daily 08:30']\nlate = '10m'");
    let nobody = rule("nobody", "['sandbox-uivmm']", "select = ['name~x']\nup = ['daily 08:00-9:00']");
    home(&(office() + &batch + &start + &nobody)).sandbox("schedules check").shows(
        "
        RULE    MACHINES  NEVER STOPPED
        office         3  -
        batch          1  sandbox-cloudsigma/batch-1
        start          1  -
        nobody         0  -
        --- stderr
        rule office is about sandbox-fleio/web-1
        rule office is about sandbox-fleio/web-2
        rule office is about sandbox-uivmm/web-test
        rule batch is about sandbox-cloudsigma/batch-1
        warning: rule batch never stops what is not persistent, so stopping destroys it: sandbox-cloudsigma/batch-1
        rule start is about sandbox-cloudsigma/batch-1
        warning: rule nobody selects no machine now
        --- exit 0
    ",
    );
}

#[test]
fn a_kind_of_stop_that_a_provider_does_not_tell_or_have_is_refused() {
    let text = "interval = '5m'\n".to_owned()
        + &rule("clean", "['sandbox-seflow', 'sandbox-uivmm']", "up = ['daily 08:00-9:00']")
        + &rule("hard", "['sandbox-seflow']", "up = ['daily 08:00-9:00']\nstop = { how = 'provider', then = 'hard' }")
        + &rule("start", "['sandbox-seflow']", "up_at = ['daily 08:00']\nlate = '1h'")
        + &rule("told", "['sandbox-seflow']", &format!("up = ['daily 08:00-9:00']\n{PROVIDER}"));
    home(&text).sandbox("schedules check --quiet --columns rule,machines").shows(
        "
        RULE   MACHINES
        clean         8
        hard          4
        start         4
        told          4
        --- stderr
        error: sandbox-seflow: rule clean: stop.how is clean, and SeFlow (HostBill) does not tell how it stops machines
          hint: write stop = { how = \"provider\" }, in a rule of its own where other accounts stop cleanly
        error: sandbox-seflow: rule hard: stop.then is hard, and SeFlow (HostBill) cannot cut the power
          hint: write then = \"leave\"
        --- exit 12
    ",
    );
}

#[test]
fn rules_that_wish_the_opposite_of_a_machine_are_found() {
    let ever =
        rule("ever", "['sandbox-uivmm']", "select = ['name~web-*', 'state=stopped']\nup = ['daily 00:00-24:00']");
    let noon = rule("noon", "['sandbox-uivmm']", "down_at = ['daily 12:00']\nlate = '1m'");
    let run = home(&(ever.clone() + &noon)).sandbox("schedules check --json");
    let error = run.ends(7).error();
    assert_eq!((&error["code"], &error["target"]), (&json!("conflict"), &json!("ever")));
    let message = error["message"].as_str().unwrap();
    // The first instant is the present one where the test runs at noon.
    let at: jiff::Timestamp = message.split(' ').nth(1).unwrap().parse().unwrap();
    assert!(at > jiff::Timestamp::now() - jiff::SignedDuration::from_mins(1), "{message}");
    assert!(
        message.contains("rule ever wishes up and rule noon wishes down")
            && message.ends_with("to sandbox-uivmm/web-test"),
        "{message}"
    );
    assert_eq!((&run.json()[0]["opposes"], &run.json()[1]["opposes"]), (&json!(["noon"]), &json!(["ever"])));
    let apart = ever.replace("web-*", "registry");
    home(&(apart + &noon)).sandbox("schedules check").ends(0);
}

#[test]
fn an_account_that_is_down_is_told_beside_the_others() {
    let clouds = Clouds::serve();
    let home = clouds.home("[accounts.dead]\nprovider = \"uivmm\"\nurl = \"http://127.0.0.1:1\"");
    let home = home.with("NUBO_SECRET_DEAD", "hush-dead");
    let text = rule("all", "['uivmm', 'dead']", "select = ['name~web-*']\nup = ['daily 08:00-9:00']");
    fs::write(home.path("config/schedules.toml"), &text).unwrap();
    let run = home.nubo("schedules check --retries 0 --json");
    assert_eq!(run.ends(6).error()["account"], "dead");
    let row = &run.json()[0];
    assert_eq!((&row["names"], &row["unanswered"]), (&json!(["uivmm/web-test"]), &json!(["dead"])));
    fs::write(home.path("config/schedules.toml"), text.replace("'uivmm', ", "")).unwrap();
    let run = home.nubo("schedules check --retries 0");
    assert!(!run.ends(5).stderr.contains("selects no machine"), "{}", run.stderr);
}

#[test]
fn a_machine_is_explained_at_any_time() {
    let noon = rule("noon", "['sandbox-uivmm']", "down_at = ['daily 12:00']");
    let home = home(&(office() + &noon));
    let columns = "--columns name,rule,wish,since,until,window,select";
    home.sandbox(&format!("schedules explain web-test {columns} --at '2026-11-23 12:30'")).shows(
        "
        ACCOUNT        NAME      RULE    WISH  SINCE                      UNTIL                      WINDOW               SELECT
        sandbox-uivmm  web-test  office  up    2026-11-23T08:00:00+01:00  2026-11-23T19:30:00+01:00  mon-fri 08:00-19:30  name~web-*
        sandbox-uivmm  web-test  noon    down  2026-11-23T12:00:00+01:00  2026-11-23T14:00:00+01:00  daily 12:00          name~*
        --- stderr
        warning: rules office and noon wish the opposite of sandbox-uivmm/web-test, so nothing is done to it
        --- exit 0
    ",
    );
    home.sandbox(&format!("schedules explain sandbox-fleio/web-1 {columns} --at 2026-11-23T06:59:59Z")).shows(
        "
        ACCOUNT        NAME   RULE    WISH  SINCE                      UNTIL                      WINDOW               SELECT
        sandbox-fleio  web-1  office  down  2026-11-20T19:30:00+01:00  2026-11-23T08:00:00+01:00  mon-fri 08:00-19:30  name~web-*
        --- exit 0
    ",
    );
    let now =
        home.sandbox("schedules explain sandbox-uivmm/web-test --json").ends(0).quietly().json()[0]["why"].clone();
    assert!(now.as_str().unwrap().contains("office wants it "), "{now}");
    home.sandbox("schedules hold sandbox-uivmm/web-test down --forever").ends(0);
    home.sandbox("schedules explain sandbox-uivmm/web-test").ends(0).tells("stopped as it should be: held down since");
    let row = &home.sandbox("schedules explain registry --at 2026-11-23T14:00 --json").ends(0).quietly().json()[0];
    assert_eq!([&row["wish"], &row["since"], &row["window"]], [&Value::Null; 3]);
    assert_eq!((&row["until"], &row["tags"]), (&json!("2026-11-24T12:00:00+01:00"), &Value::Null));
    home.sandbox("schedules explain registry --at noon").ends(2).tells("\"noon\" is no time");
    home.sandbox("schedules explain nobody").ends(3);
    home.sandbox("schedules explain web-1").ends(7).tells("ambiguous");
    let all = home.sandbox("schedules explain 'web-*' -a sandbox-fleio --json").ends(0).json();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_machine_that_no_rule_selects_is_told_with_why() {
    let home = home(&office());
    let run = home.sandbox("schedules explain sandbox-fleio/db-1");
    run.ends(0).tells("no rule selects sandbox-fleio/db-1: rule office wants name~web-*");
    home.sandbox("schedules explain db-2")
        .ends(0)
        .tells("no rule selects sandbox-seflow/db-2: none is about sandbox-seflow");
    assert_eq!(home.sandbox("schedules explain db-2 --json").ends(0).quietly().json(), json!([]));
}

#[test]
fn tags_of_the_accounts_file_select_and_are_told() {
    let clouds = Clouds::serve();
    let home = clouds.home("[accounts.uivmm.tags]\n\"7/web-test\" = [\"dev\"]");
    let text = rule("dev", "['uivmm']", "select = ['tags=dev']\nup = ['daily 08:00-9:00']");
    fs::write(home.path("config/schedules.toml"), text).unwrap();
    let row = &home.nubo("schedules explain uivmm/id:7/web-test --json").ends(0).json()[0];
    assert_eq!((&row["tags"], &row["select"]), (&json!(["dev"]), &json!(["tags=dev"])));
    home.nubo("schedules explain registry -a uivmm").ends(0).tells("rule dev wants tags=dev");
}

#[test]
fn a_week_is_a_calendar_and_data() {
    let text = rule("office", "['sandbox-uivmm']", "up = ['sat 20:00 - sun 06:40']")
        + &rule("noon", "['sandbox-uivmm']", "down_at = ['sat 12:00']");
    let home = home(&text).with("LANG", "C.UTF-8");
    let line = "schedules preview --week --from 2026-03-28";
    home.sandbox(&format!("{line} --filter date<2026-03-30")).shows(
        "
        RULE    DATE        DAY  HOURS                     TIMES
        office  2026-03-28  sat  ····················████  20:00-24:00
        office  2026-03-29  sun  ██·████·················  00:00-06:40
        noon    2026-03-28  sat  ············↓···········  down 12:00
        noon    2026-03-29  sun  ························  -
        --- exit 0
    ",
    );
    let plain = home.with("TERM", "dumb");
    let run = plain.sandbox(line);
    assert!(run.ends(0).stdout.contains("..................####") && run.stdout.is_ascii(), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.len() <= 80) && run.stdout.lines().count() == 15, "{}", run.stdout);
    let rows = plain.sandbox(&format!("{line} --json")).ends(0).quietly().json();
    let sunday = json!([{"from": "2026-03-29T00:00:00+01:00", "until": "2026-03-29T06:40:00+02:00"}]);
    assert_eq!((&rows[1]["up"], &rows[1]["edges"]), (&sunday, &json!([])));
    assert_eq!(rows[7]["edges"], json!([{"at": "2026-03-28T12:00:00+01:00", "wanted": "down"}]));
    plain.sandbox(&format!("{line} --limit 2")).ends(0).tells("showing 2 of 14 days");
    plain.sandbox("schedules preview --from soon").ends(2).tells("\"soon\" is no date");
}
