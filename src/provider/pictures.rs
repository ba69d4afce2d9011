//! Pictures inside a reply: base64 without a content type.
//! A value that is no picture is an error and is not kept.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::error::{Error, Kind, Result};

use super::Operation;

/// The bytes of a PNG picture under a key.
///
/// # Errors
/// `failed` when the text is no such picture.
pub(crate) fn picture(operation: &Operation, key: &str, text: &str) -> Result<Vec<u8>> {
    let plain: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(plain.rsplit(',').next().unwrap_or_default()).unwrap_or_default();
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(bytes);
    }
    Err(Error::new(Kind::Failed, format!("{}: \"{key}\" is no PNG picture", operation.id)))
}
