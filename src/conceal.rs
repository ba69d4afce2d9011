//! Taking a secret out of a text, in any surroundings.
//! Everything printed for people or written to a journal passes through it.

/// The text that replaces a secret.
pub(crate) const HIDDEN: &str = "***";

/// Secrets of fewer signs are removed only where they are words of their own.
const SHORT: usize = 4;

/// A text without any of several secrets, the longest of which should come first.
pub(crate) fn without_all(text: &str, secrets: &[String]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| without(&text, secret))
}

fn without(text: &str, secret: &str) -> String {
    let short = secret.chars().count() < SHORT;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(secret).filter(|_| !secret.is_empty()) {
        out.push_str(before);
        let joined = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let within = joined(out.chars().next_back()) || joined(after.chars().next());
        out.push_str(if short && within { secret } else { HIDDEN });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_goes_whatever_surrounds_it() {
        let secrets = ["a,b=c: d".to_owned(), "xyz".to_owned(), String::new()];
        for (text, expected) in [
            ("a,b=c: d", "***"),
            ("1a,b=c: d2a,b=c: d", "1***2***"),
            ("the xyz is xyzzy", "the *** is xyzzy"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(without_all(text, &secrets), expected);
        }
    }
}
