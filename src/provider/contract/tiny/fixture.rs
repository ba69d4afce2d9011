//! The tiny provider's own forms of the replies that the contract suite reads.

use crate::{
    error::Kind,
    provider::contract::{Bodies, Fixture},
};

/// The suite's knowledge of the tiny provider.
pub(crate) static FIXTURE: Fixture = Fixture {
    url: "https://cloud.example.com",
    documented: 0,
    presets: &[("tiny", None, 2)],
    scheme: "Key",
    credentials: str::to_owned,
    listing: "machines.list",
    answer,
    records: &[("instances", "m1", Some("running"))],
    worded: |_, word| format!(r#"{{"machines":[{{"id":"m1","state":{0}}}]}}"#, serde_json::Value::from(word)),
    bodies: Bodies {
        empty: ("", Err(Kind::Unavailable)),
        truncated: (r#"{"machines":[{"id":"m1"},{"i"#, Err(Kind::Failed)),
        an_error: (r#"{"error":"not now"}"#, Err(Kind::Unavailable)),
        other_text: ("gone fishing", Err(Kind::Failed)),
        no_records: (r#"{"machines":[]}"#, Ok(0)),
        more: &[],
    },
    spared: &["machines.start"],
    refused: &[],
    forbidden: &[],
};

/// One machine.
fn answer(path: &str) -> Option<&'static str> {
    match path {
        "/machines" => Some(r#"{"machines":[{"id":"m1","name":"web","state":"on"}]}"#),
        "/machines/m1" => Some(r#"{"machine":{"id":"m1","name":"web","state":"on"}}"#),
        _ => None,
    }
}
