//! Plain requests that carry no secret: what is fetched from a stranger, and what a stranger is told.
//! Redirects are not followed, and no more is read than was asked for.

use bytes::BytesMut;

use super::{Net, host, unreachable};
use crate::error::{Error, Kind, Result};

impl Net {
    /// The body of a plain GET, or of a POST where there is JSON to be told, of at most so many bytes.
    ///
    /// # Errors
    /// `unavailable` when no answer of success comes, and when it is longer.
    pub(crate) async fn plain(&self, url: &str, json: Option<&str>, most: usize) -> Result<Vec<u8>> {
        let request = match json {
            None => self.client.get(url),
            Some(json) => self.client.post(url).header("content-type", "application/json").body(json.to_owned()),
        };
        let mut response = request.send().await.map_err(|error| unreachable(url, &error))?;
        let status = response.status().as_u16();
        let failed = |what: String| Error::new(Kind::Unavailable, format!("{} {what}", host(url)));
        if (300..400).contains(&status) {
            let location = response.headers().get("location").map(|value| String::from_utf8_lossy(value.as_bytes()));
            let to = location.map_or("elsewhere".to_owned(), |location| host(&location));
            return Err(failed(format!("redirects to {to}, which is not followed")).hint("write that address instead"));
        }
        if !(200..300).contains(&status) {
            return Err(failed(format!("answered {status}")));
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(url, &error))? {
            if body.len() + chunk.len() > most {
                return Err(failed(format!("answered more than {} KiB", most / 1024)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.to_vec())
    }
}
