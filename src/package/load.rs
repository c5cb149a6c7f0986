//! A package on its way into a database: every row that breaks a rule is named, with its line.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};

use super::read::Rows;
use crate::store::catalogue::Table;
use crate::{Error, Problem, names};

/// What came of reading one file.
#[derive(Default)]
pub(super) struct Load {
    /// Ids of the rows that are in the table now.
    ids: HashSet<String>,
    /// Ids of the rows that were refused, or that refer to one that was.
    refused: HashSet<String>,
    /// The file could not be read at all.
    unread: bool,
}

pub(super) fn load_table(
    conn: &Connection,
    table: &Table,
    file: &str,
    bytes: &[u8],
    loads: &BTreeMap<&str, Load>,
    problems: &mut Vec<Problem>,
) -> Result<Load, Error> {
    let mut load = Load::default();
    let mut rows = match Rows::open(table, file, bytes, false) {
        Ok(rows) => rows,
        Err(problem) => {
            problems.push(problem);
            load.unread = true;
            return Ok(load);
        }
    };
    let is_alias = table.name == "alias";
    let has_id = rows.columns.first().is_some_and(|column| column.name == "id");
    let mut statement = conn.prepare(&insert(table))?;
    while let Some(read) = rows.next() {
        let line = match read {
            Ok(line) => line,
            Err(problem) => {
                problems.push(problem);
                load.refused.insert(rows.text(0).to_string());
                continue;
            }
        };
        let mut problem = |reason| problems.push(Problem { file: file.to_string(), line, reason });
        let key = rows.text(0);
        let references = dangling(&rows, loads);
        let astray = !references.is_empty();
        references.into_iter().flatten().for_each(&mut problem);
        let inserted = match rows.values() {
            Err(reason) => Err(reason),
            Ok(mut values) => {
                if is_alias {
                    values.push(names::fold(key).into());
                }
                match statement.execute(params_from_iter(values)) {
                    Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                        Err(reason(conn, table, key, &error))
                    }
                    other => Ok(other?),
                }
            }
        };
        let sound = inserted.is_ok() && !astray;
        if let Err(reason) = inserted {
            // What the triggers say of a reference has been said.
            if !(astray && reason.contains(": no such ")) {
                problem(reason);
            }
        }
        if !sound {
            load.refused.insert(key.to_string());
        } else if has_id {
            load.ids.insert(key.to_string());
        }
    }
    Ok(load)
}

/// The references of a row that lead nowhere, each with the reason to give; or without one, where
/// it leads to a row that was refused itself and this row is not to blame. A table comes after
/// those that it refers to.
fn dangling(rows: &Rows, loads: &BTreeMap<&str, Load>) -> Vec<Option<String>> {
    let mut found = Vec::new();
    for (at, column) in rows.columns.iter().enumerate() {
        // What a citation supports is in the table that it names.
        let cited = || (column.name == "record").then(|| rows.text(0)).filter(|table| loads.contains_key(table));
        let Some(parent) = column.references.as_deref().or_else(cited) else { continue };
        let id = rows.text(at);
        match loads.get(parent) {
            _ if id.is_empty() => {}
            Some(load) if load.ids.contains(id) => {}
            Some(load) if load.unread || load.refused.contains(id) => found.push(None),
            _ => found.push(Some(format!("{}: no `{id}` in table `{parent}`", column.name))),
        }
    }
    found
}

fn insert(table: &Table) -> String {
    let all = table.columns_in_files().chain(table.columns.iter().filter(|column| column.computed));
    let names: Vec<String> = all.map(|column| format!("\"{}\"", column.name)).collect();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({places})", table.name, names.join(", "))
}

/// What the database says of a row that it refused, as `column: reason`. The schema's constraints
/// and triggers are worded so already.
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
        format!("{}: stands twice in table `{}`", column(first), table.name)
    } else {
        text.to_string()
    }
}
