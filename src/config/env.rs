//! The environment of the process: every variable is read here.
//! Tests give variables and a keyring of their own and never see the real ones.

use std::ffi::OsString;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::error::{Error, Result};

#[cfg(test)]
use super::fake_keyring::Fake;

/// The source of environment variables.
#[derive(Clone)]
pub(crate) enum Env {
    /// The environment of the process.
    Process,
    /// Variables and a keyring given by a test.
    #[cfg(test)]
    Given(std::sync::Arc<Given>),
}

/// The variables and the keyring that a test gives in place of the environment.
#[cfg(test)]
pub(crate) struct Given {
    vars: std::collections::BTreeMap<String, OsString>,
    /// The keyring of the test.
    pub keyring: Fake,
}

/// The folders the platform has for a program; an unknown one is `None`.
#[derive(Default)]
pub(super) struct Folders {
    pub config: Option<PathBuf>,
    pub state: Option<PathBuf>,
    pub cache: Option<PathBuf>,
}

impl Env {
    /// Variables of a test, with no keyring to be had.
    #[cfg(test)]
    pub(crate) fn given<V: Into<OsString> + Copy>(vars: &[(&str, V)]) -> Self {
        Self::with_keyring(vars, Fake::absent())
    }

    /// Variables of a test, and its keyring.
    #[cfg(test)]
    pub(super) fn with_keyring<V: Into<OsString> + Copy>(vars: &[(&str, V)], keyring: Fake) -> Self {
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
        Self::Given(std::sync::Arc::new(Given { vars, keyring }))
    }

    /// The bytes of a variable, if it is set.
    pub(crate) fn var(&self, name: &str) -> Option<OsString> {
        match self {
            Self::Process => std::env::var_os(name),
            #[cfg(test)]
            Self::Given(given) => given.vars.get(name).cloned(),
        }
    }

    /// The text of a variable; set but empty, or not text, is an error.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(value) = self.var(name) else { return Ok(None) };
        let text = value.into_string().map_err(|_| Error::config(format!("{name} is not valid UTF-8")))?;
        if text.trim().is_empty() {
            return Err(Error::config(format!("{name} is set but empty")).hint(format!("set it, or `unset {name}`")));
        }
        Ok(Some(text))
    }

    /// A folder named by a variable; set but empty is an error.
    pub(crate) fn folder(&self, name: &str) -> Result<Option<PathBuf>> {
        match self.var(name) {
            Some(value) if value.is_empty() => {
                Err(Error::config(format!("{name} is set but empty")).hint(format!("name a folder, or `unset {name}`")))
            }
            value => Ok(value.map(PathBuf::from)),
        }
    }

    /// The platform's folders for nubo, none guessed: without `HOME` only the folders named by XDG variables.
    pub(super) fn folders(&self) -> Folders {
        let home = cfg!(windows) || self.absolute("HOME");
        let Some(all) = self.project() else { return Folders::default() };
        let told = |xdg: &str, folder: PathBuf| (home || self.absolute(xdg)).then_some(folder);
        Folders {
            config: told("XDG_CONFIG_HOME", all.0),
            state: told("XDG_STATE_HOME", all.1),
            cache: told("XDG_CACHE_HOME", all.2),
        }
    }

    fn absolute(&self, name: &str) -> bool {
        self.var(name).is_some_and(|value| PathBuf::from(value).is_absolute())
    }

    /// Config, state and cache folder; platforms without a state folder keep state with local data.
    fn project(&self) -> Option<(PathBuf, PathBuf, PathBuf)> {
        match self {
            Self::Process => {
                let dirs = ProjectDirs::from("", "", "nubo")?;
                let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
                Some((dirs.config_dir().to_owned(), state.to_owned(), dirs.cache_dir().to_owned()))
            }
            #[cfg(test)]
            Self::Given(_) => {
                let home = PathBuf::from(self.var("HOME")?);
                Some((home.join(".config/nubo"), home.join(".local/state/nubo"), home.join(".cache/nubo")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_empty_variable_is_an_error() {
        let env = Env::given(&[("A", ""), ("B", "b")]);
        assert!(env.text("A").unwrap_err().to_string().contains("A is set but empty"));
        assert!(env.folder("A").is_err());
        assert_eq!(env.text("B").unwrap().as_deref(), Some("b"));
        assert_eq!(env.text("C").unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_an_error_for_text_and_fine_for_folders() {
        use std::os::unix::ffi::OsStrExt;
        let odd = std::ffi::OsStr::from_bytes(b"/tmp/\xff");
        let env = Env::given(&[("A", odd)]);
        assert!(env.text("A").is_err());
        assert_eq!(env.folder("A").unwrap().unwrap().as_os_str(), odd);
    }
}
