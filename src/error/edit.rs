//! Why an edit is refused before it reaches the rules of the data.

use crate::wording::shown;

/// A request for an edit that cannot be met. Nothing has changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The table has no such column.
    #[error("no column `{}` in table `{table}`; it has {}", shown(.column), .columns.join(", "))]
    UnknownColumn {
        /// Name of the table.
        table: String,
        /// The unknown name.
        column: String,
        /// The columns of the table.
        columns: Vec<String>,
    },

    /// A column has two values.
    #[error("duplicate column `{}`", shown(.0))]
    DuplicateColumn(String),

    /// A column of the key has no value.
    #[error("missing key of table `{table}`: `{column}`")]
    MissingKey {
        /// Name of the table.
        table: String,
        /// The column without a value.
        column: String,
    },

    /// A source for a table whose rows are not facts.
    #[error("rows of table `{table}` do not cite sources")]
    NotCitable {
        /// Name of the table.
        table: String,
    },

    /// A key with too few or too many parts.
    #[error("the key of table `{table}` is {}", .columns.join(", "))]
    WrongKey {
        /// Name of the table.
        table: String,
        /// The columns of its key.
        columns: Vec<String>,
    },

    /// No row has this key.
    #[error("no row `{}` in table `{table}`", shown(.key))]
    NoSuchRow {
        /// Name of the table.
        table: String,
        /// The key, its parts separated by spaces.
        key: String,
    },

    /// No row has this id, but one has an id like it.
    #[error("no row `{}` in table `{table}`; did you mean `{near}`?", shown(.id))]
    NoSuchId {
        /// Name of the table.
        table: String,
        /// The id as it was given.
        id: String,
        /// The id that may have been meant.
        near: String,
    },

    /// A package of another council.
    #[error("the registry is of the {ours}, the new data of the {theirs}")]
    OtherCouncil {
        /// Name of the registry's council.
        ours: String,
        /// Name of the package's council.
        theirs: String,
    },

    /// A package older than the registry's data.
    #[error("the registry has data of {ours}, which is newer than {theirs}")]
    OlderData {
        /// Version of the registry's data.
        ours: String,
        /// Version of the package.
        theirs: String,
    },

    /// A revision that later changes depend on.
    #[error("cannot undo revision {number}{}", .rows.iter().map(|row| format!("\n{row}")).collect::<String>())]
    CannotUndo {
        /// Number of the revision.
        number: i64,
        /// The rows that cannot be restored.
        rows: Vec<Blocked>,
    },
}

/// A row that an undo cannot restore.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blocked {
    /// The table that the row is in.
    pub table: String,
    /// Key of the row.
    pub record: String,
    /// Why it cannot be restored.
    pub reason: String,
    /// Number of the later revision that prevents it, if it is known.
    pub later: Option<i64>,
}

impl std::fmt::Display for Blocked {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.table, self.record, self.reason)?;
        self.later.map_or(Ok(()), |later| write!(f, " (revision {later})"))
    }
}
