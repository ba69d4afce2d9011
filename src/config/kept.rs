//! What a provider tells only once, such as the ids of what was bought: kept in the state folder by provider, URL and user.
//! Each kind is one file of JSON, replaced as a whole while no other nubo changes it; what it cannot read it leaves alone.

use std::path::PathBuf;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{files, paths::Paths};
use crate::error::{Error, Result};

/// Where such things are kept.
#[derive(Clone, Debug, Default)]
pub struct StateStore {
    folder: Option<PathBuf>,
    /// Whether all is the pretend clouds', whose URL is another in each run.
    pretended: bool,
}

/// Whose they are: an account's name may change, these may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'o> {
    /// The provider's id.
    pub provider: &'static str,
    /// The base URL.
    pub url: &'o str,
    /// The user, where the provider has them.
    pub user: Option<&'o str>,
}

/// The things of one owner.
#[derive(Deserialize, Serialize)]
struct Shelf {
    provider: String,
    url: String,
    user: Option<String>,
    items: Vec<Value>,
}

impl StateStore {
    /// Things kept in the state folder, or in the part of it that is the pretend clouds'.
    pub fn new(paths: &Paths, pretended: bool) -> Self {
        let state = paths.state_dir.as_ref();
        let folder = state.map(|state| if pretended { state.join("sandbox") } else { state.clone() }.join("kept"));
        Self { folder, pretended }
    }

    /// The things of one kind that an owner has; none where nothing was kept.
    ///
    /// # Errors
    /// `config` when they cannot be read.
    pub fn read<T: DeserializeOwned>(&self, kind: &str, owner: &Owner<'_>) -> Result<Vec<T>> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let file = folder.join(format!("{kind}.json"));
        let shelves = shelves(kind, &files::read_text(&file)?.unwrap_or_default())?;
        shelves.into_iter().find(|shelf| self.is_of(shelf, owner)).map_or(Ok(Vec::new()), |shelf| items(kind, shelf))
    }

    /// Changes the things of one kind that an owner has.
    ///
    /// # Errors
    /// `config` when they cannot be read or written; nothing is changed then.
    pub fn change<T: DeserializeOwned + Serialize>(
        &self,
        kind: &str,
        owner: &Owner<'_>,
        change: impl FnOnce(&mut Vec<T>),
    ) -> Result<()> {
        let nowhere = || Error::config("no folder is known to keep them in").hint("set HOME, or NUBO_STATE_DIR");
        let file = self.folder.as_ref().ok_or_else(nowhere)?.join(format!("{kind}.json"));
        files::rewrite(&file, |text| {
            let (own, mut others): (Vec<Shelf>, _) =
                shelves(kind, &text)?.into_iter().partition(|shelf| self.is_of(shelf, owner));
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
            let text = serde_json::to_string_pretty(&others).map_err(|error| broken(kind, &error))?;
            Ok(Some(text + "\n"))
        })
    }

    /// Drops everything, as the pretend clouds do when they start over.
    ///
    /// # Errors
    /// `config` when it cannot be removed.
    pub fn forget(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::config(format!("cannot remove {}: {error}", folder.display())))
            }
            _ => Ok(()),
        }
    }

    fn url<'o>(&self, owner: &Owner<'o>) -> &'o str {
        if self.pretended { "" } else { owner.url }
    }

    fn is_of(&self, found: &Shelf, owner: &Owner<'_>) -> bool {
        (found.provider.as_str(), found.url.as_str(), found.user.as_deref())
            == (owner.provider, self.url(owner), owner.user)
    }
}

/// All that a file holds; an empty one holds nothing.
fn shelves(kind: &str, text: &str) -> Result<Vec<Shelf>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(text).map_err(|error| broken(kind, &error))
}

fn items<T: DeserializeOwned>(kind: &str, shelf: Shelf) -> Result<Vec<T>> {
    let items = shelf.items.into_iter().map(serde_json::from_value).collect::<std::result::Result<_, _>>();
    items.map_err(|error| broken(kind, &error))
}

fn broken(kind: &str, error: &serde_json::Error) -> Error {
    Error::config(format!("the file of kept {kind} is not what nubo wrote: {error}"))
        .hint(format!("mend or remove kept/{kind}.json in the state folder"))
}

#[cfg(test)]
mod tests;
