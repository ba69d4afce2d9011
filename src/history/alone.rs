//! A lock on one thing at a provider: a person and a scheduled run on one machine do not change it at once.
//! The lock is a file that goes when its holder ends, however it ends.

use std::{
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{
    config::files,
    error::{Error, Kind, Result},
};

/// A lock that is held until it is dropped.
pub(crate) struct Alone {
    path: PathBuf,
    _file: File,
}

impl Alone {
    /// Locks the thing that some words name; none where locks cannot be made, which keeps nothing from being changed.
    ///
    /// # Errors
    /// `conflict` while another process holds it.
    pub(super) fn with(folder: &Path, words: &[&str]) -> Result<Option<Self>> {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        let path = folder.join(format!("{:016x}", hasher.finish()));
        match files::try_lock(&path) {
            Err(_) => Ok(None),
            // A holder removes its file as it ends: a lock on a file that is gone keeps nobody out.
            Ok(Some(file)) if is_at(&file, &path) => Ok(Some(Self { path, _file: file })),
            Ok(_) => {
                let error = Error::new(Kind::Conflict, "another nubo on this machine is changing it");
                Err(error.hint("wait for its end, or see what it does: nubo history list --limit 5"))
            }
        }
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // A file that stays is locked by the next holder.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The open file is the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = file.metadata().ok().zip(std::fs::metadata(path).ok());
    same.is_some_and(|(one, other)| (one.dev(), one.ino()) == (other.dev(), other.ino()))
}

/// A file that is open cannot be removed on other systems.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// The name of this machine.
#[cfg(unix)]
pub(crate) fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The name of this machine.
#[cfg(not(unix))]
pub(crate) fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// The process is there; one that may not be asked counts as there.
#[cfg(unix)]
pub(super) fn is_alive(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    process.is_some_and(|process| !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH)))
}

/// Nothing tells.
#[cfg(not(unix))]
pub(super) fn is_alive(_: u32) -> bool {
    false
}
