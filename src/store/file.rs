//! The file of a registry: opening one, refusing what is none, and making one so that it is there
//! whole or not at all.

use std::fs;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::Registry;
use crate::package::Package;
use crate::{Error, whole};

const SCHEMA: &str = include_str!("../../schema.sql");

/// `application_id` and `user_version` as `schema.sql` sets them.
const APPLICATION_ID: u32 = 1_095_910_228;
const SCHEMA_VERSION: u32 = 1;

/// Whether making a registry found one in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    New,
    AlreadyThere,
}

impl Registry {
    /// Opens the registry at `path` for reading.
    ///
    /// # Errors
    /// [`Error::Store`] when the file is no registry, is damaged, or is from a newer version.
    pub fn open(path: &Path) -> Result<Self, Error> {
        identify(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let damaged = |error| damaged(path, error);
        let conn = Connection::open_with_flags(path, flags).map_err(damaged)?;
        Self::of(conn).map_err(|error| match error {
            Error::Sql(error) => damaged(error),
            other => other,
        })
    }

    /// Makes a registry at `path` from `package`, unless a file is there already. The file appears
    /// whole or not at all, also when two programs make it at once or one is killed half-way.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every bad row; [`Error::Io`] when the folder cannot be written.
    pub fn make(path: &Path, package: &Package) -> Result<Made, Error> {
        if path.exists() {
            return Ok(Made::AlreadyThere);
        }
        match write_beside(path, package)?.persist_noclobber(path) {
            Ok(_) => Ok(Made::New),
            Err(error) if path.exists() => {
                drop(error);
                Ok(Made::AlreadyThere)
            }
            Err(error) => Err(Error::io(path)(error.error)),
        }
    }

    /// Puts a registry made from `package` in the place of the one at `path`.
    ///
    /// # Errors
    /// As for [`Registry::make`]; and whatever else than a registry stands at `path` is left alone.
    pub fn replace(path: &Path, package: &Package) -> Result<(), Error> {
        identify(path)?;
        write_beside(path, package)?.persist(path).map_err(|error| Error::io(path)(error.error))?;
        Ok(())
    }
}

/// Sets up the tables in an empty database.
pub(super) fn create_tables(conn: &Connection) -> Result<(), Error> {
    Ok(conn.execute_batch(SCHEMA)?)
}

/// A complete registry in a temporary file in the same folder as `path`; it goes when dropped.
fn write_beside(path: &Path, package: &Package) -> Result<tempfile::NamedTempFile, Error> {
    let file = whole::file(path).map_err(|error| match error {
        Error::Io { source, .. } => Error::Store {
            path: path.to_path_buf(),
            reason: format!("the registry cannot be made here ({source}); name another file with `--db FILE`"),
        },
        other => other,
    })?;
    let mut conn = Connection::open(file.path())?;
    // Nobody sees this file before it is whole, so it needs no journal and no lock; one sync at the end keeps it.
    // Indexes are filled in no order: of a large council, pages that do not stay in memory are written many times.
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -262144;",
    )?;
    create_tables(&conn)?;
    package.load(&mut conn)?;
    conn.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all().map_err(Error::io(path))?;
    Ok(file)
}

/// Refuses, untouched, what is not a registry of this version, by the first bytes of the file.
fn identify(path: &Path) -> Result<(), Error> {
    let refuse = |reason: &str| Err(Error::Store { path: path.to_path_buf(), reason: reason.to_string() });
    if path.is_dir() {
        return refuse("is a folder; name a file in it");
    }
    let mut header = Vec::with_capacity(100);
    fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut header)).map_err(Error::io(path))?;
    let number = |at: usize| header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    if header.is_empty() {
        return refuse("is empty; remove it, and a registry is made in its place");
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return refuse("is not a registry: no SQLite database at all");
    }
    let length = fs::metadata(path).map_err(Error::io(path))?.len();
    let page = match header.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => u64::from(*high) << 8 | u64::from(*low),
        _ => 0,
    };
    match (number(68), number(60)) {
        (Some(APPLICATION_ID), _) if number(28).is_some_and(|pages| u64::from(pages) * page > length) => {
            refuse("is damaged: the file is cut short; restore a copy, or remove it and a fresh one is made")
        }
        (Some(APPLICATION_ID), Some(version)) if version > SCHEMA_VERSION => refuse(&format!(
            "was made by a newer version of this program (its schema is {version}, this one knows {SCHEMA_VERSION}); get the newer program"
        )),
        (Some(APPLICATION_ID), Some(SCHEMA_VERSION)) => Ok(()),
        (Some(_), Some(_)) => refuse("is another program's database; it was not touched"),
        _ => refuse("is damaged: the file is cut short"),
    }
}

fn damaged(path: &Path, error: rusqlite::Error) -> Error {
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            format!("is damaged ({error}); restore a copy, or remove it and a fresh one is made")
        }
        _ => error.to_string(),
    };
    Error::Store { path: path.to_path_buf(), reason }
}
