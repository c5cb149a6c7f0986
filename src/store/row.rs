//! What all rows of results have in common.

use serde::Serialize;

use super::RecordId;

/// A row of a result. It serializes as an object that has at least [`Row::COLUMNS`].
pub trait Row: Serialize {
    /// The columns of machine output, in order. They are stable: new ones are added at the end.
    const COLUMNS: &'static [&'static str];
    /// The columns of tables for people, each with its heading.
    const SHOWN: &'static [(&'static str, &'static str)];

    /// Returns the record behind this row, for [`Registry::sources_of`](super::Registry::sources_of).
    fn record(&self) -> Option<RecordId> {
        None
    }
}
