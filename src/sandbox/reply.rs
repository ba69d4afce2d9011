//! The answer of a simulated cloud: status, content type, body and a few headers.
//! The faces build their own forms from these.

use bytes::Bytes;
use hyper::{Response, header};
use serde_json::Value;

use super::uivmm::Follower;

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub status: u16,
    content: &'static str,
    body: Bytes,
    headers: Vec<(header::HeaderName, String)>,
    /// The events that follow the body, for a stream.
    pub follower: Option<Follower>,
}

impl Reply {
    /// An answer of any content type.
    pub(crate) fn new(status: u16, content: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, content, body: body.into(), headers: Vec::new(), follower: None }
    }

    /// A JSON answer.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// A plain text answer.
    pub(crate) fn text(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/plain", body)
    }

    /// Success without a body.
    pub(crate) fn no_content() -> Self {
        Self::new(204, "", "")
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer is a failure; at `HostBill` failures come with a status of success.
    pub(crate) fn failed(&self) -> bool {
        self.status >= 400 || self.body.starts_with(b"{\"error\"")
    }

    /// The body.
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// The head for the wire, around any body; a head with invalid headers becomes a bare 500.
    pub(crate) fn head<B: Default>(&self, body: B) -> Response<B> {
        let mut response = Response::builder().status(self.status);
        if !self.content.is_empty() {
            response = response.header(header::CONTENT_TYPE, self.content);
        }
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(body).unwrap_or_else(|_| {
            let mut broken = Response::new(B::default());
            *broken.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
            broken
        })
    }
}
