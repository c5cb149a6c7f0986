//! Files and folders that appear whole or not at all: made beside their place, then put there.

use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::Error;

/// A new file in the folder of `path`, for [`NamedTempFile::persist`] to put in its place. It goes
/// when it is dropped before.
///
/// # Errors
/// [`Error::Usage`] when `path` is a folder, a device or a pipe, [`Error::Io`] when its folder cannot be written.
pub fn file(path: &Path) -> Result<NamedTempFile, Error> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Error::Usage(format!("{shown} is a folder; name a file in it")));
    }
    if path.exists() && !path.is_file() {
        return Err(Error::Usage(format!("{shown} is a device or a pipe, and no file to be replaced; name another")));
    }
    builder(0o666).suffix(".tmp").tempfile_in(folder_of(path)).map_err(|error| Error::io(path)(cause(error)))
}

/// A new folder in the folder of `path`, to be renamed to it. It goes when it is dropped before.
///
/// # Errors
/// [`Error::Io`] when the folder of `path` cannot be written.
pub fn folder(path: &Path) -> Result<TempDir, Error> {
    builder(0o777).tempdir_in(folder_of(path)).map_err(|error| Error::io(path)(cause(error)))
}

/// The system's own error, without the name of the temporary file: nobody asked for that one.
fn cause(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path ") {
        Some((told, _)) => io::Error::new(error.kind(), told.to_string()),
        None => error,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are for their maker alone, unless told: these get the permissions that any new
/// file has.
fn builder(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".arctic-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let _ = mode;
    builder
}
