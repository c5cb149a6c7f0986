//! Chairships: past, current, planned and projected.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use serde::Serialize;

use super::{Answer, Filter, Note, RecordId, Registry, Role, Row};
use crate::Error;
use crate::date::{Bounds, PartialDate, Period, When, years_after};
use crate::truth::Truth;

/// The time of one state in the chair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Chairship {
    /// Its number among all chairships, from 1.
    pub ordinal: i64,
    /// Id of the state.
    pub party: String,
    /// ISO 3166-1 alpha-3 code of the state.
    pub iso3: Option<String>,
    /// Common name of the state.
    pub name: String,
    /// The name that the council uses, or else the common name.
    pub council_name: String,
    /// From its handover day up to, but not including, the next one.
    #[serde(flatten)]
    pub period: Period,
    /// Whether it is past, current, planned or projected on [`Registry::today`].
    pub standing: Standing,
    /// The days that its start and end can be, narrowed by the terms before and after it.
    #[serde(skip)]
    pub(crate) bounds: Bounds,
    /// The record; `None` for a projected chairship.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Row for Chairship {
    const COLUMNS: &[&str] = &["ordinal", "party", "iso3", "name", "start", "end", "standing"];
    const SHOWN: &[(&str, &str)] =
        &[("ordinal", "nth"), ("council_name", "state"), ("start", "from"), ("end", "until"), ("standing", "standing")];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

/// Whether a chairship is past, current, planned or projected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Today is after its last day.
    Past,
    /// It has certainly begun, and may not have ended.
    Current,
    /// It is in the data, and may not have begun.
    Planned,
    /// It is not in the data, but follows from the order of rotation.
    Projected,
}

const SELECT: &str = "SELECT chairship.id, ordinal, party, iso3, name, start, \"end\", coalesce(council_name, name)
                      FROM chairship JOIN party ON party.id = chairship.party";

/// The latest day on which a chairship that may have begun by day `?2` can end, so that the index by end need not be
/// read beyond it. Chairships do not certainly overlap, so any that certainly begins later begins after the others have
/// ended. Imprecise dates can be off by a year each, hence the margin of three years, and one more at the end.
const LATEST_END: &str = "coalesce(
    (SELECT date(start_max, '+366 days') FROM chairship
     WHERE start_max > date(?2, '+3 years') AND start_max < end_min ORDER BY start_max LIMIT 1), '9999-12-31')";

impl Registry {
    /// Returns the chairships that overlap `when`. The answer is unknown if the data has no chair for a time after the
    /// founding; chairships after the last one in the data are projected.
    pub fn chairs(&self, when: &When) -> Result<Answer<Chairship>, Error> {
        let (first, last) = (when.first_day(), when.last_day());
        let sql =
            format!("{SELECT} WHERE end_max > ?1 AND start_min <= ?2 AND end_max <= {LATEST_END} ORDER BY ordinal");
        let (from, to) = when.sql_days();
        let mut rows = self.chairships(&sql, &[&from, &to])?;
        self.add_neighbours(&mut rows, when)?;
        let after_all_stored = match rows.last() {
            Some(row) => row.period.end.is_some_and(|end| end.first_day() <= last),
            None => last >= self.meta.founded,
        };
        if after_all_stored {
            rows.extend(self.projected(last)?);
        }
        rows.retain(|row| self.holds(&row.bounds, when) != Truth::False);
        // What follows from the order of rotation alone is never certain.
        let known = Truth::any(rows.iter().map(|row| match row.standing {
            Standing::Projected => Truth::Unknown,
            _ => self.holds(&row.bounds, when),
        }));

        let mut notes = Vec::new();
        match &rows[..] {
            [incoming] if incoming.period.start == PartialDate::day(first) => {
                if let Some(from) = self.chair_before(incoming)? {
                    notes.push(Note::Handover { day: incoming.period.start, from, to: incoming.council_name.clone() });
                }
            }
            [outgoing, incoming] => {
                let (from, to, day) =
                    (outgoing.council_name.clone(), incoming.council_name.clone(), incoming.period.start);
                notes.push(match known {
                    Truth::Unknown => Note::HandoverNotKnown { when: *when, from, to, between: day },
                    _ => Note::Handover { day, from, to },
                });
            }
            _ => {}
        }
        self.note_standing(&rows, &mut notes);
        let known = if rows.is_empty() && last >= self.meta.founded { Truth::Unknown } else { known };
        if rows.is_empty() && known == Truth::Unknown {
            notes.push(Note::ChairNotKnown { when: *when });
        }
        notes.extend(self.coverage(when)?);
        Ok(Answer { rows, known, notes })
    }

    /// Returns all chairships of the data in order, followed by those projected to begin in or before `until_year`.
    pub fn terms(&self, until_year: Option<i32>) -> Result<Answer<Chairship>, Error> {
        let mut rows = self.chairships(&format!("{SELECT} ORDER BY ordinal"), &[])?;
        if let Some(until) = until_year.and_then(PartialDate::year) {
            rows.extend(self.projected(until.last_day())?);
        }
        let mut notes = Vec::new();
        self.note_standing(&rows, &mut notes);
        notes.extend(self.pauses(&When::Always)?);
        Ok(Answer::found(rows, notes))
    }

    /// Returns the chairships of the party with this id, in order.
    pub fn chairships_of(&self, party: &str) -> Result<Vec<Chairship>, Error> {
        self.chairships(&format!("{SELECT} WHERE chairship.party = ?1 ORDER BY ordinal"), &[&party])
    }

    fn chairships(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Chairship>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| self.read_chairship(row))?;
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        Bounds::in_turn(rows.iter_mut().map(|row| &mut row.bounds).collect());
        Ok(rows)
    }

    /// Adds the terms before and after those that are uncertain in `when`: their dates may settle it.
    fn add_neighbours(&self, rows: &mut Vec<Chairship>, when: &When) -> Result<(), Error> {
        let uncertain = rows.iter().filter(|row| self.holds(&row.bounds, when) == Truth::Unknown);
        let days: Vec<String> = uncertain.map(|row| row.period.start.last_day().to_string()).collect();
        for day in &days {
            for beside in ["start_max < ?1 ORDER BY start_max DESC", "start_max > ?1 ORDER BY start_max"] {
                let found = self.chairships(&format!("{SELECT} WHERE {beside} LIMIT 1"), &[day])?;
                rows.extend(found);
            }
        }
        if !days.is_empty() {
            rows.sort_by_key(|row| row.ordinal);
            rows.dedup_by_key(|row| row.ordinal);
            Bounds::in_turn(rows.iter_mut().map(|row| &mut row.bounds).collect());
        }
        Ok(())
    }

    fn read_chairship(&self, row: &rusqlite::Row) -> rusqlite::Result<Chairship> {
        let period = Period { start: row.get(5)?, end: row.get(6)? };
        let standing = match period.end {
            Some(end) if end.last_day() <= self.today => Standing::Past,
            _ if period.start.last_day() <= self.today => Standing::Current,
            _ => Standing::Planned,
        };
        let id: String = row.get(0)?;
        Ok(Chairship {
            bounds: period.bounds(self.today).since(self.meta.founded),
            record: Some(RecordId::new("chairship", id)),
            ordinal: row.get(1)?,
            party: row.get(2)?,
            iso3: row.get(3)?,
            name: row.get(4)?,
            council_name: row.get(7)?,
            period,
            standing,
        })
    }

    /// Returns the chairships that follow the last one of the data by the order of rotation and may begin by `last`.
    /// Their ends are given to the year only.
    fn projected(&self, last: NaiveDate) -> Result<Vec<Chairship>, Error> {
        let mut order = self.chairships(&format!("{SELECT} ORDER BY ordinal"), &[])?;
        let stored = order.len();
        let (Some(term_years), Some(round)) = (self.meta.term_years, self.round_length(&order)?) else {
            return Ok(Vec::new());
        };
        let members = self.holders(Role::Member, &Filter::default(), &When::Always)?.rows;
        let is_member = |party: &str, day: NaiveDate| {
            members.iter().any(|member| member.party == party && member.bounds.end_max > day)
        };
        let mut turns = order[stored - round..].to_vec();
        while let Some(latest) = order.last()
            && let Some(start) = latest.period.end
            && start.first_day() <= last
        {
            // A state that is no longer a member has no turn.
            let Some(turn) = turns.iter().position(|term| is_member(&term.party, start.first_day())) else { break };
            turns.rotate_left(turn + 1);
            let Some(previous) = turns.last() else { break };
            let period = Period { start, end: years_after(start, term_years) };
            let next = Chairship {
                ordinal: latest.ordinal + 1,
                bounds: period.bounds(NaiveDate::MAX),
                period,
                standing: Standing::Projected,
                record: None,
                ..previous.clone()
            };
            order.push(next);
        }
        Ok(order.split_off(stored))
    }

    /// Returns the number of chairships after which the order of `chairs` repeats: because it has begun to, or because
    /// each member has had its turn. Returns `None` if neither is so; then nothing can be projected.
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
        let sql =
            "SELECT coalesce(council_name, name) FROM chairship JOIN party ON party.id = party WHERE ordinal = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([chairship.ordinal - 1], |row| row.get(0)).optional()?)
    }

    /// Adds a note for each planned chairship in `rows`, and one if any is projected.
    fn note_standing(&self, rows: &[Chairship], notes: &mut Vec<Note>) {
        for row in rows.iter().filter(|row| row.standing == Standing::Planned) {
            notes.push(Note::Planned { name: row.council_name.clone() });
        }
        if let (Some(term_years), true) =
            (self.meta.term_years, rows.iter().any(|row| row.standing == Standing::Projected))
        {
            notes.push(Note::Projected { name: self.meta.name.clone(), term_years });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    use super::*;

    /// The bound on the index drops no chairship, however imprecise the dates are.
    #[test]
    fn chairs_of_a_time_are_those_found_in_all_terms() {
        let registry = Registry::bundled().unwrap();
        registry.conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let date = |(year, month, day, known): &(u32, u32, u32, usize)| {
            format!("{year}-{month:02}-{day:02}")[..[4, 7, 10][*known]].to_string()
        };
        let dates = (1990..2010_u32, 1..13_u32, 1..29_u32, 0..3_usize);
        let council = proptest::collection::vec((dates.clone(), dates.clone()), 0..40);
        let checked = TestRunner::default().run(&(council, dates), |(terms, asked)| {
            registry.conn.execute("DELETE FROM chairship", []).unwrap();
            for (ordinal, (start, end)) in (1_i64..).zip(&terms) {
                // A term that certainly overlaps another, or ends before it begins, is refused and left out.
                let sql = "INSERT OR IGNORE INTO chairship (id, ordinal, party, start, \"end\", confidence)
                           VALUES ('c' || ?1, ?1, 'canada', ?2, ?3, 'verified')";
                let _ = registry.conn.execute(sql, (ordinal, date(start), date(end)));
            }
            let when = When::parse(&date(&asked), registry.today).unwrap();
            let known = |rows: Vec<Chairship>| -> Vec<(i64, Truth)> {
                let stored = rows.iter().filter(|row| row.standing != Standing::Projected);
                let known = stored.map(|row| (row.ordinal, registry.holds(&row.bounds, &when)));
                known.filter(|(_, truth)| *truth != Truth::False).collect()
            };
            let found = registry.chairs(&when).unwrap().rows;
            prop_assert_eq!(known(found), known(registry.terms(None).unwrap().rows));
            Ok(())
        });
        checked.unwrap();
    }
}
