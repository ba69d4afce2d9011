//! One change that is ready to be made: its subject, the binding that carries it out, and the flags.
//! Looked up once; plan, consent and the sending all read from here.

use std::rc::Rc;

use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Effect, Hazard, Target},
    model::{
        Action, Change, Entry, Goal, Record,
        verbs::{RESUME, START},
    },
    provider::{Act, CallScope, Noun, Session, Typed},
};

use super::{inputs::Given, matched::Match};

/// A change that is ready to be made.
pub(crate) struct Task {
    /// The record acted on, or the one to create.
    pub subject: Subject,
    /// The action.
    pub action: &'static Action,
    /// The provider's binding of it.
    pub act: &'static Act,
    /// The flags and targets that were typed, as the account understands them.
    pub given: Rc<Given>,
}

/// The subject of a change.
pub(crate) enum Subject {
    /// A record that was found.
    Found(Match),
    /// A record that is created.
    New {
        /// The noun.
        noun: &'static Noun,
        /// The account it is created in.
        session: Rc<Session>,
        /// The name it gets, where such things have one.
        name: Option<String>,
    },
}

impl Subject {
    /// The noun.
    pub(crate) fn noun(&self) -> &'static Noun {
        match self {
            Self::Found(found) => found.noun,
            Self::New { noun, .. } => noun,
        }
    }

    /// The session of its account.
    pub(crate) fn session(&self) -> &Rc<Session> {
        match self {
            Self::Found(found) => &found.session,
            Self::New { session, .. } => session,
        }
    }

    /// Its name for people, with its account in front.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Found(found) => found.place(),
            Self::New { session, name, .. } => {
                format!("{}/{}", session.account.name(), name.as_deref().unwrap_or("new"))
            }
        }
    }
}

impl Task {
    /// The record that was found, unless this creates one.
    pub(crate) fn found(&self) -> Option<&Match> {
        match &self.subject {
            Subject::Found(found) => Some(found),
            Subject::New { .. } => None,
        }
    }

    /// The record acted on, unless this creates one.
    pub(crate) fn record(&self) -> Option<&dyn Record> {
        self.found().map(Match::record)
    }

    /// The record's state, unless this creates one.
    pub(crate) fn state(&self) -> Option<&'static str> {
        self.record().map(|record| record.head().state)
    }

    /// The session of its account.
    pub(crate) fn session(&self) -> &Rc<Session> {
        self.subject.session()
    }

    /// The provider's binding of another action on the same noun.
    pub(crate) fn act_for(&self, action: &Action) -> Option<&'static Act> {
        self.session().account.act(self.subject.noun(), action)
    }

    /// The record of the change before it begins.
    pub(crate) fn change(&self) -> Change {
        match &self.subject {
            Subject::Found(found) => found.change(self.action, if self.action.ends_run { self.act.how } else { None }),
            Subject::New { noun, session, name } => {
                let origin = Some(session.account.origin.clone());
                Change { name: name.clone(), ..Change::planned(origin, noun.kind(), self.action.word) }
            }
        }
    }

    /// True when the task ends a run and destroys the machine with it.
    pub(crate) fn dooms(&self) -> bool {
        let fleeting = |record: &dyn Record| !record.survives_stop();
        self.act.operation.hazard == Hazard::EndsRun && self.record().is_some_and(fleeting)
    }

    /// The actual effect at this account.
    pub(crate) fn effect(&self) -> Effect {
        if self.dooms() {
            return Effect::Destroy;
        }
        self.act.effect(&self.session().account)
    }

    /// True when the account's configuration makes an operation graver than the catalogue does.
    pub(crate) fn is_overridden(&self) -> bool {
        let account = &self.session().account;
        self.act.operations().any(|operation| account.actual(operation).effect > operation.effect)
    }

    /// True when the record is at the goal already.
    pub(crate) fn is_done(&self) -> bool {
        self.action.settled && self.state().is_some_and(|state| self.action.goal == Goal::State(state))
    }

    /// True when the record is gone after the action.
    pub(crate) fn ends_it(&self) -> bool {
        self.action.goal == Goal::Gone || self.dooms()
    }

    /// Refuses a change that cannot work before it is sent.
    ///
    /// # Errors
    /// `conflict` for a state that the change cannot be made in, `refused` for ending a running machine.
    pub(crate) fn possible(&self, force: bool) -> Result<()> {
        let (Some(found), Some(state), word) = (self.found(), self.state(), self.action.word) else { return Ok(()) };
        if !self.action.from.is_empty() && state != "unknown" && !self.action.from.contains(&state) {
            let from = self.action.from.join(" or ");
            let sentence = format!("it is {state}, and only what is {from} can be told to {word}");
            return Err(Error::new(Kind::Conflict, sentence));
        }
        let resumes = |resume: &Act| !std::ptr::eq(resume.operation, self.act.operation);
        if *self.action == START && RESUME.from.contains(&state) && self.act_for(&RESUME).is_some_and(resumes) {
            let sentence = format!("it is {state}, which starting does not end");
            let hint = format!("let it go on: nubo {} resume {}", found.noun.word, found.place());
            return Err(Error::new(Kind::Conflict, sentence).hint(hint));
        }
        self.at_rest(found.record(), force)
    }

    /// Refuses to end a running machine, unless it is forced.
    pub(crate) fn at_rest(&self, record: &dyn Record, force: bool) -> Result<()> {
        if self.action.goal != Goal::Gone || !record.at_work() || force {
            return Ok(());
        }
        let (noun, place) = (self.subject.noun().word, self.subject.place());
        let hint = format!("stop it first, or add --force: nubo {noun} stop {place}");
        Err(Error::new(Kind::Refused, format!("it is {}", record.head().state)).hint(hint))
    }

    /// The subject as a target of the guard rails.
    pub(crate) fn target(&self) -> Target {
        match &self.subject {
            Subject::Found(found) => found.target(),
            Subject::New { noun, name, .. } => {
                Target { kind: noun.kind(), id: String::new(), name: name.clone(), survives_stop: true }
            }
        }
    }

    /// The targets of a request: the subject, and the records named by flags.
    pub(crate) fn scope(&self, consent: Consent) -> CallScope {
        let mut targets = vec![self.target()];
        targets.extend_from_slice(&self.given.named);
        CallScope { targets, consent }
    }

    /// The typed inputs, as bindings read them.
    pub(crate) fn typed(&self) -> Typed<'_> {
        let names = self.session().account.binding(self.subject.noun()).id;
        let (id, name) = match &self.subject {
            Subject::Found(found) => {
                let head = found.record().head();
                (head.id.as_str(), head.name.as_deref())
            }
            Subject::New { name, .. } => ("", name.as_deref()),
        };
        Typed { id, names, name, flags: &self.given.flags }
    }

    /// Checks that an entry is still the record that was agreed to.
    ///
    /// # Errors
    /// `conflict` where its name or the time of its creation has changed.
    pub(crate) fn still(&self, entry: &Entry) -> Result<()> {
        let Some(agreed) = self.record().map(Record::head) else { return Ok(()) };
        let now = entry.record.head();
        // A listing may not tell when a thing was created.
        let created = now.created_at.as_ref().zip(agreed.created_at.as_ref());
        if now.name == agreed.name && created.is_none_or(|(now, agreed)| now == agreed) {
            return Ok(());
        }
        let name = now.name.as_deref().unwrap_or("nothing");
        let sentence = format!("it is called {name:?} now: somebody changed it meanwhile");
        Err(Error::new(Kind::Conflict, sentence).hint("look at it and ask again"))
    }
}
