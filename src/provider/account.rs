//! A configured account, resolved: its provider found, its preset applied, its URL checked.
//! Nothing here asks for the secret; that happens when the first request is sent.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use crate::{
    config::{AccountSection, Owner, Secret},
    error::{Error, Result},
    glob::Glob,
    http::GuardRails,
    model::{Origin, parse_patience},
};

use super::{
    Operation, Pace, Preset, Provider,
    operation::Base,
    overrides::{self, Overridden},
};

/// A named set of provider, base URL, user and the place of its secret.
pub(crate) struct Account {
    /// Name, provider and preset, as every record shows them.
    pub origin: Arc<Origin>,
    /// The provider.
    pub provider: &'static dyn Provider,
    /// The preset that the account names.
    pub preset: &'static Preset,
    /// The base URL without a slash at its end.
    pub url: String,
    /// The other base URLs, in the order of the provider's facts.
    pub bases: Vec<String>,
    /// The user name, if the provider needs one.
    pub user: Option<String>,
    /// The source of the account's secret.
    pub credential: Credential,
    /// The time that each of its commands may take, from `--timeout` or its section; none where the usual times hold.
    pub timeout: Option<Duration>,
    /// The pauses between two reads of a state.
    pub pace: Pace,
    /// The guard rails of the account.
    pub rails: GuardRails,
    /// The number of requests that may be under way together.
    pub parallel: usize,
    /// The most requests a second; no limit for a service on this machine whose section sets none.
    pub rate: Option<NonZeroU32>,
    /// Certificates to trust beside the usual ones.
    pub ca_file: Option<PathBuf>,
    /// Operations that this account's deployment has elsewhere than the catalogue says.
    pub overrides: Vec<Overridden>,
    /// The section of the configuration.
    pub section: AccountSection,
}

/// The source of an account's secret.
pub(crate) enum Credential {
    /// The secret itself: in the sandbox, or of an account that is just being added.
    Given(Secret),
    /// A secret that is looked up when the first request is sent.
    Find,
    /// No secret yet: only operations that need none can be called.
    Missing,
}

impl Account {
    /// The account's identity in state files.
    pub(crate) fn owner(&self) -> Owner<'_> {
        Owner { provider: self.provider.id(), url: &self.url, user: self.user.as_deref() }
    }

    /// An account of a provider and a preset, from its section of the configuration.
    ///
    /// # Errors
    /// `config` when the URL is missing, malformed or not safe for a secret.
    pub(super) fn new(
        name: &str,
        section: &AccountSection,
        provider: &'static dyn Provider,
        preset: &'static Preset,
    ) -> Result<Self> {
        let url = section.url.as_deref().or(preset.url).ok_or_else(|| {
            Error::config(format!("{} needs a url", section.provider)).account(name).hint(where_to(name, "url"))
        })?;
        let url = checked(name, url, section.plain_http)?;
        let bases = provider.facts().bases.iter().map(|base| other_base(name, section, base, &url));
        let bases = bases.collect::<Result<_>>()?;
        if provider.facts().needs_user && section.user.is_none() {
            let error = Error::config(format!("{} needs a user", provider.title()));
            return Err(error.account(name).hint(where_to(name, "user")));
        }
        let shown = (preset.id != provider.id()).then(|| preset.id.to_owned());
        let usual = if on_this_machine(&url) { None } else { NonZeroU32::new(preset.rate) };
        let rate = section.rate.or(usual);
        Ok(Self {
            origin: Arc::new(Origin { account: name.to_owned(), provider: provider.id(), preset: shown }),
            provider,
            preset,
            url,
            bases,
            user: section.user.clone(),
            credential: Credential::Find,
            timeout: section.timeout.as_deref().map(|text| own_timeout(name, text)).transpose()?,
            pace: provider.facts().pace,
            rails: rails(section),
            rate,
            parallel: section.parallel.map_or(preset.parallel, NonZeroUsize::get),
            ca_file: section.ca_file.clone(),
            overrides: overrides::resolve(name, provider, section)?,
            section: section.clone(),
        })
    }

    /// The account's name.
    pub(crate) fn name(&self) -> &str {
        &self.origin.account
    }

    /// An operation as this account has it, except for its path.
    pub(crate) fn actual(&self, operation: &Operation) -> Operation {
        self.overridden(operation).map_or(*operation, |own| own.operation)
    }

    /// The path of an operation at this account.
    pub(crate) fn path<'a>(&'a self, operation: &'a Operation) -> &'a str {
        self.overridden(operation).and_then(|own| own.path.as_deref()).unwrap_or(operation.path)
    }

    pub(super) fn overridden(&self, operation: &Operation) -> Option<&Overridden> {
        self.overrides.iter().find(|own| own.operation.id == operation.id)
    }

    /// The base URL of an operation.
    pub(crate) fn base(&self, operation: &Operation) -> &str {
        let bases = self.provider.facts().bases;
        let place = operation.base.and_then(|wanted| bases.iter().position(|base| std::ptr::eq(*base, wanted)));
        place.and_then(|place| self.bases.get(place)).unwrap_or(&self.url)
    }
}

/// The base URL is on this machine.
fn on_this_machine(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|url| crate::http::is_loopback(&url))
}

fn rails(section: &AccountSection) -> GuardRails {
    GuardRails {
        read_only: section.read_only,
        protect: section.protect.iter().map(|pattern| Glob::new(pattern)).collect(),
        max_targets: section.max_targets,
        ceiling: section.max_targets,
    }
}

/// A base URL beside the account's own: from its section, or derived from `url`.
fn other_base(name: &str, section: &AccountSection, base: &Base, url: &str) -> Result<String> {
    if let Some(given) = (base.option.value)(section) {
        return checked(name, given, section.plain_http);
    }
    let (end, instead) = base.replaces;
    Ok(url.strip_suffix(end).map_or_else(|| url.to_owned(), |front| format!("{front}{instead}")))
}

/// The hint that says where a missing part of an account is to be entered.
fn where_to(name: &str, key: &str) -> String {
    match name {
        "env" => format!("set NUBO_{}", key.to_uppercase()),
        name => format!("give it with --{key}, or as `{key} = \"...\"` in [accounts.{name}]"),
    }
}

/// The time limit of an account's section.
fn own_timeout(name: &str, text: &str) -> Result<Duration> {
    let wrong = |error: Error| {
        let hint = error.details().hint.clone().unwrap_or_default();
        Error::config(format!("timeout: {}", error.details().message)).account(name).hint(hint)
    };
    parse_patience(text).map_err(wrong)
}

/// A base URL that a secret may be sent to, without the slash at its end.
fn checked(name: &str, url: &str, plain_http: bool) -> Result<String> {
    // Some URLs carry a token in the query.
    let shown = url.split(['?', '#']).next().unwrap_or_default();
    let bad = |why: String| Error::config(format!("url \"{shown}\": {why}")).account(name);
    let parsed = reqwest::Url::parse(url).map_err(|e| bad(e.to_string()))?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(Error::config("the url holds a user or a password")
            .account(name)
            .hint(format!("put the user into `user` and store the secret with: nubo accounts set-secret {name}")));
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(bad("a base URL has no query".to_owned()));
    }
    match parsed.scheme() {
        "https" => {}
        "http" if plain_http || crate::http::is_loopback(&parsed) => {}
        "http" => {
            return Err(bad("plain http would send the secret in the open".to_owned())
                .hint("use https, or --plain-http (`plain_http = true` in the account's section) if you must"));
        }
        other => return Err(bad(format!("{other} is not http or https"))),
    }
    Ok(url.trim_end_matches('/').to_owned())
}
