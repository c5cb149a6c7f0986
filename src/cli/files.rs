//! Which files a command reads and writes, so that none is written over another.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Context, Failure, usage};
use crate::atomic_file::{COMPANIONS, followed, parent_of, with_suffix};

/// The files that a command uses: the database with its companions, the inputs and the outputs.
pub(crate) struct Files {
    /// The database, if it exists.
    database: Option<PathBuf>,
    used: Vec<(Place, &'static str)>,
}

/// A file, however it is named.
struct Place {
    /// The file itself, if it exists.
    file: Option<Id>,
    /// Its folder and its name there, if it does not exist yet.
    entry: Option<(Id, OsString)>,
}

#[cfg(unix)]
type Id = (u64, u64);
#[cfg(not(unix))]
type Id = PathBuf;

#[cfg(unix)]
fn id(path: &Path) -> Option<Id> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn id(path: &Path) -> Option<Id> {
    path.canonicalize().ok()
}

impl Place {
    fn of(path: &Path) -> Self {
        let path = followed(path);
        let entry = path.file_name().and_then(|name| Some((id(parent_of(&path))?, name.to_os_string())));
        Place { file: id(&path), entry }
    }

    fn is(&self, other: &Place) -> bool {
        let same_file = self.file.is_some() && self.file == other.file;
        same_file || self.entry.is_some() && self.entry == other.entry
    }
}

impl Files {
    /// Returns the files of the database.
    pub(crate) fn of(context: &Context) -> Self {
        let mut files = Files { database: None, used: Vec::new() };
        // Without a path, the command will not get far.
        if let Ok(path) = context.database() {
            files.database = path.canonicalize().ok();
            files.add(&path, "the database");
            for end in COMPANIONS {
                files.add(&with_suffix(&followed(&path), end), "a file of the database");
            }
        }
        files
    }

    /// Adds an input; `-` is not a file.
    pub(crate) fn input(mut self, path: &Path) -> Self {
        if path.as_os_str() != "-" {
            self.add(path, "an input of this command");
        }
        self
    }

    /// Adds an input that may not be the database.
    pub(crate) fn other_input(self, path: &Path) -> Result<Self, Failure> {
        self.refuse(path)?;
        Ok(self.input(path))
    }

    /// Adds an output, and refuses one that would be written over another file of this command.
    pub(crate) fn output(mut self, path: &Path) -> Result<Self, Failure> {
        self.refuse(path)?;
        self.add(path, "another output of this command");
        Ok(self)
    }

    /// Refuses a folder in which the database is: replacing it would take the database away from other programs.
    pub(crate) fn folder(self, path: &Path) -> Result<Self, Failure> {
        self.refuse(path)?;
        match (&self.database, path.canonicalize()) {
            (Some(database), Ok(folder)) if database.starts_with(&folder) => {
                usage(format!("{} contains the database; name another folder", path.display()))
            }
            _ => Ok(self),
        }
    }

    fn refuse(&self, path: &Path) -> Result<(), Failure> {
        let place = Place::of(path);
        match self.used.iter().find(|(other, _)| other.is(&place)) {
            Some((_, what)) => usage(format!("{} is {what}; name another file", path.display())),
            None => Ok(()),
        }
    }

    fn add(&mut self, path: &Path, what: &'static str) {
        self.used.push((Place::of(path), what));
    }
}
