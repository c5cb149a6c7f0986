//! Applies changes to rows, in an order that the constraints of the database allow.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::ToSqlOutput;
use serde_json::Value;

use super::{RowKey, near};
use crate::store::log::{self, PackedRow, RowJson};
use crate::store::schema::{Column, Table};
use crate::store::{constraint, load};
use crate::{Error, Problem, names};

/// A change to a row that is still to be applied.
#[derive(Clone, Debug)]
pub(crate) struct PendingChange {
    pub table: String,
    /// Key of the row.
    pub record: String,
    /// The row before; `None` to add one.
    pub before: Option<PackedRow>,
    /// The row after; `None` to delete it.
    pub after: Option<PackedRow>,
    /// File and line that ask for it.
    pub place: Option<(Arc<str>, u64)>,
}

impl PendingChange {
    pub fn new(table: &Table, before: Option<RowJson>, after: Option<RowJson>) -> Self {
        let record = after.as_ref().or(before.as_ref()).map(|row| log::key(table, row)).unwrap_or_default();
        let [before, after] = [before, after].map(|row| row.map(PackedRow::new));
        PendingChange { table: table.name.clone(), record, before, after, place: None }
    }

    pub fn before(&self) -> Option<RowJson> {
        self.before.as_ref().map(PackedRow::row)
    }

    pub fn after(&self) -> Option<RowJson> {
        self.after.as_ref().map(PackedRow::row)
    }

    pub fn key(&self) -> RowKey {
        (self.table.clone(), self.record.clone())
    }

    /// Returns whether it refers to one of the `refused` rows, which then explain why it fails.
    pub fn depends_on(&self, table: &Table, refused: &HashSet<RowKey>) -> bool {
        let Some(row) = self.after() else { return false };
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
        let row = || (format!("{} {}", self.table, self.record.replace('\n', "\\n")), 0);
        let (file, line) = self.place.as_ref().map_or_else(row, |(file, line)| (file.to_string(), *line));
        Problem { file, line, reason }
    }
}

/// Returns the change that gives `cells` to the row with their key, if one is needed, and the resulting row. Other
/// columns keep their values.
pub(crate) fn upsert(
    conn: &Connection,
    table: &Table,
    cells: &[(&Column, &str)],
) -> Result<(Option<PendingChange>, RowJson), String> {
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
    let change = (before.as_ref() != Some(&after)).then(|| PendingChange::new(table, before, Some(after.clone())));
    Ok((change, after))
}

/// Applies `changes`, and returns those that break a rule, with the reason. One may depend on another, as when a
/// boundary moves from one row to the next: passes in alternating order go on until one of them applies nothing.
pub(super) fn apply_all(
    conn: &Connection,
    tables: &[Table],
    changes: Vec<PendingChange>,
) -> Result<Vec<(PendingChange, String)>, Error> {
    let mut left: Vec<(PendingChange, String)> = changes.into_iter().map(|change| (change, String::new())).collect();
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for (change, _) in left {
            let Some(table) = tables.iter().find(|table| table.name == change.table) else { continue };
            if let Err(reason) = apply(conn, table, &change)? {
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

/// Applies a change, unless it already has its effect. The inner error says which rule the change breaks.
///
/// # Errors
/// Any other failure, such as a full disk. SQLite may have ended the transaction then, and later changes would be
/// committed one by one.
fn apply(conn: &Connection, table: &Table, change: &PendingChange) -> Result<Result<(), String>, Error> {
    let now = |row: &Option<RowJson>| row.as_ref().map_or(Ok(None), |row| log::current(conn, table, row));
    let (before, after) = (change.before(), change.after());
    let (old, new) = (now(&before)?, now(&after)?);
    // Another change may have had the same effect, as when a cascade renames the party of a row.
    if new == after && (old.is_none() || old == new) {
        return Ok(Ok(()));
    }
    if old != before || old.is_none() && new.is_some() {
        return Ok(Err(match old.or(new) {
            None => "the row no longer exists".to_string(),
            Some(_) if before.is_none() => "a row with this key already exists".to_string(),
            Some(_) => "the row has changed since".to_string(),
        }));
    }
    let applied = match (&before, &after) {
        (None, Some(after)) => log::insert(conn, table, after),
        (Some(before), None) => log::delete(conn, table, before),
        (Some(before), Some(after)) => log::update(conn, table, before, after),
        (None, None) => Ok(()),
    };
    let Some(error) = constraint::violation(applied)? else { return Ok(Ok(())) };
    let row = after.as_ref().or(before.as_ref());
    let key = row.and_then(|row| row.get("alias")).and_then(Value::as_str).unwrap_or(&change.record);
    Ok(Err(reason(conn, table, change, key, &error)))
}

/// Returns why the database refused a change, as `column: reason`.
fn reason(conn: &Connection, table: &Table, change: &PendingChange, key: &str, error: &rusqlite::Error) -> String {
    let text = error.to_string();
    if !text.contains("FOREIGN KEY constraint failed") && !text.contains(": no such ") {
        return constraint::reason(conn, table, key, error);
    }
    let exists = |parent: &str, id: &str| {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {parent} WHERE id = ?1)");
        conn.query_row(&sql, [id], |row| row.get(0)).unwrap_or(true)
    };
    let after = change.after();
    for column in &table.columns {
        let cell = after.as_ref().and_then(|row| row.get(&column.name)).and_then(Value::as_str);
        if let (Some(parent), Some(id)) = (&column.references, cell)
            && !exists(parent, id)
        {
            let meant = near::did_you_mean(conn, parent, id);
            return format!("{}: no `{}` in table `{parent}`{meant}", column.name, crate::wording::shown(id));
        }
    }
    match change.after {
        Some(_) => constraint::reason(conn, table, key, error),
        None => "id: other records refer to it".to_string(),
    }
}
