//! Readers that every provider needs beside the methods of a node.
//! A record without an id cannot be acted on, so it is reported as broken.

use crate::error::{Error, Kind, Result};

mod html;

pub(crate) use html::plain;

use super::Node;

/// The id of a record as text.
///
/// # Errors
/// `failed` when the record has no id.
pub(crate) fn id(node: &Node<'_>, kind: &str) -> Result<String> {
    node.text().ok_or_else(|| Error::new(Kind::Failed, format!("one {kind} of the reply has no id")))
}

/// A day in the provider's own spelling, without a time of midnight.
pub(crate) fn day(node: &Node<'_>) -> Option<String> {
    let time = node.time()?;
    let midnight = |rest: &&str| rest.get(1..).is_some_and(|clock| clock.starts_with("00:00"));
    let day = time.split_at_checked(10).filter(|(_, rest)| midnight(rest)).map(|(day, _)| day.to_owned());
    Some(day.unwrap_or(time))
}

/// The error of a reply that names no user.
pub(crate) fn nobody(sentence: &str) -> Error {
    Error::new(Kind::Denied, sentence).hint("check the secret: nubo accounts test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_no_time_of_day() {
        for (sent, expected) in [
            ("2026-11-16T00:00:00Z", "2026-11-16"),
            ("2026-11-16 00:00:00+02:00", "2026-11-16"),
            ("2026-11-16", "2026-11-16"),
            ("2026-11-16T10:00:00Z", "2026-11-16T10:00:00Z"),
            ("tomorrow, or so", "tomorrow, or so"),
        ] {
            assert_eq!(day(&Node::Text(sent.into())).as_deref(), Some(expected));
        }
        assert_eq!(day(&Node::Null), None);
    }
}
