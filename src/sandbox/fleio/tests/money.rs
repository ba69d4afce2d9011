//! Money, services, tickets and clients of the simulated Fleio: changes, and refusals.

use serde_json::{Value, json};

use super::{done, fleio, refused};
use crate::sandbox::{fleio::amount::cents, tests::Bench};

fn read(bench: &Bench, path: &str) -> Value {
    done(bench, "GET", path, &Value::Null)
}

fn staff(bench: &Bench, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    bench.json(method, &format!("/backend/staffapi/{path}"), &body)
}

#[test]
fn every_invoice_adds_up() {
    let bench = fleio();
    let list = read(&bench, "billing/invoices");
    let mut states = Vec::new();
    for row in list["objects"].as_array().unwrap() {
        let invoice = read(&bench, &format!("billing/invoices/{}", row["id"]));
        let sum = |list: &Value, key: &str| -> i64 {
            list.as_array().unwrap().iter().map(|one| cents(one[key].as_str().unwrap())).sum()
        };
        let taxes: i64 = invoice["items"].as_array().unwrap().iter().map(|item| sum(&item["taxes"], "amount")).sum();
        let of = |key: &str| cents(invoice[key].as_str().unwrap());
        assert_eq!(sum(&invoice["items"], "amount"), of("subtotal"), "{invoice}");
        assert_eq!(of("subtotal") + taxes, of("total"), "{invoice}");
        if invoice["status"] == "unpaid" {
            assert_eq!(of("total") - sum(&invoice["journal"], "destination_amount"), of("balance"), "{invoice}");
        }
        states.push(invoice["status"].as_str().unwrap().to_owned());
    }
    states.sort_unstable();
    states.dedup();
    assert_eq!(states, ["cancelled", "paid", "refunded", "unpaid"]);
}

#[test]
fn paying_moves_the_credit_and_is_refused_where_there_is_too_little() {
    let bench = fleio();
    let credit = || read(&bench, "billing/summary")["uptodate_credit"].clone();
    assert_eq!(credit(), json!(74.2));
    let options = read(&bench, "billing/invoices/3107/payment_options");
    assert_eq!(
        options["creditBalance"],
        json!([{"currency": "EUR", "amount": "86.60"}, {"currency": "USD", "amount": "15.00"}])
    );
    let paid = done(&bench, "POST", "billing/invoices/3107/pay_from_credit_balance", &Value::Null);
    assert_eq!(paid["detail"], "Adding 48.40 EUR to invoice");
    let invoice = read(&bench, "billing/invoices/3107");
    assert_eq!((&invoice["status"], &invoice["balance"]), (&json!("paid"), &json!("0.00")));
    assert_eq!(invoice["journal"][0]["source_amount"], "48.40");
    assert_eq!(credit(), json!(25.8));
    for id in ["3107", "3110", "2990"] {
        let path = format!("billing/invoices/{id}/pay_from_credit_balance");
        assert_eq!(refused(&bench, "POST", &path, &Value::Null), 409, "{id}");
    }
    done(&bench, "POST", "billing/invoices/3102/pay_from_credit_balance", &Value::Null);
    assert_eq!(refused(&bench, "POST", "billing/invoices/3088/pay_from_credit_balance", &Value::Null), 409);
    assert_eq!(credit(), json!(9.5), "12.10 is more than that");
    assert_eq!(read(&bench, "billing/invoices/3107/payment_options")["creditBalance"], Value::Null);
    assert_eq!(read(&bench, "billing/summary")["credits"][1], json!({"currency": {"code": "USD"}, "amount": "15.00"}));
}

#[test]
fn a_document_is_a_pdf_whose_table_is_true() {
    let bench = fleio();
    let reply = bench.send("GET", "/backend/api/billing/invoices/3052/download?content_type=pdf", &[], b"");
    let pdf = std::str::from_utf8(reply.body()).unwrap();
    assert!(pdf.starts_with("%PDF-1.4\n") && pdf.ends_with("%%EOF\n") && pdf.contains("Invoice INV-3052, 45.98 EUR"));
    let start: usize = pdf.split("startxref\n").nth(1).unwrap().split('\n').next().unwrap().parse().unwrap();
    assert!(pdf[start..].starts_with("xref\n0 6\n"));
    for (number, line) in pdf[start..].lines().skip(3).take(5).enumerate() {
        let place: usize = line[..10].parse().unwrap();
        assert!(pdf[place..].starts_with(&format!("{} 0 obj\n", number + 1)), "{line}");
    }
    assert_eq!(bench.text("GET", "/backend/api/billing/invoices/1/download", "").0, 404);
}

#[test]
fn a_service_is_priced_and_changed_by_the_same_request() {
    let bench = fleio();
    let wanted = json!({ "product": 4, "cycle": 12 });
    let price = done(&bench, "POST", "billing/services/2/upgrade", &wanted);
    assert_eq!((&price["total_due"], price.get("invoice")), (&json!("24.20"), None));
    assert_eq!(read(&bench, "billing/invoices")["count"], 7, "a price orders nothing");
    let order = json!({ "product": 4, "cycle": 12, "confirm": true });
    let ordered = done(&bench, "POST", "billing/services/2/upgrade", &order);
    let invoice = read(&bench, &format!("billing/invoices/{}", ordered["invoice"]));
    assert_eq!((&invoice["total"], &invoice["status"]), (&json!("24.20"), &json!("unpaid")));
    let options = read(&bench, "billing/services/2/upgrade_options");
    assert_eq!(options["existing_upgrade_invoice"], ordered["invoice"]);
    for (service, body) in [("2", &order), ("1", &order), ("4", &order)] {
        let status = refused(&bench, "POST", &format!("billing/services/{service}/upgrade"), body);
        assert_eq!(status, if service == "4" { 404 } else { 400 }, "{service}");
    }
    done(&bench, "POST", "billing/services/2/cancel", &json!({ "reason": "moved" }));
    assert_eq!(read(&bench, "billing/services/2")["cancellation_request"]["reason"], "moved");
    assert_eq!(read(&bench, "billing/services")["count"], 3, "none of another client's");
}

#[test]
fn a_ticket_is_opened_answered_closed_and_opened_again() {
    let bench = fleio();
    let tickets = "plugins/tickets/tickets";
    let made = done(&bench, "POST", tickets, &json!({ "title": "Slow", "department": "3", "description": "a &lt; b" }));
    let path = format!("{tickets}/{}", made["id"].as_str().unwrap());
    assert_eq!((&made["status"], &made["department_name"]), (&json!("open"), &json!("Technical support")));
    done(&bench, "POST", &format!("{path}/add_reply"), &json!({ "reply_text": "More." }));
    let status = || read(&bench, &path)["status"].clone();
    assert_eq!(status(), "customer reply");
    done(&bench, "POST", &format!("{path}/close_ticket"), &Value::Null);
    assert_eq!(
        (status(), refused(&bench, "POST", &format!("{path}/close_ticket"), &Value::Null)),
        (json!("done"), 400)
    );
    done(&bench, "POST", &format!("{path}/reopen_ticket"), &Value::Null);
    assert_eq!(
        (status(), refused(&bench, "POST", &format!("{path}/reopen_ticket"), &Value::Null)),
        (json!("open"), 400)
    );
    assert_eq!(read(&bench, tickets)["objects"][0]["id"], made["id"], "the newest first");
    let long = "é".repeat(10241);
    for body in [
        json!({ "title": "Slow" }),
        json!({ "title": "Slow", "department": 9 }),
        json!({ "title": "Slow", "department": 3, "description": long }),
        json!({ "title": "Slow", "department": 3, "associated_attachment_ids": ["501"] }),
        json!({ "title": "Slow", "department": 3, "associated_attachment_ids": "501" }),
    ] {
        assert_eq!(refused(&bench, "POST", tickets, &body), 400, "{body}");
    }
    assert_eq!(refused(&bench, "POST", &format!("{path}/add_reply"), &json!({ "reply_text": long })), 400);
    assert_eq!(refused(&bench, "POST", &format!("{tickets}/T-0/add_reply"), &json!({ "reply_text": "x" })), 404);
}

#[test]
fn a_file_belongs_to_one_message() {
    let mut bench = fleio();
    let body = "--x\r\ncontent-disposition: form-data; name=\"file_name\"\r\n\r\na.txt\r\n\
        --x\r\ncontent-disposition: form-data; name=\"data\"; filename=\"b.txt\"\r\n\r\none\r\n\r\ntwo\r\n\r\n--x--\r\n";
    let path = "/backend/api/plugins/tickets/ticket_attachments";
    let (status, file) = bench.typed("multipart/form-data; boundary=x").json("POST", path, body);
    assert_eq!((status, &file["file_name"]), (201, &json!("a.txt")));
    let id = file["id"].to_string();
    assert_eq!(bench.text("GET", &format!("{path}/{id}/download_file"), ""), (200, "one\r\n\r\ntwo\r\n".to_owned()));
    bench.typed("application/json");
    let reply = json!({ "reply_text": "See the file.", "associated_attachments": id });
    let ticket = "plugins/tickets/tickets/T-261118-0931-XK4";
    done(&bench, "POST", &format!("{ticket}/add_reply"), &reply);
    let updates = read(&bench, ticket)["ticket_updates"].clone();
    assert_eq!(updates.as_array().unwrap().last().unwrap()["attachments"][0]["file_name"], "a.txt");
    assert_eq!(refused(&bench, "POST", &format!("{ticket}/add_reply"), &reply), 400, "it belongs there already");
}

#[test]
fn staff_suspend_clients_and_change_their_credit() {
    let bench = fleio();
    let client = || staff(&bench, "GET", "clients/700102", &Value::Null).1;
    assert_eq!((&client()["uptodate_credit"], client().get("_credits")), (&json!("0.00"), None));
    let add = |add: bool, amount: &str, currency: &str| {
        staff(
            &bench,
            "POST",
            "clients/700102/change_credit",
            &json!({ "add_credit": add, "amount": amount, "currency": currency }),
        )
    };
    assert_eq!(add(true, "25.00", "EUR"), (200, json!({ "credit_balance": "25.00", "client": 700_102 })));
    assert_eq!(add(false, "30.05", "EUR").1["credit_balance"], "-5.05");
    assert_eq!(add(true, "7", "USD").1["credit_balance"], "7.00");
    assert_eq!(client()["uptodate_credit"], "-5.05", "another currency is another credit");
    assert_eq!(add(true, "-1", "EUR").0, 400);
    assert_eq!(staff(&bench, "POST", "clients/700102/suspend", &Value::Null).0, 200);
    assert_eq!(client()["status"], "suspended");
    assert_eq!(staff(&bench, "POST", "clients/700102/resume", &Value::Null).0, 200);
    assert_eq!(client()["status"], "active");
    assert_eq!(staff(&bench, "POST", "clients/1/resume", &Value::Null).0, 404);
    let (_, services) = staff(&bench, "GET", "billing/services?client=700102", &Value::Null);
    assert_eq!((&services["count"], &services["objects"][0]["id"]), (&json!(1), &json!(4)));
}

#[test]
fn a_client_changes_the_own_details_only() {
    let bench = fleio();
    let mut details = read(&bench, "clients/700101");
    details["city"] = json!("Bern");
    details["company"] = json!("");
    let changed = done(&bench, "PUT", "clients/700101", &details);
    assert_eq!((&changed["city"], &changed["long_name"]), (&json!("Bern"), &json!("Alex Example")));
    assert_eq!(refused(&bench, "PUT", "clients/700101", &json!({ "city": "Bern" })), 400);
    assert_eq!(refused(&bench, "PUT", "clients/700102", &details), 404);
    assert_eq!(refused(&bench, "GET", "clients/700102", &Value::Null), 404);
}
