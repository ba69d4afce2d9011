//! HostBill's replies: those that SeFlow's page prints, and those of other portals.
//! Addresses, names and secrets are made up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod addresses;
mod billing;
mod machines;
mod paying;
mod printed;
mod recipes;
mod refused;
mod tickets;

use crate::{
    config::Encoding,
    error::{Error, Kind, Result},
    http::{Reply, stub::Stub},
    provider::{
        Provider, Session,
        testing::{self, list, reply, show},
    },
};

use super::{SEFLOW, op};

const BASE: &str = "https://portal.example.com/api";

/// A session whose calls are answered by path.
fn portal(answer: impl Fn(&str) -> Result<Reply> + 'static) -> (Session, Stub) {
    let stub = Stub::by(move |request| answer(request.url.strip_prefix(BASE).unwrap()));
    (testing::over(testing::account(&SEFLOW, BASE), &stub), stub)
}

/// A session like [`portal`], at a portal that can do more than `SeFlow`'s.
fn newer(answer: impl Fn(&str) -> Result<Reply> + 'static) -> (Session, Stub) {
    let stub = Stub::by(move |request| answer(request.url.strip_prefix(BASE).unwrap()));
    let mut account = testing::of_preset(&SEFLOW, &super::PRESETS[1], "test", BASE);
    account.section.encoding = Some(Encoding::Form);
    (testing::over(account.into(), &stub), stub)
}

/// A session that gives every request the same answer.
fn always(body: &'static str) -> Session {
    portal(move |_| reply(200, body)).0
}

#[test]
fn errors_inside_a_success_are_told_apart_by_their_words() {
    let of = |body: &str| {
        SEFLOW
            .verdict(&op::VMS_STOP, &Reply::with(200), body)
            .map_err(|e| (e.kind(), e.details().provider_message.clone()))
    };
    let failed = |kind, words: &str| Err((kind, Some(words.to_owned())));
    assert_eq!(of(r#"{"error":["wronglogin"]}"#), failed(Kind::Denied, "wronglogin"));
    assert_eq!(of(r#"{"error":"token_expired"}"#), failed(Kind::Denied, "token_expired"));
    assert_eq!(of(r#"{"error":["internal_error_0"]}"#), failed(Kind::Unavailable, "internal_error_0"));
    assert_eq!(of(r#"{"error":["Invalid ID or not found"]}"#), failed(Kind::NotFound, "Invalid ID or not found"));
    assert_eq!(of(r#"{"errors":{"a":"VM is locked"}}"#), failed(Kind::Conflict, "VM is locked"));
    assert_eq!(of(r#"{"error":[{"code":7,"message":"no"}]}"#), failed(Kind::Failed, "7; no"));
    assert_eq!(of(r#"{"error":["invalid method"],"status":1}"#), failed(Kind::Failed, "invalid method"));
    for undone in [r#"{"success":false}"#, r#"{"status":false}"#, r#"{"status":"0"}"#, r#"{"error":true}"#] {
        assert_eq!(of(undone).map_err(|(kind, _)| kind), Err(Kind::Failed), "{undone}");
    }
    for fine in [
        "",
        " \n",
        "[]",
        "{}",
        r#"{"status":true}"#,
        r#"{"status":1,"error":[],"info":["cancelled_already"]}"#,
        r#"{"success":true,"error":null,"errors":{}}"#,
        r#"{"error":""}"#,
        r#"{"status":"ok"}"#,
        r#"{"error":false}"#,
    ] {
        assert_eq!(of(fine), Ok(()), "{fine}");
    }
}

#[test]
fn a_state_word_in_a_read_is_no_verdict() {
    for body in [r#"{"status":"0"}"#, r#"{"status":false,"vm":{}}"#] {
        assert!(SEFLOW.verdict(&op::VMS_SHOW, &Reply::with(200), body).is_ok(), "{body}");
    }
}

#[test]
fn errors_of_a_status_keep_their_words() {
    let error = SEFLOW.verdict(&op::VMS_STOP, &Reply::with(422), r#"{"error":["no credit"]}"#).unwrap_err();
    assert_eq!((error.kind(), error.details().provider_message.as_deref()), (Kind::Failed, Some("no credit")));
    let error = SEFLOW.verdict(&op::VMS_STOP, &Reply::with(401), r#"{"error":["unauthorized"]}"#).unwrap_err();
    assert_eq!(error.kind(), Kind::Denied);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_verdict_panic(body in proptest::prelude::any::<String>(), status in 200..600_u16) {
        let _ = SEFLOW.verdict(&op::VMS_STOP, &Reply::with(status), &body);
    }
}
