//! JSON with the values of secret keys covered and everything else unchanged, even its white space.
//! The text is read once from front to end, so that a large document takes no more room than its text.

use serde::de::IgnoredAny;

use super::{Apart, HIDDEN, is_secret, keeps_secrets};

/// The part of the values below a key that is covered.
#[derive(Clone, Copy, PartialEq)]
enum Cover {
    /// Nothing, unless keys further down are secret.
    Nothing,
    /// Plain values, also those of a list.
    Plain,
    /// Everything.
    Everything,
}

/// An open object or list.
struct Level {
    object: bool,
    cover: Cover,
    /// The next string is a key.
    key: bool,
}

/// Parses JSON; nothing when the document is incomplete.
pub(crate) fn apart(text: &str) -> Option<Apart> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut scan = Scan { levels: Vec::new(), next: Cover::Nothing, apart: Apart::default() };
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b'"' => string(rest),
            b'{' | b'[' | b'}' | b']' | b',' | b':' => 1,
            b if b.is_ascii_whitespace() => 1,
            _ => rest.find([',', '}', ']', ' ', '\n', '\r', '\t']).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at_checked(length)?;
        scan.take(piece);
        rest = after;
    }
    Some(scan.apart)
}

/// The length of the string that a text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A document that is being read.
struct Scan {
    levels: Vec<Level>,
    /// The cover of the next value.
    next: Cover,
    apart: Apart,
}

impl Scan {
    /// Takes one token: a punctuation mark, white space, a string or another plain value.
    fn take(&mut self, piece: &str) {
        match piece {
            "{" | "[" => {
                let object = piece == "{";
                let cover = if object && self.next == Cover::Plain { Cover::Nothing } else { self.next };
                self.levels.push(Level { object, cover, key: object });
                self.next = cover;
            }
            "}" | "]" => {
                self.levels.pop();
                self.next = self.levels.last().map_or(Cover::Nothing, |level| level.cover);
            }
            "," => {
                if let Some(level) = self.levels.last_mut() {
                    level.key = level.object;
                    self.next = level.cover;
                }
            }
            _ if piece.trim_ascii().is_empty() || piece == ":" => {}
            _ if self.levels.last().is_some_and(|level| level.key) => self.key(piece),
            _ => return self.value(piece),
        }
        self.apart.shown.push_str(piece);
    }

    /// Takes a key, which decides how much of its value is covered.
    fn key(&mut self, piece: &str) {
        let name: String = serde_json::from_str(piece).unwrap_or_default();
        let Some(level) = self.levels.last_mut() else { return };
        level.key = false;
        self.next = match level.cover {
            Cover::Everything => Cover::Everything,
            _ if is_secret(&name) => Cover::Everything,
            _ if keeps_secrets(&name) => Cover::Plain,
            _ => Cover::Nothing,
        };
    }

    /// Takes a plain value: true, false and null are no secrets, and a string may itself be JSON.
    fn value(&mut self, piece: &str) {
        let text = serde_json::from_str::<String>(piece).ok();
        let bare = text.as_deref().unwrap_or(piece);
        if matches!(piece, "true" | "false" | "null") || bare.is_empty() {
            self.apart.shown.push_str(piece);
        } else if self.next != Cover::Nothing {
            self.apart.shown.push_str(&format!("\"{HIDDEN}\""));
            self.apart.secrets.push(bare.to_owned());
        } else if let Some(inner) = text.as_deref().filter(|text| text.starts_with(['{', '['])).and_then(apart)
            && !inner.secrets.is_empty()
        {
            self.apart.shown.push_str(&serde_json::Value::from(inner.shown).to_string());
            self.apart.secrets.extend(inner.secrets);
        } else {
            self.apart.shown.push_str(piece);
        }
    }
}
