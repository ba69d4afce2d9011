//! A gate per account: once a secret was refused nothing more is sent, and reads under way are given up.
//! The first request of a run goes alone, so that a wrong secret is shown once: portals lock addresses out.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use tokio::sync::{Mutex, MutexGuard, Notify};

use crate::error::{Error, Result};

use super::{Effect, Reply, Request, Transport};

/// The gate in front of one account.
#[derive(Default)]
pub(crate) struct Gate {
    refusal: RefCell<Option<Error>>,
    shut: Notify,
    first: Mutex<()>,
    answered: Cell<bool>,
}

/// A request's turn: until the first request has ended, no other one is sent.
pub(crate) struct Turn<'g> {
    gate: &'g Gate,
    _alone: Option<MutexGuard<'g, ()>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.gate.answered.set(true);
    }
}

impl Gate {
    /// Waits until the first request of the run has been answered and judged.
    ///
    /// # Errors
    /// The refusal, once the secret was refused.
    pub(crate) async fn turn(&self) -> Result<Turn<'_>> {
        let alone = if self.answered.get() { None } else { Some(self.first.lock().await) };
        self.check()?;
        Ok(Turn { gate: self, _alone: alone.filter(|_| !self.answered.get()) })
    }

    /// Stops all further requests; the first refusal is the one reported.
    pub(crate) fn close(&self, refusal: Error) {
        self.refusal.borrow_mut().get_or_insert(refusal);
        self.shut.notify_waiters();
    }

    /// Gives the refusal as an error once the secret was refused.
    pub(crate) fn check(&self) -> Result<()> {
        self.refusal.borrow().as_ref().map_or(Ok(()), |refusal| Err(refusal.clone()))
    }
}

/// Sends as long as the gate is open; when it shuts, a read under way is given up and a change is not.
pub(crate) struct Gated<T> {
    gate: Rc<Gate>,
    inner: T,
}

impl<T> Gated<T> {
    /// A transport behind a gate.
    pub(crate) fn new(gate: Rc<Gate>, inner: T) -> Self {
        Self { gate, inner }
    }
}

impl<T: Transport> Transport for Gated<T> {
    async fn send(&self, request: &Request) -> Result<Reply> {
        self.gate.check()?;
        if request.effect != Effect::Read {
            return self.inner.send(request).await;
        }
        tokio::select! {
            biased;
            () = self.gate.shut.notified() => Err(self.gate.check().err().unwrap_or_else(given_up)),
            sent = self.inner.send(request) => sent,
        }
    }
}

/// The error of a read that was given up although no refusal is known.
fn given_up() -> Error {
    Error::new(crate::error::Kind::Interrupted, "the run is ending")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use futures_util::future::join_all;

    use super::{
        super::{
            Wire,
            stub::Stub,
            testing::{request, status},
        },
        *,
    };
    use crate::error::Kind;

    /// Sends fifty requests at once, of which the one with this number is refused; counts those sent and those failed.
    async fn refused_at(number: usize, effect: Effect) -> (usize, usize) {
        let gate = Rc::new(Gate::default());
        let stub = Stub::by(|_| status(200, None));
        let gated = Gated::new(Rc::clone(&gate), Wire::Stub(stub.clone()));
        let one = async |at: usize| {
            let turn = gate.turn().await?;
            let reply = gated.send(&request(effect, &format!("http://x/{at}"))).await?;
            if at == number {
                gate.close(Error::new(Kind::Denied, "refused"));
                return gate.check();
            }
            drop((turn, reply));
            Ok(())
        };
        let ended = join_all((0..50).map(one)).await;
        (stub.count(), ended.iter().filter(|end| end.is_err()).count())
    }

    #[tokio::test]
    async fn a_secret_that_is_refused_at_once_is_sent_once() {
        assert_eq!(refused_at(0, Effect::Read).await, (1, 50));
    }

    #[tokio::test]
    async fn reads_under_way_are_given_up_and_changes_are_not() {
        let (sent, failed) = refused_at(10, Effect::Read).await;
        assert!(sent == 50 && failed >= 10, "{failed} of {sent}: those that were not answered yet are given up");
        let (sent, failed) = refused_at(10, Effect::Change).await;
        assert_eq!((sent, failed), (50, 1), "what was sent to change something is waited for");
    }
}
