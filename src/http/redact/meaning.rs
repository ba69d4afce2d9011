//! Keys that mean a secret, in any case and spelling: `vnc:password`, `accessToken`, `adminPass`, `API-Key`.
//! Sources: the remarks on secrets in the documents of the four APIs, and the names that other systems use.

/// Words that mean a secret anywhere in a key.
const WORDS: [&str; 13] = [
    "authorization",
    "challenge",
    "cookie",
    "epp",
    "jwt",
    "otp",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "pwd",
    "secret",
    "token",
];
/// Whole keys that mean a secret, without the separators of their words.
const WHOLE: [&str; 14] = [
    "authcode",
    "bearer",
    "encryptionkey",
    "eppcode",
    "hashval",
    "keyprivate",
    "pin",
    "psk",
    "refresh",
    "remoteconsole",
    "sessionid",
    "ssosession",
    "usercode",
    "userdata",
];
/// Ends of keys that mean a secret, without the separators of their words.
const ENDS: [&str; 11] = [
    "accesskey",
    "apikey",
    "authkey",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "token",
];
/// Last words of keys that describe a secret without holding it.
const ABOUT: [&str; 40] = [
    "age", "all", "at", "auth", "change", "changed", "count", "created", "date", "datetime", "days", "enabled", "end",
    "expire", "expired", "expires", "expiry", "hint", "id", "ids", "length", "lifetime", "limit", "lock", "locked",
    "name", "policy", "required", "reset", "rules", "set", "start", "state", "status", "strength", "time", "timeout",
    "type", "uri", "url",
];
/// Words that end like a secret and are not one.
const HARMLESS: [&str; 3] = ["bypass", "compass", "encompass"];

/// The value of this key is a secret.
pub(crate) fn is_secret(key: &str) -> bool {
    let words = words(key);
    let flat = words.concat();
    let Some(last) = words.last() else { return false };
    if WHOLE.contains(&flat.as_str()) || flat == "xauth" {
        return true;
    }
    if ABOUT.contains(&last.as_str()) || HARMLESS.contains(&last.as_str()) {
        return false;
    }
    words.iter().any(|word| WORDS.contains(&word.as_str()) || word.contains("password"))
        || ENDS.iter().any(|end| flat.ends_with(end))
}

/// The key is the plural of a secret key: plain values below it are secret, and records below it are judged by
/// their own keys.
pub(crate) fn keeps_secrets(key: &str) -> bool {
    let flat = words(key).concat();
    flat.strip_suffix('s').is_some_and(is_secret) || flat.ends_with("credentials")
}

/// The words of a key in lower case.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in key.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && lower {
            words.push(String::new());
        }
        lower = c.is_lowercase() || c.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
