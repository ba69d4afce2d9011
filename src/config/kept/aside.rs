//! State files that cannot be read: they are set aside under another name, and a marker in the new file says so
//! until it is removed, or until the file is restored from elsewhere, which has no marker.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Shelf, StateStore, files, text_of};
use crate::error::{Error, Result};

/// The provider of the shelf that holds the marker; no account has it.
const MARKER: &str = "set aside";

/// A file that was set aside.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct SetAside {
    /// The file as it is called now.
    pub file: PathBuf,
    /// The time at which it was renamed.
    pub at: Timestamp,
}

impl Shelf {
    /// True when the shelf holds the marker.
    pub(crate) fn is_marker(&self) -> bool {
        self.provider == MARKER
    }
}

impl StateStore {
    /// Sets the file of a kind aside if any of it cannot be read; the readable part stays, with a marker if `marked`.
    ///
    /// # Errors
    /// `config` when it can be neither read nor written.
    pub(crate) fn set_aside<T: DeserializeOwned>(
        &self,
        kind: &str,
        now: Timestamp,
        marked: bool,
    ) -> Result<Option<SetAside>> {
        if self.folder.is_none() {
            return Ok(None);
        }
        let file = self.file(kind)?;
        let Some(bytes) = files::read_bytes(&file)? else { return Ok(None) };
        let (mut shelves, whole) = readable::<T>(&bytes);
        if whole {
            return Ok(None);
        }
        let _lock = files::lock(&file)
            .map_err(|error| Error::config(format!("cannot lock the folder of {}: {error}", file.display())))?;
        // Another process may have set it aside meanwhile.
        if files::read_bytes(&file)?.as_ref() != Some(&bytes) {
            return Ok(None);
        }
        let aside = free_name(&file, now);
        files::write_private(&aside, &bytes)?;
        let found = SetAside { file: aside, at: now };
        if marked && !shelves.iter().any(Shelf::is_marker) {
            let items = serde_json::to_value(&found).into_iter().collect();
            shelves.push(Shelf { provider: MARKER.to_owned(), url: String::new(), user: None, items });
        }
        files::write_private(&file, text_of(kind, &shelves)?.as_bytes())?;
        Ok(Some(found))
    }

    /// The marker of a kind whose file was set aside.
    ///
    /// # Errors
    /// `config` when the file cannot be read.
    pub(crate) fn marker(&self, kind: &str) -> Result<Option<SetAside>> {
        let marker = self.shelves(kind)?.into_iter().find(Shelf::is_marker);
        Ok(marker.and_then(|shelf| serde_json::from_value(shelf.items.into_iter().next()?).ok()))
    }

    /// Removes the marker of a kind; gives the file that was set aside.
    ///
    /// # Errors
    /// `config` when the file cannot be read or written.
    pub(crate) fn remove_marker(&self, kind: &str) -> Result<Option<SetAside>> {
        let Some(found) = self.marker(kind)? else { return Ok(None) };
        files::rewrite(&self.file(kind)?, |text| {
            let kept: Vec<Shelf> =
                super::shelves(kind, &text)?.into_iter().filter(|shelf| !shelf.is_marker()).collect();
            text_of(kind, &kept).map(Some)
        })?;
        Ok(Some(found))
    }
}

/// The readable part of each shelf; true when that is all there is.
fn readable<T: DeserializeOwned>(bytes: &[u8]) -> (Vec<Shelf>, bool) {
    let Ok(values) = serde_json::from_slice::<Vec<Value>>(bytes) else { return (Vec::new(), false) };
    let (mut shelves, mut whole) = (Vec::new(), true);
    for value in values {
        let Ok(mut shelf) = serde_json::from_value::<Shelf>(value) else {
            whole = false;
            continue;
        };
        let before = shelf.items.len();
        if !shelf.is_marker() {
            shelf.items.retain(|item| T::deserialize(item).is_ok());
        }
        whole &= shelf.items.len() == before;
        shelves.push(shelf);
    }
    (shelves, whole)
}

/// An unused name beside the file.
fn free_name(file: &std::path::Path, now: Timestamp) -> PathBuf {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let named = |count: u32| {
        let more = if count == 0 { String::new() } else { format!("-{count}") };
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".unreadable-{stamp}{more}"));
        file.with_file_name(name)
    };
    (0..10_000).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(0))
}
