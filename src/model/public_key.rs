//! Public SSH keys as they are typed: one line of one key, and never a private one.
//! A key that is refused is shown nowhere, since it may be the private one of the pair.

use crate::error::{Error, Result};

/// The types of keys, as the first word of a public key.
const TYPES: [&str; 8] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ssh-dss",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

/// The beginning of every key in base64: the length of its type is one byte.
const BEGINNING: &str = "AAAA";

/// One public key, without line breaks around it.
///
/// # Errors
/// `usage` when it is none, a private one, several, or more than one line.
pub(crate) fn public_key(text: &str) -> Result<String> {
    let refused = |why: &str| Err(Error::usage(format!("{why}: nothing was sent")).hint(HINT));
    if text.contains("PRIVATE KEY") || text.starts_with("PuTTY-User-Key-File") {
        return refused("that is a private key, not the public one beside it");
    }
    if text.starts_with('\u{feff}') {
        return refused("the public key has a byte order mark before it");
    }
    let line = text.trim_matches(['\n', '\r', ' ', '\t']);
    let mut parts = line.split(' ').filter(|part| !part.is_empty());
    let (kind, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let whole = body.starts_with(BEGINNING) && body.chars().all(base64);
    if line.contains(['\n', '\r']) {
        return refused("that is not exactly one public SSH key: it has several lines");
    }
    if !TYPES.contains(&kind) || !whole || line.chars().any(char::is_control) {
        return refused("that is no public SSH key");
    }
    if line.matches(BEGINNING).count() > 1 && parts.any(|part| TYPES.contains(&part)) {
        return refused("that is not exactly one public SSH key: a second one follows");
    }
    Ok(line.to_owned())
}

/// The form of a public key.
const HINT: &str = "it is one line, as in ~/.ssh/id_ed25519.pub";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::error::Kind;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHuHVSvJRrUb1iPuZ6YdYnjmPzEhl6t7vJ3nM0Xw8Zxy";

    #[test]
    fn one_key_is_taken_with_or_without_its_comment() {
        assert_eq!(public_key(KEY).unwrap(), KEY);
        assert_eq!(public_key(&format!("{KEY} ops@desk\r\n")).unwrap(), format!("{KEY} ops@desk"));
        assert!(public_key("ecdsa-sha2-nistp256 AAAAE2VjZHNh= x").is_ok());
    }

    #[test]
    fn anything_else_is_refused_and_shown_nowhere() {
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n";
        for text in [
            "",
            "\n",
            private,
            &format!("{KEY}\n{private}"),
            "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nc2VjcmV0\n",
            &format!("\u{feff}{KEY}"),
            &format!("# mine\n{KEY}"),
            &format!("{KEY}\n{KEY}\n"),
            &format!("{KEY} {KEY}"),
            "ssh-ed25519",
            "ssh-ed25519 c2VjcmV0",
            "ssh-unknown AAAAC3NzaC1lZDI1",
            "command=\"x\" ssh-ed25519 AAAAC3NzaC1lZDI1",
        ] {
            let error = public_key(text).unwrap_err();
            let told = format!("{error} {:?}", error.details().hint);
            assert_eq!(error.kind(), Kind::Usage, "{text}");
            assert!(!told.contains("c2VjcmV0") && !told.contains("C3NzaC1"), "{told}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_key_or_an_error(text in "\\PC{0,60}") {
            let _ = public_key(&text);
        }
    }
}
