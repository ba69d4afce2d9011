//! What the readers of all providers need beside the methods of a node.
//! A record without an id cannot be acted on, so it is told rather than shown.

use crate::error::{Error, Kind, Result};

use super::Node;

/// The id of a record as text.
///
/// # Errors
/// `failed` when there is none.
pub fn id(node: &Node<'_>, kind: &str) -> Result<String> {
    node.text().ok_or_else(|| Error::new(Kind::Failed, format!("one {kind} of the reply has no id")))
}

/// The error of a reply that does not know who asks.
pub fn nobody(sentence: &str) -> Error {
    Error::new(Kind::Denied, sentence).hint("check the secret: nubo accounts test")
}

/// Text that may be HTML as plain text: tags removed, line breaks kept, the few usual entities decoded.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        let named = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if let Some(end) = tag.find('>').filter(|_| named) {
            let name = tag[1..end].trim_start_matches('/').to_ascii_lowercase();
            let word = name.split([' ', '/']).next().unwrap_or_default();
            if ["br", "p", "div", "li", "tr"].contains(&word) {
                out.push('\n');
            }
            rest = &tag[end + 1..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    decoded(&out.replace("\r\n", "\n")).trim().to_owned()
}

/// A text with its character references decoded; a name that is none of the usual ones stays as it is.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let reference = after.split_once(';').and_then(|(name, behind)| Some((character(name)?, behind)));
        out.push(reference.map_or('&', |(character, _)| character));
        rest = reference.map_or(after, |(_, behind)| behind);
    }
    out + rest
}

/// The character of a reference such as `amp` or `#039`, which is how PHP writes an apostrophe.
fn character(name: &str) -> Option<char> {
    match name {
        "nbsp" => Some(' '),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        "euro" => Some('€'),
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn html_becomes_text() {
        assert_eq!(super::plain("a<br>b <b>c</b> 1 < 2 &amp; 3&nbsp;<p class=x>d</p>"), "a\nb c 1 < 2 & 3 \nd");
        assert_eq!(
            super::plain("it&#039;s &#x20ac;5 &amp;lt; AT&T; &#xD800; & &lt"),
            "it's €5 &lt; AT&T; &#xD800; & &lt"
        );
    }
}
