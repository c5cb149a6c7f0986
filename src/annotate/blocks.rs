//! A long file in blocks that end where a row ends, handed out to workers and put together in order.

use std::collections::BTreeMap;
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

/// A block may be done so many before its turn; whoever is further ahead waits, so that memory is bounded.
const MOST_AHEAD: usize = 8;

/// The file on its way out: blocks are written in the order of their numbers.
pub(super) struct Output<W> {
    queue: Mutex<Queue<W>>,
    turn: Condvar,
}

struct Queue<W> {
    /// The number of the next block to write.
    next: usize,
    /// Blocks that were done before their turn.
    waiting: BTreeMap<usize, Vec<u8>>,
    /// Written blocks, to be filled again.
    spare: Vec<Vec<u8>>,
    /// Not here while one of the workers is writing.
    writer: Option<W>,
}

impl<W: Write> Output<W> {
    pub fn new(writer: W) -> Self {
        let queue = Queue { next: 0, waiting: BTreeMap::new(), spare: Vec::new(), writer: Some(writer) };
        Output { queue: Mutex::new(queue), turn: Condvar::new() }
    }

    /// Takes `block`, for which another is given, and writes what is next in turn, unless another worker is at it.
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
            // A block that cannot be written takes its turn like any other, so that nobody waits for it in vain.
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
