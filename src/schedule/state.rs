//! Memory of all accounts that rules are about, read before a decision and written around its acts.
//! Holds have a file of their own: a person may set one while a run is under way.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{
    holds::{self, Hold},
    marks::Marks,
};
use crate::{
    config::{Owner, SetAside, StateStore},
    error::{Error, Result},
};

/// The file of the marks.
const KIND: &str = "marks";

/// The state of all accounts: marks and holds by the account's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// The state of each account.
    pub accounts: BTreeMap<String, Known>,
    /// The files that were lost.
    pub lost: Vec<Lost>,
    /// The time between two runs, where it is known.
    pub interval: Option<SignedDuration>,
}

/// A file of memory that cannot be read, or was set aside and not restored; as long as there is one nothing is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// `marks` or `holds`.
    pub kind: &'static str,
    /// The time at which the loss was found.
    pub at: Timestamp,
    /// The sentence that tells it.
    pub words: String,
}

/// The state of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The marks of earlier runs.
    pub marks: Marks,
    /// The holds on single machines.
    pub holds: Vec<Hold>,
    /// Holds to be removed when this is written.
    pub(super) dropped: Vec<Hold>,
    /// The marks as the file has them.
    written: Option<Marks>,
}

impl Lost {
    /// The remedy.
    pub(crate) const HINT: &'static str =
        "put the file back as it was, or begin anew without what it held: nubo schedules repair";

    /// The error of a lost file.
    pub(crate) fn error(&self) -> Error {
        Error::config(self.words.clone()).hint(Self::HINT)
    }

    fn aside(kind: &'static str, found: &SetAside) -> Self {
        let words =
            format!("kept/{kind}.json could not be read and is now {}, so nothing is stopped", found.file.display());
        Self { kind, at: found.at, words }
    }

    fn unreadable(kind: &'static str, now: Timestamp, error: &Error) -> Self {
        Self { kind, at: now, words: format!("{}, so nothing is stopped", error.details().message) }
    }
}

/// Sets aside the files of marks and holds that cannot be read; they are told as lost when they are read.
///
/// # Errors
/// `config` when one can be neither read nor written.
pub(crate) fn set_aside(kept: &StateStore, now: Timestamp) -> Result<()> {
    kept.set_aside::<Marks>(KIND, now, true)?;
    kept.set_aside::<Hold>(holds::KIND, now, true)?;
    Ok(())
}

/// Begins anew where marks or holds were set aside; gives the names of those files.
///
/// # Errors
/// `config` when one can be neither read nor written.
pub(crate) fn repair(kept: &StateStore, now: Timestamp) -> Result<Vec<(&'static str, SetAside)>> {
    set_aside(kept, now)?;
    let found = [KIND, holds::KIND].map(|kind| Ok(kept.remove_marker(kind)?.map(|found| (kind, found))));
    found.into_iter().filter_map(Result::transpose).collect()
}

/// Believes the next whole listing of an account, however short it is; says whether an account was doubted.
///
/// # Errors
/// `config` when the marks can be neither read nor written.
pub(crate) fn believe(kept: &StateStore, owner: &Owner<'_>) -> Result<bool> {
    let doubted = |marks: &Marks| marks.failing.as_ref().is_some_and(super::failing::Failing::goes_on);
    if !kept.read::<Marks>(KIND, owner)?.iter().any(doubted) {
        return Ok(false);
    }
    kept.change(KIND, owner, |marks: &mut Vec<Marks>| marks.iter_mut().for_each(|marks| marks.believe_next = true))?;
    Ok(true)
}

/// The owners of marks and holds, each with provider, URL and user.
///
/// # Errors
/// `config` when a file cannot be read.
pub(crate) fn owners(kept: &StateStore) -> Result<Vec<(String, String, Option<String>)>> {
    let mut owners = kept.owners(KIND)?;
    owners.extend(kept.owners(holds::KIND)?);
    owners.sort();
    owners.dedup();
    Ok(owners)
}

impl State {
    /// The state of accounts, each given by name and owner; a new account has none, and a file that cannot be read
    /// is told as lost.
    pub(crate) fn read(kept: &StateStore, accounts: &[(&str, Owner<'_>)], now: Timestamp) -> Self {
        let mut state = Self::default();
        for kind in [KIND, holds::KIND] {
            match kept.marker(kind) {
                Ok(found) => state.lost.extend(found.map(|found| Lost::aside(kind, &found))),
                Err(error) => state.lose(Lost::unreadable(kind, now, &error)),
            }
        }
        for (name, owner) in accounts {
            let marks = kept.read::<Marks>(KIND, owner).unwrap_or_else(|error| {
                state.lose(Lost::unreadable(KIND, now, &error));
                Vec::new()
            });
            let holds = Hold::read(kept, owner).unwrap_or_else(|error| {
                state.lose(Lost::unreadable(holds::KIND, now, &error));
                Vec::new()
            });
            let several = marks.len() > 1;
            let marks = marks.into_iter().reduce(|mut one, other| {
                one.merge(other);
                one
            });
            // The spellings of one URL may have several entries, which are written as one.
            let written = marks.clone().filter(|_| !several);
            let known = Known { marks: marks.unwrap_or_default(), holds, dropped: Vec::new(), written };
            state.accounts.insert((*name).to_owned(), known);
        }
        state
    }

    fn lose(&mut self, lost: Lost) {
        if self.lost.iter().all(|other| other.kind != lost.kind) {
            self.lost.push(lost);
        }
    }

    /// The time before which earlier acts are unknown, where marks were lost.
    pub(crate) fn marks_lost(&self) -> Option<Timestamp> {
        self.lost.iter().find(|lost| lost.kind == KIND).map(|lost| lost.at)
    }

    /// Keeps the marks of accounts that have changed, and removes the holds of machines that are gone.
    ///
    /// # Errors
    /// `config` when a file cannot be read or written.
    pub(crate) fn write(&mut self, kept: &StateStore, accounts: &[(&str, Owner<'_>)]) -> Result<()> {
        for (name, owner) in accounts {
            let Some(known) = self.accounts.get_mut(*name) else { continue };
            if known.written.as_ref() != Some(&known.marks) {
                kept.change(KIND, owner, |marks: &mut Vec<Marks>| *marks = vec![known.marks.clone()])?;
                known.written = Some(known.marks.clone());
            }
            if !known.dropped.is_empty() {
                Hold::remove(kept, owner, &known.dropped)?;
                known.dropped.clear();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
