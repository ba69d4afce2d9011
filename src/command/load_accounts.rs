//! Every account of a run: those of the configuration, or the simulated ones in the sandbox.
//! An account that cannot be used is among them with the reason, and fails when it is used.

use std::{path::PathBuf, time::Duration};

use crate::{
    config::{AccountSection, Config, Paths, Secret},
    error::{Error, Result},
    provider::{Account, Credential, Pace},
    sandbox::{self, SandboxAccount},
};

/// The accounts of a run by name.
pub(crate) type Accounts = Vec<(String, Result<Account>)>;

/// The accounts of the configuration; one that is unusable fails when it is used.
pub(crate) fn configured(config: &Config) -> Accounts {
    let resolve = |(name, section): (&String, &AccountSection)| {
        let mut account = Account::resolve(name, section);
        if let Ok(account) = &mut account {
            account.rails.max_targets = account.rails.max_targets.or(config.max_targets);
        }
        (name.clone(), account)
    };
    config.accounts.iter().map(resolve).collect()
}

/// Refuses targets that name an account of the user's own, in the sandbox that has others.
///
/// # Errors
/// `usage`, with the name.
pub(crate) fn refuse_own<'t>(own: &Config, targets: impl Iterator<Item = &'t String>) -> Result<()> {
    let mut accounts = targets.filter_map(|target| Some(target.split_once('/')?.0));
    match accounts.find(|account| own.accounts.contains_key(*account)) {
        Some(name) => Err(Error::usage(format!("\"{name}\" is an account of your own, and this is the sandbox"))
            .hint("leave out --sandbox, or unset NUBO_SANDBOX")),
        None => Ok(()),
    }
}

/// Starts the simulated clouds and gives their four accounts.
pub(crate) async fn simulated(paths: &Paths) -> Result<Accounts> {
    let accounts = sandbox::start(&world(paths)?, None).await?;
    Ok(accounts.into_iter().map(|account| (account.name.clone(), ready(account))).collect())
}

/// The file of the sandbox's world.
pub(crate) fn world(paths: &Paths) -> Result<PathBuf> {
    Ok(paths.state_dir()?.join("sandbox").join("world.json"))
}

/// A sandbox account with its secret at hand; states may be asked for as fast as they count reads.
fn ready(given: SandboxAccount) -> Result<Account> {
    let section = AccountSection {
        provider: given.provider.to_owned(),
        url: Some(given.url),
        user: given.user,
        ..AccountSection::default()
    };
    let mut account = Account::resolve(&given.name, &section)?;
    account.credential = Credential::Given(Secret::new(given.secret)?);
    account.pace = Pace { first: Duration::from_millis(10), longest: Duration::from_millis(10) };
    Ok(account)
}
