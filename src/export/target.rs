//! Where an export goes: looked at before the work, and written whole or not at all.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::{Exporter, Output, OutputKind};
use crate::{Error, atomic_file};

/// A place that an export may be written to.
///
/// What stands there is replaced if the form knows it as its own work ([`Exporter::recognizes`]), if it is
/// empty, or by force. In a folder the names that the export makes at its top are the export's, with
/// all below them; whatever else stands there stays.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    /// In the folder of `path`, and so on the same file system: the new is made in it, and the old
    /// goes into it. Both go with it.
    beside: TempDir,
}

impl Target {
    /// Looks whether `exporter` can write to `path`, and may.
    ///
    /// # Errors
    /// [`Error::Usage`] when something else is there, [`Error::Io`] when nothing can be written there.
    pub fn open(path: &Path, exporter: &dyn Exporter, force: bool) -> Result<Self, Error> {
        let refuse = |reason: &str| Err(Error::Usage(format!("{} {reason}", path.display())));
        // Through a link, what it leads to is replaced; the link stays.
        let (real, there) = match fs::canonicalize(path) {
            Ok(real) => (real, true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_path_buf(), false),
            Err(error) => return Err(Error::io(path)(error)),
        };
        if there {
            if let Some(objection) = objection(&real, exporter, force).map_err(Error::io(path))? {
                return refuse(objection);
            }
        } else if exporter.kind() == OutputKind::File && path.to_string_lossy().ends_with(std::path::is_separator) {
            return refuse("is the name of a folder; name a file in it");
        }
        let beside = atomic_file::folder(&real).map_err(|error| match error {
            Error::Io { source, .. } => Error::io(path)(source),
            other => other,
        })?;
        Ok(Target { path: real, beside })
    }

    /// Puts `output` in its place, and answers how many files it is.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be written; what was there is then there still.
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

    /// Gives `new` the permissions of what it takes the place of.
    fn keep_permissions(&self, new: &Path) -> io::Result<()> {
        match fs::metadata(&self.path) {
            Ok(metadata) => fs::set_permissions(new, metadata.permissions()),
            Err(_) => Ok(()),
        }
    }

    /// Puts the folder `new` in the place of the one that is there, and gives it what was not ours.
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
        // Nothing that is not ours may be lost, wherever this went wrong.
        let old = self.beside.keep().join("old");
        let reason = format!("{error}; what else was there is in {}", old.display());
        Err(Error::Store { path: self.path, reason })
    }
}

/// Why `exporter` may not replace what is at `path`, if it may not.
fn objection(path: &Path, exporter: &dyn Exporter, force: bool) -> io::Result<Option<&'static str>> {
    let metadata = fs::metadata(path)?;
    let here = || std::env::current_dir().is_ok_and(|current| current.starts_with(path));
    Ok(match exporter.kind() {
        OutputKind::File if metadata.is_dir() => Some("is a folder; name a file in it"),
        OutputKind::File if !metadata.is_file() => Some("is no file to be replaced; `-` writes to standard output"),
        OutputKind::Folder(_) if !metadata.is_dir() => Some("is a file; this form is a folder, name one"),
        _ if metadata.permissions().readonly() => Some("is read-only; name another place"),
        OutputKind::File => {
            let head = head(path)?;
            let may = force || head.is_empty() || exporter.recognizes(&head);
            (!may).then_some("is there already; name a new file, or replace it with `--force`")
        }
        OutputKind::Folder(_) if here() => Some("is the folder that you are in; give the command from outside it"),
        OutputKind::Folder(known_by) => {
            let known_by = path.join(known_by);
            let empty = fs::read_dir(path)?.next().is_none();
            let may = force || empty || known_by.is_file() && exporter.recognizes(&head(&known_by)?);
            (!may).then_some("is there already; name a new folder, or write into it with `--force`")
        }
    })
}

/// The first bytes of the file at `path`.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4096);
    fs::File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(head)
}

/// Moves from one folder to the other what the other has nothing of that name for.
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
    // The names come from ids, and a database can be edited with other programs.
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no name of a file in a folder"));
    }
    let path = folder.join(name);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
