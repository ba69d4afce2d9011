//! The changes of a run: those under way and those that ended, told when a signal ends the run before they do.

use std::{cell::RefCell, rc::Rc};

use crate::{
    error::{Error, Kind},
    model::{Change, Selection, Status},
};

use super::{outcome::Outcome, verb};

/// The changes that were begun and have not ended, with their labels, and the records of those that have.
#[derive(Default)]
pub(crate) struct UnderWay {
    running: RefCell<Vec<(String, Rc<Change>)>>,
    ended: RefCell<Vec<Change>>,
}

/// A change that is under way as long as this value exists.
pub(crate) struct UnderWayGuard {
    change: Rc<Change>,
    all: Rc<UnderWay>,
}

impl Drop for UnderWayGuard {
    fn drop(&mut self) {
        self.all.running.borrow_mut().retain(|(_, change)| !Rc::ptr_eq(change, &self.change));
    }
}

impl UnderWay {
    /// Notes that a change is under way until the result is dropped.
    pub(crate) fn begin(self: &Rc<Self>, label: String, change: Change) -> UnderWayGuard {
        let change = Rc::new(change);
        self.running.borrow_mut().push((label, Rc::clone(&change)));
        UnderWayGuard { change, all: Rc::clone(self) }
    }

    /// Keeps the record of a change that ended.
    pub(crate) fn ended(&self, change: &Change) {
        self.ended.borrow_mut().push(change.clone());
    }

    /// The outcome of a run that a signal ended: the records so far, and what goes on at the provider.
    pub(crate) fn interrupted(&self, kind: Kind) -> Outcome {
        let error = Error::new(kind, if kind == Kind::Interrupted { "interrupted" } else { "terminated" });
        let running = self.running.borrow();
        let labels: Vec<&str> = running.iter().map(|(label, _)| &**label).collect();
        let error = if labels.is_empty() {
            error
        } else {
            error.hint(format!("still going on at the provider: {}", labels.join(", ")))
        };
        let open = running.iter().map(|(_, change)| cut_short(change));
        let changes: Vec<Change> = self.ended.borrow().iter().cloned().chain(open).collect();
        let outcome = if changes.is_empty() { Outcome::nothing() } else { verb::told(changes, &Selection::default()) };
        Outcome { failures: vec![error], kind: Some(kind), recorded: Vec::new(), ..outcome }
    }
}

/// The record of a change whose end was not waited for.
fn cut_short(change: &Change) -> Change {
    let error = Error::new(Kind::UnknownOutcome, "its end was not waited for, so it may have been carried out");
    let error = error.hint("look at the present state before trying again");
    Change { status: Status::Unknown, error: Some(error), ..change.clone() }
}
