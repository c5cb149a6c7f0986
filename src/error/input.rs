//! Why a file is not read.

/// What a file is instead of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow or Feather.
    Arrow,
    /// A workbook of Excel or LibreOffice.
    Workbook,
    /// A web page, which some sites call `.xls`.
    Html,
    /// XML.
    Xml,
    /// JSON.
    Json,
    /// A SQLite database.
    Sqlite,
    /// A Stata data set.
    Stata,
    /// An SPSS data set.
    Spss,
    /// A SAS data set.
    Sas,
    /// An object of R.
    R,
    /// An object of Python.
    Pickle,
    /// A PDF.
    Pdf,
    /// Compressed by the program of this name.
    Compressed(&'static str),
    /// An archive of files.
    Archive,
    /// Something else that is not text.
    Binary,
}

impl FileKind {
    fn described(self) -> String {
        match self {
            FileKind::Parquet => "a Parquet file",
            FileKind::Arrow => "an Arrow file",
            FileKind::Workbook => "a workbook",
            FileKind::Html => "a web page",
            FileKind::Xml => "XML",
            FileKind::Json => "JSON",
            FileKind::Sqlite => "a SQLite database",
            FileKind::Stata => "a Stata file",
            FileKind::Spss => "an SPSS file",
            FileKind::Sas => "a SAS file",
            FileKind::R => "a file of R",
            FileKind::Pickle => "a Python pickle",
            FileKind::Pdf => "a PDF",
            FileKind::Compressed(program) => return format!("compressed with {program}"),
            FileKind::Archive => "an archive",
            FileKind::Binary => "a binary file",
        }
        .to_string()
    }
}

/// A file that cannot be read as text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// It is something else.
    #[error("{file}: is {}, not CSV", .kind.described())]
    NotText {
        /// Name of the file.
        file: String,
        /// What it is.
        kind: FileKind,
    },
    /// Its encoding is not UTF-8.
    #[error("{file}:{line}: not UTF-8; in {encoding} it is `{text}`")]
    NotUtf8 {
        /// Name of the file.
        file: String,
        /// The line with the bytes.
        line: u64,
        /// The encoding that it most likely has.
        encoding: &'static str,
        /// The bytes, read in that encoding.
        text: String,
    },
    /// Its lines end in carriage returns alone.
    #[error("{file}: the lines end in carriage returns, as on old Macintosh computers")]
    CarriageReturns {
        /// Name of the file.
        file: String,
    },
}
