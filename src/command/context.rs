//! The context of a command: console, configuration, accounts, and the limits that flags and files set.
//! Built in two steps, so that a command that needs no account never reads a file.

use std::{
    cell::RefCell,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::{ArgMatches, parser::ValueSource};
use tokio::sync::Semaphore;

use crate::{
    cli::{Changing, Globals, Requests},
    config::{Config, Env, Paths, StateStore},
    error::{Error, Kind, Result},
    fleet::{Choice, Fleet},
    history::Journal,
    http::{Effect, MAX_TARGETS, memory, until},
    model::Change,
    output::Console,
    provider::{Session, Settings},
};

use super::{
    flags_or_default,
    journal::journal,
    load_accounts::{self, Accounts},
    observer::Teller,
    under_way::UnderWay,
};

/// The environment and the flags of a run, known before any file is read.
pub(crate) struct Invocation {
    /// The environment.
    pub env: Env,
    /// The flags that may stand anywhere.
    pub globals: Globals,
    /// The two streams of the run.
    pub console: Rc<Console>,
    /// The changes that were begun.
    pub under_way: Rc<UnderWay>,
    /// True for a run that nobody watches.
    pub unattended: bool,
}

impl Invocation {
    /// The folders and files of this run.
    pub(crate) fn paths(&self) -> Result<Paths> {
        Paths::new(self.globals.config.as_deref(), &self.env)
    }

    /// The configuration file, which must be there.
    pub(crate) fn config(&self) -> Result<Config> {
        Config::load(&self.paths()?, &self.env)
    }

    /// True when the sandbox is meant, by flag or variable.
    ///
    /// # Errors
    /// `usage` when the variable is neither 0 nor 1.
    pub(crate) fn sandbox(&self) -> Result<bool> {
        match self.env.text("NUBO_SANDBOX")?.as_deref() {
            _ if self.globals.sandbox => Ok(true),
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(other) => Err(Error::usage(format!("NUBO_SANDBOX is \"{other}\"; it can be 0 or 1"))),
        }
    }

    /// Loads the accounts of the configuration; in the sandbox, starts the simulated clouds instead.
    ///
    /// # Errors
    /// `usage` when something of the user's own is named in the sandbox.
    pub(crate) async fn accounts(&self, args: &ArgMatches, config: &Config) -> Result<Accounts> {
        if !self.sandbox()? {
            return Ok(load_accounts::configured(config));
        }
        if self.globals.config.is_some() {
            return Err(Error::usage("--config means nothing in the sandbox, which has accounts of its own"));
        }
        let paths = self.paths()?;
        if let Ok(own) = Config::load_if_any(&paths, &self.env) {
            let targets = args.try_get_many::<String>("targets").ok().flatten();
            load_accounts::refuse_own(&own, targets.into_iter().flatten())?;
        }
        let accounts = load_accounts::simulated(&paths).await?;
        self.console.notice("sandbox: these clouds are simulated, and so is what happens to them");
        Ok(accounts)
    }

    /// Refuses flags that mean nothing to a command; `allowed` are the groups that do.
    pub(crate) fn applies(matches: &ArgMatches, allowed: &[&str]) -> Result<()> {
        let groups = [
            ("scope", "global.account", "-a"),
            ("scope", "global.all", "-A"),
            ("sandbox", "global.sandbox", "--sandbox"),
            ("output", "global.output", "-o"),
            ("output", "global.json", "--json"),
        ];
        let typed = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let extra = groups.iter().find(|(group, id, _)| !allowed.contains(group) && typed(id));
        extra.map_or(Ok(()), |(_, _, flag)| Err(Error::usage(format!("{flag} means nothing here"))))
    }

    /// The journal of this run.
    pub(crate) fn journal(&self) -> Result<Journal> {
        Ok(journal(self, &self.paths()?, self.sandbox()?))
    }

    /// The accounts chosen by flag or environment.
    pub(crate) fn choice(&self) -> Result<Choice> {
        if self.globals.all {
            return Ok(Choice::All);
        }
        let mut names = self.globals.account.clone();
        if names.is_empty() {
            let variable = self.env.text("NUBO_ACCOUNT")?.unwrap_or_default();
            names = variable.split(',').filter(|n| !n.is_empty()).map(str::to_owned).collect();
        }
        if names.iter().any(|name| name.trim().is_empty()) {
            return Err(Error::usage("an account name is empty"));
        }
        Ok(if names.is_empty() { Choice::Unsaid } else { Choice::Named(names) })
    }
}

/// The context of a command that deals with accounts.
pub(crate) struct Context {
    /// The two streams of the run.
    pub console: Rc<Console>,
    /// Every account.
    pub fleet: Fleet,
    /// The accounts chosen.
    pub choice: Choice,
    /// The configuration file as it was read.
    pub config: Config,
    /// `--timeout`
    pub timeout: Option<Duration>,
    /// The time the command began.
    pub begun: Instant,
    /// The changes that were begun, for the words of an interruption.
    pub under_way: Rc<UnderWay>,
    /// The journal of changes.
    pub journal: Journal,
    /// The file with the words written in an editor for this command.
    pub draft: RefCell<Option<PathBuf>>,
}

/// The time that the reads of one account may take.
pub(crate) const READING: Duration = Duration::from_secs(60);
/// The time that a change may take.
const CHANGING: Duration = Duration::from_secs(600);
/// The most requests under way over all accounts.
const PARALLEL: usize = 64;
/// The most times that a read is sent.
const TRIES: u32 = 3;

impl Context {
    /// Reads the configuration and gathers the accounts; in the sandbox, starts the simulated clouds instead.
    pub(crate) async fn open(start: Invocation, args: &ArgMatches) -> Result<Self> {
        let sandbox = start.sandbox()?;
        let paths = start.paths()?;
        let config = if sandbox { Config::default() } else { Config::load(&paths, &start.env)? };
        config.warnings.iter().for_each(|warning| start.console.warning(warning));
        if config.accounts.is_empty() && !sandbox {
            paths.config_file()?;
        }
        let requests: Requests = flags_or_default(args)?;
        let mut accounts = start.accounts(args, &config).await?;
        // The flag wins over an account's own limit.
        for account in accounts.iter_mut().filter_map(|(_, account)| account.as_mut().ok()) {
            account.timeout = requests.timeout.or(account.timeout);
        }
        let settings = Self::settings(&start, &requests, &config)?;
        Ok(Self {
            fleet: Fleet::new(accounts, config.default_account.clone(), Rc::clone(&settings)),
            choice: start.choice()?,
            journal: journal(&start, &paths, sandbox),
            console: start.console,
            config,
            timeout: requests.timeout,
            begun: Instant::now(),
            under_way: start.under_way,
            draft: RefCell::default(),
        })
    }

    /// Heeds what was typed about the journal.
    ///
    /// # Errors
    /// `usage` for `--no-journal` where nobody is asked.
    pub(crate) fn relax(&self, changing: &Changing) -> Result<()> {
        if changing.no_journal && !self.console.can_ask() {
            return Err(Error::usage("--no-journal is for a terminal: what runs unattended is always written down"));
        }
        self.journal.relax(changing.no_journal, changing.again);
        Ok(())
    }

    /// The settings that the sessions of a run share: limits, tries, and the observer of requests.
    pub(crate) fn settings(start: &Invocation, requests: &Requests, config: &Config) -> Result<Rc<Settings>> {
        let parallel = requests.parallel.or(config.parallel).map_or(PARALLEL, usize::from);
        let retries = requests.retries.or(config.retries);
        memory::measure(requests.max_reply);
        let paths = start.paths()?;
        Ok(Rc::new(Settings {
            tries: retries.map_or(TRIES, |retries| retries.saturating_add(1)),
            all: Rc::new(Semaphore::new(parallel.min(Semaphore::MAX_PERMITS))),
            observer: Rc::new(Teller {
                console: Rc::clone(&start.console),
                debug: start.globals.debug,
                unattended: start.unattended,
            }),
            raw: start.console.settings().raw,
            kept: StateStore::new(&paths, start.sandbox()?),
            paths,
            env: start.env.clone(),
        }))
    }

    /// Tells the accounts that are not asked, if there are any, because they lack something.
    pub(crate) fn tell_skipped(&self, accounts: &[String], lack: &str) {
        if !accounts.is_empty() {
            let has = if accounts.len() == 1 { "has" } else { "have" };
            self.console.notice(&format!("skipped: {} {has} {lack}", accounts.join(", ")));
        }
    }

    /// The time that the reads of one account may take.
    pub(crate) fn reading(&self) -> Duration {
        self.timeout.unwrap_or(READING)
    }

    /// The time by which a change must be over.
    pub(crate) fn deadline(&self, session: &Session) -> Instant {
        self.begun + session.account.timeout.unwrap_or(CHANGING)
    }

    /// Ends one call that takes longer than `--timeout` allows; without it only a read has a limit, of `usual`.
    ///
    /// # Errors
    /// `unavailable` when a read is late, `timeout` when a change is.
    pub(crate) async fn in_time<T>(
        &self,
        session: &Session,
        (what, effect): (&'static str, Effect),
        usual: Option<Duration>,
        call: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let reads = effect == Effect::Read;
        let change = || Change::planned(Some(session.account.origin.clone()), "request", what);
        let label = || format!("{what} at {}", session.account.name());
        let _under_way = (!reads).then(|| self.under_way.begin(label(), change()));
        let Some(limit) = session.account.timeout.or(usual.filter(|_| reads)) else { return call.await };
        let late = |_| {
            let seconds = limit.as_secs();
            let (kind, words) = if reads {
                (Kind::Unavailable, format!("no whole answer within {seconds} s"))
            } else {
                let words = "so it may have been carried out";
                (Kind::Timeout, format!("{what} was sent but no answer came within {seconds} s, {words}"))
            };
            Err(session.place(Error::new(kind, words).hint("allow more time with --timeout")))
        };
        tokio::time::timeout(limit, until(Instant::now() + limit, call)).await.unwrap_or_else(late)
    }

    /// The most targets of a change that needs no flag.
    pub(crate) fn max_targets(&self, accounts: &[String]) -> usize {
        let own = accounts.iter().filter_map(|name| self.fleet.account(name).ok()?.section.max_targets);
        own.chain(self.config.max_targets).min().unwrap_or(MAX_TARGETS)
    }
}

/// A folder of state that lasts from run to run; the simulated clouds have one of their own.
pub(crate) fn state_folder(paths: &Paths, sandbox: bool, what: &str) -> Option<PathBuf> {
    let folder = paths.state_dir.as_ref()?;
    Some(if sandbox { folder.join("sandbox") } else { folder.clone() }.join(what))
}
