//! Helpers that the tests of the layers share: requests of every kind, and an observer that remembers.
//! Nothing here reaches a network.
#![allow(clippy::unwrap_used)]

use std::{cell::RefCell, rc::Rc, time::Duration};

use bytes::Bytes;

use super::{Consent, Effect, Hazard, Method, Observer, Repeat, Reply, Request, Target};
use crate::error::{Error, Kind, Result};

/// A request of an effect at a URL.
pub(crate) fn request(effect: Effect, url: &str) -> Request {
    Request {
        operation: "things.do",
        method: Method::Get,
        url: url.to_owned(),
        headers: vec![("accept".into(), "text/plain".to_owned())],
        body: Bytes::new(),
        file: None,
        authorization: None,
        effect,
        repeat: if effect == Effect::Read { Repeat::Safe } else { Repeat::Never },
        hazard: Hazard::Plain,
        targets: Vec::new(),
        consent: if effect == Effect::Read { Consent::Reading } else { Consent::Changing },
        deadline: None,
    }
}

/// A machine.
pub(crate) fn target(name: Option<&str>, survives_stop: bool) -> Target {
    Target { kind: "instance", id: "id-1".to_owned(), name: name.map(str::to_owned), survives_stop }
}

/// A reply with a status, and with a `Retry-After` in seconds if one is given.
#[expect(clippy::unnecessary_wraps, reason = "scripts are made of results")]
pub(crate) fn status(status: u16, retry_after: Option<u64>) -> Result<Reply> {
    Ok(Reply { retry_after: retry_after.map(Duration::from_secs), ..Reply::with(status) })
}

/// A connection that could not be made.
pub(crate) fn down() -> Result<Reply> {
    Err(Error::new(Kind::Unavailable, "cannot reach it"))
}

/// A connection that broke after the request was sent.
pub(crate) fn broken() -> Result<Reply> {
    Err(Error::new(Kind::Unavailable, "the connection broke").said("reset by peer").outcome_unknown())
}

/// Remembers the pauses before retries.
#[derive(Default)]
pub(crate) struct Memory(pub RefCell<Vec<Duration>>);

impl Observer for Memory {
    fn exchange(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
    fn warning(&self, _: &str) {}
    fn retrying(&self, _: &Request, _: &Result<Reply>, pause: Duration) {
        self.0.borrow_mut().push(pause);
    }
}

/// An observer whose record can be read afterwards.
pub(crate) fn memory() -> Rc<Memory> {
    Rc::default()
}
