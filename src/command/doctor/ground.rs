//! The ground of the checks: the readable part of the configuration, and the accounts that are looked at.
//! A configuration that cannot be read has no accounts, and everything else is checked all the same.

use std::{rc::Rc, time::Duration};

use clap::ArgMatches;

use crate::{
    cli::Requests,
    command::{
        context::{Context, Invocation, READING},
        flags,
    },
    config::{Config, Paths},
    error::Result,
    fleet::{Choice, Fleet},
    provider::Settings,
};

/// The configuration and the accounts that the checks look at.
pub(crate) struct Ground<'s> {
    /// The environment and the flags of the run.
    pub start: &'s Invocation,
    /// The files and folders.
    pub paths: Paths,
    /// True in the sandbox.
    pub sandbox: bool,
    /// The accounts file, or why it is of no use.
    pub config: Result<Config>,
    /// Every account.
    pub fleet: Fleet,
    /// The accounts that are looked at.
    pub scope: Vec<String>,
    /// True when the user named them.
    pub named: bool,
    /// The settings that sessions share.
    pub settings: Rc<Settings>,
    /// The time that one account may take.
    pub limit: Duration,
}

impl<'s> Ground<'s> {
    /// Reads the configuration and the accounts.
    ///
    /// # Errors
    /// `usage` for wrong flags; a configuration that cannot be read is a finding.
    pub(crate) async fn new(start: &'s Invocation, args: &ArgMatches) -> Result<Self> {
        let requests: Requests = flags(args)?;
        let (paths, sandbox) = (start.paths()?, start.sandbox()?);
        let config = if sandbox { Ok(Config::default()) } else { Config::load(&paths, &start.env) };
        let known = config.clone().unwrap_or_default();
        let accounts = start.accounts(args, &known).await?;
        let settings = Context::settings(start, &requests, &known)?;
        let fleet = Fleet::new(accounts, None, Rc::clone(&settings));
        let choice = start.choice()?;
        let scope = if fleet.names().is_empty() { Vec::new() } else { fleet.reading(&choice)?.names };
        let named = matches!(choice, Choice::Named(_));
        let limit = requests.timeout.unwrap_or(READING);
        Ok(Self { start, paths, sandbox, config, fleet, scope, named, settings, limit })
    }
}
