//! Atomic files and folders: written under a temporary name in the same folder, then renamed.

use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::Error;
use crate::error::PathError;

/// Creates a file in the folder of `path`, for [`NamedTempFile::persist`] to rename to `path`. Dropping it removes it.
pub(crate) fn file(path: &Path) -> Result<NamedTempFile, Error> {
    if path.is_dir() {
        return Err(PathError::Folder(path.to_path_buf()).into());
    }
    if path.exists() && !path.is_file() {
        return Err(PathError::NotAFile(path.to_path_buf()).into());
    }
    builder(0o666).suffix(".tmp").tempfile_in(folder_of(path)).map_err(|error| Error::io(path)(cause(error)))
}

/// Creates a folder in the folder of `path`, to be renamed to `path`. Dropping it removes it.
pub(crate) fn folder(path: &Path) -> Result<TempDir, Error> {
    builder(0o777).tempdir_in(folder_of(path)).map_err(|error| Error::io(path)(cause(error)))
}

/// Returns the error of the system without the name of the temporary file, which the user has never seen.
fn cause(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path ") {
        Some((reason, _)) => io::Error::new(error.kind(), reason.to_string()),
        None => error,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are private to their owner by default; these get the usual permissions of a new file.
fn builder(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".arctic-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let _ = mode;
    builder
}
