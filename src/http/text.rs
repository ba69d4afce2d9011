//! The text of a reply: UTF-8, or else Latin-1, with a replacement character for invalid ones.
//! One broken character in one name must not hide a whole list, as it would from a JSON parser.

use std::borrow::Cow;

use bytes::Bytes;

/// The replacement for an invalid character.
const REPLACEMENT: &str = "\u{fffd}";

/// A body as text without a byte-order mark, and the number of characters that had to be replaced.
pub(crate) fn text_of(body: Bytes) -> (String, usize) {
    let mut text = match String::from_utf8(Vec::from(body)) {
        Ok(text) => text,
        Err(error) if is_mostly_utf8(error.as_bytes(), error.utf8_error().valid_up_to()) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let (mended, count) = mended(&text);
            return (mended.into_owned(), count + text.matches(REPLACEMENT).count());
        }
        Err(error) => error.as_bytes().iter().map(|byte| char::from(*byte)).collect(),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    match mended(&text) {
        (Cow::Borrowed(_), _) => (text, 0),
        (Cow::Owned(mended), count) => (mended, count),
    }
}

/// The bytes are broken UTF-8 rather than Latin-1: other characters among them are UTF-8, or the first wrong one,
/// at this index, is half of a UTF-16 surrogate pair.
fn is_mostly_utf8(bytes: &[u8], wrong: usize) -> bool {
    let half = matches!(bytes.get(wrong..), Some([0xed, 0xa0..=0xbf, ..]));
    half || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// The text without NUL and other control characters and, in JSON, without escapes of them and of lone surrogates.
fn mended(text: &str) -> (Cow<'_, str>, usize) {
    let json = text.trim_start().starts_with(['{', '[']);
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    if !(text.bytes().any(control) || json && text.contains("\\u")) {
        return (Cow::Borrowed(text), 0);
    }
    let (mut out, mut count, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(at) = rest.find(|c: char| (c == '\\' && json) || u8::try_from(c).is_ok_and(control)) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (kept, length) = if from.starts_with('\\') { escape(from) } else { (None, 1) };
        count += usize::from(kept.is_none());
        out.push_str(kept.unwrap_or(if from.starts_with('\\') { "\\ufffd" } else { REPLACEMENT }));
        rest = from.get(length..).unwrap_or_default();
    }
    if count == 0 {
        return (Cow::Borrowed(text), 0);
    }
    out.push_str(rest);
    (Cow::Owned(out), count)
}

/// The escape at the beginning of a text, unless it is invalid, and the number of its bytes.
fn escape(from: &str) -> (Option<&str>, usize) {
    let unit = |at: usize| {
        let digits = from.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let length = match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
        (Some(0 | 0xd800..=0xdfff), _) => return (None, 6),
        (Some(_), _) => 6,
        // A backslash and the character after it, which may be a backslash too.
        (None, _) => 1 + from.chars().nth(1).map_or(0, char::len_utf8),
    };
    (from.get(..length), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &[u8]) -> (String, usize) {
        text_of(Bytes::copy_from_slice(body))
    }

    #[test]
    fn whole_text_is_left_as_it_is() {
        for text in [
            "",
            "server 1\nname a\tb\r\n",
            r#"{"a":"\u00e9 \ud83d\ude00 \\u0000 \\ud800 \n"}"#,
            "name \\ud800",
            "{\"a\":\"\\",
        ] {
            assert_eq!(of(text.as_bytes()), (text.to_owned(), 0), "{text}");
        }
        assert_eq!(of(b"\xef\xbb\xbf{}"), ("{}".to_owned(), 0), "a byte-order mark");
        assert_eq!(of(b"Z\xfcrich"), ("Z\u{fc}rich".to_owned(), 0), "Latin-1");
    }

    #[test]
    fn what_is_no_sign_is_replaced_and_counted() {
        for (body, expected, count) in [
            (&br#"{"a":"x\ud800y","b":"\udc00\ud83d\ude00"}"#[..], r#"{"a":"x\ufffdy","b":"\ufffd\ud83d\ude00"}"#, 2),
            (br#"["\ud800\ud800\udc00"]"#, r#"["\ufffd\ud800\udc00"]"#, 1),
            (br#"["\u0000","\uD83D"]"#, r#"["\ufffd","\ufffd"]"#, 2),
            (b"[\"a\0b\"]", "[\"a\u{fffd}b\"]", 1),
            (b"name a\0b\n", "name a\u{fffd}b\n", 1),
            (b"Z\xc3\xbcrich \xff", "Z\u{fc}rich \u{fffd}", 1),
        ] {
            assert_eq!(of(body), (expected.to_owned(), count));
        }
        assert_eq!(of(b"a \xed\xa0\x80 b").0, "a \u{fffd}\u{fffd}\u{fffd} b", "half a pair as bytes");
    }

    proptest::proptest! {
        #[test]
        fn no_body_makes_it_panic(body in proptest::collection::vec(proptest::num::u8::ANY, 0..60), text in "[\\[{\\\\u0-9a-f\" ]{0,30}") {
            let _ = of(&body);
            let (mended, _) = of(text.as_bytes());
            proptest::prop_assert_eq!(of(mended.as_bytes()), (mended, 0), "mending once is enough");
        }
    }
}
