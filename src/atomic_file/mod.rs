//! Puts files and folders in their place: each is made in a folder of its own next to its target, synced, and moved into
//! place in one step.
//!
//! That folder, the stage, is called `.arctic-` and twelve letters. The process that makes it holds a lock on the file
//! `lock` in it, so a stage whose lock is free was left by a process that was killed: the next one that writes to the same
//! folder finishes or removes it.

mod swap;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tempfile::Builder;

use crate::Error;
#[cfg(feature = "cli")]
use crate::error::PathError;

/// The beginning of the name of a stage, and the number of letters that follow.
const PREFIX: &str = ".arctic-";
const LETTERS: usize = 12;

/// How long to wait for another process that is putting something into the same folder.
const PATIENCE: Duration = Duration::from_secs(60);

/// The companions that SQLite makes next to a database. If one outlives its database, SQLite applies it to the next one.
pub(crate) const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What a signal must remove: stages, and files that are of no use unless the command succeeds.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Keeps a signal waiting while the returned guard exists.
pub(crate) fn undisturbed() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what this process has not finished. Nothing can be finished afterwards: the process must end.
#[cfg(feature = "cli")]
pub(crate) fn abandon() {
    let unfinished = undisturbed();
    for path in unfinished.iter() {
        if path.is_dir() {
            clear(path);
        } else {
            let _ = fs::remove_file(path);
        }
    }
    std::mem::forget(unfinished);
}

/// A folder next to a target, in which its new contents are made. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: PathBuf,
    /// The target; symbolic links are followed.
    target: PathBuf,
    /// The target as the user called it, for errors.
    name: PathBuf,
    /// Locked as long as this exists.
    _lock: File,
}

impl Stage {
    /// Makes a stage for `path`, and removes those that killed processes left in the same folder.
    pub(crate) fn new(path: &Path) -> Result<Stage, Error> {
        let target = followed(path);
        let parent = parent_of(&target);
        let failed = |error| Error::io(path)(error);
        let held = hold(parent).map_err(failed)?;
        if held.is_some() {
            clear_abandoned(parent);
        }
        let mut builder = Builder::new();
        builder.prefix(PREFIX).rand_bytes(LETTERS);
        let mut unfinished = undisturbed();
        let folder = builder.tempdir_in(parent).map_err(|error| failed(cause(error)))?.keep();
        unfinished.push(folder.clone());
        drop(unfinished);
        // From here on, dropping the stage removes the folder.
        match File::create_new(folder.join("lock")) {
            Ok(lock) => {
                // Where there are no locks, no stage is taken for abandoned either.
                let _ = lock.try_lock();
                Ok(Stage { folder, target, name: path.to_path_buf(), _lock: lock })
            }
            Err(error) => {
                forget(&folder);
                let _ = fs::remove_file(folder.join("lock"));
                let _ = fs::remove_dir(&folder);
                Err(failed(error))
            }
        }
    }

    /// Returns the target, with symbolic links followed.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Returns where the new file or folder is to be made.
    pub(crate) fn new_path(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Replaces the file at the target, or creates it. It keeps its mode and owner.
    pub(crate) fn replace(self) -> Result<(), Error> {
        self.replace_after(|_| Ok(()))
    }

    /// Does the same for a database and removes the companions of the old one. `settle` brings that into a state in which
    /// they are not needed; what it returns is dropped when the database is replaced.
    pub(crate) fn replace_database<T>(self, settle: impl FnOnce(&Path) -> Result<T, Error>) -> Result<(), Error> {
        self.replace_after(|target| {
            let settled = settle(target)?;
            remove_companions(target).map_err(Error::io(&self.name))?;
            Ok(settled)
        })
    }

    fn replace_after<T>(&self, prepare: impl FnOnce(&Path) -> Result<T, Error>) -> Result<(), Error> {
        let failed = |error| Error::io(&self.name)(error);
        let new = self.new_path();
        keep_mode(&self.target, &new).map_err(failed)?;
        sync(&new).map_err(failed)?;
        let _held = hold(parent_of(&self.target)).map_err(failed)?;
        let _prepared = prepare(&self.target)?;
        let _undisturbed = undisturbed();
        fs::rename(&new, &self.target).and_then(|()| sync_folder(parent_of(&self.target))).map_err(failed)
    }

    /// Moves the database to the target unless a file exists there, and returns whether it did. Companions of a database
    /// that is gone are removed first.
    pub(crate) fn create_database(self) -> Result<bool, Error> {
        let failed = |error| Error::io(&self.name)(error);
        sync(&self.new_path()).map_err(failed)?;
        let _held = hold(parent_of(&self.target)).map_err(failed)?;
        if self.target.symlink_metadata().is_ok() {
            return Ok(false);
        }
        remove_companions(&self.target).map_err(failed)?;
        self.create_as(&self.target).map_err(failed)
    }

    /// Moves the new file to the name of the target with `suffix`, and with a number if that file exists. Returns the
    /// name.
    pub(crate) fn keep_as(&self, suffix: &str) -> Result<PathBuf, Error> {
        let failed = |error| Error::io(&self.name)(error);
        sync(&self.new_path()).map_err(failed)?;
        let names = std::iter::successors(Some(1_u32), |count| count.checked_add(1)).map(|count| match count {
            1 => with_suffix(&self.target, suffix),
            count => with_suffix(&self.target, &format!("{suffix}-{count}")),
        });
        for name in names {
            let taken = COMPANIONS.iter().any(|end| with_suffix(&name, end).exists());
            if !taken && self.create_as(&name).map_err(failed)? {
                return Ok(name);
            }
        }
        Err(failed(io::ErrorKind::AlreadyExists.into()))
    }

    /// Moves the new file to `name` unless something is there, and returns whether it did.
    fn create_as(&self, name: &Path) -> io::Result<bool> {
        match rename_to_new(&self.new_path(), name) {
            Ok(()) => sync_folder(parent_of(name)).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let mut unfinished = undisturbed();
        clear(&self.folder);
        unfinished.retain(|path| *path != self.folder);
    }
}

/// A new file for a target, to be written and then put in place with [`NewFile::finish`]. Dropping it removes it.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(crate) struct NewFile {
    stage: Stage,
    file: File,
}

#[cfg(feature = "cli")]
impl NewFile {
    /// Creates a new file for `path`.
    pub(crate) fn create(path: &Path) -> Result<NewFile, Error> {
        if path.is_dir() {
            return Err(PathError::Folder(path.to_path_buf()).into());
        }
        if path.exists() && !path.is_file() {
            return Err(PathError::NotAFile(path.to_path_buf()).into());
        }
        let stage = Stage::new(path)?;
        let file = File::create_new(stage.new_path()).map_err(Error::io(path))?;
        Ok(NewFile { stage, file })
    }

    pub(crate) fn as_file_mut(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.stage.replace()
    }
}

/// A file that is removed again unless the command succeeds.
pub(crate) struct Provisional(Option<PathBuf>);

impl Provisional {
    pub(crate) fn new(path: PathBuf) -> Self {
        undisturbed().push(path.clone());
        Provisional(Some(path))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// Keeps the file. `unfinished` is what [`undisturbed`] returns.
    pub(crate) fn keep(mut self, unfinished: &mut Vec<PathBuf>) -> Option<PathBuf> {
        let path = self.0.take();
        unfinished.retain(|other| Some(other) != path.as_ref());
        path
    }
}

impl Drop for Provisional {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            let mut unfinished = undisturbed();
            let _ = fs::remove_file(&path);
            unfinished.retain(|other| *other != path);
        }
    }
}

/// Returns the file that `path` leads to over symbolic links, which need not exist.
pub(crate) fn followed(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(to) => path = parent_of(&path).join(to),
            Err(_) => break,
        }
    }
    path
}

/// Returns the folder that `path` is in.
pub(crate) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns `path` with `suffix` at the end of its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(suffix);
    name.into()
}

/// Removes the companions of the database at `path`.
fn remove_companions(path: &Path) -> io::Result<()> {
    for end in COMPANIONS {
        match fs::remove_file(with_suffix(path, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Syncs the contents of a file.
fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Syncs the entries of a folder: without that, a power failure can undo a rename. Only Unix can do so.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Gives `new` the mode and, if the system allows it, the owner of the file or folder at `path`, if there is one.
fn keep_mode(path: &Path, new: &Path) -> io::Result<()> {
    let Ok(old) = fs::metadata(path) else { return Ok(()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let now = fs::metadata(new)?;
        if (old.uid(), old.gid()) != (now.uid(), now.gid()) {
            let _ = std::os::unix::fs::chown(new, Some(old.uid()), Some(old.gid()));
        }
    }
    fs::set_permissions(new, old.permissions())
}

/// Withdraws from `copy` the permissions for others that the file at `path` does not give.
pub(crate) fn as_private_as(path: &Path, copy: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| Ok::<_, io::Error>(fs::metadata(path)?.permissions().mode());
        let mode = mode(copy)? & (mode(path)? | 0o700);
        fs::set_permissions(copy, fs::Permissions::from_mode(mode))?;
    }
    let _ = (path, copy);
    Ok(())
}

/// Renames a file to a name that must be free.
fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    match swap::rename(from, to, swap::How::ToFreeName) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        other => other,
    }
}

/// Waits until no other process puts something into `folder`, and keeps others waiting until the returned file is
/// dropped. Returns nothing if the file system has no locks.
fn hold(folder: &Path) -> io::Result<Option<File>> {
    // Where a folder cannot be opened, as on Windows, it cannot be locked either.
    let Ok(file) = File::open(folder) else { return Ok(None) };
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(fs::TryLockError::WouldBlock) => {
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another program holds a lock on the folder"));
            }
            Err(fs::TryLockError::Error(_)) => return Ok(None),
        }
    }
}

/// Removes the stages in `folder` that killed processes left there, after finishing what was begun. The folder is held.
fn clear_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if !is_stage(&entry.file_name()) || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        match File::open(path.join("lock")) {
            Ok(lock) if lock.try_lock().is_ok() => clear(&path),
            // It was killed before it made the lock: the folder is empty.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let _ = fs::remove_dir(&path);
            }
            _ => {}
        }
    }
}

fn is_stage(name: &OsStr) -> bool {
    let letters = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    letters.is_some_and(|letters| letters.len() == LETTERS && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Removes a stage. Only what this program makes in one is removed; if there is anything else, the stage stays.
fn clear(stage: &Path) {
    if swap::finish(stage).is_err() {
        return;
    }
    let new = stage.join("new");
    if new.is_dir() {
        let _ = fs::remove_dir_all(&new);
    }
    let names = ["new", "lock"].map(OsString::from).into_iter();
    let names = names.chain(COMPANIONS.iter().map(|end| OsString::from(format!("new{end}"))));
    for name in names {
        let _ = fs::remove_file(stage.join(name));
    }
    let _ = fs::remove_dir(stage);
}

fn forget(path: &Path) {
    undisturbed().retain(|other| other != path);
}

/// Returns the error of the system without the name of the temporary file, which the user has never seen.
fn cause(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path ") {
        Some((reason, _)) => io::Error::new(error.kind(), reason.to_string()),
        None => error,
    }
}
