//! Read-only queries in SQL, with limits.

use std::collections::HashSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, ErrorCode};
use serde_json::Value;

use super::Registry;
use crate::Error;
use crate::error::QueryError;

/// The limits of a query.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum number of rows; a query that returns more is an error.
    pub rows: usize,
    /// The maximum wall-clock time.
    pub time: Duration,
}

impl Limits {
    /// Returns limits of this many rows and this time.
    pub fn new(rows: usize, time: Duration) -> Self {
        Limits { rows, time }
    }
}

/// The result of a query.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Selection {
    /// Names of the columns; a repeated name is numbered: `name`, `name_2`. `*` does not include generated columns.
    pub columns: Vec<String>,
    /// Texts, numbers and nulls, a cell for each column; a blob is written as `x'00ff'`.
    pub rows: Vec<Vec<Value>>,
}

/// The maximum size of one text or blob, and of all rows together, in bytes; each cell counts as [`CELL`] bytes more.
/// A table for people takes eight times as much until it is printed, so this stays below 256 MB.
const LONGEST_TEXT: i32 = 500_000;
const LARGEST_RESULT: usize = 30_000_000;
const CELL: usize = 75;

/// The maximum number of columns.
const MOST_COLUMNS: i32 = 200;

/// Instructions of SQLite's virtual machine between two checks of the time.
const STEPS: i32 = 10_000;

/// Pragmas that only read.
const PRAGMAS: &[&str] = &[
    "application_id",
    "collation_list",
    "compile_options",
    "data_version",
    "database_list",
    "encoding",
    "foreign_key_check",
    "foreign_key_list",
    "freelist_count",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "page_count",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
];

impl Registry {
    /// Runs one read-only query in SQL. Statements that would write, attach a file or load code are refused.
    /// SQLite checks the time limit between its instructions, so one call of a slow function can exceed it.
    ///
    /// # Errors
    /// [`Error::Query`] if the query is invalid, is not a single read-only statement, or reaches a limit.
    pub fn sql(&mut self, query: &str, limits: &Limits) -> Result<Selection, Error> {
        self.conn.authorizer(Some(allow))?;
        let begin = Instant::now();
        let time = limits.time;
        self.conn.progress_handler(STEPS, Some(move || begin.elapsed() > time))?;
        let mut before = Vec::new();
        for (limit, value) in [(Limit::SQLITE_LIMIT_LENGTH, LONGEST_TEXT), (Limit::SQLITE_LIMIT_COLUMN, MOST_COLUMNS)] {
            before.push((limit, self.conn.limit(limit)?));
            self.conn.set_limit(limit, value)?;
        }
        let selection = self.select(query, limits, begin);
        for (limit, value) in before {
            self.conn.set_limit(limit, value)?;
        }
        self.conn.progress_handler(0, None::<fn() -> bool>)?;
        self.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        selection
    }

    fn select(&self, query: &str, limits: &Limits, begin: Instant) -> Result<Selection, Error> {
        if query.contains('\0') {
            return Err(QueryError::Nul.into());
        }
        let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
            // What is wrong is not the query.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::SystemIoFailure) => error.into(),
            _ => Error::from(QueryError::from_sqlite(&error, limits)),
        };
        let mut batch = Batch::new(&self.conn, query);
        let Some(mut statement) = batch.next().map_err(failed)? else {
            return Err(QueryError::Empty.into());
        };
        if !matches!(batch.next(), Ok(None)) {
            return Err(QueryError::SeveralStatements.into());
        }
        if !statement.readonly() {
            return Err(QueryError::NotReadOnly.into());
        }
        let computed = self.computed_columns()?;
        // `*` leaves out generated columns, as a hidden column would be.
        let names = statement.column_names();
        let wanted = |name: &str| !computed.contains(name) || query.contains(name);
        let (places, names): (Vec<usize>, Vec<&str>) =
            names.into_iter().enumerate().filter(|(_, name)| wanted(name)).unzip();
        let columns = numbered(names);
        let (mut rows, mut size) = (Vec::new(), 0);
        let mut found = statement.query([]).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            if rows.len() == limits.rows {
                return Err(QueryError::TooManyRows(limits.rows).into());
            }
            // A few instructions can produce much text between two calls of the progress handler.
            if begin.elapsed() > limits.time {
                return Err(QueryError::TooSlow(limits.time).into());
            }
            let mut values = Vec::with_capacity(columns.len());
            for at in &places {
                let value = value(row.get_ref(*at)?);
                size += CELL + value.as_str().map_or(0, str::len);
                if size > LARGEST_RESULT {
                    return Err(QueryError::TooLarge(LARGEST_RESULT).into());
                }
                values.push(value);
            }
            rows.push(values);
        }
        Ok(Selection { columns, rows })
    }

    fn computed_columns(&self) -> Result<HashSet<String>, Error> {
        let mut statement = self.conn.prepare(
            "SELECT DISTINCT info.name FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS info
             WHERE tables.type = 'table' AND info.hidden > 0",
        )?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}

fn allow(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let known = PRAGMAS.iter().any(|name| pragma_name.eq_ignore_ascii_case(name));
            // With a value, these three write.
            let sets = matches!(&*pragma_name.to_ascii_lowercase(), "application_id" | "user_version" | "encoding");
            if known && !(sets && pragma_value.is_some()) { Authorization::Allow } else { Authorization::Deny }
        }
        _ => Authorization::Deny,
    }
}

impl QueryError {
    fn from_sqlite(error: &rusqlite::Error, limits: &Limits) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly) => QueryError::NotReadOnly,
            Some(ErrorCode::OperationInterrupted) => QueryError::TooSlow(limits.time),
            Some(ErrorCode::TooBig) => QueryError::TooLong(LONGEST_TEXT as usize),
            _ => match error {
                rusqlite::Error::SqlInputError { msg, .. } if msg.starts_with("not authorized") => {
                    QueryError::NotReadOnly
                }
                rusqlite::Error::SqlInputError { msg, .. } => QueryError::Invalid(msg.clone()),
                rusqlite::Error::InvalidParameterCount(..) => QueryError::Parameters,
                other => QueryError::Failed(other.to_string()),
            },
        }
    }
}

/// Returns `names` made unique: a repeated name gets a number.
fn numbered<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut unique = |name: &str| {
        let numbers = std::iter::successors(Some(2), |count: &u32| count.checked_add(1));
        let names = std::iter::once(name.to_string()).chain(numbers.map(|count| format!("{name}_{count}")));
        names.into_iter().find(|name| seen.insert(name.clone())).unwrap_or_default()
    };
    names.into_iter().map(&mut unique).collect()
}

fn value(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) if number.is_finite() => number.into(),
        ValueRef::Real(number) => number.to_string().into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => {
            let mut text = String::with_capacity(2 * bytes.len() + 3);
            text.push_str("x'");
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\'');
            text.into()
        }
    }
}
