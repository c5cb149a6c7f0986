//! Backups of a registry.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::file::{self, SCHEMA_VERSION};
use super::{Registry, migrate};
use crate::Error;
use crate::atomic_file::{self, Provisional, Stage};
use crate::error::PathError;

/// The end of the name of a registry that was replaced by a backup.
const KEPT: &str = ".before-restore";

/// How often the replaced registry is copied again because another program changed it in between.
const TRIES: usize = 10;

impl Registry {
    /// Copies the registry to the file at `to` and checks the copy. An existing file is replaced only if `force` is set.
    /// Returns the last revision in the copy.
    ///
    /// # Errors
    /// [`Error::Occupied`] if a file exists, [`Error::Damaged`] if the registry or the copy is damaged.
    pub fn backup(&self, to: &Path, force: bool) -> Result<i64, Error> {
        let occupied = || Error::Occupied { path: to.to_path_buf() };
        if to.is_dir() {
            return Err(PathError::Folder(to.to_path_buf()).into());
        }
        if to.exists() && !to.is_file() {
            return Err(PathError::NotAFile(to.to_path_buf()).into());
        }
        if to.exists() && !force {
            return Err(occupied());
        }
        let before = self.last_revision()?;
        let origin = self.conn.path().filter(|path| !path.is_empty()).map_or(to, Path::new);
        let stage = file::copy(&self.conn, Stage::new(to)?, origin)?;
        let copied = Registry::open(&stage.new_path())?.last_revision()?;
        if copied < before {
            return Err(Error::Busy { path: to.to_path_buf() });
        }
        if force && to.exists() {
            stage.replace_database(file::settle)?;
        } else if !stage.create_database()? {
            return Err(occupied());
        }
        Ok(copied)
    }

    /// Replaces the registry at `path` with the backup `from`, upgraded if it is of an older version. Returns the copy of
    /// the previous registry that was kept.
    ///
    /// # Errors
    /// The errors of [`Registry::open`], for the backup and for the file at `path`. A damaged registry is replaced.
    pub fn restore(path: &Path, from: &Path) -> Result<Option<PathBuf>, Error> {
        let source = file::connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        file::version(from, &source, SCHEMA_VERSION)?;
        let stage = file::copy(&source, file::beside(path)?, from)?;
        let mut new = file::connect(&stage.new_path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        new.execute_batch(file::UNSEEN)?;
        migrate::upgrade(&mut new)?;
        Registry::open(&stage.new_path())?;
        if !path.exists() {
            drop(new);
            return if stage.create_database()? { Ok(None) } else { Err(Error::Busy { path: path.to_path_buf() }) };
        }
        match replace_contents(&new, path) {
            // Anything else, such as a lock, says nothing about the file, which another program may be using.
            Err(error @ (Error::Damaged { .. } | Error::NotARegistry { .. })) => {
                if !path.is_file() || !file::was_registry(path)? {
                    return Err(error);
                }
                drop(new);
                replace_damaged(stage, path).map(Some)
            }
            replaced => replaced.map(Some),
        }
    }
}

/// Replaces the contents of the registry at `path`, and returns the copy of what was there.
fn replace_contents(new: &Connection, path: &Path) -> Result<PathBuf, Error> {
    let place = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    match file::version(path, &place, SCHEMA_VERSION) {
        // A registry of another version is replaced as well.
        Ok(_) | Err(Error::NewerSchema { .. } | Error::UnreleasedSchema { .. }) => {}
        Err(error) => return Err(error),
    }
    if place.is_readonly("main")? {
        return Err(Error::NotWritable { path: path.to_path_buf() });
    }
    place.execute_batch("PRAGMA synchronous = EXTRA").map_err(|error| file::damaged(path, error))?;
    // With a write-ahead log, nothing in the file itself would tell whether another program has changed it.
    place.pragma_update(None, "journal_mode", "delete").map_err(|error| file::damaged(path, error))?;
    // Closing this would release the locks of `place`, so it is declared first and closed last.
    let counter = Counter::open(path)?;
    let mut place = place;
    for _ in 0..TRIES {
        let before = counter.read().map_err(Error::io(path))?;
        let copy = file::copy_unchecked(&place, file::beside(path)?, path)?;
        let kept = Provisional::new(copy.keep_as(KEPT)?);
        let mut name = None;
        let unchanged = || Ok(counter.read().map_err(Error::io(path))? == before);
        if file::replace(new, &mut place, path, unchanged, |unfinished| name = kept.keep(unfinished))? {
            drop(place);
            return name.ok_or_else(|| Error::Busy { path: path.to_path_buf() });
        }
    }
    Err(Error::Busy { path: path.to_path_buf() })
}

/// The number of changes in the header of a database.
struct Counter(fs::File);

impl Counter {
    fn open(path: &Path) -> Result<Self, Error> {
        Ok(Counter(fs::File::open(path).map_err(Error::io(path))?))
    }

    fn read(&self) -> std::io::Result<[u8; 4]> {
        let (mut file, mut bytes) = (&self.0, [0; 4]);
        file.seek(SeekFrom::Start(24))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Replaces a registry that SQLite cannot read, and returns the copy of it, next to which its companions are kept.
fn replace_damaged(stage: Stage, path: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::io(path)(error);
    let copy = file::beside(path)?;
    fs::copy(path, copy.new_path()).map_err(failed)?;
    let mut kept = vec![Provisional::new(copy.keep_as(KEPT)?)];
    let name = kept[0].path().to_path_buf();
    for end in atomic_file::COMPANIONS {
        let (from, to) = (atomic_file::with_suffix(stage.target(), end), atomic_file::with_suffix(&name, end));
        if from.is_file() {
            kept.push(Provisional::new(to.clone()));
            fs::copy(&from, &to).map_err(failed)?;
        }
    }
    stage.replace_database(|_| Ok(()))?;
    let mut unfinished = atomic_file::undisturbed();
    kept.into_iter().for_each(|kept| drop(kept.keep(&mut unfinished)));
    Ok(name)
}
