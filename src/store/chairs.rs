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
    /// How many chairships of this state there are up to this one.
    pub turn: i64,
    /// Whether the state certainly held the chair on some day of the time asked about. Serializes as
    /// [`Truth::certainty`].
    #[serde(serialize_with = "crate::truth::as_certainty")]
    pub certainty: Truth,
    /// `verified`, `single_source` or `unverified`; `None` for a projected chairship.
    pub confidence: Option<String>,
    /// The days that its start and end can be, narrowed by the terms before and after it.
    #[serde(skip)]
    pub(crate) bounds: Bounds,
    /// The record; `None` for a projected chairship.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Row for Chairship {
    const COLUMNS: &[&str] =
        &["ordinal", "party", "iso3", "name", "start", "end", "standing", "turn", "certainty", "confidence"];
    const SHOWN: &[(&str, &str)] = &[
        ("ordinal", "nth"),
        ("council_name", "state"),
        ("start", "from"),
        ("end", "until"),
        ("standing", "standing"),
        ("turn", "turn"),
    ];

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

const SELECT: &str = "SELECT chairship.id, ordinal, party, iso3, name, start, \"end\", coalesce(council_name, name), chairship.confidence,
                        (SELECT count(*) FROM chairship AS earlier
                         WHERE earlier.party = chairship.party AND earlier.ordinal <= chairship.ordinal)
                      FROM chairship JOIN party ON party.id = chairship.party";

/// The latest day on which a chairship that may have begun by day `?2` can end, so that the index by end need not be
/// read beyond it. Chairships do not certainly overlap, so any that certainly begins later begins after the others have
/// ended. Dates of a year or month can be off by a year each, hence the margin of three years, and one more at the end.
/// Dates between bounds can be off by more: see [`BETWEEN`].
const LATEST_END: &str = "coalesce(
    (SELECT date(start_max, '+366 days') FROM chairship
     WHERE start_max > date(?2, '+3 years') AND start_max < end_min AND NOT instr(start, '..')
     ORDER BY start_max LIMIT 1), '9999-12-31')";

/// The chairships with a date between bounds, which have an index of their own.
const BETWEEN: &str = "instr(start || coalesce(\"end\", ''), '..')";

impl Registry {
    /// Returns the chairships that overlap `when`. The answer is unknown if the data has no chair for a time after the
    /// founding; chairships after the last one in the data are projected.
    pub fn chairs(&self, when: &When) -> Result<Answer<Chairship>, Error> {
        let (first, last) = (when.first_day(), when.last_day());
        let sql = format!(
            "{SELECT} WHERE chairship.id IN (
                 SELECT id FROM chairship WHERE end_max > ?1 AND start_min <= ?2 AND end_max <= {LATEST_END}
                 UNION ALL SELECT id FROM chairship WHERE {BETWEEN} AND start_min <= ?2 AND end_max > ?1)
             ORDER BY ordinal"
        );
        let (from, to) = when.sql_days();
        let mut rows = self.read_chairships(&sql, &[&from, &to])?;
        if rows.iter().any(|row| self.holds(&row.bounds, when) == Truth::Unknown) {
            // The terms before and after may settle it.
            rows = self.chairships()?;
        }
        let after_all_stored = match rows.last() {
            _ if *when == When::Always => false,
            Some(row) => row.period.end.is_some_and(|end| end.first_day() <= last),
            None => last >= self.meta.founded,
        };
        if after_all_stored {
            rows.extend(self.projected(last)?);
        }
        for row in &mut rows {
            row.certainty = self.holds(&row.bounds, when);
        }
        rows.retain(|row| row.certainty != Truth::False);
        let known = Truth::any(sittings(&rows).iter().map(|sitting| match sitting.term.standing {
            // What follows from the order of rotation alone is never certain.
            Standing::Projected => Truth::Unknown,
            _ => self.holds(&sitting.bounds, when),
        }));
        for row in rows.iter_mut().filter(|row| row.standing == Standing::Projected) {
            row.certainty = Truth::Unknown;
        }

        let mut notes = Vec::new();
        match &rows[..] {
            [incoming] if incoming.period.start == PartialDate::day(first) => {
                if let Some(from) = self.chair_before(incoming)? {
                    notes.push(Note::Handover { day: incoming.period.start, from, to: incoming.council_name.clone() });
                }
            }
            [outgoing, incoming]
                if outgoing.party != incoming.party && outgoing.period.end == Some(incoming.period.start) =>
            {
                let (from, to, day) =
                    (outgoing.council_name.clone(), incoming.council_name.clone(), incoming.period.start);
                match known {
                    Truth::Unknown if outgoing.standing == Standing::Projected && !when.is_day() => {}
                    Truth::Unknown => notes.push(Note::HandoverNotKnown { when: *when, from, to, between: day }),
                    // Who takes a chair that is only projected is not known.
                    _ if incoming.standing == Standing::Projected => {}
                    _ => notes.push(Note::Handover { day, from, to }),
                }
            }
            _ => {}
        }
        self.note_standing(&rows, &mut notes);
        let known = if rows.is_empty() && last >= self.meta.founded { Truth::Unknown } else { known };
        if rows.is_empty() && known == Truth::Unknown {
            notes.push(Note::ChairNotKnown { when: *when });
        } else {
            notes.extend(self.chair_gaps(&rows, when));
        }
        notes.extend(self.coverage(when)?);
        Ok(Answer { rows, known, notes })
    }

    /// Returns all chairships of the data in order. With `until_year`, returns those that begin, or may begin, in or
    /// before that year, projected ones included.
    pub fn terms(&self, until_year: Option<i32>) -> Result<Answer<Chairship>, Error> {
        let mut rows = self.chairships()?;
        let stored_until = rows.iter().filter_map(|row| row.bounds.end_max.pred_opt()).max();
        let mut last = stored_until.map_or(self.today, |until| until.min(self.today));
        if let Some(until) = until_year.and_then(PartialDate::year).map(|year| year.last_day()) {
            rows.extend(self.projected(until)?);
            rows.retain(|row| row.bounds.start_min <= until);
            last = last.min(until);
        }
        let mut notes = Vec::new();
        self.note_standing(&rows, &mut notes);
        if let (Some(first), Some(last)) = (rows.first(), PartialDate::parse(&last.to_string())) {
            let first = PartialDate::day(first.bounds.start_min);
            notes.extend(self.chair_gaps(&rows, &When::Range(first, last)));
        }
        notes.extend(self.pauses(&When::Always)?);
        Ok(Answer::found(rows, notes))
    }

    /// Returns every chairship of the data, in order.
    pub fn chairships(&self) -> Result<Vec<Chairship>, Error> {
        let mut rows = self.read_chairships(&format!("{SELECT} ORDER BY ordinal"), &[])?;
        Bounds::in_turn(rows.iter_mut().map(|row| &mut row.bounds).collect());
        Ok(rows)
    }

    /// Returns the chairships of the party with this id, in order.
    pub fn chairships_of(&self, party: &str) -> Result<Vec<Chairship>, Error> {
        self.read_chairships(&format!("{SELECT} WHERE chairship.party = ?1 ORDER BY ordinal"), &[&party])
    }

    fn read_chairships(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Chairship>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| self.read_chairship(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
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
            confidence: row.get(8)?,
            turn: row.get(9)?,
            certainty: Truth::True,
        })
    }

    /// Returns a note for each run of days of `when` that none of `rows` can cover, if there are any rows.
    fn chair_gaps(&self, rows: &[Chairship], when: &When) -> Vec<Note> {
        let last = if *when == When::Always { self.today } else { when.last_day() };
        let all = gaps(rows, when.first_day().max(self.meta.founded), last);
        all.into_iter().map(|(first, last)| Note::ChairGap { first, last }).collect()
    }

    /// Returns the chairships that follow the last one of the data by the order of rotation and may begin by `last`.
    /// Their ends are given to the year only.
    pub(crate) fn projected(&self, last: NaiveDate) -> Result<Vec<Chairship>, Error> {
        let mut order = self.chairships()?;
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
            // Only members take turns.
            let Some(turn) = turns.iter().position(|term| is_member(&term.party, start.first_day())) else { break };
            turns.rotate_left(turn + 1);
            let Some(previous) = turns.last() else { break };
            let period = Period { start, end: years_after(start, term_years) };
            let turns_before = order.iter().filter(|term| term.party == previous.party).count();
            let next = Chairship {
                turn: turns_before as i64 + 1,
                certainty: Truth::Unknown,
                confidence: None,
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

/// The time of one state in the chair, over one term or several in a row.
pub(crate) struct Sitting<'a> {
    /// The first of its terms.
    pub term: &'a Chairship,
    /// End of the last of its terms.
    pub end: Option<PartialDate>,
    pub bounds: Bounds,
}

/// Joins the terms of one state that follow each other: on the day between them, it holds the chair either way.
pub(crate) fn sittings(terms: &[Chairship]) -> Vec<Sitting<'_>> {
    let mut sittings: Vec<Sitting> = Vec::new();
    let mut before: Option<&Chairship> = None;
    for term in terms {
        let goes_on = before.is_some_and(|before| {
            before.party == term.party
                && before.period.end == Some(term.period.start)
                && (before.standing == Standing::Projected) == (term.standing == Standing::Projected)
        });
        match sittings.last_mut().filter(|_| goes_on) {
            Some(sitting) => {
                (sitting.bounds.end_min, sitting.bounds.end_max) = (term.bounds.end_min, term.bounds.end_max);
                sitting.end = term.period.end;
            }
            None => sittings.push(Sitting { term, end: term.period.end, bounds: term.bounds }),
        }
        before = Some(term);
    }
    sittings
}

/// Returns the runs of days from `first` to `last` that none of `terms` can cover.
pub(crate) fn gaps(terms: &[Chairship], first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    uncovered(terms.iter().map(|term| (term.bounds.start_min, term.bounds.end_max)), first, last)
}

/// Returns the runs of days from `first` to `last` that are in none of `periods`, which are half-open.
pub(crate) fn uncovered(
    periods: impl Iterator<Item = (NaiveDate, NaiveDate)>,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<(NaiveDate, NaiveDate)> {
    let mut periods: Vec<_> = periods.collect();
    periods.sort_unstable();
    let (mut gaps, mut next) = (Vec::new(), first);
    for (start, end) in periods {
        let gap_end = start.pred_opt().unwrap_or(start).min(last);
        if next < start && next <= gap_end {
            gaps.push((next, gap_end));
        }
        next = next.max(end);
    }
    if next <= last {
        gaps.push((next, last));
    }
    gaps
}

/// Whether the columns `chair` of `status` and `annotate` are certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChairCertainty {
    /// These states certainly held the chair, in this order.
    Certain,
    /// Who held it is not known.
    NotKnown,
    /// It follows from the order of rotation alone.
    Projected,
}

impl ChairCertainty {
    /// Returns the word of machine output.
    pub fn word(self) -> &'static str {
        match self {
            ChairCertainty::Certain => "certain",
            ChairCertainty::NotKnown => "not_known",
            ChairCertainty::Projected => "projected",
        }
    }
}

/// Returns who of `terms` held the chair on any day from `first` to `last`. There are several only if the chair
/// certainly passed from one state to another in that time.
pub(crate) fn chair_of(terms: &[Chairship], first: NaiveDate, last: NaiveDate) -> (Vec<&Chairship>, ChairCertainty) {
    let sittings = sittings(terms);
    let touching = |truth: Truth, projected: bool| {
        let standing = move |sitting: &&Sitting| (sitting.term.standing == Standing::Projected) == projected;
        let found = sittings.iter().filter(standing).filter(move |one| one.bounds.touches(first, last) == truth);
        found.map(|sitting| sitting.term).collect::<Vec<_>>()
    };
    let certain = touching(Truth::True, false);
    if !certain.is_empty() {
        return (certain, ChairCertainty::Certain);
    }
    let open = touching(Truth::Unknown, false).len() + touching(Truth::Unknown, true).len();
    match touching(Truth::True, true) {
        projected if projected.len() == 1 && open == 0 => (projected, ChairCertainty::Projected),
        _ => (Vec::new(), ChairCertainty::NotKnown),
    }
}

impl Answer<Chairship> {
    /// Returns the answer to [`Registry::chairs`] of `when` in a few words: "Iceland until 2021-05-20, then Russia".
    pub(crate) fn phrase(&self, when: &When) -> String {
        let projected = |row: &Chairship| {
            row.standing == Standing::Projected
                && (!when.is_day() || row.bounds.contains(when.first_day()) == Truth::True)
        };
        match self.known {
            Truth::True => succession(&self.rows),
            Truth::False => "nobody".to_string(),
            Truth::Unknown if self.rows.is_empty() => "not known".to_string(),
            // All of it follows from the order of rotation.
            Truth::Unknown if self.rows.iter().all(projected) => succession(&self.rows),
            Truth::Unknown => {
                let names: Vec<String> =
                    self.rows.iter().map(|row| format!("{}{}", row.council_name, mark(row))).collect();
                format!("not known: {}", names.join(" or "))
            }
        }
    }
}

/// Returns the chairs one after the other, and the time between them for which none is on record: "Iceland until
/// 2021-05-20, then Russia".
pub(crate) fn succession(rows: &[Chairship]) -> String {
    let sittings = sittings(rows);
    let mut text = String::new();
    for (at, Sitting { term, end, bounds }) in sittings.iter().enumerate() {
        text += &format!("{}{}", term.council_name, mark(term));
        let Some(next) = sittings.get(at + 1) else { break };
        if bounds.end_max < next.bounds.start_min {
            let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
            text += &format!("{end}, then not known until {}, then ", next.term.period.start);
        } else {
            text += &format!(" until {}, then ", end.unwrap_or(next.term.period.start));
        }
    }
    text
}

/// What follows the name of a state whose term has not begun.
fn mark(row: &Chairship) -> &'static str {
    match row.standing {
        Standing::Planned => " (planned)",
        Standing::Projected => " (projected)",
        Standing::Past | Standing::Current => "",
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
        let date = |(year, month, day, known): &(u32, u32, u32, usize)| match known {
            // Between bounds some years apart.
            3 => format!("{year}-{month:02}..{}", year + day % 6),
            _ => format!("{year}-{month:02}-{day:02}")[..[4, 7, 10][*known]].to_string(),
        };
        let dates = (1990..2010_u32, 1..13_u32, 1..29_u32, 0..4_usize);
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
