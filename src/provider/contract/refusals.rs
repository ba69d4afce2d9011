//! Failures: the same answer is the same kind of failure at every provider, and a refused secret is not sent again.

use super::{super::*, *};
use crate::{
    error::{Error, Kind},
    http::{Consent, stub::Stub},
    model::verbs::START,
};

/// What reading a list came to: the number of records, or the kind of the failure.
type Read = Result<usize, Kind>;

/// A list that every provider has, read by one request without arguments.
fn listing(provider: &'static dyn Provider) -> &'static Operation {
    let id = match provider.id() {
        "fleio" => "instances.list",
        "cloudsigma" => "servers.info",
        "seflow" => "services.list",
        _ => "server.list",
    };
    operation(provider, id)
}

async fn read_with(provider: &'static dyn Provider, answer: Result<Reply>) -> Result<usize, Error> {
    let session = testing::session(testing::account(provider, BASE), [answer]);
    let text = session.call(listing(provider), &Inputs::none(), CallScope::reading()).await?;
    let mut records = 0;
    session.each(listing(provider), &text, &mut |_, _| records += 1)?;
    Ok(records)
}

async fn change_with(provider: &'static dyn Provider, answer: Result<Reply>) -> Result<(), Error> {
    let session = testing::session(testing::account(provider, BASE), [answer]);
    let noun = &provider.bindings().instances;
    let operation = noun.act(&START).unwrap().operation;
    let id = ["7701", "8802"][..noun.id.len()].join("/");
    let inputs = Inputs::none().id(noun.id, &id).unwrap();
    let aim = CallScope { targets: Vec::new(), consent: Consent::Changing };
    session.call(operation, &inputs, aim).await.map(drop)
}

fn html(status: u16) -> Result<Reply> {
    let page = "<!DOCTYPE html><html><body>Please log in</body></html>";
    let mut reply = reply(status, page)?;
    reply.content_type = "text/html; charset=utf-8".to_owned();
    Ok(reply)
}

/// Statuses with what a read and a change of every provider make of them.
const STATUSES: &[(u16, Kind, Kind)] = &[
    (401, Kind::Denied, Kind::Denied),
    (403, Kind::Denied, Kind::Denied),
    (404, Kind::NotFound, Kind::NotFound),
    (409, Kind::Conflict, Kind::Conflict),
    (429, Kind::Unavailable, Kind::Unavailable),
    (500, Kind::Unavailable, Kind::UnknownOutcome),
    (501, Kind::Unavailable, Kind::Failed),
    (502, Kind::Unavailable, Kind::UnknownOutcome),
    (503, Kind::Unavailable, Kind::UnknownOutcome),
    (504, Kind::Unavailable, Kind::UnknownOutcome),
    (520, Kind::Unavailable, Kind::UnknownOutcome),
    (599, Kind::Unavailable, Kind::UnknownOutcome),
    (999, Kind::Unavailable, Kind::UnknownOutcome),
];

/// A refusal in the documented form of fleio, cloudsigma, seflow and uivmm.
const REFUSALS: [&str; 4] = [
    r#"{"detail":"Something broke"}"#,
    "errors:system Something broke",
    r#"{"error":["Something broke"]}"#,
    r#"{"errors":[{"detail":"Something broke"}]}"#,
];

#[tokio::test]
async fn a_status_is_the_same_kind_everywhere() {
    for provider in ALL {
        for (status, read, change) in STATUSES {
            for body in ["", "{}", "no words of ours", "<html>x</html>"] {
                let place = format!("{} {status} {body:?}", provider.id());
                let error = read_with(provider, reply(*status, body)).await.unwrap_err();
                assert_eq!(error.kind(), *read, "{place}");
                assert_eq!(error.details().http_status, Some(*status), "{place}");
                let error = change_with(provider, reply(*status, body)).await.unwrap_err();
                assert_eq!(error.kind(), *change, "{place}");
                let unknown = *change == Kind::UnknownOutcome;
                assert_eq!(error.details().outcome_unknown, unknown, "{place}: a gateway knows nothing of the outcome");
                assert_eq!(error.retryable(), *change == Kind::Unavailable, "{place}");
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_in_the_providers_own_form_is_certain() {
    for (provider, body) in ALL.iter().zip(REFUSALS) {
        for (status, kind) in [(500, Kind::Failed), (501, Kind::Failed), (502, Kind::UnknownOutcome)] {
            let error = change_with(*provider, reply(status, body)).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{} {status}", provider.id());
            let words = error.details().provider_message.as_deref().unwrap_or_default();
            assert!(words.contains("Something broke"), "{} {status}: {words}", provider.id());
        }
    }
}

#[tokio::test]
async fn errors_say_where_they_happened() {
    for provider in ALL {
        let error = read_with(provider, reply(409, "")).await.unwrap_err();
        let told = error.details();
        assert_eq!((told.account.as_deref(), told.provider), (Some("test"), Some(provider.id())));
        assert_eq!(told.operation, Some(listing(provider).id));
    }
}

#[tokio::test]
async fn a_page_for_a_browser_is_no_data_and_is_never_shown_whole() {
    for provider in ALL {
        for (status, kind) in [(200, Kind::Failed), (502, Kind::Unavailable)] {
            let error = read_with(provider, html(status)).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{} {status}", provider.id());
            let told = format!("{error} {:?} {:?}", error.details().provider_message, error.details().hint);
            assert!(!told.contains("<html>") && !told.contains("log in</"), "{}: {told}", provider.id());
        }
        let change = change_with(provider, html(200)).await.map_err(|e| e.kind());
        // What CloudSigma answers to an action is not read at all, but it is never a page either.
        assert_eq!(change, Err(Kind::UnknownOutcome), "{}", provider.id());
    }
}

/// A body that is no whole answer to a list, as fleio, cloudsigma, seflow and uivmm see it.
type Row = (&'static str, [(&'static str, Read); 4]);

const BODIES: &[Row] = &[
    // CloudSigma's text has no sign of an empty list, and HostBill answers nothing at all where there is nothing.
    ("empty", [("", Err(Kind::Failed)), ("", Ok(0)), ("", Ok(0)), ("", Err(Kind::Failed))]),
    (
        // Lines do not show that more should have come: that is seen by the length of the body, on the wire.
        "truncated",
        [
            (r#"{"objects":[{"id":"a"},{"i"#, Err(Kind::Failed)),
            ("server a\nstatus active\n\nserver b\nsta", Ok(2)),
            (r#"{"services":[{"id":"1"},{"id""#, Err(Kind::Failed)),
            (r#"{"data":[{"type":"server"},{"#, Err(Kind::Failed)),
        ],
    ),
    (
        "an error inside a success",
        [
            (r#"{"detail":"Not right now."}"#, Err(Kind::Failed)),
            ("errors:system Something went wrong", Err(Kind::Failed)),
            (r#"{"error":["something_else"]}"#, Err(Kind::Failed)),
            (r#"{"errors":[{"status":400,"detail":"something else"}]}"#, Err(Kind::Failed)),
        ],
    ),
    (
        "text of another kind",
        [
            ("gone fishing", Err(Kind::Failed)),
            ("{\"detail\": \"a proxy\"}", Err(Kind::Failed)),
            ("gone fishing", Err(Kind::Failed)),
            ("gone fishing", Err(Kind::Failed)),
        ],
    ),
    (
        "an empty list",
        [
            (r#"{"count":0,"next":null,"objects":[],"totalCount":0}"#, Ok(0)),
            ("\n", Ok(0)),
            (r#"{"services":[]}"#, Ok(0)),
            (r#"{"data":[]}"#, Ok(0)),
        ],
    ),
];

#[tokio::test]
async fn what_is_no_whole_list_is_told_from_an_empty_one() {
    for (what, row) in BODIES {
        for (provider, (body, expected)) in ALL.into_iter().zip(row) {
            let read = read_with(provider, reply(200, *body)).await;
            assert_eq!(read.map_err(|e| e.kind()), *expected, "{}: {what}", provider.id());
        }
    }
}

#[tokio::test]
async fn no_answer_at_all_is_passed_on_as_it_is() {
    for provider in ALL {
        let down = || Err(Error::new(Kind::Unavailable, "cannot reach it"));
        assert_eq!(read_with(provider, down()).await.unwrap_err().kind(), Kind::Unavailable, "{}", provider.id());
        let error = read_with(provider, down()).await.unwrap_err();
        assert_eq!(error.details().account.as_deref(), Some("test"));
    }
}

/// How often a session sends anything when all is answered alike and three things are asked.
async fn sent_of_three(provider: &'static dyn Provider, status: u16, body: &'static str) -> (usize, Vec<Kind>) {
    let stub = Stub::by(move |_| reply(status, body));
    let session = testing::over(testing::account(provider, BASE), &stub);
    let mut kinds = Vec::new();
    for _ in 0..3 {
        let result = session.call(listing(provider), &Inputs::none(), CallScope::reading()).await;
        kinds.push(result.unwrap_err().kind());
    }
    (stub.count(), kinds)
}

#[tokio::test]
async fn after_one_refused_secret_nothing_more_is_sent() {
    let mut cases: Vec<(&'static dyn Provider, u16, &'static str)> = ALL.into_iter().map(|p| (p, 401, "")).collect();
    cases.extend(["wronglogin", "unauthorized", "token_expired"].map(|word| -> (&'static dyn Provider, u16, &str) {
        (by_id("seflow").unwrap(), 200, Box::leak(format!(r#"{{"error":["{word}"]}}"#).into_boxed_str()))
    }));
    for detail in ["wrong credential", "token has been revoked", "token not found"] {
        let body = format!(r#"{{"errors":[{{"detail":"{detail}"}}]}}"#);
        cases.push((by_id("uivmm").unwrap(), 400, Box::leak(body.into_boxed_str())));
    }
    for (provider, status, body) in cases {
        let (sent, kinds) = sent_of_three(provider, status, body).await;
        assert_eq!(sent, 1, "{} {status} {body}", provider.id());
        assert_eq!(kinds, [Kind::Denied; 3], "{} {status} {body}", provider.id());
    }
}

#[tokio::test]
async fn a_missing_permission_does_not_lock_the_account_out() {
    let mut cases: Vec<(&'static dyn Provider, u16, &str)> = ALL.into_iter().map(|p| (p, 403, "")).collect();
    cases.push((by_id("fleio").unwrap(), 428, r#"{"emailNotVerified":true}"#));
    cases.push((by_id("uivmm").unwrap(), 400, r#"{"errors":[{"detail":"not enough access rights"}]}"#));
    for (provider, status, body) in cases {
        let (sent, kinds) = sent_of_three(provider, status, body).await;
        assert_eq!((sent, kinds), (3, vec![Kind::Denied; 3]), "{} {status}", provider.id());
        let error = read_with(provider, reply(status, body)).await.unwrap_err();
        assert!(error.to_string().contains("does not permit"), "{} {status}: {error}", provider.id());
    }
}

#[tokio::test]
async fn without_a_secret_nothing_is_sent_twice() {
    for provider in ALL {
        let mut account = testing::named(provider, "test", BASE);
        account.credential = Credential::Find;
        let stub = Stub::by(|_| reply(200, ""));
        let session = testing::over(account.into(), &stub);
        for _ in 0..2 {
            let error = session.call(listing(provider), &Inputs::none(), CallScope::reading()).await.unwrap_err();
            assert_eq!(error.kind(), Kind::Denied, "{}: {error}", provider.id());
        }
        assert_eq!(stub.count(), 0, "{}", provider.id());
    }
}
