//! Copies of a registry, and the way back from one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{Registry, file, migrate};
use crate::{Error, atomic_file, verify};

/// How often a copy asks again while others use the registry, and how long it waits between.
const TRIES: usize = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// What the name of a registry that a backup took the place of ends in.
const KEPT: &str = ".before-restore";

/// For a file that nobody sees before it is whole: it needs no journal, and one sync at the end keeps it.
const UNSEEN: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";

impl Registry {
    /// Copies the registry, as it is at one moment, to the file at `to`, and reads the copy back.
    /// What stands there is replaced only with `force`. Answers the last revision in the copy.
    ///
    /// # Errors
    /// [`Error::Usage`] when a file is there, [`Error::Store`] when the registry or the copy is damaged.
    pub fn backup(&self, to: &Path, force: bool) -> Result<i64, Error> {
        if to.exists() && !force {
            return Err(occupied(to));
        }
        let before = self.last_revision()?;
        let copy = copy(&self.conn, atomic_file::file(to)?, to)?;
        let copied = Registry::open(copy.path())?.last_revision()?;
        if copied < before {
            return Err(file::refusal(to, "the copy lacks revisions; try again"));
        }
        if force {
            copy.persist(to).map_err(|error| Error::io(to)(error.error))?;
        } else if !file::put(copy, to)? {
            return Err(occupied(to));
        }
        Ok(copied)
    }

    /// Puts the backup `from` in the place of the registry at `path`, and answers the copy that is kept
    /// of what was there. A backup of an older version is upgraded on the way.
    ///
    /// # Errors
    /// [`Error::Store`] when the backup is damaged or no registry, or what is at `path` is another program's.
    pub fn restore(path: &Path, from: &Path) -> Result<Option<PathBuf>, Error> {
        let source = file::connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        file::version(from, &source)?;
        let new = copy(&source, file::beside(path)?, from)?;
        let mut conn = file::connect(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.execute_batch(UNSEEN)?;
        migrate::upgrade(&mut conn, || Ok(()))?;
        Registry::open(new.path())?;
        if !path.exists() {
            drop(conn);
            let there = || file::refusal(path, "was made by another program in the meantime; try again");
            return if file::put(new, path)? { Ok(None) } else { Err(there()) };
        }
        let place = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
        match place.and_then(|conn| file::version(path, &conn).map(|_| conn)) {
            Ok(mut place) => {
                if place.is_readonly("main")? {
                    return Err(file::refusal(path, file::NOT_WRITABLE));
                }
                let kept = file::keep(copy_unread(&place, file::beside(path)?, path)?, path, KEPT)?;
                replace(&conn, &mut place, path)?;
                Ok(Some(kept))
            }
            Err(_) if file::is_registry_by_header(path) => {
                drop(conn);
                let beside = file::beside(path)?;
                fs::copy(path, beside.path()).map_err(Error::io(path))?;
                let kept = file::keep(beside, path, KEPT)?;
                // The journal of what is replaced would be taken for that of what replaces it.
                if file::journal(path).exists() {
                    fs::rename(file::journal(path), file::journal(&kept)).map_err(Error::io(path))?;
                }
                new.persist(path).map_err(|error| Error::io(path)(error.error))?;
                Ok(Some(kept))
            }
            Err(error) => Err(error),
        }
    }
}

fn occupied(path: &Path) -> Error {
    Error::Usage(format!("{} is there already; name a new file, or replace it with `--force`", path.display()))
}

/// Copies a whole database over another, in one transaction of that other.
fn replace(from: &Connection, to: &mut Connection, path: &Path) -> Result<(), Error> {
    let copied = Backup::new(from, to).and_then(|backup| {
        for _ in 0..TRIES {
            match backup.step(-1)? {
                StepResult::Done => return Ok(true),
                _ => std::thread::sleep(PAUSE),
            }
        }
        Ok(false)
    });
    if copied.map_err(|error| file::damaged(path, error))? {
        return Ok(());
    }
    Err(file::refusal(path, "is in use by another program; try again when it is done"))
}

/// Copies the database `from`, which came from `origin`, to `file`, and reads the copy back.
fn copy(from: &Connection, file: tempfile::NamedTempFile, origin: &Path) -> Result<tempfile::NamedTempFile, Error> {
    let file = copy_unread(from, file, origin)?;
    let conn = Connection::open(file.path())?;
    let damage = verify::damage(&conn).map_err(|error| match error {
        Error::Sql(error) => file::damaged(origin, error.0),
        other => other,
    })?;
    match damage.first() {
        None => Ok(file),
        Some((place, problem)) => Err(file::refusal(origin, &format!("is damaged ({place}: {problem})"))),
    }
}

pub(super) fn copy_unread(
    from: &Connection,
    file: tempfile::NamedTempFile,
    origin: &Path,
) -> Result<tempfile::NamedTempFile, Error> {
    let mut conn = Connection::open(file.path())?;
    conn.execute_batch(UNSEEN)?;
    replace(from, &mut conn, origin)?;
    // A copy is one file, also of a database that another program has set to keep more than one.
    conn.pragma_update(None, "journal_mode", "delete").map_err(|error| file::damaged(origin, error))?;
    conn.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all().map_err(Error::io(file.path()))?;
    Ok(file)
}
