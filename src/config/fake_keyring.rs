//! A keyring for tests: some entries or an outage, and how often it was asked.
//! The real one is never touched by a unit test.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::Secret;
use super::keyring::{Keyring, Unusable};

/// A test's keyring: an outage or some entries, and how often it was asked.
#[derive(Default)]
pub(crate) struct Fake {
    /// The reason why it cannot be used.
    pub outage: Option<Unusable>,
    /// Secrets by account.
    pub entries: Mutex<BTreeMap<String, String>>,
    /// The number of times it was asked.
    pub asked: AtomicUsize,
}

impl Fake {
    /// A machine without one.
    pub(crate) fn absent() -> Self {
        Self { outage: Some(Unusable::absent("no session bus")), ..Self::default() }
    }

    fn open(&self) -> Result<MutexGuard<'_, BTreeMap<String, String>>, Unusable> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match &self.outage {
            Some(outage) => Err(outage.clone()),
            None => self.entries.lock().map_err(|_| Unusable::closed("poisoned")),
        }
    }
}

impl Keyring for Fake {
    fn read(&self, account: &str) -> Result<Option<Secret>, Unusable> {
        let text = self.open()?.get(account).cloned();
        text.map(Secret::parse).transpose().map_err(Unusable::closed)
    }

    fn write(&self, account: &str, secret: &Secret) -> Result<(), Unusable> {
        self.open()?.insert(account.to_owned(), secret.expose().to_owned());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<bool, Unusable> {
        Ok(self.open()?.remove(account).is_some())
    }
}
