//! Shields: the readable parts of rules that cannot be read. The mistyped part may have kept their machines up.
//! No other rule stops a machine that a shield may be about.

use crate::model::{Entry, Instance, Selection};

/// A rule that cannot be read: nothing that it may be about is stopped by another.
#[derive(Clone, Debug)]
pub(crate) struct Shield {
    /// The rule's name.
    pub rule: String,
    /// The accounts whose machines it is about; all where that cannot be known.
    pub accounts: Option<Vec<String>>,
    /// The machines it is about; all of these accounts where that cannot be read.
    pub select: Option<Selection>,
}

impl Shield {
    /// True when it may be about a machine.
    pub(crate) fn covers(&self, machine: &Entry<Instance>) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.contains(&machine.origin.account))
            && self.select.as_ref().is_none_or(|select| select.matches(machine))
    }

    /// A shield that may be about every machine there is.
    pub(crate) fn of_all(rule: &str) -> Self {
        Self { rule: rule.to_owned(), accounts: None, select: None }
    }
}
