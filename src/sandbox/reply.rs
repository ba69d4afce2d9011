//! What a pretend cloud answers: status, content type, body and a few headers.
//! The faces build their own forms from these.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Response, StatusCode, header};
use serde_json::Value;

/// One answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    content: &'static str,
    body: String,
    headers: Vec<(header::HeaderName, String)>,
}

impl Reply {
    /// An answer of any content type.
    pub fn new(status: u16, content: &'static str, body: impl Into<String>) -> Self {
        Self { status, content, body: body.into(), headers: Vec::new() }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// A plain text answer.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, "text/plain", body)
    }

    /// Success without a body.
    pub fn no_content() -> Self {
        Self::new(204, "", "")
    }

    /// Adds a header.
    pub fn header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The body as text.
    #[cfg(test)]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The same for the wire; what cannot be written there becomes a bare 500.
    pub fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::builder().status(self.status);
        if !self.content.is_empty() {
            response = response.header(header::CONTENT_TYPE, self.content);
        }
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(Full::new(Bytes::from(self.body))).unwrap_or_else(|_| {
            let mut broken = Response::new(Full::default());
            *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            broken
        })
    }
}
