//! A table with a row for each state and year, as research on many countries merges it.

use chrono::Datelike;
use serde::Serialize;

use super::{Answer, Note, Registry, RoleAt};
use crate::Error;
use crate::date::{Bounds, Edge, PartialDate};

/// Which rows a panel has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// First year; without one, the year of the founding.
    pub from: Option<i32>,
    /// Last year; without one, the last year that the data was verified for.
    pub to: Option<i32>,
    /// The day of each year or month that the role is asked for.
    pub at: Edge,
    /// Rows for months, not years.
    pub monthly: bool,
    /// Also the states that are no party, and what Correlates of War counts as one.
    pub all_countries: bool,
}

/// One state in one year, or in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateYear {
    /// The year, or that of the month.
    pub year: i32,
    /// ISO 3166-1 alpha-3 code; none for a state that has none.
    pub iso3: Option<String>,
    /// Correlates of War country code.
    pub cow: Option<i64>,
    /// Id of the party; none for a state that is no party.
    pub party: Option<String>,
    /// Its role on the day asked for.
    pub role: RoleAt,
    /// Days of the year or month on which it certainly held the chair.
    pub chair_days: i64,
    /// From 1 to 12, in a panel of months.
    pub month: Option<u32>,
    /// Name of the state.
    pub name: String,
}

impl StateYear {
    /// Columns of a panel of years in machine formats, in order.
    pub const COLUMNS: &[&str] = &["year", "iso3", "cow", "party", "role", "chair_days"];
    /// Columns of a panel of months in machine formats, in order.
    pub const COLUMNS_MONTHLY: &[&str] = &["year", "iso3", "cow", "party", "role", "chair_days", "month"];
}

/// More than the months of all states of the world in three centuries; a panel is held in memory.
const MOST_ROWS: usize = 1_000_000;

struct State {
    iso3: Option<String>,
    cow: Option<i64>,
    party: Option<String>,
    name: String,
}

impl Registry {
    /// Every state in every year (or month) of `panel`: its role on the day asked for, and its days in the chair.
    ///
    /// # Errors
    /// [`Error::Usage`] when the first year lies after the last, and for more than a million rows.
    pub fn panel(&self, panel: &Panel) -> Result<Answer<StateYear>, Error> {
        let slots = self.slots(panel)?;
        let states = self.states(panel.all_countries)?;
        let count = slots.len() * states.len();
        if count > MOST_ROWS {
            return Err(Error::Usage(format!(
                "that is a panel of {count} rows, and {MOST_ROWS} are the most; ask for fewer years with `--from` and `--to`"
            )));
        }
        let history = self.history()?;
        let terms_of = |state: &State| -> Vec<Bounds> {
            let own = history.chairships.iter().filter(|term| state.party.as_ref() == Some(&term.party));
            own.map(|term| term.bounds).collect()
        };
        let terms: Vec<Vec<Bounds>> = states.iter().map(terms_of).collect();
        let mut rows = Vec::with_capacity(count);
        for slot in &slots {
            let (first, last, day) = (slot.first_day(), slot.last_day(), panel.at.of(*slot));
            for (state, terms) in states.iter().zip(&terms) {
                let role = history.role_on(state.party.as_deref().unwrap_or_default(), day).0;
                rows.push(StateYear {
                    year: first.year(),
                    iso3: state.iso3.clone(),
                    cow: state.cow,
                    party: state.party.clone(),
                    role,
                    chair_days: terms.iter().map(|term| term.certain_days(first, last)).sum(),
                    month: panel.monthly.then(|| first.month()),
                    name: state.name.clone(),
                });
            }
        }
        let mut notes = Vec::new();
        if slots.first().is_some_and(|slot| panel.at.of(*slot) < self.meta.founded) {
            notes.push(Note::BeforeFounding { name: self.meta.name.clone(), founded: self.meta.founded });
        }
        // The days in the chair are those of the whole year, also where the role is asked for its first day.
        if slots.last().is_some_and(|slot| slot.last_day() > self.meta.verified_through) {
            notes.push(Note::AfterVerified { day: self.meta.verified_through });
        }
        Ok(Answer::found(rows, notes))
    }

    /// The years or months of `panel`, in order.
    fn slots(&self, panel: &Panel) -> Result<Vec<PartialDate>, Error> {
        let of_year = |year: i32| -> Vec<PartialDate> {
            match panel.monthly {
                false => PartialDate::year(year).into_iter().collect(),
                true => (1..=12).filter_map(|month| PartialDate::parse(&format!("{year:04}-{month:02}"))).collect(),
            }
        };
        let verified = self.meta.verified_through;
        let is_verified = |year: i32| of_year(year).last().is_some_and(|slot| panel.at.of(*slot) <= verified);
        let from = panel.from.unwrap_or(self.meta.founded.year());
        let to = panel.to.unwrap_or_else(|| match is_verified(verified.year()) {
            true => verified.year().max(from),
            false => (verified.year() - 1).max(from),
        });
        if from > to {
            return Err(Error::Usage(format!(
                "there is no year from {from} to {to}; write `--from {to} --to {from}`, the earlier year first"
            )));
        }
        Ok((from..=to).flat_map(of_year).collect())
    }

    fn states(&self, all_countries: bool) -> Result<Vec<State>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM (
               SELECT iso3, cow, id AS party, name FROM party WHERE kind = 'state'
               UNION ALL SELECT iso3, cow, NULL, name FROM country WHERE ?1 AND (kind = 'state' OR cow IS NOT NULL))
             ORDER BY iso3 IS NULL, iso3, name",
        )?;
        let rows = statement.query_map([all_countries], |row| {
            Ok(State { iso3: row.get(0)?, cow: row.get(1)?, party: row.get(2)?, name: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
