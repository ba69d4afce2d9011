//! Money, tickets and upgrades of the simulated `SeFlow`: its month adds up, and later reads show the changes.

use serde_json::{Value, json};

use super::{error, portal};
use crate::sandbox::{
    seflow::billing::{amount, cents},
    world::text,
};

#[test]
fn every_invoice_of_the_month_adds_up() {
    let bench = portal();
    let list = bench.json("GET", "/api/invoice", "").1["invoices"].clone();
    let mut states = std::collections::BTreeSet::new();
    let mut owed = 0;
    for row in list.as_array().unwrap() {
        let id = text(row, "id");
        let invoice = bench.json("GET", &format!("/api/invoice/{id}"), "").1["invoice"].clone();
        let lines: i64 = invoice["items"].as_array().unwrap().iter().map(|item| cents(&text(item, "linetotal"))).sum();
        let of = |key: &str| cents(&text(&invoice, key));
        assert_eq!(lines, of("subtotal"), "{id}");
        assert_eq!(lines + of("tax") + of("tax2"), of("total"), "{id}");
        assert_eq!(lines * of("taxrate") / 10_000, of("tax"), "{id}");
        assert_eq!(text(row, "total"), amount(of("total")), "{id}");
        states.insert((text(row, "status"), text(row, "currency")));
        if row["status"] == "Unpaid" {
            owed += of("total");
        }
    }
    let states: Vec<_> = states.iter().map(|(status, currency)| (status.as_str(), currency.as_str())).collect();
    assert_eq!(
        states,
        [("Cancelled", "EUR"), ("Paid", "EUR"), ("Paid", "USD"), ("Refunded", "EUR"), ("Unpaid", "EUR")]
    );
    let balance = bench.json("GET", "/api/balance", "").1["details"].clone();
    assert_eq!(text(&balance, "acc_balance"), amount(owed));
}

#[test]
fn credit_pays_an_invoice_once_and_only_as_far_as_it_goes() {
    let bench = portal();
    let pay = |id: &str, body: &str| bench.json("POST", &format!("/api/invoice/{id}/credit"), body);
    assert_eq!(pay("303118", "amount=36.61"), error("invalid amount"));
    assert_eq!(pay("303118", "amount=6.60").1["success"], json!(true));
    assert_eq!(bench.json("GET", "/api/invoice/303118", "").1["invoice"]["credit"], json!(6.6));
    assert_eq!(pay("303118", "").1["success"], json!(true));
    let invoice = bench.json("GET", "/api/invoice/303118", "").1["invoice"].clone();
    assert_eq!((&invoice["status"], &invoice["credit"]), (&json!("Paid"), &json!(36.6)));
    let left = json!({"acc_balance": "24.40", "acc_credit": "13.40", "currency": "EUR"});
    assert_eq!(bench.json("GET", "/api/balance", "").1["details"], left);
    assert_eq!(pay("303118", ""), error("Invoice is not unpaid"));
    assert_eq!(pay("303140", ""), error("Not enough credit"));
    assert_eq!(pay("1", ""), error("Invoice not found"));
    assert_eq!(bench.json("GET", "/api/balance", "").1["details"], left);
}

#[test]
fn tickets_are_opened_answered_closed_and_opened_again() {
    let bench = portal();
    let state = |number: &str| bench.json("GET", &format!("/api/tickets/{number}"), "").1["tickets"]["status"].clone();
    let (_, opened) = bench.json("POST", "/api/tickets", "dept_id=2&subject=Slow&body=Since%20noon.");
    let number = text(&opened["ticket"], "ticket_number");
    let ticket = bench.json("GET", &format!("/api/tickets/{number}"), "").1;
    assert_eq!(
        (&ticket["tickets"]["body"], &ticket["tickets"]["deptname"]),
        (&json!("Since noon."), &json!("Billing"))
    );
    assert_eq!(ticket["replies"], json!([]));
    assert_eq!(bench.json("POST", "/api/tickets", "dept_id=9&subject=a&body=b"), error("Department not found"));
    assert_eq!(bench.json("POST", "/api/tickets", "dept_id=1&subject=a"), error("subject and body are required"));
    assert_eq!(bench.json("POST", "/api/tickets/437928", "body=Thanks").1, json!({"success": true}));
    let replies = bench.json("GET", "/api/tickets/437928", "").1["replies"].clone();
    assert_eq!((replies.as_array().unwrap().len(), &replies[5]["body"]), (6, &json!("Thanks")));
    assert_eq!(state("437928"), "Client-Reply");
    bench.json("PUT", "/api/tickets/437928/close", "");
    assert_eq!(state("437928"), "Closed");
    bench.json("PUT", "/api/tickets/437928/open", "");
    assert_eq!(state("437928"), "Open");
    assert_eq!(bench.json("POST", "/api/tickets/1", "body=x"), error("Ticket not found"));
    assert_eq!(bench.json("GET", "/api/ticket/departments", "").1["departments"][2]["name"], "Sales");
    assert!(bench.text("GET", "/api/ticket/attachment/91", "").1.starts_with("traceroute to mail-2"));
    assert_eq!(bench.json("GET", "/api/ticket/attachment/1", ""), error("Attachment not found"));
}

#[test]
fn an_upgrade_is_priced_and_then_ordered() {
    let bench = portal();
    let upgrade = |body: &str| bench.json("POST", "/api/service/33301/upgrade", body).1;
    let price = |charge: &str, recurring: &str| json!({"success": true, "charge": charge, "recurring": recurring, "currency": "EUR"});
    assert_eq!(upgrade("package=12&cycle=m"), price("30.00", "60.00"));
    assert_eq!(upgrade("resources[1557]=10104"), price("20.50", "45.50"));
    assert_eq!(upgrade("resources[1558]=2"), price("3.00", "33.00"));
    assert_eq!(upgrade("cycle=m"), json!({"error": ["nothing to upgrade"]}));
    assert_eq!(upgrade("package=9&cycle=m"), json!({"error": ["invalid package"]}));
    assert_eq!(upgrade("resources[1557]=10103&send=true"), json!({"info": ["upgrade_order_success"]}));
    assert_eq!(bench.json("GET", "/api/service/33301", "").1["service"]["total"], "38.00");
    let options = bench.json("GET", "/api/service/33301/upgrade", "").1;
    let selected: Vec<Value> =
        options["resources"][0]["items"].as_array().unwrap().iter().map(|item| item["selected"].clone()).collect();
    assert_eq!(selected, [json!(false), json!(true), json!(false)]);
    assert_eq!(bench.json("GET", "/api/service/33303/upgrade", "").1, json!({"resources": [], "package": []}));
}

#[test]
fn only_a_service_on_a_switch_has_traffic_and_graphs() {
    let bench = portal();
    let bandwidth = bench.json("GET", "/api/service/33301/bandwidth", "").1["bandwidth"].clone();
    assert_eq!((&bandwidth["model"], bandwidth["charge"].as_i64()), (&json!("95th"), Some(0)));
    assert!(bandwidth["usage"]["to"].as_i64() > bandwidth["usage"]["from"].as_i64());
    let graph = bench.json("GET", "/api/service/33301/bandwidth-graphs", "").1["graphs"][0].clone();
    assert!(["daily", "weekly", "monthly"].iter().all(|key| text(&graph, key).starts_with("iVBORw0KGgo")));
    for what in ["bandwidth", "bandwidth-graphs", "resources"] {
        assert_eq!(bench.json("GET", &format!("/api/service/33303/{what}"), ""), error("invalid method"), "{what}");
    }
}
