//! The accounts that a list asks, and the one notice where the default account narrows them.
//! Source: conventions, "Scope and targets".

use crate::{
    error::Result,
    fleet::{Choice, Scope},
    model::Selection,
};

use super::context::Context;

impl Context {
    /// The accounts that a list asks; it is told where the default account is all there is to that.
    ///
    /// # Errors
    /// `usage` when what was said fits no account.
    pub(crate) fn asked(&self, choice: &Choice, selection: &Selection) -> Result<Scope> {
        let choice = self.fleet.chosen(choice, selection)?;
        let scope = self.fleet.reading(&choice)?;
        if let (Choice::Unsaid, Some(default), true) =
            (&choice, &self.config.default_account, self.fleet.names().len() > scope.names.len())
        {
            self.console.notice(&format!("only {default} is asked, the default account; -A asks all"));
        }
        Ok(scope)
    }
}
