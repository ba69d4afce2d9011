//! Tickets as conversations: in order, as plain text, with their files; and the verbs of newer portals.

use super::*;
use crate::{
    model::{ATTACHMENTS, Department, Ticket, verbs},
    provider::{
        Ask, Attachment, Inputs, Typed,
        act::{Act, Call, Made},
        encode::CallScope,
        seflow::bindings::BINDINGS,
    },
};

/// GET /tickets, the printed example.
const TICKETS: &str = r#"{"tickets": [{"client_read": "1", "ticket_number": "437928", "date": "2015-05-12 12:01:45",
    "deptname": "Support Tickets", "subject": "Example Ticket", "status": "Open"}]}"#;

/// GET /tickets/@number, the printed example except for its address.
const TICKET: &str = r#"{"tickets": {"date": "2015-05-12 12:01:45", "ticket_number": "437928", "name": "John Doe",
    "email": "john@example.com", "subject": "Example Ticket", "status": "Open", "client_read": "1", "deptname": "Support"},
    "replies": [{"id": "57", "name": "Default User", "date": "2015-05-13 08:05:46", "body": "Example admin reply",
    "status": "Sent", "type": "Admin"}, {"id": "58", "name": "John Doe", "date": "2015-05-13 08:06:07",
    "body": "Example client reply", "status": "Sent", "type": "Client"}]}"#;

#[tokio::test]
async fn the_printed_tickets_are_read() {
    let ticket = list::<Ticket>(&always(TICKETS)).await.unwrap().records.remove(0).0;
    assert_eq!((ticket.head.id.as_str(), ticket.number.as_deref()), ("437928", Some("437928")));
    assert_eq!((ticket.head.state, ticket.unread), ("open", Some(false)));
    assert_eq!(
        (ticket.subject.as_deref(), ticket.department.as_deref()),
        (Some("Example Ticket"), Some("Support Tickets"))
    );
    assert_eq!(ticket.head.created_at.as_deref(), Some("2015-05-12 12:01:45"));
}

#[tokio::test]
async fn the_printed_ticket_is_read_with_the_replies_beside_it() {
    let ticket = show::<Ticket>(&always(TICKET), "437928").await.unwrap();
    let said: Vec<_> =
        ticket.messages.iter().map(|m| (m.author.as_deref().unwrap(), m.staff, m.text.as_str())).collect();
    assert_eq!(
        said,
        [("Default User", Some(true), "Example admin reply"), ("John Doe", Some(false), "Example client reply")]
    );
    assert_eq!(ticket.updated_at.as_deref(), Some("2015-05-13 08:06:07"), "the last reply, where nothing else tells");
}

#[tokio::test]
async fn a_newer_ticket_opens_with_its_own_words() {
    let body = r#"{"ticket":{"ticket_number":5,"name":"Ann","body":"Hello<br/>it <b>broke</b>","status":"Client-Reply",
        "client_read":0,"lastreply":"2024-01-02 03:04:05"},"replies":{"9":{"name":"Bo","type":"Staff","body":"On it"}}}"#;
    let ticket = show::<Ticket>(&always(body), "5").await.unwrap();
    let said: Vec<_> = ticket.messages.iter().map(|m| (m.staff, m.text.as_str())).collect();
    assert_eq!(said, [(Some(false), "Hello\nit broke"), (Some(true), "On it")]);
    assert_eq!((ticket.head.state, ticket.unread), ("customer_reply", Some(true)));
    assert_eq!(ticket.updated_at.as_deref(), Some("2024-01-02 03:04:05"));
}

#[tokio::test]
async fn a_ticket_that_is_not_there_is_not_found() {
    for body in ["[]", "{}", "", r#"{"tickets":[]}"#, r#"{"error":["Ticket not found"]}"#] {
        assert_eq!(show::<Ticket>(&always(body), "1").await.unwrap_err().kind(), Kind::NotFound, "{body}");
    }
}

#[tokio::test]
async fn what_was_said_stands_in_order_and_is_plain_text() {
    let body = r#"{"ticket":{"ticket_number":5,"body":"First","date":"2024-01-09","status":"Open"},"replies":[
        {"date":"2024-01-03 10:00:00","body":"Third","type":"Client"},
        {"date":"2024-01-02 09:00:00","body":"Second:<br>5 &lt; 6 &amp; it&#039;s\r\nfine","type":"Admin"}]}"#;
    let ticket = show::<Ticket>(&always(body), "5").await.unwrap();
    let said: Vec<_> = ticket.messages.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(said, ["First", "Second:\n5 < 6 & it's fine", "Third"]);
    let undated = r#"{"tickets":{"ticket_number":5},"replies":[{"date":"2024-01-03","body":"a"},{"body":"b"}]}"#;
    let ticket = show::<Ticket>(&always(undated), "5").await.unwrap();
    assert_eq!(ticket.messages.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["a", "b"], "as they came");
    assert_eq!(ticket.messages[0].attachments, None);
}

/// Opens a ticket at a portal that gives this answer.
async fn opened(body: &'static str) -> Result<Made> {
    let (session, stub) = newer(move |_| reply(200, body));
    let act: &Act = BINDINGS.tickets.act(&verbs::TICKET_CREATE).unwrap();
    let flags = Inputs::none().text("department", "1").text("subject", "s").text("body", "b");
    let typed = Typed { id: "", names: &["number"], name: None, flags: &flags };
    let aim = CallScope { targets: Vec::new(), consent: crate::http::Consent::Everything };
    let made = Call::new(&session, act, typed, aim, std::time::Instant::now(), false).go().await;
    assert_eq!(stub.count(), 1);
    made
}

#[tokio::test]
async fn the_number_of_a_new_ticket_is_told_where_the_portal_does() {
    for body in [
        r#"{"ticket_number": 437929}"#,
        r#"{"success": true, "ticket": {"ticket_number": "437929", "id": "7"}}"#,
        r#"{"ticket_id": "437929"}"#,
        r#"{"ticket": {"number": "437929"}}"#,
        r#"{"id": 437929, "info": ["ticket_opened"]}"#,
        r#"{"ticket": {"id": "437929"}}"#,
    ] {
        assert_eq!(opened(body).await.unwrap(), Made::with_id("437929"), "{body}");
    }
    for body in [r#"{"success": true}"#, r#"{"info": ["ticket_opened"]}"#] {
        assert_eq!(opened(body).await.unwrap(), Made::default(), "{body}");
    }
    for body in ["", "[]"] {
        assert_eq!(
            opened(body).await.unwrap_err().kind(),
            Kind::UnknownOutcome,
            "{body}: nobody says that it was opened"
        );
    }
}

#[tokio::test]
async fn departments_are_read_in_every_form() {
    for body in [
        r#"{"departments": [{"id": "1", "name": "Support"}, {"id": 2, "name": "Billing"}]}"#,
        r#"{"success": true, "departments": {"1": {"name": "Support"}, "2": {"name": "Billing"}}}"#,
        r#"{"departments": {"1": "Support", "2": "Billing"}}"#,
    ] {
        let listing = list::<Department>(&always(body)).await.unwrap();
        let found: Vec<_> =
            listing.records.iter().map(|(d, _)| (d.head.id.as_str(), d.head.name.as_deref().unwrap())).collect();
        assert_eq!(found, [("1", "Support"), ("2", "Billing")], "{body}");
    }
}

/// Answers with a ticket, and with its files by their ids.
fn with_files(body: &'static str) -> impl Fn(&str) -> Result<Reply> {
    move |path| match path.strip_prefix("/ticket/attachment/") {
        Some(id) => reply(200, format!("file {id}")),
        None => reply(200, body),
    }
}

/// The files of a ticket.
async fn files((session, _): (Session, Stub)) -> Result<Vec<Attachment>> {
    let Some(Ask::Files(recipe)) = BINDINGS.tickets.ask(&ATTACHMENTS) else { panic!("no files") };
    recipe(&session, &Typed { id: "5", names: &["number"], name: None, flags: &Inputs::none() }).await
}

#[tokio::test]
async fn files_are_fetched_where_the_reply_names_them() {
    for (body, id) in [
        (
            r#"{"ticket":{"ticket_number":5},"replies":[{"body":"x","attachments":[{"id":"91","filename":"a.txt"}]}]}"#,
            "91",
        ),
        (r#"{"ticket":{"ticket_number":5,"attachments":{"91":{"name":"a.txt"}}},"replies":[]}"#, "91"),
        (r#"{"ticket":{"ticket_number":5},"attachments":[{"file":"91","org_filename":"a.txt","filename":"x"}]}"#, "91"),
        (r#"{"ticket":{"ticket_number":5},"replies":[{"attachments":["a.txt"]}]}"#, "a.txt"),
    ] {
        let kept = files(newer(with_files(body))).await.unwrap();
        assert_eq!(kept, [Attachment { name: "a.txt".to_owned(), bytes: format!("file {id}").into() }], "{body}");
    }
    let none = r#"{"ticket":{"ticket_number":5},"replies":[{"body":"x","attachments":[]}]}"#;
    assert_eq!(files(newer(with_files(none))).await.unwrap(), []);
    let has = |(session, _): (Session, Stub)| session.account.ask(&crate::provider::TICKETS, &ATTACHMENTS).is_some();
    assert_eq!((has(newer(with_files(none))), has(portal(with_files(none)))), (true, false), "SeFlow's own has none");
}

#[tokio::test]
async fn a_reply_names_its_files() {
    let body =
        r#"{"ticket":{"ticket_number":5},"replies":[{"body":"x","attachments":[{"id":"91","filename":"a.txt"}]}]}"#;
    let ticket = show::<Ticket>(&always(body), "5").await.unwrap();
    assert_eq!(ticket.messages[0].attachments, Some(vec!["a.txt".to_owned()]));
}
