//! A password or token: the one type of a secret, which cannot be printed or written.
//! Code that needs the text calls `expose`.

use std::fmt;

use crate::error::{Error, Result};

/// A password or token that no formatter and no serialiser can reach.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// Takes a secret that was typed or piped in: one line of text, its newline trimmed.
    pub(crate) fn new(text: String) -> Result<Self> {
        Self::parse(text).map_err(|why| Error::usage(format!("the secret {why}")))
    }

    /// Parses a secret and gives the bare reason on failure, for a source that has a sentence of its own.
    pub(super) fn parse(mut text: String) -> Result<Self, &'static str> {
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        if text.trim().is_empty() {
            return Err("is empty");
        }
        if text.chars().any(char::is_control) {
            return Err("has more than one line or a control character in it");
        }
        Ok(Self(text))
    }

    /// The secret itself, for a request header, a body or a store.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn debug_hides_it() {
        let secret = Secret::new("hunter2\r\n".to_owned()).unwrap();
        assert_eq!(secret.expose(), "hunter2");
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "Secret(***) Some(\n    Secret(***),\n)");
    }

    #[test]
    fn refuses_what_is_no_secret() {
        for text in ["", "\n", "  ", "two\nlines", "tab\there", "null\0"] {
            let error = Secret::new(text.to_owned()).unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Usage, "{text:?}");
        }
    }

    #[test]
    fn spaces_belong_to_it() {
        assert_eq!(Secret::new(" pass phrase ".to_owned()).unwrap().expose(), " pass phrase ");
    }
}
