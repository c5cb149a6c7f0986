//! Rows on their way into a table, many with one statement: it finds its place once, and not anew for each.

use csv::StringRecord;
use rusqlite::{Connection, Statement};

use super::read::{Rows, cell};
use crate::store::constraint::{reason, refused};
use crate::store::schema::Table;
use crate::{Error, names};

/// More at once save no time.
const AT_ONCE: usize = 50;

pub(super) struct Insert<'a> {
    conn: &'a Connection,
    table: &'a Table,
    one: Statement<'a>,
    /// Creation when there are so many.
    many: Option<Statement<'a>>,
    /// The first `count` wait; the others are there to be read into.
    waiting: Vec<Row>,
    count: usize,
}

/// A row that was read.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub cells: StringRecord,
    pub line: u64,
    /// None of its references leads nowhere.
    pub sound: bool,
}

impl<'a> Insert<'a> {
    pub fn into(conn: &'a Connection, table: &'a Table) -> Result<Self, Error> {
        let one = conn.prepare(&table.insert(1))?;
        Ok(Insert { conn, table, one, many: None, waiting: vec![Row::default(); AT_ONCE], count: 0 })
    }

    /// Takes the row of `rows` that was read last.
    pub fn take(&mut self, rows: &mut Rows, line: u64, sound: bool) {
        let row = &mut self.waiting[self.count];
        (row.line, row.sound) = (line, sound);
        rows.swap(&mut row.cells);
        self.count += 1;
    }

    /// Whether no more can be taken before those that wait are inserted.
    pub fn is_full(&self) -> bool {
        self.count == AT_ONCE
    }

    /// Inserts the rows that wait, and tells of each why it was refused, if it was.
    pub fn flush(&mut self, rows: &Rows, mut settle: impl FnMut(&Row, Option<String>)) -> Result<(), Error> {
        // Where one of many breaks a rule, all are taken back with it. Which, and why, they tell one by one.
        let all = self.is_full() && self.all(rows)?;
        for row in &self.waiting[..self.count] {
            let reason = if all { None } else { one(self.conn, self.table, &mut self.one, rows, row)? };
            settle(row, reason);
        }
        self.count = 0;
        Ok(())
    }

    /// Inserts as many rows as can wait with one statement, all of them or none; answers whether it did.
    fn all(&mut self, rows: &Rows) -> Result<bool, Error> {
        let many = match &mut self.many {
            Some(many) => many,
            none => none.insert(self.conn.prepare(&self.table.insert(AT_ONCE))?),
        };
        for (at, row) in self.waiting.iter().enumerate() {
            if bind(many, at * self.table.columns.len(), self.table, rows, row)?.is_err() {
                return Ok(false);
            }
        }
        Ok(refused(many.raw_execute())?.is_none())
    }
}

/// Inserts a row by itself, or answers why it was refused.
fn one(
    conn: &Connection,
    table: &Table,
    statement: &mut Statement,
    rows: &Rows,
    row: &Row,
) -> Result<Option<String>, Error> {
    if let Err(reason) = bind(statement, 0, table, rows, row)? {
        return Ok(Some(reason));
    }
    let error = refused(statement.raw_execute())?;
    Ok(error.map(|error| reason(conn, table, rows.text_of(&row.cells, 0), &error)))
}

/// Binds the cells of a row behind `place`, or answers which of them its column does not take.
fn bind(
    statement: &mut Statement,
    place: usize,
    table: &Table,
    rows: &Rows,
    row: &Row,
) -> Result<Result<(), String>, Error> {
    let mut texts = (0..).map(|at| rows.text_of(&row.cells, at));
    for (place, column) in (place + 1..).zip(&table.columns) {
        if column.computed {
            statement.raw_bind_parameter(place, names::fold(rows.text_of(&row.cells, 0)))?;
            continue;
        }
        match cell(column, texts.next().unwrap_or_default()) {
            Ok(value) => statement.raw_bind_parameter(place, value)?,
            Err(reason) => return Ok(Err(reason)),
        }
    }
    Ok(Ok(()))
}
