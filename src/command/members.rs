//! Every account of a run: those of the configuration, or the pretended ones in the sandbox.
//! One that cannot be used is among them with the reason, and fails when it is used.

use std::time::Duration;

use clap::ArgMatches;

use crate::{
    config::{AccountSection, Config, Paths, Secret},
    error::{Error, Result},
    provider::{Account, Credential, Pace},
    sandbox as clouds,
};

use super::context::Invocation;

/// Gathers the accounts; in the sandbox, starts the pretend clouds instead.
pub async fn all(
    start: &Invocation,
    paths: &Paths,
    args: &ArgMatches,
    config: &Config,
) -> Result<Vec<(String, Result<Account>)>> {
    if start.sandbox()? {
        nothing_real(start, paths, args)?;
        return pretend(start, paths).await;
    }
    Ok(configured(config))
}

/// Refuses what names the user's own accounts in the sandbox, which has others.
fn nothing_real(start: &Invocation, paths: &Paths, args: &ArgMatches) -> Result<()> {
    if start.globals.config.is_some() {
        return Err(Error::usage("--config means nothing in the sandbox, which has accounts of its own"));
    }
    let Ok(own) = Config::load_if_any(paths, &start.env) else { return Ok(()) };
    let targets = args.try_get_many::<String>("targets").ok().flatten().into_iter().flatten();
    let mut accounts = targets.filter_map(|target| Some(target.split_once('/')?.0));
    match accounts.find(|account| own.accounts.contains_key(*account)) {
        Some(name) => Err(Error::usage(format!("\"{name}\" is an account of your own, and this is the sandbox"))
            .hint("leave out --sandbox, or unset NUBO_SANDBOX")),
        None => Ok(()),
    }
}

/// The accounts of the configuration; one that is unusable fails when it is used.
fn configured(config: &Config) -> Vec<(String, Result<Account>)> {
    let resolve = |(name, section): (&String, &AccountSection)| {
        let max_targets = section.max_targets.or(config.max_targets);
        (name.clone(), Account::resolve(name, &AccountSection { max_targets, ..section.clone() }))
    };
    config.accounts.iter().map(resolve).collect()
}

/// The four accounts of the pretend clouds.
async fn pretend(start: &Invocation, paths: &Paths) -> Result<Vec<(String, Result<Account>)>> {
    let world = super::sandbox::world(paths)?;
    start.console.notice("sandbox: these clouds are pretended, and so is what happens to them");
    let accounts = clouds::start(&world, None).await?;
    Ok(accounts.into_iter().map(|account| (account.name.clone(), ready(account))).collect())
}

/// A sandbox account: its secret is at hand, and states may be asked for as fast as they count reads.
fn ready(given: clouds::SandboxAccount) -> Result<Account> {
    let mut account = Account::resolve(&given.name, &super::sandbox::section(&given))?;
    account.credential = Credential::Given(Secret::new(given.secret)?);
    account.pace = Pace { first: Duration::from_millis(10), longest: Duration::from_millis(10) };
    Ok(account)
}
