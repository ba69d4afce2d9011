//! Money and tickets at Fleio, in sessions on the simulated cloud: paying, documents, support, details and clients.
//! A payment whose answer is lost is looked for on a server that hangs up.

use serde_json::Value;

use crate::harness::{Home, Server, day, json};

const AT: &str = "-a sandbox-fleio";

/// One record of the account.
#[track_caller]
fn shown(home: &Home, noun: &str, target: &str) -> Value {
    home.sandbox(&format!("{noun} show sandbox-fleio/{target} --json")).json()
}

/// Runs a command that must succeed, and tells whether it changed anything.
#[track_caller]
fn done(home: &Home, line: &str) -> bool {
    let run = home.sandbox(&format!("{line} --json"));
    let change = run.ends(0).json();
    assert_eq!(change[0]["status"], "ok", "{line}: {change}");
    change[0]["changed"].as_bool().unwrap()
}

/// The credit of the account in each currency.
fn credit(home: &Home) -> Vec<String> {
    let rows = home.sandbox(&format!("balance {AT} --json")).json();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| ["currency", "credit", "due"].map(|key| text(row, key)).join(" ")).collect()
}

#[test]
fn an_invoice_is_paid_once_from_credit() {
    let home = Home::new();
    assert_eq!(credit(&home), ["EUR 74.2 76.80", "USD 15.00 24.20"]);
    home.sandbox("invoices pay sandbox-fleio/INV-3107 --dry-run --columns id,action,changed,status,before,after")
        .ends(0)
        .tells("pays 48.40 EUR of the credit of 74.20 EUR; 25.80 EUR is left")
        .tells("/billing/invoices/3107/pay_from_credit_balance");
    let planned = home.sandbox("invoices pay sandbox-fleio/INV-3107 --dry-run --json").json();
    let sentence = "pays 48.40 EUR of the credit of 74.20 EUR; 25.80 EUR is left";
    assert_eq!(planned[0]["consequences"], serde_json::json!([sentence]), "a program is told the price, too");
    home.sandbox("invoices pay sandbox-fleio/INV-3107").ends(10).tells("agree beforehand with --yes");
    assert_eq!(shown(&home, "invoices", "INV-3107")["state"], "unpaid", "neither paid anything");
    assert!(done(&home, "invoices pay sandbox-fleio/INV-3107 --yes"));
    assert!(!done(&home, "invoices pay sandbox-fleio/INV-3107 --yes"), "it is paid already");
    let paid = shown(&home, "invoices", "INV-3107");
    assert_eq!((&paid["state"], &paid["due"], &paid["credit"]), (&"paid".into(), &"0.00".into(), &"48.40".into()));
    assert_eq!(paid["transactions"].as_array().unwrap().len(), 1);
    assert_eq!(credit(&home), ["EUR 25.8 28.40", "USD 15.00 24.20"]);
}

#[test]
fn what_the_credit_does_not_cover_is_not_paid() {
    let home = Home::new();
    for line in ["--yes", "--dry-run"] {
        home.sandbox(&format!("invoices pay sandbox-fleio/INV-3110 {line}"))
            .ends(7)
            .tells("paying INV-3110 takes 24.20 USD, and the credit is 15.00 USD")
            .tells("hint: add credit in the portal");
    }
    home.sandbox("invoices pay sandbox-fleio/INV-2990 --yes").ends(7).tells("it is cancelled");
    done(&home, "invoices pay sandbox-fleio/INV-3107 --yes");
    let both = home.sandbox("invoices pay sandbox-fleio/INV-3102 sandbox-fleio/INV-3088 --yes --json");
    let both = both.ends(6).json();
    assert_eq!((&both[0]["status"], &both[1]["status"]), (&"ok".into(), &"failed".into()), "one after another");
    assert_eq!(both[1]["error"]["code"], "conflict");
    assert_eq!(credit(&home)[0], "EUR 9.5 12.10");
}

#[test]
fn a_payment_without_an_answer_is_sent_once_and_told() {
    let server = Server::new(|_, request| match request.split(' ').nth(1).unwrap() {
        "/billing/invoices/7" => json(r#"{"id":7,"status":"unpaid","total":"5.00","balance":"5.00","currency":"EUR"}"#),
        "/billing/invoices/7/payment_options" => json(r#"{"creditBalance":"9.00"}"#),
        "/billing/summary" => json(r#"{"uptodate_credit":9,"billing_currency":"EUR"}"#),
        // The request was read, and the line is cut.
        _ => b"HTTP/1.1 202 Acc".to_vec(),
    });
    let run = Home::at(&server.url(), "").nubo("invoices pay lab/id:7 --yes");
    run.ends(1)
        .tells("was sent but no answer came")
        .tells("look at the present state before trying again: nubo invoices show lab/id:7");
    let payments = server.lines().into_iter().filter(|line| line.starts_with("POST")).count();
    assert_eq!(payments, 1, "{:?}", server.lines());
}

#[test]
fn invoices_of_a_month_are_listed_and_downloaded() {
    let home = Home::new();
    let ids = |flags: &str| -> Vec<String> {
        let rows = home.sandbox(&format!("invoices list {AT} {flags} --json")).json();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("--unpaid"), ["3107", "3110", "3102", "3088"]);
    assert_eq!(ids("--overdue"), ["3088"]);
    assert_eq!(ids(&format!("--since {} --until {}", day(-40), day(-10))), ["3102", "3088"]);
    for id in ids("") {
        assert_eq!(shown(&home, "invoices", &format!("id:{id}"))["mismatch"], Value::Null, "{id}");
    }
    home.sandbox("invoices download sandbox-fleio/INV-3052 --to paper.pdf --json").ends(0);
    assert!(home.text("paper.pdf").starts_with("%PDF-1.4"));
    home.sandbox("invoices download sandbox-fleio/INV-3107 --to paper.pdf")
        .ends(10)
        .tells("paper.pdf is there already");
    assert!(home.text("paper.pdf").contains("INV-3052"), "it is not overwritten");
    let run = home.sandbox(&format!("invoices download {AT} --filter state=unpaid --to papers --json"));
    assert_eq!(run.ends(0).json().as_array().unwrap().len(), 3);
    assert!(home.text("papers/INV-3110.pdf").contains("24.20 USD"));
    home.sandbox("invoices download sandbox-fleio/INV-3107 --to paper.pdf --force").ends(0);
    assert!(home.text("paper.pdf").contains("INV-3107"));
}

#[test]
fn a_page_in_place_of_a_document_is_an_error() {
    let server = Server::new(|_, request| {
        let download = request.contains("/download");
        json(if download { r#"{"detail":"later"}"# } else { r#"{"id":7,"display_number":"A-7","status":"paid"}"# })
    });
    let home = Home::at(&server.url(), "");
    home.nubo("invoices download lab/id:7 --to a.pdf").ends(1).tells("what the portal sent for A-7 is no PDF");
    assert!(!home.path("a.pdf").exists());
}

#[test]
fn a_ticket_from_its_first_word_to_its_last() {
    let home = Home::new();
    std::fs::write(home.path("log.txt"), "one\ntwo\n").unwrap();
    std::fs::write(home.path("words.txt"), "Since noon:\nload > 8 & <rising>.\n").unwrap();
    let departments = home.sandbox(&format!("tickets departments {AT} --json --columns id,name")).json();
    assert_eq!(departments[1], serde_json::json!({"id": "3", "name": "Technical support"}));
    let create = format!("tickets create {AT} --department 'Technical support' --subject 'web-1 is slow'");
    let made = home.sandbox(&format!("{create} --body-file words.txt --attach log.txt --json")).ends(0).json();
    let id = made[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(made[0]["resource"]["state"], "open", "{made}");
    let ticket = shown(&home, "tickets", &id);
    let first = &ticket["messages"][0];
    assert_eq!((&first["text"], &first["staff"]), (&"Since noon:\nload > 8 & <rising>.".into(), &false.into()));
    assert_eq!((&first["attachments"][0], &ticket["department"]), (&"log.txt".into(), &"Technical support".into()));
    assert!(done(&home, &format!("tickets reply sandbox-fleio/{id} --body 'It works again.'")));
    assert_eq!(shown(&home, "tickets", &id)["messages"][1]["text"], "It works again.");
    assert!(done(&home, &format!("tickets close sandbox-fleio/{id}")));
    assert!(!done(&home, &format!("tickets close sandbox-fleio/{id}")));
    assert_eq!(shown(&home, "tickets", &id)["state"], "closed");
    assert!(done(&home, &format!("tickets reopen sandbox-fleio/{id}")));
    home.sandbox(&format!("tickets reopen sandbox-fleio/{id}")).ends(7).tells("it is open");
    home.sandbox(&format!("tickets download sandbox-fleio/{id} --to log-2.txt")).ends(0);
    assert_eq!(home.text("log-2.txt"), "one\ntwo\n");
    home.sandbox("tickets download sandbox-fleio/T-261118-0931-XK4 --to files/").ends(0);
    assert!(home.text("files/latency.txt").contains("52 ms") && home.path("files/after.txt").exists());
}

#[test]
fn what_is_too_long_for_a_ticket_is_not_sent() {
    let home = Home::new();
    std::fs::write(home.path("long.txt"), "x".repeat(10241)).unwrap();
    home.sandbox("tickets reply sandbox-fleio/T-261118-0931-XK4 --body-file long.txt")
        .ends(2)
        .tells("10241 characters");
    let create = format!("tickets create {AT} --department Billing --subject Long --body-file long.txt");
    home.sandbox(&create).ends(2).tells("send the rest as a file");
    assert_eq!(home.sandbox(&format!("tickets list {AT} --json")).json().as_array().unwrap().len(), 2);
}

#[test]
fn contact_details_change_where_something_is_given() {
    let home = Home::new();
    let contact = || home.sandbox(&format!("contact show {AT} --json")).json()[0].clone();
    let before = contact();
    assert!(done(&home, &format!("contact set {AT} --city Bern --postcode 3000 --company ''")));
    let after = contact();
    let (before, after) = (before.as_object().unwrap(), after.as_object().unwrap());
    let changed: Vec<&String> = before.keys().filter(|key| before[*key] != after[*key]).collect();
    assert_eq!(changed, ["name", "company", "postcode", "city"], "the name is made of the company's");
    assert_eq!((&after["city"], &after["company"]), (&"Bern".into(), &Value::Null));
    home.sandbox(&format!("contact set {AT}")).ends(2).tells("nothing was given to change").tells("--vat-id");
    home.sandbox(&format!("contact set {AT} --mobile 1")).ends(2).tells("--mobile means nothing at Fleio");
}

#[test]
fn services_are_priced_before_they_are_changed() {
    let home = Home::new();
    let services =
        home.sandbox(&format!("services list {AT} --json --columns id,state,price,currency,renews_at")).json();
    let mail =
        serde_json::json!({"id": "2", "state": "active", "price": "10.00", "currency": "EUR", "renews_at": day(12)});
    assert_eq!(services[1], mail);
    home.sandbox("services upgrade sandbox-fleio/2 --package 4 --dry-run")
        .ends(0)
        .tells("it costs 24.20 EUR now, for which the portal makes an invoice")
        .tells("\"confirm\":true");
    home.sandbox("services upgrade sandbox-fleio/2 --package 4").ends(10);
    home.sandbox("services upgrade sandbox-fleio/2 --package 9 --yes").ends(3).tells("no package \"9\" is on offer");
    assert!(done(&home, "services upgrade sandbox-fleio/2 --package 4 --yes"));
    home.sandbox("services upgrade sandbox-fleio/2 --package 4 --yes").ends(7).tells("ordered already");
    let newest = home.sandbox(&format!("invoices list {AT} --json")).json()[0].clone();
    assert_eq!((&newest["total"], &newest["state"]), (&"24.20".into(), &"unpaid".into()));
}

#[test]
fn staff_give_credit_and_suspend() {
    let home = Home::new();
    let clients = home.sandbox(&format!("clients list {AT} --json --columns id,state,currency,credit")).json();
    let kim = serde_json::json!({"id": "700102", "state": "active", "currency": "EUR", "credit": "0.00"});
    assert_eq!(clients[1], kim);
    let credit = "clients credit sandbox-fleio/700102 --currency EUR";
    home.sandbox(&format!("{credit} --amount 25.00 --dry-run"))
        .ends(0)
        .tells("its credit of 0.00 EUR becomes 25.00 EUR");
    home.sandbox(&format!("{credit} --amount 25.00")).ends(10);
    assert!(done(&home, &format!("{credit} --amount 25.00 --yes")));
    assert!(done(&home, &format!("{credit} --amount=-30.05 --yes")));
    let kim = shown(&home, "clients", "700102");
    assert_eq!((&kim["credit"], &kim["due"]), (&"0.00".into(), &"5.05".into()), "neither is negative");
    for amount in ["0", "1,5", "much"] {
        home.sandbox(&format!("{credit} --amount {amount} --yes")).ends(2).tells("a decimal that is not zero");
    }
    assert!(done(&home, "clients suspend sandbox-fleio/700102"));
    assert!(!done(&home, "clients suspend sandbox-fleio/700102"));
    assert!(done(&home, "clients resume sandbox-fleio/700102"));
    let services =
        home.sandbox("clients services sandbox-fleio/700102 --json --columns service_id,service,status").json();
    assert_eq!(services, serde_json::json!([{"service_id": "4", "service": "Cloud", "status": "active"}]));
    let create = format!("clients create {AT} --first-name Jane --last-name Doe --email jane@example.com --country US");
    let made = home.sandbox(&format!("{create} --currency EUR --json")).ends(0).json();
    assert_eq!(made[0]["resource"]["name"], "Jane Doe", "{made}");
}

#[test]
fn what_has_a_number_and_no_name_is_found_by_it() {
    let home = Home::new();
    let found = home.sandbox("invoices show 'sandbox-fleio/INV-31*' --json --columns number").json();
    let numbers: Vec<&str> = found.as_array().unwrap().iter().filter_map(|one| one["number"].as_str()).collect();
    assert_eq!(numbers, ["INV-3107", "INV-3110", "INV-3102"]);
    let opened = home.sandbox(&format!("tickets create {AT} --department Nobody --subject x --body y"));
    opened.ends(3).tells("no department \"Nobody\"").tells("nubo tickets departments");
}
