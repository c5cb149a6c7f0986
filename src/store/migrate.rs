//! From the schema of an older version to that of this one.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::file::{self, SCHEMA_VERSION};
use super::{Registry, backup, log};
use crate::Error;

/// The version that a step leads to, and its SQL. A step that was released is never changed.
const STEPS: &[(u32, &str)] = &[(2, include_str!("migrate/2.sql")), (3, include_str!("migrate/3.sql"))];

/// What was done to an older registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// Version of its schema before.
    pub from: u32,
    /// Version of its schema since: that of this program.
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
        let mut copy = None;
        let kept = || {
            // A connection that writes cannot be copied from; and `file::connect` would let go of its lock.
            let source = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let beside = backup::copy_unread(&source, file::beside(path)?, path)?;
            copy = Some(file::keep(beside, path, &format!(".v{from}"))?);
            Ok(())
        };
        match upgrade(&mut conn, kept) {
            Ok(()) => Ok(copy.map(|copy| Upgrade { from, to: SCHEMA_VERSION, copy })),
            Err(error) => {
                // The file is as it was; nobody needs the copy.
                if let Some(copy) = copy {
                    fs::remove_file(&copy).map_err(Error::io(&copy))?;
                }
                Err(match error {
                    Error::Sql(error) => file::damaged(path, error.0),
                    other => other,
                })
            }
        }
    }
}

/// Takes all steps that are left, in one transaction. Before the first, `keep` may copy the database as it is;
/// it is not called where another program was quicker.
pub(super) fn upgrade(conn: &mut Connection, keep: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    // Steps may have to make tables anew that others refer to.
    conn.pragma_update(None, "foreign_keys", false)?;
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < SCHEMA_VERSION {
        keep()?;
        log::drop_triggers(&transaction)?;
        for (_, sql) in STEPS.iter().filter(|(to, _)| *to > version) {
            transaction.execute_batch(sql)?;
        }
        log::create_triggers(&transaction)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    transaction.commit()?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}
