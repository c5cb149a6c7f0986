//! What every kind of result row has.

use serde::Serialize;

use super::RecordId;

/// A row of a result: its columns, and the record behind it.
///
/// Serializes as an object that has every column.
pub trait Row: Serialize {
    /// The columns of machine output, in order. They are a promise: new ones go last.
    const COLUMNS: &'static [&'static str];
    /// The columns shown to people, each with its heading.
    const SHOWN: &'static [(&'static str, &'static str)];

    /// Returns the record that supports this row; [`Registry::sources_of`](super::Registry::sources_of) returns
    /// its sources.
    fn record(&self) -> Option<RecordId> {
        None
    }
}
