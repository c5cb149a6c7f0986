//! The file of a registry: creating, opening and copying one. A new file appears in full or not at all.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use tempfile::NamedTempFile;

use super::{Meta, Registry, load, log};
use crate::package::Package;
use crate::{Error, atomic_file};

const SCHEMA: &str = include_str!("../../schema.sql");

/// `application_id` in `schema.sql`.
const APPLICATION_ID: u32 = 1_095_910_228;
/// `user_version` in `schema.sql`.
pub(super) const SCHEMA_VERSION: u32 = 10;
/// The version of the first release. Files of the versions before it are refused.
pub(super) const FIRST_VERSION: u32 = 10;

/// Enough cache for the indexes of a large registry, whose pages are written in no particular order.
const CACHE: &str = "PRAGMA cache_size = -262144;";

/// For a file that is renamed into place later: it needs no journal, and is synced once at the end.
pub(super) const UNSEEN: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often, and after how long, a copy is tried again while others use the database.
const TRIES: usize = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// What [`Registry::make`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// It created the registry.
    New,
    /// A file existed already; it was not changed.
    AlreadyThere,
}

impl Registry {
    /// Opens the registry at `path` for reading.
    ///
    /// # Errors
    /// [`Error::NotARegistry`], [`Error::Damaged`], [`Error::NewerSchema`], [`Error::UnreleasedSchema`], or
    /// [`Error::OldStore`], after which [`Registry::upgrade`] helps.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// Opens the registry at `path` for changes.
    ///
    /// # Errors
    /// The errors of [`Registry::open`], and [`Error::NotWritable`].
    pub fn open_to_edit(path: &Path) -> Result<Self, Error> {
        let registry = Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if registry.conn.is_readonly("main")? {
            return Err(Error::NotWritable { path: path.to_path_buf() });
        }
        registry.conn.execute_batch(CACHE)?;
        Ok(registry)
    }

    fn open_as(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let conn = connect(path, flags)?;
        match version(path, &conn, SCHEMA_VERSION)? {
            SCHEMA_VERSION => {}
            version => return Err(Error::OldStore { path: path.to_path_buf(), version }),
        }
        Self::of(conn).map_err(|error| at(path, error))
    }

    /// Creates a registry at `path` from `package`, unless a file exists there. This is atomic, also if several
    /// processes do it at the same time or one is killed.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid row; [`Error::CannotCreate`] if the folder cannot be written.
    pub fn make(path: &Path, package: &Package) -> Result<Creation, Error> {
        if path.exists() {
            return Ok(Creation::AlreadyThere);
        }
        let file = create_beside(path, package)?;
        Ok(if put(file, path)? { Creation::New } else { Creation::AlreadyThere })
    }
}

/// Where the part of `schema.sql` begins that is executed after the rows are inserted.
const INDEXES: &str = "-- Indexes for queries.";

/// Creates the tables in an empty database and inserts the rows of `package`. Changes are not logged yet: see
/// [`log::create_triggers`].
pub(super) fn fill(conn: &mut Connection, package: &Package) -> Result<(), Error> {
    let (tables, indexes) = SCHEMA.split_once(INDEXES).unwrap_or((SCHEMA, ""));
    conn.execute_batch(&format!("BEGIN;\n{tables}\nCOMMIT"))?;
    load::load(package, conn)?;
    Ok(conn.execute_batch(&format!("BEGIN;\n{INDEXES}{indexes}\nCOMMIT"))?)
}

/// Creates a registry in a temporary file in the folder of `path`.
fn create_beside(path: &Path, package: &Package) -> Result<NamedTempFile, Error> {
    let file = beside(path)?;
    let mut conn = Connection::open(file.path())?;
    // The file is not in place yet. It still needs a journal: an invalid row is rolled back, and the rest is checked.
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")?;
    conn.execute_batch(CACHE)?;
    fill(&mut conn, package)?;
    Meta::read(&conn)?;
    let transaction = conn.transaction()?;
    log::create_triggers(&transaction)?;
    transaction.commit()?;
    conn.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all().map_err(Error::io(path))?;
    Ok(file)
}

/// Creates a temporary file in the folder of `path`.
pub(super) fn beside(path: &Path) -> Result<NamedTempFile, Error> {
    atomic_file::file(path).map_err(|error| match error {
        Error::Io { source, .. } => Error::CannotCreate { path: path.to_path_buf(), source },
        other => other,
    })
}

/// Moves a complete database to `path`, unless a file exists there. Returns whether it did.
pub(super) fn put(file: NamedTempFile, path: &Path) -> Result<bool, Error> {
    if journal(path).exists() && !path.exists() {
        fs::remove_file(journal(path)).map_err(Error::io(path))?;
    }
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Error::io(path)(error.error)),
    }
}

/// Moves a complete database to the name of `path` with `suffix`, and with a number if that file exists. Returns the
/// name.
pub(super) fn keep(file: NamedTempFile, path: &Path, suffix: &str) -> Result<PathBuf, Error> {
    let mut file = file;
    let mut count = 1;
    loop {
        let mut name = path.as_os_str().to_os_string();
        name.push(if count == 1 { suffix.to_string() } else { format!("{suffix}-{count}") });
        file = match file.persist_noclobber(&name) {
            Ok(_) => return Ok(name.into()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => error.file,
            Err(error) => return Err(Error::io(path)(error.error)),
        };
        count += 1;
    }
}

/// Copies the database `from`, which is at `origin`, to `file`, and checks the copy for damage.
pub(super) fn copy(from: &Connection, file: NamedTempFile, origin: &Path) -> Result<NamedTempFile, Error> {
    let file = copy_unchecked(from, file, origin)?;
    let damage = damage(&Connection::open(file.path())?).map_err(|error| at(origin, error))?;
    match damage.first() {
        None => Ok(file),
        Some((place, problem)) => {
            Err(Error::Damaged { path: origin.to_path_buf(), detail: format!("{place}: {problem}") })
        }
    }
}

/// Copies the database `from`, which is at `origin`, to `file`.
pub(super) fn copy_unchecked(from: &Connection, file: NamedTempFile, origin: &Path) -> Result<NamedTempFile, Error> {
    let mut conn = Connection::open(file.path())?;
    conn.execute_batch(UNSEEN)?;
    replace(from, &mut conn, origin)?;
    // A copy is a single file, even if the database uses a write-ahead log.
    conn.pragma_update(None, "journal_mode", "delete").map_err(|error| damaged(origin, error))?;
    conn.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all().map_err(Error::io(file.path()))?;
    Ok(file)
}

/// Replaces the contents of the database `to` with those of `from`, in one transaction. Errors name `path`.
pub(super) fn replace(from: &Connection, to: &mut Connection, path: &Path) -> Result<(), Error> {
    let copied = Backup::new(from, to).and_then(|backup| {
        for _ in 0..TRIES {
            match backup.step(-1)? {
                StepResult::Done => return Ok(true),
                _ => std::thread::sleep(PAUSE),
            }
        }
        Ok(false)
    });
    match copied.map_err(|error| damaged(path, error))? {
        true => Ok(()),
        false => Err(Error::Busy { path: path.to_path_buf() }),
    }
}

/// Returns what is damaged in a database, and where.
pub(crate) fn damage(conn: &Connection) -> Result<Vec<(&'static str, String)>, Error> {
    let mut found = Vec::new();
    for (place, sql) in [
        ("the file", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        (
            "a reference",
            "SELECT 'row ' || rowid || ' refers to nothing in table ' || parent FROM pragma_foreign_key_check",
        ),
    ] {
        let mut statement = conn.prepare(sql)?;
        for problem in statement.query_map([], |row| row.get(0))? {
            found.push((place, problem?));
        }
    }
    Ok(found)
}

/// Connects to the existing file at `path`. What a killed process left unfinished in it is rolled back.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    if path.is_dir() {
        return Err(not_a_registry(path, "is a folder"));
    }
    let header = header(path)?;
    let open = |flags| {
        let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(PATIENCE)?;
        conn.pragma_query_value(None, "user_version", |_| Ok(()))?;
        Ok(conn)
    };
    let unfinished =
        |error: &rusqlite::Error| error.sqlite_extended_error_code() == Some(ffi::SQLITE_READONLY_ROLLBACK);
    match open(flags) {
        Err(error) if unfinished(&error) && number(&header, 68) == Some(APPLICATION_ID) => {
            open(OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|_| open(flags)).map_err(|error| damaged(path, error))
        }
        other => other.map_err(|error| damaged(path, error)),
    }
}

/// Returns the schema version of the registry at `path`.
///
/// # Errors
/// If it is not a registry, or its version is newer than `known` or was never released.
pub(super) fn version(path: &Path, conn: &Connection, known: u32) -> Result<u32, Error> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let read = || Ok((pragma("application_id")?, pragma("user_version")?));
    let path = path.to_path_buf();
    match read().map_err(|error| damaged(&path, error))? {
        (APPLICATION_ID, version) if version > known => Err(Error::NewerSchema { path, version, known }),
        (APPLICATION_ID, version) if version < FIRST_VERSION => Err(Error::UnreleasedSchema { path, version }),
        (APPLICATION_ID, version) => Ok(version),
        _ => Err(not_a_registry(&path, "is the database of another program")),
    }
}

/// Returns whether the file at `path` has the header of a registry, even if it is damaged.
pub(super) fn is_registry_by_header(path: &Path) -> bool {
    header(path).is_ok_and(|header| number(&header, 68) == Some(APPLICATION_ID))
}

/// Returns the journal of the database at `path`. If it outlives its database, SQLite applies it to the next one there.
pub(super) fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push("-journal");
    name.into()
}

/// Reads the header of a database.
///
/// Closing a file releases all POSIX locks that the process has on it, so this must not be called while a connection of
/// this process is in a transaction.
fn header(path: &Path) -> Result<Vec<u8>, Error> {
    let mut header = Vec::with_capacity(100);
    fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut header)).map_err(Error::io(path))?;
    if header.is_empty() {
        return Err(not_a_registry(path, "is empty"));
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_registry(path, "is not a SQLite database"));
    }
    if header.len() < 100 {
        return Err(Error::Damaged { path: path.to_path_buf(), detail: CUT_SHORT.to_string() });
    }
    Ok(header)
}

fn number(header: &[u8], at: usize) -> Option<u32> {
    header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
}

fn not_a_registry(path: &Path, reason: &'static str) -> Error {
    Error::NotARegistry { path: path.to_path_buf(), reason }
}

const CUT_SHORT: &str = "the file is cut short";

/// Names the file at `path` in an error of SQLite.
pub(super) fn at(path: &Path, error: Error) -> Error {
    match error {
        Error::Sql(error) => damaged(path, error.0),
        other => other,
    }
}

/// Returns what `error` means for the file at `path`.
fn damaged(path: &Path, error: rusqlite::Error) -> Error {
    let path = path.to_path_buf();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => error.into(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            let detail = if is_cut_short(&path) { CUT_SHORT.to_string() } else { error.to_string() };
            Error::Damaged { path, detail }
        }
        _ => Error::Store { path, reason: error.to_string() },
    }
}

/// Returns whether the file has fewer pages than its header says.
fn is_cut_short(path: &Path) -> bool {
    let Ok(header) = header(path) else { return false };
    let page = match header.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => u64::from(*high) << 8 | u64::from(*low),
        _ => 0,
    };
    let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
    number(&header, 28).is_some_and(|pages| u64::from(pages) * page > length)
}
