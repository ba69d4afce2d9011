//! News in all accounts: cron and a person who look do not take each other's news, and only `--mark-read` moves the
//! mark, which is kept on this machine.

use std::{
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::harness::{Home, Run, Server, json, reply};

/// A portal with one ticket, two invoices, and a number that a test counts up: replies, and at 9 an outage of invoices.
fn portal() -> (Server, Arc<AtomicUsize>) {
    let said = Arc::new(AtomicUsize::new(1));
    let count = Arc::clone(&said);
    let server = Server::new(move |_, request| {
        let said = count.load(Ordering::SeqCst);
        match request.split(' ').nth(1).unwrap() {
            "/invoice" if said == 9 => reply("500 Internal Server Error", "", b""),
            "/invoice" => json(
                r#"{"invoices":[
                {"id":"31","number":"2026/31","status":"Unpaid","date":"2026-11-01","duedate":"2999-01-01","total":"48.40","credit":"0","currency":"EUR"},
                {"id":"30","number":"2026/30","status":"Paid","date":"2026-10-01","duedate":"2026-10-15","datepaid":"2026-10-09 13:13:37","total":"10.00","credit":"0","currency":"EUR"}]}"#,
            ),
            _ => json(&format!(
                r#"{{"tickets":[{{"ticket_number":"437928","subject":"Reverse DNS","status":"Answered",
                "date":"2026-11-01 10:00:00","lastreply":"2026-11-1{said} 12:00:00","client_read":"0"}}]}}"#
            )),
        }
    });
    (server, said)
}

const BOTH: &str = "
    ACCOUNT  KIND     NUMBER   SUBJECT                   STATE     CHANGE
    lab      ticket   437928   Reverse DNS               answered  unread
    lab      invoice  2026/31  48.40 EUR due 2999-01-01  unpaid    new
    --- stderr
    no mark yet, so all that is open is new: lab
    --- exit 11
";

fn look(home: &Home, more: &str) -> Run {
    home.nubo(&format!("inbox --exit-code --retries 0 {more}"))
}

#[test]
fn two_who_look_see_the_same_until_one_marks_it_as_read() {
    let (server, said) = portal();
    let home = Home::of("seflow", &server.url(), "");
    look(&home, "").shows(BOTH);
    look(&home, "").shows(BOTH);
    look(&home, "--mark-read").shows(BOTH);
    look(&home, "").shows("--- stderr\nno news\n--- exit 0");
    assert_eq!(look(&home, "--json").ends(0).stdout, "[]\n");
    said.store(2, Ordering::SeqCst);
    for _ in 0..2 {
        look(&home, "").shows(
            "
            ACCOUNT  KIND    NUMBER  SUBJECT      STATE     CHANGE
            lab      ticket  437928  Reverse DNS  answered  unread
            --- exit 11
        ",
        );
    }
    look(&home, "--mark-read").ends(11);
    look(&home, "").ends(0);
    assert!(server.lines().iter().all(|line| line.starts_with("GET ")), "{:?}", server.lines());
}

/// The folder of the marks of HostBill portals.
fn marks(home: &Home) -> Vec<std::path::PathBuf> {
    let portals = std::fs::read_dir(home.path("state/marks/seflow")).unwrap();
    let files = portals.flat_map(|portal| std::fs::read_dir(portal.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

#[test]
fn a_mark_is_private_and_stays_with_the_account_whatever_it_is_called() {
    let (server, _) = portal();
    let home = Home::of("seflow", &server.url(), "");
    look(&home, "").ends(11);
    assert!(!home.path("state/marks").exists(), "looking leaves nothing behind");
    look(&home, "--mark-read").ends(11);
    let files = marks(&home);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((files.len(), mode(&files[0]), mode(files[0].parent().unwrap())), (1, 0o600, 0o700));
    let text = home.text("config/config.toml").replace("[accounts.lab]", "[accounts.renamed]");
    let home = home.config(&(text + "# the end")).with("NUBO_SECRET_RENAMED", "hush-lab");
    look(&home, "").ends(0);
}

#[test]
fn what_was_not_shown_is_not_marked() {
    let (server, _) = portal();
    let home = Home::of("seflow", &server.url(), "");
    look(&home, "--mark-read --filter kind=ticket --columns number").ends(11);
    let run = look(&home, "--columns number --no-header");
    assert_eq!(run.ends(11).stdout, "lab  2026/31\n");
    look(&home, "--mark-read --limit 0").ends(11);
    look(&home, "--mark-read").ends(11);
    look(&home, "").ends(0);
}

#[test]
fn what_could_not_be_read_keeps_its_mark() {
    let (server, said) = portal();
    let home = Home::of("seflow", &server.url(), "");
    look(&home, "--mark-read").ends(11);
    said.store(9, Ordering::SeqCst);
    let run = look(&home, "--mark-read --columns number --no-header");
    assert_eq!(run.ends(6).stdout, "lab  437928\n");
    said.store(3, Ordering::SeqCst);
    let run = look(&home, "--columns number --no-header");
    assert_eq!(run.ends(11).stdout, "lab  437928\n", "the invoices are still marked");
}

#[test]
fn a_first_mark_needs_a_whole_listing() {
    let (server, said) = portal();
    let home = Home::of("seflow", &server.url(), "");
    said.store(9, Ordering::SeqCst);
    look(&home, "--mark-read").ends(6);
    said.store(2, Ordering::SeqCst);
    let run = look(&home, "--columns number --filter kind=invoice --no-header");
    assert_eq!(run.ends(11).stdout, "lab  2026/31\n", "the paid one of last month is no news");
}

#[test]
fn an_unusable_mark_is_named_with_its_remedy() {
    let (server, _) = portal();
    let home = Home::of("seflow", &server.url(), "");
    look(&home, "--mark-read").ends(11);
    let file = marks(&home).remove(0);
    std::fs::write(&file, "{\"tickets\":").unwrap();
    let run = look(&home, "--mark-read");
    run.ends(12).tells("the mark ").tells(&file.display().to_string()).tells("remove it");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"tickets\":");
    std::fs::remove_file(&file).unwrap();
    look(&home, "").ends(11);
}

#[test]
fn without_a_folder_one_can_look_and_not_mark() {
    let (server, _) = portal();
    let home = Home::nowhere()
        .with("NUBO_PROVIDER", "seflow")
        .with("NUBO_URL", &server.url())
        .with("NUBO_USER", "ops")
        .with("NUBO_SECRET", "hush-env");
    let run = home.nubo("inbox --exit-code");
    run.ends(11).tells("no folder for marks is known");
    assert!(run.stdout.contains("437928"), "{}", run.stdout);
    let asked = server.lines().len();
    home.nubo("inbox --mark-read").ends(12).tells("NUBO_STATE_DIR");
    assert_eq!(server.lines().len(), asked, "nothing is asked that cannot be marked");
}

#[test]
fn the_simulated_clouds_have_news_of_their_own_until_they_are_started_over() {
    let home = Home::new();
    let kinds = |line: &str| {
        let news = home.sandbox(&format!("inbox --json {line}")).ends(0).json();
        let kinds = news.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned());
        kinds.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["invoice", "ticket"]);
    assert_eq!(kinds("--mark-read"), ["invoice", "ticket"]);
    assert_eq!(kinds(""), [""; 0]);
    assert!(home.path("state/sandbox/marks").exists() && !home.path("state/marks").exists());
    home.sandbox("sandbox reset").ends(0);
    assert_eq!(kinds(""), ["invoice", "ticket"]);
    home.sandbox("inbox -a sandbox-uivmm").ends(9).tells("has none of these: tickets, invoices");
}
