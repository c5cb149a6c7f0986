//! One file a verb. Each asks the library and hands rows to `output`.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Truth;
use crate::date::When;
use crate::package::{self, Package};
use crate::store::log::KnownAt;
use crate::store::{Creation, Upgrade};
use crate::{Error, Registry};
use chrono::NaiveDate;
use etcetera::BaseStrategy;

use super::Global;
use crate::cli::output;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Yes, or done.
    Yes = 0,
    /// No, or none found.
    No = 1,
    Usage = 2,
    /// The data is invalid.
    Invalid = 3,
    /// The store or a file failed.
    Store = 4,
    NotKnown = 5,
}

impl Exit {
    pub fn of(error: &Error) -> Self {
        match error {
            Error::When { .. }
            | Error::UnknownName { .. }
            | Error::AmbiguousName { .. }
            | Error::Occupied { .. }
            | Error::Edit(_)
            | Error::Panel(_)
            | Error::Annotate(_)
            | Error::SearchText { .. }
            | Error::Target(_)
            | Error::Workbook { .. }
            | Error::Usage(_) => Exit::Usage,
            Error::Invalid(_) => Exit::Invalid,
            _ => Exit::Store,
        }
    }
}

impl From<Truth> for Exit {
    fn from(known: Truth) -> Self {
        match known {
            Truth::True => Exit::Yes,
            Truth::False => Exit::No,
            Truth::Unknown => Exit::NotKnown,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// What every verb needs: the options that all share, the day that is today, and the registry.
pub struct Context {
    pub global: Global,
    pub today: NaiveDate,
    /// Whether `today` is a day that was asked for.
    pub pinned: bool,
}

impl Context {
    /// The registry to ask, made first where there is none; as it stood at another time, where that is asked.
    ///
    /// It is not closed: the program ends with the answer, and what SQLite would free piece by piece goes at once.
    pub fn registry(&self) -> Result<ManuallyDrop<Registry>, Error> {
        let registry = self.open(Registry::open)?;
        self.say_if_older(&registry);
        let Some(point) = &self.global.known_at else { return Ok(ManuallyDrop::new(registry)) };
        let registry = registry.as_of(KnownAt::parse(point)?)?;
        output::remark(&format!("as it was known at revision {}", registry.last_revision()?));
        Ok(ManuallyDrop::new(registry))
    }

    /// The registry to change, made first where there is none.
    pub fn registry_to_edit(&self) -> Result<Registry, Error> {
        self.only_now()?;
        self.open(Registry::open_to_edit)
    }

    /// Refuses to work on the registry as it stood at another time.
    pub fn only_now(&self) -> Result<(), Error> {
        match self.global.known_at {
            Some(_) => {
                Err(Error::Usage("`--known-at` is for questions; this works on the registry as it is".to_string()))
            }
            None => Ok(()),
        }
    }

    fn open(&self, open: fn(&Path) -> Result<Registry, Error>) -> Result<Registry, Error> {
        let path = self.path()?;
        if !path.exists() {
            self.make_folder(&path)?;
            if Registry::make(&path, &Package::bundled())? == Creation::New {
                output::remark(&format!("made {} from the bundled data", path.display()));
            }
        }
        let registry = match open(&path) {
            Err(Error::OldStore { .. }) => {
                if let Some(Upgrade { from, to, copy }) = Registry::upgrade(&path)? {
                    let (path, copy) = (path.display(), copy.display());
                    output::remark(&format!(
                        "upgraded {path} from schema {from} to {to}; as it was, it is kept as {copy}"
                    ));
                }
                open(&path)?
            }
            other => other?,
        };
        Ok(registry.at(self.today))
    }

    fn say_if_older(&self, registry: &Registry) {
        let (meta, (name, version)) = (registry.meta(), Package::BUNDLED_EDITION);
        if name == meta.name && package::version(version) > package::version(&meta.version) {
            let here = &meta.version;
            output::remark(&format!(
                "the registry holds data of {here}, this program brings {version}: `arctic seed` takes it over"
            ));
        }
    }

    /// The file of the registry.
    pub fn path(&self) -> Result<PathBuf, Error> {
        match &self.global.db {
            Some(path) if path.is_empty() => {
                Err(Error::Usage("the name of the database is empty; give `--db FILE`".to_string()))
            }
            Some(path) => Ok(path.into()),
            None => default_path(),
        }
    }

    /// Makes the folder of the registry, where that is the program's own choice.
    pub fn make_folder(&self, path: &Path) -> Result<(), Error> {
        match path.parent() {
            Some(folder) if self.global.db.is_none() => std::fs::create_dir_all(folder).map_err(Error::io(folder)),
            _ => Ok(()),
        }
    }

    pub fn when(&self, text: &str) -> Result<When, Error> {
        When::parse(text, self.today)
    }
}

fn default_path() -> Result<PathBuf, Error> {
    let home = etcetera::choose_base_strategy().map_err(|_| {
        Error::Usage("no home folder is known to keep the database in; name a file with `--db FILE`".to_string())
    })?;
    Ok(home.data_dir().join("arctic").join("registry.db"))
}
