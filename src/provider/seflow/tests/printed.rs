//! Every example that the page prints, to its exact amounts and states: the portal answers with the recorded pages.
//! Numbers keep their text: "10.00" in a list stays so, and 58.5 in the details too.

use super::*;
use crate::{
    model::{
        ADDRESSES, BANDWIDTH, Balance, CHECK, Cell, Contact, Domain, Head, Invoice, Line, Query, REVERSE_NAMES,
        Service, Ticket, UPGRADE_OPTIONS, Usage,
    },
    provider::{Bound, Inputs, Typed},
};

/// A portal that answers with the page's examples, and lacks the lists that the page has no example of.
fn pages() -> Session {
    let printed = |path: &str| {
        let path = format!("/api{path}");
        let recorded = (&SEFLOW as &dyn Provider).exchanges().find(|e| e.path == path);
        recorded.map_or_else(|| reply(404, ""), |recorded| reply(200, recorded.reply))
    };
    portal(printed).0
}

#[expect(clippy::unnecessary_wraps, reason = "fields are options")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn head(id: &str, name: Option<&str>, (state, word): (&'static str, &str), created_at: &str) -> Head {
    Head {
        id: id.to_owned(),
        name: name.map(str::to_owned),
        state,
        provider_state: some(word),
        created_at: Some(created_at.to_owned()).filter(|at| !at.is_empty()),
    }
}

/// The only record of a list.
async fn only<R: Bound>(session: &Session) -> R {
    let mut listing = list::<R>(session).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 0));
    listing.records.remove(0).0
}

#[tokio::test]
async fn what_is_owed_is_due_and_what_one_has_is_credit() {
    let expected = Balance {
        head: head("balance", None, ("active", "Active"), ""),
        currency: some("USD"),
        credit: some("0.00"),
        due: some("10.00"),
        due_since: some("2015-05-26"),
        as_of: None,
    };
    assert_eq!(only::<Balance>(&pages()).await, expected);
}

#[tokio::test]
async fn invoices_keep_their_digits_and_add_up() {
    let invoice = only::<Invoice>(&pages()).await;
    assert_eq!((invoice.total.as_deref(), invoice.due.as_deref()), (Some("10.00"), Some("10.00")));
    assert_eq!((invoice.subtotal, invoice.tax, invoice.credit), (None, None, None));
    let mut invoice = show::<Invoice>(&pages(), "303090").await.unwrap();
    invoice.seen_on("2026-11-21");
    assert_eq!((invoice.subtotal.as_deref(), invoice.tax.as_deref()), (Some("58.5"), Some("0")));
    assert_eq!((invoice.total.as_deref(), invoice.credit.as_deref()), (Some("58.5"), Some("0")));
    assert_eq!((invoice.taxes.len(), invoice.mismatch), (0, None));
}

#[tokio::test]
async fn services_are_listed_and_shown() {
    let listed = Service {
        head: head("33301", Some("example.com"), ("active", "Active"), ""),
        product: some("Starter Hosting"),
        category: some("Hosting"),
        currency: None,
        price: some("10.0000"),
        cycle: some("Monthly"),
        renews_at: some("2015-10-22"),
        expires_at: None,
    };
    assert_eq!(only::<Service>(&pages()).await, listed);
    let shown = Service {
        head: head("33337", Some("example.com"), ("active", "Active"), "2015-09-02"),
        category: None,
        price: some("10.00"),
        ..listed
    };
    assert_eq!(show::<Service>(&pages(), "33337").await.unwrap(), shown);
}

#[tokio::test]
async fn domains_are_listed_and_shown() {
    let listed = Domain {
        head: head("548", Some("example.com"), ("active", "Active"), "2015-08-04"),
        currency: None,
        price: some("10.00"),
        cycle: some("1 year"),
        auto_renew: Some(true),
        renews_at: some("2016-08-04"),
        expires_at: some("2016-08-04"),
        nameservers: None,
    };
    assert_eq!(only::<Domain>(&pages()).await, listed);
    let names = [1, 2, 3].map(|n| format!("ns{n}.example.com")).to_vec();
    assert_eq!(show::<Domain>(&pages(), "548").await.unwrap(), Domain { nameservers: Some(names), ..listed });
}

#[tokio::test]
async fn contact_and_tickets_are_read() {
    let contact = only::<Contact>(&pages()).await;
    assert_eq!(contact.head, head("20408", Some("John Doe"), ("active", "Active"), "2015-03-16"));
    let told = [&contact.first_name, &contact.company, &contact.address1, &contact.region, &contact.country];
    assert_eq!(told.map(|t| t.as_deref().unwrap()), ["John", "Company name", "Addres 1", "Alabama", "US"]);
    assert_eq!((contact.phone.as_deref(), contact.mobile), (Some("+01.222444111"), None));
    let ticket = only::<Ticket>(&pages()).await;
    assert_eq!((ticket.head.state, ticket.unread, ticket.messages.len()), ("open", Some(false), 0));
    assert_eq!(show::<Ticket>(&pages(), "437928").await.unwrap().messages.len(), 2);
}

#[tokio::test]
async fn traffic_is_told_in_one_unit() {
    let listing = list::<Usage>(&pages()).await.unwrap();
    assert!(listing.failures().is_empty(), "{:?}", listing.failures());
    let told: Vec<_> = listing
        .records
        .iter()
        .map(|(u, _)| {
            [&u.resource, &u.service, &u.used, &u.limit, &u.unit, &u.price].map(|t| t.as_deref().unwrap_or("-"))
        })
        .collect();
    let numbers = |resource, used, limit| [resource, "33301", used, limit, "-", "-"];
    assert_eq!(
        told,
        [
            ["bandwidth", "33301", "22330.00", "100000000.00", "bps", "0"],
            numbers("memory", "5120", "8192"),
            numbers("disk", "105", "200"),
            numbers("cpu", "3", "4"),
        ]
    );
    let (traffic, _) = &listing.records[0];
    assert_eq!((traffic.from.as_deref(), traffic.until.as_deref()), (Some("2015-07-27"), Some("2015-08-29")));
}

/// The cells that answer a question, as text.
async fn asked<R: Bound>(query: &Query, id: &str, words: &[&str]) -> Vec<Vec<String>> {
    let session = pages();
    let noun = R::noun().binding(session.account.provider.bindings());
    let flags = Inputs::none().texts("words", words.iter().map(|word| (*word).to_owned()));
    let typed = Typed { id, names: if id.is_empty() { &[] } else { noun.id }, name: None, flags: &flags };
    let lines = noun.ask(query).unwrap().answer(&session, &typed).await.unwrap();
    let text = |cell: Cell| match cell {
        Cell::Null => "-".to_owned(),
        Cell::Bool(told) => told.to_string(),
        Cell::Text(text) => text,
        other => panic!("{other:?}"),
    };
    lines.into_iter().map(|Line(cells)| cells.into_iter().map(text).collect()).collect()
}

#[tokio::test]
async fn questions_are_answered() {
    let rows = asked::<Service>(&BANDWIDTH, "33301", &[]).await;
    assert_eq!(rows, [["95th", "22.33 Kbps", "100.00 Mbps", "0.00 bps", "0", "0", "2015-07-27", "2015-08-29"]]);
    let rows = asked::<Service>(&ADDRESSES, "33301", &[]).await;
    assert_eq!(rows, [["15.20.101.2", "255.255.255.0", "-", "assigned"]]);
    assert_eq!(asked::<Service>(&REVERSE_NAMES, "33301", &[]).await, [["10.10.101.2", "example.com"]]);
    let rows = asked::<Service>(&UPGRADE_OPTIONS, "33301", &[]).await;
    let choice = |item, id, price, selected| ["resource", "Bandwidth", "1557", item, id, price, "0", selected];
    assert_eq!(
        rows,
        [
            choice("100 GB", "9953", "1", "true"),
            choice("500 GB", "10103", "5", "false"),
            choice("1 TB", "10104", "10", "false"),
        ]
    );
    assert_eq!(asked::<Domain>(&CHECK, "", &["example.com"]).await, [["example.com", "true", "-", "-"]]);
}

#[tokio::test]
async fn a_domain_is_taken_where_nothing_is_said_of_it() {
    let ask = super::super::bindings::BINDINGS.domains.ask(&CHECK).unwrap();
    for (body, expected) in [
        (r#"{"details":{"status":"ok"}}"#, Cell::Bool(true)),
        (r#"{"success":true,"details":{"status":"OK"}}"#, Cell::Bool(true)),
        ("", Cell::Bool(false)),
        ("[]", Cell::Bool(false)),
        ("{}", Cell::Bool(false)),
        (r#"{"details":[]}"#, Cell::Bool(false)),
        (r#"{"success":true,"error":[]}"#, Cell::Bool(false)),
        (r#"{"details":{"status":"premium"}}"#, Cell::Null),
        (r#"{"page":"about"}"#, Cell::Null),
    ] {
        let flags = Inputs::none().texts("words", ["a.example".to_owned()]);
        let typed = Typed { id: "", names: &[], name: None, flags: &flags };
        let lines = ask.answer(&always(body), &typed).await.unwrap();
        assert_eq!(lines[0].0[1], expected, "{body}");
    }
}

#[tokio::test]
async fn packages_and_sliders_can_be_chosen_too() {
    let body = r#"{"resources": {"7": {"name": "Disk &amp; more", "type": "slider", "price": "0.10"}},
        "package": [{"id": 12, "name": "Cloud L", "price": "60.00", "setup_price": 0}]}"#;
    let ask = super::super::bindings::BINDINGS.services.ask(&UPGRADE_OPTIONS).unwrap();
    let typed = Typed { id: "1", names: &["id"], name: None, flags: &Inputs::none() };
    let lines = ask.answer(&always(body), &typed).await.unwrap();
    let row = |cells: [&str; 8]| cells.map(|c| if c == "-" { Cell::Null } else { Cell::from(c) }).to_vec();
    assert_eq!(lines[0].0, row(["resource", "Disk & more", "7", "-", "-", "0.10", "-", "-"]));
    assert_eq!(lines[1].0, row(["package", "Cloud L", "12", "-", "-", "60.00", "0", "-"]));
}
