//! Which names a new thing may get, at an account that tells all it has and at one that does not.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    fleet::testing::{down, servers},
    provider::INSTANCES,
};

const LIMIT: Duration = Duration::from_secs(60);

/// The error of naming new machines in an account that has `web` and `db`.
async fn named(names: &[&str], allowed: bool) -> Option<(Kind, String)> {
    let (session, _) = servers("zurich", &[("aaaa1111", "web"), ("aaaa2222", "db")]);
    let error = unique(&session, &INSTANCES, names, allowed, LIMIT).await.err()?;
    assert!(error.details().hint.as_deref().unwrap().contains("--allow-duplicate"));
    Some((error.kind(), error.to_string()))
}

#[tokio::test]
async fn a_name_is_given_once() {
    assert_eq!(named(&["api", "api-2"], false).await, None);
    for (names, why) in [
        (&["api", "web"][..], "\"web\" is there already: instance aaaa1111"),
        (&["x", "x"], "two instances would be called \"x\""),
        (&["web-*"], "the name \"web-*\" looks like a pattern"),
        (&["a[1]"], "the name \"a[1]\" looks like a pattern"),
    ] {
        assert_eq!(named(names, false).await, Some((Kind::Conflict, format!("zurich: {why}"))));
        assert_eq!(named(names, true).await, None);
    }
}

#[tokio::test]
async fn an_account_that_does_not_tell_all_is_unavailable_either_way() {
    let (session, _) = down("zurich");
    for allowed in [false, true] {
        let error = unique(&session, &INSTANCES, &["api"], allowed, LIMIT).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unavailable);
    }
}
