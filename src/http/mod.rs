//! Requests and replies, and the layers between them: guard rails, retries, limits, tracing and the wire.
//! Rules follow an operation's effect, never its HTTP method: one provider destroys with GET.

mod deadline;
mod events;
mod fetch;
mod gate;
mod guard;
pub(crate) mod memory;
mod ping;
mod rate;
mod redact;
mod request;
mod retry;
#[cfg(test)]
pub(crate) mod stub;
#[cfg(test)]
mod testing;
mod text;
mod trace;
mod upload;
mod wire;

use std::{future::Future, time::Duration};

use bytes::Bytes;
use jiff::SignedDuration;

pub(crate) use deadline::{deadline, until};
pub(crate) use events::{Event, Events};
pub(crate) use fetch::fetch;
pub(crate) use gate::{Gate, Gated};
pub(crate) use guard::{Guard, GuardRails, MAX_TARGETS};
pub(crate) use ping::Ping;
pub(crate) use rate::{ConcurrencyLimit, Limit, RateLimit, try_again};
pub(crate) use redact::{HIDDEN, forms, hushed, is_secret, keeps_secrets, opaque, redacted, shown_url, without};
pub(crate) use request::{Authorization, Consent, Effect, FilePart, Hazard, Method, Repeat, Request, Target};
pub(crate) use retry::Retry;
pub(crate) use text::text_of;
pub(crate) use trace::{Observer, Trace};
pub(crate) use wire::{Net, Open, Wire, is_loopback};

use crate::error::Result;

/// A reply whose body has arrived whole.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type` as sent, to tell an HTML page from data.
    pub content_type: String,
    /// The pause that `Retry-After` asks for, as a number of seconds or a date.
    pub retry_after: Option<Duration>,
    /// The time by which this machine's clock was ahead of the reply's `Date`, if that could be read.
    pub ahead: Option<SignedDuration>,
    /// The body, decompressed.
    pub body: Bytes,
}

impl Reply {
    /// The status is one of success.
    pub(crate) fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A reply with a status and nothing else, for tests of verdicts.
    #[cfg(test)]
    pub(crate) fn with(status: u16) -> Self {
        Self { status, content_type: String::new(), retry_after: None, ahead: None, body: Bytes::new() }
    }

    /// The body is a page for a browser rather than data.
    pub(crate) fn is_html(&self, text: &str) -> bool {
        self.content_type.starts_with("text/html") || text.trim_start().starts_with('<')
    }
}

/// The one method every layer has: send a request and give its reply, whatever the status.
pub(crate) trait Transport {
    /// Sends a request; an error means that no whole reply came.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Reply>>;
}

/// The layers in their order, outermost first.
pub(crate) type Stack = Guard<Retry<ConcurrencyLimit<RateLimit<ConcurrencyLimit<Gated<Trace<Wire>>>>>>>;
