//! The account and its invoices, as SeFlow's page prints them.

use super::*;
use crate::model::{Identity, Invoice};

/// GET /details, the printed example except for its address.
const DETAILS: &str = r#"{"client": {"id": "20408", "email": "email@example.com", "lastlogin": "2015-09-17 09:00:20",
    "ip": "10.10.10.100", "host": "unknown", "status": "Active", "parent_id": "0", "firstname": "John", "lastname": "Doe",
    "companyname": "Company name", "address1": "Addres 1", "address2": "Addres 2", "city": "City", "state": "Alabama",
    "postcode": "Post code", "country": "US", "phonenumber": "+01.222444111", "datecreated": "2015-03-16",
    "language": "english", "company": "1", "credit": "0.0000", "privileges": null}}"#;

#[tokio::test]
async fn the_printed_details_are_read() {
    let client = list::<Identity>(&always(DETAILS)).await.unwrap().records.remove(0).0;
    assert_eq!((client.head.id.as_str(), client.head.name.as_deref()), ("20408", Some("John Doe")));
    assert_eq!((client.head.state, client.head.provider_state.as_deref()), ("active", Some("Active")));
    assert_eq!(client.head.created_at.as_deref(), Some("2015-03-16"));
    assert_eq!(client.email.as_deref(), Some("email@example.com"));
    assert_eq!((client.company.as_deref(), client.currency), (Some("Company name"), None));
}

#[tokio::test]
async fn details_of_a_newer_portal_may_lack_half_and_hold_lists() {
    let body = r#"{"success":true,"client":{"id":7,"email":"a@example.com","newsletter":[""],"firstname":"","lastname":null}}"#;
    let client = list::<Identity>(&always(body)).await.unwrap().records.remove(0).0;
    assert_eq!((client.head.id.as_str(), client.head.name, client.head.state), ("7", None, "unknown"));
}

/// GET /invoice, the printed example.
const INVOICES: &str = r#"{"invoices": [{"id": "239780", "date": "2015-05-26", "duedate": "2015-05-26",
    "paybefore": "2015-05-26", "total": "10.00", "datepaid": "0000-00-00 00:00:00", "status": "Unpaid",
    "merge_id": null, "number": "239780", "currency": "USD"}]}"#;

/// GET /invoice/@id, the printed example, its client filled in.
const INVOICE: &str = r#"{"invoice": {"id": "303090", "status": "Paid", "date": "2015-08-05", "duedate": "2015-08-05",
    "paybefore": "2015-08-05", "datepaid": "2015-09-10 13:13:37", "number": "2015-09-25", "currency": "USD",
    "subtotal": 58.5, "credit": 0, "tax": 0, "taxrate": 22, "tax2": 0, "taxrate2": 0, "taxexempt": "0", "total": 58.5,
    "rate": 1, "rate2": 0, "rate3": 1, "notes": "", "items": [{"id": "264330", "invoice_id": "303090",
    "type": "Hosting", "item_id": "33334", "description": "Hosting - Starter Hosting (2015.08.05 - 2015.09.04)",
    "amount": "58.50", "taxed": "0", "qty": "1.00", "linetotal": "58.50"}], "client": {"id": "20408"}}}"#;

#[tokio::test]
async fn the_printed_invoices_are_read() {
    let invoice = list::<Invoice>(&always(INVOICES)).await.unwrap().records.remove(0).0;
    assert_eq!((invoice.head.id.as_str(), invoice.head.state), ("239780", "unpaid"));
    assert_eq!((invoice.issued_at.as_deref(), invoice.due_at.as_deref()), (Some("2015-05-26"), Some("2015-05-26")));
    assert_eq!(invoice.paid_at, None, "the zero date means never");
    assert_eq!((invoice.total.as_deref(), invoice.due.as_deref()), (Some("10.00"), Some("10.00")));
    assert_eq!(invoice.currency.as_deref(), Some("USD"));
}

#[tokio::test]
async fn the_printed_invoice_is_read_with_its_lines() {
    let invoice = show::<Invoice>(&always(INVOICE), "303090").await.unwrap();
    assert_eq!((invoice.head.state, invoice.number.as_deref()), ("paid", Some("2015-09-25")));
    assert_eq!(
        (invoice.total.as_deref(), invoice.due.as_deref()),
        (Some("58.5"), Some("0.00")),
        "a number keeps its text"
    );
    assert_eq!((invoice.paid_at.as_deref(), invoice.credit.as_deref()), (Some("2015-09-10 13:13:37"), Some("0")));
    assert_eq!(invoice.lines.len(), 1);
    assert_eq!(invoice.lines[0].amount.as_deref(), Some("58.50"));
    assert_eq!(invoice.lines[0].description.as_deref(), Some("Hosting - Starter Hosting (2015.08.05 - 2015.09.04)"));
}

#[tokio::test]
async fn a_single_invoice_may_stand_under_the_plural_and_be_keyed() {
    let keyed =
        r#"{"invoices":{"12":{"status":"Overdue","total":"1.10","credit":"0.00"},"13":{"status":"Paid","total":2}}}"#;
    let listing = list::<Invoice>(&always(keyed)).await.unwrap();
    let found: Vec<_> =
        listing.records.iter().map(|(i, _)| (i.head.id.as_str(), i.head.state, i.due.as_deref())).collect();
    assert_eq!(found, [("12", "overdue", Some("1.10")), ("13", "paid", Some("0.00"))]);
}

#[tokio::test]
async fn what_is_due_is_not_guessed_when_credit_was_used() {
    let body = r#"{"invoices":[{"id":1,"status":"Unpaid","total":"10.00","credit":"4.00"},{"id":2,"status":"Odd","total":"1"}]}"#;
    let listing = list::<Invoice>(&always(body)).await.unwrap();
    assert!(listing.records.iter().all(|(invoice, _)| invoice.due.is_none()));
    assert_eq!(listing.records[1].0.head.state, "unknown");
}

#[tokio::test]
async fn only_an_empty_list_of_invoices_is_none() {
    for body in [r#"{"invoices":[]}"#, r#"{"invoices":{}}"#, r#"{"success":true,"invoices":[],"error":[]}"#] {
        let listing = list::<Invoice>(&always(body)).await.unwrap_or_else(|e| panic!("{body}: {e}"));
        assert_eq!((listing.records.len(), listing.failures().len()), (0, 0), "{body}");
    }
    for body in ["", "[]", "{}", r#"{"success":true}"#, r#"{"invoices":null}"#, r#"{"invoices":false}"#] {
        let error = list::<Invoice>(&always(body)).await.map(|listing| listing.records.len()).unwrap_err();
        assert_eq!(error.kind(), Kind::Unavailable, "{body}");
    }
}
