//! Errors in a TOML file by file and line, never with a value of it:
//! the parser's own report prints the line, and the line may hold a secret.

use std::ops::Range;
use std::path::Path;

use toml_edit::{TomlError, de};

use crate::error::Error;

/// A complaint about one place of a file.
pub(crate) fn complaint(file: &Path, text: &str, span: Option<Range<usize>>, what: &str) -> Error {
    let line = span.and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let place = line.map_or_else(String::new, |line| format!(", line {line}"));
    Error::config(format!("{}{place}: {what}", file.display()))
}

/// The error of a text that is no TOML, in the parser's words without the line itself.
pub(crate) fn unparsable(file: &Path, text: &str, error: &TomlError) -> Error {
    let what = error.message().lines().next().unwrap_or("not TOML");
    complaint(file, text, error.span(), what).hint("correct that line; see https://toml.io for the format")
}

/// The error of a value that does not fit, with the expectation as the hint.
pub(crate) fn unfit(file: &Path, text: &str, error: &de::Error) -> Error {
    let message = error.message();
    let (what, wanted) = match message.rsplit_once(", expected ") {
        Some((what, wanted)) => (what, Some(wanted)),
        None => (message, None),
    };
    // serde's `invalid type: string "hunter2"` and `invalid value: ..` go on with the value.
    let what = match what.split_once(": ") {
        Some((kind @ ("invalid type" | "invalid value"), found)) => {
            format!("{kind}: {}", found.split([' ', '`', '"']).next().unwrap_or_default())
        }
        _ if what.starts_with("unknown variant") => "unknown word".to_owned(),
        _ => what.to_owned(),
    };
    let complaint = complaint(file, text, error.span(), &what);
    match wanted {
        Some(wanted) => complaint.hint(format!("expected {wanted}")),
        None => complaint,
    }
}
