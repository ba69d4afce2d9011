//! Which keys hold secrets in the four APIs, and how a text is shown without them.
//! Serves traces and `--raw`; records never read such a key.

use std::borrow::Cow;

use base64::Engine;
use percent_encoding::percent_decode_str;

use super::Request;

/// What stands in the place of a secret.
pub const HIDDEN: &str = "***";

/// Keys whose value nobody may see unasked, in lower case. Sources: the "secrets" remarks of each API's document.
const SECRET_KEYS: &[&str] = &[
    "access_token",
    "authorization",
    "challenge",
    "encryption:key",
    "epp",
    "hash_val",
    "key_private",
    "new_password",
    "old_password",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "refresh",
    "refresh_token",
    "remote_console",
    "root_password",
    "rootpassword",
    "secret",
    "secret_key",
    "server_password",
    "sso_session",
    "token",
    "user_code",
    "user_data",
    "user_password",
    "user_passwordrepeat",
    "vnc:password",
    "vnc_password",
];

/// Whether the value of a key is a secret.
pub fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    SECRET_KEYS.binary_search(&key.as_str()).is_ok()
}

/// A body as text in which the values of secret keys are hidden; JSON, key-value lines and forms are understood.
pub fn redact(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    match text.trim_ascii_start().as_bytes().first() {
        None => text,
        Some(b'{' | b'[') => Cow::Owned(redact_json(&text)),
        Some(_) if !text.contains([' ', '\n']) && text.contains('=') => Cow::Owned(redact_form(&text)),
        Some(_) => Cow::Owned(redact_lines(&text)),
    }
}

/// A provider's words without what the request kept secret: words of its authorization, or of its body where they
/// are hidden when that is shown.
pub fn hushed(words: &str, request: &Request) -> String {
    let mut told = String::new();
    let body = percent_decode_str(&String::from_utf8_lossy(&request.body)).decode_utf8_lossy().into_owned();
    let shown = redact(&request.body);
    let shown = percent_decode_str(&shown).decode_utf8_lossy();
    let credentials = request.authorization.as_ref().map_or("", |given| given.credentials.expose());
    let login = base64::engine::general_purpose::STANDARD.decode(credentials).unwrap_or_default();
    let login = String::from_utf8_lossy(&login);
    let password = login.split_once(':').map_or("", |(_, password)| password);
    let secret = |word: &str| {
        // Short words are words of the language more often than secrets.
        let sent = || word.chars().count() >= 6 && body.contains(word) && !shown.contains(word);
        !word.is_empty() && (word == credentials || word == password || sent())
    };
    for piece in words.split_inclusive([' ', '\n', '\t', '"', '\'', '`', ',', ';', ':', '=', '(', ')', '<', '>']) {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let hide = secret(word);
        told.push_str(&if hide { piece.replace(word, HIDDEN) } else { piece.to_owned() });
    }
    told
}

/// Hides in JSON: any value that follows a secret key, up to the end of that value.
fn redact_json(text: &str) -> String {
    let Ok(mut tree) = serde_json::from_str::<serde_json::Value>(text) else {
        return format!("({} bytes that are not whole JSON: not shown, they may hold secrets)", text.len());
    };
    hide(&mut tree);
    tree.to_string()
}

fn hide(tree: &mut serde_json::Value) {
    match tree {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                if is_secret(key) && !value.is_null() {
                    *value = HIDDEN.into();
                } else {
                    hide(value);
                }
            }
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(hide),
        _ => {}
    }
}

fn redact_lines(text: &str) -> String {
    let line = |line: &str| match line.split_once(' ') {
        Some((key, _)) if is_secret(key) => format!("{key} {HIDDEN}"),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn redact_form(text: &str) -> String {
    let secret = |key: &str| percent_decode_str(key).decode_utf8_lossy().split(['[', ']']).any(is_secret);
    let pair = |pair: &str| match pair.split_once('=') {
        Some((key, _)) if secret(key) => format!("{key}={HIDDEN}"),
        _ => pair.to_owned(),
    };
    text.split('&').map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(SECRET_KEYS.is_sorted());
    }

    #[test]
    fn secrets_are_hidden_in_every_form() {
        assert_eq!(redact(b"name web\nvnc:password KD9R3jcF\nmem 1"), "name web\nvnc:password ***\nmem 1");
        assert_eq!(
            redact(br#"{"a":[{"rootPassword":"x","n":1.50}],"password":null}"#),
            r#"{"a":[{"rootPassword":"***","n":1.50}],"password":null}"#
        );
        assert_eq!(redact(b"user=a&password=b%20c"), "user=a&password=***");
        assert!(!redact(br#"{"token":"abc"#).contains("abc"));
    }

    #[test]
    fn what_is_no_secret_is_shown_to_the_letter() {
        for text in ["", "name web\nmem 1", "a=1&b=%20", "<html>page</html>", "plain words"] {
            assert_eq!(redact(text.as_bytes()), text);
        }
        assert_eq!(redact(br#"{"passwords":1,"tokenize":"x"}"#), r#"{"passwords":1,"tokenize":"x"}"#);
        assert_eq!(redact(b"a\xff b"), "a\u{fffd} b");
    }

    #[test]
    fn words_that_echo_a_secret_of_the_request_lose_it() {
        let authorization = |credentials: &str| {
            let credentials = crate::config::Secret::new(credentials.to_owned()).ok()?;
            Some(super::super::Authorization { scheme: "Basic".to_owned(), credentials })
        };
        let request = |body: &'static str, credentials: &str| Request {
            body: bytes::Bytes::from_static(body.as_bytes()),
            authorization: authorization(credentials),
            ..super::super::testing::request(super::super::Effect::Change, "https://cloud.example.com")
        };
        for body in
            [r#"{"name":"web","password":"hunt3r.2"}"#, "name=web&password=hunt3r%2E2", "name web\npassword hunt3r.2"]
        {
            assert_eq!(hushed("web: 'hunt3r.2' is weak.", &request(body, "t0ken-x")), "web: '***' is weak.");
        }
        assert_eq!(hushed("bad t0ken-x", &request("", "t0ken-x")), "bad ***");
        assert_eq!(hushed("no pass-word", &request("", "b3BzOnBhc3Mtd29yZA==")), "no ***");
        assert_eq!(hushed("Instance is locked", &request("{}", "t0ken-x")), "Instance is locked");
    }

    proptest::proptest! {
        #[test]
        fn no_secret_is_shown_in_any_form(at in 0..SECRET_KEYS.len(), upper: bool, depth in 0..4_usize) {
            const VALUE: &str = "hunter2-hunter2";
            let key = SECRET_KEYS[at];
            let key = if upper { key.to_uppercase() } else { key.to_owned() };
            let mut json = format!(r#"{{"name":"n","{key}":["{VALUE}",{{"x":"{VALUE}"}}]}}"#);
            for level in 0..depth {
                json = if level % 2 == 0 { format!("[1,{json}]") } else { format!(r#"{{"a":{json},"b":2}}"#) };
            }
            let lines = format!("name n\n{key} {VALUE}\r\nmem 1");
            let form = format!("name=n&{}={VALUE}&mem=1", percent_encoding::utf8_percent_encode(&key, percent_encoding::NON_ALPHANUMERIC));
            let nested = format!("a%5B{key}%5D={VALUE}&b=1");
            for body in [json.clone(), lines, form, nested, format!("  {json}"), json[..json.len() - 1].to_owned()] {
                let shown = redact(body.as_bytes()).into_owned();
                proptest::prop_assert!(!shown.contains("hunter2"), "{} -> {}", body, shown);
            }
        }
    }
}
