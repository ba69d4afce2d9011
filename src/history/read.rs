//! Reading the journal: each change joined with its outcome, the oldest first.
//! A line that cannot be read is skipped and named, since a crash or a full disk may have cut it.

use std::{collections::HashMap, path::Path};

use super::{Closing, FILES, Line, Opening};
use crate::{config::files, error::Result};

/// A change with its outcome; none where the outcome was never noted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The entry's id.
    pub id: String,
    /// The time it began, as RFC 3339.
    pub at: String,
    /// The user who began it, on this machine.
    pub who: Option<String>,
    /// The process that began it.
    pub pid: Option<u32>,
    /// The name of the machine it was begun on.
    pub host: Option<String>,
    /// The command line, without secrets.
    pub command: Option<String>,
    /// The version of nubo that began it.
    pub version: Option<String>,
    /// The change that was to be made.
    pub open: Opening,
    /// The time it ended, and its outcome.
    pub close: Option<(String, Closing)>,
}

impl Entry {
    /// The id of the target: the one it was sent to, else that of the new record.
    pub(crate) fn target_id(&self) -> Option<&str> {
        let made = || self.close.as_ref().and_then(|(_, close)| close.target_id.as_deref());
        self.open.target_id.as_deref().or_else(made)
    }

    /// The outcome is not known, and no process of this machine is still at it.
    pub(crate) fn is_unsettled(&self) -> bool {
        match &self.close {
            Some((_, close)) => close.status == "unknown",
            None => !(self.host == Some(super::alone::host()) && self.pid.is_some_and(super::alone::is_alive)),
        }
    }

    /// The duration in milliseconds, once it has ended.
    pub(crate) fn duration_ms(&self) -> Option<i64> {
        let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
        let (ended, _) = self.close.as_ref()?;
        Some(instant(ended)?.as_millisecond() - instant(&self.at)?.as_millisecond())
    }
}

/// The entries of the journal's files.
#[derive(Debug, Default)]
pub(crate) struct Journals {
    /// The changes, the oldest first.
    pub entries: Vec<Entry>,
    /// Warnings about lines that could not be read, and about files that others can read.
    pub warnings: Vec<String>,
}

/// Reads every file of a folder.
///
/// # Errors
/// `config` when a file is there and cannot be read at all.
pub(crate) fn read(folder: &Path) -> Result<Journals> {
    let mut journals = Journals::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let _lock = files::lock_for_reading(folder);
    for name in FILES.iter().rev() {
        let file = folder.join(name);
        let Some(bytes) = files::read_bytes(&file)? else { continue };
        if let Some(mode) = files::wider_than_private(&file) {
            let place = file.display();
            journals.warnings.push(format!("{place} is open to others (mode {mode:04o}): `chmod 600 {place}`"));
        }
        // A line may be cut within a letter, so that the whole is not text.
        for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_empty()) {
            match serde_json::from_slice::<Line>(line) {
                Ok(line) => journals.take(line, &mut places),
                Err(error) => {
                    let place = format!("{}:{}", file.display(), number + 1);
                    journals.warnings.push(format!("{place} is not readable and was skipped: {error}"));
                }
            }
        }
    }
    Ok(journals)
}

impl Journals {
    fn take(&mut self, line: Line, places: &mut HashMap<String, usize>) {
        let Line { id, at, who, pid, host, command, version, open, close } = line;
        if let Some(open) = open {
            places.insert(id.clone(), self.entries.len());
            self.entries.push(Entry { id, at, who, pid, host, command, version, open, close: None });
        } else if let (Some(close), Some(place)) = (close, places.get(&id))
            && let Some(entry) = self.entries.get_mut(*place)
        {
            entry.close = Some((at, close));
        }
    }
}
