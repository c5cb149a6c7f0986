//! Data packages: a CSV file for each table, and `datapackage.json`. A registry is made from one and exported to one;
//! one is bundled with the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flate2::{Decompress, FlushDecompress, Status};

use crate::error::PathError;
use crate::{Error, csv_file};

/// The files of a data package, by name. `datapackage.json`, as exported, follows the Frictionless Data Package and Table
/// Schema specifications (v1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Collects a package from names and contents of files. Only `.csv` files are read.
impl FromIterator<(String, Vec<u8>)> for Package {
    fn from_iter<T: IntoIterator<Item = (String, Vec<u8>)>>(files: T) -> Self {
        Package { files: files.into_iter().collect() }
    }
}

/// The bundled data: names of files, their sizes, and their contents as compressed by `build.rs`.
const BUNDLED: &[(&str, usize, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

impl Package {
    /// Returns the bundled data.
    pub fn bundled() -> Self {
        let unpacked = |size: usize, bytes: &[u8]| {
            let mut plain = Vec::with_capacity(size);
            // A failure here is a bug of the build, not bad input.
            let done = Decompress::new(true).decompress_vec(bytes, &mut plain, FlushDecompress::Finish);
            assert_eq!((done.ok(), plain.len()), (Some(Status::StreamEnd), size), "the bundled data is corrupt");
            plain
        };
        BUNDLED.iter().map(|(name, size, bytes)| (name.to_string(), unpacked(*size, bytes))).collect()
    }

    /// The name of the council and the version of the bundled data, from its `meta.csv`.
    pub const BUNDLED_EDITION: (&str, &str) = include!(concat!(env!("OUT_DIR"), "/edition.rs"));

    /// Reads the CSV files in `folder`. A table without a file has no rows.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::EmptyPackage`] if it has no CSV file.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
            let path = entry.map_err(Error::io(folder))?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                // Opening a pipe would wait for a writer.
                if !fs::metadata(&path).map_err(Error::io(&path))?.is_file() {
                    return Err(PathError::NotAFile(path).into());
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).map_err(Error::io(&path))?);
            }
        }
        if files.is_empty() {
            return Err(Error::EmptyPackage { path: folder.to_path_buf() });
        }
        Ok(Package { files })
    }

    /// Reads one CSV file, or standard input if `path` is `-`, with rows of `table`, or of the table that the file is
    /// named after.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Path`] if its name does not end with `.csv` and `table` is not given.
    pub fn read_file(path: &Path, table: Option<&str>) -> Result<Self, Error> {
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        let named = path.file_stem().filter(|_| is_csv).map(|stem| stem.to_string_lossy().into_owned());
        let Some(table) = table.map(str::to_string).or(named) else {
            return Err(PathError::NoTable(path.to_path_buf()).into());
        };
        let (_, bytes) = csv_file::read_bytes(path)?;
        Ok(Package { files: BTreeMap::from([(format!("{table}.csv"), bytes)]) })
    }

    /// Returns names and contents of the files, in the order of their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }
}

/// Returns the numbers of a version, by which versions are compared: `2026.11.23` is older than `2026.12.1`.
pub(crate) fn version(text: &str) -> Vec<u64> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}
