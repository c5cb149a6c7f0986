//! A data package: one CSV a table and `datapackage.json` beside them. The same format is what a
//! registry is made from, what it is exported to, and what the program carries within it.

mod import;
mod load;
mod merge;
mod read;
mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::store::Registry;
use crate::store::catalogue::{self, Table};
use crate::{Error, Problem, whole};
use load::{Load, load_table};
pub use merge::{Kept, Merge, version};
pub(crate) use {load::reason, read::cell};

/// The files of a data package, by name: `party.csv` and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

macro_rules! bundle {
    ($($table:literal),* $(,)?) => {
        &[$((concat!($table, ".csv"), include_bytes!(concat!("../../seed/", $table, ".csv")) as &[u8])),*]
    };
}

/// The data that the program carries within it.
const BUNDLED: &[(&str, &[u8])] = bundle![
    "meta",
    "source",
    "party",
    "country",
    "alias",
    "meeting",
    "membership",
    "chairship",
    "office_holder",
    "body",
    "agreement",
    "event",
    "application",
    "tally",
    "citation",
];

impl Package {
    /// The data that the program carries within it.
    pub fn bundled() -> Self {
        Package { files: BUNDLED.iter().map(|(name, bytes)| (name.to_string(), Cow::Borrowed(*bytes))).collect() }
    }

    /// Name of the council and version of the bundled data, as its `meta.csv` has them.
    pub fn bundled_edition() -> Option<(String, String)> {
        let (_, bytes) = BUNDLED.iter().find(|(name, _)| *name == "meta.csv")?;
        let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(*bytes).into_records().flatten().collect();
        let value = |key: &str| Some(rows.iter().find(|row| row.get(0) == Some(key))?.get(1)?.to_string());
        Some((value("name")?, value("version")?))
    }

    /// Reads the CSV files in `folder`. A table without a file has no rows.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Invalid`] when no CSV file is there.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
            let path = entry.map_err(Error::io(folder))?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).map_err(Error::io(&path))?.into());
            }
        }
        if files.is_empty() {
            return Err(Error::Store {
                path: folder.to_path_buf(),
                reason: "holds no CSV file; a data package has one a table, such as `party.csv`".to_string(),
            });
        }
        Ok(Package { files })
    }

    /// Reads one CSV file, which holds rows of `table`, or of the table that it is named after.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read.
    pub fn read_file(path: &Path, table: Option<&str>) -> Result<Self, Error> {
        let named = table.map(|table| format!("{table}.csv"));
        let name = named.or_else(|| Some(path.file_name()?.to_string_lossy().into_owned())).unwrap_or_default();
        let bytes = fs::read(path).map_err(Error::io(path))?;
        Ok(Package { files: BTreeMap::from([(name, bytes.into())]) })
    }

    /// Everything in `registry`, as the files it would be made from.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(registry: &Registry) -> Result<Self, Error> {
        let tables = registry.tables()?;
        let mut files = BTreeMap::new();
        for table in &tables {
            files.insert(format!("{}.csv", table.name), write::table(&registry.conn, table)?.into());
        }
        files.insert("datapackage.json".to_string(), write::description(registry, &tables).into());
        Ok(Package { files })
    }

    /// The files by name, in the order of their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// Names of the CSV files that `other` has with other bytes, or not at all.
    pub fn differing(&self, other: &Package) -> Vec<&str> {
        let csv = self.files().filter(|(name, _)| name.ends_with(".csv"));
        csv.filter(|(name, bytes)| other.files.get(*name).map(Cow::as_ref) != Some(bytes))
            .map(|(name, _)| name)
            .collect()
    }

    /// Fills the empty tables of a database, all of them or none.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every row that breaks a rule.
    pub(crate) fn load(&self, conn: &mut Connection) -> Result<(), Error> {
        let tables = catalogue::tables(conn)?;
        let mut problems = self.unknown_files(&tables);
        // References are looked at here, as rows are read, and named by their line; of a wrong one
        // SQLite would say no more than that there is one.
        conn.pragma_update(None, "foreign_keys", false)?;
        let transaction = conn.transaction()?;
        let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
        for table in &tables {
            let file = format!("{}.csv", table.name);
            if let Some(bytes) = self.files.get(&file) {
                let load = load_table(&transaction, table, &file, bytes, &loads, &mut problems)?;
                loads.insert(table.name.as_str(), load);
            }
        }
        if !problems.is_empty() {
            problems.sort();
            return Err(Error::Invalid(problems));
        }
        transaction.commit()?;
        conn.pragma_update(None, "foreign_keys", true)?;
        Ok(())
    }

    /// Writes the files to `folder`, which appears whole or not at all. A folder that has files is
    /// written into only by `force`; files of other names in it stay. Answers how many were written.
    ///
    /// # Errors
    /// [`Error::Usage`] when `folder` has files, [`Error::Io`] when it cannot be written.
    pub fn write(&self, folder: &Path, force: bool) -> Result<usize, Error> {
        let occupied =
            folder.exists() && (!folder.is_dir() || fs::read_dir(folder).map_err(Error::io(folder))?.next().is_some());
        if occupied && !force {
            return Err(Error::Usage(format!(
                "{} is there already; name a new folder, or write into it with `--force`",
                folder.display()
            )));
        }
        let beside = whole::folder(folder)?;
        for (name, bytes) in self.files() {
            let path = beside.path().join(name);
            fs::write(&path, bytes).map_err(Error::io(folder))?;
        }
        if occupied {
            for (name, _) in self.files() {
                fs::rename(beside.path().join(name), folder.join(name)).map_err(Error::io(folder))?;
            }
        } else {
            fs::rename(beside.path(), folder).map_err(Error::io(folder))?;
        }
        Ok(self.files.len())
    }

    fn unknown_files(&self, tables: &[Table]) -> Vec<Problem> {
        let known = |file: &str| tables.iter().any(|table| file.strip_suffix(".csv") == Some(&table.name));
        let unknown = self.files.keys().filter(|file| file.ends_with(".csv") && !known(file));
        unknown
            .map(|file| Problem { file: file.clone(), line: 0, reason: "no table has this name".to_string() })
            .collect()
    }
}
