//! A configured account made whole: its provider found, its preset applied, its URL checked.
//! Nothing here asks for the secret; that happens when the first request is sent.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    config::{AccountSection, Owner, Secret},
    error::{Error, Result},
    glob::Glob,
    http::GuardRails,
    model::{Action, Origin, Query},
};

use super::{Act, Ask, Binding, Noun, Operation, Pace, Preset, Provider, operation::Base, overrides, registry};

/// A named set of provider, base URL, user and where its secret is.
pub struct Account {
    /// Name, provider and preset, as every record shows them.
    pub origin: Arc<Origin>,
    /// Its provider.
    pub provider: &'static dyn Provider,
    /// The preset it names.
    pub preset: &'static Preset,
    /// The base URL without a slash at its end.
    pub url: String,
    /// Fleio's staff base.
    pub staff_url: String,
    /// The user name, where the provider needs one.
    pub user: Option<String>,
    /// Where its secret comes from.
    pub credential: Credential,
    /// How often a state may be asked for.
    pub pace: Pace,
    /// What it forbids.
    pub rails: GuardRails,
    /// How many requests may be under way together.
    pub parallel: usize,
    /// How many requests may be sent in a second; no limit for what runs on this machine and says nothing of it.
    pub rate: Option<NonZeroU32>,
    /// Certificates to trust beside the usual ones.
    pub ca_file: Option<PathBuf>,
    /// Operations that it has elsewhere than the catalogue says.
    pub overrides: Vec<Operation>,
    /// Its section of the configuration.
    pub section: AccountSection,
}

/// Where an account's secret comes from.
pub enum Credential {
    /// It is here already: the sandbox, or one that is just being added.
    Given(Secret),
    /// It is looked for when the first request is sent.
    Find,
    /// There is none yet: only what needs no secret can be asked.
    Missing,
}

impl Account {
    /// Whose what is kept of it is.
    pub fn owner(&self) -> Owner<'_> {
        Owner { provider: self.provider.id(), url: &self.url, user: self.user.as_deref() }
    }

    /// An account from its section of the configuration.
    ///
    /// # Errors
    /// `config` when the provider is unknown, or the URL is missing, malformed or not safe for a secret.
    pub fn resolve(name: &str, section: &AccountSection) -> Result<Self> {
        let (provider, preset) = registry::preset(&section.provider).ok_or_else(|| unknown(name, &section.provider))?;
        let url = section.url.as_deref().or(preset.url).ok_or_else(|| {
            Error::config(format!("{} needs a url", section.provider)).account(name).hint(where_to(name, "url"))
        })?;
        let url = checked(name, url, section.plain_http)?;
        let staff_url = match &section.staff_url {
            Some(staff) => checked(name, staff, section.plain_http)?,
            None => url.strip_suffix("/api").map_or_else(|| url.clone(), |base| format!("{base}/staffapi")),
        };
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
            staff_url,
            user: section.user.clone(),
            credential: Credential::Find,
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
    pub fn name(&self) -> &str {
        &self.origin.account
    }

    /// An operation as this account has it.
    pub fn actual(&self, operation: &Operation) -> Operation {
        *self.overrides.iter().find(|own| own.id == operation.id).unwrap_or(operation)
    }

    /// What its provider can do with a noun, unless its portal lacks the noun.
    pub fn binding(&self, noun: &Noun) -> &'static Binding {
        let binding = noun.binding(self.provider.bindings());
        if binding.lacking.contains(&self.preset.id) { &Binding::NONE } else { binding }
    }

    /// The binding of an action, unless its portal lacks it; who has set an operation's path has it.
    pub fn act(&self, noun: &Noun, action: &Action) -> Option<&'static Act> {
        let own = |act: &&Act| self.overrides.iter().any(|own| own.id == act.operation.id);
        let binding = noun.binding(self.provider.bindings());
        binding.act(action).filter(|act| own(act) || !act.lacking.contains(&self.preset.id))
    }

    /// How it answers a question, unless its portal does not.
    pub fn ask(&self, noun: &Noun, query: &Query) -> Option<&'static Ask> {
        let binding = self.binding(noun);
        binding.ask(query).filter(|_| !binding.unanswered(query).contains(&self.preset.id))
    }

    /// The base URL of an operation.
    pub fn base(&self, base: Base) -> &str {
        match base {
            Base::User => &self.url,
            Base::Staff => &self.staff_url,
        }
    }
}

/// Whether a base URL is one of this machine.
fn on_this_machine(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|url| crate::http::is_loopback(&url))
}

fn rails(section: &AccountSection) -> GuardRails {
    GuardRails {
        read_only: section.read_only,
        protect: section.protect.iter().map(|pattern| Glob::new(pattern)).collect(),
        max_targets: section.max_targets,
    }
}

fn unknown(name: &str, provider: &str) -> Error {
    let known: Vec<&str> = registry::presets().map(|(_, preset)| preset.id).collect();
    Error::config(format!("\"{provider}\" is neither a provider nor a preset"))
        .account(name)
        .hint(format!("one of: {}", known.join(" ")))
}

/// Where a missing part of an account is put.
fn where_to(name: &str, key: &str) -> String {
    match name {
        "env" => format!("set NUBO_{}", key.to_uppercase()),
        name => format!("give it with --{key}, or as `{key} = \"...\"` in [accounts.{name}]"),
    }
}

/// A base URL that a secret may be sent to, without the slash at its end.
fn checked(name: &str, url: &str, plain_http: bool) -> Result<String> {
    // A query is where some keep a token.
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
