//! The file of a registry: creating, opening and copying one. A new file appears in full or not at all.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::intact::damage;
use super::{Meta, Registry, load, log};
use crate::Error;
use crate::atomic_file::{self, Stage};
use crate::package::Package;

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
        Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_ONLY, false)
    }

    /// Opens the registry at `path` for reading, as it is at this moment: every answer comes from the same state. Other
    /// programs wait with their changes until it is dropped or [released](Registry::release).
    ///
    /// # Errors
    /// The errors of [`Registry::open`].
    pub fn open_snapshot(path: &Path) -> Result<Self, Error> {
        Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_ONLY, true)
    }

    /// Lets other programs write again, after [`Registry::open_snapshot`]. Later answers come from the newest state.
    pub fn release(&self) {
        if !self.conn.is_autocommit() {
            // What was only read needs no commit: a failure loses nothing.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }

    /// Takes the answers from here on from one state, until it is [released](Registry::release).
    pub(crate) fn hold(&self) -> Result<(), Error> {
        if self.conn.is_autocommit() {
            self.conn.execute_batch("BEGIN")?;
        }
        Ok(())
    }

    /// Opens the registry at `path` for changes.
    ///
    /// # Errors
    /// The errors of [`Registry::open`], and [`Error::NotWritable`].
    pub fn open_to_edit(path: &Path) -> Result<Self, Error> {
        let registry = Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_WRITE, false)?;
        if registry.conn.is_readonly("main")? {
            return Err(Error::NotWritable { path: path.to_path_buf() });
        }
        // `EXTRA` also syncs the folder after the journal is removed: otherwise a power failure can undo a change.
        registry.conn.execute_batch("PRAGMA synchronous = EXTRA")?;
        registry.conn.execute_batch(CACHE)?;
        Ok(registry)
    }

    fn open_as(path: &Path, flags: OpenFlags, snapshot: bool) -> Result<Self, Error> {
        let conn = connect(path, flags)?;
        if snapshot {
            conn.execute_batch("BEGIN").map_err(|error| damaged(path, error))?;
        }
        match version(path, &conn, SCHEMA_VERSION)? {
            SCHEMA_VERSION => {}
            version => return Err(Error::OldStore { path: path.to_path_buf(), version }),
        }
        let opened = refuse_views(path, &conn).and_then(|()| Self::of(conn));
        opened.map_err(|error| at(path, error))
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
        let stage = create_beside(path, package)?;
        Ok(if stage.create_database()? { Creation::New } else { Creation::AlreadyThere })
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

/// Creates the tables of a registry without rows.
pub(super) fn create_schema(conn: &Connection) -> Result<(), Error> {
    Ok(conn.execute_batch(SCHEMA)?)
}

/// Creates a registry in a stage for `path`.
fn create_beside(path: &Path, package: &Package) -> Result<Stage, Error> {
    let stage = beside(path)?;
    let mut conn = Connection::open(stage.new_path())?;
    // The file is not in place yet. It still needs a journal: an invalid row is rolled back, and the rest is checked.
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")?;
    conn.execute_batch(CACHE)?;
    fill(&mut conn, package)?;
    Meta::read(&conn)?;
    let transaction = conn.transaction()?;
    log::create_triggers(&transaction)?;
    transaction.commit()?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(stage)
}

/// Creates a stage for `path`.
pub(super) fn beside(path: &Path) -> Result<Stage, Error> {
    Stage::new(path).map_err(|error| match error {
        Error::Io { source, .. } => Error::CannotCreate { path: path.to_path_buf(), source },
        other => other,
    })
}

/// Copies the database `from`, which is at `origin`, to the new file of `stage`, and checks the copy for damage.
pub(super) fn copy(from: &Connection, stage: Stage, origin: &Path) -> Result<Stage, Error> {
    let stage = copy_unchecked(from, stage, origin)?;
    let copied = Connection::open(stage.new_path())?;
    let damage =
        harden(&copied).map_err(Error::from).and_then(|()| damage(&copied)).map_err(|error| at(origin, error))?;
    match damage.first() {
        None => Ok(stage),
        Some((place, problem)) => {
            Err(Error::Damaged { path: origin.to_path_buf(), detail: format!("{place}: {problem}") })
        }
    }
}

/// Copies the database `from`, which is at `origin`, to the new file of `stage`. If it is private, so is the copy.
pub(super) fn copy_unchecked(from: &Connection, stage: Stage, origin: &Path) -> Result<Stage, Error> {
    let new = stage.new_path();
    let mut conn = Connection::open(&new)?;
    conn.execute_batch(UNSEEN)?;
    replace(from, &mut conn, origin, || Ok(true), |_| ())?;
    // A copy is a single file, even if the database uses a write-ahead log.
    conn.pragma_update(None, "journal_mode", "delete").map_err(|error| damaged(origin, error))?;
    conn.close().map_err(|(_, error)| error)?;
    if origin.exists() {
        atomic_file::as_private_as(origin, &new).map_err(Error::io(origin))?;
    }
    Ok(stage)
}

/// Replaces the contents of the database `to` with those of `from`, in one transaction. Errors name `path`. `ready` is
/// called when no other program can write to it: if it returns `false`, nothing is replaced. `done` is called once it is
/// replaced, before a signal can end the process. Returns whether it was replaced.
pub(super) fn replace(
    from: &Connection,
    to: &mut Connection,
    path: &Path,
    ready: impl Fn() -> Result<bool, Error>,
    done: impl FnOnce(&mut Vec<PathBuf>),
) -> Result<bool, Error> {
    let failed = |error| damaged(path, error);
    // A signal waits for each step, so a step waits for other programs only briefly.
    from.busy_timeout(PAUSE).and_then(|()| to.busy_timeout(PAUSE)).map_err(failed)?;
    let replaced = replace_in_steps(from, to, path, ready, done);
    from.busy_timeout(PATIENCE).and_then(|()| to.busy_timeout(PATIENCE)).map_err(failed)?;
    replaced
}

fn replace_in_steps(
    from: &Connection,
    to: &mut Connection,
    path: &Path,
    ready: impl Fn() -> Result<bool, Error>,
    done: impl FnOnce(&mut Vec<PathBuf>),
) -> Result<bool, Error> {
    let failed = |error| damaged(path, error);
    let backup = Backup::new(from, to).map_err(failed)?;
    let mut locked = false;
    for _ in 0..TRIES {
        let mut unfinished = atomic_file::undisturbed();
        // A step of no pages takes the lock.
        let step = backup.step(if locked { -1 } else { 0 }).map_err(failed)?;
        match step {
            StepResult::Done => {
                done(&mut unfinished);
                return Ok(true);
            }
            StepResult::More if locked => {}
            StepResult::More => {
                locked = true;
                if !ready()? {
                    return Ok(false);
                }
            }
            _ => {
                drop(unfinished);
                std::thread::sleep(PAUSE);
            }
        }
    }
    Err(Error::Busy { path: path.to_path_buf() })
}

/// Brings the file at `path`, if it is a database, into a state in which its companions are not needed, and keeps others
/// from writing to it until the returned connection is closed.
pub(crate) fn settle(path: &Path) -> Result<Option<Connection>, Error> {
    if header(path).is_err() {
        return Ok(None);
    }
    let settled = || {
        let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.pragma_update(None, "journal_mode", "delete")?;
        conn.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(conn)
    };
    match settled() {
        Ok(conn) => Ok(Some(conn)),
        Err(error) => match damaged(path, error) {
            // What is damaged is replaced as it is.
            Error::Damaged { .. } => Ok(None),
            other => Err(other),
        },
    }
}

/// Connects to the existing file at `path`. What a killed process left unfinished in it is rolled back.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    if path.is_dir() {
        return Err(not_a_registry(path, "is a folder"));
    }
    // Opening a pipe would wait for a writer.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(not_a_registry(path, "is not a regular file"));
    }
    let header = header(path)?;
    let unfinished =
        |error: &rusqlite::Error| error.sqlite_extended_error_code() == Some(ffi::SQLITE_READONLY_ROLLBACK);
    match open(path, flags) {
        Err(error) if unfinished(&error) && number(&header, 68) == Some(APPLICATION_ID) => {
            match open(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|_| open(path, flags)) {
                Err(error) if !is_damage(&error) && !is_busy(&error) => {
                    Err(Error::Unfinished { path: path.to_path_buf() })
                }
                other => other.map_err(|error| damaged(path, error)),
            }
        }
        other => other.map_err(|error| damaged(path, error)),
    }
}

/// Opens the database at `path`, hardened, and reads its header.
fn open(path: &Path, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    // SQLite gives a meaning to some names, such as `:memory:`.
    let path = if path.is_relative() { Path::new(".").join(path) } else { path.to_path_buf() };
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    harden(&conn)?;
    conn.pragma_query_value(None, "user_version", |_| Ok(()))?;
    Ok(conn)
}

const HARDENED: [(DbConfig, bool); 4] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
];

/// Makes SQLite distrust the file: its schema may not call functions with side effects, its own tables cannot be
/// changed, the cells of a page are checked, and a text in double quotes is a name and nothing else.
pub(super) fn harden(conn: &Connection) -> Result<(), rusqlite::Error> {
    for (setting, on) in HARDENED {
        conn.set_db_config(setting, on)?;
    }
    conn.pragma_update(None, "cell_size_check", true)
}

/// Refuses a database in which a view has the name of a table: a query of it could run forever.
fn refuse_views(path: &Path, conn: &Connection) -> Result<(), Error> {
    let mut statement = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'")?;
    for name in statement.query_map([], |row| row.get::<_, String>(0))? {
        let name = name?;
        if SCHEMA.contains(&format!("\nCREATE TABLE {} (", name.to_ascii_lowercase())) {
            let detail = format!("`{}` is a view, not a table", crate::wording::shown(&name));
            return Err(Error::Damaged { path: path.to_path_buf(), detail });
        }
    }
    Ok(())
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

/// Returns whether the file at `path` is, or was before it was damaged, a registry.
pub(super) fn was_registry(path: &Path) -> Result<bool, Error> {
    match header(path) {
        Ok(header) if number(&header, 68) == Some(APPLICATION_ID) => return Ok(true),
        // Too little is left to tell.
        Err(Error::Damaged { .. }) => return Ok(true),
        _ => {}
    }
    let bytes = fs::read(path).map_err(Error::io(path))?;
    let mut tables = SCHEMA.lines().filter(|line| line.starts_with("CREATE TABLE "));
    Ok(tables.any(|line| memchr::memmem::find(&bytes, line.as_bytes()).is_some()))
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
pub(super) fn damaged(path: &Path, error: rusqlite::Error) -> Error {
    let path = path.to_path_buf();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => error.into(),
        Some(ErrorCode::DatabaseBusy) => Error::Busy { path },
        _ if is_damage(&error) => {
            let detail = if is_cut_short(&path) { CUT_SHORT.to_string() } else { error.to_string() };
            Error::Damaged { path, detail }
        }
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) if uses_wal(&path) => Error::Unshared { path },
        _ if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::Utf8Error(..)) => {
            Error::Damaged { path, detail: "a text is not UTF-8".to_string() }
        }
        _ => Error::Store { path, reason: error.to_string() },
    }
}

/// Returns whether `error` says that the file itself is damaged. Every other error may be gone the next time.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Returns whether the database at `path` uses a write-ahead log.
fn uses_wal(path: &Path) -> bool {
    header(path).is_ok_and(|header| header.get(18..20) == Some(&[2, 2]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_hardened_whatever_sqlite_was_built_with() {
        let conn = Connection::open_in_memory().unwrap();
        for (setting, on) in HARDENED {
            conn.set_db_config(setting, !on).unwrap();
        }
        harden(&conn).unwrap();
        for (setting, on) in HARDENED {
            assert_eq!(conn.db_config(setting).unwrap(), on, "{setting:?}");
        }
        assert!(conn.query_row("SELECT \"norway\"", [], |_| Ok(())).is_err());
    }
}
