//! Every answer leaves the program here, in the format asked for.

mod cite;
mod delimited;
mod json;
mod markdown;
mod table;

use std::io::Write;
use std::path::Path;

use crate::store::{Meta, RecordId, Registry, Row, Source};
use crate::{Error, atomic_file};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::{Format, Global};

/// An answer ready to be written. Formats for programs take `columns`, those for people `shown`.
pub struct ResultTable<'a> {
    /// The answer in a line.
    pub title: String,
    pub columns: Vec<&'a str>,
    /// Columns for people, with their headings.
    pub shown: &'a [(&'a str, &'a str)],
    pub rows: Vec<Map<String, Value>>,
    /// The record behind each row, for its sources.
    pub records: Vec<Option<RecordId>>,
    /// The documents behind each row, where the answer brings them itself.
    pub documents: Option<Vec<Vec<Source>>>,
    pub notes: Vec<String>,
    /// Whether people read words of the data as they are, without their labels.
    pub verbatim: bool,
}

impl<'a> ResultTable<'a> {
    /// A sheet of `rows`, whose fields are `columns`.
    pub fn new<T: Serialize>(
        title: String,
        columns: &[&'a str],
        shown: &'a [(&'a str, &'a str)],
        rows: &[T],
        record: impl Fn(&T) -> Option<RecordId>,
    ) -> Self {
        let map = |row: &T| match serde_json::to_value(row) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        };
        ResultTable {
            title,
            columns: columns.to_vec(),
            shown,
            rows: rows.iter().map(map).collect(),
            records: rows.iter().map(record).collect(),
            documents: None,
            notes: Vec::new(),
            verbatim: false,
        }
    }

    /// A table of `rows` with the columns that their kind has.
    pub fn of<T: Row>(title: String, rows: &[T]) -> Self {
        ResultTable::new(title, T::COLUMNS, T::SHOWN, rows, T::record)
    }

    /// With the words of the data as they are: who asks in SQL asks by them.
    pub fn verbatim(self) -> Self {
        ResultTable { verbatim: true, ..self }
    }

    /// The cell of a row as text for people: words of the data by their labels.
    fn cell(&self, row: &Map<String, Value>, column: &str, meta: &Meta) -> String {
        match row.get(column) {
            Some(Value::String(text)) if !self.verbatim && matches!(column, "role" | "kind" | "office") => {
                meta.label(text).to_string()
            }
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(value) => value.to_string(),
        }
    }

    /// The documents behind each row, where more than one record is behind it.
    pub fn documents(mut self, documents: impl Iterator<Item = Vec<Source>>) -> Self {
        self.documents = Some(documents.collect());
        self
    }

    pub fn notes(mut self, notes: &[impl ToString]) -> Self {
        self.notes.extend(notes.iter().map(ToString::to_string));
        self
    }
}

/// Writes `sheet` to standard output, or only how to cite it. Where a program or a paper takes that,
/// notes go to standard error.
pub fn print(sheet: ResultTable, global: &Global, registry: &Registry) -> Result<(), Error> {
    let sources = global.cite.map(|_| sources(&sheet, registry)).transpose()?;
    let text = match (global.form(), global.format) {
        (Some(form), Format::Table) => cite::render(form, &distinct(sources.as_deref().unwrap_or_default()), registry)?,
        (Some(_), _) => {
            return Err(Error::Usage("references have a form of their own; leave out `--format`".to_string()));
        }
        (None, Format::Table) => table::render(&sheet, sources.as_deref(), registry.meta()),
        (None, Format::Markdown) => markdown::render(&sheet, sources.as_deref(), registry.meta()),
        (None, Format::Csv) => delimited::render(&sheet, sources.as_deref(), b','),
        (None, Format::Tsv) => delimited::render(&sheet, sources.as_deref(), b'\t'),
        (None, Format::Json) => json::render(&sheet, sources.as_deref()),
        (None, Format::Ndjson) => json::render_lines(&sheet, sources.as_deref()),
        (None, Format::Svg) => {
            return Err(Error::Usage(
                "there is a picture of the timeline only: `arctic timeline --format svg`".to_string(),
            ));
        }
    };
    if global.for_people() {
        write(&text)?;
    } else {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(Error::io("standard output".as_ref()))?;
        for note in &sheet.notes {
            remark(note);
        }
    }
    Ok(())
}

/// Writes `sheet` as CSV to the file at `path`, which appears whole or not at all.
pub fn save(sheet: &ResultTable, path: &Path) -> Result<(), Error> {
    let mut file = atomic_file::file(path)?;
    file.write_all(delimited::render(sheet, None, b',').as_bytes()).map_err(Error::io(path))?;
    file.persist(path).map_err(|error| Error::io(path)(error.error))?;
    Ok(())
}

/// Writes text for people to standard output; colours go where they are no use.
pub fn write(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("standard output".as_ref()))
}

/// Writes a remark to standard error.
pub fn remark(text: &str) {
    complain("note", text);
}

/// Writes a line to standard error. Where that is closed there is nobody to tell.
pub fn complain(kind: &str, text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{kind}: {}", printable(text));
}

fn sources(sheet: &ResultTable, registry: &Registry) -> Result<Vec<Vec<Source>>, Error> {
    if let Some(documents) = &sheet.documents {
        return Ok(documents.clone());
    }
    sheet
        .records
        .iter()
        .map(|record| record.as_ref().map_or(Ok(Vec::new()), |record| registry.sources_of(record)))
        .collect()
}

/// A document in one line, as a reader would cite it.
fn reference(source: &Source) -> String {
    let parts = [Some(&source.title), source.publisher.as_ref(), source.published.as_ref(), source.url.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(". ")
}

/// Each source once, in the order of first use.
fn distinct(sources: &[Vec<Source>]) -> Vec<&Source> {
    let mut seen = std::collections::HashSet::new();
    sources.iter().flatten().filter(|source| seen.insert(&source.id)).collect()
}

/// As [`printable`], on one line: what stands in the data cannot pass for a line of ours.
pub fn line(text: &str) -> String {
    printable(text).replace('\n', "\\n")
}

/// `text` without what a terminal would obey: control characters and overrides of the writing
/// direction are shown, not sent. Line ends stay.
pub fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => safe.push('\n'),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                safe.extend(letter.escape_unicode())
            }
            _ if letter.is_control() => safe.extend(letter.escape_default()),
            _ => safe.push(letter),
        }
    }
    safe
}
