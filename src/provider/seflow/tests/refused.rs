//! A portal that reports an error with status 200 on every one of these calls: each fails, and none passes as empty.

use std::time::Instant;

use super::*;
use crate::{
    http::Consent,
    model::{Balance, Contact, Department, Domain, Identity, Invoice, Service, Ticket, Usage},
    provider::{Ask, Bound, Input, Inputs, List, Planned, Show, Typed, act::Call, encode::CallScope},
};

/// The flags that the verbs of any noun here may need.
fn flags() -> Inputs {
    let words = ["subject", "body", "phone"].into_iter().fold(Inputs::none(), |inputs, flag| inputs.text(flag, "x"));
    words
        .text("department", "1")
        .with("package", Input::Integer(12))
        .text("cycle", "monthly")
        .text("email", "ops@example.com")
        .texts("words", ["a.example".to_owned()])
}

/// The bindings of a noun that did not fail.
async fn passed<R: Bound>(body: &'static str, tried: &mut usize) -> Vec<String> {
    let (session, stub) = newer(move |_| reply(200, body));
    let (noun, flags) = (session.account.binding(R::noun()), flags());
    let (mut passed, mut sent) = (Vec::new(), 0);
    let mut note = |verb: &str, failed: bool| {
        *tried += 1;
        // At least one request must have been sent, or the failure has another cause.
        if !failed || stub.count() == sent {
            passed.push(format!("{} {verb}", R::noun().word));
        }
        sent = stub.count();
    };
    if noun.list.is_some() {
        let listed = list::<R>(&session).await;
        note("list", listed.is_err_and(|e| e.kind() == Kind::Failed));
    }
    if let Some(Show::Op(..) | Show::Recipe(_)) = noun.show {
        note("show", show::<R>(&session, "7").await.is_err_and(|e| e.kind() == Kind::Failed));
    }
    for (action, act) in noun.acts {
        let id = if action.makes { "" } else { "7" };
        let typed = Typed { id, names: noun.id, name: None, flags: &flags };
        let aim = CallScope { targets: Vec::new(), consent: Consent::Everything };
        let made = Call::new(&session, act, typed, aim, Instant::now(), false).go().await;
        note(&action.name(), made.is_err_and(|e| e.kind() == Kind::Failed));
        if act.foretells() {
            let told = act.foretold(&session, Planned { id: "7", flags: &flags }).await;
            note("consequences", told.is_err_and(|e| e.kind() == Kind::Failed));
        }
    }
    for (query, ask) in noun.asks {
        let typed = Typed { id: "7", names: noun.id, name: None, flags: &flags };
        let failed = match ask {
            Ask::Files(recipe) => recipe(&session, &typed).await.is_err(),
            ask => ask.answer(&session, &typed).await.is_err(),
        };
        note(query.word, failed);
    }
    assert!(matches!(noun.list, Some(List::Op(..) | List::Recipe(_))), "{}", R::noun().word);
    passed
}

#[tokio::test]
async fn an_error_inside_a_success_is_never_an_empty_answer() {
    for body in [
        r#"{"error":["something"]}"#,
        r#"{"success":false}"#,
        r#"{"errors":[{"message":"something"}],"invoices":[],"tickets":[],"services":[],"domains":[],"details":[]}"#,
    ] {
        let mut tried = 0;
        let mut all = Vec::new();
        all.extend(passed::<Invoice>(body, &mut tried).await);
        all.extend(passed::<Ticket>(body, &mut tried).await);
        all.extend(passed::<Department>(body, &mut tried).await);
        all.extend(passed::<Balance>(body, &mut tried).await);
        all.extend(passed::<Usage>(body, &mut tried).await);
        all.extend(passed::<Service>(body, &mut tried).await);
        all.extend(passed::<Domain>(body, &mut tried).await);
        all.extend(passed::<Contact>(body, &mut tried).await);
        all.extend(passed::<Identity>(body, &mut tried).await);
        assert_eq!(all, Vec::<String>::new(), "{body}");
        assert_eq!(tried, 32, "{body}");
    }
}

/// Answers one path with an error, and the others with success.
fn but(failing: &'static str) -> impl Fn(&str) -> Result<Reply> {
    move |path| {
        let body = match path {
            path if path == failing => r#"{"error":["something"]}"#,
            "/balance" => r#"{"details":{"acc_balance":"1.00","acc_credit":"5.00"}}"#,
            "/invoice" => r#"{"invoices":[{"id":"7","status":"Unpaid","total":"1.00","currency":"EUR"}]}"#,
            "/invoice/7" => r#"{"invoice":{"id":"7","status":"Unpaid","total":"1.00","currency":"EUR"}}"#,
            "/details" => r#"{"client":{"id":"1","status":"Active"}}"#,
            "/tickets/7" => r#"{"ticket":{"ticket_number":"7","attachments":[{"id":"91","name":"a.txt"}]}}"#,
            "/service" => r#"{"services":[{"id":"1","status":"Active"}]}"#,
            path if path.ends_with("/resources") => r#"{"cpu":{"total":4,"used":1}}"#,
            _ => r#"{"success":true}"#,
        };
        reply(200, body)
    }
}

#[tokio::test]
async fn half_a_balance_is_told_with_what_is_missing() {
    for (failing, currency) in [("/invoice", None), ("/details", Some("EUR"))] {
        let listing = list::<Balance>(&newer(but(failing)).0).await.unwrap();
        assert_eq!(listing.failures().len(), 1, "{failing}");
        let (balance, _) = &listing.records[0];
        assert_eq!((balance.credit.as_deref(), balance.due.as_deref()), (Some("5.00"), Some("1.00")), "{failing}");
        assert_eq!(balance.currency.as_deref(), currency, "{failing}");
    }
    assert_eq!(list::<Balance>(&newer(but("/balance")).0).await.unwrap_err().kind(), Kind::Failed);
}

#[tokio::test]
async fn a_service_without_traffic_is_no_failure_and_one_that_cannot_be_read_is() {
    let other = |path: &str| {
        if path.ends_with("/bandwidth") { reply(200, r#"{"error":["invalid method"]}"#) } else { but("")(path) }
    };
    let listing = list::<Usage>(&newer(other).0).await.unwrap();
    let told: Vec<_> = listing.records.iter().map(|(usage, _)| usage.resource.as_deref().unwrap()).collect();
    assert_eq!((told, listing.failures().len()), (vec!["cpu"], 0));
    let listing = list::<Usage>(&newer(but("/service/1/bandwidth")).0).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 1), "any other error hides something");
    let down = |path: &str| if path.ends_with("/bandwidth") { reply(503, "") } else { but("")(path) };
    let listing = list::<Usage>(&newer(down).0).await.unwrap();
    assert_eq!((listing.records.len(), listing.failures().len()), (1, 1));
    assert!(listing.failures()[0].to_string().contains("service 1"), "{}", listing.failures()[0]);
}

#[tokio::test]
async fn a_file_that_is_refused_is_no_empty_file() {
    let (session, _) = newer(but("/ticket/attachment/91"));
    let Some(Ask::Files(recipe)) = session.account.binding(Ticket::noun()).ask(&crate::model::ATTACHMENTS) else {
        panic!("no files")
    };
    let typed = Typed { id: "7", names: &["number"], name: None, flags: &Inputs::none() };
    assert_eq!(recipe(&session, &typed).await.unwrap_err().kind(), Kind::Failed);
}
