//! One module per command.

mod annotate;
mod backup;
mod chair;
mod check;
mod cite;
mod codes;
mod compare;
mod diff;
mod doubt;
mod edit;
mod files;
mod first_use;
mod formats;
pub mod help;
mod import;
mod lists;
mod log;
mod panel;
mod pause;
mod readme;
mod roles;
mod sql;
mod stats;
mod status;
mod timeline;
mod when;
mod words;
