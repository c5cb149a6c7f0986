//! Rows on their way into a table, many with one statement: it finds its place once, and not anew for each.

use csv::StringRecord;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Statement};

use super::read::{Rows, cell};
use crate::store::catalogue::Table;
use crate::{Error, names};

/// More at once save no time.
const AT_ONCE: usize = 50;

pub(super) struct Insert<'a> {
    conn: &'a Connection,
    table: &'a Table,
    one: Statement<'a>,
    /// Made when there are so many.
    many: Option<Statement<'a>>,
    /// The first `count` wait; the others are there to be read into.
    waiting: Vec<Waiting>,
    count: usize,
}

#[derive(Clone, Default)]
struct Waiting {
    row: StringRecord,
    line: u64,
    sound: bool,
}

/// A row that was inserted, or refused with a reason.
pub(super) struct Settled<'a> {
    pub row: &'a StringRecord,
    pub line: u64,
    /// What was said of it when it was taken.
    pub sound: bool,
    pub refused: Option<String>,
}

impl<'a> Insert<'a> {
    pub fn into(conn: &'a Connection, table: &'a Table) -> Result<Self, Error> {
        let (one, many) = (prepare(conn, table, 1)?, None);
        Ok(Insert { conn, table, one, many, waiting: vec![Waiting::default(); AT_ONCE], count: 0 })
    }

    /// Takes the row of `rows` that was read last.
    pub fn take(&mut self, rows: &mut Rows, line: u64, sound: bool) {
        let waiting = &mut self.waiting[self.count];
        (waiting.line, waiting.sound) = (line, sound);
        rows.swap(&mut waiting.row);
        self.count += 1;
    }

    /// Whether no more can be taken before those that wait are inserted.
    pub fn is_full(&self) -> bool {
        self.count == AT_ONCE
    }

    /// Inserts as many rows as can wait, and tells what became of each.
    pub fn all(&mut self, rows: &Rows, mut settle: impl FnMut(Settled)) -> Result<(), Error> {
        let many = match &mut self.many {
            Some(many) => many,
            none => none.insert(prepare(self.conn, self.table, AT_ONCE)?),
        };
        let mut place = 0;
        for waiting in &self.waiting {
            if bind(many, &mut place, self.table, rows, &waiting.row)?.is_err() {
                return self.rest(rows, settle);
            }
        }
        if execute(many)?.is_err() {
            // One of them breaks a rule, and all were taken back with it. Which, and why?
            return self.rest(rows, settle);
        }
        for Waiting { row, line, sound } in &self.waiting {
            settle(Settled { row, line: *line, sound: *sound, refused: None });
        }
        self.count = 0;
        Ok(())
    }

    /// Inserts the rows that wait, each by itself, and tells what became of it.
    pub fn rest(&mut self, rows: &Rows, mut settle: impl FnMut(Settled)) -> Result<(), Error> {
        for Waiting { row, line, sound } in &self.waiting[..self.count] {
            let refused = match bind(&mut self.one, &mut 0, self.table, rows, row)? {
                Err(reason) => Some(reason),
                Ok(()) => {
                    let error = execute(&mut self.one)?.err();
                    error.map(|error| reason(self.conn, self.table, rows.text_of(row, 0), &error))
                }
            };
            settle(Settled { row, line: *line, sound: *sound, refused });
        }
        self.count = 0;
        Ok(())
    }
}

/// The statement that inserts so many rows.
fn prepare<'a>(conn: &'a Connection, table: &Table, rows: usize) -> Result<Statement<'a>, Error> {
    let columns = table.columns_in_files().chain(table.columns.iter().filter(|column| column.computed));
    let names: Vec<String> = columns.map(|column| format!("\"{}\"", column.name)).collect();
    let places = format!("({})", vec!["?"; names.len()].join(", "));
    let places = vec![&*places; rows].join(", ");
    Ok(conn.prepare(&format!("INSERT INTO {} ({}) VALUES {places}", table.name, names.join(", ")))?)
}

/// Binds the cells of a row behind `place`, or answers which of them its column does not take.
fn bind(
    statement: &mut Statement,
    place: &mut usize,
    table: &Table,
    rows: &Rows,
    row: &StringRecord,
) -> Result<Result<(), String>, Error> {
    for (at, column) in rows.columns.iter().enumerate() {
        match cell(column, rows.text_of(row, at)) {
            Ok(value) => {
                *place += 1;
                statement.raw_bind_parameter(*place, value)?;
            }
            Err(reason) => return Ok(Err(reason)),
        }
    }
    if table.name == "alias" {
        *place += 1;
        statement.raw_bind_parameter(*place, names::fold(rows.text_of(row, 0)))?;
    }
    Ok(Ok(()))
}

/// Executes a statement whose values are bound, or answers with which error it broke a rule.
fn execute(statement: &mut Statement) -> Result<Result<(), rusqlite::Error>, Error> {
    match statement.raw_execute() {
        Ok(_) => Ok(Ok(())),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(Err(error)),
        Err(error) => Err(error.into()),
    }
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
