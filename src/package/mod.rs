//! A data package: one CSV a table and `datapackage.json` beside them. The same format is what a
//! registry is made from, what it is exported to, and what the program carries within it.

mod import;
mod insert;
mod load;
mod merge;
mod read;
mod write;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flate2::{Decompress, FlushDecompress, Status};
use rusqlite::Connection;

use crate::store::Registry;
use crate::store::catalogue::{self, Table};
use crate::{Error, Problem};
pub(crate) use insert::{reason, refused};
use load::{Load, load_table};
pub use merge::{Kept, Merge, version};
pub(crate) use read::cell;

/// The files of a data package, by name: `party.csv` and so on. `datapackage.json`, as it is written, follows the
/// Frictionless Data Package and Table Schema specifications (v1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    files: BTreeMap<String, Vec<u8>>,
}

/// Names and contents of files that are in no folder. Files other than `.csv` are carried along and not read.
impl FromIterator<(String, Vec<u8>)> for Package {
    fn from_iter<T: IntoIterator<Item = (String, Vec<u8>)>>(files: T) -> Self {
        Package { files: files.into_iter().collect() }
    }
}

/// The data that the program carries within it: names of files, their sizes, and their contents as `build.rs` packs
/// them.
const BUNDLED: &[(&str, usize, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

impl Package {
    /// The data that the program carries within it.
    pub fn bundled() -> Self {
        let unpacked = |size: usize, bytes: &[u8]| {
            let mut plain = Vec::with_capacity(size);
            // The program's own bytes: what goes wrong here is no input's doing.
            let done = Decompress::new(true).decompress_vec(bytes, &mut plain, FlushDecompress::Finish);
            assert_eq!((done.ok(), plain.len()), (Some(Status::StreamEnd), size), "the build packed the bundled data");
            plain
        };
        BUNDLED.iter().map(|(name, size, bytes)| (name.to_string(), unpacked(*size, bytes))).collect()
    }

    /// Name of the council and version of the bundled data, as its `meta.csv` has them.
    pub const BUNDLED_EDITION: (&str, &str) = include!(concat!(env!("OUT_DIR"), "/edition.rs"));

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
                files.insert(name, fs::read(&path).map_err(Error::io(&path))?);
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
        Ok(Package { files: BTreeMap::from([(name, bytes)]) })
    }

    /// Everything in `registry`, as the files it would be made from.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(registry: &Registry) -> Result<Self, Error> {
        Self::written(registry, false)
    }

    /// As [`Package::of`], for spreadsheets: text that one would take for a formula has an apostrophe
    /// before it (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return). A registry made from
    /// these files has it too.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn guarded(registry: &Registry) -> Result<Self, Error> {
        Self::written(registry, true)
    }

    fn written(registry: &Registry, guard: bool) -> Result<Self, Error> {
        let tables = registry.tables()?;
        let mut files = BTreeMap::new();
        for table in &tables {
            files.insert(format!("{}.csv", table.name), write::table(&registry.conn, table, guard)?);
        }
        files.insert("datapackage.json".to_string(), write::description(registry, &tables));
        Ok(Package { files })
    }

    /// The files by name, in the order of their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// Names of the CSV files that `other` has with other bytes, or not at all.
    pub fn differing(&self, other: &Package) -> Vec<&str> {
        let csv = self.files().filter(|(name, _)| name.ends_with(".csv"));
        csv.filter(|(name, bytes)| other.files.get(*name).map(Vec::as_slice) != Some(bytes))
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

    fn unknown_files(&self, tables: &[Table]) -> Vec<Problem> {
        let known = |file: &str| tables.iter().any(|table| file.strip_suffix(".csv") == Some(&table.name));
        let unknown = self.files.keys().filter(|file| file.ends_with(".csv") && !known(file));
        unknown
            .map(|file| Problem { file: file.clone(), line: 0, reason: "no table has this name".to_string() })
            .collect()
    }
}
