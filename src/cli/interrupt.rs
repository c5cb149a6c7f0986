//! Cleans up when Ctrl-C or SIGTERM ends the process.

#[cfg(unix)]
use std::sync::Once;

#[cfg(unix)]
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};

/// From here on, these signals remove unfinished files before they end the process. Without threads they end it at once,
/// and the next command that writes to the same folder cleans up.
#[cfg(unix)]
pub(crate) fn clean_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(watch);
}

#[cfg(unix)]
fn watch() {
    let (registered, wait) = std::sync::mpsc::channel::<()>();
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(move || {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        drop(registered);
        for signal in &mut signals {
            crate::atomic_file::abandon();
            let _ = emulate_default_handler(signal);
        }
    });
    if thread.is_ok() {
        // Ends when the thread has dropped the other side.
        let _ = wait.recv();
    }
}

#[cfg(not(unix))]
pub(crate) fn clean_up() {}
