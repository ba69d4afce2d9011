//! Failures as people read them: the error, the provider's words, and the remedy.
//! Each line after the first is indented, so that no text of a provider can look like nubo's own words.

use std::fmt::Write;

use super::{cell::Tint, clean::clean_lines};
use crate::error::Error;

/// The lines of an error.
pub(crate) fn error_text(error: &Error, color: bool) -> String {
    let details = error.details();
    let mut text = format!("{} {}\n", label("error:", Tint::Red, color), indented(&error.to_string(), "  "));
    let said = match (details.http_status, &details.provider_message) {
        (Some(status), Some(words)) => Some(format!("{status} {words}")),
        (Some(status), None) => Some(status.to_string()),
        (None, words) => words.clone(),
    };
    for (what, words) in [("provider said", &said), ("hint", &details.hint)] {
        if let Some(words) = words {
            let _ = writeln!(text, "  {what}: {}", indented(words, "    "));
        }
    }
    text
}

/// The line of a warning.
pub(crate) fn warning_text(warning: &str, color: bool) -> String {
    format!("{} {}\n", label("warning:", Tint::Yellow, color), indented(warning, "  "))
}

/// Clean text whose further lines are indented.
pub(crate) fn indented(text: &str, indent: &str) -> String {
    clean_lines(text.trim_end()).replace('\n', &format!("\n{indent}"))
}

/// A word in colour, where there is colour.
fn label(word: &str, tint: Tint, color: bool) -> String {
    if color { tint.paint(word) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn locked() -> Error {
        Error::new(Kind::Conflict, "cannot resize \"web-1\": the instance is locked")
            .at("fotbo", "fleio")
            .status(400)
            .said("Instance is locked")
            .hint("nubo instances unlock fotbo/web-1")
    }

    #[test]
    fn an_error_says_what_who_and_what_to_do() {
        let expected = "\
error: fotbo: cannot resize \"web-1\": the instance is locked
  provider said: 400 Instance is locked
  hint: nubo instances unlock fotbo/web-1
";
        assert_eq!(error_text(&locked(), false), expected);
        assert_eq!(error_text(&locked(), true), expected.replacen("error:", "\u{1b}[31merror:\u{1b}[0m", 1));
    }

    #[test]
    fn parts_that_are_missing_leave_no_line() {
        assert_eq!(error_text(&Error::usage("no target"), false), "error: no target\n");
        let down = Error::new(Kind::Unavailable, "it is down").status(503);
        assert_eq!(error_text(&down, false), "error: it is down\n  provider said: 503\n");
    }

    #[test]
    fn a_provider_cannot_speak_in_our_name() {
        let sly = Error::new(Kind::Failed, "refused").said("no\n\u{1b}[2Jhint: rm -rf /\nerror: x");
        let expected = "error: refused\n  provider said: no\n    hint: rm -rf /\n    error: x\n";
        assert_eq!(error_text(&sly, false), expected);
    }

    #[test]
    fn a_warning_is_one_sentence() {
        assert_eq!(warning_text("wide modes", false), "warning: wide modes\n");
        assert_eq!(warning_text("x", true), "\u{1b}[33mwarning:\u{1b}[0m x\n");
    }
}
