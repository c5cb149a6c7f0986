//! A long file in blocks that end where a row ends, handed out to workers and put together in order.

use std::io::{self, Read, Write};
use std::sync::{Condvar, Mutex, PoisonError};

/// A row longer than this is refused: most likely a quote in it is never closed.
pub(super) const LONGEST_ROW: usize = 16 << 20;

/// The file on its way in.
pub(super) struct Input<R> {
    reader: R,
    block: usize,
    /// What was read behind the last row end.
    rest: Vec<u8>,
    /// The number of the next block.
    next: usize,
    ended: bool,
}

impl<R: Read> Input<R> {
    pub fn new(reader: R, block: usize) -> Self {
        Input { reader, block: block.max(1), rest: Vec::new(), next: 0, ended: false }
    }

    /// Fills `block` with whole rows and answers its number and whether its last row is cut, being
    /// too long; or `None` at the end. The very last block may end inside a quoted cell.
    pub fn fill(&mut self, block: &mut Vec<u8>) -> io::Result<Option<(usize, bool)>> {
        block.clear();
        block.append(&mut self.rest);
        let (mut quotes, mut counted, mut cut) = (0, 0, false);
        while !self.ended {
            let read = self.reader.by_ref().take(self.block as u64).read_to_end(block)?;
            self.ended = read < self.block;
            quotes += memchr::memchr_iter(b'"', &block[counted..]).count();
            counted = block.len();
            if let Some(end) = last_row_end(block, quotes) {
                if !self.ended {
                    self.rest.extend_from_slice(&block[end..]);
                    block.truncate(end);
                }
                break;
            }
            if block.len() > LONGEST_ROW {
                (self.ended, cut) = (true, true);
            }
        }
        if block.is_empty() {
            return Ok(None);
        }
        self.next += 1;
        Ok(Some((self.next - 1, cut)))
    }

    /// Hands out no more blocks.
    pub fn stop(&mut self) {
        self.ended = true;
        self.rest.clear();
    }
}

/// Where the last row ends: behind the last line end with an even number of quotes before it, of
/// `quotes` in all. A cell that holds a line end is quoted, so the number before that one is odd.
fn last_row_end(block: &[u8], mut quotes: usize) -> Option<usize> {
    for at in memchr::memrchr2_iter(b'"', b'\n', block) {
        if block[at] == b'"' {
            quotes -= 1;
        } else if quotes.is_multiple_of(2) {
            return Some(at + 1);
        }
    }
    None
}

/// The file on its way out: blocks are written in the order of their numbers.
pub(super) struct Output<W> {
    state: Mutex<(usize, W)>,
    turn: Condvar,
}

impl<W: Write> Output<W> {
    pub fn new(writer: W) -> Self {
        Output { state: Mutex::new((0, writer)), turn: Condvar::new() }
    }

    /// Waits until all blocks before `number` are written, and writes this one.
    pub fn write(&self, number: usize, block: &[u8]) -> io::Result<()> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.turn.wait_while(state, |state| state.0 < number).unwrap_or_else(PoisonError::into_inner);
        let written = state.1.write_all(block);
        state.0 += 1;
        self.turn.notify_all();
        written
    }
}
