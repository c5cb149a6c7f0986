//! The header of a CSV file, which tells its delimiter and its columns.

use std::io::Read;
use std::ops::Range;

use super::rows::{Marks, Shape};
use super::{AnnotateError, Column, DateFrom, Options, blocks};
use crate::csv_file::{self, DELIMITERS};
use crate::error::InputError;
use crate::{Error, Problem, input};

/// The header of a file.
pub(super) struct Header {
    /// All that was read: the line in which Excel declares the delimiter, if there is one, and the header.
    pub bytes: Vec<u8>,
    /// Where the names of the columns are in it, without the line end.
    pub text: Range<usize>,
    pub shape: Shape,
}

impl Header {
    /// Reads the header of the file called `file`.
    pub fn read(file: &str, input: &mut impl Read, options: &Options) -> Result<Self, Error> {
        let invalid = |reason: String| Error::Invalid(vec![Problem { file: file.to_string(), line: 1, reason }]);
        let io = |error| Error::io(file.as_ref())(error);
        let mut bytes = Vec::new();
        read_line(input, &mut bytes).map_err(io)?;
        let mut start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let declared = csv_file::declared_delimiter(&bytes);
        if declared.is_some() {
            start = bytes.len();
            read_line(input, &mut bytes).map_err(io)?;
        }
        let line = &bytes[start..];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return Err(invalid("the header is missing".to_string()));
        }
        if line.contains(&b'\r') && !line.contains(&b'"') {
            return Err(InputError::CarriageReturns { file: file.to_string() }.into());
        }
        let delimiter = options.delimiter.or(declared).unwrap_or_else(|| delimiter(line, options));
        let names = names(line, delimiter).map_err(|error| invalid(error.to_string()))?;
        let shape = Shape { delimiter, cells: names.len(), country: 0, date: None };
        let text = start..start + line.len();
        shape.row(&mut Marks::of(&bytes, delimiter), start).map_err(|fault| invalid(fault.to_string()))?;
        let shape = columns(&names, shape, options).map_err(|error| match std::str::from_utf8(line) {
            Ok(_) => error,
            Err(_) => input::not_utf8(file, 1, line),
        })?;
        for (_, column) in Column::ALL.iter().filter(|(column, _)| options.columns.contains(column)) {
            let column = format!("{}{column}", options.prefix);
            if names.contains(&column) {
                return Err(AnnotateError::ColumnExists { file: file.to_string(), column }.into());
            }
        }
        Ok(Header { text, shape, bytes })
    }

    /// Returns the header with the columns to append.
    pub fn annotated(&self, options: &Options) -> Vec<u8> {
        let delimiter = self.shape.delimiter;
        let mut head = self.bytes[..self.text.end].to_vec();
        for column in &options.columns {
            let name = Column::ALL.iter().find(|(known, _)| known == column).map_or("", |(_, name)| name);
            head.push(delimiter);
            head.extend(super::quoted(&format!("{}{name}", options.prefix), delimiter).bytes());
        }
        head.extend(&self.bytes[self.text.end..]);
        head
    }
}

/// Reads a line with its end, one byte at a time: the rest is read in blocks.
fn read_line(input: &mut impl Read, line: &mut Vec<u8>) -> std::io::Result<()> {
    let (mut quotes, mut byte) = (0, [0]);
    while line.len() < blocks::LONGEST_ROW && input.read(&mut byte)? == 1 {
        line.push(byte[0]);
        quotes += usize::from(byte[0] == b'"');
        if byte[0] == b'\n' && quotes % 2 == 0 {
            break;
        }
    }
    Ok(())
}

/// Returns the delimiter with which the header has the columns that are asked for, or else the most frequent one.
fn delimiter(line: &[u8], options: &Options) -> u8 {
    let fits = |delimiter: &u8| {
        let shape = Shape { delimiter: *delimiter, cells: 0, country: 0, date: None };
        names(line, *delimiter).is_ok_and(|names| columns(&names, shape, options).is_ok())
    };
    DELIMITERS.into_iter().rev().find(fits).unwrap_or_else(|| csv_file::delimiter(line))
}

fn names(line: &[u8], delimiter: u8) -> Result<Vec<String>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line);
    let mut names = csv::ByteRecord::new();
    reader.read_byte_record(&mut names)?;
    Ok(names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

fn columns(names: &[String], shape: Shape, options: &Options) -> Result<Shape, Error> {
    Ok(Shape {
        country: find_column(names, &options.country)?,
        date: match &options.date {
            DateFrom::Column(name) => Some(find_column(names, name)?),
            DateFrom::Fixed(_) => None,
        },
        ..shape
    })
}

/// Returns the index of the column called `name`.
fn find_column(header: &[String], name: &str) -> Result<usize, Error> {
    match header {
        // A single column is most likely several with another delimiter.
        [only] if only != name => Err(AnnotateError::OnlyColumn { name: name.to_string(), only: only.clone() }.into()),
        _ => csv_file::find_column(header, name),
    }
}
