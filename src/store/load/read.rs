//! Reads the rows of one file of a data package.

use rusqlite::types::{Null, ToSqlOutput};

use crate::store::schema::{Column, Table};
use crate::{Problem, csv_file, wording};

/// A file of a data package, before its first row.
pub(crate) struct Rows<'a> {
    file: &'a str,
    /// The columns of the table that the file has, in the table's order.
    pub columns: Vec<&'a Column>,
    /// The place of each of them in the file.
    order: Vec<usize>,
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
}

impl<'a> Rows<'a> {
    /// Opens the file called `file` with the contents `bytes`, which must have every column of `table`, or only those of
    /// its key if `partly`.
    pub fn open(table: &'a Table, file: &'a str, bytes: &'a [u8], partly: bool) -> Result<Self, Problem> {
        let problem = |line, reason| Problem { file: file.to_string(), line, reason };
        if let Some((line, reason)) = malformed(bytes) {
            return Err(problem(line, reason));
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let (columns, order) = header(reader.headers(), table, partly).map_err(|reason| problem(1, reason))?;
        Ok(Rows { file, columns, order, reader, record: csv::StringRecord::new() })
    }

    /// Reads the next row and returns its line, or `None` at the end. After a row with too many or too few cells,
    /// reading can go on.
    pub fn next(&mut self) -> Option<Result<u64, Problem>> {
        let problem = |line, reason: String| Problem { file: self.file.to_string(), line, reason };
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Some(Err(problem(line, "the CSV cannot be read".to_string())));
            }
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let width = self.reader.headers().map_or(0, csv::StringRecord::len);
        if self.record.len() == width {
            return Some(Ok(line));
        }
        let reason = format!("the row has {}, but the header has {width}", wording::count(self.record.len(), "cell"));
        Some(Err(problem(line, reason)))
    }

    /// Returns the cell of the current row in the column at `at` of [`Rows::columns`].
    pub fn text(&self, at: usize) -> &str {
        self.text_of(&self.record, at)
    }

    /// Returns the cell of another row of this file.
    pub fn text_of<'r>(&self, row: &'r csv::StringRecord, at: usize) -> &'r str {
        self.order.get(at).and_then(|at| row.get(*at)).unwrap_or_default()
    }

    /// Swaps the current row with `row`, whose buffer the next row is read into.
    pub fn swap(&mut self, row: &mut csv::StringRecord) {
        std::mem::swap(&mut self.record, row);
    }
}

/// Returns why the bytes are not a file of a data package, and on which line.
fn malformed(bytes: &[u8]) -> Option<(u64, String)> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Some((1, "the file begins with a byte order mark; save it as plain UTF-8".to_string()));
    }
    if let Some((line, reason)) = csv_file::not_text(bytes) {
        return Some((line, reason.to_string()));
    }
    if let Some(at) = memchr::memchr(b'\r', bytes) {
        return Some((csv_file::line_of(bytes, at), "a carriage return; save the file with LF line ends".to_string()));
    }
    // Counting quotes is much faster than finding the misplaced one.
    let odd = memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
    if odd { csv_file::misquoted(bytes, b',') } else { None }
}

/// Returns the columns of `table` that a file has, and their places in it.
fn header<'a>(
    header: Result<&csv::StringRecord, csv::Error>,
    table: &'a Table,
    partly: bool,
) -> Result<(Vec<&'a Column>, Vec<usize>), String> {
    let header = header.map_err(|error| error.to_string())?;
    let mut reasons = Vec::new();
    const MOST_REASONS: usize = 10;
    for name in header {
        if reasons.len() == MOST_REASONS {
            reasons.push("and more".to_string());
            break;
        }
        if !table.columns_in_files().any(|column| column.name == name) {
            reasons.push(format!("unknown column `{}`", wording::shown(name)));
        } else if header.iter().filter(|other| *other == name).count() > 1 {
            reasons.push(format!("the column `{name}` appears twice"));
        }
    }
    reasons.dedup();
    let (mut columns, mut order) = (Vec::new(), Vec::new());
    for (at, column) in table.columns_in_files().enumerate() {
        match header.iter().position(|name| name == column.name) {
            Some(place) => {
                columns.push(column);
                order.push(place);
            }
            None if partly && at > 0 && !column.key => {}
            None => reasons.push(format!("the column `{}` is missing", column.name)),
        }
    }
    if reasons.is_empty() { Ok((columns, order)) } else { Err(reasons.join(", ")) }
}

/// Returns why a text is refused in any column, or as an id. For other programs, the trigger `change_plain` does the same.
fn refused(column: &Column, text: &str) -> Option<&'static str> {
    const LONGEST_ID: usize = 100;
    let control = |letter: char| letter.is_control() && letter != '\n';
    let suspect = |byte: u8| (byte < b' ' && byte != b'\n') || byte >= 0x7f;
    match text {
        _ if text.bytes().any(suspect) && text.contains(control) => Some("a control character"),
        _ if column.name != "id" => None,
        _ if text.len() > LONGEST_ID => Some("longer than 100 letters"),
        "index" => Some("`index` is the name of another page"),
        _ => None,
    }
}

/// Returns the value of a cell, as its column stores it.
pub(crate) fn cell<'a>(column: &Column, text: &'a str) -> Result<ToSqlOutput<'a>, String> {
    if let Some(reason) = refused(column, text) {
        Err(format!("{}: {reason}", column.name))
    } else if text.is_empty() {
        Ok(Null.into())
    } else if column.integer {
        text.parse()
            .map(|number: i64| number.into())
            .map_err(|_| format!("{}: `{}` is not a whole number", column.name, crate::wording::shown(text)))
    } else {
        Ok(text.into())
    }
}
