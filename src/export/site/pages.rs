//! The other pages: one a party, chairship and meeting, one a table, the search and the data.

use std::collections::BTreeMap;

use askama::Template;

use super::Frame;
use super::downloads::Download;
use super::html::{lasting, web_address};
use super::records::{Bibliography, Collection, Entry, Records, kind, when};
use crate::Error;
use crate::store::{Note, Record, Registry, RoleAt, Source};
use crate::truth::Truth;

/// What stands on the page of a record: a heading, a table, and which of its rows; `?1` is the record.
type Section = (&'static str, &'static str, &'static str);

const OF_PARTY: &[Section] = &[
    ("Roles", "membership", "party = ?1 ORDER BY start_min"),
    ("In the chair", "chairship", "party = ?1 ORDER BY ordinal"),
    (
        "People in office during its chairships",
        "office_holder",
        "chairship IN (SELECT id FROM chairship WHERE party = ?1) ORDER BY start, office, id",
    ),
    ("Applications", "application", "party = ?1 ORDER BY date, id"),
    ("Meetings hosted", "meeting", "host = ?1 ORDER BY ordinal"),
    ("Areas that its seat covers", "country", "represented_by = ?1 ORDER BY id"),
];

const OF_CHAIRSHIP: &[Section] = &[
    ("People in office", "office_holder", "chairship = ?1 ORDER BY start, office, id"),
    (
        "What happened during it",
        "event",
        "date >= (SELECT start FROM chairship WHERE id = ?1)
         AND date < (SELECT coalesce(\"end\", '9999') FROM chairship WHERE id = ?1) ORDER BY date, id",
    ),
];

const OF_MEETING: &[Section] = &[
    ("Roles granted", "membership", "granted_at = ?1 ORDER BY role, party"),
    ("Chairship that began here", "chairship", "start_meeting = ?1 ORDER BY ordinal"),
    ("Chairship that ended here", "chairship", "end_meeting = ?1 ORDER BY ordinal"),
    ("Agreements signed", "agreement", "meeting = ?1 ORDER BY signed, id"),
    ("Applications dealt with", "application", "meeting = ?1 ORDER BY party"),
];

#[derive(Template)]
#[template(path = "record.html", config = "src/export/site/askama.toml")]
pub(super) struct RecordPage<'a> {
    frame: &'a Frame<'a>,
    /// What it is, above its name.
    over: String,
    title: String,
    /// What there is to say of it first.
    lead: String,
    notes: Vec<String>,
    entry: Entry,
    names: Vec<Name>,
    sections: Vec<(&'static str, Vec<Entry>)>,
    sources: Vec<Cited>,
    api: Option<String>,
}

/// A name of a party that tells something: in its own language, in full, former.
#[derive(Clone)]
pub(super) struct Name {
    text: String,
    lang: Option<String>,
    kind: String,
}

/// A source as a page lists it.
pub(super) struct Cited {
    title: String,
    /// Publisher and date.
    from: String,
    /// Only what a page may link to.
    address: Option<String>,
}

impl<'a> RecordPage<'a> {
    pub(super) fn new(
        frame: &'a Frame<'a>,
        records: &Records,
        collection: &Collection,
        record: &Record,
    ) -> Result<Self, Error> {
        let meta = records.registry.meta();
        let mut bibliography = Bibliography::default();
        let entry = records.entry(record, Some(&mut bibliography));
        let of = match collection.table {
            "party" => OF_PARTY,
            "chairship" => OF_CHAIRSHIP,
            _ => OF_MEETING,
        };
        let page_of = entry.href.clone();
        let own = format!("{}: ", record.text("name"));
        let mut sections = Vec::new();
        for (heading, table, condition) in of {
            let rows = records.where_(table, condition, &record.id.id)?;
            let entries = rows.iter().map(|row| {
                let mut entry = records.entry(row, Some(&mut bibliography));
                // On its own page a record need not be named again.
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
            over: upper_first(collection.one),
            title: entry.title.clone(),
            lead: when(record),
            notes: Vec::new(),
            entry,
            names: Vec::new(),
            sections,
            sources: bibliography.sources.iter().map(cited).collect(),
            api: None,
        };
        if collection.table == "party" {
            page.over = kind(meta, record.text("kind"));
            page.names = records.names.get(&record.id.id).cloned().unwrap_or_default();
            page.api = Some(format!("api/parties/{}.json", record.id.id));
            if let Some(status) = records.status(&record.id.id)? {
                let said = status.rows.iter().map(|row| match (row.role, &row.holder) {
                    (RoleAt::None, _) => format!("No role in the {} today", meta.name),
                    (RoleAt::Unknown, _) => "Whether it holds a role today is not known".to_string(),
                    (role, Some(holder)) => format!("{} {}", meta.label(role.word()), lasting(&holder.period)),
                    (role, None) => meta.label(role.word()).to_string(),
                });
                page.lead = said.collect::<Vec<_>>().join(", then ");
                if status.known == Truth::False {
                    let past = records.registry.roles_of(&record.id.id)?;
                    let past =
                        past.iter().map(|held| format!("{} {}", meta.label(held.role.word()), lasting(&held.period)));
                    let past: Vec<String> = past.collect();
                    if !past.is_empty() {
                        page.lead = format!("{}; {}", page.lead, past.join(", then "));
                    }
                }
                // How well a role is supported stands beside it.
                let notes = status.notes.iter().filter(|note| !matches!(note, Note::Doubt { .. }));
                page.notes = notes.map(ToString::to_string).collect();
            }
        }
        Ok(page)
    }
}

/// The names of every party, read at once: to look for those of one means to look through all.
pub(super) fn names(registry: &Registry) -> Result<BTreeMap<String, Vec<Name>>, Error> {
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

/// Whether `text` has the shape of a language tag; the data leaves it free.
fn is_language_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.split('-').all(part) && text.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()))
}

fn cited(source: &Source) -> Cited {
    let from = [&source.publisher, &source.published].into_iter().flatten();
    Cited {
        title: source.title.clone(),
        from: from.map(|part| format!("· {part}")).collect::<Vec<_>>().join(" "),
        address: source.url.as_deref().and_then(web_address).map(str::to_string),
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// All records of a table: atomic_file, or only named where they have pages of their own.
#[derive(Template)]
#[template(path = "table.html", config = "src/export/site/askama.toml")]
pub(super) struct TablePage<'a> {
    frame: &'a Frame<'a>,
    title: &'static str,
    about: String,
    whole: bool,
    entries: Vec<Entry>,
}

impl<'a> TablePage<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, records: &Records, collection: &Collection, about: String) -> Self {
        let entries = records.of(collection.table).iter().map(|record| records.entry(record, None)).collect();
        TablePage { frame, title: collection.many, about, whole: collection.folder.is_none(), entries }
    }
}

/// Every record in one table, to be searched.
#[derive(Template)]
#[template(path = "search.html", config = "src/export/site/askama.toml")]
pub(super) struct SearchPage<'a> {
    pub frame: &'a Frame<'a>,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub title: String,
    pub href: String,
    pub one: &'static str,
    pub when: String,
}

/// The files beside the pages, and their shape.
#[derive(Template)]
#[template(path = "data.html", config = "src/export/site/askama.toml")]
pub(super) struct DataPage<'a> {
    pub frame: &'a Frame<'a>,
    pub downloads: &'static [Download],
    /// The pages of whole tables: where, and their heading.
    pub tables: Vec<(String, &'static str)>,
    pub chair_example: String,
    pub party_example: Option<String>,
    pub day_example: String,
}
