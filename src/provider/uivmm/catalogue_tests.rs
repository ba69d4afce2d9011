//! Tests beyond the recorded exchanges: calls of several steps, and replies of which only the status is known.
//! Source: the requests and replies of ui-vmm's own panel.
#![allow(clippy::unwrap_used)]

use super::{UIVMM, op};
use crate::{
    http::Reply,
    provider::{CallScope, Inputs, Operation, Provider, encode, testing},
};

fn body(operation: &'static Operation, inputs: &Inputs) -> String {
    let account = testing::account(&UIVMM, "https://cloud.example.com");
    let request = encode(&account, operation, inputs, CallScope::reading()).unwrap();
    String::from_utf8(request.body.to_vec()).unwrap()
}

#[test]
fn each_step_sends_what_the_panel_sends_and_no_more() {
    let mail = || Inputs::none().text("user_email", "ops@example.com");
    let code = || Inputs::none().text("user_code", "c0de");
    assert_eq!(body(&op::USER_RECOVERY, &mail()), r#"{"user_email":"ops@example.com"}"#);
    assert_eq!(body(&op::USER_RECOVERY, &code()), r#"{"user_code":"c0de"}"#);
    assert_eq!(body(&op::USER_REGISTER, &code()), r#"{"user_code":"c0de"}"#);
    assert_eq!(body(&op::USER_EMAIL_CHANGE, &mail()), r#"{"user_code":"","user_email":"ops@example.com"}"#);
    let unlock = code().text("user_password_locked", "false");
    assert_eq!(body(&op::USER_PASSWORD_LOCK, &unlock), r#"{"user_code":"c0de","user_password_locked":false}"#);
}

#[test]
fn what_starts_an_instance_cannot_be_made_to_stop_it() {
    let account = testing::account(&UIVMM, "https://cloud.example.com");
    let stop = Inputs::none().text("server_id", "3").text("instance_name", "web-1").text("instance_status", "stop");
    assert!(encode(&account, &op::INSTANCE_START, &stop, CallScope::reading()).is_err());
}

#[test]
fn only_where_the_status_says_all_may_a_body_be_anything() {
    let verdict = |operation, text: &str| UIVMM.verdict(operation, &Reply::with(200), text);
    assert!(verdict(&op::HEALTH_ALIVE, "OK").is_ok());
    assert!(verdict(&op::HEALTH_ALIVE, r#"{"errors":[{"detail":"no database"}]}"#).is_err());
    assert!(verdict(&op::HEALTH_ALIVE, "<html>").is_err());
    assert!(verdict(&op::TOKEN_REVOKE, r#"{"data":{"ty"#).is_err(), "an acknowledgement cut short");
    assert!(verdict(&op::EVENT_STREAM, "data: {}").is_err(), "not under the type of a stream");
}
