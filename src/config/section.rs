//! One account of the accounts file: its provider, URL, user and limits.
//! The section holds no secret; `credentials` knows where that is.

use std::collections::BTreeMap;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::unknown::UnknownKey;
use crate::error::{Error, Kind, Result};

/// The form of a request's body, where a provider takes both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Encoding {
    /// `application/x-www-form-urlencoded` with bracketed keys.
    Form,
    /// JSON.
    Json,
}

impl Encoding {
    /// The word in the file.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Json => "json",
        }
    }
}

/// The method, path and encoding of an operation at a deployment that differs from the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Override {
    /// The HTTP method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path below the base URL, with the operation's own `{placeholders}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The encoding of its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
}

/// One account as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountSection {
    /// A provider or a preset.
    pub provider: String,
    /// The base URL, if no preset has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The base URL for calls of staff, where the provider has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_url: Option<String>,
    /// The user who logs in, where the secret alone does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// A command whose first line of output is the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_command: Option<String>,
    /// The word before the token in the `Authorization` header, such as `Fleio-Token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The form of its requests' bodies, where the provider takes both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Certificates to trust beside the usual ones; relative to the folder of the accounts file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// True when `http://` is allowed for a host other than this one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub plain_http: bool,
    /// True when every change is refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub read_only: bool,
    /// Globs of names that are read and started, nothing else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protect: Vec<String>,
    /// The most targets that one change may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_targets: Option<usize>,
    /// The most requests that may run at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel: Option<NonZeroUsize>,
    /// The most requests that may be sent in a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<NonZeroU32>,
    /// The time limit of a command, such as `90s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
    /// Operations that this deployment has elsewhere, by their id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<String, Override>,
    /// Tags of machines by their id, where the provider has no tags or not these.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, Vec<String>>,
    /// The key of the section that nothing uses, if there is one.
    #[serde(skip)]
    pub unknown: UnknownKey,
}

impl AccountSection {
    /// Refuses a URL that carries a user or a password: it would be listed and logged.
    pub(super) fn check_urls(&self, account: &str, kind: Kind) -> Result<()> {
        for url in [&self.url, &self.staff_url].into_iter().flatten() {
            let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            if rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@')) {
                return Err(Error::new(kind, format!("the URL of account `{account}` has a user or password in it"))
                    .hint(format!("use `user`, and `nubo accounts set-secret {account}` for the secret")));
            }
        }
        Ok(())
    }
}

/// Refuses a name that no account can have: `[a-z0-9][a-z0-9_-]*`.
pub(crate) fn check_name(name: &str, kind: Kind) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if name.starts_with(plain) && name.chars().all(|c| plain(c) || c == '_' || c == '-') {
        return Ok(());
    }
    Err(Error::new(kind, format!("`{}` cannot be the name of an account", name.escape_debug()))
        .hint("names are small letters, digits, `-` and `_`, and begin with a letter or digit"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(value: &bool) -> bool {
    !value
}
