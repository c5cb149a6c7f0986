//! Upgrades of a registry from the schema of an older version.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::file::{self, SCHEMA_VERSION};
use super::{Registry, log};
use crate::Error;
use crate::atomic_file::{self, Provisional};

/// A step of an upgrade: the version that it leads to, and its SQL.
type Step = (u32, &'static str);

/// All steps since the first release. A step that was released is never changed.
const STEPS: &[Step] = &[];

/// A finished upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The schema version before.
    pub from: u32,
    /// The schema version after.
    pub to: u32,
    /// A copy of the file before the upgrade.
    pub copy: PathBuf,
}

impl Registry {
    /// Upgrades the registry at `path` to the schema of this version, and keeps a copy of it next to it. Returns nothing
    /// if it is current.
    ///
    /// # Errors
    /// The errors of [`Registry::open`], and [`Error::CannotUpgrade`] if the file cannot be written. If a step fails, the
    /// file is unchanged.
    pub fn upgrade(path: &Path) -> Result<Option<Upgrade>, Error> {
        upgrade_file(path, STEPS)
    }
}

fn upgrade_file(path: &Path, steps: &[Step]) -> Result<Option<Upgrade>, Error> {
    let mut conn = file::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let (from, to) = (file::version(path, &conn, newest(steps))?, newest(steps));
    if from == to {
        return Ok(None);
    }
    if conn.is_readonly("main")? {
        return Err(Error::CannotUpgrade { path: path.to_path_buf(), version: from });
    }
    let mut copy = None;
    let keep = || {
        // The writing connection cannot be copied from, and `file::connect` would release its locks.
        let source = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let beside = file::copy_unchecked(&source, file::beside(path)?, path)?;
        copy = Some(Provisional::new(beside.keep_as(&format!(".v{from}"))?));
        Ok(())
    };
    match apply(&mut conn, steps, keep) {
        Ok(()) => {
            let copy = copy.and_then(|copy| copy.keep(&mut atomic_file::undisturbed()));
            Ok(copy.map(|copy| Upgrade { from, to, copy }))
        }
        Err(error) => Err(file::at(path, error)),
    }
}

/// Upgrades an open database in which nobody else is interested yet.
pub(super) fn upgrade(conn: &mut Connection) -> Result<(), Error> {
    apply(conn, STEPS, || Ok(()))
}

fn newest(steps: &[Step]) -> u32 {
    steps.last().map_or(SCHEMA_VERSION, |(version, _)| *version)
}

/// Applies the missing steps in one transaction. Calls `keep` before the first one, unless another process has already
/// upgraded the database.
fn apply(conn: &mut Connection, steps: &[Step], keep: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    // A step may have to recreate a table that others refer to.
    conn.pragma_update(None, "foreign_keys", false)?;
    // A step may change the text of the schema.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < newest(steps) {
        keep()?;
        log::drop_triggers(&transaction)?;
        for (_, sql) in steps.iter().filter(|(to, _)| *to > version) {
            transaction.execute_batch(sql)?;
        }
        log::create_triggers(&transaction)?;
        transaction.pragma_update(None, "user_version", newest(steps))?;
    }
    transaction.commit()?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::damage;

    const NEXT: Step = (SCHEMA_VERSION + 1, "ALTER TABLE source ADD COLUMN isbn TEXT");

    fn registry() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.db");
        let package = crate::package::Package::read(Path::new("tests/data/tundra")).unwrap();
        Registry::make(&path, &package).unwrap();
        (folder, path)
    }

    fn names(folder: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn text(conn: &Connection, sql: &str) -> String {
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn the_schema_has_the_version_that_the_steps_lead_to() {
        assert_eq!(newest(STEPS), SCHEMA_VERSION);
        let (_folder, path) = registry();
        let conn = Connection::open(path).unwrap();
        assert_eq!(text(&conn, "SELECT user_version || '' FROM pragma_user_version"), SCHEMA_VERSION.to_string());
    }

    #[test]
    fn an_upgrade_keeps_a_copy_and_goes_on_logging() {
        let (folder, path) = registry();
        let before = fs::read(&path).unwrap();
        assert_eq!(upgrade_file(&path, STEPS).unwrap(), None);
        let (from, to) = (SCHEMA_VERSION, SCHEMA_VERSION + 1);
        let upgrade = upgrade_file(&path, &[NEXT]).unwrap().unwrap();
        assert_eq!((upgrade.from, upgrade.to), (from, to));
        assert_eq!(names(&folder), ["registry.db".to_string(), format!("registry.db.v{from}")]);
        assert_eq!(fs::read(&upgrade.copy).unwrap().len(), before.len());
        assert!(Registry::open(&upgrade.copy).is_ok());
        assert!(matches!(Registry::open(&path), Err(Error::NewerSchema { version, .. }) if version == to));
        assert_eq!(upgrade_file(&path, &[NEXT]).unwrap(), None);
        let conn = Connection::open(&path).unwrap();
        assert_eq!(text(&conn, "SELECT user_version || '' FROM pragma_user_version"), to.to_string());
        conn.execute_batch("UPDATE source SET isbn = '123' WHERE id = 'almanac'").unwrap();
        let logged = "SELECT coalesce(before ->> 'isbn', 'none') || ' to ' || (after ->> 'isbn') FROM revision";
        assert_eq!((text(&conn, logged).as_str(), damage(&conn).unwrap()), ("none to 123", vec![]));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (folder, path) = registry();
        let before = fs::read(&path).unwrap();
        let fails = (NEXT.0 + 1, "DROP TABLE no_such_table");
        let error = upgrade_file(&path, &[NEXT, fails]).unwrap_err().to_string();
        assert!(error.ends_with("registry.db: no such table: no_such_table"), "{error}");
        assert!(fs::read(&path).unwrap() == before);
        assert_eq!(names(&folder), ["registry.db"]);
    }

    #[test]
    fn of_several_upgrades_at_the_same_time_one_takes_place() {
        let (_folder, path) = registry();
        // `upgrade_file` reads the header, which would release the locks of the other threads.
        let upgrade = || {
            let mut conn = Connection::open(&path).unwrap();
            conn.busy_timeout(std::time::Duration::from_secs(60)).unwrap();
            let mut kept = 0;
            let keep = || {
                kept += 1;
                Ok(())
            };
            apply(&mut conn, &[NEXT], keep).unwrap();
            kept
        };
        let kept = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(upgrade)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum::<i32>()
        });
        assert_eq!(kept, 1);
    }
}
