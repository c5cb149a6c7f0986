//! How a command ends: with an exit status, or with a failure that is reported.

use std::fmt;
use std::process::ExitCode;

use super::advice;
use crate::{Error, Truth};

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Yes, or done.
    Yes = 0,
    /// No, or nothing found.
    No = 1,
    Usage = 2,
    InvalidData = 3,
    /// The database or a file failed.
    Storage = 4,
    NotKnown = 5,
}

impl From<Truth> for Exit {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Exit::Yes,
            Truth::False => Exit::No,
            Truth::Unknown => Exit::NotKnown,
        }
    }
}

impl From<bool> for Exit {
    fn from(yes: bool) -> Self {
        Truth::from(yes).into()
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command failed. Its text is the error message, with what to do.
#[derive(Debug)]
pub(crate) enum Failure {
    Library(Error),
    /// The command line asks for something that cannot be done.
    Usage(String),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure::Library(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Failure::Library(error) => write!(f, "{error}{}", advice::after(error)),
            Failure::Usage(message) => f.write_str(message),
        }
    }
}

impl Failure {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Library(Error::Invalid(_) | Error::Refused(_) | Error::Input(_)) => Exit::InvalidData,
            Failure::Library(
                Error::Store { .. }
                | Error::OldStore { .. }
                | Error::NotARegistry { .. }
                | Error::Damaged { .. }
                | Error::NewerSchema { .. }
                | Error::UnreleasedSchema { .. }
                | Error::NotWritable { .. }
                | Error::CannotUpgrade { .. }
                | Error::CannotCreate { .. }
                | Error::Busy { .. }
                | Error::Unfinished { .. }
                | Error::Unshared { .. }
                | Error::EmptyPackage { .. }
                | Error::Io { .. }
                | Error::Sql(_),
            ) => Exit::Storage,
            Failure::Library(_) | Failure::Usage(_) => Exit::Usage,
        }
    }

    /// Returns whether the reader of the output has gone, which is not an error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::Library(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

/// Returns a usage error, for commands to return.
pub(crate) fn usage<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Usage(message.into()))
}
