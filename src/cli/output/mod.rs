//! Writes answers to standard output in the selected format, and remarks to standard error.

mod cite;
mod delimited;
mod json;
mod markdown;
mod progress;
mod table;
mod terminal;

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Context, Exit, Failure, Format, Global, usage};
use crate::store::{Meta, RecordId, Registry, Row, Source};
use crate::wording::{is_unsafe, nth};
use crate::{Answer, Error};
pub(crate) use progress::Progress;
pub(crate) use terminal::Out;

/// A table to print. Formats for programs have `columns`, those for people the columns `shown`.
pub(crate) struct ResultTable<'a> {
    /// The answer in one line.
    title: String,
    columns: Vec<&'a str>,
    /// Columns for people, with their headings.
    shown: &'a [(&'a str, &'a str)],
    rows: Vec<Map<String, Value>>,
    /// The record that supports each row.
    records: Vec<Option<RecordId>>,
    /// The sources of each row, if they are not those of its record.
    sources: Option<Vec<Vec<Source>>>,
    notes: Vec<String>,
    /// Whether words of the data are shown as they are, without their labels.
    verbatim: bool,
}

impl<'a> ResultTable<'a> {
    /// Returns a table of `rows`, whose columns are those shown.
    pub(crate) fn new<T: Serialize>(title: String, shown: &'a [(&'a str, &'a str)], rows: &[T]) -> Self {
        let map = |row: &T| match serde_json::to_value(row) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        };
        ResultTable {
            title,
            columns: shown.iter().map(|(column, _)| *column).collect(),
            shown,
            rows: rows.iter().map(map).collect(),
            records: vec![None; rows.len()],
            sources: None,
            notes: Vec::new(),
            verbatim: false,
        }
    }

    /// Returns a table of `rows` with the columns and records of their type.
    pub(crate) fn of<T: Row>(title: String, rows: &[T]) -> Self {
        ResultTable::new(title, T::SHOWN, rows).columns(T::COLUMNS).records(rows.iter().map(T::record))
    }

    /// Sets the columns for programs.
    pub(crate) fn columns(self, columns: &[&'a str]) -> Self {
        ResultTable { columns: columns.to_vec(), ..self }
    }

    /// Sets the record that supports each row.
    pub(crate) fn records(self, records: impl Iterator<Item = Option<RecordId>>) -> Self {
        ResultTable { records: records.collect(), ..self }
    }

    /// Sets the sources of each row.
    pub(crate) fn sources(self, sources: impl Iterator<Item = Vec<Source>>) -> Self {
        ResultTable { sources: Some(sources.collect()), ..self }
    }

    pub(crate) fn notes(self, notes: &[impl ToString]) -> Self {
        ResultTable { notes: notes.iter().map(ToString::to_string).collect(), ..self }
    }

    /// Shows words of the data as they are.
    pub(crate) fn verbatim(self) -> Self {
        ResultTable { verbatim: true, ..self }
    }

    /// Returns a cell as text for people: words of the data by their labels.
    fn cell(&self, row: &Map<String, Value>, column: &str, meta: &Meta) -> String {
        match row.get(column) {
            Some(Value::String(text)) if !self.verbatim && matches!(column, "role" | "kind" | "office") => {
                meta.label(text).to_string()
            }
            // Which chairship of its state it is.
            Some(Value::Number(turn)) if column == "turn" => nth(turn.as_i64().unwrap_or_default()),
            Some(Value::String(text)) if !self.verbatim && matches!(column, "outcome" | "basis" | "standing") => {
                text.replace('_', " ")
            }
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(value) => value.to_string(),
        }
    }

    fn sources_of_rows(&self, registry: &Registry) -> Result<Vec<Vec<Source>>, Error> {
        match &self.sources {
            Some(sources) => Ok(sources.clone()),
            None => {
                let of = |record: &Option<RecordId>| {
                    record.as_ref().map_or(Ok(Vec::new()), |record| registry.sources_of(record))
                };
                self.records.iter().map(of).collect()
            }
        }
    }
}

/// Prints an answer, and returns the exit status that says whether it is a yes.
pub(crate) fn answer<T: Row>(
    context: &Context,
    registry: &Registry,
    title: String,
    answer: &Answer<T>,
) -> Result<Exit, Failure> {
    print(ResultTable::of(title, &answer.rows).notes(&answer.notes), &context.global, registry)?;
    Ok(answer.known.into())
}

/// Prints `table` in the selected format, or references to its sources. In formats for programs, notes go to standard
/// error.
pub(crate) fn print(table: ResultTable, global: &Global, registry: &Registry) -> Result<(), Failure> {
    let sources = global.cite.map(|_| table.sources_of_rows(registry)).transpose()?;
    let sources = sources.as_deref();
    let text = match (global.references(), global.format) {
        (Some(style), Format::Table) => cite::render(style, &distinct(sources.unwrap_or_default()), registry)?,
        (Some(_), _) => return usage("references have their own format; remove `--format`"),
        (None, Format::Table) => table::render(&table, sources, registry.meta()),
        (None, Format::Markdown) => markdown::render(&table, sources, registry.meta()),
        (None, Format::Csv) => delimited::render(&table, sources, b','),
        (None, Format::Tsv) => delimited::render(&table, sources, b'\t'),
        (None, Format::Json) => json::render(&table, sources),
        (None, Format::Ndjson) => json::render_lines(&table, sources),
        (None, format @ (Format::Line | Format::Sarif | Format::Svg)) => return refuse_special(format),
    };
    // Other programs need not wait for the reader of a pipe.
    registry.release();
    if global.for_people() {
        return write(&text);
    }
    data(text.as_bytes())?;
    for text in &table.notes {
        note(text);
    }
    Ok(())
}

/// Refuses a format that cannot hold a table, which only one command writes.
pub(crate) fn refuse_special(format: Format) -> Result<(), Failure> {
    match format {
        Format::Line | Format::Sarif => usage("`line` and `sarif` are only for `check` of prose"),
        Format::Svg => usage("only `timeline` can be drawn: `arctic timeline --format svg`"),
        Format::Table | Format::Csv | Format::Tsv | Format::Json | Format::Ndjson | Format::Markdown => Ok(()),
    }
}

/// Writes data to standard output.
pub(crate) fn data(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = Out::new();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    Ok(written.map_err(Error::io("standard output".as_ref()))?)
}

/// Writes a message to standard output: what was done.
pub(crate) fn message(text: &str) -> Result<(), Failure> {
    write(&printable(text))
}

/// Writes text for people, in which data is sanitised, to standard output, in colour if that is a terminal.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ok(written.map_err(Error::io("standard output".as_ref()))?)
}

/// Writes a note to standard error.
pub(crate) fn note(text: &str) {
    to_stderr("note", text);
}

/// Writes an error message to standard error.
pub(crate) fn error(text: &str) {
    to_stderr("error", text);
}

/// Writes an error message of clap, which has its own prefix, to standard error.
pub(crate) fn clap_error(text: &str) {
    let _ = write!(anstream::stderr().lock(), "{}", printable(text));
}

fn to_stderr(kind: &str, text: &str) {
    // If standard error is closed, there is nowhere left to report that.
    let _ = writeln!(anstream::stderr().lock(), "{kind}: {}", printable(text));
}

/// Returns a source in one line, as a reader would cite it.
pub(crate) fn reference(source: &Source) -> String {
    let parts = [Some(&source.title), source.publisher.as_ref(), source.published.as_ref(), source.url.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(". ")
}

/// Returns each source once, in the order of first use.
fn distinct(sources: &[Vec<Source>]) -> Vec<&Source> {
    let mut seen = std::collections::HashSet::new();
    sources.iter().flatten().filter(|source| seen.insert(&source.id)).collect()
}

/// Returns `text` as [`printable`] and on one line, so that data cannot pass for a line of the program.
pub(crate) fn line(text: &str) -> String {
    printable(text).replace('\n', "\\n")
}

/// Returns `text` with control characters and overrides of the writing direction escaped, which a terminal would obey.
/// Line feeds are kept.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            _ if !is_unsafe(letter) => safe.push(letter),
            _ if letter.is_control() => safe.extend(letter.escape_default()),
            _ => safe.extend(letter.escape_unicode()),
        }
    }
    safe
}
