//! `sql`: a read-only query.

use std::io::Read;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use clap::Args;
use serde_json::{Map, Value};

use super::{Context, Exit, Failure, ResultTable, output};
use crate::Error;
use crate::store::{Limits, QueryError};
use crate::wording::count;

/// Run a read-only SQL query
///
/// The tables are described in seed/README.md. Only a single statement that reads is accepted. A query that reaches a
/// limit fails.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic sql \"SELECT party, start FROM membership WHERE role = 'observer' ORDER BY start\"
  arctic sql - -f csv < query.sql")]
pub(crate) struct Sql {
    /// The query; `-` reads it from standard input
    query: String,
    /// Maximum number of rows
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    rows: usize,
    /// Maximum time in seconds
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u64,
}

impl Sql {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let mut query = self.query;
        if query == "-" {
            query.clear();
            std::io::stdin().lock().read_to_string(&mut query).map_err(Error::io("standard input".as_ref()))?;
        }
        let mut registry = context.registry()?;
        let limits = Limits::new(self.rows, Duration::from_secs(self.seconds));
        let finished = exit_at(limits);
        let found = registry.sql(&query, &limits)?;
        drop(finished);
        let shown: Vec<(&str, &str)> = found.columns.iter().map(|name| (name.as_str(), name.as_str())).collect();
        let row = |values: Vec<Value>| found.columns.iter().cloned().zip(values).collect::<Map<_, _>>();
        let rows: Vec<Map<String, Value>> = found.rows.into_iter().map(row).collect();
        let table = ResultTable::new(count(rows.len(), "row"), &shown, &rows).verbatim();
        output::print(table, &context.global, &registry)?;
        Ok((!rows.is_empty()).into())
    }
}

/// Ends the process, which only reads, if a single function of the query runs past the time limit. Dropping the returned
/// sender cancels that.
fn exit_at(limits: Limits) -> Sender<()> {
    const GRACE: Duration = Duration::from_secs(1);
    let (finished, waiting) = mpsc::channel::<()>();
    // Without threads, the time is checked between the instructions of the query only.
    let _ = std::thread::Builder::new().spawn(move || {
        let wait = limits.time.saturating_add(GRACE);
        if waiting.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            output::error(&Failure::from(QueryError::TooSlow(limits.time)).to_string());
            std::process::exit(Exit::Usage as i32);
        }
    });
    finished
}
