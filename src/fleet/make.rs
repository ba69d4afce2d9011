//! Making something new: sent once, followed to where it is of use, and read as it then is.
//! An unknown outcome is told with how to check; it is never sent twice.

use std::rc::Rc;

use crate::{
    error::{Error, Kind, Result},
    http::Target,
    model::{Action, Change, Goal, Status},
    provider::{Act, Call, CallScope, Noun, Session, Typed},
};

use super::{
    act::{ActOptions, Given},
    land, noted,
    wait::{self, Ended, Wait},
};

/// Something to be made in one account.
pub struct Making<'m> {
    /// The noun.
    pub noun: &'static Noun,
    /// The account.
    pub session: Rc<Session>,
    /// The name it gets, where such things have one.
    pub name: Option<&'m str>,
    /// The action.
    pub action: &'static Action,
    /// The provider's binding of it.
    pub act: &'static Act,
    /// What was typed.
    pub given: &'m Given,
    /// How it is carried out.
    pub options: ActOptions<'m>,
}

/// Makes one record and tells what became of it.
pub async fn make(making: &Making<'_>) -> Change {
    let origin = Some(making.session.account.origin.clone());
    let mut change = Change::planned(origin, making.noun.kind(), making.action.word);
    change.name = making.name.map(str::to_owned);
    let mut entry = None;
    if let Err(error) = making.carry_out(&mut change, &mut entry).await {
        change.status = if error.kind() == Kind::Timeout { Status::Pending } else { Status::Failed };
        change.error = Some(making.explained(error));
    }
    if let Some(entry) = entry {
        noted::complete(making.options.journal, entry, &change);
    }
    change
}

impl Making<'_> {
    /// How it is named to the user, with its account in front.
    pub fn label(&self) -> String {
        format!("{}/{}", self.session.account.name(), self.name.unwrap_or("new"))
    }

    async fn carry_out(&self, change: &mut Change, entry: &mut Option<String>) -> Result<()> {
        let options = self.options;
        let name = self.name.map(str::to_owned);
        let target = Target { kind: self.noun.kind(), id: String::new(), name, survives_stop: true };
        let mut targets = vec![target.clone()];
        targets.extend_from_slice(&self.given.named);
        let aim = CallScope { targets, consent: options.consent };
        let names = self.session.account.binding(self.noun).id;
        let typed = Typed { id: "", names, name: self.name, flags: &self.given.flags };
        let call = Call::new(&self.session, self.act, typed, aim, options.deadline, options.dry_run);
        if !options.dry_run {
            let (action, operations) = (self.action.name(), self.act.operations());
            *entry = Some(options.journal.begin(noted::opening(&self.session, &action, operations, Some(&target))));
        }
        let made = call.go().await?;
        change.changed = !made.unchanged;
        if options.dry_run {
            change.after = self.action.goal.state();
            change.requests = call.noted().iter().map(land::line).collect();
            return Ok(());
        }
        change.job.clone_from(&made.job);
        change.id.clone_from(&made.id);
        change.status = Status::Ok;
        if !options.wait {
            change.status = Status::Pending;
            return Ok(());
        }
        let mut id = made.id;
        if let Some(job) = &made.job {
            id = land::job(&self.session, job, &self.label(), options).await?.or(id);
        }
        match id {
            Some(id) => self.settle(id, change).await,
            None => Ok(()),
        }
    }

    /// Waits until what was made is of use, and reads it.
    async fn settle(&self, id: String, change: &mut Change) -> Result<()> {
        change.id = Some(id.clone());
        if self.session.account.binding(self.noun).list.is_none() {
            return Ok(());
        }
        let label = self.label();
        let tell = |state: &'static str| (self.options.tell)(&label, state);
        let (goal, deadline) = (self.goal(), self.options.deadline);
        match wait::until(&self.session, self.noun, &id, &Wait { goal, eager: true, new: true, deadline, tell: &tell })
            .await?
        {
            Ended::Reached(entry) => {
                let head = entry.record.head();
                change.after = Some(head.state);
                change.name = head.name.clone().or(change.name.take());
                land::answering(&entry, self.options).await?;
                change.resource = Some(entry);
                Ok(())
            }
            Ended::Gone => Err(Error::new(Kind::NotFound, "it was made, and is gone")),
            Ended::Late(None) => {
                Err(Error::new(Kind::Timeout, "it has not shown up yet, and the time is up").hint(format!(
                    "it may still come, or its making failed: nubo {} list -a {}",
                    self.noun.word,
                    self.session.account.name()
                )))
            }
            Ended::Late(state) => {
                change.after = state;
                Err(land::late(goal))
            }
        }
    }

    /// Where it is to get: the state of the verb, unless it was asked to stay stopped.
    fn goal(&self) -> Goal {
        if self.given.flags.value("stopped").is_some() { Goal::State("stopped") } else { self.action.goal }
    }

    /// The error in the user's words; where it may have been made all the same, how to check.
    fn explained(&self, error: Error) -> Error {
        let name = self.name.map(|name| format!(" \"{name}\"")).unwrap_or_default();
        let unknown = error.details().outcome_unknown;
        let told = error.while_doing(&format!("cannot {} the {}{name}", self.action.word, self.noun.kind()));
        let told = self.session.place(told).target(self.label());
        if unknown {
            let account = self.session.account.name();
            return told.hint(format!(
                "it may have been made: look before trying again: nubo {} list -a {account}",
                self.noun.word
            ));
        }
        told
    }
}

#[cfg(test)]
mod tests;
