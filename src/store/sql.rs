//! Questions in SQL: read-only, and with an end.

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

/// How far a query may go before it is ended.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows that it may answer; one more is an error.
    pub rows: usize,
    /// Time that it may take, by the clock.
    pub time: Duration,
}

impl Limits {
    /// What is said of a query that takes too long.
    pub fn out_of_time(&self) -> String {
        format!("the query was ended after {} s; ask for less, or allow more with `--seconds N`", self.time.as_secs())
    }
}

/// What a query answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Names of the columns; one that stands twice is numbered: `name`, `name_2`. Generated columns are
    /// left out where the query does not name them.
    pub columns: Vec<String>,
    /// Texts, numbers and nulls; a blob is written as `x'00ff'`.
    pub rows: Vec<Vec<Value>>,
}

/// The longest text that a function may make, and the most that all rows may hold, in bytes.
const LONGEST_TEXT: i32 = 10_000_000;
const LARGEST_ANSWER: usize = 100_000_000;

/// Steps of SQLite's machine between two looks at the clock.
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
    /// Answers one query in SQL. Whatever would write, attach a file or load code is refused. The time limit
    /// is looked at between the steps of the query: a single function on a long text may take longer.
    ///
    /// # Errors
    /// [`Error::Usage`] when the query is no SQL, is more than one statement, is not a question, or reaches a limit.
    pub fn sql(&mut self, query: &str, limits: &Limits) -> Result<Selection, Error> {
        self.conn.authorizer(Some(allow))?;
        let begin = Instant::now();
        let time = limits.time;
        self.conn.progress_handler(STEPS, Some(move || begin.elapsed() > time))?;
        self.conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_TEXT)?;
        let answer = self.select(query, limits, begin);
        self.conn.progress_handler(0, None::<fn() -> bool>)?;
        self.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        answer
    }

    fn select(&self, query: &str, limits: &Limits, begin: Instant) -> Result<Selection, Error> {
        let worded = |error: rusqlite::Error| Error::Usage(reason(&error, limits));
        let mut batch = Batch::new(&self.conn, query);
        let Some(mut statement) = batch.next().map_err(worded)? else {
            return Err(Error::Usage("there is no SQL in the query".to_string()));
        };
        if !matches!(batch.next(), Ok(None)) {
            return Err(Error::Usage("the query has more than one statement; ask one at a time".to_string()));
        }
        if !statement.readonly() {
            return Err(Error::Usage(READ_ONLY.to_string()));
        }
        let computed = self.computed_columns()?;
        // `*` stands for what a table holds, not for what it works out of that.
        let names = statement.column_names();
        let wanted = |name: &str| !computed.contains(name) || query.contains(name);
        let (places, names): (Vec<usize>, Vec<&str>) =
            names.into_iter().enumerate().filter(|(_, name)| wanted(name)).unzip();
        let columns = numbered(names);
        let (mut rows, mut size) = (Vec::new(), 0);
        let mut found = statement.query([]).map_err(worded)?;
        while let Some(row) = found.next().map_err(worded)? {
            if rows.len() == limits.rows {
                return Err(Error::Usage(format!(
                    "the query has more than {} rows; add `LIMIT`, or allow more with `--rows N`",
                    limits.rows
                )));
            }
            // Few steps of the machine can make much text.
            if begin.elapsed() > limits.time {
                return Err(Error::Usage(limits.out_of_time()));
            }
            let mut values = Vec::with_capacity(columns.len());
            for at in &places {
                let value = value(row.get_ref(*at)?);
                size += value.as_str().map_or(8, str::len);
                values.push(value);
            }
            if size > LARGEST_ANSWER {
                let most = LARGEST_ANSWER / 1_000_000;
                return Err(Error::Usage(format!("the answer is larger than {most} MB; ask for less of it")));
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

const READ_ONLY: &str = "`sql` only reads; change the data with `put`, `drop`, `import` and `undo`";

fn allow(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let known = PRAGMAS.iter().any(|name| pragma_name.eq_ignore_ascii_case(name));
            // These three are set by giving them a value.
            let sets = matches!(&*pragma_name.to_ascii_lowercase(), "application_id" | "user_version" | "encoding");
            if known && !(sets && pragma_value.is_some()) { Authorization::Allow } else { Authorization::Deny }
        }
        _ => Authorization::Deny,
    }
}

fn reason(error: &rusqlite::Error, limits: &Limits) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly) => READ_ONLY.to_string(),
        Some(ErrorCode::OperationInterrupted) => limits.out_of_time(),
        Some(ErrorCode::TooBig) => format!("the query makes a text of more than {} MB", LONGEST_TEXT / 1_000_000),
        _ => match error {
            rusqlite::Error::SqlInputError { msg, .. } if msg.starts_with("not authorized") => READ_ONLY.to_string(),
            rusqlite::Error::SqlInputError { msg, .. } => format!("the query is no SQL: {msg}"),
            rusqlite::Error::InvalidParameterCount(..) => {
                "the query has places for values; write the values in it".to_string()
            }
            other => format!("the query was refused: {other}"),
        },
    }
}

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
