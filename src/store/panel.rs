//! Country-year panels: a row for each state and year, for research that compares many countries.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::chairs::{gaps, sittings, uncovered};
use super::{Answer, Chairship, Note, Registry, Role, RoleAt};
use crate::Error;
use crate::date::{Bounds, Edge, PartialDate, next_day};
use crate::truth::Truth;

/// The rows of a panel. The default is all parties that are states, from the founding to the last check of the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// First year; `None` for the year of the founding.
    pub from: Option<i32>,
    /// Last year; `None` for the last year for which the data was checked.
    pub to: Option<i32>,
    /// The day of each year or month whose role counts.
    pub at: Edge,
    /// Whether there is a row for each month instead of each year.
    pub monthly: bool,
    /// Whether to include states that are not parties, and areas that Correlates of War counts as states.
    pub all_countries: bool,
}

/// One state in one year or month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StateYear {
    /// The year.
    pub year: i32,
    /// ISO 3166-1 alpha-3 code, if it has one.
    pub iso3: Option<String>,
    /// Correlates of War country code, if it has one.
    pub cow: Option<i64>,
    /// Id of the party; `None` for a state that is not a party.
    pub party: Option<String>,
    /// Its role on the day of [`Panel::at`].
    pub role: RoleAt,
    /// Number of days of the year or month on which it held the chair; `None` if that is not known.
    pub chair_days: Option<i64>,
    /// The month, from 1 to 12; `None` in a panel of years.
    pub month: Option<u32>,
    /// Name of the state.
    pub name: String,
}

impl StateYear {
    /// The columns of machine output of a panel of years.
    pub const COLUMNS: &[&str] = &["year", "iso3", "cow", "party", "role", "chair_days"];
    /// The columns of machine output of a panel of months.
    pub const COLUMNS_MONTHLY: &[&str] = &["year", "iso3", "cow", "party", "role", "chair_days", "month"];
}

/// The maximum number of rows, because a panel is kept in memory: more than all states have months in three centuries.
const MOST_ROWS: usize = 1_000_000;

struct State {
    iso3: Option<String>,
    cow: Option<i64>,
    party: Option<String>,
    name: String,
    /// First day as a state, if that is after the founding of the council.
    since: Option<PartialDate>,
}

impl Registry {
    /// Returns a row for each state in each year or month of `panel` in which it was a state: its role, and its days in
    /// the chair.
    ///
    /// # Errors
    /// [`Error::Reversed`] if the first year is after the last, [`Error::PanelTooLarge`] for over a million rows.
    pub fn panel(&self, panel: &Panel) -> Result<Answer<StateYear>, Error> {
        let slots = self.slots(panel)?;
        let states = self.states(panel.all_countries)?;
        let count = slots.len() * states.len();
        if count > MOST_ROWS {
            return Err(Error::PanelTooLarge { rows: count, limit: MOST_ROWS });
        }
        let history = self.history()?;
        let sittings = sittings(&history.chairships);
        let terms_of = |state: &State| -> Vec<Bounds> {
            let own = sittings.iter().filter(|sitting| state.party.as_ref() == Some(&sitting.term.party));
            own.map(|sitting| sitting.bounds).collect()
        };
        let terms: Vec<Vec<Bounds>> = states.iter().map(terms_of).collect();
        let mut rows = Vec::with_capacity(count);
        for slot in &slots {
            let (first, last) = (slot.first_day(), slot.last_day());
            // The year of the founding begins with it.
            let day = if last >= self.meta.founded { panel.at.of(*slot).max(self.meta.founded) } else { last };
            let open = self.days_without_chair(&history.chairships, first, last);
            for (state, terms) in states.iter().zip(&terms) {
                if state.since.is_some_and(|since| last < since.first_day()) {
                    continue;
                }
                let party = state.party.as_deref().unwrap_or_default();
                let role = history.role_on(party, day).0;
                let days = |count: fn(&Bounds, NaiveDate, NaiveDate) -> i64| -> i64 {
                    terms.iter().map(|term| count(term, first, last)).sum()
                };
                let certain = days(Bounds::certain_days);
                let held = history.held.get(party);
                let may_chair = |(first, last): &(NaiveDate, NaiveDate)| {
                    *last > self.today
                        || held.into_iter().flatten().any(|holder| {
                            holder.role == Role::Member && holder.bounds.touches(*first, *last) != Truth::False
                        })
                };
                let known = certain == days(Bounds::possible_days) && !open.iter().any(may_chair);
                rows.push(StateYear {
                    year: first.year(),
                    iso3: state.iso3.clone(),
                    cow: state.cow,
                    party: state.party.clone(),
                    role,
                    chair_days: known.then_some(certain),
                    month: panel.monthly.then(|| first.month()),
                    name: state.name.clone(),
                });
            }
        }
        let mut notes = Vec::new();
        if slots.first().is_some_and(|slot| slot.last_day() < self.meta.founded) {
            notes.push(Note::BeforeFounding { name: self.meta.name.clone(), founded: self.meta.founded });
        }
        // The days in the chair are those of the whole year, even if the role is that of its first day.
        if slots.last().is_some_and(|slot| slot.last_day() > self.meta.verified_through) {
            notes.push(Note::AfterVerified { day: self.meta.verified_through });
        }
        Ok(Answer::found(rows, notes))
    }

    /// Returns the runs of days from `first` to `last` on which any member may have held the chair: no chairship is on
    /// record, or they are after today and none is announced.
    fn days_without_chair(
        &self,
        terms: &[Chairship],
        first: NaiveDate,
        last: NaiveDate,
    ) -> Vec<(NaiveDate, NaiveDate)> {
        let mut open = gaps(terms, first.max(self.meta.founded), last);
        let certain = terms.iter().map(|term| (term.bounds.start_max, term.bounds.end_min));
        open.extend(uncovered(certain, first.max(next_day(self.today)), last));
        open
    }

    /// Returns the years or months of `panel`, in order.
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
            return Err(Error::Reversed { from: from.to_string(), to: to.to_string() });
        }
        Ok((from..=to).flat_map(of_year).collect())
    }

    fn states(&self, all_countries: bool) -> Result<Vec<State>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM (
               SELECT iso3, cow, id AS party, name, NULL AS since FROM party WHERE kind = 'state'
               UNION ALL SELECT iso3, cow, NULL, name, since FROM country WHERE ?1 AND (kind = 'state' OR cow IS NOT NULL))
             ORDER BY iso3 IS NULL, iso3, name",
        )?;
        let rows = statement.query_map([all_countries], |row| {
            Ok(State { iso3: row.get(0)?, cow: row.get(1)?, party: row.get(2)?, name: row.get(3)?, since: row.get(4)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
