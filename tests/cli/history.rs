//! The history of changes: what verbs, operations and raw requests leave in the journal, and how it is read.
//! Nothing but the journal is needed to read it.

use crate::harness::{Clouds, Home};

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
    home.sandbox("history show nobody").ends(3);
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
    home.nubo("instances stop fleio/web-1").ends(0).tells("this is not in the history");
}
