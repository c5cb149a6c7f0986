//! Inserts rows in batches, many with one statement, which is much faster than one by one.

use csv::StringRecord;
use rusqlite::{Connection, Statement};

use super::read::{Rows, cell};
use crate::store::constraint::{reason, violation};
use crate::store::schema::Table;
use crate::{Error, names};

/// The size of a batch; larger ones save no time.
const AT_ONCE: usize = 50;

pub(super) struct Insert<'a> {
    conn: &'a Connection,
    table: &'a Table,
    one: Statement<'a>,
    /// Prepared for the first full batch.
    many: Option<Statement<'a>>,
    /// The first `count` rows are waiting; the others are reused buffers.
    waiting: Vec<Row>,
    count: usize,
}

/// A row that has been read.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub cells: StringRecord,
    pub line: u64,
    /// Whether all its references exist.
    pub sound: bool,
}

impl<'a> Insert<'a> {
    pub fn new(conn: &'a Connection, table: &'a Table) -> Result<Self, Error> {
        let one = conn.prepare(&table.insert(1))?;
        Ok(Insert { conn, table, one, many: None, waiting: vec![Row::default(); AT_ONCE], count: 0 })
    }

    /// Adds the current row of `rows` to the batch.
    pub fn take(&mut self, rows: &mut Rows, line: u64, sound: bool) {
        let row = &mut self.waiting[self.count];
        (row.line, row.sound) = (line, sound);
        rows.swap(&mut row.cells);
        self.count += 1;
    }

    /// Returns whether the batch must be flushed before another row is added.
    pub fn is_full(&self) -> bool {
        self.count == AT_ONCE
    }

    /// Inserts the rows of the batch, and calls `settle` with each and the reason if it was refused.
    pub fn flush(&mut self, rows: &Rows, mut settle: impl FnMut(&Row, Option<String>)) -> Result<(), Error> {
        // If one row of a batch is refused, none is inserted. Inserting them one by one shows which, and why.
        let all = self.is_full() && self.all(rows)?;
        for row in &self.waiting[..self.count] {
            let reason = if all { None } else { one(self.conn, self.table, &mut self.one, rows, row)? };
            settle(row, reason);
        }
        self.count = 0;
        Ok(())
    }

    /// Inserts a full batch with one statement, and returns whether all rows were accepted.
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
        Ok(violation(many.raw_execute())?.is_none())
    }
}

/// Inserts a single row, and returns the reason if it was refused.
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
    let error = violation(statement.raw_execute())?;
    Ok(error.map(|error| reason(conn, table, rows.text_of(&row.cells, 0), &error)))
}

/// Binds the cells of a row to the parameters after `place`, or returns why a cell is invalid.
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
