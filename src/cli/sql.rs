//! `sql`: a question in SQL.

use std::io::Read;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use crate::Error;
use crate::store::{Limits, QueryError};
use serde_json::{Map, Value};

use super::advice;
use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, query: &str, rows: usize, seconds: u64) -> Result<Exit, Error> {
    let mut text = query.to_string();
    if query == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::io("standard input".as_ref()))?;
    }
    let mut registry = context.registry()?;
    let limits = Limits { rows, time: Duration::from_secs(seconds) };
    let answered = end_at(limits);
    let found = registry.sql(&text, &limits)?;
    drop(answered);
    let columns: Vec<&str> = found.columns.iter().map(String::as_str).collect();
    let shown: Vec<(&str, &str)> = columns.iter().map(|name| (*name, *name)).collect();
    let row = |values: Vec<Value>| found.columns.iter().cloned().zip(values).collect::<Map<_, _>>();
    let rows: Vec<Map<String, Value>> = found.rows.into_iter().map(row).collect();
    let title = format!("{} row{}", rows.len(), if rows.len() == 1 { "" } else { "s" });
    output::print(ResultTable::new(title, &columns, &shown, &rows, |_| None).verbatim(), &context.global, &registry)?;
    Ok(if rows.is_empty() { Exit::No } else { Exit::Yes })
}

/// Ends the program, which only reads, where one function of the query runs on beyond the limit. What it
/// answers is dropped when the query is answered.
fn end_at(limits: Limits) -> Sender<()> {
    const GRACE: Duration = Duration::from_secs(1);
    let (answered, waiting) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let wait = limits.time.saturating_add(GRACE);
        if waiting.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            output::complain("error", &advice::message(&QueryError::TooSlow(limits.time).into()));
            std::process::exit(Exit::Usage as i32);
        }
    });
    answered
}
