//! The three places where a run can be installed, and the text that each gets.
//! A crontab has a block, a manager of systemd has two units.

use clap::ArgMatches;

use crate::{
    command::context::Invocation,
    config::Config,
    error::{Error, Kind, Result},
    history::host,
    model::{Change, Status},
    output::Console,
    schedule::{
        Rule,
        install::{
            Every, Realm, Run,
            crontab::block,
            systemd::{Manager, service, timer},
        },
    },
};

use super::{
    crontab, program,
    set::Set,
    units::{Texts, Units},
};

/// The flags that name the places.
pub(crate) const PLACES: [&str; 3] = ["crontab", "systemd-user", "systemd-system"];

/// A scheduler in which a run is installed.
pub(crate) enum Scheduler {
    /// The crontab of the present user.
    Crontab,
    /// A manager of systemd.
    Systemd {
        /// The unit files.
        units: Units,
        /// The manager that `systemctl` talks to.
        manager: Manager,
        /// The user of the runs, unless it is the present one.
        other: Option<String>,
    },
}

/// The text that a scheduler gets to make runs.
pub(crate) enum Text {
    /// The lines of a crontab.
    Block(String),
    /// Units, each with its file.
    Units(Texts, [String; 2]),
}

impl Scheduler {
    /// The scheduler that was named.
    pub(crate) async fn of(start: &Invocation, args: &ArgMatches, run: &Run, rules: &[Rule]) -> Result<Self> {
        let named = PLACES.into_iter().find(|name| args.get_flag(name)).unwrap_or_default();
        let place = Self::to_leave(start, named)?;
        let Self::Systemd { units, manager: Manager::System { .. }, .. } = place else { return Ok(place) };
        let present = present_user().await;
        let typed = args.get_one::<String>("user").cloned();
        let user = match typed.as_ref() {
            Some(user) if user.is_empty() || user.contains(|c: char| c.is_control() || c.is_whitespace()) => {
                return Err(Error::usage(format!("--user {user:?} is no user")));
            }
            Some(user) => user.clone(),
            None => present.clone().ok_or_else(|| {
                Error::new(Kind::Failed, "it cannot be told who you are").hint("name the user of the runs with --user")
            })?,
        };
        let other = typed.filter(|user| present.as_ref() != Some(user));
        let runs_commands = run.own.is_some() && runs_commands(start, rules)?;
        Ok(Self::Systemd { units, manager: Manager::System { user, runs_commands }, other })
    }

    /// The scheduler with just enough to find or remove an existing installation.
    pub(crate) fn to_leave(start: &Invocation, name: &str) -> Result<Self> {
        let (units, manager) = match name {
            "systemd-user" => (Units::user(start)?, Manager::User),
            "systemd-system" => (Units::system(), Manager::System { user: String::new(), runs_commands: false }),
            _ => return Ok(Self::Crontab),
        };
        Ok(Self::Systemd { units, manager, other: None })
    }

    /// The text that the scheduler gets for a run.
    pub(crate) fn text(&self, run: &Run, every: Every) -> Result<Text> {
        Ok(match self {
            Self::Crontab => Text::Block(block(run, every, &format!("{} {}", host(), run.state_dir))),
            Self::Systemd { units, manager, .. } => {
                let texts = Texts { service: service(run, manager)?, timer: timer(run.realm(), every) };
                let path = |kind: &str| units.path(run.realm(), kind).display().to_string();
                Text::Units(texts, ["service", "timer"].map(path))
            }
        })
    }

    /// Installs the text.
    pub(crate) async fn install(&self, realm: Realm, text: &Text) -> Result<Set> {
        match (self, text) {
            (Self::Systemd { units, .. }, Text::Units(texts, _)) => units.install(realm, texts).await,
            (_, Text::Block(block)) => crontab::set(realm, Some(block)).await,
            (Self::Crontab, Text::Units(..)) => Err(Error::new(Kind::Failed, "a crontab has no units")),
        }
    }

    /// Removes an existing installation; without cron there is nothing to remove.
    pub(crate) async fn uninstall(&self, realm: Realm) -> Result<Set> {
        match self {
            Self::Systemd { units, .. } => units.uninstall(realm).await,
            Self::Crontab => match crontab::set(realm, None).await {
                Err(error) if error.kind() == Kind::Unsupported => {
                    Ok(Set { there: false, changed: false, failed: None })
                }
                set => set,
            },
        }
    }

    /// The user of the runs, where that is not the present one.
    pub(crate) fn other_user(&self) -> Option<&str> {
        match self {
            Self::Systemd { other, .. } => other.as_deref(),
            Self::Crontab => None,
        }
    }

    /// Warns that a user's timers run only while that user is logged in, unless lingering is on.
    pub(crate) async fn tell(&self, console: &Console) {
        let Self::Systemd { manager: Manager::User, .. } = self else { return };
        let asked = program::run("loginctl", &["show-user", "--property=Linger", "--value"], b"").await;
        if !matches!(asked, Ok(Some(ran)) if ran.stdout.trim_ascii() == b"yes") {
            console.notice("your systemd runs only while you are logged in, unless you say: loginctl enable-linger");
        }
    }

    /// An error with the command that root would type, where only root may.
    pub(crate) fn for_root(&self, error: Error, run: &Run) -> Error {
        let Self::Systemd { manager: Manager::System { user, .. }, .. } = self else { return error };
        if error.kind() != Kind::Denied {
            return error;
        }
        let words = format!("schedules install --systemd-system --user {user}");
        let hint = format!("{}, with the same other flags, or use --systemd-user", run.as_root(&words));
        error.hint(hint)
    }

    /// The record of a change.
    pub(crate) fn record(&self, action: &'static str, realm: Realm, set: Result<Set>) -> Change {
        let (kind, id, name) = match self {
            Self::Crontab => ("crontab", realm.words().to_owned(), "crontab".to_owned()),
            Self::Systemd { units, .. } => {
                let path = units.path(realm, "timer");
                let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                ("timer", id, path.display().to_string())
            }
        };
        let change = Change { id: Some(id), name: Some(name), ..Change::planned(None, kind, action) };
        let word = |there: bool| Some(if there { "installed" } else { "absent" });
        match set {
            Err(error) => Change { status: Status::Failed, error: Some(error), ..change },
            Ok(Set { there, changed, failed }) => Change {
                changed,
                status: if failed.is_some() { Status::Failed } else { Status::Ok },
                before: word(there),
                after: word(action == "install"),
                error: failed,
                ..change
            },
        }
    }
}

impl Text {
    /// The text as people read it: a block as it is, units each behind its path.
    pub(crate) fn printed(&self) -> String {
        match self {
            Self::Block(block) => block.clone(),
            Self::Units(texts, [service, timer]) => {
                format!("# {service}\n{}\n# {timer}\n{}", texts.service, texts.timer)
            }
        }
    }
}

/// True when a command prints the secret of an account that the rules name.
fn runs_commands(start: &Invocation, rules: &[Rule]) -> Result<bool> {
    let config = Config::load(&start.paths()?, &start.env)?;
    let named = |name: &String| rules.iter().any(|rule| rule.accounts.contains(name));
    Ok(config.accounts.iter().any(|(name, section)| section.secret_command.is_some() && named(name)))
}

/// The name of the present user, where the system tells it.
async fn present_user() -> Option<String> {
    let ran = program::run("id", &["-un"], b"").await.ok().flatten()?;
    let name = String::from_utf8(ran.stdout).ok()?.trim().to_owned();
    (ran.well && !name.is_empty()).then_some(name)
}
