//! Blocks of text: written indented in tests, compared without the parts that differ from run to run.
//! A mismatch prints the block as it is, ready to be pasted.

use std::fmt::Write;

/// A text without the line break before it, the spaces after it, and the indent of its last line.
pub(crate) fn dedented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let last = text.lines().last().unwrap_or_default();
    let indent = &last[..last.len() - last.trim_start().len()];
    text.lines().map(|line| line.strip_prefix(indent).unwrap_or(line).to_owned()).collect::<Vec<_>>().join("\n")
}

/// A text in which folders, ports and durations are replaced by placeholders.
pub(super) fn normal(text: &str, home: &str) -> String {
    let text = text.replace(home, "[home]");
    let text = numbers_after(&text, "127.0.0.1:", "[port]");
    let text = numbers_after(&text, "trying again in ", "[n]");
    let text = numbers_after(&text, "os error ", "[n]");
    numbers_after(&text, "bytes in ", "[n]")
}

/// Compares two blocks, the expected one as it stands in a test.
#[track_caller]
pub(super) fn same(what: &str, actual: &str, expected: &str) {
    let expected = dedented(expected);
    if actual == expected {
        return;
    }
    let mut message = format!("nubo {what}\n=== expected\n{expected}\n=== actual\n{actual}\n=== end\n");
    let lines = actual.lines().zip(expected.lines());
    if let Some((line, _)) = lines.clone().find(|(actual, expected)| actual != expected) {
        let _ = writeln!(message, "first difference: {line}");
    }
    panic!("{message}");
}

/// Replaces every number that follows one of some words.
fn numbers_after(text: &str, words: &str, replacement: &str) -> String {
    let mut parts = text.split(words);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let what = if rest.len() == part.len() { "" } else { replacement };
        let _ = write!(out, "{words}{what}{rest}");
    }
    out
}
