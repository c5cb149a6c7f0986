//! Where an export goes: checked before the work, and written in full or not at all.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Exporter, Output, OutputKind};
use crate::Error;
use crate::atomic_file::{self, Stage};
use crate::error::TargetError;
use crate::store::settle;

/// A place that an export may be written to.
///
/// What is there is replaced if it is empty, if it is an earlier export of the same format
/// ([`Exporter::recognizes`]), or by force. In a folder, the export owns the names that it makes at the top, with
/// everything below them; whatever else is there stays.
#[derive(Debug)]
pub struct Target {
    stage: Stage,
    /// Whether the output is a database, next to which SQLite keeps other files.
    database: bool,
}

impl Target {
    /// Checks that `exporter` can and may write to `path`.
    ///
    /// # Errors
    /// [`Error::Target`] if something else is there, [`Error::Io`] if nothing can be written there.
    pub fn open(path: &Path, exporter: &dyn Exporter, force: bool) -> Result<Self, Error> {
        // A link stays, and what it points to is replaced.
        let real = atomic_file::followed(path);
        match real.try_exists() {
            Ok(true) => {
                if let Some(refusal) = refusal(&real, path, exporter, force).map_err(Error::io(path))? {
                    return Err(refusal.into());
                }
            }
            Ok(false) if exporter.kind() == OutputKind::File => {
                if path.to_string_lossy().ends_with(std::path::is_separator) {
                    return Err(TargetError::IsFolder(path.to_path_buf()).into());
                }
            }
            Ok(false) => {}
            Err(error) => return Err(Error::io(path)(error)),
        }
        Ok(Target { stage: Stage::new(path)?, database: exporter.is_database() })
    }

    /// Puts `output` in its place and returns how many files it has. It is then on the disk, even if the power fails.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written; what was there before then stays.
    pub fn write(self, output: &Output) -> Result<usize, Error> {
        match output {
            Output::File(bytes) => {
                fs::write(self.stage.new_path(), bytes).map_err(Error::io(self.stage.target()))?;
                if self.database {
                    self.stage.replace_database(settle)?
                } else {
                    self.stage.replace()?
                }
                Ok(1)
            }
            Output::Folder(files) => {
                self.stage.replace_folder(files.iter())?;
                Ok(files.len())
            }
        }
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
