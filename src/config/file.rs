//! The accounts file `config.toml`: accounts, the default one, and limits for all of them.
//! A mistake in it is reported by file, line and remedy; a secret in it is refused and never shown.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml_edit::{Document, Item, de};

use super::section::{AccountSection, check_name};
use super::unknown::{self, UnknownKey};
use super::{Env, Paths, credentials, files, toml};
use crate::error::{Error, Kind, Result};

/// The accounts file, and the account of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The account that is meant when none is named.
    pub default_account: Option<String>,
    /// The most requests that may run at once over all accounts.
    pub parallel: Option<NonZeroUsize>,
    /// The number of times a failed read is retried.
    pub retries: Option<u32>,
    /// The most targets that one change may have.
    pub max_targets: Option<usize>,
    /// The accounts by name.
    #[serde(default)]
    pub accounts: BTreeMap<String, AccountSection>,
    /// The file all this was read from, if there is one.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// The key for all accounts that nothing uses, if there is one.
    #[serde(skip)]
    pub unknown: UnknownKey,
    /// Warnings for the user about the file.
    #[serde(skip)]
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the accounts file; only one that `--config` named has to exist.
    pub(crate) fn load(paths: &Paths, env: &Env) -> Result<Self> {
        let config = Self::load_if_any(paths, env)?;
        match (&config.file, &paths.config_file) {
            (None, Some(path)) if paths.config_named => {
                Err(Error::config(format!("{} does not exist", path.display()))
                    .hint("give --config a file, or make this one with `nubo accounts add`"))
            }
            _ => Ok(config),
        }
    }

    /// Reads the accounts file, or gives an empty configuration for a command that is about to create it.
    pub(crate) fn load_if_any(paths: &Paths, env: &Env) -> Result<Self> {
        let text = paths.config_file.as_deref().map(|path| files::read_text(path).map(|text| (path, text)));
        let mut config = match text.transpose()? {
            Some((path, Some(text))) => Self::read(path, &text, !paths.config_named)?,
            _ => Self::default(),
        };
        config.add_environment(env)?;
        let file = config.file.as_ref().map(|file| file.display().to_string());
        config.check_names().map_err(|error| file.into_iter().fold(error, |error, file| error.while_doing(&file)))?;
        Ok(config)
    }

    fn read(path: &Path, text: &str, own_folder: bool) -> Result<Self> {
        let mut config = Self::parse(path, text)?;
        let folder = path.parent().unwrap_or(path);
        for section in config.accounts.values_mut() {
            section.ca_file = section.ca_file.take().map(|file| folder.join(file));
        }
        let open = |path: &Path, wanted: &str| {
            files::wider_than_private(path)
                .map(|mode| format!("{0} is open to others (mode {mode:04o}): `chmod {wanted} {0}`", path.display()))
        };
        if own_folder {
            files::sweep(folder);
        }
        config.warnings.extend(open(path, "600"));
        config.warnings.extend(if own_folder { open(folder, "700") } else { None });
        config.file = Some(path.to_owned());
        Ok(config)
    }

    /// Parses the text of an accounts file, without the account that the environment may add.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self> {
        let doc = Document::parse(text).map_err(|error| toml::unparsable(path, text, &error))?;
        refuse_secrets(path, text, &doc)?;
        let (unknown, rest) = unknown::unknown(path, text, &doc);
        let read = rest.map_or_else(|| de::from_str(text), de::from_document);
        let mut config: Self = read.map_err(|error| toml::unfit(path, text, &error))?;
        config.warnings.extend(unknown.global.warning());
        config.unknown = unknown.global;
        for (name, key) in unknown.accounts {
            config.accounts.entry(name).and_modify(|section| section.unknown = key);
        }
        for (name, section) in &config.accounts {
            section.check_urls(name, Kind::Config).map_err(|error| error.while_doing(&path.display().to_string()))?;
        }
        Ok(config)
    }

    /// Adds the account `env` when `NUBO_PROVIDER` makes one.
    fn add_environment(&mut self, env: &Env) -> Result<()> {
        let [provider, url, user] = ["NUBO_PROVIDER", "NUBO_URL", "NUBO_USER"].map(|name| env.text(name));
        let Some(provider) = provider? else {
            if env.var("NUBO_URL").is_some() {
                self.warnings.push("NUBO_URL is ignored: without NUBO_PROVIDER it makes no account".to_owned());
            }
            return Ok(());
        };
        let section = AccountSection { provider, url: url?, user: user?, ..AccountSection::default() };
        section.check_urls("env", Kind::Config)?;
        if self.accounts.insert("env".to_owned(), section).is_some() {
            return Err(Error::config("the account `env` is both in the accounts file and made by NUBO_PROVIDER")
                .hint("rename the account in the file, or `unset NUBO_PROVIDER`"));
        }
        Ok(())
    }

    fn check_names(&self) -> Result<()> {
        let mut variables = BTreeMap::new();
        for name in self.accounts.keys() {
            check_name(name, Kind::Config)?;
            if let Some(other) = variables.insert(credentials::variable(name), name) {
                return Err(Error::config(format!(
                    "the accounts `{other}` and `{name}` would share the variable {}",
                    credentials::variable(name)
                ))
                .hint("rename one of them"));
            }
        }
        match &self.default_account {
            Some(name) if !self.accounts.contains_key(name) => {
                Err(Error::config(format!("default_account is `{name}`, and no account has that name"))
                    .hint("choose one with `nubo accounts use NAME`, or remove the line"))
            }
            _ => Ok(()),
        }
    }
}

/// Refuses keys that look like a secret, before anything else could quote them.
fn refuse_secrets(path: &Path, text: &str, doc: &Document<&str>) -> Result<()> {
    let refuse = |item: &Item, account: &str| {
        let Some(table) = item.as_table_like() else { return Ok(()) };
        let Some((key, _)) = table.iter().find(|(key, _)| means_secret(key)) else { return Ok(()) };
        let span = table.key(key).and_then(toml_edit::Key::span);
        Err(toml::complaint(path, text, span, &format!("secrets do not belong in this file (`{key}`)"))
            .hint(format!("remove the line, then `nubo accounts set-secret {account}`")))
    };
    refuse(doc.as_item(), "NAME")?;
    let accounts = doc.get("accounts").and_then(Item::as_table_like);
    accounts.into_iter().flat_map(|accounts| accounts.iter()).try_for_each(|(name, item)| refuse(item, name))
}

fn means_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace('-', "_");
    key != "secret_command"
        && ["secret", "password", "passwd", "passphrase", "token", "api_key", "apikey"].iter().any(|w| key.contains(w))
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
