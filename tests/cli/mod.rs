//! One module per command.

mod annotate;
mod ask;
mod backup;
mod chair;
mod check;
mod cite;
mod compare;
mod diff;
mod edit;
mod first_use;
mod formats;
pub mod help;
mod import;
mod lists;
mod log;
mod panel;
mod pause;
mod properties;
mod prose;
mod readme;
mod roles;
mod sql;
mod stats;
mod status;
mod timeline;
mod when;
mod words;
