//! Access checks on files and folders: ownership and write permission, found out without touching them.
//! Outside Unix no ownership is checked, and only the read-only attribute forbids writing.

use std::path::Path;

/// True when files can be created, changed and removed in a folder.
#[cfg(unix)]
pub(crate) fn can_write_in(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// True when files can be created, changed and removed in a folder.
#[cfg(not(unix))]
pub(crate) fn can_write_in(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|folder| !folder.permissions().readonly())
}

/// The user ids of a file's owner and of this process, where they differ.
#[cfg(unix)]
pub(crate) fn foreign(path: &Path) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let (owner, user) = (std::fs::metadata(path).ok()?.uid(), rustix::process::geteuid().as_raw());
    (owner != user).then_some((owner, user))
}

/// The user ids of a file's owner and of this process, where they differ.
#[cfg(not(unix))]
pub(crate) fn foreign(_path: &Path) -> Option<(u32, u32)> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_just_made_is_ones_own_and_can_be_written_in() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!((can_write_in(home.path()), foreign(home.path())), (true, None));
        assert!(!can_write_in(&home.path().join("missing")));
        assert_eq!(foreign(&home.path().join("missing")), None);
    }

    #[test]
    fn what_belongs_to_another_is_told_with_both() {
        let home = tempfile::tempdir().unwrap();
        // A process that is not root owns no file of root's, and only root can give a file away.
        let given = std::os::unix::fs::chown(home.path(), Some(12_345), None).is_ok();
        let path = if given { home.path() } else { Path::new("/") };
        let user = rustix::process::geteuid().as_raw();
        assert_eq!(foreign(path), Some((if given { 12_345 } else { 0 }, user)));
    }
}
