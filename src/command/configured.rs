//! One account of the configuration: its section by name, and the record of a change to it.
//! All verbs of `accounts` use it, also those that deal with secrets.

use crate::{
    config::{AccountSection, Config},
    error::{Error, Result},
    model::{Change, Selection, Status},
    provider::Account,
};

use super::{outcome::Outcome, verb::told};

/// The section of an account.
pub(crate) fn section<'c>(config: &'c Config, name: &str) -> Result<&'c AccountSection> {
    let missing = || {
        let names: Vec<&str> = config.accounts.keys().map(String::as_str).collect();
        Error::usage(format!("there is no account \"{name}\"")).hint(format!("configured: {}", names.join(" ")))
    };
    config.accounts.get(name).ok_or_else(missing)
}

/// The one record of a change to an account, or to none.
pub(crate) fn record(account: Option<(&str, &AccountSection)>, action: &'static str, changed: bool) -> Outcome {
    let resolved = account.and_then(|(name, section)| Account::resolve(name, section).ok());
    let name = account.map(|(name, _)| name.to_owned());
    let change = Change {
        origin: resolved.map(|account| account.origin),
        id: name.clone(),
        name,
        changed,
        status: Status::Ok,
        ..Change::planned(None, "account", action)
    };
    told(vec![change], &Selection::default())
}
