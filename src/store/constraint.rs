//! Constraint violations, worded for people.

use rusqlite::{Connection, ErrorCode, OptionalExtension};

use super::schema::Table;
use crate::{Error, names};

/// Returns the error if a constraint was violated, and `None` if nothing failed.
///
/// # Errors
/// Any other failure, such as a full disk.
pub(crate) fn violation<T>(result: rusqlite::Result<T>) -> Result<Option<rusqlite::Error>, Error> {
    match result {
        Ok(_) => Ok(None),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(Some(error)),
        Err(error) => Err(error.into()),
    }
}

/// Returns why the database refused a row, as `column: reason`, which is how the schema words its own constraints and
/// triggers. `key` is the first cell of the row.
pub(crate) fn reason(conn: &Connection, table: &Table, key: &str, error: &rusqlite::Error) -> String {
    let text = match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.as_str(),
        other => return other.to_string(),
    };
    let column = |qualified: &str| qualified.rsplit('.').next().unwrap_or_default().to_string();
    if let Some(named) = text.strip_prefix("CHECK constraint failed: ") {
        named.to_string()
    } else if let Some(qualified) = text.strip_prefix("NOT NULL constraint failed: ") {
        format!("{}: empty", column(qualified))
    } else if text == "UNIQUE constraint failed: alias.key" {
        let sql = "SELECT alias || '` of `' || coalesce(party, country) FROM alias WHERE key = ?1";
        let other = conn.query_row(sql, [names::fold(key)], |row| row.get::<_, String>(0)).optional();
        format!("alias: `{key}` is the same name as `{}`", other.ok().flatten().unwrap_or_default())
    } else if let Some(qualified) = text.strip_prefix("UNIQUE constraint failed: ") {
        let first = qualified.split(',').next().unwrap_or_default();
        format!("{}: already in table `{}`", column(first), table.name)
    } else {
        text.to_string()
    }
}
