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
    let mut file = match builder.tempfile_in(folder(&path)) {
        // A file of one's own in a folder that is not: it can only be written over.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && overwrite && path.is_file() => {
            return fs::write(path, bytes);
        }
        made => made?,
    };
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
mod tests;
