//! Reads over accounts: in their order, each with its own failures, none held up by another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    fleet::testing::{account, down, fleet, reply, servers},
    provider::{DRIVES, INSTANCES},
};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn one_that_is_down_does_not_stop_the_others() {
    let all = [servers("a", &[("s1", "web")]), down("b"), servers("c", &[("s2", "db"), ("s3", "mail")])];
    let mut members: Vec<_> = all.iter().map(|(s, _)| (s.account.name().to_owned(), Ok(Rc::clone(s)))).collect();
    members.push(("bad".to_owned(), Err(Error::config("its url is malformed"))));
    let fleet = Fleet::of(members, None);
    let answers = list(&fleet, &INSTANCES, &fleet.names(), LONG).await;
    let found: Vec<_> = answers.iter().map(|a| (a.account.as_str(), a.entries.len(), a.complete())).collect();
    assert_eq!(found, [("a", 1, true), ("b", 0, false), ("c", 2, true), ("bad", 0, false)]);
    assert_eq!(answers[1].failures[0].kind(), Kind::Unavailable);
    assert_eq!(answers[1].failures[0].details().account.as_deref(), Some("b"));
    assert_eq!(answers[3].failures[0].kind(), Kind::Config);
    assert_eq!(answers[2].entries[0].origin.account, "c");
}

#[tokio::test]
async fn nothing_is_asked_of_nobody() {
    assert!(list(&fleet(&[], None), &INSTANCES, &[], LONG).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_account_that_takes_too_long_has_failed() {
    let (session, _) = servers("a", &[("s1", "web")]);
    let error = show(&session, &INSTANCES, "s1", Duration::ZERO).await.unwrap_err();
    assert_eq!((error.kind(), error.details().account.as_deref()), (Kind::Unavailable, Some("a")));
    assert!(error.details().hint.as_deref().unwrap().contains("--timeout"));
    let pending = within(&session, LONG, std::future::pending::<Result<()>>()).await.unwrap_err();
    assert!(pending.to_string().contains("within 60 s"), "{pending}");
}

#[tokio::test]
async fn one_record_is_one_request_or_a_look_through_the_listing() {
    let (session, stub) = servers("a", &[("s1", "web")]);
    assert_eq!(show(&session, &INSTANCES, "s1", LONG).await.unwrap().record.head().id, "s1");
    assert_eq!(stub.asked(), ["GET https://cloud.example.com/servers/s1/info"]);
    assert_eq!(show(&session, &INSTANCES, "s9", LONG).await.unwrap_err().kind(), Kind::NotFound);

    let (session, _) = account("u", "uivmm", |request| match request.url.rsplit('/').next().unwrap() {
        "server.list" => reply(200, r#"{"data":[{"id":1},{"id":2}]}"#),
        _ if request.body.ends_with(b":2}") => reply(500, ""),
        _ => reply(200, r#"{"data":[{"attributes":{"pool_name":"p","volume_name":"v"}}]}"#),
    });
    assert_eq!(show(&session, &DRIVES, "1/p/v", LONG).await.unwrap().record.head().id, "1/p/v");
    let error = show(&session, &DRIVES, "2/p/v", LONG).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable, "absence from an incomplete listing is not absence");
}
