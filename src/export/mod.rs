//! Exporters, one module per format, and [`Target`], which writes what they make.

mod csv;
mod ics;
mod json;
mod package;
mod popolo;
mod rows;
mod site;
mod sql;
mod sqlite;
mod target;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::collections::BTreeMap;

use crate::Error;
use crate::store::Registry;

pub use crate::error::TargetError;
pub use csv::Csv;
pub use ics::Calendar;
pub use json::{Json, JsonSchema};
pub use popolo::Popolo;
pub use site::Site;
pub use sql::{Dialect, Sql};
pub use sqlite::Sqlite;
pub use target::Target;
#[cfg(feature = "xlsx")]
pub use xlsx::Xlsx;

/// A format of the whole registry. The same data gives the same bytes, on any day and machine.
pub trait Exporter {
    /// Returns whether the format is a file or a folder.
    fn kind(&self) -> OutputKind {
        OutputKind::File
    }

    /// Returns the registry in this format.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    fn export(&self, registry: &Registry) -> Result<Output, Error>;

    /// Returns whether the format is a SQLite database, next to which other files may belong to it.
    fn is_database(&self) -> bool {
        false
    }

    /// Returns whether a file that begins with `head` (its first 4096 bytes, or all of it) is certainly an earlier
    /// export of this format, which may be replaced without asking. For a folder, it is the file that
    /// [`OutputKind::Folder`] names. Formats that people edit return `false`.
    fn recognizes(&self, _head: &[u8]) -> bool {
        false
    }
}

/// Whether a format is a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// One file.
    File,
    /// A folder, recognized by this file in it.
    Folder(&'static str),
}

/// The result of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// The bytes of one file.
    File(Vec<u8>),
    /// Files by their path in the folder, separated by `/`.
    Folder(BTreeMap<String, Vec<u8>>),
}
