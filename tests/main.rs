//! The command `arctic`, driven as a user drives it: the real binary, a clean environment, and the
//! whole of what it says compared.

mod support;

mod annotate;
mod answers;
mod backup;
mod bad_data;
mod bad_files;
mod cite;
mod claims;
mod codebook;
mod compare;
mod edit;
mod export;
mod first_use;
mod fuzzed;
mod help;
mod hostile;
mod hostile_edits;
mod import;
mod killed;
mod log;
mod other_council;
mod random_edits;
mod readme;
mod round_trip;
mod site;
mod spellings;
mod sql;
mod store;
mod upgrade;
mod verify;
mod views;
