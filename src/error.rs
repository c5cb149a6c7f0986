//! Everything that can go wrong, in words: the cause, and the way out.

use std::fmt;
use std::path::{Path, PathBuf};

/// An error of the library. Its text is lower case and names what the user wrote in backticks.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text that is no day, month, year or span of them.
    #[error("`{}` is no time: {reason}; write `2021`, `2021-05`, `2021-05-19`, `today`, or two of them as `2019..2023`", shown(.text))]
    When {
        /// What the user wrote.
        text: String,
        /// Why it is none, such as `not a date`.
        reason: String,
    },

    /// A name that no party and no country bears.
    #[error("no party is called `{}`{}", shown(.text), suggest(.suggestions))]
    UnknownName {
        /// What the user wrote.
        text: String,
        /// What may have been meant, best first: up to three ids, or a code in capitals; often nothing.
        suggestions: Vec<String>,
    },

    /// A name that two bear: the ids and names of both.
    #[error("`{}` can mean {}; write one of them", shown(.text), .meanings.iter().map(|(id, name)| format!("`{id}` ({name})")).collect::<Vec<_>>().join(" or "))]
    AmbiguousName {
        /// What the user wrote.
        text: String,
        /// Id and name of each party or country that it can mean.
        meanings: Vec<(String, String)>,
    },

    /// Data that breaks a rule: every place where it does.
    #[error("{}", invalid(.0))]
    Invalid(Vec<Problem>),

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

    /// A registry that another program is using.
    #[error("{}: is in use by another program", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },

    /// A file that is no registry, or that cannot be used as one.
    #[error("{}: {reason}", .path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and the way out; it goes on from the path.
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
        /// The file or folder, or what errors call the input.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },

    /// A request that cannot be met as it stands; the text says what to ask instead.
    #[error("{0}")]
    Usage(String),

    /// An edit that cannot be made.
    #[error(transparent)]
    Edit(#[from] crate::edit::EditError),

    /// A panel that cannot be compared.
    #[error(transparent)]
    Panel(#[from] crate::compare::PanelError),

    /// A file that cannot be annotated.
    #[error(transparent)]
    Annotate(#[from] crate::annotate::AnnotateError),
    /// A search text without letters and digits.
    #[error("`{}` has no letters or digits to search for", shown(.text))]
    SearchText {
        /// What the user wrote.
        text: String,
    },

    /// A path that an export cannot be written to.
    #[error(transparent)]
    Target(#[from] crate::export::TargetError),

    /// A registry that an XLSX workbook cannot hold.
    #[error("a workbook cannot hold this registry: {reason}")]
    Workbook {
        /// What the writer of the workbook says.
        reason: String,
    },

    /// SQLite refused or failed: a full disk, a damaged file, a lock, or a fault of this program.
    #[error("{}", refused(.0))]
    Sql(#[from] rusqlite::Error),
}

impl Error {
    /// There is no table `name`; `tables` are those that there are.
    pub(crate) fn no_table(name: &str, tables: &[&str]) -> Error {
        Error::Usage(format!("there is no table `{}`; there are {}", shown(name), tables.join(", ")))
    }

    /// For `map_err` on anything done to the file or folder at `path`.
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io { path, source }
    }
}

/// One place where data breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File name, such as `party.csv`.
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

fn invalid(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let (count, s) = (problems.len(), if problems.len() == 1 { "" } else { "s" });
    format!("{count} problem{s} in the data; nothing was changed\n{}", lines.join("\n"))
}

fn refused(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            format!("the database is damaged ({error}); bring a backup back with `arctic restore FILE`")
        }
        Some(rusqlite::ErrorCode::DiskFull) => "the disk is full; nothing was changed".to_string(),
        Some(rusqlite::ErrorCode::ReadOnly) => {
            "the database cannot be written; check its permissions and those of its folder".to_string()
        }
        Some(rusqlite::ErrorCode::DatabaseBusy) => "another program is writing to the database; try again".to_string(),
        _ => format!("the database refused: {error}"),
    }
}

/// What a user wrote, fit for one line: control characters escaped, and cut where it is long.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut line = String::new();
    for letter in text.chars().take(MOST) {
        if letter == '\n' || crate::wording::is_unsafe(letter) {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
    }
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line
}

fn suggest(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        return ", and no country; `arctic search TEXT` looks through all names".to_string();
    }
    let names: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    format!("; did you mean {}?", names.join(" or "))
}
