//! Where an export goes: checked before the work, and written in full or not at all.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::{Exporter, Output, OutputKind};
use crate::error::TargetError;
use crate::{Error, atomic_file};

/// A place that an export may be written to.
///
/// What is there is replaced if it is empty, if it is an earlier export of the same format
/// ([`Exporter::recognizes`]), or by force. In a folder, the export owns the names that it makes at the top, with
/// everything below them; whatever else is there stays.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    /// In the folder of `path`, and so on the same file system: the new output is made in it, and the old one is
    /// moved into it. Both are deleted with it.
    beside: TempDir,
}

impl Target {
    /// Checks that `exporter` can and may write to `path`.
    ///
    /// # Errors
    /// [`Error::Target`] if something else is there, [`Error::Io`] if nothing can be written there.
    pub fn open(path: &Path, exporter: &dyn Exporter, force: bool) -> Result<Self, Error> {
        // A link stays, and what it points to is replaced.
        let (real, there) = match fs::canonicalize(path) {
            Ok(real) => (real, true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_path_buf(), false),
            Err(error) => return Err(Error::io(path)(error)),
        };
        if there {
            if let Some(refusal) = refusal(&real, path, exporter, force).map_err(Error::io(path))? {
                return Err(refusal.into());
            }
        } else if exporter.kind() == OutputKind::File && path.to_string_lossy().ends_with(std::path::is_separator) {
            return Err(TargetError::IsFolder(path.to_path_buf()).into());
        }
        let beside = atomic_file::folder(&real).map_err(|error| match error {
            Error::Io { source, .. } => Error::io(path)(source),
            other => other,
        })?;
        Ok(Target { path: real, beside })
    }

    /// Puts `output` in its place and returns how many files it has.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written; what was there before then stays.
    pub fn write(self, output: &Output) -> Result<usize, Error> {
        let new = self.beside.path().join("new");
        let failed = |error| Error::io(&self.path)(error);
        match output {
            Output::File(bytes) => {
                let replace = || fs::rename(&new, &self.path);
                fs::write(&new, bytes)
                    .and_then(|()| self.keep_permissions(&new))
                    .and_then(|()| replace())
                    .map_err(failed)?;
                Ok(1)
            }
            Output::Folder(files) => {
                fs::create_dir(&new).map_err(failed)?;
                for (name, bytes) in files {
                    write_below(&new, name, bytes).map_err(Error::io(&self.path.join(name)))?;
                }
                self.keep_permissions(&new).map_err(failed)?;
                self.swap(&new)?;
                Ok(files.len())
            }
        }
    }

    /// Gives `new` the permissions of what it replaces.
    fn keep_permissions(&self, new: &Path) -> io::Result<()> {
        match fs::metadata(&self.path) {
            Ok(metadata) => fs::set_permissions(new, metadata.permissions()),
            Err(_) => Ok(()),
        }
    }

    /// Replaces the folder that is there by `new`, and moves into it what the export does not own.
    fn swap(self, new: &Path) -> Result<(), Error> {
        if !self.path.exists() {
            return fs::rename(new, &self.path).map_err(Error::io(&self.path));
        }
        let old = self.beside.path().join("old");
        fs::rename(&self.path, &old).map_err(Error::io(&self.path))?;
        let Err(error) = fs::rename(new, &self.path).and_then(|()| give_back(&old, &self.path)) else { return Ok(()) };
        if !self.path.exists() && fs::rename(&old, &self.path).is_ok() {
            return Err(Error::io(&self.path)(error));
        }
        // Keep the old folder: it has files that the export does not own.
        let old = self.beside.keep().join("old");
        let reason = format!("{error}; its former contents are in {}", old.display());
        Err(Error::io(&self.path)(io::Error::new(error.kind(), reason)))
    }
}

/// Returns why `exporter` may not replace what is at `path`, if so; the user called it `name`.
fn refusal(path: &Path, name: &Path, exporter: &dyn Exporter, force: bool) -> io::Result<Option<TargetError>> {
    let metadata = fs::metadata(path)?;
    let here = || std::env::current_dir().is_ok_and(|current| current.starts_with(path));
    let refusal: Option<fn(PathBuf) -> TargetError> = match exporter.kind() {
        OutputKind::File if metadata.is_dir() => Some(TargetError::IsFolder),
        OutputKind::File if !metadata.is_file() => Some(TargetError::NotRegular),
        OutputKind::Folder(_) if !metadata.is_dir() => Some(TargetError::IsFile),
        _ if metadata.permissions().readonly() => Some(TargetError::ReadOnly),
        OutputKind::File => {
            let head = head(path)?;
            let may = force || head.is_empty() || exporter.recognizes(&head);
            (!may).then_some(TargetError::FileExists)
        }
        OutputKind::Folder(_) if here() => Some(TargetError::CurrentFolder),
        OutputKind::Folder(known_by) => {
            let known_by = path.join(known_by);
            let empty = fs::read_dir(path)?.next().is_none();
            let may = force || empty || known_by.is_file() && exporter.recognizes(&head(&known_by)?);
            (!may).then_some(TargetError::FolderExists)
        }
    };
    Ok(refusal.map(|refusal| refusal(name.to_path_buf())))
}

/// Returns the first bytes of the file at `path`.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4096);
    fs::File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(head)
}

/// Moves everything from one folder to another, except names that the other already has.
fn give_back(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if place.symlink_metadata().is_err() {
            fs::rename(entry.path(), place)?;
        }
    }
    Ok(())
}

fn write_below(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Names come from ids, and other programs can edit the database.
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a file in a folder"));
    }
    let path = folder.join(name);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
