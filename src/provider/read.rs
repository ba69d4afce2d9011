//! What the readers of all providers need beside the methods of a node.
//! A record without an id cannot be acted on, so it is told rather than shown.

use crate::error::{Error, Kind, Result};

mod html;

pub use html::plain;

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
