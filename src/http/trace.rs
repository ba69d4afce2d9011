//! Tells an observer what goes over the wire, for `--verbose` and `--debug`; it never holds a secret.
//! The observer belongs to the command layer, since only `output` writes.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use crate::{config::Secret, error::Result};

use super::{Reply, Request, Transport};

/// Hears of requests, replies and retries.
pub(crate) trait Observer {
    /// A request was answered, or not, after some time.
    fn exchange(&self, request: &Request, result: &Result<Reply>, took: Duration);
    /// A secret that must not be printed from now on, wherever it stands.
    fn secret(&self, _secret: &Secret) {}
    /// Something the user should hear, once.
    fn warning(&self, words: &str);
    /// What must not be lost even on a program that reads along.
    fn alarm(&self, words: &str) {
        self.warning(words);
    }
    /// A read will be sent again after a pause.
    fn retrying(&self, request: &Request, result: &Result<Reply>, pause: Duration);
}

/// Passes requests on and tells the observer of each.
pub(crate) struct Trace<T> {
    observer: Rc<dyn Observer>,
    inner: T,
}

impl<T> Trace<T> {
    /// A transport that is watched.
    pub(crate) fn new(observer: Rc<dyn Observer>, inner: T) -> Self {
        Self { observer, inner }
    }
}

impl<T: Transport> Transport for Trace<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let begun = Instant::now();
        let result = self.inner.send(request).await;
        self.observer.exchange(request, &result, begun.elapsed());
        result
    }
}
