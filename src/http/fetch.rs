//! Texts of strangers, such as calendars: asked for without any secret, within ten seconds, and of a limited size.
//! Certificates are checked as everywhere.

use std::time::Duration;

use super::Net;
use crate::error::{Error, Kind, Result};

/// The time limit of an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The text at an address, of at most so many bytes.
///
/// # Errors
/// `unavailable` with what kept it from being fetched.
pub(crate) async fn fetch(url: &str, most: usize) -> Result<String> {
    let net = Net::new(url, None)?;
    let late = |_| Error::new(Kind::Unavailable, format!("no answer within {} s", PATIENCE.as_secs()));
    let bytes = tokio::time::timeout(PATIENCE, net.plain(url, None, most)).await.map_err(late)??;
    String::from_utf8(bytes).map_err(|_| Error::new(Kind::Unavailable, "the answer is no text"))
}
