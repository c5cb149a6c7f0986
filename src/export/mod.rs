//! The registry in the forms of others: one file a form, and [`Target`], which writes them.

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

pub use csv::Csv;
pub use ics::Calendar;
pub use json::{Json, JsonSchema};
pub use popolo::Popolo;
pub use site::Site;
pub use sql::{Dialect, Sql};
pub use sqlite::Sqlite;
pub use target::{Target, TargetError};
#[cfg(feature = "xlsx")]
pub use xlsx::Xlsx;

/// A form of the whole registry. The same data gives the same bytes, on any day and machine.
pub trait Exporter {
    /// What the form is made of; asked before any work is done.
    fn kind(&self) -> OutputKind;

    /// The registry in this form.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn export(&self, registry: &Registry) -> Result<Output, Error>;

    /// Whether something that begins with `head` (4096 bytes, or all where there are fewer) is for
    /// certain an earlier export in this form, which may be replaced unasked. A folder is known by the
    /// file that [`OutputKind::Folder`] names. A form that people edit cannot tell, and answers no.
    fn recognizes(&self, _head: &[u8]) -> bool {
        false
    }
}

/// What a form is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// One file.
    File,
    /// A folder, known by this file in it.
    Folder(&'static str),
}

/// What an export makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// The bytes of one file.
    File(Vec<u8>),
    /// Files by their path within the folder, with `/` between its parts.
    Folder(BTreeMap<String, Vec<u8>>),
}
