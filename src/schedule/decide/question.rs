//! The question that a decision answers: the rules at an instant, and the machines of accounts as just listed.
//! All of it is input; nothing is looked up.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Port;
use crate::{
    error::Kind,
    model::{Entry, Instance, StopMode},
    schedule::{rule::Rule, shield::Shield},
};

/// The question asked of all machines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The rules that can act.
    pub rules: &'a [Rule],
    /// The rules that cannot be read, with their readable parts.
    pub shields: &'a [Shield],
    /// The time between two runs, where it is known.
    pub interval: Option<SignedDuration>,
    /// The answers of machines at their ports, as far as they were asked.
    pub answers: &'a BTreeMap<Port, bool>,
}

/// The machines of one account, as they were just listed.
#[derive(Clone, Debug)]
pub(crate) struct Listing<'a> {
    /// The account's name.
    pub account: &'a str,
    /// The account's machines, with the tags that the configuration gives them.
    pub entries: &'a [Entry<Instance>],
    /// The failure that keeps the listing from being complete, where there is one.
    pub failure: Option<(Kind, String)>,
    /// True when the replies show that this machine's clock is right: else nothing of the past is forgotten.
    pub clock_is_right: bool,
    /// The last start of machines in the history, by id.
    pub started: BTreeMap<String, Timestamp>,
    /// True when the provider tells the tags of every machine, so that a missing list could not be read.
    pub tags_told: bool,
    /// The kind of the provider's plain stop.
    pub stop: Option<StopMode>,
    /// True when the provider can cut the power.
    pub hard: bool,
    /// The number of machines a rule may act on in one run, where it has no number of its own.
    pub max_targets: usize,
    /// The most that a rule's own number may be.
    pub ceiling: usize,
}
