//! Fleets of scripted accounts, and machines to act on, for tests.
//! No network is reached; waiting is on a clock that the test moves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{rc::Rc, sync::Arc, time::Duration};

use super::{ActOptions, Fleet, Match};
use crate::{
    error::{Error, Kind, Result},
    history::Journal,
    http::{Consent, Reply, Request, stub::Stub},
    model::{Entry, Head, Instance, Record},
    provider::{INSTANCES, Session, by_id, testing as provider},
};

pub(crate) use provider::reply;

/// The base URL of every account here.
pub(crate) const BASE: &str = "https://cloud.example.com";

/// An account of a provider whose requests are answered by a script.
pub(crate) fn account(
    name: &str,
    provider: &str,
    script: impl FnMut(&Request) -> Result<Reply> + 'static,
) -> (Rc<Session>, Stub) {
    over(name, provider, Stub::by(script))
}

/// An account of a provider whose requests are answered one by one.
pub(crate) fn scripted(provider: &str, replies: impl IntoIterator<Item = Result<Reply>>) -> (Rc<Session>, Stub) {
    over("test", provider, Stub::new(replies))
}

fn over(name: &str, provider: &str, stub: Stub) -> (Rc<Session>, Stub) {
    let account = provider::named(by_id(provider).unwrap(), name, BASE);
    (Rc::new(provider::over(Rc::new(account), &stub)), stub)
}

/// A CloudSigma account with these servers, by id and name.
pub(crate) fn servers(name: &str, servers: &'static [(&'static str, &'static str)]) -> (Rc<Session>, Stub) {
    account(name, "cloudsigma", move |request| {
        let text = |(id, name): &(&str, &str)| {
            format!("server {id}\nname {name}\nstatus active\nnic:0:dhcp 192.0.2.{}\n", id.len())
        };
        let path = request.url.strip_prefix(BASE).unwrap();
        match path.strip_prefix("/servers/").unwrap().strip_suffix("info").unwrap().trim_end_matches('/') {
            "" => reply(200, servers.iter().map(text).collect::<Vec<_>>().join("\n")),
            id => match servers.iter().find(|(own, _)| *own == id) {
                Some(server) => reply(200, text(server)),
                None => reply(400, "errors:system The server could not be found"),
            },
        }
    })
}

/// An account that is down.
pub(crate) fn down(name: &str) -> (Rc<Session>, Stub) {
    account(name, "cloudsigma", |_| reply(503, ""))
}

/// A fleet of accounts.
pub(crate) fn fleet(sessions: &[&(Rc<Session>, Stub)], default: Option<&str>) -> Fleet {
    let member = |(session, _): &(Rc<Session>, Stub)| (session.account.name().to_owned(), Ok(Rc::clone(session)));
    Fleet::of(sessions.iter().map(|pair| member(pair)).collect(), default)
}

/// A machine as a read showed it.
pub(crate) fn machine(id: &str, state: &'static str) -> Instance {
    let head = Head { id: id.to_owned(), name: Some("web".to_owned()), state, ..Head::default() };
    Instance { head, ..Instance::default() }
}

/// A machine in an account.
pub(crate) fn hit(session: &Rc<Session>, record: Instance) -> Match {
    let entry =
        Entry { origin: session.account.origin.clone(), record: Arc::new(record) as Arc<dyn Record>, raw: None };
    Match { noun: &INSTANCES, session: Rc::clone(session), entry, exact: true, by_prefix: false }
}

/// Agreed to change, waiting for a minute.
pub(crate) fn patient() -> ActOptions<'static> {
    ActOptions {
        consent: Consent::Changing,
        wait: true,
        deadline: super::now() + Duration::from_secs(60),
        hard_after: None,
        dry_run: false,
        force: false,
        probe: None,
        said: "typed",
        journal: Box::leak(Box::new({
            let journal = Journal::new(None, None, String::new(), Box::new(|_| {}));
            journal.relax(true, false);
            journal
        })),
        cause: None,
        tell: &|_, _| {},
    }
}

/// A connection that broke after the request was sent.
pub(crate) fn broken() -> Result<Reply> {
    Err(Error::new(Kind::Unavailable, "the connection broke").outcome_unknown())
}
