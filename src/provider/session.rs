//! One account in use: calls operations, follows pages, and remembers when the secret was refused.
//! The layers of `http` stand below it; everything above deals in records.

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    rc::Rc,
    time::Instant,
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tokio::sync::{OnceCell, Semaphore};

use crate::{
    config::{Env, Paths, credentials},
    error::{Error, Kind, Result},
    http::{
        Authorization, Consent, Effect, Guard, Limit, Method, Nature, Net, Observer, Rate, Repeat, Reply, Request,
        Retry, Stack, Target, Trace, Transport, Wire,
    },
    model::Record,
};

use super::{
    Account, Credential, Paging, Parts,
    bindings::{Listing, Read},
    inputs::{self, Input, Inputs},
    node::Node,
    operation::Operation,
    upload, verdict,
};

/// What all sessions of a run share.
pub struct Settings {
    /// The environment, for secrets.
    pub env: Env,
    /// The folders, for secrets.
    pub paths: Paths,
    /// How often a read is sent at most.
    pub tries: u32,
    /// The limit over all accounts.
    pub all: Limit,
    /// Who hears of what is sent.
    pub observer: Rc<dyn Observer>,
    /// Whether each record keeps the provider's reply.
    pub raw: bool,
}

/// What a request acts on, and how far the user agreed to go.
#[derive(Clone, Debug)]
pub struct Aim {
    /// The things acted on.
    pub targets: Vec<Target>,
    /// How far the user agreed to go.
    pub consent: Consent,
}

impl Aim {
    /// Only reading.
    pub const fn reading() -> Self {
        Self { targets: Vec::new(), consent: Consent::Reading }
    }
}

/// One account in use.
pub struct Session {
    /// The account.
    pub account: Rc<Account>,
    settings: Rc<Settings>,
    stack: Stack,
    authorization: OnceCell<Authorization>,
    refused: RefCell<Option<Error>>,
    deadline: Cell<Option<Instant>>,
}

impl Session {
    /// A session over the network; nothing is sent yet.
    pub fn open(account: Rc<Account>, settings: &Rc<Settings>) -> Result<Self> {
        let wire = Wire::Net(Net::new(&account.url, account.ca_file.as_deref())?);
        Ok(Self::over(wire, account, settings))
    }

    /// A session over any wire.
    pub fn over(wire: Wire, account: Rc<Account>, settings: &Rc<Settings>) -> Self {
        let limit = Rc::new(Semaphore::new(account.parallel));
        let traced = Trace::new(Rc::clone(&settings.observer), wire);
        let rated = Rate::new(limit, Rc::clone(&settings.all), traced);
        let retried = Retry::new(settings.tries, Rc::clone(&settings.observer), rated);
        Self {
            stack: Guard::new(account.rails.clone(), retried),
            account,
            settings: Rc::clone(settings),
            authorization: OnceCell::new(),
            refused: RefCell::new(None),
            deadline: Cell::new(None),
        }
    }

    /// Sets when answers are of no more use.
    pub fn until(&self, deadline: Instant) {
        self.deadline.set(Some(deadline));
    }

    /// Calls an operation and gives the reply, which the provider's verdict has passed.
    ///
    /// # Errors
    /// Those of the guard rails, the wire and the provider, with account and operation named.
    pub async fn call(&self, operation: &'static Operation, inputs: &Inputs, aim: Aim) -> Result<String> {
        self.attempt(operation, inputs, aim).await.map_err(|error| self.place(error).operation(operation.id))
    }

    /// Adds this account to an error.
    pub fn place(&self, error: Error) -> Error {
        error.at(self.account.name(), self.account.provider.id())
    }

    async fn attempt(&self, operation: &'static Operation, inputs: &Inputs, aim: Aim) -> Result<String> {
        self.deliver(operation, encode(&self.account, operation, inputs, aim)?).await
    }

    /// Sends a request and has its reply judged.
    async fn deliver(&self, operation: &'static Operation, mut request: Request) -> Result<String> {
        if let Some(error) = &*self.refused.borrow() {
            return Err(error.clone());
        }
        request.deadline = self.deadline.get();
        request.authorization = self.authorization().await?;
        let mut reply = self.stack.send(&request).await?;
        let text = text_of(std::mem::take(&mut reply.body));
        let judged = self.account.provider.verdict(operation, &reply, &text);
        if let Err(error) = &judged
            && verdict::secret_refused(error)
        {
            let error = self.place(error.clone());
            self.refused.borrow_mut().get_or_insert(error);
        }
        judged.map(|()| text)
    }

    /// The request of an operation, with authorization, that is looked at and not sent.
    ///
    /// # Errors
    /// `usage` when the inputs do not fit the operation.
    pub async fn rehearse(&self, operation: &'static Operation, inputs: &Inputs) -> Result<Request> {
        let mut request = encode(&self.account, operation, inputs, Aim::reading())?;
        request.authorization = self.authorization().await?;
        Ok(request)
    }

    /// Calls an operation with a body of the caller's own.
    pub async fn call_with(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        aim: Aim,
        body: Vec<u8>,
    ) -> Result<String> {
        let prepared = encode_with(&self.account, operation, inputs, aim, Some(body));
        let called = async { self.deliver(operation, prepared?).await };
        called.await.map_err(|error| self.place(error).operation(operation.id))
    }

    /// A request of the caller's own below the account's base; it counts as destroying until it is matched.
    ///
    /// # Errors
    /// `usage` when the dialect cannot write the body.
    pub fn raw_request(
        &self,
        method: Method,
        path: &str,
        body: Vec<(String, Input)>,
        content: Option<Vec<u8>>,
    ) -> Result<Request> {
        let account = &*self.account;
        let shape = if method == Method::Get { &RAW_GET } else { &RAW_POST };
        let mut parts = Parts { path: path.to_owned(), query: Vec::new(), body };
        let encoded = account.provider.encode(account, shape, &mut parts)?;
        let target = Target { kind: "request", id: path.to_owned(), name: None, survives_stop: false };
        Ok(Request {
            operation: "api",
            method,
            url: format!("{}{path}", account.url),
            headers: encoded.headers,
            body: Bytes::from(content.unwrap_or(encoded.body)),
            file: None,
            authorization: None,
            effect: Effect::Destroy,
            repeat: Repeat::Never,
            nature: Nature::Plain,
            targets: vec![target],
            consent: Consent::Reading,
            deadline: None,
        })
    }

    /// Sends a request as it is and gives the reply, whatever it says.
    pub async fn exchange(&self, request: &Request) -> Result<Reply> {
        self.stack.send(request).await.map_err(|error| self.place(error))
    }

    /// The provider's verdict on the reply of a raw request.
    pub fn judge(
        &self,
        matched: Option<&'static Operation>,
        request: &Request,
        reply: &Reply,
        text: &str,
    ) -> Result<()> {
        let shape = if request.method == Method::Get { &RAW_GET } else { &RAW_POST };
        self.account.provider.verdict(matched.unwrap_or(shape), reply, text).map_err(|error| self.place(error))
    }

    /// The account's authorization, looked for once.
    pub async fn authorization(&self) -> Result<Option<Authorization>> {
        let account = &*self.account;
        if matches!(account.credential, Credential::Missing) {
            return Ok(None);
        }
        let found = self.authorization.get_or_try_init(|| async {
            if let Credential::Given(secret) = &account.credential {
                return account.provider.authorize(account, secret);
            }
            let Settings { env, paths, .. } = &*self.settings;
            let found = credentials::find(env, paths, account.name(), &account.section).await?;
            found.warnings.iter().for_each(|warning| self.settings.observer.warning(warning));
            account.provider.authorize(account, &found.secret)
        });
        found.await.cloned().map(Some).inspect_err(|error| {
            *self.refused.borrow_mut() = Some(self.place(error.clone()));
        })
    }

    /// Reads all records of an operation, its pages included.
    ///
    /// # Errors
    /// When the first page fails; a later one only makes the listing incomplete.
    pub async fn list<R: Record>(
        &self,
        operation: &'static Operation,
        inputs: Inputs,
        read: Read<R>,
    ) -> Result<Listing<R>> {
        let Some(paging) = self.account.provider.paging().filter(|_| operation.paged) else {
            return Ok(self.page(operation, &inputs, read).await?.0);
        };
        let size = paging.per_page.to_string();
        let numbered = |page: u64| inputs.clone().text(paging.page, page.to_string()).text(paging.size, size.as_str());
        let (mut listing, more, total) = self.paged(operation, &numbered(1), read, &paging).await?;
        let first = (listing.records.len() + listing.failures.len()) as u64;
        if !more || first == 0 {
            return Ok(listing);
        }
        match total {
            Some(total) => {
                let pages = total.div_ceil(first).min(MOST_PAGES);
                let rest = stream::iter(2..=pages)
                    .map(|page| {
                        let inputs = numbered(page);
                        async move { self.paged(operation, &inputs, read, &paging).await }
                    })
                    .buffered(self.account.parallel);
                let mut rest = std::pin::pin!(rest);
                while let Some(page) = rest.next().await {
                    if !listing.followed_by(page) {
                        break;
                    }
                }
            }
            None => self.follow(operation, read, &paging, numbered, &mut listing).await,
        }
        let mut seen = HashSet::new();
        listing.records.retain(|(record, _)| seen.insert(record.head().id.clone()));
        Ok(listing)
    }

    /// Reads page after page, where nobody says how many there are.
    async fn follow<R: Record>(
        &self,
        operation: &'static Operation,
        read: Read<R>,
        paging: &Paging,
        numbered: impl Fn(u64) -> Inputs,
        listing: &mut Listing<R>,
    ) {
        for page in 2..=MOST_PAGES {
            let result = self.paged(operation, &numbered(page), read, paging).await;
            let failed = result.is_err();
            if !listing.followed_by(result) || failed {
                break;
            }
        }
    }

    /// One page, whether there are more, and how many records there are in all.
    async fn paged<R: Record>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: Read<R>,
        paging: &Paging,
    ) -> Result<(Listing<R>, bool, Option<u64>)> {
        let (listing, rest) = self.page(operation, inputs, read).await?;
        let total = rest.any(paging.total).integer();
        Ok((listing, !rest.at(paging.next).is_empty(), total))
    }

    /// The records of one reply, and what stood beside them.
    pub async fn page<R: Record>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: Read<R>,
    ) -> Result<(Listing<R>, Node<'static>)> {
        let text = self.call(operation, inputs, Aim::reading()).await?;
        let mut listing = Listing::new();
        let rest = self.each(operation, &text, &mut |key, node| match read(key, node) {
            Ok(record) => listing.records.push((record, self.raw(node))),
            Err(error) => listing.failures.push(self.place(error).operation(operation.id)),
        })?;
        Ok((listing, rest))
    }

    /// Reads the one record of a reply.
    ///
    /// # Errors
    /// Those of the call; `failed` when the reply holds no record.
    pub async fn one<R: Record>(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        read: Read<R>,
    ) -> Result<(R, Option<String>)> {
        let (listing, _) = self.page(operation, inputs, read).await?;
        let failed = listing.failures.into_iter().next();
        listing.records.into_iter().next().ok_or_else(|| {
            let empty = || Error::new(Kind::Failed, format!("{} was answered without a record", operation.id));
            failed.unwrap_or_else(|| self.place(empty()))
        })
    }

    /// Hands over each record of a reply.
    pub fn each(
        &self,
        operation: &'static Operation,
        text: &str,
        record: &mut dyn FnMut(Option<&str>, &Node<'_>),
    ) -> Result<Node<'static>> {
        let rest = self.account.provider.each(operation, text, record);
        rest.map(Node::into_owned).map_err(|error| self.place(error).operation(operation.id))
    }

    /// The reply of a record as JSON text, where it is to be kept.
    pub fn raw(&self, node: &Node<'_>) -> Option<String> {
        if self.settings.raw { serde_json::to_string(node).ok() } else { None }
    }
}

/// What a raw request is written and judged as.
static RAW_GET: Operation = super::operation::get("api", "", "Any request");
/// The same with a body.
static RAW_POST: Operation = super::operation::post("api", "", "Any request");

/// The most pages that are read of one list.
const MOST_PAGES: u64 = 10_000;

impl<R> Listing<R> {
    /// Adds a further page and tells whether more may come. What the reply says of their number may be wrong by then:
    /// a list ends with a page that says so, that is empty, or that is not there.
    fn followed_by(&mut self, page: Result<(Self, bool, Option<u64>)>) -> bool {
        match page {
            Ok((found, more, _)) => {
                let empty = found.records.is_empty() && found.failures.is_empty();
                self.extend(found);
                more && !empty
            }
            Err(error) if error.kind() == Kind::NotFound => false,
            Err(error) => {
                self.failures.push(error);
                true
            }
        }
    }

    /// Adds a further part, or that it failed.
    pub fn take(&mut self, part: Result<Self>) {
        match part {
            Ok(part) => self.extend(part),
            Err(error) => self.failures.push(error),
        }
    }
}

/// The request of an operation, without authorization.
///
/// # Errors
/// `usage` when the inputs do not fit the operation.
pub fn encode(account: &Account, operation: &'static Operation, inputs: &Inputs, aim: Aim) -> Result<Request> {
    encode_with(account, operation, inputs, aim, None)
}

fn encode_with(
    account: &Account,
    operation: &'static Operation,
    inputs: &Inputs,
    aim: Aim,
    body: Option<Vec<u8>>,
) -> Result<Request> {
    let mut parts =
        if body.is_some() { inputs::path_only(operation, inputs)? } else { inputs::spread(operation, inputs)? };
    let mut encoded = account.provider.encode(account, operation, &mut parts)?;
    let file = upload::place(operation, &parts, &mut encoded)?;
    let mut url = format!("{}{}", account.base(operation.base), parts.path);
    if !parts.query.is_empty() {
        url = format!("{url}?{}", inputs::form(&parts.query));
    }
    Ok(Request {
        operation: operation.id,
        method: operation.method,
        url,
        headers: encoded.headers,
        body: Bytes::from(body.unwrap_or(encoded.body)),
        file,
        authorization: None,
        effect: operation.effect,
        repeat: operation.repeat,
        nature: operation.nature,
        targets: aim.targets,
        consent: aim.consent,
        deadline: None,
    })
}

/// A body as text without a copy: UTF-8, or Latin-1 where it is not, without a byte-order mark.
fn text_of(body: Bytes) -> String {
    let mut text =
        String::from_utf8(Vec::from(body)).unwrap_or_else(|e| e.as_bytes().iter().map(|b| char::from(*b)).collect());
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}
