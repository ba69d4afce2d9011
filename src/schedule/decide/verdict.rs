//! The forms of a decision: the verdict on a machine, its reason, and notes on everything else.
//! All of it is data: `plan`, `explain`, `apply` and its log each put it into words.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    error::Kind,
    model::{Entry, Instance},
    schedule::{calendar::Wanted, rule::Stop, state::State},
};

/// The decisions for all machines.
#[derive(Clone, Debug)]
pub(crate) struct Decisions<'a> {
    /// The decision for each machine that a rule or a hold is about.
    pub machines: Vec<Decision<'a>>,
    /// The notes about accounts, rules and machines that are gone.
    pub notes: Vec<Note>,
    /// The rules that run for the first time, or whose marks were lost, each with the account.
    pub first_run: Vec<(&'a str, &'a str)>,
    /// The state as it is known now, to be written before anything is sent.
    pub state: State,
    /// The stops to come that are to be told of now.
    pub warnings: Vec<Warning<'a>>,
    /// The machines of which it matters whether they answer at a port, and that nobody has asked yet.
    pub unasked: Vec<Port>,
}

/// A stop to come.
#[derive(Clone, Debug)]
pub(crate) struct Warning<'a> {
    /// The rule that wishes it.
    pub rule: &'a str,
    /// The machine.
    pub entry: &'a Entry<Instance>,
    /// The time from which it is stopped.
    pub at: Timestamp,
}

/// A port of a machine at which others that wait for it look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Port {
    /// The account.
    pub account: String,
    /// The machine's id.
    pub id: String,
    /// The port of TCP.
    pub number: u16,
}

/// The decision for one machine.
#[derive(Clone, Debug)]
pub(crate) struct Decision<'a> {
    /// The machine as it was listed.
    pub entry: &'a Entry<Instance>,
    /// The verdict.
    pub verdict: Verdict,
    /// The wanted state, where there is one.
    pub wanted: Option<Wanted>,
    /// The reason in a sentence without a full stop.
    pub why: String,
    /// The kind of failure it counts as for the exit code, if it does.
    pub kind: Option<Kind>,
    /// True when an unattended run prints it: an act or news, and from time to time a failure that goes on.
    pub tell: bool,
    /// The names of the rules that are about it.
    pub rules: Vec<&'a str>,
    /// The names of those that want this act now.
    pub(super) acting: Vec<&'a str>,
    /// The edges that are over once the wanted state is seen.
    pub(super) edges: Vec<Option<Timestamp>>,
    /// The edge the act is for.
    pub(super) edge: Option<Timestamp>,
    /// The time after which it is started, behind others of its rule.
    pub delay: Duration,
    /// The rules that leave time between two starts, and start it.
    pub(super) staggered: Vec<&'a str>,
    /// True when the machine is read by itself before anything is sent: the listing may be older than the last act.
    pub doubtful: bool,
}

/// The verdict on a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing is to be done: the machine is in the wanted state.
    Nothing,
    /// The machine is started.
    Start,
    /// The machine is stopped, this way.
    Stop(Stop),
    /// The power is cut, because it did not stop within its grace.
    HardStop,
    /// The machine was asked to stop and has until then.
    Asked(Timestamp),
    /// The machine was asked to stop and did not, and nothing follows.
    Unobeyed,
    /// The state is neither running nor stopped.
    Skipped,
    /// A guard rail forbids the act, or the provider cannot do it.
    Refused,
    /// Rules want opposite things of it.
    Conflict,
    /// Other machines come first, or its turn in a row of starts does.
    Waits,
    /// The machine is left as it is.
    Left(Left),
}

/// The reason why a machine is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// A hold says to leave it alone.
    Hold,
    /// The edge is done: a change since then is a person's wish.
    Done,
    /// The edge is older than the rule's `late`.
    Late,
    /// The window ends within minutes, too soon for a start.
    LastMinutes,
    /// The machine is newer than the window, or than the rule's grace.
    New,
    /// The last act failed, and the next try is at this time.
    BackingOff(Timestamp),
    /// The rule's first time has not come, or its last is over.
    BeforeEdge,
    /// The earlier acts are not known any more.
    Unknown,
}

/// A note that is not about a listed machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The account it is about.
    pub account: Option<String>,
    /// The rule it is about.
    pub rule: Option<String>,
    /// The sentence, without a full stop.
    pub words: String,
    /// The kind of failure it counts as, if it does.
    pub kind: Option<Kind>,
    /// True when an unattended run prints it.
    pub tell: bool,
}

impl Verdict {
    /// True when something is sent.
    pub(crate) fn acts(self) -> bool {
        matches!(self, Self::Start | Self::Stop(_) | Self::HardStop)
    }
}

impl Decision<'_> {
    /// True when it is worth showing: more than a machine that is left as it is.
    pub(crate) fn concerns(&self) -> bool {
        !matches!(self.verdict, Verdict::Nothing | Verdict::Left(_)) || self.kind.is_some()
    }
}

impl Note {
    /// News of an account that is no failure.
    pub(super) fn at(account: &str, words: String) -> Self {
        Self { account: Some(account.to_owned()), rule: None, words, kind: None, tell: true }
    }
}

impl Decisions<'_> {
    /// The kinds of failure there are before anything is sent.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = Kind> {
        let machines = self.machines.iter().filter_map(|decision| decision.kind);
        machines.chain(self.notes.iter().filter_map(|note| note.kind))
    }
}
