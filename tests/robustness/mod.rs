//! Bad files, hostile text, and interruptions.

mod bad_data;
mod bad_files;
mod fuzzed;
mod hostile_edits;
mod hostile_text;
mod killed;
mod random_edits;
