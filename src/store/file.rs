//! The file of a registry: opening one, refusing what is none, and making one so that it is there
//! whole or not at all.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::{Meta, Registry, load, log};
use crate::package::Package;
use crate::{Error, atomic_file};

const SCHEMA: &str = include_str!("../../schema.sql");

/// `application_id` and `user_version` as `schema.sql` sets them.
const APPLICATION_ID: u32 = 1_095_910_228;
pub(super) const SCHEMA_VERSION: u32 = 3;

/// Indexes are filled in no order: of many rows, pages that do not stay in memory are written many times.
const ROOMY: &str = "PRAGMA cache_size = -262144;";

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether making a registry found one in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// There was none; it was made.
    New,
    /// A file was in place; it was not touched.
    AlreadyThere,
}

impl Registry {
    /// Opens the registry at `path` for reading.
    ///
    /// # Errors
    /// [`Error::Store`] when the file is no registry, is damaged, or is from a newer version;
    /// [`Error::OldStore`] when it is from an older one: see [`Registry::upgrade`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// Opens the registry at `path` for changes.
    ///
    /// # Errors
    /// As for [`Registry::open`].
    pub fn open_to_edit(path: &Path) -> Result<Self, Error> {
        let registry = Self::open_as(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if registry.conn.is_readonly("main")? {
            return Err(refusal(path, NOT_WRITABLE));
        }
        registry.conn.execute_batch(ROOMY)?;
        Ok(registry)
    }

    fn open_as(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let conn = connect(path, flags)?;
        match version(path, &conn)? {
            SCHEMA_VERSION => {}
            version => return Err(Error::OldStore { path: path.to_path_buf(), version }),
        }
        Self::of(conn).map_err(|error| match error {
            Error::Sql(error) => damaged(path, error.0),
            other => other,
        })
    }

    /// Makes a registry at `path` from `package`, unless a file is there already. The file appears
    /// whole or not at all, also when two programs make it at once or one is killed half-way.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every bad row; [`Error::Io`] when the folder cannot be written.
    pub fn make(path: &Path, package: &Package) -> Result<Creation, Error> {
        if path.exists() {
            return Ok(Creation::AlreadyThere);
        }
        let file = write_beside(path, package)?;
        Ok(if put(file, path)? { Creation::New } else { Creation::AlreadyThere })
    }
}

/// Where in `schema.sql` the part begins that a registry gets when its rows are in.
const WHEN_FILLED: &str = "-- Indexes for questions.";

/// Makes a registry in an empty database: the tables, the rows of `package`, and what no row waits for.
pub(super) fn fill(conn: &mut Connection, package: &Package) -> Result<(), Error> {
    let (tables, indexes) = SCHEMA.split_once(WHEN_FILLED).unwrap_or((SCHEMA, ""));
    // SQLite works out the generated columns of every row that it takes in. The log alone asks for this one, later.
    let lean = tables.lines().filter(|line| !line.starts_with("  as_json "));
    conn.execute_batch(&format!("BEGIN;\n{}\nCOMMIT", lean.collect::<Vec<_>>().join("\n")))?;
    load::load(package, conn)?;
    conn.execute_batch(&format!("BEGIN; {WHEN_FILLED}{indexes} PRAGMA writable_schema = ON"))?;
    // A virtual column is nothing but words in the schema: it comes by writing them.
    let mut write = conn.prepare("UPDATE sqlite_schema SET sql = ?2 WHERE type = 'table' AND name = ?1")?;
    for statement in tables.split("\n\n").filter(|statement| statement.contains("\n  as_json ")) {
        let sql = statement.trim_end_matches(';');
        write.execute((sql.split(' ').nth(2), sql))?;
    }
    drop(write);
    Ok(conn.execute_batch("COMMIT; PRAGMA writable_schema = RESET")?)
}

/// A complete registry in a temporary file in the same folder as `path`; it goes when dropped.
fn write_beside(path: &Path, package: &Package) -> Result<tempfile::NamedTempFile, Error> {
    let file = beside(path)?;
    let mut conn = Connection::open(file.path())?;
    // Nobody sees it before it is whole. But a row that is refused has to leave no trace, for those behind it to be
    // judged rightly, and that takes a journal.
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")?;
    conn.execute_batch(ROOMY)?;
    fill(&mut conn, package)?;
    Meta::read(&conn)?;
    let transaction = conn.transaction()?;
    log::create_triggers(&transaction)?;
    transaction.commit()?;
    conn.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all().map_err(Error::io(path))?;
    Ok(file)
}

/// A temporary file in the same folder as `path`.
pub(super) fn beside(path: &Path) -> Result<tempfile::NamedTempFile, Error> {
    atomic_file::file(path).map_err(|error| match error {
        Error::Io { source, .. } => Error::Store {
            path: path.to_path_buf(),
            reason: format!("the registry cannot be made here ({source}); name another file with `--db FILE`"),
        },
        other => other,
    })
}

/// Puts a complete database at `path`, unless a file is there.
pub(super) fn put(file: tempfile::NamedTempFile, path: &Path) -> Result<bool, Error> {
    if journal(path).exists() && !path.exists() {
        fs::remove_file(journal(path)).map_err(Error::io(path))?;
    }
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Error::io(path)(error.error)),
    }
}

/// Puts a complete database beside `path`, under its name and `suffix`, with a number where that was
/// there before; answers the name.
pub(super) fn keep(file: tempfile::NamedTempFile, path: &Path, suffix: &str) -> Result<PathBuf, Error> {
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

/// A connection to the file at `path`, which must be there. What a program that was killed left half
/// done in it is taken back first.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    if path.is_dir() {
        return Err(refusal(path, "is a folder; name a file in it"));
    }
    let header = header(path)?;
    let open = |flags| {
        let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(PATIENCE)?;
        conn.pragma_query_value(None, "user_version", |_| Ok(()))?;
        Ok(conn)
    };
    let half_done = |error: &rusqlite::Error| error.sqlite_extended_error_code() == Some(ffi::SQLITE_READONLY_ROLLBACK);
    match open(flags) {
        Err(error) if half_done(&error) && number(&header, 68) == Some(APPLICATION_ID) => {
            open(OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|_| open(flags)).map_err(|error| damaged(path, error))
        }
        other => other.map_err(|error| damaged(path, error)),
    }
}

/// Version of the schema of a registry. Refuses, untouched, what is none, or is newer than this program.
pub(super) fn version(path: &Path, conn: &Connection) -> Result<u32, Error> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let read = || Ok((pragma("application_id")?, pragma("user_version")?));
    match read().map_err(|error| damaged(path, error))? {
        (APPLICATION_ID, version) if version > SCHEMA_VERSION => Err(refusal(
            path,
            &format!(
                "was made by a newer version of this program (its schema is {version}, this one knows {SCHEMA_VERSION}); get the newer program"
            ),
        )),
        (APPLICATION_ID, version) => Ok(version),
        _ => Err(refusal(path, "is another program's database; it was not touched")),
    }
}

/// Whether the file at `path` was a registry, whatever became of it.
pub(super) fn is_registry_by_header(path: &Path) -> bool {
    header(path).is_ok_and(|header| number(&header, 68) == Some(APPLICATION_ID))
}

/// The journal of the database at `path`. One that outlives its database would be taken for that of
/// the next.
pub(super) fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push("-journal");
    name.into()
}

pub(super) fn refusal(path: &Path, reason: &str) -> Error {
    Error::Store { path: path.to_path_buf(), reason: reason.to_string() }
}

/// The first bytes of a file, if it begins as a database does. Where a process closes a file, the system lets go of all
/// locks that the process has on it: never while a connection of ours is in a transaction on this one.
fn header(path: &Path) -> Result<Vec<u8>, Error> {
    let mut header = Vec::with_capacity(100);
    fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut header)).map_err(Error::io(path))?;
    if header.is_empty() {
        return Err(refusal(path, "is empty; remove it, and a registry is made in its place"));
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(refusal(path, "is not a registry: no SQLite database at all"));
    }
    if header.len() < 100 {
        return Err(refusal(path, &format!("is damaged: the file is cut short; {WAY_OUT}")));
    }
    Ok(header)
}

fn number(header: &[u8], at: usize) -> Option<u32> {
    header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
}

pub(super) const NOT_WRITABLE: &str = "cannot be written; check its permissions and those of its folder";

const WAY_OUT: &str = "bring a backup back with `arctic restore FILE`, or remove it and a fresh one is made";

/// What `error` says of the file at `path`.
pub(super) fn damaged(path: &Path, error: rusqlite::Error) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
        return error.into();
    }
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) if cut_short(path) => {
            format!("is damaged: the file is cut short; {WAY_OUT}")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => format!("is damaged ({error}); {WAY_OUT}"),
        _ => error.to_string(),
    };
    Error::Store { path: path.to_path_buf(), reason }
}

/// Whether the file has fewer pages than it says.
fn cut_short(path: &Path) -> bool {
    let Ok(header) = header(path) else { return false };
    let page = match header.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => u64::from(*high) << 8 | u64::from(*low),
        _ => 0,
    };
    let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
    number(&header, 28).is_some_and(|pages| u64::from(pages) * page > length)
}
