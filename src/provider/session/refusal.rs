//! A secret that was refused, remembered from run to run: one that nobody watches must not send it again.
//! Only such runs keep refusals; whoever sees that the secret is accepted again makes them forgotten.

use super::Session;
use crate::{
    config::refused::{forget_refused, note_refused, was_refused},
    error::{Error, Kind, Result},
    http::Authorization,
};

impl Session {
    /// Lets nothing be sent when the secret is the one that was refused in an earlier run, or when nobody can tell.
    pub(crate) async fn heed_refusal(&self) {
        // A secret that cannot be found is told by whoever needs it.
        let Ok(Some(found)) = self.authorization().await else { return };
        let error = match was_refused(&self.settings.kept, &self.account.owner(), &found.credentials) {
            Ok(false) => return,
            Ok(true) => {
                let sentence =
                    "the provider refused this secret in an earlier run, so nothing is sent until it changes";
                Error::new(Kind::Denied, sentence).hint(Self::after_refusal(self.account.name()))
            }
            Err(unreadable) => unreadable,
        };
        self.gate.close(self.place(error));
    }

    /// What makes runs that nobody watches send something to an account again.
    pub(crate) fn after_refusal(name: &str) -> String {
        format!("nubo accounts set-secret {name}, or if it is right after all: nubo accounts test {name}")
    }

    /// The secret that was refused, in this run or before, if it was.
    fn refused_secret(&self) -> Option<&Authorization> {
        self.authorization.get().filter(|_| self.gate.check().is_err())
    }

    /// Whether the secret was refused, in this run or before.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused_secret().is_some()
    }

    /// Keeps that the secret was refused in this run, if it was.
    ///
    /// # Errors
    /// `config` when that cannot be kept.
    pub(crate) fn keep_refusal(&self) -> Result<()> {
        let Some(sent) = self.refused_secret() else { return Ok(()) };
        let (kept, owner) = (&self.settings.kept, self.account.owner());
        if was_refused(kept, &owner, &sent.credentials)? {
            return Ok(());
        }
        note_refused(kept, &owner, &sent.credentials)
    }

    /// Forgets that a secret of the account was refused, because this one was accepted.
    ///
    /// # Errors
    /// `config` when that cannot be written.
    pub(crate) fn forget_refusal(&self) -> Result<()> {
        forget_refused(&self.settings.kept, &self.account.owner())
    }
}
