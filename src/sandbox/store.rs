//! The world file: locked around every request, read only when another process changed it.
//! Writes go to a temporary file first, so that a reader never sees half a world.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::world::World;

/// The world file, and its last known version.
#[derive(Debug)]
pub(crate) struct Store {
    file: PathBuf,
    lock: Option<File>,
    cached: Option<(Stamp, World)>,
}

/// The mark of one version of the world file: the count of saves, time and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp(u64, Option<(SystemTime, u64)>);

impl Store {
    /// The store of a world file, which need not exist.
    pub(crate) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), lock: None, cached: None }
    }

    /// Runs a request against the world, locked against all processes, and saves the world if the request says so.
    pub(crate) fn with<T>(&mut self, run: impl FnOnce(&mut World) -> (T, bool)) -> Result<T, String> {
        let mut lock = self.locked().map_err(|error| self.unusable(&error.to_string()))?;
        let answer = self.alone(&mut lock, run);
        // A lock that cannot be released is released when the file is closed.
        if lock.unlock().is_ok() {
            self.lock = Some(lock);
        }
        answer.map_err(|reason| self.unusable(&reason))
    }

    /// Removes the world file, so that it starts over; other processes notice.
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        if self.file.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            return Ok(());
        }
        let mut lock = self.locked()?;
        self.cached = None;
        let saves = saves(&mut lock)?;
        count(&mut lock, saves + 1)?;
        gone(std::fs::remove_file(&self.file))?;
        gone(std::fs::remove_dir_all(self.folder()))
    }

    /// The folder for data that is too large for the world file.
    fn folder(&self) -> PathBuf {
        self.file.with_extension("files")
    }

    /// Records a request whose path no operation has, in a file beside the world.
    pub(crate) fn note_unknown(&self, line: &str) {
        let file = self.file.with_file_name("unknown-requests.log");
        if let Ok(mut log) = private().append(true).open(file) {
            // The log is for tests, which fail if it is not empty; a lost line must not fail the request.
            let _ = writeln!(log, "{line}");
        }
    }

    fn alone<T>(&mut self, lock: &mut File, run: impl FnOnce(&mut World) -> (T, bool)) -> Result<T, String> {
        let saves = saves(lock).map_err(|error| error.to_string())?;
        let stamp = Stamp(saves, age(std::fs::metadata(&self.file)).map_err(|error| error.to_string())?);
        let mut world = match self.cached.take() {
            Some((known, world)) if known == stamp => world,
            _ => self.read()?,
        };
        world.folder = self.folder();
        let (answer, save) = run(&mut world);
        let stamp = if save { self.save(&world, lock, saves + 1).map_err(|error| error.to_string())? } else { stamp };
        self.cached = Some((stamp, world));
        Ok(answer)
    }

    fn read(&self) -> Result<World, String> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| error.to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => World::initial().map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn save(&self, world: &World, lock: &mut File, saves: u64) -> io::Result<Stamp> {
        let temporary = self.file.with_extension("tmp");
        let mut file = private().write(true).truncate(true).open(&temporary)?;
        file.write_all(&serde_json::to_vec(world)?)?;
        let age = age(file.metadata())?;
        std::fs::rename(&temporary, &self.file)?;
        count(lock, saves)?;
        Ok(Stamp(saves, age))
    }

    fn locked(&mut self) -> io::Result<File> {
        let lock = if let Some(lock) = self.lock.take() {
            lock
        } else {
            if let Some(folder) = self.file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                private_folder(folder)?;
            }
            private().read(true).write(true).open(self.file.with_extension("lock"))?
        };
        lock.lock()?;
        Ok(lock)
    }

    fn unusable(&self, reason: &str) -> String {
        let file = self.file.display();
        format!("the sandbox's world file {file} cannot be used ({reason}): run nubo sandbox reset")
    }
}

/// The result of removing a file that may be missing.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// The number of saves of the world, from the lock file.
fn saves(lock: &mut File) -> io::Result<u64> {
    let mut bytes = [0; 8];
    lock.seek(SeekFrom::Start(0))?;
    match lock.read_exact(&mut bytes) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
        Err(error) => Err(error),
        Ok(()) => Ok(u64::from_le_bytes(bytes)),
    }
}

/// Writes the number of saves. Time and length of the world file alone miss two saves within a clock tick.
fn count(lock: &mut File, saves: u64) -> io::Result<()> {
    lock.seek(SeekFrom::Start(0))?;
    lock.write_all(&saves.to_le_bytes())
}

/// Time and length of a file; nothing when there is none.
fn age(metadata: io::Result<std::fs::Metadata>) -> io::Result<Option<(SystemTime, u64)>> {
    match metadata {
        Ok(metadata) => Ok(Some((metadata.modified()?, metadata.len()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Options for files that only their owner may read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that only its owner may enter.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn created(store: &mut Store, save: bool) -> u64 {
        let add = u64::from(save);
        store
            .with(|world| {
                world.created += add;
                (world.created - add, save)
            })
            .unwrap()
    }

    #[test]
    fn two_processes_see_each_others_saves_and_resets() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/world.json");
        let (mut one, mut two) = (Store::new(&file), Store::new(&file));
        assert_eq!(created(&mut one, false), 0);
        assert!(!file.exists(), "reading alone writes no world");
        for expected in 0..100 {
            assert_eq!(created(&mut two, true), expected);
            assert_eq!(created(&mut one, false), expected + 1);
        }
        Store::new(&file).reset().unwrap();
        assert_eq!((created(&mut one, false), created(&mut two, false)), (0, 0));
        Store::new(&folder.path().join("never/world.json")).reset().unwrap();
        assert!(!folder.path().join("never").exists(), "a reset of nothing makes nothing");
    }

    #[test]
    fn no_save_is_lost_when_several_write_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.json");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut store = Store::new(&file);
                    for _ in 0..25 {
                        created(&mut store, true);
                    }
                });
            }
        });
        assert_eq!(created(&mut Store::new(&file), false), 100);
    }

    #[test]
    fn a_broken_world_says_how_to_start_over_until_it_is_reset() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("world.json");
        let mut store = Store::new(&file);
        created(&mut store, true);
        std::fs::write(&file, "{\"created\": 1").unwrap();
        let words = store.with(|_| ((), false)).unwrap_err();
        assert!(words.contains("nubo sandbox reset") && words.contains("world.json"), "{words}");
        store.reset().unwrap();
        assert_eq!(created(&mut store, false), 0);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_world() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/world.json");
        created(&mut Store::new(&file), true);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        assert_eq!(mode(&file.with_extension("lock")), 0o600);
    }
}
