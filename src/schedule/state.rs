//! What this machine knows of all accounts that rules are about, read before a decision and written around its acts.
//! Holds have a file of their own: a person may set one while a run is under way.

use std::collections::BTreeMap;

use super::{holds::Hold, marks::Marks};
use crate::{
    config::{Kept, Owner},
    error::{Error, Result},
};

/// The file of the marks.
const KIND: &str = "marks";

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
}

impl State {
    /// What is known of accounts, each a name and whose it is; of one that is new nothing.
    ///
    /// # Errors
    /// `config` when a file cannot be read, or when two names are of the same account: each would undo the other.
    pub fn read(kept: &Kept, accounts: &[(&str, Owner<'_>)]) -> Result<Self> {
        let mut state = Self::default();
        for (place, (name, owner)) in accounts.iter().enumerate() {
            if let Some((twin, _)) = accounts.iter().skip(place + 1).find(|(_, other)| same(owner, other)) {
                return Err(Error::config(format!(
                    "the accounts {name} and {twin} have the same provider, URL and user"
                ))
                .hint("name only one of them in schedules.toml"));
            }
            // Only one is ever written; a file that holds none or several by hand is read as its first.
            let marks = kept.read::<Marks>(KIND, owner)?.into_iter().next().unwrap_or_default();
            let known = Known { marks, holds: Hold::read(kept, owner)?, dropped: Vec::new() };
            state.accounts.insert((*name).to_owned(), known);
        }
        Ok(state)
    }

    /// Keeps the marks of accounts, and removes the holds of machines that are gone.
    ///
    /// # Errors
    /// `config` when a file cannot be read or written.
    pub fn write(&mut self, kept: &Kept, accounts: &[(&str, Owner<'_>)]) -> Result<()> {
        for (name, owner) in accounts {
            let Some(known) = self.accounts.get_mut(*name) else { continue };
            kept.change(KIND, owner, |marks: &mut Vec<Marks>| *marks = vec![known.marks.clone()])?;
            if !known.dropped.is_empty() {
                Hold::remove(kept, owner, &known.dropped)?;
                known.dropped.clear();
            }
        }
        Ok(())
    }
}

fn same(one: &Owner<'_>, other: &Owner<'_>) -> bool {
    (one.provider, one.url, one.user) == (other.provider, other.url, other.user)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
