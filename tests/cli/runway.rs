//! The time that the money lasts, over all accounts: on the simulated clouds, and at portals that tell less or nothing.
//! With `--exit-code` the exit code says whether something must be done soon, unless something failed.

use serde_json::Value;

use crate::harness::{Clouds, DEAD, Home, Server, json, reply};

const SHORT: &str = "--columns account,currency,credit,burn_per_day,estimate,unpaid,next";

#[test]
fn each_account_tells_its_money_and_what_the_estimate_is_made_of() {
    let home = Home::new();
    let run = home.sandbox("runway --json");
    run.ends(0).quietly();
    let rows = run.json();
    let row = |account: &str| rows.as_array().unwrap().iter().find(|row| row["account"] == account).unwrap().clone();
    let cloudsigma = row("sandbox-cloudsigma");
    assert_eq!((&cloudsigma["estimate"], &cloudsigma["currency"]), (&"ledger".into(), &"CHF".into()));
    assert!(cloudsigma["basis"].as_str().unwrap().contains(" days of ledger"), "{cloudsigma}");
    assert!(cloudsigma["days"].as_u64().is_some_and(|days| days > 0) && cloudsigma["unpaid"].is_null(), "{cloudsigma}");
    let event = &cloudsigma["events"][0];
    assert_eq!((&event["what"], &event["name"]), (&"subscription_ends".into(), &"CPU".into()));
    assert_eq!(cloudsigma["next"], format!("{} subscription CPU", &event["at"].as_str().unwrap()[..10]));
    let seflow = row("sandbox-seflow");
    assert_eq!(seflow["estimate"], "subscriptions");
    assert!(seflow["basis"].as_str().unwrap().starts_with("prices of "), "{seflow}");
    let of_fleio = |row: &&Value| row["account"] == "sandbox-fleio" && row["estimate"] == "usage";
    assert!(rows.as_array().unwrap().iter().any(|row| of_fleio(&row)), "{rows}");
    home.sandbox("runway").ends(0).tells("skipped: sandbox-uivmm has nothing of this");
}

#[test]
fn the_exit_code_says_whether_something_falls_within_the_time() {
    let home = Home::new();
    let line = "runway -a sandbox-cloudsigma --columns next --exit-code";
    assert_eq!(home.sandbox(&format!("{line} --within 8d")).ends(0).stdout.lines().count(), 2);
    let run = home.sandbox(&format!("{line} --within 9d -q"));
    assert!(run.ends(11).stdout.contains("subscription CPU"), "{}", run.stdout);
    home.sandbox("runway -a sandbox-cloudsigma --within 9d").ends(0);
    home.sandbox(&format!("{line} --filter currency=XXX")).ends(0);
    home.sandbox("runway --within soon").ends(2).tells("not a duration");
    home.sandbox("runway --within 99999999999d -a sandbox-cloudsigma").ends(0);
}

#[test]
fn who_has_no_money_is_passed_over_or_refused() {
    let home = Home::new();
    let run = home.sandbox("runway -a sandbox-uivmm --json");
    assert_eq!((&run.ends(9).error()["code"], run.stdout.as_str()), (&"unsupported".into(), ""));
    home.sandbox("runway -a sandbox-uivmm").ends(9).tells("has none of these: balance,").tells("SeFlow (HostBill)");
}

/// The reply of HostBill about the owner of an account.
const OWNER: &str = r#"{"client":{"id":"4","email":"ops@example.com","status":"Active"}}"#;

/// A portal that answers by the last part of the path.
fn portal(answer: fn(&str) -> &'static str) -> Server {
    Server::new(move |_, request| match answer(request.split(' ').nth(1).unwrap()) {
        "" => reply("500 Internal Server Error", "content-type: text/html\r\n", b"<html></html>"),
        body => json(body),
    })
}

#[test]
fn nothing_is_made_up_where_a_portal_tells_nothing() {
    let server = portal(|path| match path {
        "/balance" => r#"{"details":{"acc_balance":"0.00","acc_credit":"0.00"}}"#,
        "/invoice" => r#"{"invoices":[]}"#,
        "/domain" => r#"{"domains":[]}"#,
        "/details" => OWNER,
        _ => r#"{"services":[]}"#,
    });
    let home = Home::of("seflow", &server.url(), "");
    home.nubo(&format!("runway --exit-code {SHORT}")).shows(
        "
        ACCOUNT  CURRENCY  CREDIT  BURN/DAY  ESTIMATE  UNPAID  NEXT
        lab      -           0.00         -  unknown        0  -
        --- stderr
        lab: what is spent in a day is unknown: usage tells no price of this cycle; no recurring prices
        --- exit 0
    ",
    );
    let row = &home.nubo("runway --json").json()[0];
    assert!(row["basis"].as_str().unwrap().contains("no recurring prices"), "{row}");
}

#[test]
fn a_failure_says_more_than_the_check() {
    let server = portal(|path| match path {
        "/invoice" => {
            r#"{"invoices":[{"id":"7","number":"7","status":"Unpaid","duedate":"2020-01-01","total":"5","credit":"0","currency":"EUR"}]}"#
        }
        "/domain" => r#"{"domains":[]}"#,
        "/balance" => "",
        _ => r#"{"services":[]}"#,
    });
    let home = Home::of("seflow", &server.url(), "");
    let run = home.nubo(&format!("runway --exit-code --retries 0 {SHORT}"));
    assert!(run.ends(6).stdout.ends_with("2020-01-01 overdue 7\n"), "{}", run.stdout);
    assert_eq!(run.stderr.matches("error:").count(), 1, "{}", run.stderr);
    let home = Home::at(DEAD, "");
    let run = home.nubo("runway --exit-code --retries 0 --json");
    assert_eq!((run.ends(5).stdout.as_str(), &run.error()["code"]), ("[]\n", &"unavailable".into()));
}

#[test]
fn a_refused_secret_is_sent_once() {
    let clouds = Clouds::serve();
    let home = clouds.home("").with("NUBO_SECRET_SEFLOW", "hush-wrong");
    let run = home.nubo("runway -a seflow -v");
    assert_eq!(run.ends(4).stderr.matches("127.0.0.1").count(), 1, "{}", run.stderr);
}
