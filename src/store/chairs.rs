//! Who chaired, chairs and will chair.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::{Answer, Note, RecordId, Registry, known_of};
use crate::Error;
use crate::date::{Known, PartialDate, Period, When, years_after};

/// A state in the chair over one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chairship {
    pub ordinal: i64,
    /// Id of the state.
    pub party: String,
    pub iso3: Option<String>,
    pub name: String,
    #[serde(flatten)]
    pub period: Period,
    pub standing: Standing,
    /// The stored record; none for a projected chairship.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Chairship {
    pub const COLUMNS: &[&str] = &["ordinal", "party", "iso3", "name", "start", "end", "standing"];
}

/// Where a chairship stands, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Past,
    Current,
    /// Announced: it stands in the data and has not begun.
    Planned,
    /// Worked out from the order of rotation; it stands in no data.
    Projected,
}

const SELECT: &str = "SELECT chairship.id, ordinal, party, iso3, name, start, \"end\"
                      FROM chairship JOIN party ON party.id = chairship.party";

impl Registry {
    /// Who held, holds or will hold the chair on any day of `when`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn chairs(&self, when: &When) -> Result<Answer<Chairship>, Error> {
        let (first, last) = (when.first_day(), when.last_day());
        let sql = format!("{SELECT} WHERE end_max > ?1 AND start_min <= ?2 ORDER BY ordinal");
        let mut rows = self.chairships(&sql, &[&first.to_string(), &last.to_string()])?;
        let after_all_stored = match rows.last() {
            Some(row) => row.period.end.is_some_and(|end| end.first_day() <= last),
            None => last >= self.meta.founded,
        };
        if after_all_stored {
            rows.extend(self.projected(last)?);
        }
        let touches = |row: &Chairship| row.period.touches(first, last);
        rows.retain(|row| touches(row) != Known::No);
        let known = known_of(rows.iter().map(touches));

        let mut notes = Vec::new();
        match &rows[..] {
            [incoming] if incoming.period.start == PartialDate::day(first) => {
                if let Some(from) = self.chair_before(incoming)? {
                    notes.push(Note::Handover { day: incoming.period.start, from, to: incoming.name.clone() });
                }
            }
            [outgoing, incoming] => {
                let (from, to, day) = (outgoing.name.clone(), incoming.name.clone(), incoming.period.start);
                notes.push(match known {
                    Known::NotKnown => Note::HandoverNotKnown { when: when.clone(), from, to, between: day },
                    _ => Note::Handover { day, from, to },
                });
            }
            _ => {}
        }
        self.note_standing(&rows, &mut notes);
        let known = if rows.is_empty() && last >= self.meta.founded { Known::NotKnown } else { known };
        if rows.is_empty() && known == Known::NotKnown {
            notes.push(Note::ChairNotKnown { when: when.clone() });
        }
        notes.extend(self.coverage(when));
        Ok(Answer { rows, known, notes })
    }

    /// Every stored chairship in order, and those projected to begin in or before `until_year`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn terms(&self, until_year: Option<i32>) -> Result<Answer<Chairship>, Error> {
        let mut rows = self.chairships(&format!("{SELECT} ORDER BY ordinal"), &[])?;
        if let Some(until) = until_year.and_then(PartialDate::year) {
            rows.extend(self.projected(until.last_day())?);
        }
        let mut notes = Vec::new();
        self.note_standing(&rows, &mut notes);
        let known = if rows.is_empty() { Known::No } else { Known::Yes };
        Ok(Answer { rows, known, notes })
    }

    /// Every stored chairship of the party with this id, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn chairships_of(&self, party: &str) -> Result<Vec<Chairship>, Error> {
        self.chairships(&format!("{SELECT} WHERE chairship.party = ?1 ORDER BY ordinal"), &[&party])
    }

    fn chairships(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Chairship>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| self.read_chairship(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn read_chairship(&self, row: &Row) -> rusqlite::Result<Chairship> {
        let period = Period { start: row.get(5)?, end: row.get(6)? };
        let standing = match period.end {
            Some(end) if end.last_day() <= self.today => Standing::Past,
            _ if period.start.last_day() <= self.today => Standing::Current,
            _ => Standing::Planned,
        };
        let id: String = row.get(0)?;
        Ok(Chairship {
            record: Some(RecordId::new("chairship", id)),
            ordinal: row.get(1)?,
            party: row.get(2)?,
            iso3: row.get(3)?,
            name: row.get(4)?,
            period,
            standing,
        })
    }

    /// The chairships that would follow the last stored one by the order of rotation, up to the one
    /// that may begin on `last`. Of their ends no more than the year is said.
    fn projected(&self, last: NaiveDate) -> Result<Vec<Chairship>, Error> {
        let mut order = self.chairships(&format!("{SELECT} ORDER BY ordinal"), &[])?;
        let stored = order.len();
        let (Some(term_years), Some(round)) = (self.meta.term_years, self.round_length(&order)?) else {
            return Ok(Vec::new());
        };
        while let Some(latest) = order.last()
            && let Some(start) = latest.period.end
            && start.first_day() <= last
        {
            let turn = &order[order.len() - round];
            let next = Chairship {
                ordinal: latest.ordinal + 1,
                period: Period { start, end: years_after(start, term_years) },
                standing: Standing::Projected,
                record: None,
                ..turn.clone()
            };
            order.push(next);
        }
        Ok(order.split_off(stored))
    }

    /// After how many chairships the order of `chairs` begins anew: where it has begun to repeat, or
    /// where each member has had its turn. `None` while neither is so, and nothing can be projected.
    fn round_length(&self, chairs: &[Chairship]) -> Result<Option<usize>, Error> {
        let same = |(a, b): (&Chairship, &Chairship)| a.party == b.party;
        let repeats = (1..chairs.len()).find(|round| chairs.iter().zip(&chairs[*round..]).all(same));
        if repeats.is_some() || chairs.is_empty() {
            return Ok(repeats);
        }
        let waiting: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM membership WHERE role = 'member' AND \"end\" IS NULL
                            AND party NOT IN (SELECT party FROM chairship))",
            [],
            |row| row.get(0),
        )?;
        Ok((!waiting).then_some(chairs.len()))
    }

    fn chair_before(&self, chairship: &Chairship) -> Result<Option<String>, Error> {
        let sql = "SELECT name FROM chairship JOIN party ON party.id = party WHERE ordinal = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([chairship.ordinal - 1], |row| row.get(0)).optional()?)
    }

    fn note_standing(&self, rows: &[Chairship], notes: &mut Vec<Note>) {
        for row in rows.iter().filter(|row| row.standing == Standing::Planned) {
            notes.push(Note::Planned { name: row.name.clone() });
        }
        if let (Some(term_years), true) =
            (self.meta.term_years, rows.iter().any(|row| row.standing == Standing::Projected))
        {
            notes.push(Note::Projected { name: self.meta.name.clone(), term_years });
        }
    }
}
