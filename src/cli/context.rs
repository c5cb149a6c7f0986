//! What every command needs: the global options, today's date and the registry.

use std::io::ErrorKind;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use etcetera::BaseStrategy;

use super::{Failure, Format, Global, interrupt, output, usage};
use crate::date::{self, When};
use crate::package::{self, Package};
use crate::store::log::KnownAt;
use crate::store::{Creation, Upgrade};
use crate::{Error, Registry};

/// The name that SQLite and other programs give to a database in memory.
const IN_MEMORY: &str = ":memory:";

pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) today: NaiveDate,
    /// Whether ARCTIC_TODAY sets `today`.
    pub(crate) pinned: bool,
}

impl Context {
    pub(crate) fn new(global: Global) -> Result<Self, Failure> {
        let pinned = std::env::var("ARCTIC_TODAY").ok().filter(|day| !day.is_empty());
        Ok(Context { today: date::today(pinned.as_deref())?, pinned: pinned.is_some(), global })
    }

    /// Opens the registry to read, as it is at this moment, and creates it if it does not exist. If it cannot be created,
    /// the answer is from the bundled data. With `--known-at`, returns it as of that point.
    ///
    /// It is never closed: the process ends after the answer, and freeing memory piece by piece takes time.
    pub(crate) fn registry(&self) -> Result<ManuallyDrop<Registry>, Failure> {
        let path = self.database()?;
        let registry = match self.create(&path) {
            _ if path.as_os_str() == IN_MEMORY => Registry::bundled()?.at(self.today),
            Ok(()) => self.open(&path, Registry::open_snapshot)?,
            Err(Failure::Library(Error::CannotCreate { source, .. } | Error::Io { source, .. }))
                if matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) =>
            {
                output::note(&format!(
                    "cannot create {} ({source}), so this answer is from the bundled data; name a database in a folder \
                     that you can write to with `--db FILE`",
                    path.display()
                ));
                Registry::bundled()?.at(self.today)
            }
            Err(failure) => return Err(failure),
        };
        note_newer_data(&registry);
        let Some(point) = &self.global.known_at else { return Ok(ManuallyDrop::new(registry)) };
        let registry = registry.as_of(KnownAt::parse(point)?)?;
        output::note(&format!("answered as of revision {}", registry.last_revision()?));
        Ok(ManuallyDrop::new(registry))
    }

    /// Opens the file of the registry to copy it, and creates it if it does not exist.
    pub(crate) fn registry_file(&self) -> Result<Registry, Failure> {
        let path = self.database_file()?;
        self.create(&path)?;
        self.open(&path, Registry::open_snapshot)
    }

    /// Opens the registry to change it, and creates it if it does not exist. A format in which the change could not be
    /// reported is refused first, because it would be an error after the change.
    pub(crate) fn registry_to_edit(&self) -> Result<Registry, Failure> {
        output::refuse_special(self.global.format)?;
        let path = self.database_file()?;
        self.create(&path)?;
        self.open(&path, Registry::open_to_edit)
    }

    /// Creates the registry at `path` if it does not exist.
    fn create(&self, path: &Path) -> Result<(), Failure> {
        if path.as_os_str() == IN_MEMORY || path.exists() {
            return Ok(());
        }
        self.create_folder(path)?;
        interrupt::clean_up();
        if Registry::make(path, &Package::bundled())? == Creation::New {
            output::note(&format!("created {} from the bundled data", path.display()));
        }
        Ok(())
    }

    fn open(&self, path: &Path, open: fn(&Path) -> Result<Registry, Error>) -> Result<Registry, Failure> {
        let registry = match open(path) {
            Err(Error::OldStore { .. }) => {
                if let Some(Upgrade { from, to, copy }) = Registry::upgrade(path)? {
                    let (path, copy) = (path.display(), copy.display());
                    output::note(&format!(
                        "upgraded {path} from schema {from} to {to}; the old file is kept as {copy}"
                    ));
                }
                open(path)?
            }
            other => other?,
        };
        Ok(registry.at(self.today))
    }

    /// Returns the path of the database, which must be a file.
    pub(crate) fn database_file(&self) -> Result<PathBuf, Failure> {
        let path = self.database()?;
        match path.as_os_str() == IN_MEMORY {
            true => {
                usage(format!("`{IN_MEMORY}` is the bundled data in memory, which only questions can use; name a file"))
            }
            false => Ok(path),
        }
    }

    /// Returns the path of the database.
    pub(crate) fn database(&self) -> Result<PathBuf, Failure> {
        match &self.global.db {
            Some(path) if path.is_empty() => usage("the path of the database is empty; set it with `--db FILE`"),
            Some(path) => Ok(path.into()),
            None => match etcetera::choose_base_strategy() {
                Ok(home) => Ok(home.data_dir().join("arctic").join("registry.db")),
                Err(_) => usage("there is no home folder for the database; set its path with `--db FILE`"),
            },
        }
    }

    /// Creates the folder of the database at `path`, unless the user chose it.
    pub(crate) fn create_folder(&self, path: &Path) -> Result<(), Failure> {
        if let (Some(folder), None) = (path.parent(), &self.global.db) {
            std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        Ok(())
    }

    /// Refuses to print only references, for a command whose output has no sources.
    pub(crate) fn refuse_references(&self) -> Result<(), Failure> {
        match self.global.references() {
            None => Ok(()),
            Some(_) => usage(
                "this command has no sources to cite; use `--cite` with `chair`, `status`, `show` or another command that \
                 answers from the registry",
            ),
        }
    }

    /// Refuses a format, for a command that does not print a table.
    pub(crate) fn refuse_format(&self) -> Result<(), Failure> {
        match self.global.format {
            Format::Table => Ok(()),
            _ => usage("this command does not print a table; remove `--format`"),
        }
    }

    /// Refuses the options that only apply to questions, for a command that works on the registry as it is.
    pub(crate) fn refuse_question_options(&self) -> Result<(), Failure> {
        self.refuse_references()?;
        match self.global.known_at {
            None => Ok(()),
            Some(_) => usage("`--known-at` is only for questions; this command works on the registry as it is now"),
        }
    }

    /// Parses a WHEN.
    pub(crate) fn when(&self, text: &str) -> Result<When, Failure> {
        Ok(When::parse(text, self.today)?)
    }
}

fn note_newer_data(registry: &Registry) {
    let (meta, (name, version)) = (registry.meta(), Package::BUNDLED_EDITION);
    if name == meta.name && package::version(version) > package::version(&meta.version) {
        let old = &meta.version;
        output::note(&format!(
            "the database has data of {old}, and this program brings {version}; update it with `arctic seed`"
        ));
    }
}
