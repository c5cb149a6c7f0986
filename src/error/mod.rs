//! Everything that can go wrong, a variant for each kind of failure.

mod edit;
mod input;
mod refusals;

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::wording::{self, shown};
pub use edit::{Blocked, EditError};
pub use input::{FileKind, InputError};
pub(crate) use refusals::other_columns;
pub use refusals::{AnnotateError, ColumnError, DateError, PanelError, PathError, QueryError, TargetError};

/// An error of the library. Its message is lower case, shows values in backticks and says what is wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An invalid date, month, year or range.
    #[error(transparent)]
    Date(#[from] DateError),

    /// A name that no party and no country has.
    #[error("unknown country or organisation: `{}`{}", shown(.text), suggest(.suggestions))]
    UnknownName {
        /// The name as it was given.
        text: String,
        /// Up to three ids, or a code in capitals, that may have been meant, best first; often empty.
        suggestions: Vec<String>,
    },

    /// A name that more than one party or country has.
    #[error("ambiguous name: `{}` can mean {}; use one of these ids", shown(.text), choices(.meanings))]
    AmbiguousName {
        /// The name as it was given.
        text: String,
        /// Id and name of each party or country that it can mean.
        meanings: Vec<(String, String)>,
    },

    /// The name of a table that does not exist.
    #[error("no table `{}`; the tables are {}", shown(.name), .tables.join(", "))]
    UnknownTable {
        /// The name as it was given.
        name: String,
        /// Names of the tables that can be used.
        tables: Vec<String>,
    },

    /// Two times in the wrong order.
    #[error("`{from}` ends after `{to}`; give the earlier one first")]
    Reversed {
        /// The time that was given first.
        from: String,
        /// The time that was given second.
        to: String,
    },

    /// A panel with more rows than are kept in memory.
    #[error("a panel of {rows} rows is too large; the limit is {limit}")]
    PanelTooLarge {
        /// Rows that it would have.
        rows: usize,
        /// Rows that it can have.
        limit: usize,
    },

    /// A column that a CSV file lacks or has twice.
    #[error(transparent)]
    Column(#[from] ColumnError),

    /// A query in SQL that is invalid or reached a limit.
    #[error(transparent)]
    Query(#[from] QueryError),

    /// A path at which no file can be put.
    #[error(transparent)]
    Path(#[from] PathError),

    /// A folder that is not a data package.
    #[error("{}: no CSV files; a data package has one for each table, such as `party.csv`", .path.display())]
    EmptyPackage {
        /// The folder.
        path: PathBuf,
    },

    /// Data that breaks rules: every place where it does.
    #[error("{}\n{}", problems(.0), lines(.0))]
    Invalid(Vec<Problem>),

    /// An edit that breaks rules: every place where it does. The registry is unchanged.
    #[error("{}; nothing was changed\n{}", problems(.0), lines(.0))]
    Refused(Vec<Problem>),

    /// A file that is not a registry; it was not changed.
    #[error("{}: {reason}", .path.display())]
    NotARegistry {
        /// The file.
        path: PathBuf,
        /// What it is instead; continues after the path.
        reason: &'static str,
    },

    /// A damaged registry or backup.
    #[error("{}: is damaged ({detail})", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        detail: String,
    },

    /// A registry that was made by a newer version of this program.
    #[error("{}: was made by a newer version of this program (schema {version}; this version knows {known})", .path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The version of its schema.
        version: u32,
        /// The newest version that this program knows.
        known: u32,
    },

    /// A registry that was made by this program before its first release.
    #[error("{}: was made by an unreleased version of this program (schema {version})", .path.display())]
    UnreleasedSchema {
        /// The file.
        path: PathBuf,
        /// The version of its schema.
        version: u32,
    },

    /// A registry that cannot be changed.
    #[error("{}: cannot be written", .path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
    },

    /// A registry of an older version that cannot be upgraded because it cannot be written.
    #[error("{}: is of an older version of this program (schema {version}) and cannot be written", .path.display())]
    CannotUpgrade {
        /// The file.
        path: PathBuf,
        /// The version of its schema.
        version: u32,
    },

    /// A registry that cannot be created.
    #[error("{}: the registry cannot be created here ({source})", .path.display())]
    CannotCreate {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },

    /// A file that exists and is not replaced.
    #[error("{} already exists", .path.display())]
    Occupied {
        /// The file.
        path: PathBuf,
    },

    /// A registry that a killed program left in the middle of a change, and that cannot be written to finish it.
    #[error("{}: a program was killed while it changed this file, and the change must be rolled back by someone who may write to the file and its folder", .path.display())]
    Unfinished {
        /// The file.
        path: PathBuf,
    },

    /// A registry with a write-ahead log, in a folder that cannot be written.
    #[error("{}: uses a write-ahead log, and cannot be read by someone who may not write to its folder", .path.display())]
    Unshared {
        /// The file.
        path: PathBuf,
    },

    /// A registry that another program is using.
    #[error("{}: is in use by another program", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },

    /// A file that is not a registry, or that cannot be used as one.
    #[error("{}: {reason}", .path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// A registry of an older version of this program; `Registry::upgrade` upgrades it.
    #[error("{}: is of an older version of this program (schema {version})", .path.display())]
    OldStore {
        /// The file.
        path: PathBuf,
        /// Version of its schema.
        version: u32,
    },

    /// A file or folder that cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder, or a name for the stream.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },

    /// An edit that cannot be made.
    #[error(transparent)]
    Edit(#[from] EditError),

    /// A panel that cannot be compared.
    #[error(transparent)]
    Panel(#[from] PanelError),

    /// A file that is not text, or not in a known encoding.
    #[error(transparent)]
    Input(#[from] InputError),

    /// A file that cannot be annotated.
    #[error(transparent)]
    Annotate(#[from] AnnotateError),

    /// A search text without letters and digits.
    #[error("`{}` has no letters or digits to search for", shown(.text))]
    SearchText {
        /// What the user wrote.
        text: String,
    },

    /// A path that an export cannot be written to.
    #[error(transparent)]
    Target(#[from] TargetError),

    /// A registry that an XLSX workbook cannot hold.
    #[error("a workbook cannot hold this registry: {reason}")]
    Workbook {
        /// What the writer of the workbook says.
        reason: String,
    },

    /// Neither the number of a revision nor a date.
    #[error("invalid revision or date: `{}`; write the number of a revision, or a day such as `2026-11-23`", shown(.text))]
    NotARevision {
        /// The text as it was given.
        text: String,
    },

    /// A revision that was not made yet.
    #[error("no such revision: {number}; {}", if *.last == 0 { "nothing was changed yet".to_string() } else { format!("the last is {last}") })]
    NoSuchRevision {
        /// The number as it was given.
        number: i64,
        /// The number of the last revision, or 0.
        last: i64,
    },

    /// A failure of the database.
    #[error(transparent)]
    Sql(DatabaseError),
}

impl Error {
    /// Returns the conversion for `map_err` on anything done to the file or folder at `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io { path, source }
    }

    /// Returns the error of an edit that this error of its data prevents.
    pub(crate) fn refused(self) -> Error {
        match self {
            Error::Invalid(problems) => Error::Refused(problems),
            other => other,
        }
    }
}

#[doc(hidden)]
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Sql(DatabaseError(error))
    }
}

/// A failure of SQLite: a full disk, a damaged file, a lock, or a bug.
#[derive(Debug)]
pub struct DatabaseError(pub(crate) rusqlite::Error);

impl DatabaseError {
    /// Returns whether the file is damaged, so that only a backup can help.
    pub fn is_damage(&self) -> bool {
        matches!(self.0.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0.sqlite_error_code() {
            _ if self.is_damage() => write!(f, "the database is damaged ({})", self.0),
            Some(ErrorCode::DiskFull) => f.write_str("the disk is full"),
            Some(ErrorCode::ReadOnly) => {
                f.write_str("cannot write to the database; check its permissions and those of its folder")
            }
            Some(ErrorCode::DatabaseBusy) => f.write_str("another program is writing to the database; try again"),
            _ => write!(f, "database error: {}", self.0),
        }
    }
}

impl std::error::Error for DatabaseError {}

/// One place where data breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Name of the file, such as `party.csv`, or table and key of a row.
    pub file: String,
    /// Line in the file, from 1; 0 for the file as a whole.
    pub line: u64,
    /// The column and the reason, as `column: reason`.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.reason),
            line => write!(f, "{}:{line}: {}", self.file, self.reason),
        }
    }
}

fn problems(problems: &[Problem]) -> String {
    format!("{} in the data", wording::count(problems.len(), "problem"))
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

fn choices(meanings: &[(String, String)]) -> String {
    meanings.iter().map(|(id, name)| format!("`{id}` ({name})")).collect::<Vec<_>>().join(" or ")
}

fn suggest(suggestions: &[String]) -> String {
    let names: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(" or ")) }
}
