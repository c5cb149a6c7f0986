//! A package on its way into a database: every row that breaks a rule is named, with its line.

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

/// Fills the empty tables of a database, all of them or none.
///
/// # Errors
/// [`Error::Invalid`] with every row that breaks a rule.
pub(crate) fn load(package: &Package, conn: &mut Connection) -> Result<(), Error> {
    let tables = schema::tables(conn)?;
    let mut problems = unknown_files(package, &tables);
    // References are looked at here, as rows are read, and named by their line; of a wrong one
    // SQLite would say no more than that there is one.
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

/// A problem for each CSV file of `package` that no table is named after.
pub(crate) fn unknown_files(package: &Package, tables: &[Table]) -> Vec<Problem> {
    let known = |file: &str| tables.iter().any(|table| file.strip_suffix(".csv") == Some(&table.name));
    let unknown = package.files.keys().filter(|file| file.ends_with(".csv") && !known(file));
    unknown.map(|file| Problem { file: file.clone(), line: 0, reason: "no table has this name".to_string() }).collect()
}

/// What came of reading one file.
#[derive(Default)]
struct Load {
    /// Ids of the rows that are in the table now.
    ids: FxHashSet<String>,
    /// Ids of the rows that were refused, or that refer to one that was.
    refused: FxHashSet<String>,
    /// The file could not be read at all.
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
    let mut insert = Insert::into(conn, table)?;
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
                // What the triggers say of a reference has been said.
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
            if let Err(reason) = reference.leads_somewhere(&rows, loads) {
                sound = false;
                problems.extend(reason.map(|reason| problem(line, reason)));
            }
        }
        insert.take(&mut rows, line, sound);
    }
}

/// A column whose cells name rows of a table: of one that came before, or of that which the first cell names.
struct Reference<'a> {
    at: usize,
    column: &'a str,
    parent: Option<&'a str>,
}

fn references<'a>(columns: &[&'a Column]) -> Vec<Reference<'a>> {
    let reference = |(at, column): (usize, &&'a Column)| {
        let parent = column.references.as_deref();
        // What a citation supports is in the table that it names.
        (parent.is_some() || column.name == "record").then_some(Reference { at, column: &column.name, parent })
    };
    columns.iter().enumerate().filter_map(reference).collect()
}

impl Reference<'_> {
    /// Whether the row last read refers to one that is there. Where it does not, the reason to give; or none, where it
    /// leads to a row that was refused itself and this row is not to blame.
    fn leads_somewhere(&self, rows: &Rows, loads: &BTreeMap<&str, Load>) -> Result<(), Option<String>> {
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
