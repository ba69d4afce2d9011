//! The accounts file, folders and secrets, and which of several sources wins.
//! Everything here is read through `Env` and `Paths`, so that tests stand on folders of their own.

pub(crate) mod access;
pub(crate) mod command;
pub(crate) mod credentials;
mod credentials_file;
pub(crate) mod edit;
mod env;
#[cfg(test)]
mod fake_keyring;
mod file;
pub(crate) mod files;
mod kept;
mod keyring;
mod paths;
pub(crate) mod refused;
mod secret;
mod section;
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
mod session_bus;
pub(crate) mod toml;
mod unknown;

pub(crate) use env::Env;
pub(crate) use file::Config;
pub(crate) use files::BOM;
pub(crate) use kept::{Owner, SetAside, StateStore};
pub(crate) use paths::Paths;
pub(crate) use secret::Secret;
pub(crate) use section::{AccountSection, Encoding, Override, check_name};
