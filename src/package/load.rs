//! A package on its way into a database: every row that breaks a rule is named, with its line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{
    Connection, OptionalExtension, params_from_iter,
    types::{Null, ToSqlOutput},
};

use crate::store::catalogue::{Column, Table};
use crate::{Error, Problem, csv_in, names};

/// What came of reading one file.
#[derive(Default)]
pub(super) struct Load {
    /// Ids of the rows that the table refused.
    refused: HashSet<String>,
    /// The file could not be read at all.
    unread: bool,
}

impl Load {
    /// Whether row `id` would be there but for a fault of its own; who refers to it is not to blame.
    fn refused(&self, id: &str) -> bool {
        self.unread || self.refused.contains(id)
    }
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
        let values: Result<Vec<ToSqlOutput>, String> =
            columns.iter().zip(&order).map(|(column, at)| cell(column, &record[*at])).collect();
        let inserted = values.and_then(|mut values| {
            if is_alias {
                values.push(names::fold(&record[order[0]]).into());
            }
            statement.execute(params_from_iter(values)).map_err(|error| reason(conn, table, &record[order[0]], &error))
        });
        match inserted {
            Ok(_) => {}
            Err(reason) => {
                let row = columns.iter().zip(&order).map(|(column, at)| (column.name.as_str(), &record[*at])).collect();
                if let Some(reason) = reference(reason, &row, loads) {
                    problem(line, reason);
                }
                load.refused.insert(record[order[0]].to_string());
            }
        }
    }
}

/// Says of a row that the triggers refused what it refers to, as [`dangling`] does of the rest.
/// `None` when that row was refused itself, and this one is not to blame.
fn reference(reason: String, row: &HashMap<&str, &str>, loads: &BTreeMap<&str, Load>) -> Option<String> {
    let (column, table) = match reason.as_str() {
        "party: no such party" => ("party", "party"),
        "record: no such record in that table" => ("record", row.get("table_name").copied().unwrap_or_default()),
        _ => return Some(reason),
    };
    let id = row.get(column).copied().unwrap_or_default();
    let refused = loads.get(table).is_some_and(|load| load.refused(id));
    (!refused).then(|| format!("{column}: no `{id}` in table `{table}`"))
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

/// Finds the references that lead nowhere. Those to a row that was refused itself are passed over.
pub(super) fn dangling(
    conn: &Connection,
    tables: &[Table],
    files: &BTreeMap<String, Cow<'static, [u8]>>,
    loads: &BTreeMap<&str, Load>,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    for table in tables {
        let file = format!("{}.csv", table.name);
        for (column, parent) in table.columns.iter().filter_map(|column| Some((column, column.references.as_ref()?))) {
            let sql = format!(
                "SELECT \"{0}\" FROM {1} WHERE \"{0}\" IS NOT NULL AND \"{0}\" NOT IN (SELECT id FROM {parent})",
                column.name, table.name
            );
            let mut statement = conn.prepare(&sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            for value in rows.collect::<Result<BTreeSet<String>, _>>()? {
                if loads.get(parent.as_str()).is_some_and(|load| load.refused(&value)) {
                    continue;
                }
                for line in lines_with(files.get(&file).map_or(&[][..], Cow::as_ref), &column.name, &value) {
                    let reason = format!("{}: no `{value}` in table `{parent}`", column.name);
                    problems.push(Problem { file: file.clone(), line, reason });
                }
            }
        }
    }
    Ok(())
}

/// The lines of a file on which `column` holds `value`.
fn lines_with(bytes: &[u8], column: &str, value: &str) -> Vec<u64> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let at =
        reader.headers().ok().and_then(|header| header.iter().position(|name| name == column)).unwrap_or(usize::MAX);
    let found = reader.records().filter_map(Result::ok).filter(|record| record.get(at) == Some(value));
    found.map(|record| record.position().map_or(0, csv::Position::line)).collect()
}
