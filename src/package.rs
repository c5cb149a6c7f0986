//! A data package: one CSV a table and `datapackage.json` beside them. The same format is what a
//! registry is made from, what it is exported to, and what the program carries within it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Error;
use flate2::{Decompress, FlushDecompress, Status};

/// The files of a data package, by name: `party.csv` and so on. `datapackage.json`, as it is written, follows the
/// Frictionless Data Package and Table Schema specifications (v1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
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
            return Err(Error::EmptyPackage { path: folder.to_path_buf() });
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
}

/// Numbers of a version, for comparing: `2026.11.23` is older than `2026.12.1`.
pub fn version(text: &str) -> Vec<u64> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}
