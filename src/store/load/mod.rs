//! Loads a data package into an empty database, and reports every invalid row with its line.

mod insert;
mod read;

use std::collections::BTreeMap;

use rusqlite::Connection;
use rustc_hash::FxHashSet;

use super::schema::{self, Column, Table};
use crate::package::Package;
use crate::{Error, Problem};
use insert::Insert;
pub(crate) use read::{Rows, cell};

/// Fills the empty tables of a database with the rows of `package`, in one transaction.
///
/// # Errors
/// [`Error::Invalid`] with every row that violates a constraint.
pub(crate) fn load(package: &Package, conn: &mut Connection) -> Result<(), Error> {
    let tables = schema::tables(conn)?;
    let mut problems = unknown_files(package, &tables);
    // References are checked as rows are read: SQLite would report only that some reference is wrong, not which.
    conn.pragma_update(None, "foreign_keys", false)?;
    let transaction = conn.transaction()?;
    let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
    for table in &tables {
        let file = format!("{}.csv", table.name);
        if let Some(bytes) = package.files.get(&file) {
            let load = load_table(&transaction, table, &file, bytes, &loads, &mut problems)?;
            loads.insert(table.name.as_str(), load);
        }
    }
    if !problems.is_empty() {
        problems.sort();
        return Err(Error::Invalid(problems));
    }
    transaction.commit()?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Returns a problem for each CSV file of `package` without a table of that name.
pub(crate) fn unknown_files(package: &Package, tables: &[Table]) -> Vec<Problem> {
    let known = |file: &str| tables.iter().any(|table| file.strip_suffix(".csv") == Some(&table.name));
    let unknown = package.files.keys().filter(|file| file.ends_with(".csv") && !known(file));
    unknown.map(|file| Problem { file: file.clone(), line: 0, reason: "no table has this name".to_string() }).collect()
}

/// The result of loading one file.
#[derive(Default)]
struct Load {
    /// Ids of the rows in the table.
    ids: FxHashSet<String>,
    /// Ids of the rows that were refused, or that refer to one that was.
    refused: FxHashSet<String>,
    /// Whether the whole file is unreadable.
    unread: bool,
}

fn load_table(
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
    let mut insert = Insert::new(conn, table)?;
    let problem = |line, reason| Problem { file: file.to_string(), line, reason };
    let references = references(&rows.columns);
    loop {
        let read = rows.next();
        if read.is_none() || insert.is_full() {
            insert.flush(&rows, |row, reason| {
                let key = rows.text_of(&row.cells, 0).to_string();
                if !row.sound || reason.is_some() {
                    load.refused.insert(key);
                } else if table.has_id() {
                    load.ids.insert(key);
                }
                // Wrong references have been reported, with a better reason.
                let reason = reason.filter(|reason| row.sound || !reason.contains(": no such "));
                problems.extend(reason.map(|reason| problem(row.line, reason)));
            })?;
        }
        let line = match read {
            None => return Ok(load),
            Some(Ok(line)) => line,
            Some(Err(problem)) => {
                problems.push(problem);
                load.refused.insert(rows.text(0).to_string());
                continue;
            }
        };
        let mut sound = true;
        for reference in &references {
            if let Err(reason) = reference.check(&rows, loads) {
                sound = false;
                problems.extend(reason.map(|reason| problem(line, reason)));
            }
        }
        insert.take(&mut rows, line, sound);
    }
}

/// A column whose cells are ids of rows of `parent`; without it, the first cell of the row names the table.
struct Reference<'a> {
    at: usize,
    column: &'a str,
    parent: Option<&'a str>,
}

fn references<'a>(columns: &[&'a Column]) -> Vec<Reference<'a>> {
    let reference = |(at, column): (usize, &&'a Column)| {
        let parent = column.references.as_deref();
        // The record of a citation is in the table that the citation names.
        (parent.is_some() || column.name == "record").then_some(Reference { at, column: &column.name, parent })
    };
    columns.iter().enumerate().filter_map(reference).collect()
}

impl Reference<'_> {
    /// Checks that the current row refers to a row that exists. If it does not, the error is the reason, or `None` if the
    /// other row was refused and this one is not to blame.
    fn check(&self, rows: &Rows, loads: &BTreeMap<&str, Load>) -> Result<(), Option<String>> {
        let (id, parent) = (rows.text(self.at), self.parent.unwrap_or_else(|| rows.text(0)));
        match loads.get(parent) {
            _ if id.is_empty() => Ok(()),
            None if self.parent.is_none() => Ok(()),
            Some(load) if load.ids.contains(id) => Ok(()),
            Some(load) if load.unread || load.refused.contains(id) => Err(None),
            _ => Err(Some(format!("{}: no `{id}` in table `{parent}`", self.column))),
        }
    }
}
