//! A request as text: as HTTP, and as the `curl` line that would send it. The secret is left out of both.
//! The readers are `operations show`, dry runs, and users who want to see a request before they send it.

use std::fmt::Write;

use crate::http::{Method, Request};

/// The request as it would go over the wire.
pub(crate) fn http(request: &Request) -> String {
    let url = request.shown_url();
    let (host, path) = split(&url);
    let mut out = format!("{} {path} HTTP/1.1\nhost: {host}\n", request.method.word());
    if let Some(authorization) = &request.authorization {
        let _ = writeln!(out, "authorization: {} $SECRET", authorization.scheme);
    }
    for (name, value) in request.shown_headers() {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push('\n');
    out.push_str(&request.shown_body());
    if let Some(file) = &request.file {
        let _ = write!(out, "(the file {})", file.path.display());
    }
    out.push('\n');
    out
}

/// A line that sends the same, with the secret taken from a variable.
pub(crate) fn curl(request: &Request) -> String {
    let mut line = "curl".to_owned();
    if request.method != Method::Get {
        let _ = write!(line, " -X {}", request.method.word());
    }
    match request.authorization.as_ref().map(|a| a.scheme.as_str()) {
        Some("Basic") => line.push_str(" -u \"$USER_NAME:$SECRET\""),
        Some(scheme) => {
            let _ = write!(line, " -H \"Authorization: {scheme} $SECRET\"");
        }
        None => {}
    }
    for (name, value) in request.shown_headers() {
        let _ = write!(line, " -H {}", quoted(&format!("{name}: {value}")));
    }
    if !request.body.is_empty() {
        let _ = write!(line, " --data-binary {}", quoted(&request.shown_body()));
    }
    if let Some(file) = &request.file {
        let _ = write!(line, " --data-binary {}", quoted(&format!("@{}", file.path.display())));
    }
    let _ = write!(line, " {}", quoted(&request.shown_url()));
    line
}

/// A word that a shell takes as it is, on one line.
fn quoted(text: &str) -> String {
    if text.contains(['\n', '\r']) {
        let text = text.replace('\\', r"\\").replace('\'', r"\'").replace('\n', r"\n").replace('\r', r"\r");
        return format!("$'{text}'");
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn split(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_on_one_line() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("a\\b"), r"'a\b'");
        assert_eq!(quoted("name it's\nback\\slash\r\n"), r"$'name it\'s\nback\\slash\r\n'");
    }
}
