//! Runs of schedules that nobody watches, at clouds of all kinds: the environment of a timer is enough, a run that was
//! killed is no hindrance, and a failed act is left for a while.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::Value;

use crate::harness::{
    Home, Server, plain, reply,
    rules::{down, up},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes --retries 0";

/// A cloud with one stopped machine, which starts where the cloud is willing, and a home with a rule that wants it up.
struct One {
    server: Server,
    willing: Arc<AtomicBool>,
    home: Home,
}

impl One {
    fn new() -> Self {
        let (runs, willing) = (AtomicBool::new(false), Arc::new(AtomicBool::new(true)));
        let own = Arc::clone(&willing);
        let server = Server::new(move |_, request| {
            if request.starts_with("GET /servers/X/start") {
                if !own.load(Ordering::SeqCst) {
                    return reply("400 Bad Request", "", b"errors:system There is no room\n");
                }
                runs.store(true, Ordering::SeqCst);
            }
            let status = if runs.load(Ordering::SeqCst) { "active" } else { "stopped" };
            plain(&format!("server X\nname web-1\nstatus {status}\npersistent true\n"))
        });
        let home = Home::of("cloudsigma", &server.url(), "");
        home.rules(&up("day", "['lab']", "name~*", ""));
        Self { server, willing, home }
    }

    fn starts(&self) -> usize {
        self.server.lines().iter().filter(|line| line.ends_with("/start")).count()
    }
}

#[test]
fn what_a_timer_gives_is_enough_and_a_run_with_nothing_to_do_leaves_the_marks() {
    let One { server, home, .. } = One::new();
    let path = |name: &str| home.path(name).display().to_string();
    fs::write(path("config/credentials.toml"), "[lab]\nsecret = \"hush-lab\"\n").unwrap();
    fs::set_permissions(path("config/credentials.toml"), fs::Permissions::from_mode(0o600)).unwrap();
    let bare = Home::nowhere().with("NUBO_CONFIG_DIR", &path("config")).with("NUBO_STATE_DIR", &path("state"));
    let line = format!("--config {} {RUN}", path("config/config.toml"));
    assert!(bare.nubo(&line).ends(0).stdout.contains("web-1"));
    let marks = || {
        let file = fs::metadata(path("state/kept/marks.json")).unwrap();
        (file.ino(), file.modified().unwrap())
    };
    // The listing after the act shows that it was done.
    bare.nubo(&line).ends(0);
    let before = marks();
    let run = bare.nubo(&line);
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(marks(), before);
    assert!(server.asked().iter().all(|request| request.contains("Basic ")));
    fs::remove_dir_all(path("state/kept")).unwrap();
    bare.nubo(&line).ends(0).tells("first run of day");
}

#[test]
fn machines_at_every_kind_of_cloud_are_started_and_stopped() {
    let provider = "stop = { how = 'provider' }";
    let home = Home::new();
    home.sandbox_rules(
        &[
            up("one", "['sandbox-fleio', 'sandbox-uivmm']", "name~w*-*", ""),
            down("two", "['sandbox-seflow']", "name=db-2", provider),
            down("three", "['sandbox-cloudsigma']", "name~web-*", ""),
        ]
        .concat(),
    );
    let told = home.sandbox(&format!("{RUN} -o csv --no-header --columns name,after")).ends(0).stdout.clone();
    let expected = [
        "sandbox-fleio,worker-1,running",
        "sandbox-cloudsigma,web-1,stopped",
        "sandbox-cloudsigma,web-2,stopped",
        "sandbox-seflow,db-2,stopped",
        "sandbox-uivmm,web-test,running",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
    home.sandbox(&format!("{RUN} --json")).ends(0).quietly();
}

#[test]
fn a_run_that_was_killed_leaves_no_lock_behind() {
    let silent = Server::new(|_, _| Vec::new());
    let home = Home::of("cloudsigma", &silent.url(), "");
    home.rules(&up("day", "['lab']", "name~*", ""));
    let mut first = home.command(RUN).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while silent.lines().is_empty() {
        std::thread::yield_now();
    }
    let error = home.nubo(&format!("{RUN} --json")).ends(7).error();
    assert_eq!(error["code"], "conflict");
    assert!(error["message"].as_str().unwrap().contains(&first.id().to_string()), "which run that is: {error}");
    assert_eq!(silent.lines().len(), 1, "the second asks nothing");
    first.kill().unwrap();
    first.wait().unwrap();
    drop(silent);
    home.nubo(RUN).ends(5);
}

#[test]
fn a_machine_that_cannot_be_started_is_told_once_and_left_for_five_minutes() {
    let one = One::new();
    one.willing.store(false, Ordering::SeqCst);
    let run = one.home.nubo(RUN);
    assert!(run.ends(1).stdout.contains("failed") && run.stderr.contains("There is no room"), "{}", run.stderr);
    assert_eq!(one.starts(), 1);
    one.willing.store(true, Ordering::SeqCst);
    let run = one.home.nubo(RUN);
    assert_eq!((run.ends(1).stdout.as_str(), run.stderr.as_str()), ("", ""), "it goes on failing, and was told");
    assert_eq!(one.starts(), 1);
    let mut marks: Value = serde_json::from_str(&one.home.text("state/kept/marks.json")).unwrap();
    let last = &mut marks[0]["items"][0]["machines"]["X"]["tries"]["last"];
    assert!(last.is_string());
    *last = (jiff::Timestamp::now() - jiff::SignedDuration::from_mins(5)).to_string().into();
    fs::write(one.home.path("state/kept/marks.json"), marks.to_string()).unwrap();
    let run = one.home.nubo(RUN);
    assert!(run.ends(0).stdout.contains("web-1"), "{}", run.stderr);
    assert_eq!(one.starts(), 2);
}
