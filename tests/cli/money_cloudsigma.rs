//! Money at CloudSigma: a ledger, a balance, usage and prices, and subscriptions whose ids only buying tells.
//! Dates are counted from today, so that they are cut out or computed.

use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Home, Server, day, plain, reply};

const AT: &str = "-a sandbox-cloudsigma";
/// A subscription of the first world whose id the list does not tell.
const CPU: &str = "c8308b4d-3c98-472c-9944-024b9c700c10";

/// The values of one key.
fn all(rows: &Value, key: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn what_one_has_uses_and_could_pay_in() {
    let home = Home::new();
    home.sandbox(&format!("balance {AT}")).shows(
        "
        ACCOUNT             STATE    CURRENCY   CREDIT   DUE  DUE SINCE
        sandbox-cloudsigma  unknown  CHF       1086.55  0.00  -
        --- exit 0
    ",
    );
    home.sandbox(&format!("usage {AT} --columns resource,used,subscribed,burst,unit --no-header")).shows(
        "
        sandbox-cloudsigma  cpu      9000  2000   7000  MHz
        sandbox-cloudsigma  mem     13312  2000  11312  MB
        sandbox-cloudsigma  disk      730   100    630  GB
        sandbox-cloudsigma  rx    2342343     -      -  -
        sandbox-cloudsigma  tx      0.001     -      -  -
        sandbox-cloudsigma  xfer    0.001     -      -  GB
        --- exit 0
    ",
    );
    let prices = home.sandbox(&format!("pricing {AT} --json --columns id,terms,price,currency"));
    assert_eq!(
        prices.json()[0],
        serde_json::json!({"id": "cpu:sub", "terms": "subscription", "price": "0.200", "currency": null})
    );
    assert_eq!(all(&prices.json(), "id").len(), 13);
    let currencies = home.sandbox(&format!("currencies {AT} --json --columns id,own"));
    assert_eq!(currencies.json()[0], serde_json::json!({"id": "CHF", "own": true}));
    assert_eq!(currencies.json()[2], serde_json::json!({"id": "GBP", "own": false}));
}

#[test]
fn the_ledger_is_cut_by_days_and_is_a_table_for_spreadsheets() {
    let home = Home::new();
    let list = |more: &str| home.sandbox(&format!("transactions list {AT} {more}"));
    assert_eq!(all(&list("--json").json(), "id").len(), 25);
    let some = list(&format!("--since {} --until {} --json", day(-17), day(-12))).json();
    assert_eq!(all(&some, "total"), ["-11.00", "-24.00", "-16.80", "5.60"]);
    assert_eq!(all(&some, "amount"), ["-", "-", "-", "5.20"], "n/a is null");
    assert_eq!(all(&some, "currency"), ["CHF"; 4]);
    let csv = list(&format!("--since {} --until {} -o csv", day(-17), day(-16))).stdout;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    let at = day(-17);
    let row = format!(",{at} 10:02:11,Refund of burst use during maintenance,5.20,0.40,5.60,CHF");
    assert!(lines[0].ends_with(",date,description,amount,tax,total,currency") && lines[1].ends_with(&row), "{csv}");
    let id = format!("{at}T10:02:11");
    let shown = home.sandbox(&format!("transactions show sandbox-cloudsigma/id:{id} --json")).json();
    assert_eq!((shown["id"].as_str(), shown["total"].as_str()), (Some(&*id), Some("5.60")));
}

#[test]
fn a_dry_run_of_a_subscription_shows_its_price_and_sends_nothing() {
    let home = Home::new();
    home.sandbox(&format!("subscriptions create {AT} --ips 2 --starts '2026-12-01 13:20' --months 1 -n --no-header --columns action,changed,status"))
        .tells("ip 2, from 2026-12-01 13:20 for 1 month")
        .tells("it costs 16.00 CHF, as the provider calculates it")
        .tells("/subscriptions/network/ip/create  quantity 2\n");
    let listed = home.sandbox(&format!("subscriptions list {AT} --json")).json();
    assert_eq!(all(&listed, "id").len(), 4, "nothing was bought");
    assert_eq!(home.sandbox(&format!("transactions list {AT} --json")).json().as_array().unwrap().len(), 25);
    home.sandbox(&format!("subscriptions create {AT} --ips 2 --months 1"))
        .ends(10)
        .tells("agree beforehand with --yes");
    home.sandbox(&format!("subscriptions create {AT} --cpu 2000 --ips 2 --months 1 -n")).ends(2).tells("one by one");
    home.sandbox(&format!("subscriptions create {AT} --months 1 -n"))
        .ends(2)
        .tells("nothing says what to subscribe to");
    home.sandbox(&format!("subscriptions create {AT} --cpu 1000 --months 1 --yes"))
        .ends(1)
        .tells("The minimum CPU subscription is 2000 core MHz");
}

#[test]
fn what_is_bought_is_listed_by_the_id_that_only_buying_told() {
    let home = Home::new();
    let order = format!("subscriptions create {AT} --cpu 2500 --memory 2GiB --months 2 --yes --json");
    let made = home.sandbox(&order).json();
    let id = made[0]["id"].as_str().unwrap().to_owned();
    assert_eq!((made[0]["status"].as_str(), id.len()), (Some("ok"), 36));
    assert_eq!(made[0]["resource"]["quantity"], "2500");
    let listed = home.sandbox(&format!("subscriptions list {AT} --json")).json();
    let ids = all(&listed, "id");
    assert!(ids.contains(&id) && ids.iter().filter(|id| !id.contains('@')).count() == 2, "{ids:?}");
    let end = |line: String| home.sandbox(&line).json()["expires_at"].as_str().unwrap()[..10].to_owned();
    let before = end(format!("subscriptions show sandbox-cloudsigma/{id} --json"));
    home.sandbox(&format!("subscriptions extend sandbox-cloudsigma/{id} --months 3 -n"))
        .tells("3 more months cost 15.00 CHF, as the provider calculates it")
        .tells("/set  months 3");
    let longer = home.sandbox(&format!("subscriptions extend sandbox-cloudsigma/{id} --months 3 --yes --json")).json();
    assert_eq!((longer[0]["status"].as_str(), longer[0]["changed"].as_bool()), (Some("ok"), Some(true)));
    let after = end(format!("subscriptions show sandbox-cloudsigma/{id} --json"));
    let months = before.parse::<jiff::civil::Date>().unwrap().checked_add(jiff::Span::new().months(3)).unwrap();
    assert_eq!(after, months.to_string(), "and it is still known by its id");
    let ledger = home.sandbox(&format!("transactions list {AT} --json --columns description,total --limit 2")).json();
    assert_eq!(
        all(&ledger, "description"),
        ["Subscription for 3 months: CPU, extended", "Subscription for 2 months: CPU, Memory"]
    );
    assert_eq!(home.sandbox(&format!("balance {AT} --json")).json()[0]["credit"], "1053.36");
}

#[test]
fn one_without_an_id_is_not_extended_but_one_whose_id_is_known_is() {
    let home = Home::new();
    let listed = home.sandbox(&format!("subscriptions list {AT} --json")).json();
    assert_eq!(all(&listed, "id")[0], format!("cpu@{}T20:58:18", day(-21)));
    assert_eq!(all(&listed, "expires_at")[0], format!("{} 20:58:18", day(9)));
    for target in ["CPU", &format!("id:cpu@{}T20:58:18", day(-21))] {
        home.sandbox(&format!("subscriptions extend sandbox-cloudsigma/{target} --months 1 --yes"))
            .ends(7)
            .tells("CloudSigma tells ids when one buys, never in a list")
            .tells("nubo subscriptions extend sandbox-cloudsigma/id:UUID --months N");
    }
    let shown = home.sandbox(&format!("subscriptions show sandbox-cloudsigma/id:{CPU} --json")).json();
    assert_eq!(
        (shown["state"].as_str(), shown["price"].as_str(), shown["currency"].as_str()),
        (Some("unknown"), Some("4.00"), Some("CHF"))
    );
    home.sandbox(&format!("subscriptions show sandbox-cloudsigma/id:{} --json", CPU.replace('c', "d"))).ends(3);
    home.sandbox(&format!("subscriptions extend sandbox-cloudsigma/id:{CPU} --months 1 --yes")).ends(0);
    assert_eq!(
        all(&home.sandbox(&format!("subscriptions list {AT} --json")).json(), "id")[0],
        CPU,
        "its reply told which it is"
    );
}

#[test]
fn prices_are_asked_for_without_an_order() {
    let home = Home::new();
    home.sandbox(&format!("subscriptions calculate {AT} --vlans 2 --months 1 --no-header")).shows(
        "
        sandbox-cloudsigma  vlan 2  40.00  CHF  calculated
        --- exit 0
    ",
    );
    home.sandbox(&format!("subscriptions calculate {AT} --cpu 2000 --disk 100G --months 1 --no-header")).shows(
        "
        sandbox-cloudsigma  cpu:sub   0.200  -  price list
        sandbox-cloudsigma  disk:sub  0.200  -  price list
        --- exit 0
    ",
    );
}

#[test]
fn two_that_buy_at_once_both_keep_what_they_were_told() {
    let home = Home::new();
    home.sandbox(&format!("balance {AT}")).ends(0);
    let buy = |cpu: &str| {
        let mut command = home.command(&format!("--sandbox subscriptions create {AT} --cpu {cpu} --months 1 --yes"));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let both = [buy("2100"), buy("2200")];
    for mut one in both {
        assert!(one.wait().unwrap().success());
    }
    let ids = all(&home.sandbox(&format!("subscriptions list {AT} --json")).json(), "id");
    assert_eq!(ids.iter().filter(|id| !id.contains('@')).count(), 2, "{ids:?}");
    home.nubo("sandbox reset").ends(0);
    assert!(!home.path("state/sandbox/kept").exists(), "what was kept belonged to the world that is gone");
}

#[test]
fn ids_that_cannot_be_kept_are_told_and_the_purchase_stands() {
    let home = Home::new();
    home.sandbox(&format!("balance {AT}")).ends(0);
    std::fs::write(home.path("state/sandbox/kept"), "a file in the way").unwrap();
    let order = format!("subscriptions create {AT} --cpu 2500 --months 1 --yes");
    let run = home.sandbox(&format!("{order} --json"));
    let id = run.ends(0).json()[0]["id"].as_str().unwrap().to_owned();
    run.tells("write this down").tells(&id);
    home.sandbox(&order).ends(0).tells("write this down, no list tells it again");
}

#[test]
fn an_order_whose_answer_does_not_come_is_sent_once() {
    for verb in ["create --ips 2".to_owned(), format!("extend id:{CPU}")] {
        let server = Server::new(|_, request| {
            let first = request.lines().next().unwrap_or_default();
            if first.contains("/calculate") {
                plain("amount 16.00\ncurrency CHF\n")
            } else if first.contains("/list") {
                plain("\n")
            } else {
                reply("504 Gateway Timeout", "", b"")
            }
        });
        let home = Home::of("cloudsigma", &server.url(), "");
        let run = home.nubo(&format!("subscriptions {verb} --months 1 --yes -a lab"));
        assert_ne!(run.code, Some(0));
        run.tells("nubo subscriptions");
        let orders = |line: &&String| !line.contains("calculate") && !line.contains("list");
        assert_eq!(server.lines().iter().filter(orders).count(), 1, "{:?}", server.lines());
    }
}

#[test]
fn contact_details_change_one_by_one() {
    let home = Home::new();
    home.sandbox(&format!("contact set {AT}")).ends(2).tells("nothing says what to change").tells("--phone");
    home.sandbox(&format!("contact set {AT} --email new --yes --max-targets 1")).ends(2).tells("is no e-mail address");
    home.sandbox(&format!("contact set {AT} --phone +41.441234567 --address1 'Hauptstrasse 2'")).ends(0);
    let shown = home.sandbox(&format!("contact show {AT} --json --columns phone,address1,company,email")).json();
    let expected = serde_json::json!([{"phone": "+41.441234567", "address1": "Hauptstrasse 2", "company": "Example AG", "email": "ops@example.com"}]);
    assert_eq!(shown, expected);
}

#[test]
fn an_email_that_is_the_user_name_is_changed_as_what_ends_access() {
    let home = Home::new();
    let line = format!("contact set {AT} --email new@example.com --phone +41.441234567");
    home.sandbox(&line).ends(10);
    home.sandbox(&format!("{line} --dry-run")).ends(0).tells("the old address can no longer log in");
    home.sandbox(&format!("{line} --yes")).ends(0);
    let shown = home.sandbox(&format!("contact show {AT} --json --columns phone,email")).json();
    assert_eq!(shown, serde_json::json!([{"phone": "+41.441234567", "email": "new@example.com"}]));
}
