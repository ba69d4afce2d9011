//! Failures: the same answer is the same kind of failure at every provider, and a refused secret is not sent again.

use super::{super::*, *};
use crate::{
    error::{Error, Kind},
    http::{Consent, stub::Stub},
    model::verbs::START,
};

/// A list that every provider has, read by one request without arguments.
fn listing(provider: &'static dyn Provider) -> &'static Operation {
    operation(provider, provider.facts().fixture.listing)
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

/// Statuses with the kinds of failure that they mean for a read and for a change, at every provider.
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
    for provider in providers() {
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
    for provider in providers() {
        let error = read_with(provider, reply(409, "")).await.unwrap_err();
        let told = error.details();
        assert_eq!((told.account.as_deref(), told.provider), (Some("test"), Some(provider.id())));
        assert_eq!(told.operation, Some(listing(provider).id));
    }
}

#[tokio::test]
async fn a_page_for_a_browser_is_no_data_and_is_never_shown_whole() {
    for provider in providers() {
        for (status, kind) in [(200, Kind::Failed), (502, Kind::Unavailable)] {
            let error = read_with(provider, html(status)).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{} {status}", provider.id());
            let told = format!("{error} {:?} {:?}", error.details().provider_message, error.details().hint);
            assert!(!told.contains("<html>") && !told.contains("log in</"), "{}: {told}", provider.id());
        }
        let change = change_with(provider, html(200)).await.map_err(|e| e.kind());
        // CloudSigma's answers to actions are not read, but they are never a page either.
        assert_eq!(change, Err(Kind::UnknownOutcome), "{}", provider.id());
    }
}

#[tokio::test]
async fn what_is_no_whole_list_is_told_from_an_empty_one() {
    for provider in providers() {
        for (what, (body, expected)) in provider.facts().fixture.bodies.named() {
            let read = read_with(provider, reply(200, body)).await;
            assert_eq!(read.map_err(|e| e.kind()), expected, "{}: {what}", provider.id());
        }
    }
}

#[tokio::test]
async fn no_content_is_no_list() {
    for provider in providers() {
        let read = read_with(provider, reply(204, "")).await.map_err(|e| e.kind());
        assert_eq!(read, Err(Kind::Unavailable), "{}", provider.id());
    }
}

#[tokio::test]
async fn no_answer_at_all_is_passed_on_as_it_is() {
    for provider in providers() {
        let down = || Err(Error::new(Kind::Unavailable, "cannot reach it"));
        assert_eq!(read_with(provider, down()).await.unwrap_err().kind(), Kind::Unavailable, "{}", provider.id());
        let error = read_with(provider, down()).await.unwrap_err();
        assert_eq!(error.details().account.as_deref(), Some("test"));
    }
}

/// The number of requests that a session sends for three reads when every answer is the same, and the failures.
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

/// A reply at every provider, and the replies of equal meaning in the fixtures.
fn each_of(
    common: (u16, &'static str),
    own: fn(&Fixture) -> &'static [(u16, &'static str)],
) -> Vec<(&'static dyn Provider, u16, &'static str)> {
    let of = |provider: &'static dyn Provider| {
        let replies = std::iter::once(&common).chain(own(provider.facts().fixture)).copied();
        replies.map(|(status, body)| (provider, status, body)).collect::<Vec<_>>()
    };
    providers().flat_map(of).collect()
}

#[tokio::test]
async fn after_one_refused_secret_nothing_more_is_sent() {
    let cases = each_of((401, ""), |fixture| fixture.refused);
    for (provider, status, body) in cases {
        let (sent, kinds) = sent_of_three(provider, status, body).await;
        assert_eq!(sent, 1, "{} {status} {body}", provider.id());
        assert_eq!(kinds, [Kind::Denied; 3], "{} {status} {body}", provider.id());
    }
}

#[tokio::test]
async fn a_missing_permission_does_not_lock_the_account_out() {
    let cases = each_of((403, ""), |fixture| fixture.forbidden);
    for (provider, status, body) in cases {
        let (sent, kinds) = sent_of_three(provider, status, body).await;
        assert_eq!((sent, kinds), (3, vec![Kind::Denied; 3]), "{} {status}", provider.id());
        let error = read_with(provider, reply(status, body)).await.unwrap_err();
        assert!(error.to_string().contains("does not permit"), "{} {status}: {error}", provider.id());
    }
}

#[tokio::test]
async fn without_a_secret_nothing_is_sent_twice() {
    for provider in providers() {
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
