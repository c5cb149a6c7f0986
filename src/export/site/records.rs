//! Records as pages show them: what they are called, where they stand, and what supports them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::html::{lasting, long, web_address};
use super::pages::{self, Name};
use crate::Error;
use crate::date::{PartialDate, Period, When};
use crate::store::entity::Entity;
use crate::store::schema::Column;
use crate::store::{Answer, Meta, Party, Record, RecordId, Registry, Source, Status};

/// A table that the site shows.
pub(super) struct Collection {
    pub table: &'static str,
    /// What a row is called, and what the page of all of them is headed.
    pub one: &'static str,
    pub many: &'static str,
    /// The folder in which each record has a page of its own; else all are on one page.
    pub folder: Option<&'static str>,
    order: &'static str,
}

const fn collection(table: &'static str, one: &'static str, many: &'static str, order: &'static str) -> Collection {
    Collection { table, one, many, folder: None, order }
}

const fn with_pages(collection: Collection, folder: &'static str) -> Collection {
    Collection { folder: Some(folder), ..collection }
}

/// Every table that the site shows, in the order of the search page.
pub(super) const COLLECTIONS: [Collection; 12] = [
    with_pages(collection("party", "party", "Parties", "name, id"), "parties"),
    with_pages(collection("chairship", "chairship", "Chairships", "ordinal"), "chairships"),
    with_pages(collection("meeting", "meeting", "Meetings", "ordinal"), "meetings"),
    collection("membership", "role", "Roles", "start_min, party, id"),
    collection("office_holder", "person", "People in office", "start_min, office, id"),
    collection("body", "body", "Working Groups and other bodies", "start, id"),
    collection("agreement", "agreement", "Agreements", "signed, id"),
    collection("event", "event", "Events", "date, id"),
    collection("application", "application", "Applications", "date, id"),
    collection("tally", "count", "Counts", "date, id"),
    collection("country", "country", "Countries that are no party", "name, id"),
    collection("source", "source", "Sources", "title, id"),
];

/// All records that the site shows.
pub(super) struct Records<'a> {
    pub registry: &'a Registry,
    columns: BTreeMap<&'static str, Vec<Column>>,
    rows: BTreeMap<&'static str, Vec<Record>>,
    /// What each record is called.
    titles: BTreeMap<RecordId, String>,
    sources: BTreeMap<RecordId, Vec<Source>>,
    /// The names of each party that tell something, by its id.
    pub names: BTreeMap<String, Vec<Name>>,
}

/// A record as a page shows it.
pub(super) struct Entry {
    pub record: RecordId,
    pub title: String,
    pub href: String,
    /// Where a document can be read on the web.
    pub address: Option<String>,
    pub when: String,
    pub fields: Vec<Field>,
    pub confidence: String,
    pub note: String,
    pub cited: Vec<Cite>,
}

/// A number that leads to a source.
pub(super) struct Cite {
    pub number: usize,
    pub href: String,
}

/// A column of a record.
pub(super) struct Field {
    pub label: String,
    pub text: String,
    /// Where it leads to: within the site, or on the web.
    pub page: Option<String>,
    pub address: Option<String>,
}

/// The sources of a page, each with its number, from 1, in the order in which they are cited.
#[derive(Default)]
pub(super) struct Bibliography {
    pub sources: Vec<Source>,
}

impl Bibliography {
    fn cite(&mut self, sources: &[Source]) -> Vec<Cite> {
        let number = |source: &Source| match self.sources.iter().position(|known| known.id == source.id) {
            Some(at) => at + 1,
            None => {
                self.sources.push(source.clone());
                self.sources.len()
            }
        };
        sources.iter().map(number).map(|number| Cite { number, href: format!("#source-{number}") }).collect()
    }
}

/// The sources on their own page, for pages that do not list them.
fn cite_elsewhere(sources: &[Source]) -> Vec<Cite> {
    let cite = |(at, source): (usize, &Source)| Cite { number: at + 1, href: format!("source.html#{}", source.id) };
    sources.iter().enumerate().map(cite).collect()
}

impl<'a> Records<'a> {
    pub(super) fn read(registry: &'a Registry) -> Result<Self, Error> {
        let mut records = Records {
            registry,
            columns: BTreeMap::new(),
            rows: BTreeMap::new(),
            titles: BTreeMap::new(),
            sources: BTreeMap::new(),
            names: pages::names(registry)?,
        };
        let mut catalogue = registry.tables()?;
        for collection in &COLLECTIONS {
            let Some(at) = catalogue.iter().position(|table| table.name == collection.table) else { continue };
            let table = catalogue.swap_remove(at);
            let columns: Vec<Column> = table.columns_in_files().cloned().collect();
            let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            let rows = registry.records(collection.table, &names, &format!("1 ORDER BY {}", collection.order), &[])?;
            for row in &rows {
                let title = records.name(row);
                records.titles.insert(row.id.clone(), title);
                records.sources.insert(row.id.clone(), registry.sources_of(&row.id)?);
            }
            records.columns.insert(collection.table, columns);
            records.rows.insert(collection.table, rows);
        }
        Ok(records)
    }

    pub(super) fn of(&self, table: &str) -> &[Record] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// The records of `table` for which `condition` holds, in which `?1` stands for `id`.
    pub(super) fn where_(&self, table: &'static str, condition: &str, id: &str) -> Result<Vec<Record>, Error> {
        let names: Vec<String> = self.columns.get(table).into_iter().flatten().map(|c| c.name.clone()).collect();
        self.registry.records(table, &names, condition, &[id.to_string()])
    }

    /// What the party with this id is today.
    pub(super) fn status(&self, id: &str) -> Result<Option<Answer<Status>>, Error> {
        let Some(party) = Party::find(&self.registry.conn, "id", id)? else { return Ok(None) };
        Ok(Some(self.registry.status(&Entity::Party(party), &When::day(self.registry.today()))?))
    }

    pub(super) fn sources(&self, record: &RecordId) -> &[Source] {
        self.sources.get(record).map_or(&[], Vec::as_slice)
    }

    pub(super) fn title(&self, table: &'static str, id: &str) -> String {
        self.titles.get(&RecordId::new(table, id)).cloned().unwrap_or_else(|| id.to_string())
    }

    /// What `record` is called; the records that it names must have been read.
    fn name(&self, record: &Record) -> String {
        let meta = self.registry.meta();
        let text = |column: &str| record.text(column);
        let party = || self.title("party", text("party"));
        match record.id.table {
            "chairship" => format!("{}: chairship {}", party(), years(record)),
            "meeting" => {
                let year = text("first_day").get(..4).unwrap_or_default();
                format!("{} {year}: {}", text("place"), meta.label(text("kind")))
            }
            "membership" => format!("{}: {}", party(), meta.label(text("role"))),
            "office_holder" => format!("{}: {}", text("person"), meta.label(text("office"))),
            "application" => format!("{}: application {}", party(), text("outcome").replace('_', " ")),
            "tally" => {
                let kind = if text("kind").is_empty() { String::new() } else { format!(", {}", text("kind")) };
                format!("{}s{kind}: {}", meta.label(text("role")), shown(record.fields.get("count")))
            }
            "event" | "source" => text("title").to_string(),
            _ => text("name").to_string(),
        }
    }

    /// `record` with its columns; its sources are cited in `bibliography`, or else on their own page.
    pub(super) fn entry(&self, record: &Record, bibliography: Option<&mut Bibliography>) -> Entry {
        let meta = self.registry.meta();
        let mut fields = Vec::new();
        for column in self.columns.get(record.id.table).into_iter().flatten() {
            let value = shown(record.fields.get(&column.name));
            if !value.is_empty() && !told_elsewhere(record, &column.name) {
                fields.push(self.field(column, &value, meta));
            }
        }
        Entry {
            record: record.id.clone(),
            title: self.title(record.id.table, &record.id.id),
            href: href(record.id.table, &record.id.id),
            address: web_address(record.text("url")).map(str::to_string),
            when: when(record),
            fields,
            confidence: record.text("confidence").replace('_', " "),
            note: record.text("note").to_string(),
            cited: match bibliography {
                Some(bibliography) => bibliography.cite(self.sources(&record.id)),
                None => cite_elsewhere(self.sources(&record.id)),
            },
        }
    }

    fn field(&self, column: &Column, value: &str, meta: &Meta) -> Field {
        let name = column.name.as_str();
        let referred = COLLECTIONS.iter().find(|collection| Some(collection.table) == column.references.as_deref());
        let text = match (referred, name) {
            (Some(collection), _) => self.title(collection.table, value),
            (None, "kind") => kind(meta, value),
            (None, "arctic") => if value == "1" { "yes" } else { "no" }.to_string(),
            (None, "signed" | "in_force" | "published") => PartialDate::parse(value).map_or(value.to_string(), long),
            _ => value.to_string(),
        };
        let label = match name {
            "iso2" | "iso3" | "cow" | "url" => name.to_uppercase(),
            "iso_numeric" => "ISO numeric".to_string(),
            _ => {
                let mut letters = name.replace('_', " ").chars().collect::<Vec<_>>();
                if let Some(first) = letters.first_mut() {
                    first.make_ascii_uppercase();
                }
                letters.into_iter().collect()
            }
        };
        let address = match name {
            "url" | "website" => web_address(value).map(str::to_string),
            _ => None,
        };
        Field { label, text, page: referred.map(|collection| href(collection.table, value)), address }
    }
}

/// Whether a column is told by the title, the time or the foot of an entry, and not once more.
fn told_elsewhere(record: &Record, column: &str) -> bool {
    match (record.id.table, column) {
        ("meeting", "outcome") | ("agreement", "place") | ("party" | "body" | "country" | "event", "kind") => false,
        ("agreement", "signed") => true,
        ("source", "url") => web_address(record.text("url")).is_some(),
        _ => matches!(
            column,
            "id" | "name"
                | "title"
                | "person"
                | "place"
                | "party"
                | "role"
                | "kind"
                | "office"
                | "outcome"
                | "count"
                | "note"
                | "confidence"
                | "start"
                | "end"
                | "date"
                | "first_day"
                | "last_day"
                | "published"
        ),
    }
}

/// What a kind of record is called: the data's own label, or the word of the schema in full.
pub(super) fn kind(meta: &Meta, word: &str) -> String {
    let label = meta.label(word);
    match word {
        _ if label != word => label.to_string(),
        "state" => "State".to_string(),
        "area" => "Area".to_string(),
        "indigenous" => "Organisation of Indigenous peoples".to_string(),
        "igo" => "Intergovernmental organisation".to_string(),
        "ngo" => "Non-governmental organisation".to_string(),
        _ => label.replace('_', " "),
    }
}

/// Where a record stands in the site.
pub(super) fn href(table: &str, id: &str) -> String {
    match COLLECTIONS.iter().find(|collection| collection.table == table).and_then(|collection| collection.folder) {
        Some(folder) => format!("{folder}/{id}.html"),
        None => format!("tables/{table}.html#{id}"),
    }
}

/// When a record was, in a few words; empty where it has no time.
pub(super) fn when(record: &Record) -> String {
    let date = |column: &str| PartialDate::parse(record.text(column));
    if let Some(start) = date("start") {
        return lasting(&Period { start, end: date("end") });
    }
    match (date("first_day"), date("last_day"), date("date").or(date("signed")).or(date("published"))) {
        (Some(first), Some(last), _) if first != last => format!("{} – {}", long(first), long(last)),
        (Some(day), _, _) | (_, _, Some(day)) => long(day),
        _ => String::new(),
    }
}

fn years(record: &Record) -> String {
    let year = |column: &str| record.text(column).get(..4).unwrap_or_default().to_string();
    format!("{}–{}", year("start"), year("end"))
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
