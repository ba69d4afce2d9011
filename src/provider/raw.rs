//! Requests of the caller's own, below an account's base and with its authentication.
//! A request that matches no operation counts as destroying, and names an unknown target.

use bytes::Bytes;

use crate::{
    error::Result,
    http::{Consent, Effect, Hazard, Method, Repeat, Request, Target},
};

use super::{
    Parts,
    inputs::Input,
    operation::{Operation, ReplyKind},
    session::{Exchange, Session},
};

/// The operation whose rules a raw request without a body follows.
static RAW_GET: Operation = super::operation::get("api", "", "Any request");
/// The operation whose rules a raw request with a body follows.
static RAW_POST: Operation = super::operation::post("api", "", "Any request");

impl Session {
    /// A request of the caller's own below the account's base; it counts as destroying unless it matches an operation.
    ///
    /// # Errors
    /// `usage` when the dialect cannot write the body.
    pub(crate) fn raw_request(
        &self,
        method: Method,
        path: &str,
        body: Vec<(String, Input)>,
        content: Option<Vec<u8>>,
    ) -> Result<Request> {
        let account = &*self.account;
        let shape = if method == Method::Get { &RAW_GET } else { &RAW_POST };
        let mut parts = Parts { path: path.to_owned(), query: Vec::new(), body };
        let encoded = account.provider.encode(account, shape, &mut parts)?;
        let target = Target { kind: "request", id: path.to_owned(), name: None, survives_stop: false };
        Ok(Request {
            operation: "api",
            method,
            url: format!("{}{path}", account.url),
            headers: encoded.headers.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            body: Bytes::from(content.unwrap_or(encoded.body)),
            file: None,
            authorization: None,
            effect: Effect::Destroy,
            repeat: Repeat::Never,
            hazard: Hazard::Plain,
            targets: vec![target],
            consent: Consent::Reading,
            deadline: None,
        })
    }

    /// Sends a request unchanged and gives the reply, whatever its status, with the provider's verdict.
    pub(crate) async fn exchange(&self, matched: Option<&'static Operation>, request: &Request) -> Result<Exchange> {
        let shape = if request.method == Method::Get { &RAW_GET } else { &RAW_POST };
        let download = matched.is_some_and(|operation| operation.reply == ReplyKind::Binary);
        let exchanged = self.exchanged(matched.unwrap_or(shape), &mut request.clone(), download).await;
        let mut exchange = exchanged.map_err(|error| self.place(error))?;
        exchange.verdict = exchange.verdict.map_err(|error| self.place(error));
        Ok(exchange)
    }
}
