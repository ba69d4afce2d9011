//! A change of unknown outcome is not sent again, or only once more if it converges, whoever asks for it.
//! Source: conventions, "Retries".

use std::{cell::RefCell, collections::HashMap};

use crate::{
    error::{Error, Result},
    http::{Effect, Repeat, Request},
};

/// The changes of a run whose outcome is unknown, each with the number of sendings and the last error.
#[derive(Default)]
pub(crate) struct Unsettled(RefCell<HashMap<String, (u8, Error)>>);

impl Unsettled {
    /// The text by which two requests count as the same change.
    fn key(request: &Request) -> String {
        format!("{} {}\n{}", request.method.word(), request.url, String::from_utf8_lossy(&request.body))
    }

    /// Refuses a change that was sent as often as it may be.
    pub(super) fn check(&self, request: &Request) -> Result<()> {
        let most = if request.repeat == Repeat::Never { 1 } else { 2 };
        match self.0.borrow().get(&Self::key(request)) {
            Some((sent, error)) if *sent >= most && request.effect != Effect::Read => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Notes the outcome of a request.
    pub(super) fn note<T>(&self, request: &Request, result: &Result<T>) {
        let Some(error) = result.as_ref().err().filter(|error| error.details().outcome_unknown) else { return };
        if request.effect != Effect::Read {
            let mut all = self.0.borrow_mut();
            let (sent, last) = all.entry(Self::key(request)).or_insert((0, error.clone()));
            *sent = sent.saturating_add(1);
            last.clone_from(error);
        }
    }
}
