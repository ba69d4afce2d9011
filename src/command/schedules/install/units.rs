//! The units of systemd: two files in the folder of a manager, and `systemctl`, which makes the manager see them.
//! The files stay where `systemctl` fails, and the error names the command to run.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use crate::{
    command::context::Invocation,
    config::files,
    error::{Error, Kind, Result},
    schedule::install::Realm,
};

use super::{program, set::Set};

/// The folder of the system's own units.
const SYSTEM: &str = "/etc/systemd/system";

/// A manager's folder of units.
pub(crate) struct Units {
    folder: PathBuf,
    user: bool,
}

impl Units {
    /// The units of the present user's manager.
    ///
    /// # Errors
    /// `config` where no folder is known.
    pub(crate) fn user(start: &Invocation) -> Result<Self> {
        let absolute = |name: &str| start.env.var(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
        let nowhere = || Error::config("no folder for a user's units: HOME is not set").hint("set HOME");
        Ok(Self { folder: config.ok_or_else(nowhere)?.join("systemd/user"), user: true })
    }

    /// The units of the system's manager.
    pub(crate) fn system() -> Self {
        Self { folder: SYSTEM.into(), user: false }
    }

    /// The path of a unit file.
    pub(crate) fn path(&self, realm: Realm, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", realm.unit()))
    }

    /// The link by which the manager starts the timer.
    fn link(&self, realm: Realm) -> PathBuf {
        self.folder.join("timers.target.wants").join(timer(realm))
    }

    /// Writes the units and has the manager start the timer.
    ///
    /// # Errors
    /// `denied` or `failed` when a file cannot be written; nothing was asked of the manager then.
    pub(crate) async fn install(&self, realm: Realm, texts: &Texts) -> Result<Set> {
        let there = self.any(realm);
        let mut changed = !is_there(&self.link(realm));
        for (kind, text) in [("service", &texts.service), ("timer", &texts.timer)] {
            changed |= self.write(&self.path(realm, kind), text)?;
        }
        let words: [&[&str]; 2] = [&["daemon-reload"], &["enable", "--now", &timer(realm)]];
        let failed = self.tell("written", &words).await.err();
        Ok(Set { there, changed, failed })
    }

    /// Has the manager forget the timer, and removes the units.
    ///
    /// # Errors
    /// `denied` or `failed` when a file cannot be removed.
    pub(crate) async fn uninstall(&self, realm: Realm) -> Result<Set> {
        if !self.any(realm) {
            return Ok(Set { there: false, changed: false, failed: None });
        }
        // The timer can be stopped reliably only while its file exists.
        let stopped = self.tell("removed", &[&["stop", &timer(realm)], &["daemon-reload"]]).await;
        for path in self.files(realm) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.failed("remove", &path, &error)),
                _ => (),
            }
        }
        let failed = match stopped {
            Ok(()) => self.tell("removed", &[&["daemon-reload"]]).await.err(),
            failed => failed.err(),
        };
        Ok(Set { there: true, changed: true, failed })
    }

    /// The files and the link that installing makes.
    fn files(&self, realm: Realm) -> [PathBuf; 3] {
        [self.link(realm), self.path(realm, "timer"), self.path(realm, "service")]
    }

    fn any(&self, realm: Realm) -> bool {
        self.files(realm).iter().any(|path| is_there(path))
    }

    /// Writes a file unless it has this text already; true when it was written.
    fn write(&self, path: &Path, text: &str) -> Result<bool> {
        // A link is replaced, never followed: a masked unit is one to /dev/null.
        let same = !path.is_symlink() && fs::read(path).is_ok_and(|old| old == text.as_bytes());
        if !same {
            files::write_shared(path, text.as_bytes()).map_err(|error| self.failed("write", path, &error))?;
        }
        Ok(!same)
    }

    /// Runs `systemctl` with each of these argument lists; `done` is the state of the files, for the error.
    async fn tell(&self, done: &str, lines: &[&[&str]]) -> Result<()> {
        for (at, words) in lines.iter().enumerate() {
            let why = match program::run("systemctl", &self.words(words), b"").await {
                Ok(Some(ran)) if ran.well => continue,
                Ok(Some(ran)) => ran.said,
                Ok(None) => "there is no program `systemctl` here".to_owned(),
                Err(error) => error.to_string(),
            };
            let command = |words: &&[&str]| program::line("systemctl", &self.words(words));
            let rest = lines.iter().skip(at).map(command).collect::<Vec<_>>().join(" && ");
            let whose = if self.user { "your systemd" } else { "systemd" };
            let error = Error::new(Kind::Failed, format!("the units are {done}, but {whose} was not told: {why}"));
            return Err(error.hint(rest));
        }
        Ok(())
    }

    fn words<'w>(&self, words: &[&'w str]) -> Vec<&'w str> {
        let user: &[&str] = if self.user { &["--user"] } else { &[] };
        [user, words].concat()
    }

    fn failed(&self, what: &str, path: &Path, error: &io::Error) -> Error {
        let message = format!("cannot {what} {}: {error}", path.display());
        if !self.user && error.kind() == ErrorKind::PermissionDenied {
            return Error::new(Kind::Denied, message)
                .hint("units of the system are root's: use sudo, or --systemd-user");
        }
        Error::new(Kind::Failed, message)
    }
}

/// The texts of the units.
pub(crate) struct Texts {
    /// The service.
    pub service: String,
    /// The timer.
    pub timer: String,
}

/// The name of the timer.
fn timer(realm: Realm) -> String {
    format!("{}.timer", realm.unit())
}

/// True when a path exists, even as a dangling link.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
