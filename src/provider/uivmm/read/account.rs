//! The owner of the token, and the keys that new instances get.
//! Lists give a key's fingerprint in place of the key.

use crate::{
    error::Result,
    model::{Head, Identity, Key},
    provider::{Node, read},
};

/// The profile of the user.
pub(crate) fn user(_: Option<&str>, n: &Node<'_>) -> Result<Identity> {
    let a = n.at("attributes");
    Ok(Identity {
        head: Head {
            id: n.at("id").text().map_or_else(|| read::id(a.any(&["user_id", "login", "email"]), "user"), Ok)?,
            name: a.at("login").text(),
            state: "active",
            provider_state: None,
            created_at: None,
        },
        email: a.at("email").text(),
        company: None,
        currency: None,
    })
}

/// An SSH key of the account.
pub(crate) fn key(_: Option<&str>, n: &Node<'_>) -> Result<Key> {
    let a = n.at("attributes");
    let public = a.at("key_public").text();
    let whole = public.as_deref().is_some_and(|text| text.contains(' '));
    let (public_key, fingerprint) = if whole { (public, None) } else { (None, public) };
    Ok(Key {
        head: Head {
            id: n.at("id").text().map_or_else(|| read::id(a.at("key_id"), "key"), Ok)?,
            name: a.at("key_name").text(),
            state: "active",
            provider_state: None,
            created_at: a.at("key_timeadd").integer().and_then(moment),
        },
        kind: a.at("key_type").text(),
        fingerprint,
        public_key,
    })
}

/// A time in seconds since 1970, written in UTC; zero means never.
fn moment(seconds: u64) -> Option<String> {
    let seconds = i64::try_from(seconds).ok().filter(|seconds| *seconds > 0)?;
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}
