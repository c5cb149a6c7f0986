//! `sql`: a question in SQL.

use std::io::Read;
use std::time::Duration;

use arctic_council::Error;
use arctic_council::store::sql::Limits;
use serde_json::{Map, Value};

use super::{Context, Exit};
use crate::output::{self, Sheet};

pub fn run(context: &Context, query: &str, rows: usize, seconds: u64) -> Result<Exit, Error> {
    let mut text = query.to_string();
    if query == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::io("standard input".as_ref()))?;
    }
    let mut registry = context.registry()?;
    let limits = Limits { rows, time: Duration::from_secs(seconds) };
    let found = registry.sql(&text, &limits)?;
    let columns: Vec<&str> = found.columns.iter().map(String::as_str).collect();
    let shown: Vec<(&str, &str)> = columns.iter().map(|name| (*name, *name)).collect();
    let row = |values: Vec<Value>| found.columns.iter().cloned().zip(values).collect::<Map<_, _>>();
    let rows: Vec<Map<String, Value>> = found.rows.into_iter().map(row).collect();
    let title = format!("{} row{}", rows.len(), if rows.len() == 1 { "" } else { "s" });
    output::print(Sheet::new(title, &columns, &shown, &rows, |_| None).verbatim(), &context.global, &registry)?;
    Ok(if rows.is_empty() { Exit::No } else { Exit::Yes })
}
