//! Private files: folder 0700, file 0600, replaced as a whole or not at all.
//! A symbolic link is followed, so that a file kept elsewhere stays there.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// The most links that are followed before they count as a circle.
const MAX_LINKS: usize = 40;

/// The beginning of the names of files that are being written.
const PREFIX: &str = ".nubo-";

/// The age from which on a file that is being written counts as left by a write that was killed.
const ABANDONED: Duration = Duration::from_secs(600);

/// The byte order mark, which editors on Windows put before a text.
pub(crate) const BOM: char = '\u{feff}';

/// The text of a file without a byte order mark; one that is not there is `None`.
pub(crate) fn read_text(path: &Path) -> Result<Option<String>> {
    let text = found(path, finite(path).and_then(|()| fs::read_to_string(path)))?;
    Ok(text.map(|text| text.strip_prefix(BOM).map(str::to_owned).unwrap_or(text)))
}

/// The bytes of a file; one that is not there is `None`.
pub(crate) fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    found(path, finite(path).and_then(|()| fs::read(path)))
}

/// Refuses to read what may never end or never begin: a pipe or a device by a name of its own. What a shell hands over
/// as an open file is read.
fn finite(path: &Path) -> io::Result<()> {
    let about = fs::metadata(path)?;
    let handed = ["/dev/fd", "/dev/stdin", "/proc", "/dev/null"].iter().any(|start| path.starts_with(start));
    if about.is_file() || about.is_dir() || handed {
        return Ok(());
    }
    Err(irregular())
}

fn irregular() -> io::Error {
    io::Error::other("it is no regular file")
}

fn found<T>(path: &Path, read: io::Result<T>) -> Result<Option<T>> {
    match read {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path, &error)),
    }
}

/// Replaces a file, making its folder if need be.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = replaceable(path).map_err(|error| failed("write", path, &error))?;
    replace(&path, bytes).map_err(|error| failed("write", &path, &error))
}

/// Replaces a file that others may read, even if it is a link; its folder is made if need be.
pub(crate) fn write_shared(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, open_to_others)
}

/// Writes an output that the user named: beside it first, so that a failure leaves the old file as it was. A device or a
/// pipe is written to; without `overwrite` nothing may be there yet.
pub(crate) fn write_output(path: &Path, bytes: &[u8], overwrite: bool) -> io::Result<()> {
    let path = follow(path)?;
    if fs::metadata(&path).is_ok_and(|about| !about.is_file()) && overwrite {
        return fs::write(path, bytes);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    builder.permissions(
        fs::metadata(&path)
            .map_or_else(|_| std::os::unix::fs::PermissionsExt::from_mode(0o666), |old| old.permissions()),
    );
    let mut file = builder.tempfile_in(folder(&path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if overwrite {
        file.persist(path)?
    } else {
        file.persist_noclobber(path)?
    };
    Ok(())
}

/// Changes the text of a file while no other nubo does; `None` leaves it alone, no file is an empty text.
pub(crate) fn rewrite(path: &Path, change: impl FnOnce(String) -> Result<Option<String>>) -> Result<()> {
    let target = replaceable(path).map_err(|error| failed("write", path, &error))?;
    let _lock = lock(&target).map_err(|error| failed("write", path, &error))?;
    match change(read_text(&target)?.unwrap_or_default())? {
        Some(text) => replace(&target, text.as_bytes()).map_err(|error| failed("write", &target, &error)),
        None => Ok(()),
    }
}

/// Appends a line to a private file in one write, on a line of its own even where the last one was cut.
/// The caller holds the lock of the folder.
pub(crate) fn append_private(path: &Path, line: &str) -> Result<()> {
    append(path, line).map_err(|error| failed("write", path, &error))
}

fn append(path: &Path, line: &str) -> io::Result<()> {
    make_private_dir(folder(path))?;
    let mut options = File::options();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(-1)).is_ok() {
        file.read_exact(&mut last)?;
    }
    let start = if last == [b'\n'] { "" } else { "\n" };
    file.write_all(format!("{start}{line}\n").as_bytes())?;
    file.sync_data()
}

/// The mode of a file or folder that others may read, write or enter.
#[cfg(unix)]
pub(crate) fn wider_than_private(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let mode = fs::metadata(path).ok()?.mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Modes are a thing of Unix: a profile folder is private already.
#[cfg(not(unix))]
pub(crate) fn wider_than_private(_path: &Path) -> Option<u32> {
    None
}

/// Lets others read a file.
#[cfg(unix)]
fn open_to_others(file: &File) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

/// Modes are a thing of Unix.
#[cfg(not(unix))]
fn open_to_others(_file: &File) -> io::Result<()> {
    Ok(())
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, |_| Ok(()))
}

/// Replaces a file by one that was made ready for it.
fn write_with(path: &Path, bytes: &[u8], ready: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let dir = folder(path);
    make_private_dir(dir)?;
    // Made with mode 0600, and removed again if anything below fails.
    sweep(dir);
    let mut file = NamedTempFile::with_prefix_in(PREFIX, dir)?;
    file.write_all(bytes)?;
    ready(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// Removes from a folder what a write that was killed has left.
pub(crate) fn sweep(dir: &Path) {
    let left = fs::read_dir(dir).into_iter().flatten().flatten();
    for file in left.filter(|file| file.file_name().to_string_lossy().starts_with(PREFIX)) {
        let age = file.metadata().and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Locks a folder against other writers, until dropped; none where it is not there.
pub(crate) fn lock_for_reading(dir: &Path) -> Option<File> {
    let dir = File::open(dir).ok()?;
    dir.lock_shared().ok().map(|()| dir)
}

/// Locks the folder of a file until dropped, and makes it if need be; file systems without locks are used without.
pub(crate) fn lock(path: &Path) -> io::Result<Option<File>> {
    let dir = folder(path);
    make_private_dir(dir)?;
    if cfg!(not(unix)) {
        return Ok(None);
    }
    let dir = File::open(dir)?;
    match dir.lock() {
        Ok(()) => Ok(Some(dir)),
        Err(_) => Ok(None),
    }
}

/// Locks a file until dropped, and names this process in it; none where another process holds it.
pub(crate) fn try_lock(path: &Path) -> Result<Option<File>> {
    let held = || {
        make_private_dir(folder(path))?;
        let mut options = File::options();
        options.create(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.set_len(0)?;
        writeln!(file, "process {}", std::process::id())?;
        Ok(Some(file))
    };
    held().map_err(|error| failed("lock", path, &error))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if dir.as_os_str().is_empty() => Path::new("."),
        Some(dir) => dir,
        None => path,
    }
}

fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

/// The path a link leads to, even when the target does not exist yet; any other path is given as it is.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The path of a file that nubo may replace: a regular one, and behind a link one of the user's own in a folder that is
/// there.
fn replaceable(path: &Path) -> io::Result<PathBuf> {
    let target = follow(path)?;
    let linked = target != path;
    if linked && !folder(&target).is_dir() {
        let why = format!("it is a link to {}, whose folder is not there", target.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, why));
    }
    match fs::metadata(&target) {
        Ok(about) if !about.is_file() => Err(irregular()),
        Ok(about) if linked && !is_own(&about) => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("it is a link to {}, which is not yours", target.display()),
        )),
        _ => Ok(target),
    }
}

/// True for a file of the user's own.
#[cfg(unix)]
fn is_own(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == rustix::process::geteuid().as_raw()
}

/// Owners are a thing of Unix.
#[cfg(not(unix))]
fn is_own(_about: &fs::Metadata) -> bool {
    true
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::config(format!("cannot {what} {}: {error}", path.display()))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folder_and_file_are_private_and_nothing_else_is_left() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/b/config.toml");
        write_private(&file, b"one").unwrap();
        write_private(&file, b"two").unwrap();
        assert_eq!(read_text(&file).unwrap().as_deref(), Some("two"));
        assert_eq!((mode(&file), mode(&home.path().join("a/b")), mode(&home.path().join("a"))), (0o600, 0o700, 0o700));
        assert_eq!(fs::read_dir(home.path().join("a/b")).unwrap().count(), 1);
        assert_eq!(wider_than_private(&file), None);
    }

    #[test]
    fn a_shared_file_can_be_read_by_others_and_takes_the_place_of_a_link() {
        let home = tempfile::tempdir().unwrap();
        let (file, other) = (home.path().join("a.timer"), home.path().join("other"));
        fs::write(&other, "other").unwrap();
        symlink("other", &file).unwrap();
        write_shared(&file, b"one").unwrap();
        assert_eq!((mode(&file), fs::read_to_string(&file).unwrap().as_str()), (0o644, "one"));
        assert!(!file.is_symlink() && fs::read_to_string(&other).unwrap() == "other");
        assert_eq!(write_shared(&home.path().join("a.timer/b"), b"").map_err(|_| ()), Err(()));
    }

    #[test]
    fn a_wide_file_is_told_and_narrowed_when_written() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        fs::write(&file, "x").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(wider_than_private(&file), Some(0o640));
        write_private(&file, b"y").unwrap();
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn links_stay_links_even_to_a_file_that_is_not_there_yet() {
        let home = tempfile::tempdir().unwrap();
        let (link, hop) = (home.path().join("config.toml"), home.path().join("hop"));
        symlink("hop", &link).unwrap();
        symlink("dots/real.toml", &hop).unwrap();
        assert!(write_private(&link, b"text").unwrap_err().to_string().contains("folder is not there"));
        fs::create_dir(home.path().join("dots")).unwrap();
        write_private(&link, b"text").unwrap();
        rewrite(&link, |text| Ok(Some(text + "!"))).unwrap();
        assert!(link.is_symlink() && hop.is_symlink());
        assert_eq!(fs::read_to_string(home.path().join("dots/real.toml")).unwrap(), "text!");
    }

    #[test]
    fn no_device_pipe_or_folder_is_replaced_or_waited_for() {
        let home = tempfile::tempdir().unwrap();
        let link = home.path().join("credentials.toml");
        for target in ["/dev/null", "/dev/full", home.path().to_str().unwrap()] {
            symlink(target, &link).unwrap();
            assert!(write_private(&link, b"secret").unwrap_err().to_string().contains("no regular file"), "{target}");
            assert!(rewrite(&link, |text| Ok(Some(text))).is_err(), "{target}");
            fs::remove_file(&link).unwrap();
        }
        let pipe = home.path().join("config.toml");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(read_text(&pipe).unwrap_err().to_string().contains("no regular file"));
        assert!(read_bytes(&pipe).is_err() && write_private(&pipe, b"x").is_err());
        assert_eq!(read_text(Path::new("/dev/null")).unwrap().as_deref(), Some(""));
    }

    #[test]
    fn an_output_that_fails_leaves_the_old_file_and_keeps_its_mode() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("out");
        write_output(&file, b"one", false).unwrap();
        assert_eq!(write_output(&file, b"two", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        write_output(&file, b"three", true).unwrap();
        assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("three", 0o640));
        write_output(Path::new("/dev/null"), b"gone", true).unwrap();
        assert!(write_output(Path::new("/dev/full"), b"gone", true).is_err());
        assert!(write_output(&home.path().join("none/out"), b"", true).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_write_has_left_is_removed_once_it_is_old() {
        let home = tempfile::tempdir().unwrap();
        let (old, young) = (home.path().join(".nubo-old"), home.path().join(".nubo-young"));
        for file in [&old, &young] {
            fs::write(file, "secret").unwrap();
        }
        let long_ago = std::time::SystemTime::now() - ABANDONED * 2;
        File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
        write_private(&home.path().join("config.toml"), b"").unwrap();
        assert!(!old.exists() && young.exists());
    }

    #[test]
    fn a_circle_of_links_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let link = home.path().join("round");
        symlink("round", &link).unwrap();
        assert!(write_private(&link, b"").unwrap_err().to_string().contains("too many"));
        assert!(read_text(&link).is_err());
    }

    #[test]
    fn a_held_file_is_held_once_and_a_left_one_is_free() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/run.lock");
        let held = try_lock(&file).unwrap().unwrap();
        assert!(try_lock(&file).unwrap().is_none());
        assert_eq!(read_text(&file).unwrap(), Some(format!("process {}\n", std::process::id())));
        drop(held);
        fs::write(&file, "process 4194304, long gone\n").unwrap();
        assert!(try_lock(&file).unwrap().is_some());
        assert_eq!(read_text(&file).unwrap(), Some(format!("process {}\n", std::process::id())));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let home = tempfile::tempdir().unwrap();
        let error = read_text(home.path()).unwrap_err();
        assert!(error.to_string().contains(&home.path().display().to_string()));
        fs::write(home.path().join("latin"), b"\xff").unwrap();
        assert!(read_text(&home.path().join("latin")).is_err());
        assert_eq!(read_text(&home.path().join("missing")).unwrap(), None);
    }
}
