//! Silence means that all is well: anything not as wished keeps the exit code, is told once, and can be looked up.
//! No failure is told twice within the hour, whatever its words.

use std::fs;

use crate::harness::{
    Clouds, Lab, SHUTDOWN, reply,
    rules::{down, night, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes --retries 0";

/// Asserts the exit code of a run, an empty stdout, and exactly this notice on stderr.
macro_rules! silent {
    ($run:expr, $code:expr) => {
        let run = $run;
        assert_eq!((run.ends($code).stdout.as_str(), run.stderr.as_str()), ("", ""));
    };
}

#[test]
fn one_failing_thing_is_one_line_whatever_its_words() {
    let lab = Lab::new(&night(""));
    for request in 0..4 {
        let words = format!("try later, request {request}");
        lab.set(|cloud| cloud.instead = Some(reply("503 Service Unavailable", "", words.as_bytes())));
        let run = lab.home.nubo(RUN);
        assert_eq!(run.ends(5).stderr.contains("error: lab: "), request == 0, "{request}: {}", run.stderr);
    }
    lab.set(|cloud| cloud.instead = None);
    lab.home.nubo(RUN).ends(0).tells("its machines are listed again; before, in 4 runs");
}

#[test]
fn an_account_that_fails_every_second_run_is_not_told_each_time() {
    let lab = Lab::new(&up("day", "['lab']", "name~*", ""));
    let mut lines = 0;
    for run in 0..10 {
        lab.set(|cloud| cloud.instead = (run % 2 == 0).then(|| reply("503 Service Unavailable", "", b"later")));
        lines += lab.home.nubo(RUN).ends(if run % 2 == 0 { 5 } else { 0 }).stderr.lines().count();
    }
    assert!(lines <= 4, "{lines} lines");
}

#[test]
fn nothing_is_printed_as_json_where_there_is_nothing() {
    let lab = Lab::new(&up("day", "['lab']", "name~*", ""));
    lab.home.nubo(RUN).ends(0);
    silent!(lab.home.nubo(&format!("{RUN} --json")), 0);
}

#[test]
fn wide_modes_are_told_once() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::new(&up("day", "['lab']", "name~*", ""));
    fs::set_permissions(lab.home.path("config/config.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    lab.home.nubo(RUN).ends(0).tells("is open to others");
    silent!(lab.home.nubo(RUN), 0);
    lab.home.nubo("schedules plan").ends(0).tells("is open to others");
}

#[test]
fn a_rule_about_more_machines_than_it_may_act_on_is_told_beforehand() {
    let clouds = Clouds::serve();
    let home = clouds.home("max_targets = 1");
    let rule = up("day", "['fleio', 'uivmm']", "name~*-1", "");
    home.rules(&rule);
    let hint = "under [day] in ";
    home.nubo("schedules check").ends(10).tells("and may act on 1 in one run, so it acts on none").tells(hint);
    home.nubo("schedules install --crontab").ends(10).tells(hint);
    home.nubo("doctor").ends(10).tells(hint);
    home.rules(&format!("{rule}max_targets = 20\n"));
    home.nubo("schedules check").ends(0);
    home.rules(&format!("{rule}max_targets = 0\n"));
    home.nubo("schedules check").ends(12).tells("rule day, max_targets: expected a number of at least 1");
}

#[test]
fn a_check_tells_what_is_hardly_meant() {
    let lab = Lab::new("");
    let told = |rules: &str, words: &str| {
        lab.home.rules(rules);
        lab.home.nubo("schedules check").ends(0).tells(words);
    };
    let rule = |more: &str| format!("[a]\naccounts = ['lab']\nselect = ['name=web']\nzone = 'UTC'\n{more}\n");
    told(&rule("up = ['daily 08:00-08:05']"), "shorter than 10 minutes");
    told(&rule("up = ['daily 08:00-18:00']\nlate = '0s'"), "late = \"0s\", which is shorter than the time between");
    told(&rule("up = ['daily 08:00-18:00']").replace("name=web", "state=running"), "selects by state");
    told(&rule("up = ['daily 08:00-18:00']").replace("name=web", "name=none"), "selects no machine");
    told(&rule("up = ['daily 08:00-18:00']\nstop = { then = 'hard' }"), "which has no effect");
    let interval = format!("interval = '5m'\n{}", rule("up = ['daily 08:00-18:00']\nstop = { then = 'hard' }"));
    lab.home.rules(&interval);
    assert!(!lab.home.nubo("schedules check").ends(0).stderr.contains("no effect"));
    lab.home.rules("interval = 'soon'\n");
    lab.home.nubo("schedules check").ends(12).tells("line 1: interval: ");
}

#[test]
fn whether_runs_are_made_can_be_looked_up() {
    let lab = Lab::new(&night(""));
    let rows = |what: &str| {
        let all = lab.home.nubo("schedules status --json").ends(0).json();
        let of = all.as_array().unwrap().iter().filter(|row| row["what"] == what).cloned().collect::<Vec<_>>();
        assert!(!of.is_empty(), "{what}: {all}");
        of
    };
    assert_eq!((&rows("timer")[0]["state"], &rows("run")[0]["state"]), (&"absent".into(), &"none".into()));
    lab.home.nubo("doctor --as-cron").tells("neither a crontab nor a timer of systemd makes runs here");
    lab.set(|cloud| cloud.instead = Some(reply("503 Service Unavailable", "", b"later")));
    for _ in 0..3 {
        lab.home.nubo(RUN).ends(5);
    }
    assert_eq!((&rows("run")[0]["state"], &rows("account")[0]["name"]), (&"failed".into(), &"lab".into()));
    let log = lab.home.nubo("schedules log --json").ends(0).json();
    let failed: Vec<_> = log.as_array().unwrap().iter().filter(|row| row["kind"] == "run").collect();
    assert_eq!((failed.len(), &failed[0]["status"], &failed[0]["code"]), (1, &"failed".into(), &"unavailable".into()));
    lab.set(|cloud| cloud.instead = None);
    lab.home.nubo(RUN).ends(0);
    assert_eq!((&rows("run")[0]["state"], &rows("rule")[0]["state"]), (&"ok".into(), &"down".into()));
    let list = lab.home.nubo("schedules list --json").ends(0).json();
    assert!(list[0]["last_run"].is_string(), "{list}");
    assert_eq!(lab.changes(), [SHUTDOWN]);
}

#[test]
fn a_hold_is_known_to_whoever_looks_ahead() {
    let lab = Lab::new(&down("night", "['lab']", "name~*", ""));
    lab.home.nubo("schedules hold lab/web up --until 2099-01-01").ends(0);
    lab.home.nubo("schedules explain lab/web --at 2098-01-01").ends(0).tells("lab/web is held up until ");
    assert!(!lab.home.nubo("schedules explain lab/web --at 2099-02-01").ends(0).stderr.contains("is held"));
    lab.home.nubo("schedules preview").ends(0).tells("lab/web is held up until ");
    let plan = lab.home.nubo("schedules plan --all --json").ends(0).json();
    assert!(plan[0]["why"].as_str().unwrap().contains("held up since"), "{plan}");
}

#[test]
fn a_stale_listing_is_not_answered_with_the_same_start_again() {
    let lab = Lab::new(&up("day", "['lab']", "name~*", "enforce = 'always'"));
    lab.set(|cloud| cloud.status = "stopped");
    lab.home.nubo(RUN).ends(0);
    let started = lab.changes().len();
    // The listing goes on telling the old state; the machine by itself tells the present one.
    lab.set(|cloud| cloud.listed = Some("stopped"));
    for _ in 0..3 {
        silent!(lab.home.nubo(RUN), 0);
    }
    assert_eq!(lab.changes().len(), started);
}
