//! A text of any length, read a part at a time.

use std::io::Read;
use std::path::Path;

use crate::{Error, Problem};

/// How much of a text is read at once, in bytes.
const WINDOW: usize = 1 << 19;

/// The parts of a text. They end at the end of a paragraph if there is one, or else of a line or word.
pub(super) struct Windows<'a> {
    name: &'a str,
    input: &'a mut dyn Read,
    buffer: Vec<u8>,
    /// Bytes of the text before the buffer.
    base: usize,
    /// Bytes of the buffer that were given out.
    given: usize,
    lines: u64,
    ended: bool,
}

impl<'a> Windows<'a> {
    pub(super) fn new(name: &'a str, input: &'a mut dyn Read) -> Self {
        Windows { name, input, buffer: Vec::new(), base: 0, given: 0, lines: 0, ended: false }
    }

    /// Returns the next part, and how many bytes of the text are before it.
    pub(super) fn next(&mut self) -> Result<Option<(usize, &str)>, Error> {
        self.lines += memchr::memchr_iter(b'\n', &self.buffer[..self.given]).count() as u64;
        self.base += self.given;
        self.buffer.drain(..self.given);
        self.given = 0;
        if !self.ended {
            let wanted = WINDOW.saturating_sub(self.buffer.len()) as u64;
            let read = self.input.take(wanted).read_to_end(&mut self.buffer);
            let read = read.map_err(Error::io(Path::new(self.name)))?;
            self.ended = (read as u64) < wanted;
        }
        if self.buffer.is_empty() {
            return Ok(None);
        }
        self.given = if self.ended { self.buffer.len() } else { cut(&self.buffer) };
        match std::str::from_utf8(&self.buffer[..self.given]) {
            Ok(text) => Ok(Some((self.base, text))),
            Err(error) => {
                let before = &self.buffer[..error.valid_up_to()];
                let line = self.lines + memchr::memchr_iter(b'\n', before).count() as u64 + 1;
                let reason = "the text is not UTF-8".to_string();
                Err(Error::Invalid(vec![Problem { file: self.name.to_string(), line, reason }]))
            }
        }
    }
}

/// Returns where to end a part of a text that goes on.
fn cut(bytes: &[u8]) -> usize {
    let half = bytes.len() / 2;
    let tail = &bytes[half..];
    let found = memchr::memmem::rfind(tail, b"\n\n").map(|at| at + 2);
    let found = found.or_else(|| memchr::memrchr(b'\n', tail).map(|at| at + 1));
    let found = found.or_else(|| memchr::memmem::rfind(tail, b". ").map(|at| at + 2));
    let found = found.or_else(|| memchr::memrchr(b' ', tail).map(|at| at + 1));
    found.map(|at| half + at).unwrap_or_else(|| {
        // Between letters; the bytes after the first of a letter are 10xxxxxx.
        let tail = bytes.iter().rev().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
        let last = bytes.len() - tail - 1;
        if bytes[last] < 0x80 { bytes.len() } else { last.max(1) }
    })
}

/// Finds the line and column of places that are asked for in order.
#[derive(Default)]
pub(super) struct Lines {
    /// Lines and letters of this line before `at`.
    line: usize,
    column: usize,
    /// Bytes of the part of the text that is being read.
    at: usize,
}

impl Lines {
    pub(super) fn place(&mut self, text: &str, offset: usize) -> (usize, usize) {
        let passed = text.get(self.at..offset).unwrap_or_default();
        let last = memchr::memrchr(b'\n', passed.as_bytes());
        self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        let letters = passed[last.map_or(0, |last| last + 1)..].chars().count();
        self.column = if last.is_some() { letters } else { self.column + letters };
        self.at = offset;
        (self.line + 1, self.column + 1)
    }

    /// Goes on with the next part of the text.
    pub(super) fn end(&mut self, text: &str) {
        self.place(text, text.len());
        self.at = 0;
    }
}
