//! Accounts and sessions for tests: a scripted wire, no network, no configuration.
//! The secret is one that is easy to look for.
#![allow(clippy::unwrap_used)]

use std::{rc::Rc, time::Duration};

use tokio::sync::Semaphore;

use super::{Account, Credential, Provider, Session, Settings};
use crate::{
    config::{AccountSection, Env, Paths, Secret},
    error::Result,
    http::{Observer, Reply, Request, Wire, stub::Stub},
};

/// The secret of every account here.
pub const SECRET: &str = "s3cret-of-tests";

/// Hears nothing.
pub struct Deaf;

impl Observer for Deaf {
    fn exchange(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
    fn warning(&self, _: &str) {}
    fn retrying(&self, _: &Request, _: &Result<Reply>, _: Duration) {}
}

/// An account called `test` at a base URL.
pub fn account(provider: &dyn Provider, url: &str) -> Rc<Account> {
    let section = AccountSection {
        provider: provider.presets()[0].id.to_owned(),
        url: Some(url.to_owned()),
        user: Some("ops@example.com".to_owned()),
        encoding: (provider.id() == "seflow").then_some(crate::config::Encoding::Form),
        ..AccountSection::default()
    };
    let mut account = Account::resolve("test", &section).unwrap();
    account.credential = Credential::Given(Secret::new(SECRET.to_owned()).unwrap());
    Rc::new(account)
}

/// A session over a script of replies.
pub fn session(account: Rc<Account>, replies: impl IntoIterator<Item = Result<Reply>>) -> Session {
    let env = Env::given::<&str>(&[]);
    let settings = Settings {
        paths: Paths::new(None, &env).unwrap(),
        env,
        tries: 1,
        all: Rc::new(Semaphore::new(64)),
        observer: Rc::new(Deaf),
        raw: false,
    };
    Session::over(Wire::Stub(Stub::new(replies)), account, &Rc::new(settings))
}
