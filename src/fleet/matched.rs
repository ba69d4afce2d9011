//! A record that was found, with the account it is in: its name for people, and the machines that hold it.

use std::{rc::Rc, time::Duration};

use crate::{
    error::{Error, Result},
    http::Target,
    model::{Action, Change, Entry, Record, Status, StopMode},
    provider::{INSTANCES, Noun, Session},
};

use super::fanout;

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

    /// The machines it belongs to, by name; one whose name cannot be told stands there without.
    ///
    /// # Errors
    /// None today: a machine that cannot be read stands there without a name, which the guard rails refuse.
    pub(crate) async fn holders(&self) -> Result<Vec<Target>> {
        let unknown = |id: String| Target { kind: "instance", id, name: None, survives_stop: true };
        let Some(ids) = self.record().holders() else { return Ok(vec![unknown(String::new())]) };
        let mut found = Vec::new();
        for id in ids {
            let machine = fanout::show(&self.session, &INSTANCES, &id, Duration::from_secs(60)).await;
            found.push(machine.map_or_else(
                |_| unknown(id.clone()),
                |entry| Target { name: entry.record.head().name.clone(), ..unknown(id.clone()) },
            ));
        }
        Ok(found)
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
