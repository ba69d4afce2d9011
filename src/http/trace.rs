//! Tells an observer what goes over the wire, for `--verbose` and `--debug`, without any secret.
//! The observer belongs to the command layer, since only `output` writes.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use crate::{config::Secret, error::Result};

use super::{Reply, Request, Transport};

/// Hears of requests, replies and retries.
pub(crate) trait Observer {
    /// Reports a request's answer, or its failure, and the time it took.
    fn exchange(&self, request: &Request, result: &Result<Reply>, took: Duration);
    /// Registers a secret that must not be printed from now on, wherever it occurs.
    fn secret(&self, _secret: &Secret) {}
    /// Reports something the user should read, once.
    fn warning(&self, words: &str);
    /// Reports something that must reach the user even when another program reads the output.
    fn alarm(&self, words: &str) {
        self.warning(words);
    }
    /// Reports that a read will be sent again after a pause.
    fn retrying(&self, request: &Request, result: &Result<Reply>, pause: Duration);
}

/// Passes requests on and reports each to the observer.
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
