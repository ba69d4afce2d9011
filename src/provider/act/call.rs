//! A verb being carried out: its reads, changes and waits, in earnest or as a rehearsal.
//! A change that the verb's binding does not declare is refused, so that consent was asked for all of them.

use std::{cell::RefCell, time::Instant};

use crate::{
    error::{Error, Kind, Result},
    http::{Effect, Request, until},
    provider::{encode::CallScope, inputs::Inputs, node::Node, operation::Operation, session::Session},
};

use super::{Act, Made, Typed};

/// One verb being carried out on one target.
pub(crate) struct Call<'c> {
    /// The account.
    pub session: &'c Session,
    /// The command line.
    pub typed: Typed<'c>,
    act: &'static Act,
    aim: CallScope,
    deadline: Instant,
    noted: Option<RefCell<Vec<Request>>>,
}

impl<'c> Call<'c> {
    /// A call of a verb on a target; a rehearsal notes requests instead of sending them.
    pub(crate) fn new(
        session: &'c Session,
        act: &'static Act,
        typed: Typed<'c>,
        aim: CallScope,
        deadline: Instant,
        rehearsal: bool,
    ) -> Self {
        Self { session, typed, act, aim, deadline, noted: rehearsal.then(RefCell::default) }
    }

    /// The e-mail address that is given, which may be the new user name.
    ///
    /// # Errors
    /// `usage` when it is none.
    pub(crate) fn email(&self) -> Result<String> {
        let typed = self.typed.flag("email").unwrap_or_default();
        let parts = typed.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.'));
        let bad = || self.session.place(Error::usage(format!("--email \"{typed}\" is no e-mail address")));
        parts.ok_or_else(bad).map(|_| typed.clone())
    }

    /// Carries the verb out.
    ///
    /// # Errors
    /// The errors of the requests, and `failed` when a record was to be made and the reply has no id of it.
    pub(crate) async fn go(&self) -> Result<Made> {
        until(self.deadline, self.carried()).await
    }

    async fn carried(&self) -> Result<Made> {
        if let Some(recipe) = self.act.recipe {
            return recipe(self).await;
        }
        let inputs = self.typed.fill(self.act.inputs)?;
        if self.act.made.is_empty() {
            return self.send(self.act.operation, inputs).await.map(|_| Made::default());
        }
        self.create(self.act.operation, inputs, self.act.made).await.map(Made::with_id)
    }

    /// The requests that a rehearsal noted.
    pub(crate) fn noted(self) -> Vec<Request> {
        self.noted.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Returns whether this is a rehearsal, in which nothing is sent.
    pub(crate) fn rehearsing(&self) -> bool {
        self.noted.is_some()
    }

    /// Calls an operation that reads, and gives its reply.
    pub(crate) async fn read(&self, operation: &'static Operation, inputs: &Inputs) -> Result<String> {
        self.session.call(operation, inputs, CallScope::reading()).await
    }

    /// Sends a change and gives its reply; a rehearsal has none.
    pub(crate) async fn send(&self, operation: &'static Operation, inputs: Inputs) -> Result<Option<String>> {
        if operation.effect != Effect::Read && !self.act.operations().any(|own| std::ptr::eq(own, operation)) {
            let sentence = format!("{} is not among the operations this verb declares", operation.id);
            return Err(self.session.place(Error::new(Kind::Failed, sentence)));
        }
        if let Some(noted) = &self.noted {
            let planned = self.session.plan(operation, &inputs, self.aim.clone()).await?;
            noted.borrow_mut().push(planned);
            return Ok(None);
        }
        self.session.call(operation, &inputs, self.aim.clone()).await.map(Some)
    }

    /// Sends a request that makes something and gives the new id, which is under one of the keys.
    pub(crate) async fn create(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        keys: &[&'static str],
    ) -> Result<String> {
        let Some(reply) = self.send(operation, inputs).await? else { return Ok("NEW".to_owned()) };
        let mut ids: Vec<String> = Vec::new();
        self.session.each(operation, &reply, &mut |_, node: &Node<'_>| ids.extend(node.any(keys).text()))?;
        ids.dedup();
        if let [_, others @ ..] = &*ids
            && !others.is_empty()
        {
            let account = self.session.account.name();
            let words = format!(
                "{account}: the reply names more than was asked for, which is paid for too: {}",
                others.join(", ")
            );
            self.session.settings.observer.warning(&words);
        }
        ids.into_iter().next().ok_or_else(|| {
            let sentence = "the provider accepted it, but its reply holds no id: it may have been made, or not";
            self.session.place(Error::unknown_outcome(sentence)).operation(operation.id)
        })
    }

    /// Checks repeatedly, at the provider's pace, until a condition holds; a rehearsal assumes it.
    ///
    /// # Errors
    /// `timeout` when the command's time is up, naming what was waited for.
    pub(crate) async fn until(&self, what: &str, so: impl AsyncFn() -> Result<bool>) -> Result<()> {
        let pace = self.session.account.pace;
        let mut pause = pace.first;
        while !self.rehearsing() && !so().await? {
            if Instant::now() + pause > self.deadline {
                let error = Error::new(Kind::Timeout, format!("the time was up before {what}"));
                return Err(self.session.place(error).hint("allow more time with --timeout"));
            }
            tokio::time::sleep(pause).await;
            pause = pause.mul_f64(1.5).min(pace.longest);
        }
        Ok(())
    }
}
