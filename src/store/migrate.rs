//! From the schema of an older version to that of this one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::file::{self, SCHEMA_VERSION};
use super::{Registry, log};
use crate::Error;

/// The version that a step leads to, and its SQL. A step that was released is never changed.
const STEPS: &[(u32, &str)] = &[(2, include_str!("migrate/2.sql"))];

/// What was done to an older registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    pub from: u32,
    pub to: u32,
    /// A copy of the file as it was.
    pub copy: PathBuf,
}

impl Registry {
    /// Brings the registry at `path` to the schema of this version, and keeps a copy of it as it was
    /// beside it. Does nothing to one that is current.
    ///
    /// # Errors
    /// When the file is no registry or cannot be written. A step that fails leaves it as it was.
    pub fn upgrade(path: &Path) -> Result<Option<Upgrade>, Error> {
        let mut conn = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let from = file::version(path, &conn)?;
        if from == SCHEMA_VERSION {
            return Ok(None);
        }
        if conn.is_readonly("main")? {
            let reason = "is of an older version of this program and cannot be written; copy it to where it can, and name it with `--db FILE`";
            return Err(file::refusal(path, reason));
        }
        let copy = keep_copy(path, &conn, from)?;
        upgrade(&mut conn).map_err(|error| match error {
            Error::Sql(error) => file::damaged(path, error),
            other => other,
        })?;
        Ok(Some(Upgrade { from, to: SCHEMA_VERSION, copy }))
    }
}

/// Takes each step that is left, in a transaction of its own.
pub(super) fn upgrade(conn: &mut Connection) -> Result<(), Error> {
    // Steps may have to make tables anew that others refer to; references are looked at when a step is done.
    conn.pragma_update(None, "foreign_keys", false)?;
    for (to, sql) in STEPS {
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version + 1 != *to {
            continue;
        }
        log::drop_triggers(&transaction)?;
        transaction.execute_batch(sql)?;
        log::create_triggers(&transaction)?;
        transaction.pragma_update(None, "user_version", to)?;
        transaction.commit()?;
    }
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Copies the registry to a file beside it that is named after its version and was not there before.
fn keep_copy(path: &Path, conn: &Connection, version: u32) -> Result<PathBuf, Error> {
    let beside = file::beside(path)?;
    let mut copy = Connection::open(beside.path())?;
    Backup::new(conn, &mut copy)?.run_to_completion(i32::MAX, Duration::from_millis(50), None)?;
    copy.close().map_err(|(_, error)| error)?;
    beside.as_file().sync_all().map_err(Error::io(path))?;
    let mut beside = beside;
    for count in 1.. {
        let suffix = if count == 1 { format!(".v{version}") } else { format!(".v{version}-{count}") };
        let mut name = path.as_os_str().to_os_string();
        name.push(suffix);
        beside = match beside.persist_noclobber(&name) {
            Ok(_) => return Ok(name.into()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => error.file,
            Err(error) => return Err(Error::io(path)(error.error)),
        };
    }
    Err(file::refusal(path, "no name is free for a copy"))
}
