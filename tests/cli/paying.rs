//! Operations that spend money: the price is asked first and shown, and nothing is ordered without a yes.
//! The price is the provider's own, calculated from the same arguments.

use crate::harness::{Home, Server, json, plain};

const ORDER: &str = "cloudsigma subscriptions ip-create --quantity 2 --start-time '2010-03-22 00:00' --months 1";

fn shop() -> Server {
    Server::new(|_, request| {
        if request.contains("/calculate") {
            plain("amount 16.00\ncurrency CHF\n")
        } else {
            plain("type ip\nresource 198.51.100.201\n")
        }
    })
}

#[test]
fn the_price_is_asked_first_and_without_a_yes_nothing_is_ordered() {
    let server = shop();
    let home = Home::of("cloudsigma", &server.url(), "");
    home.nubo(ORDER).shows(
        "
        --- stderr
        error: subscriptions.ip.create refused: it costs money
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    assert!(server.lines().iter().all(|line| line.ends_with("/calculate")), "{:?}", server.lines());
}

#[test]
fn with_a_yes_it_is_shown_and_ordered_once() {
    let server = shop();
    Home::of("cloudsigma", &server.url(), "").nubo(&format!("{ORDER} --yes")).shows(
        "
        RESOURCE        TYPE
        198.51.100.201  ip
        --- stderr
        subscriptions.ip.create at lab (pay)
        it costs: amount 16.00, currency CHF
        --- exit 0
    ",
    );
    let path = "POST /subscriptions/network/ip";
    assert_eq!(server.lines(), [format!("{path}/calculate"), format!("{path}/create")]);
    assert_eq!(server.body(), "quantity 2\nstart_time 2010-03-22 00:00\nmonths 1\n");
}

#[test]
fn no_price_no_order() {
    let server = Server::new(|_, request| {
        if request.contains("/calculate") { plain("errors:system Out of order.\n") } else { plain("type ip\n") }
    });
    Home::of("cloudsigma", &server.url(), "").nubo(&format!("{ORDER} --yes")).ends(1);
    assert_eq!(server.lines(), ["POST /subscriptions/network/ip/calculate"]);
}

#[test]
fn an_upgrade_is_estimated_without_the_word_that_orders_it() {
    let server = Server::new(|_, request| {
        if request.contains("send=true") {
            json(r#"{"info":["upgrade_order_success"]}"#)
        } else {
            json(r#"{"success":true,"charge":"3.20"}"#)
        }
    });
    let home = Home::of("seflow", &server.url(), "");
    let run = home.nubo("seflow services upgrade 33301 --package 12 --cycle a --yes");
    run.ends(0).tells("charge 3.20");
    let bodies: Vec<String> = server.asked().iter().map(|r| r.split_once("\r\n\r\n").unwrap().1.to_owned()).collect();
    assert_eq!(bodies, ["package=12&cycle=a", "package=12&cycle=a&send=true"]);
    home.nubo("seflow services upgrade-estimate 33301 --package 12 --cycle a").ends(0);
    assert_eq!(server.body(), "package=12&cycle=a");
}

#[test]
fn a_body_of_ones_own_has_no_price() {
    let server = shop();
    let home = Home::of("cloudsigma", &server.url(), "");
    home.fed("quantity 1\n", "cloudsigma subscriptions ip-create --body -").ends(10);
    assert_eq!(server.lines(), [""; 0]);
    let run = home.fed("quantity 1\n", "cloudsigma subscriptions ip-create --body - --yes");
    run.ends(0).tells("what it costs was not asked, since its body is your own");
    assert_eq!(server.body(), "quantity 1\n");
}

#[test]
fn paying_never_relies_on_the_default_account_and_is_never_repeated() {
    let server = Server::new(|_, request| {
        if request.contains("/calculate") {
            plain("amount 16.00\n")
        } else {
            crate::harness::reply("503 Service Unavailable", "", b"")
        }
    });
    Home::of("cloudsigma", &server.url(), "")
        .nubo(&format!("{ORDER} --yes"))
        .ends(1)
        .tells("so it may have been carried out");
    let orders = server.lines().iter().filter(|line| line.ends_with("/create")).count();
    assert_eq!(orders, 1);
}

/// A Fleio portal whose connection breaks once it has read the request to pay.
fn breaking() -> Server {
    Server::new(|_, request| {
        let line = request.lines().next().unwrap_or_default();
        if line.starts_with("POST") {
            return b"H".to_vec();
        }
        if line.contains("/payment_options") || line.contains("/billing/summary") {
            return json(r#"{"creditBalance":"74.20","uptodate_credit":74.2,"billing_currency":"EUR"}"#);
        }
        let invoice = r#"{"id":3107,"status":"unpaid","total":"48.40","balance":"48.40","currency":"EUR",
            "display_number":"INV-3107","issue_date":"2026-11-01","due_date":"2096-11-30"}"#;
        if line.contains("/billing/invoices/3107 ") {
            return json(invoice);
        }
        json(&format!(r#"{{"count":1,"next":null,"objects":[{invoice}],"totalCount":1}}"#))
    })
}

#[test]
fn a_payment_whose_connection_breaks_is_sent_once_and_says_how_to_look() {
    let server = breaking();
    let home = Home::of("fleio", &server.url(), "");
    home.nubo("invoices pay lab/INV-3107 --yes").shows(
        "
        ACCOUNT  ID    NAME      ACTION  CHANGED  STATUS   BEFORE  AFTER  HOW
        lab      3107  INV-3107  pay     -        unknown  unpaid  -      -
        --- stderr
        pay lab/INV-3107 (id 3107, unpaid)
          pays 48.40 EUR of the credit of 74.20 EUR; 25.80 EUR is left
        error: lab: cannot pay \"INV-3107\": invoices.pay was sent but no answer came, so it may have been carried out
          hint: look at the present state before trying again: nubo invoices show lab/id:3107
        --- exit 1
    ",
    );
    let paid = server.lines().iter().filter(|line| line.starts_with("POST")).count();
    assert_eq!(paid, 1, "{:?}", server.lines());
}

#[test]
fn a_second_payment_waits_until_the_first_is_settled() {
    let server = breaking();
    let home = Home::of("fleio", &server.url(), "");
    let paid = || server.lines().iter().filter(|line| line.starts_with("POST")).count();
    home.nubo("invoices pay lab/INV-3107 --yes").ends(1);
    home.nubo("invoices pay lab/INV-3107 --yes").ends(7).tells("nubo history check ").tells("--again");
    assert_eq!(paid(), 1);
    home.nubo("invoices pay lab/INV-3107 --yes --again").ends(1);
    assert_eq!(paid(), 2);
    let checked = home.nubo("history check --json").ends(0).json();
    let seen: Vec<_> = checked.as_array().unwrap().iter().map(|entry| (&entry["status"], &entry["changed"])).collect();
    assert_eq!(seen, [(&"failed".into(), &false.into()), (&"failed".into(), &false.into())]);
    assert_eq!(home.nubo("history check --json").ends(0).stdout, "[]\n");
    home.nubo("invoices pay lab/INV-3107 --yes").ends(1);
    assert_eq!(paid(), 3);
}
