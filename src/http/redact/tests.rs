//! Secrets in every form of body, under every spelling of a key, and what must stay as it is.
#![allow(clippy::unwrap_used)]

use super::*;

fn shown(body: &[u8]) -> String {
    redact(body, "application/octet-stream; x=y")
}

#[test]
fn secrets_are_hidden_in_every_form() {
    for (body, expected) in [
        (&b"name web\nvnc:password KD9R3jcF\nmem 1"[..], "name web\nvnc:password ***\nmem 1"),
        (
            br#"{"a":[{"rootPassword":"x","n":1.50}],"password":null}"#,
            r#"{"a":[{"rootPassword":"***","n":1.50}],"password":null}"#,
        ),
        (br#"{ "token" : 12345, "has_token": true }"#, r#"{ "token" : "***", "has_token": true }"#),
        (br#"{"tokens":["a",{"name":"ci","token":"t"}]}"#, r#"{"tokens":["***",{"name":"ci","token":"***"}]}"#),
        (br#"{"text":"{\"password\":\"x\"}"}"#, r#"{"text":"{\"password\":\"***\"}"}"#),
        (b"user=a&password=b%20c", "user=a&password=***"),
        (b"a%5Bpassword%5D=x", "a%5Bpassword%5D=***"),
        (b"password: x\nadminPass=y", "password: ***\nadminPass=***"),
        (b"\xef\xbb\xbf{\"token\":\"x\"}", r#"{"token":"***"}"#),
        (b"{\"token\":\"x\xff\"}", r#"{"token":"***"}"#),
    ] {
        assert_eq!(shown(body), expected, "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn what_cannot_be_taken_apart_is_told_by_length_and_type() {
    for body in ["{\"token\":\"abc", "[1,2", "<html>abc</html>", "{} {\"token\":\"abc\"}", "--- abc"] {
        let told = format!("({} bytes of application/octet-stream, not shown: they may hold secrets)", body.len());
        assert_eq!(shown(body.as_bytes()), told);
    }
}

#[test]
fn what_is_no_secret_is_shown_to_the_letter() {
    for text in [
        "",
        "name web\nmem 1",
        "name web\r\n\r\nmem 1",
        "a=1&b=%20",
        "plain words",
        r#"{"passenger":1,"tokenize":"x"}"#,
        "[1, 2.50,\n {\"key\": \"a\\\"b\"}]",
        "7",
        "\"x\"",
    ] {
        assert_eq!(redacted(text).as_deref(), Some(text));
    }
}

#[test]
fn a_key_is_a_secret_by_its_meaning() {
    for key in [
        "password",
        "accessToken",
        "privateKey",
        "adminPass",
        "api_key",
        "API-Key",
        "vncpassword",
        "vnc:password",
        "rootPassword",
        "user_passwordRepeat",
        "PASSWORD2",
        "new_password",
        "encryption:key",
        "X-Auth-Token",
        "Cookie",
        "clientSecret",
        "epp_code",
        "token",
        "refresh",
        "key_private",
        "passwd",
        "db_pwd",
        "sso_session",
        "user_data",
        "remote_console",
        "hash_val",
    ] {
        assert!(is_secret(key), "{key}");
    }
    for key in [
        "name",
        "key",
        "key_name",
        "public_key",
        "key_public",
        "ssh_keys",
        "token_type",
        "token_id",
        "token_time_expire",
        "token_name",
        "token_lifetime",
        "password_locked",
        "user_password_locked",
        "token_revoke_all",
        "token_expired",
        "compass",
        "bypass",
        "code",
        "zip_code",
        "credit",
        "postcode",
        "tokenize",
        "authenticatorData",
        "session_persistence_types",
        "passenger",
        "spinning",
    ] {
        assert!(!is_secret(key), "{key}");
    }
}

#[test]
fn an_address_and_headers_lose_their_secrets() {
    let mut request = super::super::testing::request(super::super::Effect::Read, "https://x/y?a=1&password=hunter2#z");
    request.headers = vec![("x-api-key".into(), "abc".to_owned()), ("accept".into(), "text/plain".to_owned())];
    assert_eq!(request.shown_url(), "https://x/y?a=1&password=***");
    assert_eq!(request.shown_headers().collect::<Vec<_>>(), [("x-api-key", "***"), ("accept", "text/plain")]);
}

#[test]
fn words_that_echo_a_secret_of_the_request_lose_it() {
    let request = |body: &'static str| Request {
        body: Bytes::from_static(body.as_bytes()),
        ..super::super::testing::request(super::super::Effect::Change, "https://cloud.example.com")
    };
    for body in [
        r#"{"name":"web","password":"hunt3r,2 = x:y"}"#,
        "name=web&password=hunt3r%2C2+%3D%20x:y",
        "name web\npassword hunt3r,2 = x:y",
    ] {
        assert_eq!(hushed("web: 'hunt3r,2 = x:y' is weak.", &request(body)), "web: '***' is weak.", "{body}");
    }
    assert_eq!(hushed("Instance is locked", &request("{}")), "Instance is locked");
}

/// Keys of every document's recorded replies: the hidden ones are exactly those named here.
#[test]
fn of_the_recorded_replies_nothing_harmless_is_hidden() {
    let recorded = [
        include_str!("../../provider/fleio/exchanges.http"),
        include_str!("../../provider/cloudsigma/exchanges.http"),
        include_str!("../../provider/seflow/exchanges.http"),
        include_str!("../../provider/uivmm/exchanges.http"),
    ];
    let mut hidden = std::collections::BTreeSet::new();
    for text in recorded {
        let json = text.split('"').collect::<Vec<_>>();
        let json = json.windows(2).filter(|pair| pair[1].trim_start().starts_with(':')).map(|pair| pair[0]);
        let lines = text.lines().filter_map(|line| line.split_once(' ')).map(|(key, _)| key);
        hidden.extend(json.chain(lines).filter(|key| is_secret(key)).map(str::to_lowercase));
    }
    let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
    assert_eq!(hidden, HIDDEN_KEYS);
}

/// The keys of the recorded exchanges that are secrets.
const HIDDEN_KEYS: &[&str] = &[
    "challenge",
    "instances.change-password",
    "password",
    "private_key",
    "remote_console",
    "root_password",
    "rootpassword",
    "secret_key",
    "server_password",
    "token",
    "user_code",
    "user_data",
    "user_password",
    "user_passwordrepeat",
    "vnc:password",
];

proptest::proptest! {
    #[test]
    fn no_secret_is_shown_in_any_form(at in 0..5_usize, upper: bool, depth in 0..4_usize) {
        const VALUE: &str = "hunter2-hunter2";
        let key = ["password", "access_token", "vnc:password", "apiKey", "user_data"][at];
        let key = if upper { key.to_uppercase() } else { key.to_owned() };
        let mut json = format!(r#"{{"name":"n","{key}":["{VALUE}",{{"x":"{VALUE}"}}]}}"#);
        for level in 0..depth {
            json = if level % 2 == 0 { format!("[1,{json}]") } else { format!(r#"{{"a":{json},"b":2}}"#) };
        }
        let lines = format!("name n\n{key} {VALUE}\r\nmem 1");
        let form = format!("name=n&{}={VALUE}&mem=1", percent_encoding::utf8_percent_encode(&key, percent_encoding::NON_ALPHANUMERIC));
        let nested = format!("a%5B{key}%5D={VALUE}&b=1");
        for body in [json.clone(), lines, form, nested, format!("  {json}"), json[..json.len() - 1].to_owned()] {
            let shown = shown(body.as_bytes());
            proptest::prop_assert!(!shown.contains("hunter2"), "{} -> {}", body, shown);
        }
    }

    #[test]
    fn nothing_makes_it_panic(body in "[\\[\\]{}\",:0-9a \\\\.eE+=&\n-]{0,40}") {
        let _ = shown(body.as_bytes());
        let _ = shown_url(&body);
    }
}
