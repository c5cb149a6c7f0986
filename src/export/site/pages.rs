//! The other pages: one for each party, chairship and meeting, one for each table, the search page and the data page.

use askama::Template;

use super::Frame;
use super::bibliography::{Bibliography, Reference};
use super::downloads::Download;
use super::html::{lasting, upper_first};
use super::records::{Entry, Name, Records, kind, when};
use crate::Error;
use crate::store::{Holder, Note, Record, RoleAt, TableInfo};
use crate::truth::Truth;

#[derive(Template)]
#[template(path = "record.html", config = "src/export/site/askama.toml")]
pub(super) struct RecordPage<'a> {
    frame: &'a Frame<'a>,
    /// What kind of thing it is, above its name.
    over: String,
    title: String,
    /// A summary below its name.
    lead: String,
    notes: Vec<String>,
    entry: Entry,
    names: Vec<Name>,
    sections: Vec<(&'static str, Vec<Entry>)>,
    sources: Vec<Reference>,
    api: Option<String>,
}

impl<'a> RecordPage<'a> {
    pub(super) fn new(
        frame: &'a Frame<'a>,
        records: &Records,
        info: &TableInfo,
        record: &Record,
    ) -> Result<Self, Error> {
        let mut bibliography = Bibliography::default();
        let entry = records.entry(record, Some(&mut bibliography));
        let page_of = entry.href.clone();
        let own = format!("{}: ", entry.title);
        let mut sections = Vec::new();
        for (heading, table, condition) in info.related {
            let rows = records.records_where(table, condition, &[&record.id.id])?;
            let entries = rows.iter().map(|row| {
                let mut entry = records.entry(row, Some(&mut bibliography));
                // Do not repeat the record whose page this is.
                entry.fields.retain(|field| field.page.as_deref() != Some(page_of.as_str()));
                if let Some(rest) = entry.title.strip_prefix(&own).map(str::to_string) {
                    entry.title = upper_first(&rest);
                }
                entry
            });
            let entries: Vec<Entry> = entries.collect();
            if !entries.is_empty() {
                sections.push((*heading, entries));
            }
        }
        let mut page = RecordPage {
            frame,
            over: upper_first(info.singular),
            title: entry.title.clone(),
            lead: when(record),
            notes: Vec::new(),
            entry,
            names: Vec::new(),
            sections,
            sources: bibliography.references(),
            api: None,
        };
        if info.table == "party" {
            page.add_party(records, record)?;
        }
        Ok(page)
    }

    /// Adds what only parties have: a kind, names, and a role today or before.
    fn add_party(&mut self, records: &Records, party: &Record) -> Result<(), Error> {
        let (meta, id) = (records.registry.meta(), &party.id.id);
        self.over = kind(meta, party.text("kind"));
        self.names = records.names.get(id).cloned().unwrap_or_default();
        self.api = Some(format!("api/parties/{id}.json"));
        let Some(status) = records.status(id)? else { return Ok(()) };
        let held = |holder: &Holder| format!("{} {}", meta.label(holder.role.word()), lasting(&holder.period));
        let today = status.rows.iter().map(|row| match (row.role, &row.holder) {
            (RoleAt::None, _) => format!("No role in the {} today", meta.name),
            (RoleAt::Unknown, _) => "Whether it holds a role today is not known".to_string(),
            (_, Some(holder)) => held(holder),
            (role, None) => meta.label(role.word()).to_string(),
        });
        self.lead = today.collect::<Vec<_>>().join(", then ");
        if status.known == Truth::False {
            let past: Vec<String> = records.registry.roles_of(id)?.iter().map(held).collect();
            if !past.is_empty() {
                self.lead = format!("{}; {}", self.lead, past.join(", then "));
            }
        }
        // The confidence of each role is beside it.
        let notes = status.notes.iter().filter(|note| !matches!(note, Note::Doubt { .. }));
        self.notes = notes.map(ToString::to_string).collect();
        Ok(())
    }
}

/// All records of a table: in full, or only their names if they have pages of their own.
#[derive(Template)]
#[template(path = "table.html", config = "src/export/site/askama.toml")]
pub(super) struct TablePage<'a> {
    frame: &'a Frame<'a>,
    title: &'static str,
    /// What a row is.
    about: String,
    in_full: bool,
    entries: Vec<Entry>,
}

impl<'a> TablePage<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, records: &Records, info: &TableInfo, about: &str) -> Self {
        // What follows is for those who edit the data.
        let about = about.split("; ").flat_map(|part| part.split(", so that")).next().unwrap_or_default().to_string();
        let entries = records.of(info.table).iter().map(|record| records.entry(record, None)).collect();
        TablePage { frame, title: info.title, about, in_full: info.folder.is_none(), entries }
    }
}

/// The search page: every record, in one table.
#[derive(Template)]
#[template(path = "search.html", config = "src/export/site/askama.toml")]
pub(super) struct SearchPage<'a> {
    pub frame: &'a Frame<'a>,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub title: String,
    pub href: String,
    pub singular: &'static str,
    pub when: String,
}

/// The downloads, tables and API.
#[derive(Template)]
#[template(path = "data.html", config = "src/export/site/askama.toml")]
pub(super) struct DataPage<'a> {
    pub frame: &'a Frame<'a>,
    pub downloads: &'static [Download],
    /// The pages of tables: their address and heading.
    pub tables: Vec<(String, &'static str)>,
    pub chair_example: String,
    pub party_example: Option<String>,
    pub day_example: String,
}
