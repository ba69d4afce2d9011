//! The files and folders of nubo: `--config`, `NUBO_CONFIG_DIR`, `NUBO_STATE_DIR`, else the platform's.
//! A path that nothing names stays `None`: reading does without it, writing says which variable to set.

use std::path::{Path, PathBuf};

use super::env::Env;
use crate::error::{Error, Result};

/// The paths of configuration, state and cache, where known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paths {
    /// The accounts file.
    pub config_file: Option<PathBuf>,
    /// True when `--config` named that file, so that it has to exist.
    pub config_named: bool,
    /// The folder of the accounts file and the credentials file.
    pub config_dir: Option<PathBuf>,
    /// The folder of journal, marks and the simulated clouds.
    pub state_dir: Option<PathBuf>,
    /// The cache folder, for data that can be fetched again.
    pub cache_dir: Option<PathBuf>,
}

impl Paths {
    /// The paths of this run; `config` is the value of `--config`.
    pub(crate) fn new(config: Option<&Path>, env: &Env) -> Result<Self> {
        let folders = env.folders();
        let config_dir = env.folder("NUBO_CONFIG_DIR")?.or(folders.config);
        Ok(Self {
            config_file: config.map(Path::to_owned).or_else(|| config_dir.as_ref().map(|dir| dir.join("config.toml"))),
            config_named: config.is_some(),
            config_dir,
            state_dir: env.folder("NUBO_STATE_DIR")?.or(folders.state),
            cache_dir: folders.cache,
        })
    }

    /// The accounts file, to be written.
    pub(crate) fn config_file(&self) -> Result<&Path> {
        self.config_file.as_deref().ok_or_else(|| no_folder("configuration", "NUBO_CONFIG_DIR"))
    }

    /// The credentials file, to be written.
    pub(crate) fn credentials_file(&self) -> Result<PathBuf> {
        self.credentials_if_any().ok_or_else(|| no_folder("configuration", "NUBO_CONFIG_DIR"))
    }

    /// The state folder, which may not exist yet.
    pub(crate) fn state_dir(&self) -> Result<&Path> {
        self.state_dir.as_deref().ok_or_else(|| no_folder("state", "NUBO_STATE_DIR"))
    }

    /// The credentials file, to be read.
    pub(super) fn credentials_if_any(&self) -> Option<PathBuf> {
        self.config_dir.as_ref().map(|dir| dir.join("credentials.toml"))
    }
}

fn no_folder(what: &str, variable: &str) -> Error {
    Error::config(format!("no folder for the {what}: HOME is not set"))
        .hint(format!("set HOME, or {variable} to a folder"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn home_gives_the_platforms_folders() {
        let paths = Paths::new(None, &Env::given(&[("HOME", "/h")])).unwrap();
        assert_eq!(paths.config_file().unwrap(), Path::new("/h/.config/nubo/config.toml"));
        assert_eq!(paths.credentials_file().unwrap(), Path::new("/h/.config/nubo/credentials.toml"));
        assert_eq!(paths.state_dir().unwrap(), Path::new("/h/.local/state/nubo"));
    }

    #[test]
    fn our_variables_win_over_home_and_the_flag_over_them() {
        let env = Env::given(&[("HOME", "/h"), ("NUBO_CONFIG_DIR", "/c"), ("NUBO_STATE_DIR", "/s")]);
        let paths = Paths::new(None, &env).unwrap();
        assert_eq!(paths.config_file().unwrap(), Path::new("/c/config.toml"));
        assert_eq!(paths.state_dir().unwrap(), Path::new("/s"));
        let paths = Paths::new(Some(Path::new("mine.toml")), &env).unwrap();
        assert_eq!(paths.config_file().unwrap(), Path::new("mine.toml"));
        assert_eq!(paths.credentials_file().unwrap(), Path::new("/c/credentials.toml"));
    }

    #[test]
    fn without_a_home_reading_goes_on_and_writing_names_the_variable() {
        for env in [Env::given::<&str>(&[]), Env::given(&[("HOME", "")]), Env::given(&[("HOME", "not/absolute")])] {
            let paths = Paths::new(None, &env).unwrap();
            assert_eq!(paths, Paths::default());
            let error = paths.config_file().unwrap_err();
            assert_eq!(error.kind(), crate::error::Kind::Config);
            assert!(error.details().hint.as_deref().unwrap().contains("NUBO_CONFIG_DIR"));
            assert!(paths.credentials_file().is_err());
            let hint = paths.state_dir().unwrap_err().details().hint.clone();
            assert!(hint.unwrap().contains("NUBO_STATE_DIR"));
        }
    }
}
