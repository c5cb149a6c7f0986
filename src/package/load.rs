//! A package on its way into a database: every row that breaks a rule is named, with its line.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rustc_hash::FxHashSet;

use super::insert::{Insert, Settled};
use super::read::Rows;
use crate::store::catalogue::{Column, Table};
use crate::{Error, Problem};

/// What came of reading one file.
#[derive(Default)]
pub(super) struct Load {
    /// Ids of the rows that are in the table now.
    ids: FxHashSet<String>,
    /// Ids of the rows that were refused, or that refer to one that was.
    refused: FxHashSet<String>,
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
    let mut insert = Insert::into(conn, table)?;
    let references = references(&rows.columns, loads);
    while let Some(read) = rows.next() {
        let line = match read {
            Ok(line) => line,
            Err(problem) => {
                problems.push(problem);
                load.refused.insert(rows.text(0).to_string());
                continue;
            }
        };
        let mut sound = true;
        for reference in &references {
            if let Some(reason) = reference.dangling(&rows) {
                sound = false;
                problems.extend(reason.map(|reason| Problem { file: file.to_string(), line, reason }));
            }
        }
        insert.take(&mut rows, line, sound);
        if insert.is_full() {
            insert.all(&rows, |row| load.settle(table, &rows, row, problems))?;
        }
    }
    insert.rest(&rows, |row| load.settle(table, &rows, row, problems))?;
    Ok(load)
}

impl Load {
    /// Takes note of a row that was inserted or refused.
    fn settle(
        &mut self,
        table: &Table,
        rows: &Rows,
        Settled { row, line, sound, refused }: Settled,
        problems: &mut Vec<Problem>,
    ) {
        let key = rows.text_of(row, 0);
        if !sound || refused.is_some() {
            self.refused.insert(key.to_string());
        } else if table.has_id() {
            self.ids.insert(key.to_string());
        }
        // What the triggers say of a reference has been said.
        if let Some(reason) = refused.filter(|reason| sound || !reason.contains(": no such ")) {
            problems.push(Problem { file: rows.file.to_string(), line, reason });
        }
    }
}

/// A column whose cells name rows of a table: of one that came before, or of that which the first cell names.
struct Reference<'a> {
    at: usize,
    column: &'a str,
    parent: Option<&'a str>,
    loads: &'a BTreeMap<&'a str, Load>,
}

fn references<'a>(columns: &[&'a Column], loads: &'a BTreeMap<&str, Load>) -> Vec<Reference<'a>> {
    let columns = columns.iter().enumerate();
    let reference = |(at, column): (usize, &&'a Column)| {
        let parent = column.references.as_deref();
        // What a citation supports is in the table that it names.
        (parent.is_some() || column.name == "record").then_some(Reference { at, column: &column.name, parent, loads })
    };
    columns.filter_map(reference).collect()
}

impl Reference<'_> {
    /// Where the row last read leads nowhere, the reason to give; or none, where it leads to a row that was refused
    /// itself and this row is not to blame.
    fn dangling(&self, rows: &Rows) -> Option<Option<String>> {
        let (id, parent) = (rows.text(self.at), self.parent.unwrap_or_else(|| rows.text(0)));
        match self.loads.get(parent) {
            _ if id.is_empty() => None,
            None if self.parent.is_none() => None,
            Some(load) if load.ids.contains(id) => None,
            Some(load) if load.unread || load.refused.contains(id) => Some(None),
            _ => Some(Some(format!("{}: no `{id}` in table `{parent}`", self.column))),
        }
    }
}
