//! Backups of a registry.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;

use super::file::{self, SCHEMA_VERSION};
use super::{Registry, migrate};
use crate::{Error, atomic_file};

/// The end of the name of a registry that was replaced by a backup.
const KEPT: &str = ".before-restore";

impl Registry {
    /// Copies the registry to the file at `to` and checks the copy. An existing file is replaced only if `force` is set.
    /// Returns the last revision in the copy.
    ///
    /// # Errors
    /// [`Error::Occupied`] if a file exists, [`Error::Damaged`] if the registry or the copy is damaged.
    pub fn backup(&self, to: &Path, force: bool) -> Result<i64, Error> {
        if to.exists() && !force {
            return Err(Error::Occupied { path: to.to_path_buf() });
        }
        let before = self.last_revision()?;
        let copy = file::copy(&self.conn, atomic_file::file(to)?, to)?;
        let copied = Registry::open(copy.path())?.last_revision()?;
        if copied < before {
            return Err(Error::Busy { path: to.to_path_buf() });
        }
        if force {
            copy.persist(to).map_err(|error| Error::io(to)(error.error))?;
        } else if !file::put(copy, to)? {
            return Err(Error::Occupied { path: to.to_path_buf() });
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
        let new = file::copy(&source, file::beside(path)?, from)?;
        let mut conn = file::connect(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.execute_batch(file::UNSEEN)?;
        migrate::upgrade(&mut conn)?;
        Registry::open(new.path())?;
        if !path.exists() {
            drop(conn);
            return if file::put(new, path)? { Ok(None) } else { Err(Error::Busy { path: path.to_path_buf() }) };
        }
        let place = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
        match place.and_then(|conn| file::version(path, &conn, SCHEMA_VERSION).map(|_| conn)) {
            Ok(mut place) => {
                if place.is_readonly("main")? {
                    return Err(Error::NotWritable { path: path.to_path_buf() });
                }
                let kept = file::keep(file::copy_unchecked(&place, file::beside(path)?, path)?, path, KEPT)?;
                file::replace(&conn, &mut place, path)?;
                Ok(Some(kept))
            }
            Err(_) if file::is_registry_by_header(path) => {
                drop(conn);
                let beside = file::beside(path)?;
                fs::copy(path, beside.path()).map_err(Error::io(path))?;
                let kept = file::keep(beside, path, KEPT)?;
                // SQLite would apply the old journal to the new file.
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
