//! Holds: a person's wish for one machine for a while, over all rules. They are kept by account and id.
//! An ended hold is remembered for five weeks, because at its end the rule's wish begins anew.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    calendar::{HORIZON, Wanted, moved},
    marks::{Version, is_other},
};
use crate::{
    config::{Owner, StateStore},
    error::Result,
    model::{Head, words},
};

/// The file they are kept in.
pub(super) const KIND: &str = "holds";

/// One hold.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Hold {
    /// The form it is written in.
    pub version: Version,
    /// The machine's id.
    pub id: String,
    /// The machine's name when it was held.
    pub name: Option<String>,
    /// The wanted state.
    pub held: Held,
    /// The beginning.
    pub since: Timestamp,
    /// The end; none for a hold that never ends by itself.
    pub until: Option<Timestamp>,
    /// The time the machine was made, as its provider told it when it was held.
    pub created: Option<String>,
}

/// The state that a person wants of a machine.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Held {
    /// The machine runs.
    Up,
    /// The machine is stopped.
    Down,
    /// The machine is left alone.
    Off,
}

words!(Held);

impl Held {
    /// Every kind of hold.
    pub(crate) const ALL: [Self; 3] = [Self::Up, Self::Down, Self::Off];

    /// The word people type and read.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Off => "off",
        }
    }

    /// The state it is held in, unless it is left alone.
    pub(crate) fn wanted(self) -> Option<Wanted> {
        match self {
            Self::Up => Some(Wanted::Up),
            Self::Down => Some(Wanted::Down),
            Self::Off => None,
        }
    }
}

impl Hold {
    /// A hold of a machine from an instant on.
    pub(crate) fn new(machine: &Head, held: Held, since: Timestamp, until: Option<Timestamp>) -> Self {
        let Head { id, name, created_at: created, .. } = machine.clone();
        Self { version: Version, id, name, held, since, until, created }
    }

    /// True when the hold is of this machine, and not of an earlier one that had the same id.
    pub(crate) fn is_of(&self, machine: &Head) -> bool {
        self.id == machine.id && !is_other(self.created.as_deref(), machine.created_at.as_deref())
    }

    /// True when the hold is in force at an instant: its end is excluded, and it has begun whatever the clock was then.
    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// The time it ended, if it has; one that never began by then has not.
    pub(crate) fn ended(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until <= now && self.since < *until)
    }

    /// True when its end is too long ago to matter.
    pub(super) fn forgotten(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until < moved(now, -HORIZON))
    }

    /// The holds of an account, ended ones too.
    ///
    /// # Errors
    /// `config` when the file cannot be read.
    pub(crate) fn read(kept: &StateStore, owner: &Owner<'_>) -> Result<Vec<Self>> {
        kept.read(KIND, owner)
    }

    /// Keeps holds, each in place of the machine's former one.
    ///
    /// # Errors
    /// `config` when the file cannot be read or written.
    pub(crate) fn keep(new: &[Self], kept: &StateStore, owner: &Owner<'_>) -> Result<()> {
        kept.change(KIND, owner, |holds: &mut Vec<Self>| {
            holds.retain(|hold| new.iter().all(|new| new.id != hold.id));
            holds.extend_from_slice(new);
        })
    }

    /// Ends a machine's hold now; says whether there was one.
    ///
    /// # Errors
    /// `config` when the file cannot be read or written.
    pub(crate) fn release(kept: &StateStore, owner: &Owner<'_>, id: &str, now: Timestamp) -> Result<bool> {
        let mut released = false;
        kept.change(KIND, owner, |holds: &mut Vec<Self>| {
            for hold in holds.iter_mut().filter(|hold| hold.id == id && hold.holds(now)) {
                (hold.since, hold.until, released) = (hold.since.min(now), Some(now), true);
            }
        })?;
        Ok(released)
    }

    /// Removes holds, unless they were replaced meanwhile.
    pub(super) fn remove(kept: &StateStore, owner: &Owner<'_>, gone: &[Self]) -> Result<()> {
        kept.change(KIND, owner, |holds: &mut Vec<Self>| holds.retain(|hold| !gone.contains(hold)))
    }
}
