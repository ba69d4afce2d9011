//! Persistent state, such as ids that a provider tells only once: kept in the state folder by provider, URL and user.
//! Each kind is one JSON file, replaced as a whole under a lock; a file that cannot be read is never overwritten.

mod aside;
mod place;

use std::path::PathBuf;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{files, paths::Paths};
use crate::error::{Error, Result};

pub(crate) use aside::SetAside;
use place::same_place;

/// The store of persistent state.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateStore {
    folder: Option<PathBuf>,
    /// True in the sandbox, whose URLs differ from run to run.
    simulated: bool,
}

/// The owner of stored records: the account's name may change, these values may not.
#[derive(Clone, Copy, Debug, Eq)]
pub(crate) struct Owner<'o> {
    /// The provider's id.
    pub provider: &'static str,
    /// The base URL.
    pub url: &'o str,
    /// The user, where the provider has them.
    pub user: Option<&'o str>,
}

impl PartialEq for Owner<'_> {
    /// One place may be spelled in several ways.
    fn eq(&self, other: &Self) -> bool {
        (self.provider, self.user) == (other.provider, other.user) && same_place(self.url, other.url)
    }
}

/// The things of one owner.
#[derive(Clone, Deserialize, Serialize)]
struct Shelf {
    provider: String,
    url: String,
    user: Option<String>,
    items: Vec<Value>,
}

impl StateStore {
    /// The store in the state folder, or in the sandbox's part of it.
    pub(crate) fn new(paths: &Paths, simulated: bool) -> Self {
        let state = paths.state_dir.as_ref();
        let folder = state.map(|state| if simulated { state.join("sandbox") } else { state.clone() }.join("kept"));
        Self { folder, simulated }
    }

    /// The things of one kind that an owner has; none where nothing was kept.
    ///
    /// # Errors
    /// `config` when they cannot be read.
    pub(crate) fn read<T: DeserializeOwned>(&self, kind: &str, owner: &Owner<'_>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        for shelf in self.shelves(kind)?.into_iter().filter(|shelf| self.is_of(shelf, owner)) {
            found.extend(items(kind, shelf)?);
        }
        Ok(found)
    }

    /// The owners of things of one kind, each with provider, URL and user.
    ///
    /// # Errors
    /// `config` when they cannot be read.
    pub(crate) fn owners(&self, kind: &str) -> Result<Vec<(String, String, Option<String>)>> {
        let shelves = self.shelves(kind)?.into_iter().filter(|shelf| !shelf.is_marker() && !shelf.items.is_empty());
        Ok(shelves.map(|shelf| (shelf.provider, shelf.url, shelf.user)).collect())
    }

    /// The whole content of a kind's file.
    fn shelves(&self, kind: &str) -> Result<Vec<Shelf>> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let text = files::read_text(&folder.join(file_name(kind)))?;
        text.map_or_else(|| Ok(Vec::new()), |text| shelves(kind, &text))
    }

    /// The file of a kind.
    fn file(&self, kind: &str) -> Result<PathBuf> {
        let nowhere = || Error::config("no folder is known to keep them in").hint("set HOME, or NUBO_STATE_DIR");
        Ok(self.folder.as_ref().ok_or_else(nowhere)?.join(file_name(kind)))
    }

    /// Changes the things of one kind that an owner has.
    ///
    /// # Errors
    /// `config` when they cannot be read or written; nothing is changed then.
    pub(crate) fn change<T: DeserializeOwned + Serialize>(
        &self,
        kind: &str,
        owner: &Owner<'_>,
        change: impl FnOnce(&mut Vec<T>),
    ) -> Result<()> {
        let file = self.file(kind)?;
        files::rewrite(&file, |text| {
            // An existing but empty file was truncated.
            let all = if text.is_empty() && !file.exists() { Vec::new() } else { shelves(kind, &text)? };
            let (own, mut others): (Vec<Shelf>, _) = all.into_iter().partition(|shelf| self.is_of(shelf, owner));
            let mut things = Vec::new();
            for shelf in own {
                things.extend(items(kind, shelf)?);
            }
            change(&mut things);
            let items: std::result::Result<_, _> = things.iter().map(serde_json::to_value).collect();
            others.push(Shelf {
                provider: owner.provider.to_owned(),
                url: self.url(owner).to_owned(),
                user: owner.user.map(str::to_owned),
                items: items.map_err(|error| broken(kind, &error))?,
            });
            text_of(kind, &others).map(Some)
        })
    }

    /// Drops everything, as the simulated clouds do when they start over.
    ///
    /// # Errors
    /// `config` when it cannot be removed.
    pub(crate) fn forget(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::config(format!("cannot remove {}: {error}", folder.display())))
            }
            _ => Ok(()),
        }
    }

    fn url<'o>(&self, owner: &Owner<'o>) -> &'o str {
        if self.simulated { "" } else { owner.url }
    }

    fn is_of(&self, found: &Shelf, owner: &Owner<'_>) -> bool {
        (found.provider.as_str(), found.user.as_deref()) == (owner.provider, owner.user)
            && same_place(&found.url, self.url(owner))
    }
}

fn file_name(kind: &str) -> String {
    format!("{kind}.json")
}

fn text_of(kind: &str, shelves: &[Shelf]) -> Result<String> {
    let text = serde_json::to_string_pretty(shelves).map_err(|error| broken(kind, &error))?;
    Ok(text + "\n")
}

/// The whole content of a file; an empty one was truncated.
fn shelves(kind: &str, text: &str) -> Result<Vec<Shelf>> {
    serde_json::from_str(text).map_err(|error| broken(kind, &error))
}

fn items<T: DeserializeOwned>(kind: &str, shelf: Shelf) -> Result<Vec<T>> {
    let items = shelf.items.into_iter().map(serde_json::from_value).collect::<std::result::Result<Vec<T>, _>>();
    items.map_err(|error| broken(kind, &error))
}

fn broken(kind: &str, error: &serde_json::Error) -> Error {
    Error::config(format!("the file of kept {kind} is not what nubo wrote: {error}"))
        .hint(format!("mend or remove kept/{kind}.json in the state folder"))
}

#[cfg(test)]
mod tests;
