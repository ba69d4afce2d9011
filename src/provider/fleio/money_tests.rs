//! Money and tickets of Fleio: exact amounts, messages in order, and the credit and debt of an account.
//! Sources: fleio.txt, "List all clients" and "Create a new client"; the rest as Fleio's web application reads it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod paying;
mod writing;

use super::FLEIO;
use crate::{
    http::{Request, stub::Stub},
    model::{Balance, Cell, Client, Contact, Department, Invoice, Service, Ticket, UPGRADE_OPTIONS, Usage},
    provider::{
        Bound, Inputs, Provider, Session, Typed,
        testing::{self, list, reply, show},
    },
};

const BASE: &str = "https://cloud.example.com/backend/api";

fn session(stub: &Stub) -> Session {
    testing::over(testing::account(&FLEIO, BASE), stub)
}

/// Answers each path, from `api` on, with a body; no other path may be requested.
fn answers(bodies: &'static [(&'static str, &'static str)]) -> Stub {
    Stub::by(move |request: &Request| {
        let path = request.url.split('?').next().unwrap().rsplit_once("api/").unwrap().1;
        let found = bodies.iter().find(|(own, _)| *own == path);
        let (_, body) = found.unwrap_or_else(|| panic!("nobody answers {}", request.url));
        if *body == "404" { reply(404, r#"{"detail":"Not found."}"#) } else { reply(200, *body) }
    })
}

/// fleio.txt, "List all clients", without the persons.
const CLIENTS: &str = r#"{"count":3,"next":null,"previous":null,"objects":[
  {"uptodate_credit":"0.00","currency":"EUR","id":322208,"status":"active","outofcredit_datetime":null,"name":"Demo2 Demo2"},
  {"uptodate_credit":"100.00","currency":"EUR","id":765823,"status":"active","company":"Die Firma GmbH"},
  {"uptodate_credit":"13674.00","currency":"EUR","id":599151,"status":"active","company":null,
    "date_created":"2019-06-06T11:27:06.543770+03:00"}],"totalCount":3,"pageNo":1}"#;

#[tokio::test]
async fn the_printed_clients_have_the_printed_credit() {
    let clients = list::<Client>(&session(&answers(&[("clients", CLIENTS)]))).await.unwrap().records;
    let credits: Vec<_> = clients.iter().map(|(client, _)| client.credit.as_deref().unwrap()).collect();
    assert_eq!(credits, ["0.00", "100.00", "13674.00"]);
    let last = &clients[2].0;
    assert_eq!((last.head.id.as_str(), last.head.state, last.currency.as_deref()), ("599151", "active", Some("EUR")));
    assert_eq!(last.head.created_at.as_deref(), Some("2019-06-06T11:27:06.543770+03:00"));
    assert_eq!((&last.due, &last.company), (&None, &None));
}

#[tokio::test]
async fn credit_is_read_as_text_and_as_a_number_and_never_below_nothing() {
    for (credit, has, owes) in [
        (r#""74.20""#, Some("74.20"), None),
        ("74.2", Some("74.2"), None),
        ("0", Some("0"), None),
        (r#""-3.10""#, Some("0.00"), Some("3.10")),
        ("null", None, None),
        (r#""n/a""#, None, None),
    ] {
        let body = format!(r#"{{"id":7,"status":"suspended","uptodate_credit":{credit},"currency":{{"code":"USD"}}}}"#);
        let stub = Stub::by(move |_| reply(200, &*body));
        let client = show::<Client>(&session(&stub), "7").await.unwrap();
        assert_eq!((client.credit.as_deref(), client.due.as_deref()), (has, owes), "{credit}");
        assert_eq!((client.head.state, client.currency.as_deref()), ("suspended", Some("USD")));
    }
}

async fn invoice(fields: &str) -> Invoice {
    let body = format!(r#"{{"id":3107,{fields}}}"#);
    show::<Invoice>(&session(&Stub::by(move |_| reply(200, &*body))), "3107").await.unwrap()
}

#[tokio::test]
async fn an_invoice_tells_taxes_credit_and_payments() {
    let mut told = invoice(
        r#""status":"unpaid","display_number":"INV-3107","total":45.98,"balance":"25.98","currency":{"code":"EUR"},
        "items":[{"amount":"33.00","description":"Cloud","taxes":[{"name":"VAT","amount":"6.93"}]},
            {"amount":"5.00","taxes":[{"name":"VAT","amount":"1.05"}]}],
        "journal":[{"date_added":"2026-11-03","source":"cr","source_amount":"12.50"},
            {"date_added":"2026-11-02","source_name":"Credit","source_amount":"8","destination_amount":"7.50"},
            {"date_added":"2026-11-01","source":"tr","source_amount":"1.10","is_refund":true}]"#,
    )
    .await;
    told.seen_on("2026-11-21");
    assert_eq!(
        (told.total.as_deref(), told.due.as_deref()),
        (Some("45.98"), Some("25.98")),
        "a number keeps its digits"
    );
    assert_eq!((told.tax.as_deref(), told.credit.as_deref()), (Some("7.98"), Some("20.00")));
    assert_eq!(told.taxes.len(), 1, "one tax on two lines is told once");
    assert_eq!((told.taxes[0].name.as_deref(), told.taxes[0].amount.as_deref()), (Some("VAT"), Some("7.98")));
    let paid: Vec<_> = told.transactions.iter().map(|t| t.amount.as_deref().unwrap()).collect();
    assert_eq!(paid, ["12.50", "7.50", "-1.10"], "a refund takes away");
    assert_eq!((told.number.as_deref(), told.mismatch), (Some("INV-3107"), None));
}

#[tokio::test]
async fn what_an_invoice_does_not_tell_is_null_and_what_was_called_off_is_not_owed() {
    let brief = invoice(r#""status":"unpaid","total":"9.50","currency":"EUR""#).await;
    assert_eq!((brief.due, brief.tax, brief.credit, brief.taxes.len()), (None, None, None, 0));
    for (status, due) in [("cancelled", None), ("refunded", None), ("unpaid", Some("12.10")), ("paid", Some("12.10"))] {
        let told = invoice(&format!(r#""status":"{status}","total":"12.10","balance":"12.10""#)).await;
        assert_eq!(told.due.as_deref(), due, "{status}");
    }
    assert_eq!(invoice(r#""status":"paid","balance":"-1.00""#).await.due.as_deref(), Some("0.00"));
}

const TWO: &[(&str, &str)] = &[
    (
        "billing/summary",
        r#"{"credits":[{"currency":{"code":"EUR"},"amount":"86.60"},{"currency":"USD","amount":"15.00"}],"uptodate_credit":74.2,
            "billing_currency":"EUR","latest_data_from":"2026-11-20T06:00:00+02:00"}"#,
    ),
    ("current-user", r#"{"user":{"id":41,"clients":[{"id":700101,"status":"suspending"}]}}"#),
    (
        "billing/invoices",
        r#"{"objects":[{"id":1,"status":"unpaid","total":"48.40","balance":"48.40","currency":"EUR","due_date":"2026-11-15"},
            {"id":2,"status":"unpaid","total":"30.00","currency":"EUR","due_date":"2026-11-02"},
            {"id":3,"status":"unpaid","total":"5.00","balance":"5.00","currency":"CHF","due_date":"2026-12-01"}],"totalCount":3}"#,
    ),
    (
        "billing/invoices/2",
        r#"{"id":2,"status":"unpaid","total":"30.00","balance":"10.00","currency":"EUR","due_date":"2026-11-02"}"#,
    ),
];

#[tokio::test]
async fn what_the_summary_tells_is_not_asked_for_again() {
    const BODIES: &[(&str, &str)] = &[
        (
            "billing/summary",
            r#"{"credits":[],"uptodate_credit":0,"billing_currency":"EUR",
                "invoices_details":{"unpaid_amount":"58.40","unpaid_amount_currency":"EUR"}}"#,
        ),
        ("current-user", r#"{"user":{"id":41,"clients":[{"id":700101,"status":"active"}]}}"#),
        TWO[2],
    ];
    let stub = answers(BODIES);
    let listing = list::<Balance>(&session(&stub)).await.unwrap();
    assert!(listing.failures().is_empty(), "{:?}", listing.failures());
    let told: Vec<_> =
        listing.records.iter().map(|(b, _)| (b.currency.as_deref().unwrap(), b.due.as_deref().unwrap())).collect();
    assert_eq!(told, [("EUR", "58.40"), ("CHF", "5.00")]);
    assert_eq!(stub.count(), 3, "no invoice is asked for by itself");
}

#[tokio::test]
async fn a_balance_is_one_record_for_each_currency() {
    let stub = answers(TWO);
    let listing = list::<Balance>(&session(&stub)).await.unwrap();
    assert!(listing.failures().is_empty(), "{:?}", listing.failures());
    let told: Vec<_> = listing
        .records
        .iter()
        .map(|(b, _)| [&b.currency, &b.credit, &b.due, &b.due_since].map(|field| field.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        told,
        [["EUR", "74.2", "58.40", "2026-11-02"], ["USD", "15.00", "0.00", "-"], ["CHF", "-", "5.00", "2026-12-01"]],
        "what usage left, and of a partly paid invoice the rest"
    );
    let first = &listing.records[0].0;
    assert_eq!((first.head.state, first.as_of.as_deref()), ("suspended", Some("2026-11-20T06:00:00+02:00")));
    assert!(stub.asked().iter().any(|url| url.contains("filtering=status%3Aunpaid")), "{:?}", stub.asked());
}

#[tokio::test]
async fn a_balance_says_what_it_could_not_read() {
    let stub = answers(&[
        ("billing/summary", r#"{"credits":[],"uptodate_credit":"-3.50","billing_currency":{"code":"EUR"}}"#),
        ("current-user", "404"),
        ("billing/invoices", "404"),
    ]);
    let listing = list::<Balance>(&session(&stub)).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 2));
    let only = &listing.records[0].0;
    assert_eq!((only.credit.as_deref(), only.due.as_deref(), only.head.state), (Some("0.00"), None, "unknown"));
    let stub = answers(&[
        ("billing/summary", r#"{"uptodate_credit":-3.5,"billing_currency":"EUR"}"#),
        ("current-user", r#"{"user":{"id":1,"clients":[]}}"#),
        ("billing/invoices", r#"{"objects":[]}"#),
    ]);
    let listing = list::<Balance>(&session(&stub)).await.unwrap();
    assert_eq!(listing.records[0].0.due.as_deref(), Some("3.50"), "usage beyond the credit is owed");
}

#[tokio::test]
async fn usage_is_told_by_resource_or_as_a_whole() {
    const FORMS: [(&str, &[[&str; 3]]); 4] = [
        (
            r#"{"price":"12.40","currency":"EUR","start_date":"2026-11-01","usage_details":[{"resource_name":"instance","price":"11.90"},
            {"resource_name":"volume","price":0.5}]}"#,
            &[["instance", "11.90", "EUR"], ["volume", "0.5", "EUR"]],
        ),
        (
            r#"{"objects":[{"service_id":1,"client_currency":{"code":"EUR"},"start_date":"2026-11-01","usage":{"price":7,
            "usage_details":[{"resource_type":"instance","price":7}]}},{"service_id":2,"price":"1.00","usage":{"currency":"USD"},"start_date":"2026-11-01"}]}"#,
            &[["instance", "7", "EUR"], ["all", "1.00", "USD"]],
        ),
        (
            r#"{"price":"12.40","currency":"EUR","start_date":"2026-11-01","usage_details":[]}"#,
            &[["all", "12.40", "EUR"]],
        ),
        (r#"{"objects":[]}"#, &[]),
    ];
    for (body, expected) in FORMS {
        let listing = list::<Usage>(&session(&Stub::by(move |_| reply(200, body)))).await.unwrap();
        let told: Vec<[String; 3]> = listing
            .records
            .into_iter()
            .map(|(usage, _)| {
                assert_eq!(usage.from.as_deref(), Some("2026-11-01"), "{body}");
                [usage.resource, usage.price, usage.currency].map(Option::unwrap)
            })
            .collect();
        assert_eq!(told, expected, "{body}");
    }
}

#[tokio::test]
async fn services_tell_what_they_cost_and_when_they_are_due() {
    let body = r#"{"id":2,"display_name":"backup.example.com","status":"active","next_due_date":"2026-12-01T00:00:00Z",
        "product":{"name":"Hosting","product_type":"hosting"},"cycle":{"display_name":"Monthly","fixed_price":"12.00","currency":"EUR"}}"#;
    let service = show::<Service>(&session(&Stub::by(move |_| reply(200, body))), "2").await.unwrap();
    let told = [&service.product, &service.price, &service.currency, &service.cycle, &service.renews_at];
    assert_eq!(told.map(|t| t.as_deref().unwrap()), ["Hosting", "12.00", "EUR", "Monthly", "2026-12-01"]);
    for (status, state) in
        [("pending", "pending"), ("canceled", "cancelled"), ("terminated", "expired"), ("fraud", "unknown")]
    {
        let body = format!(r#"{{"id":2,"status":"{status}","product":3,"cycle":4}}"#);
        let service = show::<Service>(&session(&Stub::by(move |_| reply(200, &*body))), "2").await.unwrap();
        assert_eq!((service.head.state, service.product.as_deref()), (state, Some("3")));
    }
}

#[tokio::test]
async fn what_a_service_can_become_is_listed_with_prices() {
    let recorded = (&FLEIO as &dyn Provider).exchanges().find(|e| e.id == "services.upgrade-options").unwrap().reply;
    let session = session(&Stub::by(move |_| reply(200, recorded)));
    let flags = Inputs::none();
    let typed = Typed { id: "1", names: &["id"], name: None, flags: &flags };
    let ask = Service::noun().binding(&super::bindings::BINDINGS).ask(&UPGRADE_OPTIONS).unwrap();
    let rows: Vec<Vec<String>> =
        ask.answer(&session, &typed).await.unwrap().iter().map(|line| texts(&line.0)).collect();
    assert_eq!(
        rows,
        [
            ["package", "Small plan", "3", "Monthly", "11", "10.00", "0.00", "yes"],
            ["package", "Small plan", "3", "Yearly", "13", "110.00", "0.00", "no"],
            ["package", "Large plan", "4", "Monthly", "12", "20.00", "5.00", "no"],
            ["resource", "Disk space", "21", "-", "10", "0.10", "-", "yes"]
        ]
    );
}

fn texts(row: &[Cell]) -> Vec<String> {
    let told = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Cell::Null => "-".to_owned(),
        other => panic!("{other:?}"),
    };
    row.iter().map(told).collect()
}

#[tokio::test]
async fn letters_go_to_each_client_of_the_user() {
    let stub = answers(&[
        ("current-user", r#"{"user":{"id":41,"clients":[{"id":7},{"id":8}]}}"#),
        (
            "clients/7",
            r#"{"id":7,"first_name":"Alex","last_name":"Example","zip_code":"8000","state":"ZH","status":"active"}"#,
        ),
        ("clients/8", "404"),
    ]);
    let listing = list::<Contact>(&session(&stub)).await.unwrap();
    let contact = &listing.records[0].0;
    assert_eq!((contact.head.name.as_deref(), contact.postcode.as_deref()), (Some("Alex Example"), Some("8000")));
    assert_eq!((contact.region.as_deref(), listing.failures().len()), (Some("ZH"), 1));
    let nobody = list::<Contact>(&session(&answers(&[("current-user", r#"{"features":{}}"#)]))).await.unwrap_err();
    assert_eq!(nobody.kind(), crate::error::Kind::Denied);
}

#[tokio::test]
async fn a_conversation_is_told_in_its_order_with_its_files() {
    let body = r#"{"id":"T-1","status":"customer reply","title":"Slow","department":{"id":3,"name":"Support"},"description":"<p>Since noon.</p>",
        "created_at":"2026-11-18T09:31:07+01:00","created_by":{"full_name":"Alex Example"},"is_staff_generated":false,
        "main_attachments":[{"id":5,"file_name":"graph.png"}],"updates":[
        {"id":3,"created_at":"2026-11-19T10:00:00+01:00","reply_text":"A &lt; B<br>thanks","created_by_display":"Alex Example","is_staff_generated":false,"attachments":[]},
        {"id":2,"created_at":"2026-11-18T12:00:00Z","new_status":"answered","reply_text":"","ticket_activity":true},
        {"id":1,"created_at":"2026-11-18T10:12:00+01:00","reply_text":"<p>We look.</p>","created_by_display":"Robin","is_staff_generated":true}]}"#;
    let ticket = show::<Ticket>(&session(&Stub::by(move |_| reply(200, body))), "T-1").await.unwrap();
    let told: Vec<_> =
        ticket.messages.iter().map(|m| (m.author.as_deref().unwrap(), m.staff.unwrap(), m.text.as_str())).collect();
    assert_eq!(
        told,
        [("Alex Example", false, "Since noon."), ("Robin", true, "We look."), ("Alex Example", false, "A < B\nthanks")]
    );
    let files: Vec<_> = ticket.messages.iter().map(|m| m.attachments.as_ref().map(Vec::len)).collect();
    assert_eq!(files, [Some(1), None, Some(0)], "not told is not none");
    assert_eq!((ticket.head.state, ticket.department.as_deref()), ("customer_reply", Some("Support")));
    let body = r#"{"objects":[{"id":3,"name":"Support","description":"Machines"}]}"#;
    let departments = list::<Department>(&session(&Stub::by(move |_| reply(200, body)))).await.unwrap();
    assert_eq!(departments.records[0].0.head.name.as_deref(), Some("Support"));
}
