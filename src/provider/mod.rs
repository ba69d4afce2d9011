//! The clouds: one trait, four backends, and the session that carries their operations.
//! A provider is a wire dialect of pure functions, a catalogue, and optional bindings for each common noun.

mod account;
mod act;
mod ask;
mod basic;
mod bindings;
mod boxed;
pub(crate) mod cloudsigma;
#[cfg(test)]
pub(crate) mod contract;
mod encode;
#[cfg(test)]
mod exchanges;
pub(crate) mod fleio;
mod inputs;
mod json;
mod listing;
mod node;
mod nouns;
mod operation;
mod overrides;
mod pages;
mod pictures;
mod raw;
mod read;
mod reading;
mod registry;
pub(crate) mod seflow;
mod session;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod uivmm;
mod upload;
mod verdict;

use std::time::Duration;

pub(crate) use account::{Account, Credential};
pub(crate) use act::{Act, Call, Made, Planned, Typed};
pub(crate) use ask::{Ask, Attachment};
pub(crate) use bindings::{Binding, List, ReadAs, Show};
pub(crate) use boxed::boxed;
pub(crate) use encode::encode;
pub(crate) use inputs::{Input, Inputs, Parts, percent};
pub(crate) use json::Each;
pub(crate) use listing::Listing;
pub(crate) use node::Node;
pub(crate) use nouns::*;
pub(crate) use operation::{Arg, ArgKind, BodyKind, Confidence, Cost, Operation, ReplyKind, UNTOLD};
pub(crate) use overrides::method;
pub(crate) use pictures::picture;
pub(crate) use reading::another;
pub(crate) use registry::{ALL, by_id, ids, options, presets, supports, words};
pub(crate) use session::{CallScope, Exchange, Session, Settings};

use crate::{
    config::{AccountSection, Secret},
    error::Result,
    exchange,
    http::{Authorization, Method, Reply},
};

/// One of the four backends.
pub(crate) trait Provider: Sync {
    /// What it is, as data.
    fn facts(&self) -> &'static Facts;
    /// The `Authorization` header of an account.
    fn authorize(&self, account: &Account, secret: &Secret) -> Result<Authorization>;
    /// Headers and body of a request; the dialect may move values between query and body.
    fn encode(&self, account: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded>;
    /// Whether a reply is a failure, in the provider's own way of saying so.
    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()>;
    /// Whether a body is a refusal in the provider's own form, so that it is certain that nothing was done.
    fn refuses(&self, text: &str) -> bool;
    /// Hands over each record of a reply and gives what stands beside them.
    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>>;
    /// What stands in for a noun that it lacks, if something does.
    fn instead(&self, _account: &Account, _noun: &str) -> Option<String> {
        None
    }
    /// The other method that a change may be sent with when the documented one is not allowed.
    fn other_method(&self, _operation: &Operation) -> Option<Method> {
        None
    }
    /// How its lists come in pages, if they do.
    fn paging(&self) -> Option<Paging> {
        None
    }
}

/// What a provider is, as data.
pub(crate) struct Facts {
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Ready-made settings for known deployments; the first needs no more than a URL.
    pub presets: &'static [Preset],
    /// Its catalogue.
    pub operations: &'static [&'static Operation],
    /// What it can do with the common nouns.
    pub bindings: &'static Bindings,
    /// How often a state may be asked for.
    pub pace: Pace,
    /// The provider's words for states that nothing leads out of by itself.
    pub terminal: &'static [&'static str],
    /// The keys under which the record of a reply names itself, by the placeholder that asked for it.
    pub identity: &'static [(&'static str, &'static [&'static str])],
    /// Whether an account needs a user name beside its secret.
    pub needs_user: bool,
    /// The word before the credentials in the `Authorization` header, where the account's section has none of its own.
    pub scheme: &'static str,
    /// Whether its GET requests change nothing, so that a read whose path is overridden still reads.
    pub gets_only_read: bool,
    /// The keys that the section of an account has only for it.
    pub options: &'static [&'static AccountOption],
    /// The base URLs of an account beside its `url`.
    pub bases: &'static [&'static operation::Base],
    /// Its API in the help of its own tree, as in `Fleio's API`.
    pub api: &'static str,
    /// Other words for its own tree.
    pub aliases: &'static [&'static str],
    /// A recorded request and reply of each operation, written from its document; the format is that of `exchange`.
    pub exchanges: &'static str,
    /// Its own forms of what the contract suite sends and reads.
    #[cfg(test)]
    pub fixture: &'static contract::Fixture,
}

impl dyn Provider + '_ {
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub(crate) fn id(&self) -> &'static str {
        self.facts().id
    }

    /// Its name for people.
    pub(crate) fn title(&self) -> &'static str {
        self.facts().title
    }

    /// The recorded exchanges of its operations.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = exchange::Exchange<'static>> {
        exchange::parse(self.facts().exchanges)
    }

    /// Ready-made settings for known deployments; the first needs no more than a URL.
    pub(crate) fn presets(&self) -> &'static [Preset] {
        self.facts().presets
    }

    /// Its catalogue.
    pub(crate) fn operations(&self) -> &'static [&'static Operation] {
        self.facts().operations
    }

    /// What it can do with the common nouns.
    pub(crate) fn bindings(&self) -> &'static Bindings {
        self.facts().bindings
    }
}

/// Headers and body in a dialect.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoded {
    /// Headers beside authorization.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Ready-made settings of an account.
#[derive(Debug)]
pub(crate) struct Preset {
    /// What the account's `provider` names.
    pub id: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The base URL; the user must give one where it is missing.
    pub url: Option<&'static str>,
    /// How many requests may be under way together.
    pub parallel: usize,
    /// The most requests that may be sent in a second.
    pub rate: u32,
}

/// A key that the sections of only some providers' accounts have.
#[derive(Debug)]
pub(crate) struct AccountOption {
    /// The key.
    pub key: &'static str,
    /// Its meaning, for the help of `accounts add`.
    pub about: &'static str,
    /// Its value in a section.
    pub value: fn(&AccountSection) -> Option<&str>,
}

/// How often a state may be asked for while waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

/// How lists come in pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    /// The argument that numbers the page, from 1.
    pub page: &'static str,
    /// The argument that asks for a page's size.
    pub size: &'static str,
    /// What is asked for.
    pub per_page: u64,
    /// The key that is empty on the last page.
    pub next: &'static str,
    /// The keys under which the number of all records may stand.
    pub total: &'static [&'static str],
}
