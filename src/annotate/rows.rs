//! Finds rows and cells of CSV in a block of bytes without copying.

use std::ops::Range;

use wide::u8x32;

/// The shape of the file: its delimiter, its number of columns, and the indexes of the two that matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub delimiter: u8,
    pub cells: usize,
    pub country: usize,
    /// `None` if all rows have the same date.
    pub date: Option<usize>,
}

/// A row without its line end, and its two cells, as ranges of the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub text: Range<usize>,
    pub country: Range<usize>,
    pub date: Range<usize>,
    /// Where the next row starts.
    pub next: usize,
}

/// Why a row is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Cells(usize),
    QuoteInside,
    TextAfterQuote,
    Unclosed,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Fault::Cells(1) => f.write_str("the row has 1 cell"),
            Fault::Cells(cells) => write!(f, "the row has {cells} cells"),
            Fault::QuoteInside => {
                f.write_str("a quote inside an unquoted cell; quote the cell, and double the quote in it")
            }
            Fault::TextAfterQuote => f.write_str("text after a closing quote; double the quotes inside the cell"),
            Fault::Unclosed => f.write_str("unclosed quote"),
        }
    }
}

/// The delimiters, line ends and quotes of a block, found 64 bytes at a time.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    block: &'a [u8],
    delimiter: u8,
    /// Where the 64 bytes start, and a bit for each byte that is a mark, the first in the lowest bit.
    from: usize,
    found: u64,
}

impl<'a> Marks<'a> {
    pub fn of(block: &'a [u8], delimiter: u8) -> Self {
        let mut marks = Marks { block, delimiter, from: 0, found: 0 };
        marks.find(0);
        marks
    }

    /// Returns the position of the first mark at or after `at`, or the end of the block. `at` must never decrease.
    fn next(&mut self, mut at: usize) -> usize {
        loop {
            if at >= self.from + 64 {
                self.find(at);
            }
            let ahead = self.found >> (at - self.from);
            if ahead != 0 {
                return at + ahead.trailing_zeros() as usize;
            }
            at = self.from + 64;
            if at >= self.block.len() {
                return self.block.len();
            }
        }
    }

    fn find(&mut self, from: usize) {
        self.from = from;
        let rest = &self.block[from.min(self.block.len())..];
        self.found = match rest.first_chunk() {
            Some(bytes) => self.of_64(bytes),
            None => {
                let mut bytes = [0; 64];
                bytes[..rest.len()].copy_from_slice(rest);
                self.of_64(&bytes) & ((1 << rest.len()) - 1)
            }
        };
    }

    fn of_64(&self, bytes: &[u8; 64]) -> u64 {
        let (delimiter, line_end, quote) = (u8x32::splat(self.delimiter), u8x32::splat(b'\n'), u8x32::splat(b'"'));
        let mut halves = [0, 0];
        for (found, half) in halves.iter_mut().zip(bytes.as_chunks().0) {
            let half = u8x32::new(*half);
            let marks = half.simd_eq(delimiter) | half.simd_eq(line_end) | half.simd_eq(quote);
            *found = u64::from(marks.to_bitmask());
        }
        halves[0] | halves[1] << 32
    }
}

impl Shape {
    /// Returns the row that starts at `start`. The caller skips rows with an empty `text`.
    pub fn row(&self, marks: &mut Marks, start: usize) -> Result<Row, Fault> {
        let block = marks.block;
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
            at = marks.next(at);
            match block.get(at) {
                Some(b'"') if at == from => at = closing(marks, at)?,
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

/// Returns the end of the quoted cell that starts at `open`.
fn closing(marks: &mut Marks, open: usize) -> Result<usize, Fault> {
    let mut at = open;
    loop {
        at = marks.next(at + 1);
        match marks.block.get(at) {
            None => return Err(Fault::Unclosed),
            Some(b'"') => at += 1,
            Some(_) => continue,
        }
        match marks.block.get(at) {
            Some(b'"') => {}
            None | Some(b'\n') => return Ok(at),
            Some(byte) if *byte == marks.delimiter => return Ok(at),
            Some(b'\r') if matches!(marks.block.get(at + 1), None | Some(b'\n')) => return Ok(at),
            Some(_) => return Err(Fault::TextAfterQuote),
        }
    }
}

/// Returns the value of a cell, unquoted.
pub(super) fn value(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\"").into(),
        None => text,
    }
}
