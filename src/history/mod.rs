//! The journal of changes: one line is appended before a change is sent and one after it, so that a crash shows.
//! A journal that cannot be written never keeps a machine from being stopped: the change goes on, with one warning.

mod read;

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize};

use crate::config::files;

pub(crate) use read::{Entry, read};

/// The file that is written, and the names of the four before it.
const FILES: [&str; 5] =
    ["journal.ndjson", "journal-1.ndjson", "journal-2.ndjson", "journal-3.ndjson", "journal-4.ndjson"];
/// The size limit of a file, in bytes.
const LONGEST: u64 = 8 << 20;

/// The journal of changes.
pub(crate) struct Journal {
    folder: Option<PathBuf>,
    who: Option<String>,
    warned: Cell<bool>,
    warn: Box<dyn Fn(&str)>,
}

/// A change that is about to be sent.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Opening {
    /// The configured account.
    pub account: String,
    /// `fleio`, `cloudsigma`, `seflow` or `uivmm`.
    pub provider: String,
    /// The account's base URL: names of accounts change.
    pub url: String,
    /// The account's user, where it has one.
    pub user: Option<String>,
    /// The verb as typed, or the operation's id.
    pub action: String,
    /// The ids of the operations it may send.
    pub operations: Vec<String>,
    /// The noun in the singular.
    pub kind: String,
    /// The provider's id of the target; nothing for something new.
    pub target_id: Option<String>,
    /// The target's name.
    pub name: Option<String>,
    /// The state before.
    pub before: Option<String>,
    /// The reason why nubo itself began it; none where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// The rules of the schedules that caused a change.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Cause {
    /// The names of the rules that wished it; none of a hold.
    pub rules: Vec<String>,
    /// The reason in a sentence.
    pub why: String,
}

/// The outcome of a change.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Closing {
    /// `ok`, `failed` or `pending`.
    pub status: String,
    /// True when anything was changed.
    pub changed: bool,
    /// The id of the record that was made.
    pub target_id: Option<String>,
    /// The state after.
    pub after: Option<String>,
    /// The provider's id of the job that goes on.
    pub job: Option<String>,
    /// The kind of the failure.
    pub code: Option<String>,
    /// The failure in a sentence.
    pub message: Option<String>,
}

/// One line of the file.
#[derive(Deserialize, Serialize)]
struct Line {
    /// The entry's id.
    id: String,
    /// The time, as RFC 3339.
    at: String,
    /// The user on this machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    /// The process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<Opening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<Closing>,
}

impl Journal {
    /// A journal in a folder, which is made when it is first written; none where no folder is known.
    pub(crate) fn new(folder: Option<PathBuf>, who: Option<String>, warn: Box<dyn Fn(&str)>) -> Self {
        Self { folder, who, warned: Cell::new(false), warn }
    }

    /// The folder it is in, where one is known.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Notes a change before it is sent, and gives the entry's id.
    pub(crate) fn begin(&self, opening: Opening) -> String {
        let id = next_id();
        let (who, pid) = (self.who.clone(), Some(std::process::id()));
        self.append(&Line { id: id.clone(), at: now(), who, pid, open: Some(opening), close: None });
        id
    }

    /// Notes the outcome of a change.
    pub(crate) fn complete(&self, id: String, closing: Closing) {
        self.append(&Line { id, at: now(), who: None, pid: None, open: None, close: Some(closing) });
    }

    fn append(&self, line: &Line) {
        let written = match (&self.folder, serde_json::to_string(line)) {
            (None, _) => Err("no folder is known: set NUBO_STATE_DIR".to_owned()),
            (_, Err(error)) => Err(error.to_string()),
            (Some(folder), Ok(text)) => write(folder, &text),
        };
        if let (Err(why), false) = (written, self.warned.replace(true)) {
            (self.warn)(&format!("this is not in the history: {why}"));
        }
    }
}

/// Appends a line, and begins a new file when the old one is long; one process at a time.
fn write(folder: &Path, line: &str) -> Result<(), String> {
    let file = folder.join(FILES[0]);
    let _lock = files::lock(&file).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    if std::fs::metadata(&file).is_ok_and(|about| about.len() > LONGEST) {
        for pair in FILES.windows(2).rev() {
            if let [newer, older] = pair {
                // A missing file need not be moved.
                let _ = std::fs::rename(folder.join(newer), folder.join(older));
            }
        }
    }
    files::append_private(&file, line).map_err(|error| error.to_string())
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The number of entries this process began.
static BEGUN: AtomicU32 = AtomicU32::new(0);

/// An id that sorts by time and that no other process gives: time, process and count to the base of 36.
fn next_id() -> String {
    let time = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
    let count = BEGUN.fetch_add(1, Ordering::Relaxed);
    format!("{}-{}-{:0>4}", base36(time), base36(u64::from(std::process::id())), base36(u64::from(count)))
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(u32::try_from(number % 36).unwrap_or_default(), 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests;
