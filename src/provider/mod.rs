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
mod surroundings;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod uivmm;
mod upload;
mod verdict;

use std::time::Duration;

pub(crate) use account::{Account, Credential};
pub(crate) use act::{Act, Call, Made, Planned, Typed};
pub(crate) use ask::{Ask, Attachment};
pub(crate) use bindings::{List, ReadAs, Show};
pub(crate) use boxed::boxed;
pub(crate) use encode::{CallScope, encode};
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
pub(crate) use session::{Exchange, Session, Settings};

use crate::{
    config::{AccountSection, Secret},
    error::Result,
    exchange,
    http::{Authorization, Method, Reply},
};

/// One of the four backends.
pub(crate) trait Provider: Sync {
    /// The provider's facts, as data.
    fn facts(&self) -> &'static Facts;
    /// The `Authorization` header of an account.
    fn authorize(&self, account: &Account, secret: &Secret) -> Result<Authorization>;
    /// Headers and body of a request; the dialect may move values between query and body.
    fn encode(&self, account: &Account, operation: &Operation, parts: &mut Parts) -> Result<Encoded>;
    /// An error when a reply is a failure, in the provider's own way of saying so.
    fn verdict(&self, operation: &'static Operation, reply: &Reply, text: &str) -> Result<()>;
    /// The body is a refusal in the provider's own form, so that certainly nothing was done.
    fn refuses(&self, text: &str) -> bool;
    /// Hands over each record of a reply and gives the rest of the reply.
    fn each<'a>(&self, operation: &Operation, text: &'a str, record: Each<'_>) -> Result<Node<'a>>;
    /// The substitute for a noun that the provider lacks, if there is one.
    fn instead(&self, _account: &Account, _noun: &str) -> Option<String> {
        None
    }
    /// The other method that a change may be sent with when the documented one is not allowed.
    fn other_method(&self, _operation: &Operation) -> Option<Method> {
        None
    }
    /// The way the provider's lists come in pages, if they do.
    fn paging(&self) -> Option<Paging> {
        None
    }
}

/// A provider's facts, as data.
pub(crate) struct Facts {
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub id: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// Ready-made settings for known deployments; the first needs no more than a URL.
    pub presets: &'static [Preset],
    /// The catalogue.
    pub operations: &'static [&'static Operation],
    /// The other words by which its documents begin some paths, each with the word of the catalogue.
    pub path_words: &'static [(&'static str, &'static str)],
    /// The bindings of the common nouns.
    pub bindings: &'static Bindings,
    /// The pauses between two reads of a state.
    pub pace: Pace,
    /// The provider's words for states that are final.
    pub terminal: &'static [&'static str],
    /// The things that arguments and paths name, for `protect`; a part of a path that stands in no row can be anything.
    pub names: &'static [surroundings::Named],
    /// The keys that hold a record's id in a reply, by the placeholder that asked for it.
    pub identity: &'static [(&'static str, &'static [&'static str])],
    /// An account needs a user name beside its secret.
    pub needs_user: bool,
    /// The word before the credentials in the `Authorization` header, unless the account's section sets another.
    pub scheme: &'static str,
    /// The provider's GET requests change nothing, so that a read whose path is overridden still reads.
    pub gets_only_read: bool,
    /// The keys that only this provider's account sections have.
    pub options: &'static [&'static AccountOption],
    /// The base URLs that an account has beside its `url`.
    pub bases: &'static [&'static operation::Base],
    /// The API's name in the help of the provider's own tree, as in `Fleio's API`.
    pub api: &'static str,
    /// Other words for the provider's own tree.
    pub aliases: &'static [&'static str],
    /// A recorded request and reply of each operation, written from its document; the format is that of `exchange`.
    pub exchanges: &'static str,
    /// The provider's own forms of requests and replies for the contract suite.
    #[cfg(test)]
    pub fixture: &'static contract::Fixture,
}

impl dyn Provider + '_ {
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub(crate) fn id(&self) -> &'static str {
        self.facts().id
    }

    /// The name for people.
    pub(crate) fn title(&self) -> &'static str {
        self.facts().title
    }

    /// The recorded exchanges of the provider's operations.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = exchange::Exchange<'static>> {
        exchange::parse(self.facts().exchanges)
    }

    /// Ready-made settings for known deployments; the first needs no more than a URL.
    pub(crate) fn presets(&self) -> &'static [Preset] {
        self.facts().presets
    }

    /// The catalogue.
    pub(crate) fn operations(&self) -> &'static [&'static Operation] {
        self.facts().operations
    }

    /// The bindings of the common nouns.
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
    /// The id that an account's `provider` names.
    pub id: &'static str,
    /// The description in a few words.
    pub about: &'static str,
    /// The base URL; without one the user must give it.
    pub url: Option<&'static str>,
    /// The most requests that may be under way at once.
    pub parallel: usize,
    /// The most requests that may be sent in a second.
    pub rate: u32,
}

/// A key that the sections of only some providers' accounts have.
#[derive(Debug)]
pub(crate) struct AccountOption {
    /// The key.
    pub key: &'static str,
    /// The meaning, for the help of `accounts add`.
    pub about: &'static str,
    /// The value in a section.
    pub value: fn(&AccountSection) -> Option<&str>,
}

/// The pauses between two reads of a state while waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

/// The way lists come in pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    /// The argument that numbers the page, from 1.
    pub page: &'static str,
    /// The argument that asks for a page's size.
    pub size: &'static str,
    /// The page size that is asked for.
    pub per_page: u64,
    /// The key that is empty on the last page.
    pub next: &'static str,
    /// The keys that may hold the number of all records.
    pub total: &'static [&'static str],
}
