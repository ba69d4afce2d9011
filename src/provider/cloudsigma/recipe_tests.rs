//! Recipes that really send, on a scripted server: the order of calls, the waits, and the refusals before any change.
//! The scripts follow the manual and the experience of published clients.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod changing;
mod creating;
mod deleting;
mod reading;

use std::time::{Duration, Instant};

use super::CLOUDSIGMA;
use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Request, Target, stub::Stub},
    model::{Action, Drive, Instance, Ip, Network, verbs},
    provider::{
        Bound, Call, CallScope, Input, Inputs, Made, Provider, Typed,
        testing::{account, over, reply},
    },
};

const BASE: &str = "https://cloud.example.com";

/// The requests sent, without the base.
fn sent(stub: &Stub) -> Vec<String> {
    stub.asked().iter().map(|line| line.replace(BASE, "")).collect()
}

/// The changes among the requests sent.
fn changes(stub: &Stub) -> Vec<String> {
    sent(stub).into_iter().filter(|line| !line.ends_with("/info")).collect()
}

/// A wire that answers each path in its own way; the number counts the earlier requests for that path.
fn cloud(answer: impl Fn(&str, usize) -> Option<(u16, &'static str)> + 'static) -> Stub {
    let seen = std::cell::RefCell::new(std::collections::HashMap::<String, usize>::new());
    Stub::by(move |request: &Request| {
        let path = request.url.strip_prefix(BASE).unwrap().to_owned();
        let mut seen = seen.borrow_mut();
        let count = seen.entry(path.clone()).or_default();
        *count += 1;
        match answer(&path, *count) {
            Some((status, body)) => reply(status, body),
            None => Err(Error::new(Kind::Failed, format!("nobody answers {path}"))),
        }
    })
}

/// Carries a verb out on a wire.
async fn go<R: Bound>(stub: &Stub, action: &'static Action, on: &str, flags: Inputs) -> Result<Made> {
    go_with::<R>(stub, action, on, flags, Consent::Everything, true).await
}

async fn go_with<R: Bound>(
    stub: &Stub,
    action: &'static Action,
    on: &str,
    flags: Inputs,
    consent: Consent,
    survives_stop: bool,
) -> Result<Made> {
    let session = over(account(&CLOUDSIGMA, BASE), stub);
    let noun = R::noun().binding(CLOUDSIGMA.facts().bindings);
    let (id, name) = if action.makes { ("", on) } else { (on, "web") };
    let typed = Typed { id, names: noun.id, name: Some(name), flags: &flags };
    let target = Target { kind: R::noun().kind(), id: id.to_owned(), name: Some(name.to_owned()), survives_stop };
    let aim = CallScope { targets: vec![target], consent };
    let deadline = Instant::now() + Duration::from_millis(500);
    Call::new(&session, noun.act(action).unwrap(), typed, aim, deadline, false).go().await
}

fn flag(name: &'static str, value: &str) -> Inputs {
    Inputs::none().text(name, value)
}

fn wanted() -> Inputs {
    flag("image", "i1").with("cpus", Input::Integer(1)).with("memory", Input::Integer(1 << 30))
}

/// An image of the library.
const IMAGE: &str = "drive i1\nname debian\nstatus active\ntype disk\nsize 1000\n";
/// A finished copy.
const COPY: &str = "drive d9\nname web-9\nstatus active\nsize 1000\n";
/// The copy while it is being made.
const COPYING: &str = "drive d9\nname web-9\nstatus active\nsize 1000\nimaging 50%\n";
/// A running server.
const RUNNING: &str =
    "server s1\nname web\nuser u1\nstatus active\npersistent true\nide:0:0 d1\nnic:0:dhcp 192.0.2.7\nnic:1:vlan v1\n";
/// The server, stopped.
const STOPPED: &str =
    "server s1\nname web\nuser u1\nstatus stopped\npersistent true\nide:0:0 d1\nnic:0:dhcp 192.0.2.7\nnic:1:vlan v1\n";
/// A drive that nothing uses.
const FREE: &str = "drive d2\nuser u1\nstatus active\nsize 1000\n";
/// The drive of the server, once the server no longer uses it.
const OWN: &str = "drive d1\nname root\nuser u1\nstatus active\nsize 1000\n";
/// The drive of the server, in use.
const CLAIMED: &str = "drive d1\nname root\nuser u1\nstatus active\nsize 1000\nclaimed h:guest:s1:ide:0:0\n";
