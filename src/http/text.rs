//! The text of a body, the same for whoever reads it and for whoever hides its secrets.
//! What no text can hold is replaced, since one broken name must not hide a whole list.

use bytes::Bytes;

/// The sign that stands for what could not be read.
const REPLACEMENT: &str = "\u{fffd}";

/// A body as text: UTF-8, or Latin-1 where it is not, without a byte-order mark. In JSON, a control character or half
/// of a surrogate pair becomes the replacement sign; the second value tells whether one did. A body that nobody else
/// holds is not copied.
pub fn text_of(body: Bytes) -> (String, bool) {
    let mut text =
        String::from_utf8(Vec::from(body)).unwrap_or_else(|e| e.as_bytes().iter().map(|b| char::from(*b)).collect());
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let json = text.trim_start().starts_with(['{', '[']);
    match if json { mended(&text) } else { None } {
        Some(mended) => (mended, true),
        None => (text, false),
    }
}

/// JSON with the replacement sign in the place of what its strings must not hold; nothing where all is well.
fn mended(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let suspicious = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if !bytes.iter().any(suspicious) && memchr::memmem::find(bytes, b"\\u").is_none() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '\\' || suspicious(&u8::try_from(c).unwrap_or(b' '))) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let (sign, length) = piece(after);
        out.push_str(sign);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// What stands for the piece that a text begins with, and how long that piece is in bytes.
fn piece(text: &str) -> (&str, usize) {
    if !text.starts_with('\\') {
        return (REPLACEMENT, 1);
    }
    let length = |count: usize| (text.get(..count).unwrap_or(text), count.min(text.len()));
    match unit(text) {
        None => length(1 + text[1..].chars().next().map_or(0, char::len_utf8)),
        Some(0xd800..=0xdbff) if matches!(text.get(6..).and_then(unit), Some(0xdc00..=0xdfff)) => length(12),
        Some(0xd800..=0xdfff) => (REPLACEMENT, 6),
        Some(_) => length(6),
    }
}

/// The UTF-16 unit of an escape that a text begins with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(body: &[u8]) -> String {
        text_of(Bytes::copy_from_slice(body)).0
    }

    #[test]
    fn a_broken_name_becomes_a_sign() {
        for (body, expected) in [
            (&b"\xef\xbb\xbf{}"[..], "{}"),
            (b"name M\xfcnchen", "name M\u{fc}nchen"),
            (br#"{"a":"x\ud800y"}"#, "{\"a\":\"x\u{fffd}y\"}"),
            (br#"{"a":"\udc00\ud800"}"#, "{\"a\":\"\u{fffd}\u{fffd}\"}"),
            (br#"{"a":"\ud83d\ude00"}"#, r#"{"a":"\ud83d\ude00"}"#),
            (br#"{"a":"\\ud800 \u00e9 \n"}"#, r#"{"a":"\\ud800 \u00e9 \n"}"#),
            (b"{\"a\":\"x\0y\"}", "{\"a\":\"x\u{fffd}y\"}"),
            (b"name \\ud800\0", "name \\ud800\0"),
            (br#"["\u"#, r#"["\u"#),
            (br#"["\"#, r#"["\"#),
        ] {
            assert_eq!(text(body), expected, "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_serde_reads_is_left_alone(name in "\\PC{0,20}") {
            let json = serde_json::json!({ "a": name }).to_string();
            prop_assert_eq!(text(json.as_bytes()), json);
        }

        #[test]
        fn any_escape_in_a_string_is_readable_afterwards(units in prop::collection::vec(any::<u16>(), 0..6)) {
            let escapes = units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat();
            let json = text(format!("[\"{escapes}\"]").as_bytes());
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
        }
    }
}
