//! Everything that has a date, in order.

use serde::Serialize;

use super::{Answer, RecordId, Registry, Row};
use crate::Error;
use crate::date::{PartialDate, When};

/// One dated thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// When, as precisely as it is known; the first day, where it took more than one. What ended is dated by the
    /// first day without it.
    pub date: PartialDate,
    /// The last day, of a meeting that took more than one.
    pub until: Option<PartialDate>,
    /// What happened, in a word: one of [`TimelineEntry::KINDS`].
    pub kind: &'static str,
    /// What happened, in a short sentence.
    pub what: String,
    /// Table of the record.
    pub table: &'static str,
    /// Id of the record.
    pub id: String,
    /// The record; [`Registry::sources_of`] tells its sources.
    #[serde(skip)]
    pub record: RecordId,
}

impl Row for TimelineEntry {
    const COLUMNS: &[&str] = &["date", "until", "kind", "what", "table", "id"];
    const SHOWN: &[(&str, &str)] = &[("date", "date"), ("until", "until"), ("kind", "kind"), ("what", "what")];

    fn record(&self) -> Option<RecordId> {
        Some(self.record.clone())
    }
}

impl TimelineEntry {
    /// Every kind, in the order that things of one day have.
    pub const KINDS: [&str; 11] = [
        "meeting",
        "chairship",
        "left",
        "joined",
        "signed",
        "in_force",
        "set_up",
        "ended",
        "event",
        "application",
        "in_office",
    ];
}

/// For each kind its table, and a query for: date, last day, id, and a sentence in three parts, of
/// which the second is a word of the data to be named by its label.
const QUERIES: [(&str, &str); TimelineEntry::KINDS.len()] = [
    (
        "meeting",
        "SELECT first_day, CASE WHEN last_day > first_day THEN last_day END, id, '', kind, ' at ' || place FROM meeting",
    ),
    (
        "chairship",
        "SELECT new.start, NULL, new.id, party.name || ' takes the chair', '', coalesce(' from ' || outgoing.name, '')
         FROM chairship AS new JOIN party ON party.id = new.party
         LEFT JOIN chairship AS old ON old.ordinal = new.ordinal - 1 LEFT JOIN party AS outgoing ON outgoing.id = old.party",
    ),
    (
        "membership",
        "SELECT \"end\", NULL, membership.id, name || ' leaves as ', role, ''
         FROM membership JOIN party ON party.id = party WHERE \"end\" IS NOT NULL",
    ),
    (
        "membership",
        "SELECT start, NULL, membership.id, name || ' joins as ', role, ''
         FROM membership JOIN party ON party.id = party",
    ),
    (
        "agreement",
        "SELECT signed, NULL, id, coalesce(short_name, name) || ' signed', '', coalesce(' at ' || place, '') FROM agreement",
    ),
    (
        "agreement",
        "SELECT in_force, NULL, id, coalesce(short_name, name) || ' enters into force', '', ''
         FROM agreement WHERE in_force IS NOT NULL",
    ),
    ("body", "SELECT start, NULL, id, name || coalesce(' (' || abbreviation || ')', '') || ' set up', '', '' FROM body"),
    (
        "body",
        "SELECT \"end\", NULL, id, name || coalesce(' (' || abbreviation || ')', '') || ' ends', '', ''
         FROM body WHERE \"end\" IS NOT NULL",
    ),
    ("event", "SELECT date, NULL, id, title, '', '' FROM event"),
    (
        "application",
        "SELECT date, NULL, application.id, 'application of ' || name || ': ', outcome, ''
         FROM application JOIN party ON party.id = party",
    ),
    ("office_holder", "SELECT start, NULL, id, person || ' takes office as ', office, '' FROM office_holder"),
];

impl Registry {
    /// Everything dated that lies in `when`, or all of it, in order; a date that is partly known lies
    /// where it may lie, and stands before the days of its month or year.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn timeline(&self, when: Option<&When>) -> Result<Answer<TimelineEntry>, Error> {
        let mut rows = Vec::new();
        for (kind, (table, sql)) in TimelineEntry::KINDS.into_iter().zip(QUERIES) {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let (date, until): (PartialDate, Option<PartialDate>) = (row.get(0)?, row.get(1)?);
                let last = until.unwrap_or(date).last_day();
                if when.is_some_and(|when| date.first_day() > when.last_day() || last < when.first_day()) {
                    continue;
                }
                let (id, before, word, after): (String, String, String, String) =
                    (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
                let what = format!("{before}{}{after}", self.meta.label(&word).replace('_', " "));
                rows.push(TimelineEntry {
                    date,
                    until,
                    kind,
                    what,
                    table,
                    record: RecordId::new(table, id.clone()),
                    id,
                });
            }
        }
        let rank = |row: &TimelineEntry| TimelineEntry::KINDS.iter().position(|kind| *kind == row.kind);
        rows.sort_by_key(|row| (row.date.first_day(), row.date.precision(), rank(row), row.id.clone()));
        let notes = when.map(|when| self.coverage(when)).unwrap_or_default();
        Ok(Answer::found(rows, notes))
    }
}
