//! Profiles: everything known of one party or country.

use serde::Serialize;
use serde_json::Value;

use super::catalogue::{Dating, info};
use super::{Answer, Entity, Meta, Record, RecordId, Registry, Role, Row};
use crate::Error;
use crate::date::{PartialDate, When};

/// One thing known of a party: a role, a term, an application, a meeting it hosted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProfileEntry {
    /// Table of the record.
    pub table: &'static str,
    /// Id of the record; empty in a table without ids.
    pub id: String,
    /// When it began or happened, as precisely as is known.
    pub start: Option<String>,
    /// First day after it; none if it lasts, or has a single date.
    pub end: Option<String>,
    /// What it is, in a line.
    pub what: String,
    /// `verified`, `single_source` or `unverified`; none for names and areas.
    pub confidence: Option<String>,
    /// What is disputed, inferred or missing.
    pub note: Option<String>,
    /// The record, if it has an id; [`Registry::sources_of`] returns its sources.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Row for ProfileEntry {
    const COLUMNS: &[&str] = &["table", "id", "start", "end", "what", "confidence", "note"];
    const SHOWN: &[(&str, &str)] =
        &[("start", "from"), ("end", "until"), ("what", "what"), ("confidence", "confidence"), ("note", "note")];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

impl Registry {
    /// Returns everything known of `entity`: first its own record and its names, then the records that belong to it in
    /// order of time.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    pub fn show(&self, entity: &Entity) -> Result<Answer<ProfileEntry>, Error> {
        let table = match entity {
            Entity::Party(_) => "party",
            Entity::Country(_) => "country",
        };
        // A state has one name of its own in each of its languages, spelled in many ways; they say nothing new.
        let names = format!(
            "{table} = ?1 AND (kind IN ('former', 'abbreviation') OR kind = 'endonym' AND EXISTS (
                 SELECT 1 FROM party WHERE id = ?1 AND party.kind <> 'state')) ORDER BY kind, alias"
        );
        let related = info("party").map_or(&[][..], |party| party.related);
        // Areas come first: like its names, they are part of what it is.
        let (areas, others): (Vec<_>, Vec<_>) = related.iter().partition(|(_, table, _)| *table == "country");
        let own = [("", table, "id = ?1"), ("", "alias", names.as_str())];
        let founding = self.records_where("meeting", "kind = 'establishment'", &[])?;
        let mut rows = Vec::new();
        for (_, table, condition) in own.iter().chain(areas) {
            for record in self.records_where(table, condition, &[entity.id()])? {
                rows.push(entry(&self.meta, entity, record, &founding));
            }
        }
        let mut dated = Vec::new();
        for (_, table, condition) in others {
            for record in self.records_where(table, condition, &[entity.id()])? {
                dated.push(entry(&self.meta, entity, record, &founding));
            }
        }
        dated.sort_by_key(|row| {
            let start = row.start.as_deref().and_then(PartialDate::parse);
            (start.is_none(), start.map(|start| (start.first_day(), start.precision())))
        });
        rows.extend(dated);
        Ok(Answer::found(rows, self.seat_note(entity, &When::day(self.today))?.into_iter().collect()))
    }
}

fn entry(meta: &Meta, entity: &Entity, record: Record, founding: &[Record]) -> ProfileEntry {
    let table = record.id.table;
    let dated = info(table).map_or(Dating::Never, |info| info.dated);
    let text = |column: &str| Some(record.fields.get(column)?.as_str()?.to_string());
    ProfileEntry {
        table,
        id: record.id.id.clone(),
        start: dated.start().and_then(text),
        end: text("end"),
        what: what(meta, entity, &record, founding),
        confidence: text("confidence"),
        note: text("note"),
        record: (!record.id.id.is_empty()).then(|| record.id.clone()),
    }
}

/// Returns what `record` says of `entity`, in a line; `founding` is the founding meeting.
fn what(meta: &Meta, entity: &Entity, record: &Record, founding: &[Record]) -> String {
    let text = |column: &str| record.text(column);
    let label = |column: &str| meta.label(record.text(column));
    match record.id.table {
        "alias" => format!("{}: {}", text("kind"), text("alias")),
        "country" if record.id.id != entity.id() && text("part_of").is_empty() => {
            format!("its seat covers {}", text("name"))
        }
        "country" if record.id.id != entity.id() => format!("part of it: {}", text("name")),
        "membership" if founding.iter().any(|meeting| meeting.id.id == text("granted_at")) => {
            let role = Role::ALL.into_iter().find(|role| role.word() == text("role"));
            role.map_or(label("role").to_string(), Role::founding)
        }
        "membership" if text("granted_at").is_empty() => label("role").to_string(),
        "membership" => format!("{}, granted at {}", label("role"), text("granted_at")),
        "chairship" => {
            let ordinal = record.fields.get("ordinal").and_then(Value::as_i64).unwrap_or_default();
            let theme = text("theme");
            format!("chairship no. {ordinal}{}{theme}", if theme.is_empty() { "" } else { ": " })
        }
        "office_holder" => format!("{}: {}", label("office"), record.named_with_doubt()),
        "application" => format!("application {}", text("outcome").replace('_', " ")),
        "meeting" => format!("hosted the {} at {}", label("kind"), text("place")),
        _ => names_and_codes(meta, record),
    }
}

/// Returns the names and codes of a party or country.
fn names_and_codes(meta: &Meta, record: &Record) -> String {
    let labels = [
        ("official_name", ""),
        ("council_name", "in the council: "),
        ("abbreviation", ""),
        ("kind", ""),
        ("iso2", "ISO "),
        ("iso3", ""),
        ("cow", "COW "),
        ("wikidata", "Wikidata "),
        ("website", ""),
    ];
    let mut parts = vec![record.text("name").to_string()];
    for (column, label) in labels {
        let value = match record.fields.get(column) {
            Some(Value::String(text)) if column == "kind" => meta.label(text).to_string(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        if value != parts[0] {
            parts.push(format!("{label}{value}"));
        }
    }
    parts.join(" · ")
}
