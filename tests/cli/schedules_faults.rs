//! Runs of schedules when a provider is down, wrong or refuses: a failure is printed once and counts each time.
//! The providers are servers of the tests, whose requests are counted.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use crate::harness::{
    DEAD, Home, Lab, SHUTDOWN, Server, html, json as answer, reply,
    rules::{down, night, up},
};

/// The command of every unattended run; a read that fails is not tried again, as that takes time.
const RUN: &str = "schedules apply --yes --retries 0";

#[test]
fn a_provider_that_is_down_is_told_once_until_it_is_back() {
    let lab = Lab::new(&night(""));
    lab.set(|cloud| cloud.instead = Some(reply("503 Service Unavailable", "", b"maintenance")));
    let run = lab.home.nubo(RUN);
    assert_eq!(run.ends(5).tells("error: lab: ").stdout, "");
    for _ in 0..2 {
        let run = lab.home.nubo(RUN);
        assert_eq!((run.ends(5).stdout.as_str(), run.stderr.as_str()), ("", ""));
    }
    assert_eq!(lab.home.nubo(&format!("{RUN} --json")).ends(5).quietly().stdout, "");
    // A failure in other words is the same failure.
    lab.set(|cloud| cloud.instead = Some(html("500 Internal Server Error")));
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(5).stdout.as_str(), run.stderr.as_str()), ("", ""));
    lab.set(|cloud| cloud.instead = None);
    let run = lab.home.nubo(RUN);
    run.ends(0).tells("lab: ").tells("; before, in ");
    assert!(run.stdout.contains("lab      web   stop    ok "), "{}", run.stdout);
    assert_eq!(lab.changes(), [SHUTDOWN]);
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn nobody_at_the_port_is_unavailable_and_hides_no_other() {
    let lab = Lab::new(&down("night", "['dead', 'lab']", "name~*", ""));
    let dead = format!("[accounts.dead]\nprovider = \"cloudsigma\"\nuser = \"ops\"\nurl = \"{DEAD}\"\n");
    let file = lab.home.path("config/config.toml");
    fs::write(&file, lab.home.text("config/config.toml") + &dead).unwrap();
    let Lab { home, server, .. } = lab;
    let home = home.with("NUBO_SECRET_DEAD", "hush-dead");
    let run = home.nubo(RUN);
    run.ends(5).tells("error: dead: cannot reach 127.0.0.1");
    assert!(run.stdout.contains("lab      web   stop    ok "), "{}", run.stdout);
    let asked = server.lines().len();
    let run = home.nubo("schedules apply --yes --retries 1");
    assert_eq!((run.ends(5).stdout.as_str(), run.stderr.as_str()), ("", ""), "not even that it is tried again");
    assert!(server.lines().len() > asked);
}

#[test]
fn a_wrong_clock_changes_nothing() {
    for ahead in [300, -300] {
        let lab = Lab::new(&night("enforce = 'always'"));
        lab.set(|cloud| cloud.ahead = ahead);
        let run = lab.home.nubo(RUN);
        assert_eq!(run.ends(5).tells("clock").stdout, "", "{ahead}");
        lab.home.nubo("schedules plan").ends(5).tells("clock");
        let run = lab.home.nubo(RUN);
        assert_eq!((run.ends(5).stdout.as_str(), run.stderr.as_str()), ("", ""), "{ahead}");
        assert!(!lab.server.lines().is_empty());
        assert_eq!(lab.changes(), Vec::<String>::new());
        lab.set(|cloud| cloud.ahead = ahead / 5);
        lab.home.nubo(RUN).ends(0);
        assert_eq!(lab.changes(), [SHUTDOWN]);
    }
}

#[test]
fn a_secret_that_was_refused_is_sent_once() {
    let Lab { server, cloud, home } = Lab::new(&night(""));
    let refuse = |bytes| cloud.lock().unwrap().instead = bytes;
    let unauthorised = || Some(reply("401 Unauthorized", "", b"no such user"));
    refuse(unauthorised());
    home.nubo(RUN).ends(4).tells("error: lab: ").tells("accounts test lab");
    let first = server.lines().len();
    assert!(first > 0);
    // A run cannot know whether the secret would be accepted by now.
    refuse(None);
    for _ in 0..2 {
        let run = home.nubo(RUN);
        assert_eq!((run.ends(4).stdout.as_str(), run.stderr.as_str()), ("", ""));
    }
    assert_eq!(server.lines().len(), first, "nothing is sent to that account");
    let kept = fs::read_dir(home.path("state/kept")).unwrap();
    for file in kept.flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        assert!(!text.contains("hush") && !text.contains("b3BzOmh1c2g"), "{}", file.path().display());
    }
    refuse(unauthorised());
    home.nubo("accounts test lab --retries 0").ends(4);
    let tested = server.lines().len();
    assert!(tested > first, "a person may try");
    home.nubo(RUN).ends(4);
    assert_eq!(server.lines().len(), tested, "a test that failed clears nothing");
    refuse(None);
    home.nubo("accounts test lab").ends(0);
    home.nubo(RUN).ends(0).tells("lab: ");
    assert!(server.lines().contains(&SHUTDOWN.to_owned()), "{:?}", server.lines());
}

#[test]
fn a_secret_that_changed_is_sent() {
    let Lab { server, cloud, home } = Lab::new(&night(""));
    cloud.lock().unwrap().instead = Some(reply("401 Unauthorized", "", b"no such user"));
    home.nubo(RUN).ends(4);
    cloud.lock().unwrap().instead = None;
    let asked = server.lines().len();
    home.nubo(RUN).ends(4);
    assert_eq!(server.lines().len(), asked);
    let home = home.with("NUBO_SECRET_LAB", "hush-mended");
    home.nubo(RUN).ends(0);
    assert!(server.lines().contains(&SHUTDOWN.to_owned()), "{:?}", server.lines());
}

/// A simulated Fleio whose list has pages of two machines.
fn pages(pages: &Arc<Mutex<Vec<Vec<u8>>>>) -> Server {
    let pages = Arc::clone(pages);
    Server::new(move |_, request| {
        let number =
            request.split_once("page=").and_then(|(_, rest)| rest.split('&').next()?.split(' ').next()?.parse().ok());
        let number: usize = number.unwrap_or(1);
        pages.lock().unwrap().get(number - 1).cloned().unwrap_or_else(|| html("404 Not Found"))
    })
}

/// One page of some, with two machines.
fn page(number: usize, of: usize, machines: [u32; 2]) -> Vec<u8> {
    let machine = |id: u32| format!("{{\"id\":\"i-{id}\",\"name\":\"m-{id}\",\"status\":\"active\"}}");
    let [one, two] = machines.map(machine);
    let next = if number < of { "\"/next\"" } else { "null" };
    let total = 2 * of;
    answer(&format!("{{\"objects\":[{one},{two}],\"next\":{next},\"totalCount\":{total},\"pageNo\":\"{number}\"}}"))
}

#[test]
fn a_machine_that_a_complete_listing_lacks_is_not_forgotten_at_once() {
    let listing = Arc::new(Mutex::new(vec![page(1, 2, [1, 2]), page(2, 2, [3, 4])]));
    let server = pages(&listing);
    let home = Home::at(&server.url(), "");
    home.rules(&up("day", "['lab']", "name~*", ""));
    home.nubo(RUN).ends(0);
    home.nubo("schedules hold lab/m-3 off --forever").ends(0);
    let known = |name: &str| home.text("state/kept/marks.json").contains(name);
    assert!(known("i-1") && known("i-3") && known("i-4"));
    listing.lock().unwrap()[1] = reply("503 Service Unavailable", "", b"");
    let run = home.nubo(RUN);
    assert!(!run.ends(5).stderr.contains("gone"), "{}", run.stderr);
    assert!(known("i-3") && known("i-4"), "an incomplete listing proves nothing");
    *listing.lock().unwrap() = vec![page(1, 1, [1, 2])];
    let run = home.nubo(RUN);
    assert!(run.ends(0).stdout.is_empty(), "{}", run.stdout);
    assert!(known("i-1") && known("i-3") && known("i-4"), "absence is not being gone");
    assert_eq!(home.nubo("schedules holds --json").ends(0).json().as_array().map(Vec::len), Some(1));
    let run = home.nubo(RUN);
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn an_account_that_cannot_be_used_is_told_once_and_hides_no_other() {
    let lab = Lab::new(&down("night", "['odd', 'lab']", "name~*", ""));
    let config = lab.home.path("config/config.toml");
    let good = lab.home.text("config/config.toml");
    fs::write(&config, format!("{good}[accounts.odd]\nprovider = \"uivmm\"\n")).unwrap();
    lab.home.nubo(RUN).ends(12).tells("error: odd: uivmm needs a url");
    assert_eq!(lab.changes(), [SHUTDOWN]);
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(12).stdout.as_str(), run.stderr.as_str()), ("", ""));
    lab.home.nubo("schedules plan").ends(12).tells("error: odd: uivmm needs a url");
    lab.home.rules(&night(""));
    lab.home.nubo(RUN).ends(0).tells("act again");
}
