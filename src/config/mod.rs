//! The accounts file, folders and secrets, and which of several sources wins.
//! Everything here is read through `Env` and `Paths`, so that tests stand on folders of their own.

pub mod access;
mod command;
pub mod credentials;
mod credentials_file;
pub mod edit;
mod env;
#[cfg(test)]
mod fake_keyring;
mod file;
pub mod files;
mod kept;
mod keyring;
mod paths;
pub mod refused;
mod secret;
mod section;
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
mod session_bus;
pub mod toml;

pub use env::Env;
pub use file::Config;
pub use kept::{Owner, SetAside, StateStore};
pub use paths::Paths;
pub use secret::Secret;
pub use section::{AccountSection, Encoding, Override, check_name};
