//! The observer of requests and replies, which prints them on stderr as far as the flags ask for it.
//! Bodies are shown without the values of secret keys, and `Authorization` never.

use std::{rc::Rc, time::Duration};

use crate::{
    config::Secret,
    error::Result,
    http::{self, Observer, Reply, Request},
    output::Console,
};

/// The observer, which passes events of the layers on to the console.
pub(crate) struct Teller {
    /// The stream it writes to.
    pub console: Rc<Console>,
    /// True when whole requests and replies are shown.
    pub debug: bool,
    /// True when nobody watches, so that only a final failure is reported.
    pub unattended: bool,
}

/// The longest body that is shown, in bytes.
const LONGEST: usize = 16 << 10;

impl Teller {
    fn body(length: usize, shown: impl FnOnce() -> String) -> String {
        if length > LONGEST { format!("({length} bytes)") } else { shown() }
    }

    fn sent(request: &Request) -> String {
        let mut text = format!("> {} {}", request.method.word(), request.shown_url());
        for (name, value) in request.shown_headers() {
            text.push_str(&format!("\n> {name}: {value}"));
        }
        if let Some(authorization) = &request.authorization {
            text.push_str(&format!("\n> authorization: {} {}", authorization.scheme, http::HIDDEN));
        }
        if !request.body.is_empty() {
            text.push_str(&format!("\n> {}", Self::body(request.body.len(), || request.shown_body())));
        }
        text
    }
}

impl Observer for Teller {
    fn exchange(&self, request: &Request, result: &Result<Reply>, took: Duration) {
        if self.debug {
            self.console.verbose(0, &Self::sent(request));
        }
        let outcome = match result {
            Ok(reply) => format!("{} {} bytes", reply.status, reply.body.len()),
            Err(error) => error.to_string(),
        };
        let line = format!("{} {} -> {outcome} in {} ms", request.method.word(), request.shown_url(), took.as_millis());
        self.console.verbose(u8::from(!self.debug), &line);
        if let (true, Ok(reply)) = (self.debug, result)
            && !reply.body.is_empty()
        {
            self.console.verbose(0, &format!("< {}", Self::body(reply.body.len(), || reply.shown_body())));
        }
    }

    fn secret(&self, secret: &Secret) {
        self.console.conceal(http::forms(secret));
    }

    fn retrying(&self, request: &Request, result: &Result<Reply>, pause: Duration) {
        let why = match result {
            Ok(reply) => format!("status {}", reply.status),
            Err(error) => error.to_string(),
        };
        let words = format!("{}: {why}; trying again in {} ms", request.operation, pause.as_millis());
        if self.unattended { self.console.verbose(1, &words) } else { self.console.notice(&words) }
    }

    fn warning(&self, words: &str) {
        self.console.warning(words);
    }

    fn alarm(&self, words: &str) {
        self.console.alarm(words);
    }
}
