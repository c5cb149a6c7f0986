//! Records as pages show them: their titles, addresses, columns and sources.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bibliography::{Bibliography, Cite, cite_elsewhere};
use super::html::{lasting, long, upper_first, web_address};
use crate::Error;
use crate::date::{PartialDate, When};
use crate::store::catalogue::{CATALOGUE, Dating, info};
use crate::store::schema::Column;
use crate::store::{
    Answer, Country, Entity, Meta, Note, Party, PartyKind, Record, RecordId, Registry, Role, Source, Status,
};
use crate::wording::plural;

/// All records that the site shows.
pub(super) struct Records<'a> {
    pub registry: &'a Registry,
    columns: BTreeMap<&'static str, Vec<Column>>,
    rows: BTreeMap<&'static str, Vec<Record>>,
    /// What each record is called.
    titles: BTreeMap<RecordId, String>,
    sources: BTreeMap<RecordId, Vec<Source>>,
    /// Other names of each party, by its id.
    pub names: BTreeMap<String, Vec<Name>>,
    /// Areas and parts of states without a seat of their own, by their id.
    pub seats: BTreeMap<String, Area>,
}

/// What an area without a seat of its own is today.
pub(super) struct Area {
    pub status: Status,
    pub note: Note,
}

/// A record as a page shows it.
pub(super) struct Entry {
    pub record: RecordId,
    pub title: String,
    pub href: String,
    /// Address of a document on the web.
    pub address: Option<String>,
    pub when: String,
    pub fields: Vec<Field>,
    pub confidence: String,
    pub note: String,
    pub cited: Vec<Cite>,
}

/// A column of a record.
pub(super) struct Field {
    pub label: String,
    pub text: String,
    /// What it links to: a page of the site, or an address on the web.
    pub page: Option<String>,
    pub address: Option<String>,
}

/// A name of a party that a reader may want: in its own language, in full, former.
#[derive(Clone)]
pub(super) struct Name {
    pub text: String,
    pub lang: Option<String>,
    pub kind: String,
}

impl<'a> Records<'a> {
    pub(super) fn read(registry: &'a Registry) -> Result<Self, Error> {
        let mut records = Records {
            registry,
            columns: BTreeMap::new(),
            rows: BTreeMap::new(),
            titles: BTreeMap::new(),
            sources: BTreeMap::new(),
            names: names(registry)?,
            seats: BTreeMap::new(),
        };
        let mut seats = BTreeMap::new();
        let tables = registry.tables()?;
        for info in CATALOGUE {
            let Some(table) = tables.iter().find(|table| table.name == info.table) else { continue };
            records.columns.insert(info.table, table.columns_in_files().cloned().collect());
            let mut rows = records.records_where(info.table, "1", &[])?;
            if info.table == "source" {
                // Pages show titles, not ids.
                rows.sort_by_key(|row| row.text("title").to_string());
            }
            for row in &rows {
                let title = records.name(row);
                records.titles.insert(row.id.clone(), title);
                records.sources.insert(row.id.clone(), registry.sources_of(&row.id)?);
            }
            records.rows.insert(info.table, rows);
        }
        for country in records.of("country") {
            if let Some(entity) = Country::find(&registry.conn, "id", &country.id.id)?.map(Entity::Country)
                && let Some(status) = registry.status(&entity, &When::day(registry.today()))?.rows.pop()
            {
                let note = registry.seat_note(&entity, &When::day(registry.today()))?;
                seats.extend(note.map(|note| (entity.id().to_string(), Area { status, note })));
            }
        }
        records.seats = seats;
        Ok(records)
    }

    pub(super) fn of(&self, table: &str) -> &[Record] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// Returns the records of `table` for which `condition` holds; its parameters stand for `values`.
    pub(super) fn records_where(
        &self,
        table: &'static str,
        condition: &str,
        values: &[&str],
    ) -> Result<Vec<Record>, Error> {
        let columns: Vec<String> = self.columns.get(table).into_iter().flatten().map(|c| c.name.clone()).collect();
        let order = info(table).map_or("1", |info| info.order);
        self.registry.records(table, &columns, &format!("{condition} ORDER BY {order}"), values)
    }

    /// Returns the role today of the party with this id.
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

    /// Returns whether `meeting` is the founding meeting.
    fn is_founding(&self, meeting: &str) -> bool {
        self.of("meeting").iter().any(|record| record.id.id == meeting && record.text("kind") == "establishment")
    }

    /// Returns the title of `record`; the records to which it refers must have been read before.
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
            "membership" if self.is_founding(text("granted_at")) => {
                let role = Role::ALL.into_iter().find(|role| role.word() == text("role"));
                format!("{}: {}", party(), role.map_or(meta.label(text("role")).to_string(), Role::founding))
            }
            "membership" => format!("{}: {}", party(), meta.label(text("role"))),
            "office_holder" => {
                let ground = if text("basis") == "by_office" { " (by office)" } else { "" };
                format!("{}: {}{ground}", text("person"), meta.label(text("office")))
            }
            "party" if !text("council_name").is_empty() => text("council_name").to_string(),
            "application" => format!("{}: application {}", party(), text("outcome").replace('_', " ")),
            "tally" => {
                let kind = PartyKind::ALL.into_iter().find(|kind| kind.word() == text("kind"));
                let kind = kind.map(|kind| format!(" ({})", kind.heading())).unwrap_or_default();
                format!("{}{kind}: {}", plural(2, meta.label(text("role"))), shown(record.fields.get("count")))
            }
            "event" | "source" => text("title").to_string(),
            _ => text("name").to_string(),
        }
    }

    /// Returns `record` as an entry; its sources are cited in `bibliography`, or else on their own page.
    pub(super) fn entry(&self, record: &Record, bibliography: Option<&mut Bibliography>) -> Entry {
        let meta = self.registry.meta();
        let mut fields = Vec::new();
        for column in self.columns.get(record.id.table).into_iter().flatten() {
            let value = shown(record.fields.get(&column.name));
            if !value.is_empty() && !shown_elsewhere(record, &column.name) {
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
            note: match self.seats.get(&record.id.id).filter(|_| record.id.table == "country") {
                Some(area) => {
                    format!("{}. {}", upper_first(&area.note.to_string()), record.text("note")).trim_end().to_string()
                }
                None => record.text("note").to_string(),
            },
            cited: match bibliography {
                Some(bibliography) => bibliography.cite(self.sources(&record.id)),
                None => cite_elsewhere(self.sources(&record.id)),
            },
        }
    }

    fn field(&self, column: &Column, value: &str, meta: &Meta) -> Field {
        let name = column.name.as_str();
        let referred = column.references.as_deref().and_then(info);
        let text = match (referred, name) {
            (Some(referred), _) => self.title(referred.table, value),
            (None, "kind") => kind(meta, value),
            (None, "basis") => value.replace('_', " "),
            (None, "arctic") => if value == "1" { "yes" } else { "no" }.to_string(),
            (None, "signed" | "in_force" | "published") => PartialDate::parse(value).map_or(value.to_string(), long),
            _ => value.to_string(),
        };
        let label = match name {
            "iso2" | "iso3" | "cow" | "url" => name.to_uppercase(),
            "iso_numeric" => "ISO numeric".to_string(),
            "arctic" => "Arctic State".to_string(),
            "granted_at" if self.is_founding(value) => "Founded at".to_string(),
            "ordinal" => "Number".to_string(),
            _ => upper_first(&name.replace('_', " ")),
        };
        let address = match name {
            "url" | "website" => web_address(value).map(str::to_string),
            _ => None,
        };
        Field { label, text, page: referred.map(|referred| href(referred.table, value)), address }
    }
}

/// Columns that are part of the title, dates or footer of an entry.
const OWN_PLACE: [&str; 15] = [
    "id",
    "name",
    "title",
    "person",
    "place",
    "party",
    "role",
    "kind",
    "office",
    "outcome",
    "count",
    "note",
    "confidence",
    "end",
    "last_day",
];

/// Returns whether an entry shows a column in its title, date or footer, and so not in a field of its own.
fn shown_elsewhere(record: &Record, column: &str) -> bool {
    match (record.id.table, column) {
        ("meeting", "outcome") | ("agreement", "place") | ("party" | "body" | "country" | "event", "kind") => false,
        // It is for sentences.
        ("party", "article") => true,
        ("source", "url") => web_address(record.text("url")).is_some(),
        _ => OWN_PLACE.contains(&column) || info(record.id.table).and_then(|info| info.dated.start()) == Some(column),
    }
}

/// Returns the name of a kind of record: the label in the data, or else the word of the schema, spelled out.
pub(super) fn kind(meta: &Meta, word: &str) -> String {
    let label = meta.label(word);
    match PartyKind::ALL.into_iter().find(|kind| kind.word() == word) {
        Some(kind) if label == word => kind_names(kind).0.to_string(),
        _ => upper_first(&label.replace('_', " ")),
    }
}

/// Returns what one party of this kind is called, and what several are.
pub(super) fn kind_names(kind: PartyKind) -> (&'static str, &'static str) {
    match kind {
        PartyKind::State => ("State", "States"),
        PartyKind::Indigenous => ("Indigenous Peoples' organisation", "Indigenous Peoples' organisations"),
        PartyKind::Igo => (
            "Intergovernmental or inter-parliamentary organisation",
            "Intergovernmental and inter-parliamentary organisations",
        ),
        PartyKind::Ngo => ("Non-governmental organisation", "Non-governmental organisations"),
    }
}

/// Returns the address of the page or entry of a record, from the top of the site.
pub(super) fn href(table: &str, id: &str) -> String {
    match info(table).and_then(|info| info.folder) {
        Some(folder) => format!("{folder}/{id}.html"),
        None => format!("tables/{table}.html#{id}"),
    }
}

/// Returns the dates of a record; empty if it has none.
pub(super) fn when(record: &Record) -> String {
    let date = |column: &str| PartialDate::parse(record.text(column));
    match info(record.id.table).map_or(Dating::Never, |info| info.dated) {
        Dating::Never => None,
        Dating::Point(column) | Dating::Since(column) | Dating::Publication(column) => date(column).map(long),
        Dating::Period => record.period().map(|period| lasting(&period)),
        Dating::Days(first, last) if record.text(first) == record.text(last) => date(first).map(long),
        Dating::Days(first, last) => {
            date(first).zip(date(last)).map(|(first, last)| format!("{} – {}", long(first), long(last)))
        }
    }
    .unwrap_or_default()
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

/// Reads the names of all parties at once: a query for one party would read the whole table too.
fn names(registry: &Registry) -> Result<BTreeMap<String, Vec<Name>>, Error> {
    let mut statement = registry.conn.prepare(
        "SELECT party, alias, lang, alias.kind FROM alias JOIN party ON party.id = party
         WHERE alias.kind IN ('endonym', 'official', 'abbreviation', 'former', 'colloquial') AND alias <> party.name
         ORDER BY alias.kind, alias",
    )?;
    let mut rows = statement.query([])?;
    let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let lang = row.get::<_, Option<String>>(2)?.filter(|lang| is_language_tag(lang) && lang != "en");
        names.entry(row.get(0)?).or_default().push(Name { text: row.get(1)?, lang, kind: row.get(3)? });
    }
    Ok(names)
}

/// Returns whether `text` looks like a language tag; the schema does not check it.
fn is_language_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.split('-').all(part) && text.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()))
}
