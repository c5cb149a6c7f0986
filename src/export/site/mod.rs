//! The registry as a static site: pages and JSON files that any web server, or none, can give out.

mod api;
mod days;
mod html;
mod index;
mod pages;
mod records;
mod search;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::{Calendar, Csv, Exporter, Json, JsonSchema, Output, Popolo, Shape, Sqlite};
use crate::Error;
use crate::store::Registry;
use days::AllTime;
use pages::{DataPage, RecordPage, Row, SearchPage, TablePage};
use records::{Records, SHELVES};

/// A folder of pages, with the other forms of the registry beside them.
///
/// `index.html` shows the council on a day that the reader chooses; there is a page for each party,
/// chairship and meeting; `api/` holds answers as JSON. Nothing in it needs a server or the network.
/// What is past, current and planned is so as of [`Registry::today`].
#[derive(Clone, Copy, Debug)]
pub struct Site;

const ENTRY: &str = "index.html";
const GENERATOR: &str = "<meta name=\"generator\" content=\"arctic ";

/// The files that are the same in every site.
const FIXED: [(&str, &str); 3] = [
    ("style.css", include_str!("style.css")),
    ("day.js", include_str!("day.js")),
    ("search.js", include_str!("search.js")),
];

/// What all pages have in common.
struct Frame<'a> {
    council: &'a str,
    /// From the folder of the page to that of the site.
    root: &'static str,
    program: &'static str,
    version: &'a str,
    license: Option<&'a str>,
    today: NaiveDate,
    verified: NaiveDate,
}

/// A form of the registry beside the pages.
struct Download {
    /// A file, or a folder.
    path: &'static str,
    name: &'static str,
    about: &'static str,
}

impl Download {
    /// What a link leads to: a folder has no page of its own.
    fn link(&self) -> String {
        if self.path.ends_with('/') { format!("{}datapackage.json", self.path) } else { self.path.to_string() }
    }
}

impl Exporter for Site {
    fn shape(&self) -> Shape {
        Shape::Folder(ENTRY)
    }

    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let records = Records::read(registry)?;
        let time = AllTime::new(registry)?;
        let meta = registry.meta();
        let frame = |root: &'static str| Frame {
            council: &meta.name,
            root,
            program: env!("CARGO_PKG_VERSION"),
            version: &meta.version,
            license: meta.license.as_deref(),
            today: registry.today(),
            verified: meta.verified_through,
        };
        let (top, below) = (frame(""), frame("../"));
        let mut files = api::files(&records, &time)?;
        put_forms(registry, &mut files)?;
        let downloads: Vec<&Download> = FORMS.iter().map(|(_, download)| download).collect();
        let csv = files.keys().filter_map(|name| name.strip_prefix("csv/").filter(|file| file.ends_with(".csv")));
        let csv: Vec<String> = csv.map(str::to_string).collect();
        for (name, text) in FIXED {
            files.insert(name.to_string(), text.as_bytes().to_vec());
        }
        files.insert("keys.js".to_string(), search::keys(&records)?.into_bytes());

        let mut put = |name: String, page: &dyn askama::DynTemplate| {
            let failed = |error| Error::io(Path::new(&name))(std::io::Error::other(error));
            let text = page.dyn_render().map_err(failed)?;
            files.insert(name, text.into_bytes());
            Ok::<(), Error>(())
        };
        put(ENTRY.to_string(), &index::Index::new(&top, &records, &time, &downloads)?)?;
        let tables = registry.tables()?;
        let mut rows = Vec::new();
        for shelf in &SHELVES {
            for record in records.of(shelf.table) {
                if let Some(folder) = shelf.folder {
                    let page = RecordPage::new(&below, &records, shelf, record)?;
                    put(format!("{folder}/{}.html", record.id.id), &page)?;
                }
                rows.push(Row {
                    title: records.title(shelf.table, &record.id.id),
                    href: records::href(shelf.table, &record.id.id),
                    one: shelf.one,
                    when: records::when(record),
                });
            }
            let about = tables.iter().find(|table| table.name == shelf.table).map(|table| table.about.clone());
            let page = TablePage::new(&below, &records, shelf, about.unwrap_or_default());
            put(format!("tables/{}.html", shelf.table), &page)?;
        }
        put("search.html".to_string(), &SearchPage { frame: &top, rows })?;
        let data = DataPage {
            frame: &top,
            downloads: &downloads,
            csv,
            tables: SHELVES.iter().map(|shelf| (format!("tables/{}.html", shelf.table), shelf.many)).collect(),
            chair_example: format!("api/chair/{}.json", time.shown.format("%Y")),
            party_example: records.of("party").first().map(|party| format!("api/parties/{}.json", party.id.id)),
            day_example: format!("api/on/{}.json", time.first),
        };
        put("data.html".to_string(), &data)?;
        Ok(Output::Folder(files))
    }

    fn made(&self, head: &[u8]) -> bool {
        String::from_utf8_lossy(head).contains(GENERATOR)
    }
}

/// Where each form is put beside the pages, and what is said of it.
const FORMS: &[(&dyn Exporter, Download)] = &[
    (&Csv { table: None, on: None, guard_formulas: false }, download("csv/", "CSV", "a data package: a file a table")),
    (&Json, download("registry.json", "JSON", "one document, sources on each record")),
    (&JsonSchema, download("registry.schema.json", "JSON Schema", "what is in that document")),
    #[cfg(feature = "xlsx")]
    (&super::Xlsx, download("registry.xlsx", "Excel", "a workbook, a sheet a table")),
    (&Sqlite, download("registry.sqlite", "SQLite", "for Datasette and notebooks")),
    (&Calendar, download("calendar.ics", "Calendar", "chairships and meetings, to subscribe to")),
    (&Popolo, download("popolo.json", "Popolo", "organisations, posts and memberships")),
];

const fn download(path: &'static str, name: &'static str, about: &'static str) -> Download {
    Download { path, name, about }
}

/// Puts the other forms beside the pages.
fn put_forms(registry: &Registry, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Error> {
    for (form, Download { path, .. }) in FORMS {
        match form.export(registry)? {
            Output::File(bytes) => {
                files.insert(path.to_string(), bytes);
            }
            Output::Folder(folder) => {
                files.extend(folder.into_iter().map(|(name, bytes)| (format!("{path}{name}"), bytes)));
            }
        }
    }
    Ok(())
}
