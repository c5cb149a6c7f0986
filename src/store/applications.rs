//! Applications for a role, and their outcomes.

use serde::Serialize;

use super::{RecordId, Registry, Row};
use crate::Error;
use crate::date::PartialDate;

/// An application for a role, and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Application {
    /// Id of the application.
    pub id: String,
    /// Id of the party that applied.
    pub party: String,
    /// Date of the outcome, or a date on which a source attests that the application was pending.
    pub date: PartialDate,
    /// The outcome: `granted`, `deferred`, `pending`, `ad_hoc` or another word of the data.
    pub outcome: String,
    /// Id of the meeting that decided on it, if one did.
    pub meeting: Option<String>,
    /// `verified`, `single_source` or `unverified`.
    pub confidence: String,
    /// What is disputed.
    pub note: Option<String>,
}

impl Row for Application {
    const COLUMNS: &[&str] = &["id", "party", "date", "outcome", "meeting", "confidence", "note"];
    const SHOWN: &[(&str, &str)] =
        &[("date", "date"), ("party", "party"), ("outcome", "outcome"), ("meeting", "meeting"), ("note", "note")];

    fn record(&self) -> Option<RecordId> {
        Some(RecordId::new("application", &self.id))
    }
}

impl Registry {
    /// Returns every application, in order of time.
    pub fn applications(&self) -> Result<Vec<Application>, Error> {
        self.read_applications("1", [])
    }

    /// Returns the applications of the party with this id, in order of time.
    pub fn applications_of(&self, party: &str) -> Result<Vec<Application>, Error> {
        self.read_applications("party = ?1", [party])
    }

    fn read_applications(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Application>, Error> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT id, party, date, outcome, meeting, confidence, note FROM application
             WHERE {condition} ORDER BY date_min, date_max, id"
        ))?;
        let rows = statement.query_map(values, |row| {
            Ok(Application {
                id: row.get(0)?,
                party: row.get(1)?,
                date: row.get(2)?,
                outcome: row.get(3)?,
                meeting: row.get(4)?,
                confidence: row.get(5)?,
                note: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
