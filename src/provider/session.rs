//! One account in use: calls operations, follows pages, and remembers when the secret was refused.
//! The layers of `http` are below it; the code above deals in records.

mod refusal;
mod sending;
mod unsettled;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use jiff::SignedDuration;
use tokio::sync::{OnceCell, Semaphore};

use crate::{
    config::{Env, Paths, StateStore},
    error::{Error, Kind, Result},
    http::{
        Authorization, ConcurrencyLimit, Consent, Effect, Gate, Gated, Guard, Limit, Net, Observer, Open, RateLimit,
        Request, Retry, Stack, Trace, Wire,
    },
};

use super::{
    Account,
    encode::{CallScope, at_path, by_method, encode, encode_with},
    inputs::Inputs,
    operation::{Confidence, Operation, placeholders},
};

pub(crate) use sending::Exchange;
use unsettled::Unsettled;

/// The settings that all sessions of a run share.
pub(crate) struct Settings {
    /// The environment, for secrets.
    pub env: Env,
    /// The folders, for secrets.
    pub paths: Paths,
    /// The store of data that providers send only once.
    pub kept: StateStore,
    /// The most times that one read is sent.
    pub tries: u32,
    /// The limit on requests over all accounts.
    pub all: Limit,
    /// The observer of requests and replies.
    pub observer: Rc<dyn Observer>,
    /// Each record keeps the provider's reply.
    pub raw: bool,
}

/// One account in use.
pub(crate) struct Session {
    /// The account.
    pub account: Rc<Account>,
    pub(super) settings: Rc<Settings>,
    pub(super) stack: Stack,
    authorization: OnceCell<Authorization>,
    gate: Rc<Gate>,
    unsettled: Unsettled,
    /// The account's own secret in every form in which a reply may repeat it.
    own: RefCell<Vec<String>>,
    ahead: Cell<Option<SignedDuration>>,
    uploaded: Arc<AtomicU64>,
}

impl Session {
    /// A session over the network; nothing is sent yet.
    pub(crate) fn open(account: Rc<Account>, settings: &Rc<Settings>) -> Result<Self> {
        let wire = Wire::Net(Net::new(&account.url, account.ca_file.as_deref())?);
        Ok(Self::over(wire, account, settings))
    }

    /// A session over any wire.
    pub(crate) fn over(wire: Wire, account: Rc<Account>, settings: &Rc<Settings>) -> Self {
        let gate = Rc::new(Gate::default());
        let traced = Trace::new(Rc::clone(&settings.observer), wire);
        let gated = Gated::new(Rc::clone(&gate), traced);
        let of_all = ConcurrencyLimit::new(Rc::clone(&settings.all), gated);
        let rated = RateLimit::new(account.rate, of_all);
        let limited = ConcurrencyLimit::new(Rc::new(Semaphore::new(account.parallel)), rated);
        let retried = Retry::new(settings.tries, Rc::clone(&settings.observer), limited);
        Self {
            stack: Guard::new(account.rails.clone(), retried),
            account,
            settings: Rc::clone(settings),
            authorization: OnceCell::new(),
            gate,
            unsettled: Unsettled::default(),
            own: RefCell::default(),
            ahead: Cell::new(None),
            uploaded: Arc::default(),
        }
    }

    /// The time by which this machine's clock is ahead of the provider's, by its last reply; none if that is not known.
    pub(crate) fn ahead(&self) -> Option<SignedDuration> {
        self.ahead.get()
    }

    /// The count of bytes of files that were handed to the network, for progress.
    pub(crate) fn uploaded(&self) -> u64 {
        self.uploaded.load(Ordering::Relaxed)
    }

    /// Raises the number of things that this run may change, because the user agreed to it.
    pub(crate) fn allow(&self, count: usize) {
        self.stack.allow(count);
    }

    /// Refuses a number of targets that the account never allows, before any is changed.
    ///
    /// # Errors
    /// `refused`, with the account, the number and the key.
    pub(crate) fn has_room(&self, count: usize) -> Result<()> {
        self.stack.has_room(count).map_err(|error| self.place(error))
    }

    /// Calls an operation and gives the text of a reply that passed the provider's verdict.
    ///
    /// # Errors
    /// The errors of the guard rails, the wire and the provider, with account and operation named.
    pub(crate) async fn call(&self, operation: &'static Operation, inputs: &Inputs, aim: CallScope) -> Result<String> {
        let text = self.attempt(operation, inputs, aim).await;
        let about = text.and_then(|text| self.is_about(operation, inputs, &text).map(|()| text));
        about.map_err(|error| self.place(error).operation(operation.id))
    }

    /// Adds this account to an error.
    pub(crate) fn place(&self, error: Error) -> Error {
        error.at(self.account.name(), self.account.provider.id())
    }

    /// Calls an operation, then its alternatives: an older path when a read is not found, the other method when the
    /// documented one is not allowed for a change.
    async fn attempt(&self, operation: &'static Operation, inputs: &Inputs, aim: CallScope) -> Result<String> {
        self.spares(operation, inputs, false).await?;
        let request = encode(&self.account, operation, inputs, aim.clone())?;
        let actual = self.account.actual(operation);
        let result = self.deliver(operation, request).await;
        let Some(status @ (404 | 405)) = result.as_ref().err().and_then(|error| error.details().http_status) else {
            return result;
        };
        if let (405, Some(method)) = (status, self.account.provider.other_method(&actual)) {
            return self.deliver(operation, by_method(&self.account, operation, method, inputs, aim)?).await;
        }
        if actual.effect == Effect::Read && self.account.path(operation) == operation.path {
            for path in operation.fallbacks {
                let older = self.deliver(operation, at_path(&self.account, operation, path, inputs)?).await;
                if !matches!(older.as_ref().err().and_then(|e| e.details().http_status), Some(404 | 405)) {
                    return older;
                }
            }
        }
        result.map_err(|error| self.unconfirmed(operation, error))
    }

    /// Opens a stream of events.
    pub(crate) async fn events(&self, operation: &'static Operation, inputs: &Inputs) -> Result<Open> {
        let opened = async {
            let mut request = encode(&self.account, operation, inputs, CallScope::reading())?;
            request.authorization = self.authorization().await?;
            Net::with_silence(&self.account.url, self.account.ca_file.as_deref(), None)?.open(&request).await
        };
        opened.await.map_err(|error: Error| self.place(error).operation(operation.id))
    }

    /// Calls an operation whose reply is bytes, and gives them unchanged.
    pub(crate) async fn bytes(&self, operation: &'static Operation, inputs: &Inputs, aim: CallScope) -> Result<Bytes> {
        let called = async {
            self.spares(operation, inputs, false).await?;
            let mut request = encode(&self.account, operation, inputs, aim)?;
            let Exchange { reply, verdict, .. } = self.exchanged(operation, &mut request, true).await?;
            verdict.map(|()| reply.body)
        };
        let told = |error: Error| self.place(self.unconfirmed(operation, error)).operation(operation.id);
        called.await.map_err(told)
    }

    /// Sends a request and gives the text of a reply that passed the provider's verdict.
    async fn deliver(&self, operation: &'static Operation, mut request: Request) -> Result<String> {
        let Exchange { text, verdict, .. } = self.exchanged(operation, &mut request, false).await?;
        verdict.map(|()| text)
    }

    /// The request of an operation, with authorization, to be shown and not sent.
    ///
    /// # Errors
    /// `usage` when the inputs do not fit the operation.
    pub(crate) async fn rehearse(&self, operation: &'static Operation, inputs: &Inputs) -> Result<Request> {
        let mut request = encode(&self.account, operation, inputs, CallScope::reading())?;
        request.authorization = self.authorization().await?;
        Ok(request)
    }

    /// The request of a change, to be shown and not sent; the account's guard rails may already forbid it.
    ///
    /// # Errors
    /// `usage` when the inputs do not fit the operation, `refused` when a guard rail forbids it.
    pub(crate) async fn plan(&self, operation: &'static Operation, inputs: &Inputs, aim: CallScope) -> Result<Request> {
        let planned = async {
            let aim = CallScope { consent: Consent::Everything, ..aim };
            self.spares(operation, inputs, false).await?;
            let mut request = encode(&self.account, operation, inputs, aim)?;
            self.stack.check(&request)?;
            request.authorization = self.authorization().await?;
            Ok(request)
        };
        planned.await.map_err(|error: Error| self.place(error).operation(operation.id))
    }

    /// Calls an operation with a body of the caller's own.
    pub(crate) async fn call_with(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        aim: CallScope,
        body: Vec<u8>,
    ) -> Result<String> {
        let prepared = encode_with(&self.account, operation, inputs, aim, body);
        let called = async {
            self.spares(operation, inputs, true).await?;
            self.deliver(operation, prepared?).await
        };
        called.await.map_err(|error| self.place(self.unconfirmed(operation, error)).operation(operation.id))
    }

    /// Adds to the error of a path that no document names that this deployment may have it elsewhere.
    fn unconfirmed(&self, operation: &Operation, error: Error) -> Error {
        let actual = self.account.actual(operation);
        let Some(status @ (404 | 405)) = error.details().http_status else { return error };
        if actual.confidence == Confidence::Documented {
            return error;
        }
        let name = self.account.name();
        let hint = format!("if it is elsewhere here, set `path` in [accounts.{name}.operations.\"{}\"]", actual.id);
        let path = self.account.path(operation);
        if status == 405 || placeholders(path).next().is_none() {
            let sentence = format!("{}: path not confirmed for this deployment ({path})", actual.id);
            return error.replaced(Kind::Unsupported, sentence).hint(hint);
        }
        error.hint(format!("path not confirmed for this deployment; {hint}"))
    }
}
