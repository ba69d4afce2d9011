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
    let out = out.replace("\r\n", "\n").replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">");
    out.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn html_becomes_text() {
        assert_eq!(super::plain("a<br>b <b>c</b> 1 < 2 &amp; 3&nbsp;<p class=x>d</p>"), "a\nb c 1 < 2 & 3 \nd");
    }
}
