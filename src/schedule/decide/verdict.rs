//! The forms of a decision: what is to be done with a machine and why, and what is told beside.
//! All of it is data: `plan`, `explain`, `apply` and its log say it, each in its own way.

use jiff::Timestamp;

use crate::{
    error::Kind,
    model::{Entry, Instance},
    schedule::{calendar::Wanted, rule::Stop, state::State},
};

/// What is decided for all machines.
#[derive(Clone, Debug)]
pub(crate) struct Decisions<'a> {
    /// One for each machine that a rule or a hold is about.
    pub machines: Vec<Decision<'a>>,
    /// What is to be said of accounts, rules and machines that are gone.
    pub notes: Vec<Note>,
    /// The rules that run for the first time, or whose marks were lost, each with the account.
    pub first_run: Vec<(&'a str, &'a str)>,
    /// What is known now: to be written before anything is sent.
    pub state: State,
}

/// What is decided for one machine.
#[derive(Clone, Debug)]
pub(crate) struct Decision<'a> {
    /// The machine as it was listed.
    pub entry: &'a Entry<Instance>,
    /// What is to be done.
    pub verdict: Verdict,
    /// What is wanted of it, where anything is.
    pub wanted: Option<Wanted>,
    /// The sentence that says it, without a full stop.
    pub why: String,
    /// The kind of failure it counts as for the exit code, if it does.
    pub kind: Option<Kind>,
    /// Whether an unattended run prints it: what is done or new, and now and then what goes on.
    pub tell: bool,
    /// The names of the rules that are about it.
    pub rules: Vec<&'a str>,
    /// The names of those that want this act now.
    pub(super) acting: Vec<&'a str>,
    /// The edges that are over once the wanted state is seen.
    pub(super) edges: Vec<Option<Timestamp>>,
    /// The edge the act is for.
    pub(super) edge: Option<Timestamp>,
    /// Whether the machine is read by itself before anything is sent, since the listing may be older than the last act.
    pub doubtful: bool,
}

/// What is to be done with a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing: it is in the wanted state.
    Nothing,
    /// It is started.
    Start,
    /// It is stopped, this way.
    Stop(Stop),
    /// Its power is cut, because it did not stop within its grace.
    HardStop,
    /// It was asked to stop and has until then.
    Asked(Timestamp),
    /// It was asked to stop and did not, and nothing follows.
    Unobeyed,
    /// Its state is neither running nor stopped.
    Skipped,
    /// A guard rail, or what its provider cannot.
    Refused,
    /// Rules want opposite things of it.
    Conflict,
    /// It is left as it is.
    Left(Left),
}

/// Why a machine is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// It is held off.
    Hold,
    /// Its edge is done: what happened since is a person's wish.
    Done,
    /// Its edge is older than the rule's `late`.
    Late,
    /// It would be started in the last minutes of a window.
    LastMinutes,
    /// It is newer than the window, or than the rule's grace.
    New,
    /// It failed before, and is tried again then.
    BackingOff(Timestamp),
    /// No time of its rule has come, or the last is over.
    BeforeEdge,
    /// What was done before is not known any more.
    Unknown,
}

/// Something to be said that is not about a listed machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The account it is about.
    pub account: Option<String>,
    /// The rule it is about.
    pub rule: Option<String>,
    /// What is said, without a full stop.
    pub words: String,
    /// The kind of failure it counts as, if it does.
    pub kind: Option<Kind>,
    /// Whether an unattended run prints it.
    pub tell: bool,
}

impl Verdict {
    /// Whether something is sent.
    pub(crate) fn acts(self) -> bool {
        matches!(self, Self::Start | Self::Stop(_) | Self::HardStop)
    }
}

impl Decision<'_> {
    /// Whether there is something to be said of it beside that it is left as it is.
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
