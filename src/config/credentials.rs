//! The places of account secrets: where one is read, and where a new one is stored.
//! The order: its variable, its `secret_command`, the keyring, the credentials file.

use std::fmt;
use std::path::PathBuf;

use super::{AccountSection, Env, Paths, Secret, command, credentials_file, keyring};
use crate::error::{Error, Kind, Result};

/// A place that can hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A variable of the environment.
    Variable(String),
    /// The account's `secret_command`.
    Command,
    /// The keyring of the platform.
    Keyring,
    /// The credentials file.
    File(PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::Command => f.write_str("the account's secret_command"),
            Self::Keyring => f.write_str("the keyring"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A secret, its place, and the warnings about that place.
#[derive(Debug)]
pub(crate) struct Found {
    /// The secret.
    pub secret: Secret,
    /// The place it was read from.
    pub source: Place,
    /// Warnings about the place, such as a file that others may read.
    pub warnings: Vec<String>,
}

/// The result of storing a secret.
#[derive(Debug)]
pub(crate) struct Stored {
    /// The place that now holds the secret.
    pub place: Place,
    /// The reason why it is not in the keyring.
    pub note: Option<String>,
    /// Other places that still hold one; a variable or a command is asked first.
    pub elsewhere: Vec<Place>,
}

/// The result of deleting the secrets of an account.
#[derive(Debug)]
pub(crate) struct Forgotten {
    /// The places a secret was deleted from.
    pub from: Vec<Place>,
    /// The reason why the keyring may hold one still.
    pub note: Option<String>,
    /// Other places that still hold one.
    pub elsewhere: Vec<Place>,
}

/// The variable that may hold the secret of an account.
pub(crate) fn variable(account: &str) -> String {
    match account {
        "env" => "NUBO_SECRET".to_owned(),
        name => format!("NUBO_SECRET_{}", name.to_ascii_uppercase().replace('-', "_")),
    }
}

/// The secret of an account; a place that fails is an error, but a keyring that cannot be asked is passed over.
pub(crate) async fn find(env: &Env, paths: &Paths, account: &str, section: &AccountSection) -> Result<Found> {
    let found = |secret, source| Ok(Found { secret, source, warnings: Vec::new() });
    let variable = variable(account);
    if let Some(text) = env.text(&variable)? {
        let secret = Secret::parse(text).map_err(|why| Error::config(format!("the secret in {variable} {why}")))?;
        return found(secret, Place::Variable(variable));
    }
    if let Some(line) = &section.secret_command {
        return found(command::secret(account, line, command::LIMIT).await?, Place::Command);
    }
    let passed_over = match keyring::read(env, account).await {
        Ok(Some(secret)) => return found(secret, Place::Keyring),
        Ok(None) => None,
        Err(unusable) => Some(unusable),
    };
    if let Some(path) = paths.credentials_if_any()
        && let Some(secret) = credentials_file::read(&path, account)?
    {
        let closed = passed_over.filter(|unusable| unusable.may_hold);
        let closed = closed.map(|unusable| format!("the keyring was passed over ({})", unusable.why));
        let warnings = closed.into_iter().chain(credentials_file::warning(&path)).collect();
        return Ok(Found { secret, source: Place::File(path), warnings });
    }
    let keyring = passed_over.map_or_else(String::new, |unusable| format!(" (keyring: {})", unusable.why));
    Err(Error::new(Kind::Denied, format!("no secret for account `{account}`{keyring}"))
        .hint(format!("`nubo accounts set-secret {account}`, or set {variable}")))
}

/// Keeps a secret in the keyring, else in the credentials file.
pub(crate) async fn store(
    env: &Env,
    paths: &Paths,
    account: &str,
    section: Option<&AccountSection>,
    secret: &Secret,
) -> Result<Stored> {
    let mut elsewhere = before_stores(env, account, section);
    let Err(unusable) = keyring::write(env, account, secret).await else {
        if let Some(path) = paths.credentials_if_any()
            && let Ok(Some(_)) = credentials_file::read(&path, account)
        {
            elsewhere.push(Place::File(path));
        }
        return Ok(Stored { place: Place::Keyring, note: None, elsewhere });
    };
    let path = paths.credentials_file()?;
    credentials_file::write(&path, account, secret)?;
    let older = if unusable.may_hold { "; an older secret in the keyring would be used before it" } else { "" };
    let note = format!("no keyring here ({}): stored in {}, mode 0600{older}", unusable.why, path.display());
    Ok(Stored { place: Place::File(path), note: Some(note), elsewhere })
}

/// Keeps a secret in the credentials file, where a run that cannot ask the keyring finds it.
pub(crate) async fn store_in_file(
    env: &Env,
    paths: &Paths,
    account: &str,
    section: Option<&AccountSection>,
    secret: &Secret,
) -> Result<Stored> {
    let path = paths.credentials_file()?;
    credentials_file::write(&path, account, secret)?;
    let mut elsewhere = before_stores(env, account, section);
    if matches!(keyring::read(env, account).await, Ok(Some(_))) {
        elsewhere.push(Place::Keyring);
    }
    Ok(Stored { place: Place::File(path), note: None, elsewhere })
}

/// Deletes the secret of an account from the keyring and the credentials file.
pub(crate) async fn forget(
    env: &Env,
    paths: &Paths,
    account: &str,
    section: Option<&AccountSection>,
) -> Result<Forgotten> {
    let mut from = Vec::new();
    if let Some(path) = paths.credentials_if_any()
        && credentials_file::delete(&path, account)?
    {
        from.push(Place::File(path));
    }
    let note = match keyring::delete(env, account).await {
        Ok(true) => {
            from.push(Place::Keyring);
            None
        }
        Err(unusable) if unusable.may_hold => Some(format!("the keyring may still hold one ({})", unusable.why)),
        _ => None,
    };
    Ok(Forgotten { from, note, elsewhere: before_stores(env, account, section) })
}

/// The places asked before keyring and file that hold a secret of the account.
fn before_stores(env: &Env, account: &str, section: Option<&AccountSection>) -> Vec<Place> {
    let variable = variable(account);
    let set = env.var(&variable).map(|_| Place::Variable(variable));
    let command = section.and_then(|section| section.secret_command.as_ref()).map(|_| Place::Command);
    set.into_iter().chain(command).collect()
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
