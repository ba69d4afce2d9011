//! The journal of changes: one line is appended before a change is sent and one after it, so that a crash shows.
//! What buys, creates or destroys is sent only once its line is on disk; any other change goes on with one warning.

mod alone;
mod read;

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize};

use crate::{
    config::files,
    error::{Error, Kind, Result},
};

pub(crate) use alone::{Alone, host};
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
    command: String,
    /// True when a change may be sent without a line on disk.
    optional: Cell<bool>,
    /// True when a change like one that is not settled may be sent.
    again: Cell<bool>,
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
    /// `change`, `create`, `destroy` or `pay`; empty in entries of earlier builds.
    #[serde(default)]
    pub effect: String,
    /// The consent: `typed`, `--yes` or the rule of a schedule; empty in entries of earlier builds.
    #[serde(default)]
    pub consent: String,
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
#[derive(Default, Deserialize, Serialize)]
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
    /// The name of this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// The command line, without secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// The version of nubo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<Opening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<Closing>,
}

impl Journal {
    /// A journal in a folder, which is made when it is first written; none where no folder is known.
    pub(crate) fn new(folder: Option<PathBuf>, who: Option<String>, command: String, warn: Box<dyn Fn(&str)>) -> Self {
        let (optional, again, warned) = (Cell::new(false), Cell::new(false), Cell::new(false));
        Self { folder, who, command, optional, again, warned, warn }
    }

    /// Lets a change be sent without a line on disk, or although one like it is not settled.
    pub(crate) fn relax(&self, optional: bool, again: bool) {
        self.optional.set(optional);
        self.again.set(again);
    }

    /// The folder it is in, where one is known.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Notes a change before it is sent, and gives the entry's id.
    ///
    /// # Errors
    /// `config` where the entry of a change that buys, creates or destroys is not on disk, `conflict` where a payment or
    /// creation like it is not settled.
    pub(crate) fn begin(&self, opening: Opening) -> Result<String> {
        if let Some(entry) = self.unsettled(&opening)? {
            let sentence =
                format!("one like it, begun {}, may have been carried out: its outcome is not known", entry.at);
            return Err(Error::new(Kind::Conflict, sentence)
                .hint(format!("settle it: nubo history check {}; --again sends it all the same", entry.id)));
        }
        let id = next_id();
        let vital = ["create", "destroy", "pay"].contains(&&*opening.effect);
        let line = Line {
            id: id.clone(),
            at: now(),
            who: self.who.clone(),
            pid: Some(std::process::id()),
            host: Some(host()),
            command: Some(self.command.clone()).filter(|command| !command.is_empty()),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            open: Some(opening),
            close: None,
        };
        match self.append(&line) {
            Err(why) if vital && !self.optional.get() => {
                let error = Error::config(format!("nothing was sent, since it cannot be written down first: {why}"));
                Err(error.hint("mend that; on a terminal --no-journal goes on without"))
            }
            Err(why) => {
                self.warn(&why);
                Ok(id)
            }
            Ok(()) => Ok(id),
        }
    }

    /// The last payment or creation like this one whose outcome is not known.
    fn unsettled(&self, opening: &Opening) -> Result<Option<Entry>> {
        let once = ["create", "pay"].contains(&&*opening.effect) && !self.again.get();
        let Some(folder) = self.folder.as_ref().filter(|_| once) else { return Ok(None) };
        let alike = |entry: &Entry| {
            let (old, new) = (&entry.open, opening);
            (&old.url, &old.user, &old.action, &old.kind) == (&new.url, &new.user, &new.action, &new.kind)
                && (&old.target_id, &old.name) == (&new.target_id, &new.name)
                && old.effect == new.effect
        };
        let entries = read(folder)?.entries;
        Ok(entries.into_iter().rev().find(|entry| alike(entry)).filter(Entry::is_unsettled))
    }

    /// Keeps other processes of this machine from changing the same thing until the result is dropped.
    ///
    /// # Errors
    /// `conflict` while another process changes it.
    pub(crate) fn alone(&self, opening: &Opening) -> Result<Option<Alone>> {
        let Some((folder, id)) = self.folder.as_ref().zip(opening.target_id.as_ref()) else { return Ok(None) };
        Alone::with(&folder.join("locks"), &[&opening.url, opening.user.as_deref().unwrap_or(""), &opening.kind, id])
    }

    /// Notes the outcome of a change.
    pub(crate) fn complete(&self, id: String, closing: Closing) {
        let line = Line { id, at: now(), close: Some(closing), ..Line::default() };
        if let Err(why) = self.append(&line) {
            self.warn(&why);
        }
    }

    fn append(&self, line: &Line) -> std::result::Result<(), String> {
        match (&self.folder, serde_json::to_string(line)) {
            (None, _) => Err("no folder is known: set NUBO_STATE_DIR".to_owned()),
            (_, Err(error)) => Err(error.to_string()),
            (Some(folder), Ok(text)) => write(folder, &text),
        }
    }

    fn warn(&self, why: &str) {
        if !self.warned.replace(true) {
            (self.warn)(&format!("this is not in the history: {why}"));
        }
    }
}

/// Appends a line, and begins a new file when the old one is long; one process at a time.
fn write(folder: &Path, line: &str) -> std::result::Result<(), String> {
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
