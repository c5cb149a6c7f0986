//! Whether the file of a registry is sound: its pages, its references, its text and its schema.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{file, log, schema};
use crate::Error;

/// Returns what is damaged in a database, and where.
pub(crate) fn damage(conn: &Connection) -> Result<Vec<(String, String)>, Error> {
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
            found.push((place.to_string(), problem?));
        }
    }
    // The rows of a damaged file may be unreadable.
    if found.is_empty() {
        found.extend(invalid_text(conn)?);
    }
    Ok(found)
}

/// Returns the records with a text that is not UTF-8, and the column. SQLite does not check that.
fn invalid_text(conn: &Connection) -> Result<Vec<(String, String)>, Error> {
    let mut tables: Vec<(String, usize)> = schema::tables(conn)?
        .into_iter()
        .map(|table| {
            let key = table.columns.iter().filter(|column| column.key).count();
            (table.name, key)
        })
        .collect();
    tables.push(("revision".to_string(), 1));
    let mut found = Vec::new();
    for (table, keys) in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let mut columns: Vec<String> = statement.column_names().map(str::to_string).collect();
        // It repeats the others.
        columns.retain(|column| column != "as_json");
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (at, column) in columns.iter().enumerate() {
                if text(row.get_ref(at)?).is_some_and(|text| std::str::from_utf8(text).is_err()) {
                    let key =
                        (0..keys.max(1)).map(|at| Ok(shown(row.get_ref(at)?))).collect::<Result<Vec<_>, Error>>()?;
                    found.push((format!("{table} {}", key.join(" ")), format!("{column}: not UTF-8")));
                }
            }
        }
    }
    Ok(found)
}

fn text(value: ValueRef<'_>) -> Option<&[u8]> {
    match value {
        ValueRef::Text(text) => Some(text),
        _ => None,
    }
}

fn shown(value: ValueRef) -> String {
    match value {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    }
}

/// Returns where the schema of a registry differs from that of a new one, and how.
pub(crate) fn drift(conn: &Connection) -> Result<Vec<(String, String)>, Error> {
    let mut fresh = Connection::open_in_memory()?;
    file::create_schema(&fresh)?;
    let transaction = Transaction::new(&mut fresh, TransactionBehavior::Deferred)?;
    log::create_triggers(&transaction)?;
    let (expected, mut actual) = (objects(&transaction)?, objects(conn)?);
    let mut found = Vec::new();
    for (object, sql) in expected {
        match actual.remove(&object) {
            Some(actual) if actual == sql => {}
            Some(_) => found.push((object, "was changed by another program".to_string())),
            None => found.push((object, "is missing".to_string())),
        }
    }
    // An index of another program changes no answer.
    let planted = actual.into_keys().filter(|object| !object.starts_with("index "));
    found.extend(planted.map(|object| (object, "was added by another program".to_string())));
    let editing: i64 = conn.query_row("SELECT count(*) FROM editing", [], |row| row.get(0))?;
    if editing > 0 {
        found.push((
            "table editing".to_string(),
            "has a row, so changes by other programs are logged wrongly".to_string(),
        ));
    }
    Ok(found)
}

/// Returns the SQL of each table, view, trigger and index, by kind and name.
fn objects(conn: &Connection) -> Result<BTreeMap<String, Option<String>>, Error> {
    let mut statement = conn
        .prepare("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
