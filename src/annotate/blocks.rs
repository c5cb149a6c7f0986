//! Splits a file into blocks of whole rows for the workers, and writes their results in order.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::{Condvar, Mutex, PoisonError};

/// Maximum length of a row in bytes. A longer one most likely has an unclosed quote.
pub(super) const LONGEST_ROW: usize = 16 << 20;

/// The input file.
pub(super) struct Input<R> {
    reader: R,
    block: usize,
    /// Bytes read after the end of the last row.
    rest: Vec<u8>,
    /// The number of the next block.
    next: usize,
    ended: bool,
}

impl<R: Read> Input<R> {
    pub fn new(reader: R, block: usize) -> Self {
        Input { reader, block: block.max(1), rest: Vec::new(), next: 0, ended: false }
    }

    /// Fills `block` with whole rows; returns its number and whether its last row was cut for being too long, or
    /// `None` at the end. The last block may end inside a quoted cell.
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

    /// Ends the input.
    pub fn stop(&mut self) {
        self.ended = true;
        self.rest.clear();
    }
}

/// Returns the end of the last row: after the last line end that has an even number of the `quotes` before it. Line ends
/// inside a quoted cell have an odd number.
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

/// How many blocks a worker may be ahead of the writer before it waits, to bound memory.
const MOST_AHEAD: usize = 8;

/// The output: blocks are written in the order of their numbers.
pub(super) struct Output<W> {
    queue: Mutex<Queue<W>>,
    turn: Condvar,
}

struct Queue<W> {
    /// The number of the next block to write.
    next: usize,
    /// Finished blocks whose turn has not come.
    waiting: BTreeMap<usize, Vec<u8>>,
    /// Written blocks, for reuse.
    spare: Vec<Vec<u8>>,
    /// `None` while a worker is writing.
    writer: Option<W>,
}

impl<W: Write> Output<W> {
    pub fn new(writer: W) -> Self {
        let queue = Queue { next: 0, waiting: BTreeMap::new(), spare: Vec::new(), writer: Some(writer) };
        Output { queue: Mutex::new(queue), turn: Condvar::new() }
    }

    /// Queues `block`, replaces it with an empty one, and writes the blocks whose turn it is unless another worker is
    /// writing.
    pub fn write(&self, number: usize, block: &mut Vec<u8>) -> io::Result<()> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let far_ahead = |queue: &mut Queue<W>| number > queue.next + MOST_AHEAD;
        let mut queue = self.turn.wait_while(queue, far_ahead).unwrap_or_else(PoisonError::into_inner);
        let spare = queue.spare.pop().unwrap_or_default();
        queue.waiting.insert(number, std::mem::replace(block, spare));
        let mut written = Ok(());
        while let Some(mut writer) = queue.writer.take() {
            let next = queue.next;
            let Some(mut ready) = queue.waiting.remove(&next) else {
                queue.writer = Some(writer);
                break;
            };
            drop(queue);
            // A block that cannot be written takes its turn too, so that no worker waits for it forever.
            written = written.and(writer.write_all(&ready));
            ready.clear();
            queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.next += 1;
            queue.spare.push(ready);
            queue.writer = Some(writer);
            self.turn.notify_all();
        }
        written
    }
}
