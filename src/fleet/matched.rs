//! A record that was found, with the account it is in: what it is called, what an action would really do to it, who holds it.
//! The guard rails are told all that a request touches.

use std::{rc::Rc, time::Duration};

use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Effect, Hazard, Target},
    model::{
        Action, Change, Entry, Goal, Record, Status, StopMode,
        verbs::{RESUME, START},
    },
    provider::{Act, CallScope, INSTANCES, Noun, Session},
};

use super::fanout;

/// A record, and the session of the account it is in.
pub struct Match {
    /// The noun.
    pub noun: &'static Noun,
    /// The session.
    pub session: Rc<Session>,
    /// The record as it was read in this command.
    pub entry: Entry,
    /// Whether it was read by itself, so that nothing of it is missing.
    pub exact: bool,
    /// Whether only the beginning of its id was typed.
    pub by_prefix: bool,
}

impl Match {
    /// The record.
    pub fn record(&self) -> &dyn Record {
        &*self.entry.record
    }

    /// How it is named to the user: by its name, else its number, else its id.
    pub fn label(&self) -> &str {
        let head = self.record().head();
        head.name.as_deref().or(self.record().number()).unwrap_or(&head.id)
    }

    /// The same with its account in front.
    pub fn place(&self) -> String {
        format!("{}/{}", self.entry.origin.account, self.label())
    }

    /// Whether an action that ends a run ends it for good.
    pub fn doomed(&self, act: &Act) -> bool {
        act.operation.hazard == Hazard::EndsRun && !self.record().survives_stop()
    }

    /// The effect that an action really has on it, at this account.
    pub fn effect(&self, act: &Act) -> Effect {
        if self.doomed(act) {
            return Effect::Destroy;
        }
        let account = &self.session.account;
        act.operations().map(|operation| account.actual(operation).effect).max().unwrap_or(Effect::Change)
    }

    /// Refuses what cannot work before it is sent.
    ///
    /// # Errors
    /// `conflict` for a state that it cannot be done in, `refused` for ending what is at work.
    pub fn possible(&self, action: &Action, act: &Act, force: bool) -> Result<()> {
        let (record, word) = (self.record(), action.word);
        let state = record.head().state;
        if !action.from.is_empty() && state != "unknown" && !action.from.contains(&state) {
            let from = action.from.join(" or ");
            let sentence = format!("it is {state}, and only what is {from} can be told to {word}");
            return Err(Error::new(Kind::Conflict, sentence));
        }
        let resumes = |resume: &Act| !std::ptr::eq(resume.operation, act.operation);
        let resume = self.session.account.act(self.noun, &RESUME);
        if *action == START && RESUME.from.contains(&state) && resume.is_some_and(resumes) {
            let sentence = format!("it is {state}, which starting does not end");
            let hint = format!("let it go on: nubo {} resume {}", self.noun.word, self.place());
            return Err(Error::new(Kind::Conflict, sentence).hint(hint));
        }
        self.at_rest(record, action, force)
    }

    /// Refuses to end what is at work, unless that was said.
    pub fn at_rest(&self, record: &dyn Record, action: &Action, force: bool) -> Result<()> {
        if action.goal != Goal::Gone || !record.at_work() || force {
            return Ok(());
        }
        let hint = format!("stop it first, or add --force: nubo {} stop {}", self.noun.word, self.place());
        Err(Error::new(Kind::Refused, format!("it is {}", record.head().state)).hint(hint))
    }

    /// It as the guard rails know it.
    pub fn target(&self) -> Target {
        let head = self.record().head();
        Target {
            kind: self.noun.kind(),
            id: head.id.clone(),
            name: head.name.clone(),
            survives_stop: self.record().survives_stop(),
        }
    }

    /// What a request on it touches: itself, what else was named, and the machines it belongs to where some are protected.
    pub async fn aim(&self, named: &[Target], consent: Consent) -> Result<CallScope> {
        let mut targets = vec![self.target()];
        targets.extend_from_slice(named);
        if !self.session.account.rails.protect.is_empty() {
            targets.extend(self.holders().await?);
        }
        Ok(CallScope { targets, consent })
    }

    /// The machines it belongs to, by name; one whose name cannot be told stands there without.
    async fn holders(&self) -> Result<Vec<Target>> {
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
    pub fn change(&self, action: &Action, how: Option<StopMode>) -> Change {
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
pub fn failed(mut change: Change, error: Error) -> Change {
    change.status = Status::Failed;
    change.error = Some(error);
    change
}
