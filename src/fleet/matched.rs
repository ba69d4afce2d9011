//! A record that was found, with the account it is in.
//! Its name for people stands behind that of the account.

use std::rc::Rc;

use crate::{
    error::Error,
    http::Target,
    model::{Action, Change, Entry, Record, Status, StopMode},
    provider::{Noun, Session},
};

/// A record, and the session of the account it is in.
#[derive(Clone)]
pub(crate) struct Match {
    /// The noun.
    pub noun: &'static Noun,
    /// The session.
    pub session: Rc<Session>,
    /// The record as it was read in this command.
    pub entry: Entry,
    /// True when the record was read by itself, so that no field of it is missing.
    pub exact: bool,
    /// True when only the beginning of its id was typed.
    pub by_prefix: bool,
}

impl Match {
    /// The record.
    pub(crate) fn record(&self) -> &dyn Record {
        &*self.entry.record
    }

    /// The record's label for the user: its name, else its number, else its id.
    pub(crate) fn label(&self) -> &str {
        let head = self.record().head();
        head.name.as_deref().or(self.record().number()).unwrap_or(&head.id)
    }

    /// The label with the account in front.
    pub(crate) fn place(&self) -> String {
        format!("{}/{}", self.entry.origin.account, self.label())
    }

    /// The record as a target of the guard rails.
    pub(crate) fn target(&self) -> Target {
        let head = self.record().head();
        Target {
            kind: self.noun.kind(),
            id: head.id.clone(),
            name: head.name.clone(),
            survives_stop: self.record().survives_stop(),
        }
    }

    /// The record of a change to it that has not begun.
    pub(crate) fn change(&self, action: &Action, how: Option<StopMode>) -> Change {
        let head = self.record().head();
        Change {
            id: Some(head.id.clone()),
            name: head.name.as_deref().or(self.record().number()).map(str::to_owned),
            before: Some(head.state),
            how,
            ..Change::planned(Some(self.entry.origin.clone()), self.noun.kind(), action.word)
        }
    }
}

/// A change that failed before anything was sent.
pub(crate) fn failed(mut change: Change, error: Error) -> Change {
    change.status = Status::Failed;
    change.error = Some(error);
    change
}
