//! Bodies, addresses and headers as they may be shown: without the values of keys that mean a secret.
//! Text that cannot be parsed is shown as its length and type, since it may hold anything.

mod json;
mod meaning;
mod own;

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use super::{Reply, Request, text_of};

pub(crate) use meaning::{is_secret, keeps_secrets};
pub(crate) use own::{forms, without};

pub(crate) use crate::conceal::HIDDEN;

/// Shorter secrets are not searched for: they are ordinary words more often.
const SHORTEST_WORD: usize = 4;

/// A text without its secrets, and the secrets.
#[derive(Default)]
struct Apart {
    shown: String,
    secrets: Vec<String>,
}

/// A body's text as it may be shown; nothing when it cannot be parsed. JSON, lines of keys and values, and forms are
/// recognised, whatever content type is announced.
pub(crate) fn redacted(text: &str) -> Option<String> {
    apart(text).map(|apart| apart.shown)
}

/// A body without its secrets, or its length and type.
fn redact(body: &[u8], content_type: &str) -> String {
    redacted(&decoded(body)).unwrap_or_else(|| opaque(body.len(), content_type))
}

/// The text shown in place of a body that cannot be parsed.
pub(crate) fn opaque(length: usize, content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let kind = if kind.is_empty() { "an unknown type" } else { kind };
    format!("({length} bytes of {kind}, not shown: they may hold secrets)")
}

/// The body as text, decoded like the body of a reply.
fn decoded(body: &[u8]) -> String {
    text_of(Bytes::copy_from_slice(body)).0
}

fn apart(text: &str) -> Option<Apart> {
    match text.trim_ascii_start().as_bytes().first() {
        None => Some(Apart { shown: text.to_owned(), secrets: Vec::new() }),
        Some(b'{' | b'[' | b'"') => json::apart(text),
        Some(_) if !text.contains([' ', '\n', '<']) && text.contains('=') => Some(form(text)),
        Some(_) => lines(text),
    }
}

impl Request {
    /// The body without its secrets.
    pub(crate) fn shown_body(&self) -> String {
        let kind = self.headers.iter().find(|(name, _)| *name == "content-type").map_or("", |(_, kind)| kind);
        redact(&self.body, kind)
    }

    /// The URL without its secrets: some portals take values in the query.
    pub(crate) fn shown_url(&self) -> Cow<'_, str> {
        shown_url(&self.url)
    }

    /// The headers beside authorization, without their secrets.
    pub(crate) fn shown_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (&**name, if is_secret(name) { HIDDEN } else { value }))
    }
}

impl Reply {
    /// The body without its secrets.
    pub(crate) fn shown_body(&self) -> String {
        redact(&self.body, &self.content_type)
    }
}

/// An address without the values of secret keys of its query.
pub(crate) fn shown_url(url: &str) -> Cow<'_, str> {
    match url.split_once('?') {
        Some((path, query)) => Cow::Owned(format!("{path}?{}", form(query).shown)),
        None => Cow::Borrowed(url),
    }
}

/// A provider's message without the secrets that the request's body held.
pub(crate) fn hushed(words: &str, request: &Request) -> String {
    let query = request.url.split_once('?').map_or_else(Vec::new, |(_, query)| form(query).secrets);
    let mut secrets = apart(&decoded(&request.body)).map(|apart| apart.secrets).unwrap_or_default();
    secrets.extend(query);
    secrets.retain(|secret| secret.chars().count() >= SHORTEST_WORD);
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.iter().fold(words.to_owned(), |words, secret| words.replace(secret.as_str(), HIDDEN))
}

/// Parses lines of a key, a space and a value each; nothing when a line does not begin with a key.
fn lines(text: &str) -> Option<Apart> {
    let mut apart = Apart::default();
    let key = |word: &str| {
        word.starts_with(|c: char| c.is_alphanumeric())
            && word.chars().all(|c| c.is_alphanumeric() || "_-:.,;!?()/'\"=".contains(c))
    };
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let (word, value) = bare.split_once([' ', '=']).unwrap_or((bare, ""));
        if !(bare.is_empty() || key(word)) {
            return None;
        }
        if is_secret(word.trim_end_matches(':')) && !value.trim().is_empty() {
            apart.shown.push_str(&bare[..=word.len()]);
            apart.shown.push_str(HIDDEN);
            apart.shown.push_str(&line[bare.len()..]);
            apart.secrets.push(value.trim().to_owned());
        } else {
            apart.shown.push_str(line);
        }
    }
    Some(apart)
}

/// Parses keys and values of a query or a form.
fn form(text: &str) -> Apart {
    let plain = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let secret = |key: &str| plain(key).split(['[', ']']).any(is_secret);
    let mut apart = Apart::default();
    for (at, pair) in text.split('&').enumerate() {
        if at > 0 {
            apart.shown.push('&');
        }
        match pair.split_once('=') {
            Some((key, value)) if secret(key) => {
                apart.shown.push_str(&format!("{key}={HIDDEN}"));
                apart.secrets.push(plain(value));
            }
            _ => apart.shown.push_str(pair),
        }
    }
    apart
}

#[cfg(test)]
mod tests;
