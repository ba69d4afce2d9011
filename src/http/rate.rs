//! Keeps the number of requests under way within the limits of the account and of the whole run.
//! Portals that run on small machines lock addresses out that ask too much at once.

use std::rc::Rc;

use tokio::sync::Semaphore;

use crate::error::{Error, Kind, Result};

use super::{Reply, Request, Transport};

/// A number of requests that may be under way together.
pub type Limit = Rc<Semaphore>;

/// Waits for a place in both limits before it sends.
pub struct ConcurrencyLimit<T> {
    account: Limit,
    all: Limit,
    inner: T,
}

impl<T> ConcurrencyLimit<T> {
    /// A transport within the limits of its account and of the run.
    pub fn new(account: Limit, all: Limit, inner: T) -> Self {
        Self { account, all, inner }
    }
}

impl<T: Transport> Transport for ConcurrencyLimit<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        let closed = |_| Error::new(Kind::Interrupted, "the run is ending");
        let _place = self.account.acquire().await.map_err(closed)?;
        let _of_all = self.all.acquire().await.map_err(closed)?;
        self.inner.send(request).await
    }
}

#[cfg(test)]
mod tests;
