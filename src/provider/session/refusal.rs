//! A refused secret, remembered from run to run: a run that nobody watches must not send it again.
//! Only such runs keep refusals; any run that sees the secret accepted again forgets them.

use super::Session;
use crate::{
    config::refused::{forget_refused, note_refused, was_refused},
    error::{Error, Kind, Result},
    http::Authorization,
};

impl Session {
    /// Stops all requests if the secret is the one that an earlier run saw refused, or if that cannot be read.
    pub(crate) async fn heed_refusal(&self) {
        // The first call reports a secret that cannot be found.
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

    /// The commands that make unattended runs send something to an account again.
    pub(crate) fn after_refusal(name: &str) -> String {
        format!("nubo accounts set-secret {name}, or if it is right after all: nubo accounts test {name}")
    }

    /// The secret that was refused, in this run or before, if one was.
    fn refused_secret(&self) -> Option<&Authorization> {
        self.authorization.get().filter(|_| self.gate.check().is_err())
    }

    /// The secret was refused, in this run or before.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused_secret().is_some()
    }

    /// Records a refusal of the secret in this run, if there was one.
    ///
    /// # Errors
    /// `config` when the record cannot be written.
    pub(crate) fn keep_refusal(&self) -> Result<()> {
        let Some(sent) = self.refused_secret() else { return Ok(()) };
        let (kept, owner) = (&self.settings.kept, self.account.owner());
        if was_refused(kept, &owner, &sent.credentials)? {
            return Ok(());
        }
        note_refused(kept, &owner, &sent.credentials)
    }

    /// Forgets a refusal of the account's secret, because this one was accepted.
    ///
    /// # Errors
    /// `config` when the record cannot be written.
    pub(crate) fn forget_refusal(&self) -> Result<()> {
        forget_refused(&self.settings.kept, &self.account.owner())
    }
}
