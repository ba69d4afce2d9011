//! The text grammar: lines of a key, one space and a value; a blank line between records.
//! Source: manual section 4 and its examples; escapes in values lose information, so values are kept unchanged.

use std::borrow::Cow;

use crate::{
    error::{Error, Kind, Result},
    provider::{Node, inputs::Input, inputs::plain},
};

/// The records of a body: each a map of keys to texts, in their order. A key without a value is empty text.
pub(crate) fn records(body: &str) -> impl Iterator<Item = Node<'_>> {
    let mut lines = body.lines();
    std::iter::from_fn(move || {
        let mut entries: Vec<(Cow<'_, str>, Node<'_>)> = Vec::new();
        for line in lines.by_ref() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                if entries.is_empty() {
                    continue;
                }
                break;
            }
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            put(&mut entries, key, value);
        }
        (!entries.is_empty()).then_some(Node::Map(entries))
    })
}

/// The most keys that one record may have.
const MOST_KEYS: usize = 10_000;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 16 << 20;

/// Refuses a body with a record or a line that is larger than these limits.
///
/// # Errors
/// `failed`, naming the limit.
pub(crate) fn sound(body: &str) -> Result<()> {
    let mut keys = 0;
    for line in body.lines() {
        keys = if line.is_empty() { 0 } else { keys + 1 };
        if keys > MOST_KEYS {
            return Err(Error::new(Kind::Failed, format!("one record of the reply has more than {MOST_KEYS} keys")));
        }
        if line.len() > LONGEST_LINE {
            let most = LONGEST_LINE >> 20;
            return Err(Error::new(Kind::Failed, format!("one line of the reply is longer than {most} MiB")));
        }
    }
    Ok(())
}

/// The values of a list, one per line: the first word, or the second after the word `ip` or `vlan`.
pub(crate) fn values(body: &str) -> impl Iterator<Item = Node<'_>> {
    body.lines().filter_map(|line| {
        let mut words = line.split_ascii_whitespace();
        let first = words.next()?;
        let value = if matches!(first, "ip" | "vlan") { words.next()? } else { first };
        Some(Node::Text(Cow::Borrowed(value)))
    })
}

/// Adds an entry; a later value replaces an earlier one of the same key.
fn put<'a>(entries: &mut Vec<(Cow<'a, str>, Node<'a>)>, key: &'a str, value: &'a str) {
    let value = Node::Text(Cow::Borrowed(value));
    match entries.iter_mut().find(|(k, _)| k == key) {
        Some((_, old)) => *old = value,
        None => entries.push((Cow::Borrowed(key), value)),
    }
}

/// The lines of a request body, each ended by a line feed.
///
/// # Errors
/// `usage` when a key or value would inject another line or key.
pub(crate) fn lines(pairs: &[(String, Input)]) -> Result<String> {
    let mut out = String::new();
    for (key, value) in pairs {
        let value = plain(value).unwrap_or_default();
        if key.is_empty() || key.contains([' ', '\n', '\r']) {
            return Err(Error::usage(format!("\"{}\" cannot be a key", key.escape_debug())));
        }
        if value.contains(['\n', '\r']) {
            return Err(Error::usage(format!("the value of \"{key}\" holds a line break, which cannot be sent")));
        }
        out.push_str(key);
        if !value.is_empty() {
            out.push(' ');
            out.push_str(&value);
        }
        out.push('\n');
    }
    Ok(out)
}

/// Returns whether a line fits the grammar: a key of word characters and colons.
pub(crate) fn is_line(line: &str) -> bool {
    let key = line.split(' ').next().unwrap_or_default();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_:.-".contains(c))
}
