//! The account's own secret, removed from its provider's replies in every form in which it may come back.
//! Data loses the secret where it is a whole value or long enough not to be chance; ids and downloads are left whole.

use std::borrow::Cow;

use base64::Engine;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::HIDDEN;
use crate::config::Secret;

/// Secrets of at least so many characters are also removed from within a value.
const LONG: usize = 12;

/// A secret in the forms in which a server may repeat it: as it is, in base64, escaped for JSON and for a URL.
pub(crate) fn forms(secret: &Secret) -> Vec<String> {
    let plain = secret.expose();
    let escaped = serde_json::to_string(plain).unwrap_or_default();
    let mut forms = vec![
        plain.to_owned(),
        base64::engine::general_purpose::STANDARD.encode(plain),
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(plain),
        escaped.trim_matches('"').to_owned(),
        escaped.trim_matches('"').replace('/', "\\/"),
        utf8_percent_encode(plain, NON_ALPHANUMERIC).to_string(),
    ];
    if let Ok(decoded) = base64::engine::general_purpose::STANDARD.decode(plain)
        && let Ok(login) = String::from_utf8(decoded)
        && let Some((_, password)) = login.split_once(':')
    {
        forms.push(password.to_owned());
    }
    forms.retain(|form| !form.is_empty());
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms.dedup();
    forms
}

/// Data without the forms of a secret.
pub(crate) fn without<'t>(text: &'t str, forms: &[String]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for form in forms {
        if memchr::memmem::find(text.as_bytes(), form.as_bytes()).is_some() {
            text = Cow::Owned(without_form(&text, form));
        }
    }
    text
}

fn without_form(text: &str, form: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(form) {
        out.push_str(before);
        let whole = is_whole(before.chars().next_back(), after);
        let hide = whole || form.chars().count() >= LONG;
        out.push_str(if hide && !in_id(&out) { HIDDEN } else { form });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The secret is a whole value: in quotes and no key, or from a line's start or a space up to the line's end.
fn is_whole(before: Option<char>, after: &str) -> bool {
    match before {
        Some('"') => after.starts_with('"') && !after.starts_with("\":"),
        None | Some('\n' | ' ') => after.is_empty() || after.starts_with(['\n', '\r']),
        Some(_) => false,
    }
}

/// The text ends where the value of an id begins.
fn in_id(text: &str) -> bool {
    let line = text.rsplit(['\n', ',', '{', '[']).next().unwrap_or_default();
    let key = line.trim_start().trim_start_matches('"').split(['"', ' ', ':']).next().unwrap_or_default();
    matches!(key, "id" | "uuid" | "number") || key.ends_with("_id") || key.ends_with("_uuid")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn hidden(text: &str, secret: &str) -> String {
        without(text, &forms(&Secret::new(secret.to_owned()).unwrap())).into_owned()
    }

    #[test]
    fn a_whole_value_is_hidden_and_a_word_within_one_is_not() {
        assert_eq!(hidden(r#"{"a":"hush","b":"hush now","hush":1}"#, "hush"), r#"{"a":"***","b":"hush now","hush":1}"#);
        assert_eq!(hidden("name hush\nnote hushed\n", "hush"), "name ***\nnote hushed\n");
    }

    #[test]
    fn a_long_secret_is_hidden_wherever_it_stands_but_in_ids() {
        for secret in ["correct horse, battery", "a=b:c/d\\e\"f'g{h}", "pässwörd-lang-genug"] {
            let json = serde_json::json!({ "note": format!("x{secret}y"), "id": format!("i{secret}") }).to_string();
            let shown = hidden(&json, secret);
            assert!(shown.contains("\"note\":\"x***y\""), "{shown}");
            assert!(!shown.contains("\"id\":\"i***"), "{shown}");
            let encoded = base64::engine::general_purpose::STANDARD.encode(secret);
            assert_eq!(hidden(&format!("<p>{encoded}</p>"), secret), "<p>***</p>");
        }
    }

    #[test]
    fn the_password_of_a_login_is_known_from_it() {
        let login = base64::engine::general_purpose::STANDARD.encode("ops@example.com:tops3cret-pass");
        assert_eq!(hidden("x tops3cret-passx", &login), "x ***x");
    }
}
