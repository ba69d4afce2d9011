//! The texts that make a scheduler carry out the rules: a block of a crontab, units of systemd, objects of Kubernetes.
//! All of them are made from values; nothing here reads or writes a file or runs a program.

pub(crate) mod crontab;
mod every;
pub(crate) mod kubernetes;
mod quoted;
pub(crate) mod systemd;

use std::path::Path;

use crate::error::{Error, Result};

pub(crate) use every::Every;

/// One unattended run, described so that nothing in it depends on a folder or an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The program, as an absolute path.
    pub binary: String,
    /// The user's own files; nothing in the sandbox.
    pub own: Option<Own>,
    /// The folder of marks and journal, as an absolute path.
    pub state_dir: String,
    /// The file of rules, where it is not in its usual place, as an absolute path.
    pub file: Option<String>,
    /// The URL that each run calls when it begins and when it ends.
    pub ping: Option<String>,
}

/// The files of the user's own accounts, as absolute paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Own {
    /// The accounts file.
    pub config: String,
    /// The folder of the credentials file.
    pub config_dir: String,
}

impl Run {
    /// The realm, which names its block and units.
    pub(crate) const fn realm(&self) -> Realm {
        if self.own.is_some() { Realm::Own } else { Realm::Sandbox }
    }

    /// A command of nubo's for the same files, as root types it.
    pub(crate) fn as_root(&self, words: &str) -> String {
        let variables = self.variables().into_iter().map(|(name, value)| format!("{name}={}", quoted::cron(value)));
        let variables = variables.collect::<Vec<_>>().join(" ");
        let own =
            self.own.as_ref().map_or("--sandbox".to_owned(), |own| format!("--config {}", quoted::cron(&own.config)));
        format!("sudo env {variables} {} {own} {words}", quoted::cron(&self.binary))
    }

    /// The variables it needs: a scheduler's environment does not name the folders of a user's files.
    fn variables(&self) -> Vec<(&'static str, &str)> {
        let config = self.own.as_ref().map(|own| ("NUBO_CONFIG_DIR", &*own.config_dir));
        config.into_iter().chain([("NUBO_STATE_DIR", &*self.state_dir)]).collect()
    }

    /// The run's arguments.
    fn arguments(&self) -> Vec<&str> {
        let mut words = match &self.own {
            Some(own) => vec!["--config", &own.config],
            None => vec!["--sandbox"],
        };
        words.extend(["schedules", "apply", "--yes"]);
        let named = [("--file", &self.file), ("--ping", &self.ping)];
        words.extend(named.into_iter().filter_map(|(flag, value)| Some([flag, value.as_deref()?])).flatten());
        words
    }
}

/// The realm of a run, which names its block and units: the sandbox must never replace the real rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Realm {
    /// The user's own accounts.
    Own,
    /// The simulated clouds.
    Sandbox,
}

impl Realm {
    /// The words of the lines around the block.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Own => "nubo schedules",
            Self::Sandbox => "nubo schedules of the sandbox",
        }
    }

    /// The name of the units without the suffix of their kind.
    pub(crate) const fn unit(self) -> &'static str {
        match self {
            Self::Own => "nubo-schedules",
            Self::Sandbox => "nubo-schedules-sandbox",
        }
    }
}

/// A path as a scheduler's file can hold it.
///
/// # Errors
/// `usage` for bytes that are no text, and for line breaks and other control characters.
pub(crate) fn plain(path: &Path) -> Result<String> {
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
    text.map(str::to_owned).ok_or_else(|| {
        Error::usage(format!(
            "{} has a line break, or something else that is no text, in it",
            path.display().to_string().escape_debug()
        ))
        .hint("rename it: a crontab or a unit cannot name it")
    })
}

#[cfg(test)]
mod testing;

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    use super::*;

    #[test]
    fn a_path_that_a_line_cannot_hold_is_refused() {
        assert_eq!(plain(Path::new("/srv/a b'%$\\é")).unwrap(), "/srv/a b'%$\\é");
        for bytes in [&b"/srv/a\nb"[..], b"/srv/\r", b"/srv/\x1b[2J", b"/srv/\xff"] {
            let error = plain(Path::new(OsStr::from_bytes(bytes))).unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Usage, "{error}");
            assert!(!error.to_string().contains(char::is_control), "{error}");
        }
    }
}
