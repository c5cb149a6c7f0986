//! Reads a small CSV file, or standard input, into memory, with the line of each row.

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use crate::error::ColumnError;
use crate::input::{self, Encoding};
use crate::{Error, Problem, wording};

/// The contents of a CSV file: its header, and its rows with their lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvFile {
    /// The name of the file in errors.
    pub name: String,
    /// Names of the columns, trimmed.
    pub header: Vec<String>,
    /// The rows with as many cells as the header, in the order of the file.
    pub rows: Vec<Row>,
    /// The rows whose number of cells differs from the header; they are not in `rows`.
    pub ragged: Vec<Problem>,
}

/// A row, with as many cells as the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// The cells, unquoted.
    pub cells: Vec<String>,
}

impl CsvFile {
    /// Reads the file at `path`, or standard input if `path` is `-`. It may be compressed with gzip, and in UTF-16 or
    /// another `encoding` than UTF-8.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Input`] if it is not text, [`Error::Invalid`] if it is not CSV.
    pub fn read(path: &Path, encoding: Option<Encoding>) -> Result<Self, Error> {
        let (name, reader) = open(path)?;
        let mut bytes = Vec::new();
        input::text(&name, reader, encoding)?.read_to_end(&mut bytes).map_err(Error::io(name.as_ref()))?;
        Self::parse(&name, &bytes)
    }

    /// Parses `bytes`, the contents of the file called `name`. A byte order mark and all kinds of line ends are
    /// accepted. The delimiter is a comma, semicolon, tab or vertical bar, whichever the header has most of.
    ///
    /// # Errors
    /// [`Error::Input`] if they are not UTF-8; [`Error::Invalid`] if they are not CSV: an unclosed quote, no header.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            return Err(input::not_utf8(name, line_of(bytes, at), around(bytes, at)));
        }
        let problem = |line: u64, reason: String| Problem { file: name.to_string(), line, reason };
        let invalid = |line: u64, reason: String| Err(Error::Invalid(vec![problem(line, reason)]));
        if let Some((line, reason)) = not_text(bytes) {
            return invalid(line, reason.to_string());
        }
        let declared = declared_delimiter(bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default());
        let delimiter = declared.unwrap_or_else(|| delimiter(bytes));
        if let Some((line, reason)) = misquoted(bytes, delimiter) {
            return invalid(line, reason);
        }
        let mut file = CsvFile { name: name.to_string(), ..CsvFile::default() };
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(bytes);
        let (mut line, mut counted) = (1, 0);
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(_) => return invalid(line, "the CSV cannot be read".to_string()),
            };
            let cells: Vec<String> = record.iter().map(str::to_string).collect();
            let begin = record.position().map_or(counted, |position| begin(bytes, position));
            line += line_ends(&bytes[counted..begin]);
            counted = begin;
            if declared.is_some() && line == 1 {
                continue;
            }
            if file.header.is_empty() {
                file.header = cells.iter().map(|cell| cell.trim().to_string()).collect();
            } else if cells.len() == file.header.len() {
                file.rows.push(Row { line, cells });
            } else {
                let cells = wording::count(cells.len(), "cell");
                let reason = format!("the row has {cells}, but the header has {}", file.header.len());
                file.ragged.push(problem(line, reason));
            }
        }
        if file.header.is_empty() {
            return invalid(0, "the file is empty; its first line names the columns".to_string());
        }
        Ok(file)
    }

    /// Returns a table of one row, which is on no line of a file.
    #[cfg(feature = "cli")]
    pub(crate) fn of_row(name: &str, header: &[&str], cells: &[&str]) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect();
        let rows = vec![Row { line: 0, cells: texts(cells) }];
        CsvFile { name: name.to_string(), header: texts(header), rows, ragged: Vec::new() }
    }

    /// Checks that every row has as many cells as the header.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every row that has not.
    pub fn sound(&self) -> Result<(), Error> {
        if self.ragged.is_empty() { Ok(()) } else { Err(Error::Invalid(self.ragged.clone())) }
    }

    /// Returns the file without the columns called `names`, if it has all of them.
    #[cfg(feature = "cli")]
    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        let Some(dropped) = names.iter().map(|name| self.column(name).ok()).collect::<Option<Vec<_>>>() else {
            return self;
        };
        let keep = |cells: &mut Vec<String>| {
            let mut at = 0..;
            cells.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
        };
        keep(&mut self.header);
        self.rows.iter_mut().for_each(|row| keep(&mut row.cells));
        self
    }

    /// Returns the index of the column called `name`.
    ///
    /// # Errors
    /// [`Error::Column`] if it is missing, or occurs more than once.
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        find_column(&self.header, name)
    }
}

/// Returns the index in `header` of the column called `name`.
pub(crate) fn find_column(header: &[impl AsRef<str>], name: &str) -> Result<usize, Error> {
    let mut named = (0..header.len()).filter(|at| header[*at].as_ref().trim() == name.trim());
    match (named.next(), named.next()) {
        (Some(at), None) => Ok(at),
        (Some(_), Some(_)) => Err(ColumnError::Duplicate { name: name.to_string() }.into()),
        (None, _) => {
            let columns = header.iter().map(|column| column.as_ref().trim().to_string()).collect();
            Err(ColumnError::Missing { name: name.to_string(), columns }.into())
        }
    }
}

/// Opens the file at `path`, or standard input if that is `-`, and returns its name in errors.
pub(crate) fn open(path: &Path) -> Result<(String, Box<dyn Read + Send>), Error> {
    if path.as_os_str() == "-" {
        return Ok(("standard input".to_string(), Box::new(std::io::stdin())));
    }
    Ok((path.display().to_string(), Box::new(File::open(path).map_err(Error::io(path))?)))
}

/// Returns the name in errors, and the contents, of the file at `path`; `-` is standard input.
pub(crate) fn read_bytes(path: &Path) -> Result<(String, Vec<u8>), Error> {
    let (name, mut reader) = open(path)?;
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(Error::io(name.as_ref()))?;
    Ok((name, bytes))
}

/// Returns why `bytes` are not text, and on which line.
pub(crate) fn not_text(bytes: &[u8]) -> Option<(u64, &'static str)> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Some((line_of(bytes, error.valid_up_to()), "not UTF-8; save the file as UTF-8"));
    }
    let at = memchr::memchr(0, bytes)?;
    Some((line_of(bytes, at), "a NUL byte; save the file as plain text"))
}

/// Returns the number of the line that the byte at `at` is on.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + line_ends(&bytes[..at])
}

/// Counts the line ends in `bytes`: line feeds, and carriage returns that no line feed follows.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |(at, byte): &(usize, &u8)| **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    bytes.iter().enumerate().filter(ends).count() as u64
}

/// Returns where the record at `position` begins. The reader's position is before any blank lines that it skips.
fn begin(bytes: &[u8], position: &csv::Position) -> usize {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(bytes.len());
    from + bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Returns whether a cell says that a value is missing, in the way of a spreadsheet, R, Python or SQL.
pub(crate) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    MISSING.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// What a cell without a value has, in capitals or not.
pub(crate) const MISSING: [&str; 13] =
    ["", "-", ".", "..", "NA", "NAN", "NULL", "N/A", "#N/A", "NONE", "NAT", "<NA>", "NIL"];

/// Returns the part of the text around the byte at `at` that a reader needs to recognise it: its cell, if that is short.
fn around(bytes: &[u8], at: usize) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n' | b',' | b';' | b'\t' | b'|' | b'"');
    let from = bytes[..at].iter().rev().take(40).take_while(|byte| !is_end(byte)).count();
    let to = bytes[at..].iter().take(40).take_while(|byte| !is_end(byte)).count();
    &bytes[at - from..at + to]
}

/// The delimiters that are found out, the most likely last.
pub(crate) const DELIMITERS: [u8; 4] = [b'|', b'\t', b';', b','];

/// Returns the delimiter that Excel writes in a line before the header: `sep=;`.
pub(crate) fn declared_delimiter(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    match line.strip_suffix(b"\r").unwrap_or(line) {
        [name @ .., delimiter @ (b',' | b';' | b'\t' | b'|' | b':' | b'^' | b'~')]
            if name.eq_ignore_ascii_case(b"sep=") =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Guesses the delimiter from the first line: the one that it has most of outside quotes.
pub(crate) fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        let parts = header.iter().filter(|byte| {
            quoted ^= **byte == b'"';
            **byte == delimiter && !quoted
        });
        parts.count()
    };
    let most = DELIMITERS.into_iter().max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(b',')
}

/// Returns the first misplaced or unclosed quote: its line, and what is wrong.
pub(crate) fn misquoted(bytes: &[u8], delimiter: u8) -> Option<(u64, String)> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let (mut at, mut opened) = (At::Start, 0);
    for (place, byte) in bytes.iter().enumerate() {
        at = match (at, *byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) => At::Quoted,
            (At::Closed, b'"') => At::Quoted,
            (_, b'\r' | b'\n') => At::Start,
            (_, byte) if byte == delimiter => At::Start,
            (At::Start, b'"') => {
                opened = place;
                At::Quoted
            }
            (At::Closed, _) => {
                let reason = match (line_of(bytes, opened), line_of(bytes, place)) {
                    (opened, line) if opened == line => "text after a closing quote".to_string(),
                    (opened, _) => format!("text after a closing quote; the quote was opened on line {opened}"),
                };
                return Some((line_of(bytes, place), reason));
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    (at == At::Quoted).then(|| (line_of(bytes, opened), "a quote that is never closed".to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<CsvFile, String> {
        CsvFile::parse("f.csv", text.as_bytes()).map_err(|error| error.to_string())
    }

    fn lines(text: &str) -> Vec<u64> {
        read(text).unwrap().rows.iter().map(|row| row.line).collect()
    }

    #[test]
    fn rows_know_their_lines() {
        assert_eq!(lines("a,b\n1,2\n3,4\n"), [2, 3]);
        assert_eq!(lines("\u{feff}a,b\r\n1,2\r\n3,4"), [2, 3]);
        assert_eq!(lines("a,b\r1,2\r\r\n3,4\r5,6"), [2, 4, 5]);
        assert_eq!(lines("a,b\n\n1,\"2\n\n\"\n\r\n3,4\n"), [3, 7]);
    }

    #[test]
    fn the_header_decides_the_delimiter() {
        for text in ["a,b\n1;,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "\"a,,\";b\n1;2\n"] {
            assert_eq!(read(text).unwrap().rows[0].cells.len(), 2, "{text}");
        }
        assert_eq!(read("a\n1\n").unwrap().rows[0].cells, ["1"]);
    }

    #[test]
    fn invalid_csv_is_refused_with_its_line() {
        for (text, reason) in [
            ("", "f.csv: the file is empty; its first line names the columns"),
            ("a,b\n1,\"2\n3,4\n", "f.csv:2: a quote that is never closed"),
            ("a,b\n1,\"2\n3,\"4\"\n", "f.csv:3: text after a closing quote; the quote was opened on line 2"),
            ("a,b\r\r1,\"2", "f.csv:3: a quote that is never closed"),
            ("a,b\n1,\"2\"x\n", "f.csv:2: text after a closing quote"),
            ("a,b\n1,\0\n", "f.csv:2: a NUL byte; save the file as plain text"),
        ] {
            assert_eq!(read(text).unwrap_err().lines().last(), Some(reason), "{text:?}");
        }
        let file = read("a,b\n1,2\n\n3\n4,5,6\n").unwrap();
        let ragged: Vec<String> = file.ragged.iter().map(Problem::to_string).collect();
        assert_eq!(
            ragged,
            ["f.csv:4: the row has 1 cell, but the header has 2", "f.csv:5: the row has 3 cells, but the header has 2"]
        );
        assert!(file.sound().is_err());
    }

    #[test]
    fn a_quote_within_a_cell_is_a_letter() {
        assert_eq!(read("a,b\n5\" pipe,2\n").unwrap().rows[0].cells, ["5\" pipe", "2"]);
    }

    #[test]
    fn a_column_is_found_by_name_or_one_is_suggested() {
        let header = ["iso3", " country", "year", "year"];
        assert_eq!(find_column(&header, "country").unwrap(), 1);
        for (name, reason) in [
            ("Country", "no column `Country`; did you mean `country`?"),
            ("cuntry", "no column `cuntry`; did you mean `country`?"),
            ("z", "no column `z`; the columns are `iso3`, `country`, `year`, `year`"),
            ("year", "two columns are called `year`; rename one"),
        ] {
            assert_eq!(find_column(&header, name).unwrap_err().to_string(), reason);
        }
    }
}
