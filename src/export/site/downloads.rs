//! The other formats of the registry, beside the pages.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Error;
use crate::export::{Calendar, Csv, Exporter, Json, JsonSchema, Output, Sqlite};
use crate::store::Registry;

/// A file to download. Large ones are compressed, to keep the site small.
pub(super) struct Download {
    pub path: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    /// What is in it, with its name in an archive.
    formats: &'static [(&'static str, &'static (dyn Exporter + Sync))],
}

/// Compression level: higher ones take longer than is worthwhile.
const LEVEL: i64 = 3;

const DOWNLOADS: &[Download] = &[
    Download {
        path: "files/csv.zip",
        name: "CSV",
        about: "a Frictionless Data Package: one file per table",
        formats: &[("", &Csv { table: None, on: None, guard_formulas: false })],
    },
    Download {
        path: "files/json.zip",
        name: "JSON",
        about: "one document, with its JSON Schema",
        formats: &[("registry.json", &Json), ("registry.schema.json", &JsonSchema)],
    },
    Download {
        path: "files/sqlite.zip",
        name: "SQLite",
        about: "a database for Datasette and notebooks",
        formats: &[("registry.sqlite", &Sqlite)],
    },
    Download {
        path: "files/calendar.ics",
        name: "Calendar",
        about: "chairships and meetings (iCalendar)",
        formats: &[("", &Calendar)],
    },
    #[cfg(feature = "xlsx")]
    Download {
        path: "files/registry.xlsx",
        name: "Excel",
        about: "a workbook: one sheet per table",
        formats: &[("", &crate::export::Xlsx)],
    },
];

/// Returns the files that can be made here. A workbook, which is the last one, takes threads.
pub(super) fn downloads() -> &'static [Download] {
    #[cfg(feature = "xlsx")]
    if crate::export::xlsx::thread_starts().is_err() {
        return DOWNLOADS.split_last().map_or(DOWNLOADS, |(_, others)| others);
    }
    DOWNLOADS
}

impl Download {
    /// Returns the bytes of the file.
    pub(super) fn make(&self, registry: &Registry) -> Result<Vec<u8>, Error> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        // The same data must give the same file, at any time and on any machine.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let packed = self.path.ends_with(".zip");
        for (name, format) in self.formats {
            let files = match format.export(registry)? {
                Output::File(bytes) if !packed => return Ok(bytes),
                Output::File(bytes) => [(name.to_string(), bytes)].into(),
                Output::Folder(files) => files,
            };
            for (name, bytes) in files {
                let begun = archive.start_file(name, options).map_err(std::io::Error::from);
                begun.and_then(|()| archive.write_all(&bytes)).map_err(Error::io(Path::new(self.path)))?;
            }
        }
        let finished = archive.finish().map_err(std::io::Error::from).map_err(Error::io(Path::new(self.path)))?;
        Ok(finished.into_inner())
    }
}
