//! Starts of machines in the history: one that was started since it was asked to stop is another run.
//! The history is read only when a machine was asked to stop and has not been seen stopped, or may run only for so long.

use jiff::Timestamp;

use crate::{
    command::context::Context,
    config::Owner,
    history::{self, Entry},
    schedule::{Loaded, State},
};

/// The words of actions and operations that begin a run of a machine.
const BEGINNINGS: [&str; 5] = ["start", "reboot", "reset", "restart", "resume"];

/// A start of a machine.
pub(crate) struct Start {
    provider: String,
    url: String,
    user: Option<String>,
    /// The machine.
    pub id: String,
    /// The time it was asked for.
    pub at: Timestamp,
}

impl Start {
    /// True when the machine belongs to an account.
    pub(crate) fn is_at(&self, owner: &Owner<'_>) -> bool {
        self.provider == owner.provider
            && *owner == Owner { provider: owner.provider, url: &self.url, user: self.user.as_deref() }
    }

    fn read(entry: &Entry) -> Option<Self> {
        let word = entry.open.action.rsplit(['.', '_']).next().unwrap_or_default();
        let failed = entry.close.as_ref().is_some_and(|(_, close)| close.status == "failed" && !close.changed);
        let id = entry.target_id().filter(|_| BEGINNINGS.contains(&word) && !failed)?.to_owned();
        let open = &entry.open;
        let (provider, url, user) = (open.provider.clone(), open.url.clone(), open.user.clone());
        Some(Self { provider, url, user, id, at: entry.at.parse().ok()? })
    }
}

/// The starts in the history, the last of each machine last.
pub(crate) fn starts(context: &Context, loaded: &Loaded, state: &State) -> Vec<Start> {
    let limited = loaded.rules.iter().any(|rule| rule.max_run.is_some());
    let asked = limited
        || state.accounts.values().any(|known| known.marks.machines.values().any(|marks| marks.asked.is_some()));
    let folder = context.journal.folder().filter(|_| asked);
    let entries = folder.and_then(|folder| history::read(folder).ok()).map(|journals| journals.entries);
    entries.iter().flatten().filter_map(Start::read).collect()
}
