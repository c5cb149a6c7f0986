//! Every dated event, in order.

use serde::Serialize;

use super::catalogue::{Dating, info};
use super::{Answer, Note, RecordId, Registry, Row};
use crate::Error;
use crate::date::{PartialDate, When};
use crate::truth::Truth;
use crate::wording::with_article;

/// One dated event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TimelineEntry {
    /// When it happened, as precisely as is known; the first day if it took more than one. The end of a period is
    /// dated by the first day after it.
    pub date: PartialDate,
    /// The last day of a meeting that took more than one.
    pub until: Option<PartialDate>,
    /// What happened: `meeting`, `chairship`, `chair_ended`, `left`, `joined`, `signed`, `in_force`, `set_up`, `ended`,
    /// `event`, `application`, `in_office` or `left_office`.
    pub kind: &'static str,
    /// What happened, in a short sentence.
    pub what: String,
    /// Table of the record.
    pub table: &'static str,
    /// Id of the record.
    pub id: String,
    /// Whether it certainly lies in the time asked about. Serializes as [`Truth::certainty`].
    #[serde(serialize_with = "crate::truth::as_certainty")]
    pub certainty: Truth,
    /// `verified`, `single_source` or `unverified`.
    pub confidence: String,
    /// The record; [`Registry::sources_of`] returns its sources.
    #[serde(skip)]
    pub record: RecordId,
}

impl Row for TimelineEntry {
    const COLUMNS: &[&str] = &["date", "until", "kind", "what", "table", "id", "certainty", "confidence"];
    const SHOWN: &[(&str, &str)] = &[("date", "date"), ("until", "until"), ("kind", "kind"), ("what", "what")];

    fn record(&self) -> Option<RecordId> {
        Some(self.record.clone())
    }
}

/// The kinds of entry, in the order of entries of one day: the kind, its table and date, and SQL for a sentence in
/// three parts, of which the second is a word of the data that is replaced by its label.
const KINDS: [(&str, &str, &str, [&str; 3]); 13] = [
    ("meeting", "meeting", "first_day", ["''", "kind", "' at ' || place"]),
    (
        "chairship",
        "chairship",
        "start",
        [
            "coalesce(council_name, name) || ' takes the chair'",
            "''",
            "coalesce((SELECT coalesce(council_name, name) FROM chairship AS old JOIN party ON party.id = old.party
                       WHERE old.ordinal = chairship.ordinal - 1 AND old.end_max >= chairship.start_min), '')",
        ],
    ),
    ("chair_ended", "chairship", "\"end\"", ["coalesce(council_name, name) || ' leaves the chair'", "''", "''"]),
    ("left", "membership", "\"end\"", ["coalesce(council_name, name) || ' leaves as '", "role", "''"]),
    ("joined", "membership", "start", ["coalesce(council_name, name) || ' joins as '", "role", "''"]),
    (
        "signed",
        "agreement",
        "signed",
        ["coalesce(short_name, name) || ' signed'", "''", "coalesce(' at ' || place, '')"],
    ),
    ("in_force", "agreement", "in_force", ["coalesce(short_name, name) || ' enters into force'", "''", "''"]),
    ("set_up", "body", "start", ["name || coalesce(' (' || abbreviation || ')', '') || ' set up'", "''", "''"]),
    ("ended", "body", "\"end\"", ["name || coalesce(' (' || abbreviation || ')', '') || ' ends'", "''", "''"]),
    ("event", "event", "date", ["title", "''", "''"]),
    ("application", "application", "date", ["coalesce(council_name, name)", "outcome", "''"]),
    (
        "in_office",
        "office_holder",
        "start",
        ["person || ' takes office as '", "office", "CASE basis WHEN 'by_office' THEN ' (by office)' ELSE '' END"],
    ),
    ("left_office", "office_holder", "\"end\"", ["person || ' leaves office as '", "office", "''"]),
];

/// Which rows have an entry of a kind: a handover and an admission have one each, and an end has none if a successor
/// begins then.
fn condition(kind: &str) -> &'static str {
    match kind {
        "chair_ended" => {
            "NOT EXISTS (SELECT 1 FROM chairship AS next WHERE next.ordinal = chairship.ordinal + 1
                         AND next.start_min <= chairship.end_max AND next.start_max >= chairship.end_min)"
        }
        "left_office" => {
            "NOT EXISTS (SELECT 1 FROM office_holder AS next WHERE next.office = office_holder.office
                         AND next.id <> office_holder.id
                         AND next.start_min <= office_holder.end_max AND next.start_max >= office_holder.end_min)"
        }
        "event" => "NOT (kind = 'handover' AND EXISTS (SELECT 1 FROM chairship WHERE start = event.date))",
        "application" => {
            "NOT (outcome = 'granted' AND EXISTS (
                SELECT 1 FROM membership WHERE membership.party = application.party
                AND (membership.start = application.date OR membership.granted_at = application.meeting)))"
        }
        _ => "1",
    }
}

impl Registry {
    /// Returns every dated event in order, or those that lie, or may lie, in `when`. A partial date comes before the
    /// days of its month or year.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    pub fn timeline(&self, when: Option<&When>) -> Result<Answer<TimelineEntry>, Error> {
        let mut rows = Vec::new();
        for (rank, (kind, table, date, sentence)) in KINDS.into_iter().enumerate() {
            let until = match info(table).map(|info| info.dated) {
                Some(Dating::Days(first, last)) => format!("nullif({last}, {first})"),
                _ => "NULL".to_string(),
            };
            let party = match table {
                "chairship" | "membership" | "application" => "JOIN party ON party.id = party",
                _ => "",
            };
            let mut statement = self.conn.prepare(&format!(
                "SELECT {date}, {until}, {table}.id, {}, {table}.confidence FROM {table} {party}
                 WHERE {date} IS NOT NULL AND {}",
                sentence.join(", "),
                condition(kind)
            ))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let (date, until): (PartialDate, Option<PartialDate>) = (row.get(0)?, row.get(1)?);
                let certainty = when.map_or(Truth::True, |when| match until {
                    Some(until) => {
                        Truth::from(date.first_day() <= when.last_day() && until.last_day() >= when.first_day())
                    }
                    None => date.lies_in(when),
                });
                if certainty == Truth::False {
                    continue;
                }
                let (id, before, word, after): (String, String, String, String) =
                    (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
                let confidence = row.get(6)?;
                let word = self.meta.label(&word).replace('_', " ");
                let what = match kind {
                    "chairship" if !after.is_empty() => format!("{before} from {}", with_article(&after)),
                    "application" => format!("application of {}: {word}", with_article(&before)),
                    _ => format!("{before}{word}{after}"),
                };
                let record = RecordId::new(table, id.clone());
                rows.push((rank, TimelineEntry { date, until, kind, what, table, record, id, certainty, confidence }));
            }
        }
        rows.sort_by_cached_key(|(rank, row)| (row.date.first_day(), row.date.precision(), *rank, row.id.clone()));
        let rows: Vec<TimelineEntry> = rows.into_iter().map(|(_, row)| row).collect();
        let uncertain = rows.iter().filter(|row| row.certainty == Truth::Unknown).count();
        let ahead = when.is_some_and(|when| self.lies_ahead(when));
        let known = match Truth::any(rows.iter().map(|row| row.certainty)) {
            Truth::False if ahead => Truth::Unknown,
            known => known,
        };
        let mut notes: Vec<Note> = Note::uncertain(uncertain, false).into_iter().collect();
        notes.extend(when.map_or(Ok(Vec::new()), |when| self.coverage(when))?);
        Ok(Answer { rows, known, notes })
    }
}
