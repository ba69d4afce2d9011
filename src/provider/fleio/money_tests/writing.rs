//! Writing to support and to the portal: files first, long messages refused, and nothing changed that was not given.

use super::{paying::go, *};
use crate::{
    error::Kind,
    model::{ATTACHMENTS, verbs},
    provider::{Ask, Provider, fleio::bindings::BINDINGS},
};

/// A portal that takes files and messages.
fn support() -> Stub {
    let mut files = 6;
    Stub::by(move |request: &Request| {
        if request.url.ends_with("ticket_attachments") {
            files += 1;
            return reply(201, format!(r#"{{"id":{files}}}"#));
        }
        reply(201, r#"{"id":"T-9","reply_id":5}"#)
    })
}

fn body(stub: &Stub) -> String {
    String::from_utf8(stub.sent.borrow().last().unwrap().body.to_vec()).unwrap()
}

#[tokio::test]
async fn files_are_uploaded_first_and_their_ids_go_along() {
    let file = "tests/exchanges/sample.bin".to_owned();
    let flags = Inputs::none()
        .text("subject", "Slow")
        .text("department", "3")
        .text("body", "See <top> & the files.")
        .texts("attach", [file.clone(), file.clone()]);
    let stub = support();
    let made = go::<Ticket>(&stub, &verbs::TICKET_CREATE, flags).await.unwrap();
    assert_eq!((made.id.as_deref(), stub.count()), (Some("T-9"), 3));
    let words = r#"{"title":"Slow","department":"3","description":"See &lt;top&gt; &amp; the files.","associated_attachment_ids":"7,8"}"#;
    assert_eq!(body(&stub), words);
    let stub = support();
    let flags = Inputs::none().text("body", "Again.").texts("attach", [file]);
    go::<Ticket>(&stub, &verbs::REPLY, flags).await.unwrap();
    assert_eq!(body(&stub), r#"{"reply_text":"Again.","associated_attachments":"7"}"#);
}

#[tokio::test]
async fn what_is_too_long_is_not_sent() {
    for (signs, sent) in [("é".repeat(10240), 1), ("é".repeat(10241), 0), ("<".repeat(2561), 0)] {
        let stub = support();
        let made = go::<Ticket>(&stub, &verbs::REPLY, Inputs::none().text("body", signs)).await;
        assert_eq!(stub.count(), sent);
        assert_eq!(made.map_err(|error| error.kind()).is_ok(), sent == 1);
    }
    let flags = Inputs::none().text("subject", "a").text("department", "3").text("body", "x".repeat(10241));
    let flags = flags.texts("attach", ["tests/exchanges/sample.bin".to_owned()]);
    let stub = support();
    let error = go::<Ticket>(&stub, &verbs::TICKET_CREATE, flags).await.unwrap_err();
    assert_eq!((error.kind(), stub.count()), (Kind::Usage, 0), "not even its file");
    assert!(error.to_string().contains("has 10241 characters"), "{error}");
}

#[tokio::test]
async fn the_files_of_a_ticket_are_fetched_under_names_of_their_own() {
    let stub = answers(&[
        (
            "plugins/tickets/tickets/T-1",
            r#"{"id":"T-1","main_attachments":[{"id":5,"file_name":"log.txt"}],"updates":[{"attachments":[{"id":6,"file_name":"log.txt"},
            {"id":5,"file_name":"log.txt"},{"id":7}]}]}"#,
        ),
        ("plugins/tickets/ticket_attachments/5/download_file", "five"),
        ("plugins/tickets/ticket_attachments/6/download_file", "six"),
        ("plugins/tickets/ticket_attachments/7/download_file", "seven"),
    ]);
    let Some(Ask::Files(fetch)) = Ticket::noun().binding(&BINDINGS).ask(&ATTACHMENTS) else { panic!("files") };
    let flags = Inputs::none();
    let typed = Typed { id: "T-1", names: &["id"], name: None, flags: &flags };
    let kept = fetch(&session(&stub), &typed).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|file| (file.name.as_str(), &file.bytes[..])).collect();
    assert_eq!(kept, [("log.txt", &b"five"[..]), ("6-log.txt", &b"six"[..]), ("7", &b"seven"[..])]);
}

#[tokio::test]
async fn contact_details_change_where_something_is_given() {
    let stub = answers(&[]);
    let error = go::<Contact>(&stub, &verbs::CONTACT_SET, Inputs::none()).await.unwrap_err();
    assert_eq!((error.kind(), stub.count()), (Kind::Usage, 0));
    assert!(error.details().hint.as_deref().unwrap().contains("--postcode"));
    let stub = answers(&[(
        "clients/1",
        r#"{"id":1,"first_name":"Alex","custom_fields":null,"currency":"EUR","status":"active"}"#,
    )]);
    go::<Contact>(&stub, &verbs::CONTACT_SET, Inputs::none().text("city", "Bern")).await.unwrap();
    assert_eq!(body(&stub), r#"{"first_name":"Alex","city":"Bern"}"#, "what cannot be changed is not sent");
}

#[tokio::test]
async fn a_new_clients_echo_is_not_compared() {
    let recorded = (&FLEIO as &dyn Provider).exchanges().find(|e| e.id == "staff.clients-create");
    let printed = recorded.unwrap().reply;
    assert!(printed.contains(r#""create_auto_order_service":false"#));
    let stub = Stub::by(move |_| reply(201, printed));
    let flags = Inputs::none().text("first-name", "Jane").text("last-name", "Doe").text("email", "jane@example.com");
    let made = go::<Client>(&stub, &verbs::CLIENT_CREATE, flags).await.unwrap();
    assert_eq!(made.id.as_deref(), Some("722694"));
    assert!(body(&stub).contains(r#""create_auto_order_service":true"#));
}
