//! What this machine knows of all accounts that rules are about, read before a decision and written around its acts.
//! Holds have a file of their own: a person may set one while a run is under way.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{decide::ended, failing::Failing, file::Loaded, holds::Hold, marks::Marks};
use crate::{
    config::{Owner, StateStore},
    error::{Error, Kind, Result},
};

/// The file of the marks.
const KIND: &str = "marks";
/// The file of what is wrong with rules files.
const RULES: &str = "rules";

/// Marks and holds by the account's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What is known of each account.
    pub accounts: BTreeMap<String, Known>,
}

/// What is known of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What earlier runs saw and did.
    pub marks: Marks,
    /// What people want of single machines.
    pub holds: Vec<Hold>,
    /// Holds to be removed when this is written.
    pub(super) dropped: Vec<Hold>,
    /// The marks as the file has them.
    written: Option<Marks>,
}

impl State {
    /// What is known of accounts, each a name and whose it is; of one that is new nothing.
    ///
    /// # Errors
    /// `config` when a file cannot be read, or when two names are of the same account: each would undo the other.
    pub fn read(kept: &StateStore, accounts: &[(&str, Owner<'_>)]) -> Result<Self> {
        let mut state = Self::default();
        for (place, (name, owner)) in accounts.iter().enumerate() {
            if let Some((twin, _)) = accounts.iter().skip(place + 1).find(|(_, other)| owner == other) {
                return Err(Error::config(format!(
                    "the accounts {name} and {twin} have the same provider, URL and user"
                ))
                .hint("name only one of them in schedules.toml"));
            }
            // Only one is ever written; a file that holds none or several by hand is read as its first.
            let written = kept.read::<Marks>(KIND, owner)?.into_iter().next();
            let (marks, holds) = (written.clone().unwrap_or_default(), Hold::read(kept, owner)?);
            let known = Known { marks, holds, dropped: Vec::new(), written };
            state.accounts.insert((*name).to_owned(), known);
        }
        Ok(state)
    }

    /// Keeps the marks of accounts that have changed, and removes the holds of machines that are gone.
    ///
    /// # Errors
    /// `config` when a file cannot be read or written.
    pub fn write(&mut self, kept: &StateStore, accounts: &[(&str, Owner<'_>)]) -> Result<()> {
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

/// What a run tells of a rules file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct BadRules {
    /// Whether what is wrong with it is printed.
    pub tell: bool,
    /// That nothing is wrong with it any more.
    pub ended: Option<String>,
}

/// Notes what is wrong with a rules file, so that it is told once, then hourly, then that it has ended.
///
/// # Errors
/// `config` when that cannot be read or kept.
pub fn note_rules(kept: &StateStore, loaded: &Loaded, now: Timestamp) -> Result<BadRules> {
    let file = loaded.file().display().to_string();
    // No account's: the file is its own owner.
    let owner = Owner { provider: "schedules", url: &file, user: None };
    let words: Vec<String> = loaded.bad.iter().map(ToString::to_string).collect();
    if words.is_empty() && kept.read::<Failing>(RULES, &owner)?.is_empty() {
        return Ok(BadRules::default());
    }
    let mut told = BadRules::default();
    kept.change(RULES, &owner, |slot: &mut Vec<Failing>| {
        let mut failing = slot.pop();
        slot.clear();
        if words.is_empty() {
            told.ended = failing.as_ref().map(|failing| ended(&format!("all rules of {file} act again"), failing));
            return;
        }
        told.tell = Failing::note(&mut failing, now, Some(Kind::Config), &words.join("; "));
        slot.extend(failing);
    })?;
    Ok(told)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
