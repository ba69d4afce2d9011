//! Accounts and sessions for tests: a scripted wire, no network, no configuration.
//! The secret is a word that is easy to search for.
#![allow(clippy::unwrap_used)]

use std::{rc::Rc, sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use super::{
    Account, Bound, Credential, Inputs, List, Listing, Noun, Operation, Pace, Preset, Provider, Session, Settings,
    Show, operation::get,
};
use crate::{
    config::{AccountSection, Env, Paths, Secret, StateStore},
    error::Result,
    http::{Observer, Reply, Request, Wire, stub::Stub},
    model::Record,
};

/// The secret of every account here.
pub(crate) const SECRET: &str = "s3cret-of-tests";

/// A read that is in no catalogue.
pub(crate) const READS: Operation = get("tests.look", "/look", "Look");

/// An observer that ignores everything.
pub(crate) struct Deaf;

impl Observer for Deaf {
    fn exchange(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
    fn warning(&self, _: &str) {}
    fn retrying(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
}

/// An account called `test` at a base URL.
pub(crate) fn account(provider: &'static dyn Provider, url: &str) -> Rc<Account> {
    Rc::new(named(provider, "test", url))
}

/// An account at a base URL, whose states may be read every ten milliseconds.
pub(crate) fn named(provider: &'static dyn Provider, name: &str, url: &str) -> Account {
    of_preset(provider, &provider.presets()[0], name, url)
}

/// An account of any preset of a provider.
pub(crate) fn of_preset(provider: &'static dyn Provider, preset: &'static Preset, name: &str, url: &str) -> Account {
    let section = AccountSection {
        provider: preset.id.to_owned(),
        url: Some(url.to_owned()),
        user: Some("ops@example.com".to_owned()),
        ..AccountSection::default()
    };
    let mut account = Account::new(name, &section, provider, preset).unwrap();
    account.credential = Credential::Given(Secret::new(SECRET.to_owned()).unwrap());
    account.pace = Pace { first: Duration::from_millis(10), longest: Duration::from_millis(10) };
    account
}

/// Settings without retries, secrets or files.
pub(crate) fn settings() -> Rc<Settings> {
    let env = Env::given::<&str>(&[]);
    Rc::new(Settings {
        paths: Paths::new(None, &env).unwrap(),
        env,
        kept: StateStore::default(),
        tries: 1,
        all: Rc::new(Semaphore::new(64)),
        observer: Rc::new(Deaf),
        raw: false,
    })
}

/// A session over a script of replies.
pub(crate) fn session(account: Rc<Account>, replies: impl IntoIterator<Item = Result<Reply>>) -> Session {
    over(account, &Stub::new(replies))
}

/// A session over a wire that the test can inspect.
pub(crate) fn over(account: Rc<Account>, stub: &Stub) -> Session {
    Session::over(Wire::Stub(stub.clone()), account, &settings())
}

/// A reply of a status with a body.
#[expect(clippy::unnecessary_wraps, reason = "scripts are made of results")]
pub(crate) fn reply(status: u16, body: impl Into<String>) -> Result<Reply> {
    Ok(Reply { body: body.into().into(), ..Reply::with(status) })
}

/// The records of a noun, as its binding lists them.
pub(crate) async fn list_of(noun: &Noun, session: &Session) -> Result<Listing> {
    match noun.binding(session.account.provider.bindings()).list.as_ref().unwrap() {
        List::Op(operation, read) => session.list(operation, Inputs::none(), *read).await,
        List::Recipe(recipe) => recipe(session).await,
    }
}

/// The records of a noun as their own type.
pub(crate) async fn list<R: Bound>(session: &Session) -> Result<Listing<R>> {
    let listing = list_of(R::noun(), session).await?;
    let typed = |(record, raw): (Arc<dyn Record>, _)| (record.typed::<R>().unwrap().clone(), raw);
    let mut typed_listing = Listing::new();
    typed_listing.records = typed_listing.inherit(listing).into_iter().map(typed).collect();
    Ok(typed_listing)
}

/// One record of a noun, as its binding shows it.
pub(crate) async fn show_of(noun: &Noun, session: &Session, id: &str) -> Result<Arc<dyn Record>> {
    let binding = noun.binding(session.account.provider.bindings());
    let (record, _) = match binding.show.as_ref().unwrap() {
        Show::Op(operation, fixed, read) => {
            session.one(operation, &Inputs::none().id(binding.id, id)?.fixed(fixed), *read).await?
        }
        Show::Recipe(recipe) => recipe(session, id).await?,
        Show::Listed => panic!("it is looked up in the listing"),
    };
    Ok(record)
}

/// One record of a noun as its own type.
pub(crate) async fn show<R: Bound>(session: &Session, id: &str) -> Result<R> {
    Ok(show_of(R::noun(), session, id).await?.typed::<R>().unwrap().clone())
}
