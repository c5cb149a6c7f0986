//! A progress bar on the terminal.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A line on standard error that shows how much of a long file is done.
pub(crate) struct Progress {
    begun: Instant,
    /// Size of the file in bytes, if known.
    size: Option<u64>,
    /// When the line was last written; `None` if standard error is not a terminal.
    shown: Option<Mutex<Cell<Instant>>>,
}

impl Progress {
    pub(crate) fn new(size: Option<u64>) -> Self {
        let begun = Instant::now();
        Progress { begun, size, shown: std::io::stderr().is_terminal().then(|| Mutex::new(Cell::new(begun))) }
    }

    /// Shows that `bytes` are done, if the last time was a while ago.
    pub(crate) fn show(&self, bytes: u64) {
        let Some(Ok(shown)) = self.shown.as_ref().map(Mutex::try_lock) else { return };
        if shown.get().elapsed() >= Duration::from_millis(200) {
            shown.set(Instant::now());
            let megabytes = bytes as f64 / 1e6;
            let rate = megabytes / self.begun.elapsed().as_secs_f64();
            let done = match self.size {
                Some(size) => {
                    let part = (bytes as f64 / size.max(1) as f64).min(1.0);
                    let bar = "━".repeat((part * 20.0) as usize);
                    format!("{bar:·<20} {:3.0} %, {megabytes:.0} of {:.0} MB", part * 100.0, size as f64 / 1e6)
                }
                None => format!("{megabytes:.0} MB"),
            };
            let _ = write!(std::io::stderr(), "\r{done}, {rate:.0} MB/s ");
        }
    }

    /// Removes the line.
    pub(crate) fn clear(&self) {
        if self.shown.as_ref().is_some_and(|shown| shown.lock().is_ok_and(|shown| shown.get() != self.begun)) {
            let _ = write!(std::io::stderr(), "\r{:60}\r", "");
        }
    }
}
