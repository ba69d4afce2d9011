//! The read mark of an account: its tickets and invoices as they were when the user last marked them as read.
//! The mark is a private file by provider, URL and user, so that a renamed account keeps it; nothing is sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::{
    config::files,
    error::{Error, Result},
    fleet::{Completeness, Surveyed},
    model::{Invoice, Record, Ticket},
    provider::Account,
};

/// The records that were marked as read in one account; none of a noun that was never marked.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct ReadMark {
    /// The invoices by id.
    pub invoices: Option<Seen<SeenInvoice>>,
    /// The tickets by id.
    pub tickets: Option<Seen<SeenTicket>>,
}

/// The records of a noun that were marked as read, by id.
pub(crate) type Seen<S> = BTreeMap<String, S>;

/// The parts of an invoice that make news when they change.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct SeenInvoice {
    state: String,
    total: Option<String>,
    due: Option<String>,
    due_at: Option<String>,
}

/// The parts of a ticket that make news when they change.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct SeenTicket {
    state: String,
    updated_at: Option<String>,
    unread: Option<bool>,
}

/// A record that can be marked as read.
pub(crate) trait Markable: Record {
    /// The parts of a record that the mark keeps.
    type Seen: Clone;
    /// The parts of the record as it is now.
    fn seen(&self) -> Self::Seen;
    /// True when the record has something to say that it had not when it was read.
    fn differs(&self, before: &Self::Seen) -> bool;
}

impl Markable for Invoice {
    type Seen = SeenInvoice;

    fn seen(&self) -> SeenInvoice {
        SeenInvoice {
            state: self.head.state.to_owned(),
            total: self.total.clone(),
            due: self.due.clone(),
            due_at: self.due_at.clone(),
        }
    }

    fn differs(&self, before: &SeenInvoice) -> bool {
        self.seen() != *before
    }
}

impl Markable for Ticket {
    type Seen = SeenTicket;

    fn seen(&self) -> SeenTicket {
        SeenTicket { state: self.head.state.to_owned(), updated_at: self.updated_at.clone(), unread: self.unread }
    }

    /// True when the ticket has news; one that was read elsewhere meanwhile has none.
    fn differs(&self, before: &SeenTicket) -> bool {
        let became_unread = self.unread == Some(true) && before.unread != Some(true);
        became_unread || self.head.state != before.state || self.updated_at != before.updated_at
    }
}

/// The file of an account's mark; the simulated clouds are known by name, since their ports change.
pub(crate) fn file(folder: &Path, account: &Account, sandbox: bool) -> PathBuf {
    let plain = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let place = if sandbox { account.name() } else { &account.url };
    // No user is written so.
    let user = account.user.as_deref().map_or_else(|| "_".to_owned(), plain);
    folder.join(account.provider.id()).join(plain(place)).join(format!("{user}.json"))
}

/// Forgets every mark in a folder.
///
/// # Errors
/// `config` when they cannot be removed.
pub(crate) fn forget(folder: Option<PathBuf>) -> Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::config(format!("cannot remove {}: {error}", folder.display())))
        }
        _ => Ok(()),
    }
}

/// Reads a mark; one that is not there yet is empty.
///
/// # Errors
/// `config` when it is there and cannot be understood.
pub(crate) fn read(file: &Path) -> Result<ReadMark> {
    files::read_bytes(file)?.map_or(Ok(ReadMark::default()), |bytes| parse(file, &bytes))
}

/// Moves a mark to the shown records, under a lock.
///
/// # Errors
/// `config` when it cannot be written.
pub(crate) fn write(file: &Path, change: impl FnOnce(ReadMark) -> ReadMark) -> Result<()> {
    files::rewrite(file, |text| {
        let before = if text.is_empty() { ReadMark::default() } else { parse(file, text.as_bytes())? };
        let text = serde_json::to_string_pretty(&change(before));
        text.map(|text| Some(text + "\n")).map_err(|error| unusable(file, &error))
    })
}

fn parse(file: &Path, bytes: &[u8]) -> Result<ReadMark> {
    serde_json::from_slice(bytes).map_err(|error| unusable(file, &error))
}

fn unusable(file: &Path, error: &serde_json::Error) -> Error {
    let place = file.display();
    Error::config(format!("the mark {place} is unusable: {error}"))
        .hint(format!("remove it, and all that is open is new again: rm '{place}'"))
}

/// The mark of a noun moved to the listed records. Hidden records stay as they were, since nobody has seen them;
/// records missing from a complete listing are forgotten; a first mark needs a complete listing.
pub(crate) fn moved<R: Markable>(
    before: Option<Seen<R::Seen>>,
    listed: &Surveyed<R>,
    hidden: &BTreeSet<&str>,
) -> Option<Seen<R::Seen>> {
    let complete = listed.told == Completeness::All;
    if !complete && before.is_none() {
        return None;
    }
    let before = before.unwrap_or_default();
    let mut after = if complete { Seen::new() } else { before.clone() };
    for record in &listed.records {
        let id = &record.head().id;
        let seen = if hidden.contains(id.as_str()) { before.get(id).cloned() } else { Some(record.seen()) };
        after.extend(seen.map(|seen| (id.clone(), seen)));
    }
    Some(after)
}

#[cfg(all(test, unix))]
mod tests;
