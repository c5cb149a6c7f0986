//! The registry as a static site: pages and JSON files, for any web server or none.

mod api;
mod bibliography;
mod days;
mod downloads;
mod html;
mod index;
mod pages;
mod records;
mod search;

use std::collections::BTreeMap;
use std::path::Path;

use super::{Exporter, Output, OutputKind};
use crate::Error;
use crate::date::PartialDate;
use crate::store::Registry;
use crate::store::catalogue::CATALOGUE;
use days::AllTime;
use downloads::{Download, downloads};
use html::long;
use pages::{DataPage, RecordPage, Row, SearchPage, TablePage};
use records::Records;

/// A folder of pages, with the other formats of the registry beside them.
///
/// `index.html` shows the council on a day that the reader chooses; each party, chairship and meeting has a page; `api/`
/// holds answers as JSON. Nothing needs a server or loads anything from elsewhere. Whether a chairship is past, current
/// or planned depends on [`Registry::today`].
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

/// What all pages share.
struct Frame<'a> {
    council: &'a str,
    /// Path from the folder of the page to that of the site.
    root: &'static str,
    program: &'static str,
    version: &'a str,
    license: Option<&'a str>,
    today: String,
    verified: String,
}

impl Exporter for Site {
    fn kind(&self) -> OutputKind {
        OutputKind::Folder(ENTRY)
    }

    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let downloads = downloads();
        std::thread::scope(|scope| {
            let start = |download: &'static Download| {
                let copy = registry.copy()?;
                Ok(std::thread::Builder::new().spawn_scoped(scope, move || download.make(&copy)).ok())
            };
            let started = downloads.iter().map(start).collect::<Result<Vec<_>, Error>>()?;
            let mut files = pages(registry)?;
            for (download, made) in downloads.iter().zip(started) {
                let bytes = match made {
                    Some(made) => made.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
                    None => download.make(&registry.copy()?)?,
                };
                files.insert(download.path.to_string(), bytes);
            }
            Ok(Output::Folder(files))
        })
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        String::from_utf8_lossy(head).contains(GENERATOR)
    }
}

/// Returns all files except the downloads, by path.
fn pages(registry: &Registry) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let records = Records::read(registry)?;
    let time = AllTime::new(registry)?;
    let meta = registry.meta();
    let frame = |root: &'static str| Frame {
        council: &meta.name,
        root,
        program: env!("CARGO_PKG_VERSION"),
        version: &meta.version,
        license: meta.license.as_deref(),
        today: long(PartialDate::day(registry.today())),
        verified: long(PartialDate::day(meta.verified_through)),
    };
    let (top, below) = (frame(""), frame("../"));
    let mut files = api::files(&records, &time)?;
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
    put(ENTRY.to_string(), &index::Index::new(&top, &records, &time)?)?;
    let tables = registry.tables()?;
    let mut rows = Vec::new();
    for info in CATALOGUE {
        for record in records.of(info.table) {
            if let Some(folder) = info.folder {
                let page = RecordPage::new(&below, &records, info, record)?;
                put(format!("{folder}/{}.html", record.id.id), &page)?;
            }
            rows.push(Row {
                title: records.title(info.table, &record.id.id),
                href: records::href(info.table, &record.id.id),
                singular: info.singular,
                when: records::when(record),
            });
        }
        let about = tables.iter().find(|table| table.name == info.table).map_or("", |table| &table.about);
        let page = TablePage::new(&below, &records, info, about);
        put(format!("tables/{}.html", info.table), &page)?;
    }
    put("search.html".to_string(), &SearchPage { frame: &top, rows })?;
    let data = DataPage {
        frame: &top,
        downloads: downloads(),
        tables: CATALOGUE.iter().map(|info| (format!("tables/{}.html", info.table), info.title)).collect(),
        chair_example: format!("api/chair/{}.json", time.shown.format("%Y")),
        party_example: records.of("party").first().map(|party| format!("api/parties/{}.json", party.id.id)),
        day_example: format!("api/on/{}.json", time.first),
    };
    put("data.html".to_string(), &data)?;
    Ok(files)
}
