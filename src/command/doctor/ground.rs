//! What the checks stand on: the configuration as far as it can be read, and the accounts that are looked at.
//! A configuration that cannot be read has no accounts, and everything else is checked all the same.

use std::{rc::Rc, time::Duration};

use clap::ArgMatches;

use crate::{
    cli::Requests,
    command::{
        context::{Context, Invocation, READING},
        flags, members,
    },
    config::{Config, Paths},
    error::Result,
    fleet::{Choice, Fleet},
    provider::Settings,
};

use super::{
    accounts,
    finding::{Check, Finding, Verdict},
    permissions, schedules,
};

/// What the checks stand on.
pub struct Ground<'s> {
    /// What is known before any file is read.
    pub start: &'s Invocation,
    /// The files and folders.
    pub paths: Paths,
    /// Whether the accounts are pretended ones.
    pub sandbox: bool,
    /// The accounts file, or why it is of no use.
    pub config: Result<Config>,
    /// Every account.
    pub fleet: Fleet,
    /// The accounts that are looked at.
    pub scope: Vec<String>,
    /// Whether those were named.
    pub named: bool,
    /// What sessions share.
    pub settings: Rc<Settings>,
    /// How long one account may take.
    pub limit: Duration,
}

impl<'s> Ground<'s> {
    /// Reads what there is.
    ///
    /// # Errors
    /// Those of what was typed: a configuration that cannot be read is a finding.
    pub async fn new(start: &'s Invocation, args: &ArgMatches) -> Result<Self> {
        let requests: Requests = flags(args)?;
        let (paths, sandbox) = (start.paths()?, start.sandbox()?);
        let config = if sandbox { Ok(Config::default()) } else { Config::load(&paths, &start.env) };
        let known = config.clone().unwrap_or_default();
        let accounts = members::all(start, &paths, args, &known).await?;
        let settings = Context::settings(start, args, &known)?;
        let fleet = Fleet::new(accounts, None, Rc::clone(&settings));
        let choice = start.choice()?;
        let scope = if fleet.names().is_empty() { Vec::new() } else { fleet.reading(&choice)?.names };
        let named = matches!(choice, Choice::Named(_));
        let limit = requests.timeout.unwrap_or(READING);
        Ok(Self { start, paths, sandbox, config, fleet, scope, named, settings, limit })
    }

    /// Makes all checks, in the order they are told.
    pub async fn examine(&self, args: &ArgMatches) -> Vec<Finding> {
        let permissions = permissions::check(&self.paths, self.sandbox);
        let mut findings = self.configuration(&permissions);
        findings.extend(permissions);
        findings.extend(accounts::check(self, &self.scope, |_| true).await);
        findings.extend(schedules::check(self, args));
        findings
    }

    /// The accounts file, and the section of each account.
    fn configuration(&self, permissions: &[Finding]) -> Vec<Finding> {
        let about = |verdict| {
            let file = self.paths.config_file.as_ref().filter(|_| !self.sandbox);
            let name = file.map(|file| file.display().to_string());
            Finding { name, ..Finding::new(Check::Config, verdict) }
        };
        let mut findings = vec![about(self.file())];
        let warnings = self.config.as_ref().map(|config| config.warnings.as_slice()).unwrap_or_default();
        // Those about modes are told by the check of permissions too.
        let told =
            |words: &String| permissions.iter().any(|found| found.mends().is_some_and(|mends| words.contains(mends)));
        let warnings = warnings.iter().filter(|words| !told(words));
        findings.extend(warnings.map(|words| about(Verdict::Warning { message: words.clone(), hint: None })));
        findings.extend(self.scope.iter().map(|name| match self.fleet.session(name) {
            Ok(session) => Finding::new(Check::Config, Verdict::Ok(session.account.url.clone())).of(name),
            Err(error) => Finding::failed(Check::Config, error.account(name)),
        }));
        findings
    }

    /// How the accounts file stands.
    fn file(&self) -> Verdict {
        match &self.config {
            _ if self.sandbox => Verdict::skipped("the sandbox has accounts of its own"),
            Err(error) => Verdict::Failed(error.clone()),
            Ok(config) => match (config.accounts.len(), &config.file) {
                (0, _) => Verdict::Failed(accounts::none(&self.fleet)),
                (_, None) => Verdict::ok("there is none, and variables make an account"),
                (1, Some(_)) => Verdict::ok("1 account"),
                (count, Some(_)) => Verdict::Ok(format!("{count} accounts")),
            },
        }
    }
}
