//! A package on its way into a database: every row that breaks a rule is named, with its line.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{
    Connection, OptionalExtension, params_from_iter,
    types::{Null, ToSqlOutput},
};

use crate::store::catalogue::{Column, Table};
use crate::{Error, Problem, csv_in, names};

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
    let mut problem = |line: u64, reason: String| problems.push(Problem { file: file.to_string(), line, reason });
    if let Some((line, reason)) = malformed(bytes) {
        problem(line, reason);
        load.unread = true;
        return Ok(load);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let columns: Vec<&Column> = table.columns_in_files().collect();
    let order = match header(reader.headers(), &columns) {
        Ok(order) => order,
        Err(reason) => {
            problem(1, reason);
            load.unread = true;
            return Ok(load);
        }
    };
    let is_alias = table.name == "alias";
    let has_id = columns.first().is_some_and(|column| column.name == "id");
    let mut statement = conn.prepare(&insert(table))?;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(load),
            Err(error) => {
                problem(error.position().map_or(0, csv::Position::line), "the CSV cannot be read".to_string());
                return Ok(load);
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != columns.len() {
            problem(line, format!("the row has {} cells where the header has {}", record.len(), columns.len()));
            load.refused.extend(record.get(order[0]).map(str::to_string));
            continue;
        }
        let key = &record[order[0]];
        let references = dangling(&columns, &order, &record, loads);
        let astray = !references.is_empty();
        references.into_iter().flatten().for_each(|reason| problem(line, reason));
        let values: Result<Vec<ToSqlOutput>, String> =
            columns.iter().zip(&order).map(|(column, at)| cell(column, &record[*at])).collect();
        let inserted = values.and_then(|mut values| {
            if is_alias {
                values.push(names::fold(key).into());
            }
            statement.execute(params_from_iter(values)).map_err(|error| reason(conn, table, key, &error))
        });
        let sound = inserted.is_ok() && !astray;
        if let Err(reason) = inserted {
            // What the triggers say of a reference has been said.
            if !(astray && reason.contains(": no such ")) {
                problem(line, reason);
            }
        }
        if !sound {
            load.refused.insert(key.to_string());
        } else if has_id {
            load.ids.insert(key.to_string());
        }
    }
}

/// The references of a row that lead nowhere, each with the reason to give; or without one, where
/// it leads to a row that was refused itself and this row is not to blame. A table comes after
/// those that it refers to.
fn dangling(
    columns: &[&Column],
    order: &[usize],
    record: &csv::StringRecord,
    loads: &BTreeMap<&str, Load>,
) -> Vec<Option<String>> {
    let mut found = Vec::new();
    for (column, at) in columns.iter().zip(order) {
        // What a citation supports is in the table that it names.
        let cited = || (column.name == "record").then(|| &record[order[0]]).filter(|table| loads.contains_key(table));
        let Some(parent) = column.references.as_deref().or_else(cited) else { continue };
        let id = &record[*at];
        match loads.get(parent) {
            _ if id.is_empty() => {}
            Some(load) if load.ids.contains(id) => {}
            Some(load) if load.unread || load.refused.contains(id) => found.push(None),
            _ => found.push(Some(format!("{}: no `{id}` in table `{parent}`", column.name))),
        }
    }
    found
}

/// What makes a file no CSV of ours, before any row is read: where, and why.
fn malformed(bytes: &[u8]) -> Option<(u64, String)> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Some((1, "the file begins with a byte order mark; save it as plain UTF-8".to_string()));
    }
    if let Some((line, reason)) = csv_in::not_text(bytes) {
        return Some((line, reason.to_string()));
    }
    if let Some(at) = memchr::memchr(b'\r', bytes) {
        return Some((csv_in::line_of(bytes, at), "a carriage return; save the file with LF line ends".to_string()));
    }
    // Counting is quick; only where the count is odd, what it says is looked for.
    let odd = memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
    if odd { csv_in::misquoted(bytes, b',') } else { None }
}

/// For each column of the table, where it stands in the file.
fn header(header: Result<&csv::StringRecord, csv::Error>, columns: &[&Column]) -> Result<Vec<usize>, String> {
    let header = header.map_err(|error| error.to_string())?;
    let mut reasons = Vec::new();
    for name in header {
        if !columns.iter().any(|column| column.name == name) {
            reasons.push(format!("`{name}` is no column of this table"));
        } else if header.iter().filter(|other| *other == name).count() > 1 {
            reasons.push(format!("the column `{name}` stands twice"));
        }
    }
    reasons.dedup();
    let order: Vec<usize> = columns
        .iter()
        .filter_map(|column| {
            let at = header.iter().position(|name| name == column.name);
            if at.is_none() {
                reasons.push(format!("the column `{}` is missing", column.name));
            }
            at
        })
        .collect();
    if reasons.is_empty() { Ok(order) } else { Err(reasons.join(", ")) }
}

fn insert(table: &Table) -> String {
    let all = table.columns_in_files().chain(table.columns.iter().filter(|column| column.computed));
    let names: Vec<String> = all.map(|column| format!("\"{}\"", column.name)).collect();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({places})", table.name, names.join(", "))
}

fn cell<'a>(column: &Column, text: &'a str) -> Result<ToSqlOutput<'a>, String> {
    if text.is_empty() {
        Ok(Null.into())
    } else if column.integer {
        text.parse()
            .map(|number: i64| number.into())
            .map_err(|_| format!("{}: `{text}` is not a whole number", column.name))
    } else {
        Ok(text.into())
    }
}

/// What the database says of a row that it refused, as `column: reason`. The schema's constraints
/// and triggers are worded so already.
fn reason(conn: &Connection, table: &Table, key: &str, error: &rusqlite::Error) -> String {
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
