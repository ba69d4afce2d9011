//! Runs of schedules and machines that take their time to stop, or never do.
//! Only the requests count, which the simulated provider tells.

use serde_json::{Value, json};

use crate::harness::{
    CUT, Lab, SHUTDOWN,
    rules::{night, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes";

/// The row of the only machine in a run.
fn only(run: &Value) -> [&Value; 5] {
    assert_eq!(run.as_array().map(Vec::len), Some(1), "{run}");
    ["action", "status", "before", "how", "error"].map(|key| &run[0][key])
}

#[test]
fn a_stop_that_is_not_obeyed_has_its_grace() {
    let interval = "interval = '5m'\n";
    let lab = Lab::new(&(interval.to_owned() + &night("stop = { how = 'clean', grace = '5m', then = 'hard' }")));
    lab.set(|cloud| cloud.obeys = false);
    let run = lab.home.nubo(&format!("{RUN} --no-wait --json")).ends(0).json();
    assert_eq!(only(&run), [&json!("stop"), &json!("pending"), &json!("running"), &json!("clean"), &Value::Null]);
    assert_eq!(lab.changes(), [SHUTDOWN]);
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(lab.changes(), [SHUTDOWN], "it has its time");
    lab.home.rules(&(interval.to_owned() + &night("stop = { how = 'clean', grace = '0s', then = 'hard' }")));
    let plan = lab.home.nubo("schedules plan --json").ends(0).json();
    assert_eq!(only(&plan)[1..4], [&json!("planned"), &json!("running"), &json!("hard")]);
    let run = lab.home.nubo(&format!("{RUN} --no-wait --json")).ends(0).json();
    assert_eq!(only(&run)[1..4], [&json!("pending"), &json!("running"), &json!("hard")]);
    assert!(run[0]["why"].as_str().unwrap().starts_with("it did not stop when asked "), "{run}");
    lab.home.nubo(RUN).ends(8).tells("\"web\": still running though told to change ");
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(8).stdout.as_str(), run.stderr.as_str()), ("", ""), "it goes on, and was told");
    assert_eq!(lab.changes(), [SHUTDOWN, CUT], "the power is cut once");
    lab.set(|cloud| cloud.status = "stopped");
    assert!(lab.home.nubo(RUN).ends(0).stdout.contains("stopped as it should be: "));
    assert_eq!(lab.changes(), [SHUTDOWN, CUT]);
}

#[test]
fn a_machine_that_is_left_running_is_reported() {
    let lab = Lab::new(&night("stop = { how = 'clean', grace = '0s', then = 'leave' }"));
    lab.set(|cloud| cloud.obeys = false);
    lab.home.nubo(&format!("{RUN} --no-wait")).ends(0);
    lab.home.nubo(RUN).ends(8).tells("error: lab: \"web\": asked to stop ").tells("still running");
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(8).stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(lab.changes(), [SHUTDOWN]);
    lab.set(|cloud| cloud.status = "stopped");
    lab.home.nubo(RUN).ends(0);
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn a_wish_that_ended_cuts_no_power() {
    let lab = Lab::new(&night("stop = { how = 'clean', grace = '0s', then = 'hard' }"));
    lab.set(|cloud| cloud.obeys = false);
    lab.home.nubo(&format!("{RUN} --no-wait")).ends(0);
    lab.home.rules(&up("day", "['lab']", "name~*", ""));
    lab.home.nubo(RUN).ends(0);
    assert_eq!(lab.changes(), [SHUTDOWN]);
}

#[test]
fn a_run_waits_for_a_stop_no_longer_than_it_may() {
    let lab = Lab::new(&night("stop = { how = 'clean', grace = '5m', then = 'hard' }"));
    lab.set(|cloud| cloud.obeys = false);
    let run = lab.home.nubo(&format!("{RUN} --timeout 1s --json")).ends(0).quietly().json();
    assert_eq!(only(&run)[1..], [&json!("pending"), &json!("running"), &json!("clean"), &Value::Null]);
    assert_eq!(lab.changes(), [SHUTDOWN]);
}

#[test]
fn a_provider_that_falls_silent_holds_nobody_up() {
    let lab = Lab::new(&night("stop = { how = 'clean', grace = '0s', then = 'hard' }"));
    lab.set(|cloud| cloud.fails = Some(Vec::new()));
    lab.home.nubo("instances stop lab/web --timeout 1s").ends(8).tells("it may have been carried out");
    let run = lab.home.nubo(&format!("{RUN} --timeout 1s"));
    run.ends(8).tells("error: lab: cannot stop \"web\": no answer came before the time was up");
    // The outcome of the request to stop is unknown, so its power is not cut.
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(8).stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(lab.changes(), [SHUTDOWN, SHUTDOWN]);
}
