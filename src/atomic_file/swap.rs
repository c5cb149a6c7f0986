//! Replaces a folder, and moves into the new one what the export does not own.
//!
//! Before the swap, the stage gets a file `swap` with the name of the target and the number of the new folder. With it, the
//! next process finishes a swap that was interrupted: what does not belong to the export is moved back.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::{Stage, hold, keep_mode, parent_of, sync_folder, undisturbed};
use crate::Error;

/// From this number of files on, the whole file system is synced at once, which is faster.
const MANY_FILES: usize = 16;

impl Stage {
    /// Replaces the folder at the target by one with `files`, by their paths separated by `/`, or creates it. The names
    /// that the new folder has at the top are replaced with everything below them; other files in the old folder stay.
    pub(crate) fn replace_folder<'a>(
        self,
        files: impl ExactSizeIterator<Item = (&'a String, &'a Vec<u8>)>,
    ) -> Result<(), Error> {
        let failed = |error| Error::io(&self.name)(error);
        let (new, many) = (self.new_path(), files.len() >= MANY_FILES && can_sync_all());
        fs::create_dir(&new).map_err(failed)?;
        let mut folders = BTreeSet::from([new.clone()]);
        for (name, bytes) in files {
            let path = write_below(&new, &self.target, name, bytes, !many).map_err(Error::io(&self.name.join(name)))?;
            folders.extend(path.ancestors().skip(1).take_while(|folder| *folder != new).map(Path::to_path_buf));
        }
        keep_mode(&self.target, &new).map_err(failed)?;
        if many { sync_all(&new) } else { folders.iter().try_for_each(|folder| sync_folder(folder)) }
            .map_err(failed)?;
        let _held = hold(parent_of(&self.target)).map_err(failed)?;
        let _undisturbed = undisturbed();
        if self.target.symlink_metadata().is_err() {
            return fs::rename(&new, &self.target).and_then(|()| sync_folder(parent_of(&self.target))).map_err(failed);
        }
        self.note(&new).map_err(failed)?;
        let old = self.folder.join("old");
        match rename(&new, &self.target, How::Exchange) {
            Ok(()) => fs::rename(&new, &old).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                fs::rename(&self.target, &old).map_err(failed)?;
                if let Err(error) = fs::rename(&new, &self.target) {
                    let _ = fs::rename(&old, &self.target);
                    return Err(failed(error));
                }
            }
            Err(error) => return Err(failed(error)),
        }
        // The new folder is durable before anything of the old one goes.
        sync_folder(parent_of(&self.target)).map_err(failed)?;
        finish(&self.folder).map_err(|error| {
            let reason = format!("{error}; its former contents are in {}", old.display());
            failed(io::Error::new(error.kind(), reason))
        })
    }

    /// Notes what is about to be swapped.
    fn note(&self, new: &Path) -> io::Result<()> {
        let mut note = File::create_new(self.folder.join("swap"))?;
        note.write_all(&number(new)?.to_be_bytes())?;
        note.write_all(self.target.file_name().unwrap_or_default().as_encoded_bytes())?;
        note.sync_all()?;
        sync_folder(&self.folder)
    }
}

/// Finishes the swap that was begun in a stage, if one was. Fails if files of the old folder cannot be moved back; they
/// then stay in the stage.
pub(super) fn finish(stage: &Path) -> io::Result<()> {
    let Ok(note) = fs::read(stage.join("swap")) else { return Ok(()) };
    let (new, old) = (stage.join("new"), stage.join("old"));
    let Some((made, name)) = note.split_first_chunk::<8>() else { return remove_note(stage) };
    // Interrupted between the exchange and the next rename, the old folder has the name of the new one.
    if new.is_dir() && number(&new)? != u64::from_be_bytes(*made) && !old.exists() {
        fs::rename(&new, &old)?;
    }
    if !old.is_dir() {
        return remove_note(stage);
    }
    let Some(target) = encoded(name).map(|name| parent_of(stage).join(name)) else { return remove_note(stage) };
    if target.symlink_metadata().is_err() {
        fs::rename(&old, &target)?;
    } else {
        let mut owned = Vec::new();
        for entry in fs::read_dir(&old)? {
            let entry = entry?;
            let place = target.join(entry.file_name());
            match place.symlink_metadata() {
                Ok(_) => owned.push(entry.path()),
                Err(_) => fs::rename(entry.path(), place)?,
            }
        }
        sync_folder(&target)?;
        for path in owned {
            if path.symlink_metadata()?.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
        }
        fs::remove_dir(&old)?;
    }
    sync_folder(parent_of(&target))?;
    remove_note(stage)
}

fn remove_note(stage: &Path) -> io::Result<()> {
    fs::remove_file(stage.join("swap"))
}

/// Writes the file called `name` below `folder`, with the mode of the file of that name below `old`.
fn write_below(folder: &Path, old: &Path, name: &str, bytes: &[u8], synced: bool) -> io::Result<PathBuf> {
    // Names come from ids, and other programs can edit the database.
    if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a file in a folder"));
    }
    let path = folder.join(name);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut file = File::create_new(&path)?;
    file.write_all(bytes)?;
    let old = old.join(name);
    if old.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        keep_mode(&old, &path)?;
    }
    if synced {
        file.sync_all()?;
    }
    Ok(path)
}

/// Returns the number by which the file system knows a folder.
#[cfg(unix)]
fn number(path: &Path) -> io::Result<u64> {
    Ok(std::os::unix::fs::MetadataExt::ino(&fs::metadata(path)?))
}

#[cfg(not(unix))]
fn number(_: &Path) -> io::Result<u64> {
    Ok(0)
}

#[cfg(unix)]
fn encoded(name: &[u8]) -> Option<OsString> {
    (!name.is_empty()).then(|| std::os::unix::ffi::OsStringExt::from_vec(name.to_vec()))
}

#[cfg(not(unix))]
fn encoded(name: &[u8]) -> Option<OsString> {
    String::from_utf8(name.to_vec()).ok().filter(|name| !name.is_empty()).map(OsString::from)
}

/// A rename that does more than replace a file.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// Fails if the new name exists.
    ToFreeName,
    /// Exchanges two files or folders.
    Exchange,
}

/// Renames a file or folder in one step. Fails with [`io::ErrorKind::Unsupported`] if the system or the file system cannot.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(super) fn rename(from: &Path, to: &Path, how: How) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match how {
        How::ToFreeName => RenameFlags::NOREPLACE,
        How::Exchange => RenameFlags::EXCHANGE,
    };
    match renameat_with(CWD, from, CWD, to, flags) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(io::ErrorKind::Unsupported.into()),
        other => Ok(other?),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(super) fn rename(_: &Path, _: &Path, _: How) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn can_sync_all() -> bool {
    cfg!(target_os = "linux")
}

/// Syncs the file system that `path` is on.
fn sync_all(path: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(path)?)?;
    let _ = path;
    Ok(())
}
