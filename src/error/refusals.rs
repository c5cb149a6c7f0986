//! Why something that a caller gave is refused: a date, a path, a file, a query. The modules that refuse it re-export
//! these, so that they depend on the errors and not the other way round.

use std::path::PathBuf;
use std::time::Duration;

use crate::wording::{self, shown};

/// The maximum number of columns that an error lists.
const MOST_NAMES: usize = 30;

/// The length from which on a name is not suggested.
const LONGEST_NAME: usize = 200;

/// Maximum number of unknown words that an error lists.
const MAX_WORDS: usize = 10;

/// Why a text is not a date, or not a time to ask about. Each variant holds the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// It has another form.
    #[error("cannot read `{}` as a date; use YYYY, YYYY-MM, YYYY-MM-DD, or a range such as 2019..2023", shown(.0))]
    Invalid(String),
    /// It has the form of a day, such as `2021-02-30`, but no calendar has that day.
    #[error("no such day in the calendar: `{}`", shown(.0))]
    NotInCalendar(String),
    /// It is a range whose end is before its start.
    #[error("the range `{}` ends before it begins", shown(.0))]
    Reversed(String),
    /// It is not a single day, which is needed.
    #[error("cannot read `{}` as a day; use YYYY-MM-DD", shown(.0))]
    NotADay(String),
}

/// A path at which no file can be put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// There is a folder.
    #[error("{} is a folder; name a file in it", .0.display())]
    Folder(PathBuf),
    /// There is a device or a pipe.
    #[error("{} is a device or a pipe; name a regular file", .0.display())]
    NotAFile(PathBuf),
    /// The name of a file does not say which table its rows belong to.
    #[error("{} is not named after a table, such as `source.csv`", .0.display())]
    NoTable(PathBuf),
}

/// A column that a file lacks or has twice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// No column has this name.
    #[error("no column `{}`; {}", shown(.name), other_columns(.columns, .name))]
    Missing {
        /// The name that was looked for.
        name: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// More than one column has this name.
    #[error("two columns are called `{}`; rename one", shown(.name))]
    Duplicate {
        /// The name that was looked for.
        name: String,
    },
}

/// Suggests the column that `name` may have meant, or lists all columns.
pub(crate) fn other_columns(header: &[impl AsRef<str>], name: &str) -> String {
    let wanted = name.to_lowercase();
    // Nobody mistypes a name as long as a file.
    let similar = |other: &str| strsim::jaro_winkler(&wanted, &other.to_lowercase());
    let score = |other: &str| if other.len() < LONGEST_NAME { similar(other) } else { 0.0 };
    let names = header.iter().map(|other| other.as_ref().trim());
    let near = names.clone().max_by(|a, b| score(a).total_cmp(&score(b))).filter(|other| score(other) >= 0.85);
    match near {
        Some(near) => format!("did you mean `{}`?", shown(near)),
        None => {
            let names: Vec<String> = names.take(MOST_NAMES).map(|name| format!("`{}`", shown(name))).collect();
            format!("the columns are {}{}", names.join(", "), if header.len() > MOST_NAMES { ", ..." } else { "" })
        }
    }
}

/// Why a query was refused or stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no statement in it.
    #[error("the query is empty")]
    Empty,
    /// It has a NUL byte, after which SQLite would ignore the rest.
    #[error("the query has a NUL byte")]
    Nul,
    /// There is more than one statement in it.
    #[error("the query has more than one statement; run them one at a time")]
    SeveralStatements,
    /// It would write, attach a file or load code.
    #[error("only queries that read are allowed")]
    NotReadOnly,
    /// It has parameters, which nothing binds.
    #[error("the query has parameters; write the values into it")]
    Parameters,
    /// SQLite cannot parse it; the message is SQLite's.
    #[error("invalid SQL: {0}")]
    Invalid(String),
    /// SQLite failed while running it; the message is SQLite's.
    #[error("the query failed: {0}")]
    Failed(String),
    /// It returns more rows than the limit of rows.
    #[error("the query returns more than {0} rows")]
    TooManyRows(usize),
    /// It takes longer than the limit of time.
    #[error("the query was stopped after {} s", .0.as_secs())]
    TooSlow(Duration),
    /// It returns more data than this number of bytes.
    #[error("the query returns more than {} MB", .0 / 1_000_000)]
    TooLarge(usize),
    /// It makes a text or blob of more than this number of bytes.
    #[error("the query makes a value of more than {} kB", .0 / 1000)]
    TooLong(usize),
}

/// Why a panel cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PanelError {
    /// The column of roles has words without a known meaning.
    #[error("unknown words in the column `{}`: {}", shown(.column), listed(.words))]
    UnknownWords {
        /// Name of the column.
        column: String,
        /// Each word with its number of rows, most frequent first.
        words: Vec<(String, usize)>,
    },

    /// A text that should explain a word and does not.
    #[error("cannot read `{}` as a word and its meaning; write the word, `=`, and `member`, `permanent_participant`, `observer`, `none` or `skip`, as in `2=observer`", shown(.0))]
    InvalidMeaning(String),
}

fn listed(words: &[(String, usize)]) -> String {
    let word = |(word, count): &(String, usize)| format!("`{}` ({})", shown(word), wording::count(*count, "row"));
    let listed: Vec<String> = words.iter().take(MAX_WORDS).map(word).collect();
    let more = words.len().saturating_sub(MAX_WORDS);
    listed.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("`{}`", shown(value))).collect::<Vec<_>>().join(", ")
}

/// A file that cannot be annotated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnnotateError {
    /// The file seems to have one column only, because its cells are separated by another character.
    #[error("no column `{}`; the only column is `{}`", shown(.name), shown(.only))]
    OnlyColumn {
        /// The name that was looked for.
        name: String,
        /// The header, read as one cell.
        only: String,
    },
    /// The dates of the column can be read with the day or with the month first.
    #[error("ambiguous dates in column `{}`: `{}` is {day_first} with the day first, and {month_first} with the month first", shown(.column), shown(.value))]
    AmbiguousDates {
        /// Name of the column.
        column: String,
        /// A date that differs.
        value: String,
        /// As YYYY-MM-DD, if the day is first.
        day_first: String,
        /// As YYYY-MM-DD, if the month is first.
        month_first: String,
    },
    /// No way to write dates fits all dates of the column.
    #[error("the dates in column `{}` are not all written in one way: {}", shown(.column), quoted(.values))]
    MixedDates {
        /// Name of the column.
        column: String,
        /// Some that differ.
        values: Vec<String>,
    },
    /// A date is written in another way than those in the rows before it.
    #[error("{file}:{line}: the dates in column `{}` are not all written in one way: `{}`", shown(.column), shown(.value))]
    OtherLayout {
        /// Name of the file.
        file: String,
        /// Line of the row.
        line: u64,
        /// Name of the column.
        column: String,
        /// The date.
        value: String,
    },
    /// The file has a column with the name of one to append.
    #[error("{file} already has a column `{}`", shown(.column))]
    ColumnExists {
        /// Name of the file.
        file: String,
        /// Name of the column.
        column: String,
    },
}

/// Why an export cannot be written to a path.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// The format is a file, and the path is that of a folder.
    #[error("{} is a folder; name a file in it", .0.display())]
    IsFolder(PathBuf),
    /// The format is a folder, and the path is that of a file.
    #[error("{} is a file, and this format is a folder; name a folder", .0.display())]
    IsFile(PathBuf),
    /// The path is that of a device or a pipe.
    #[error("{} is not a regular file", .0.display())]
    NotRegular(PathBuf),
    /// What is there may not be changed.
    #[error("{} is read-only; name another place", .0.display())]
    ReadOnly(PathBuf),
    /// The folder is the current folder, or contains it.
    #[error("{} is the current folder, or contains it", .0.display())]
    CurrentFolder(PathBuf),
    /// Another file is there, which only force replaces.
    #[error("{} already exists", .0.display())]
    FileExists(PathBuf),
    /// A folder with something else in it is there, to which only force writes.
    #[error("{} already exists, and is not an earlier export", .0.display())]
    FolderExists(PathBuf),
}
