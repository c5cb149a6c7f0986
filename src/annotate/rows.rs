//! Rows of CSV, found in a block of bytes without copying them.

use std::ops::Range;

/// The shape of the file: what splits cells, how many there are, and which two are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub delimiter: u8,
    pub cells: usize,
    pub country: usize,
    /// None where every row is asked for the same day.
    pub date: Option<usize>,
}

/// A row: where it is, without its line end, and where the two cells are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub text: Range<usize>,
    pub country: Range<usize>,
    pub date: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Cells(usize),
    QuoteInside,
    TextBehindQuote,
    Unclosed,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Fault::Cells(1) => f.write_str("the row has 1 cell"),
            Fault::Cells(cells) => write!(f, "the row has {cells} cells"),
            Fault::QuoteInside => {
                f.write_str("a quote inside a cell that is not quoted; quote the cell, and double the quote in it")
            }
            Fault::TextBehindQuote => f.write_str("text behind a closing quote; double the quotes inside the cell"),
            Fault::Unclosed => f.write_str("a quote that is never closed"),
        }
    }
}

impl Shape {
    /// The row that begins at `start`. A row without any byte is one without cells: its range of
    /// text is empty, and the caller passes it over.
    pub fn row(&self, block: &[u8], start: usize) -> Result<Row, Fault> {
        let mut row = Row { text: start..start, country: start..start, date: start..start, next: block.len() };
        let (mut cell, mut from, mut at) = (0, start, start);
        let mut end_cell = |cell: usize, range: Range<usize>| {
            if cell == self.country {
                row.country = range.clone();
            }
            if Some(cell) == self.date {
                row.date = range;
            }
        };
        let end = loop {
            // The bytes between marks are most of the file; they are passed over in one tight loop.
            let marks = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'"';
            at += block[at..].iter().position(marks).unwrap_or(block.len() - at);
            match block.get(at) {
                Some(b'"') if at == from => at = closing(block, at, self.delimiter)?,
                Some(b'"') => return Err(Fault::QuoteInside),
                Some(b'\n') | None => break at,
                Some(_) => {
                    end_cell(cell, from..at);
                    cell += 1;
                    at += 1;
                    from = at;
                }
            }
        };
        let text_end = if end > start && block[end - 1] == b'\r' { end - 1 } else { end };
        end_cell(cell, from..text_end.max(from));
        row.text.end = text_end;
        row.next = (end + 1).min(block.len());
        if cell + 1 != self.cells && !row.text.is_empty() {
            return Err(Fault::Cells(cell + 1));
        }
        Ok(row)
    }
}

/// Where the cell ends whose quote opens at `open`.
fn closing(block: &[u8], open: usize, delimiter: u8) -> Result<usize, Fault> {
    let mut at = open + 1;
    loop {
        at += 1 + memchr::memchr(b'"', &block[at..]).ok_or(Fault::Unclosed)?;
        match block.get(at) {
            Some(b'"') => at += 1,
            None | Some(b'\n') => return Ok(at),
            Some(byte) if *byte == delimiter => return Ok(at),
            Some(b'\r') if matches!(block.get(at + 1), None | Some(b'\n')) => return Ok(at),
            Some(_) => return Err(Fault::TextBehindQuote),
        }
    }
}

/// The value of a cell, with its quotes undone.
pub(super) fn value(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\"").into(),
        None => text,
    }
}
