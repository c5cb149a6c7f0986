//! Changes of rows, made in whatever order the rules of the database allow.

use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::types::ToSqlOutput;
use serde_json::Value;

use super::Record;
use crate::store::log::{self, RowJson};
use crate::store::schema::{Column, Table};
use crate::store::{constraint, load};
use crate::{Error, Problem, names};

/// A row as it is, and as it shall be.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub table: String,
    /// Key of the row.
    pub record: String,
    pub before: Option<RowJson>,
    pub after: Option<RowJson>,
    /// File and line that ask for it.
    pub place: Option<(String, u64)>,
}

impl Change {
    pub fn new(table: &Table, before: Option<RowJson>, after: Option<RowJson>) -> Self {
        let record = after.as_ref().or(before.as_ref()).map(|row| log::key(table, row)).unwrap_or_default();
        Change { table: table.name.clone(), record, before, after, place: None }
    }

    pub fn names(&self) -> Record {
        (self.table.clone(), self.record.clone())
    }

    /// Whether it refers to a row that was refused itself, so that this one is not to blame.
    pub fn leads_to(&self, table: &Table, refused: &HashSet<Record>) -> bool {
        let Some(row) = &self.after else { return false };
        let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default().to_string();
        table.columns.iter().any(|column| {
            let parent = match &column.references {
                Some(parent) => parent.clone(),
                None if column.name == "record" => text("table_name"),
                None => return false,
            };
            refused.contains(&(parent, text(&column.name)))
        })
    }

    pub fn problem(&self, reason: String) -> Problem {
        let (file, line) =
            self.place.clone().unwrap_or_else(|| (format!("{} {}", self.table, self.record.replace('\n', "\\n")), 0));
        Problem { file, line, reason }
    }
}

/// The change that gives `cells` to the row that has their key, if it needs one, and the row as it
/// shall be. Other columns stay as they are.
pub(crate) fn upsert(
    conn: &Connection,
    table: &Table,
    cells: &[(&Column, &str)],
) -> Result<(Option<Change>, RowJson), String> {
    let mut given = RowJson::new();
    for (column, text) in cells {
        let value = match load::cell(column, text)? {
            ToSqlOutput::Borrowed(rusqlite::types::ValueRef::Text(_)) => Value::from(*text),
            ToSqlOutput::Owned(rusqlite::types::Value::Integer(number)) => Value::from(number),
            _ => Value::Null,
        };
        given.insert(column.name.clone(), value);
        if table.name == "alias" && column.name == "alias" {
            given.insert("key".to_string(), Value::from(names::fold(text)));
        }
    }
    let before = log::current(conn, table, &given).map_err(|error| error.to_string())?;
    let mut after = before.clone().unwrap_or_default();
    for column in &table.columns {
        if let Some(value) = given.remove(&column.name) {
            after.insert(column.name.clone(), value);
        } else if before.is_none() {
            after.insert(column.name.clone(), Value::Null);
        }
    }
    let change = (before.as_ref() != Some(&after)).then(|| Change::new(table, before, Some(after.clone())));
    Ok((change, after))
}

/// Makes `changes`, and answers those that break a rule, with the reason. One may have to wait for
/// another, as when a boundary moves from one row to the next: they are gone through from both ends
/// until none is left, or none of those left can be made.
pub(super) fn all(conn: &Connection, tables: &[Table], changes: Vec<Change>) -> Result<Vec<(Change, String)>, Error> {
    let mut left: Vec<(Change, String)> = changes.into_iter().map(|change| (change, String::new())).collect();
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for (change, _) in left {
            let Some(table) = tables.iter().find(|table| table.name == change.table) else { continue };
            if let Err(reason) = one(conn, table, &change)? {
                refused.push((change, reason));
            }
        }
        if refused.is_empty() || refused.len() == before {
            return Ok(refused);
        }
        refused.reverse();
        left = refused;
    }
}

/// Makes a change, unless the row is already as it shall be; or answers why a rule does not allow it.
///
/// # Errors
/// Whatever is no rule, such as a full disk. SQLite may have ended the transaction then: what came after
/// it would stand on its own.
fn one(conn: &Connection, table: &Table, change: &Change) -> Result<Result<(), String>, Error> {
    let now = |row: &Option<RowJson>| row.as_ref().map_or(Ok(None), |row| log::current(conn, table, row));
    let (old, new) = (now(&change.before)?, now(&change.after)?);
    // Another change may have brought this one along, as when a row follows the name of its party.
    if new == change.after && (old.is_none() || old == new) {
        return Ok(Ok(()));
    }
    if old != change.before || old.is_none() && new.is_some() {
        return Ok(Err(match old.or(new) {
            None => "the row is no longer there".to_string(),
            Some(_) if change.before.is_none() => "a row with this key is there already".to_string(),
            Some(_) => "the row has changed since".to_string(),
        }));
    }
    let made = match (&change.before, &change.after) {
        (None, Some(after)) => log::insert(conn, table, after),
        (Some(before), None) => log::delete(conn, table, before),
        (Some(before), Some(after)) => log::update(conn, table, before, after),
        (None, None) => Ok(()),
    };
    let Some(error) = constraint::violation(made)? else { return Ok(Ok(())) };
    let row = change.after.as_ref().or(change.before.as_ref());
    let key = row.and_then(|row| row.get("alias")).and_then(Value::as_str).unwrap_or(&change.record);
    Ok(Err(reason(conn, table, change, key, &error)))
}

/// What the database says of a change that it refused, as `column: reason`.
fn reason(conn: &Connection, table: &Table, change: &Change, key: &str, error: &rusqlite::Error) -> String {
    let text = error.to_string();
    if !text.contains("FOREIGN KEY constraint failed") && !text.contains(": no such ") {
        return constraint::reason(conn, table, key, error);
    }
    let exists = |parent: &str, id: &str| {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {parent} WHERE id = ?1)");
        conn.query_row(&sql, [id], |row| row.get(0)).unwrap_or(true)
    };
    for column in &table.columns {
        let cell = change.after.as_ref().and_then(|row| row.get(&column.name)).and_then(Value::as_str);
        if let (Some(parent), Some(id)) = (&column.references, cell)
            && !exists(parent, id)
        {
            return format!("{}: no `{}` in table `{parent}`", column.name, crate::error::shown(id));
        }
    }
    match change.after {
        Some(_) => constraint::reason(conn, table, key, error),
        None => "id: other records refer to it".to_string(),
    }
}
