//! The days that a claim is about.
//!
//! A claim about a span of days is existential: it is true if it is certainly true on some day, false if it is false on
//! every day, and else unknown. So what is false of a span is false of its parts, and what is true of a part is true of
//! the whole. On a day on which something changes, a claim is true of either side, which is the same question about a
//! window that begins a day earlier.

use chrono::NaiveDate;

use super::Claim;
use crate::date::{Bounds, PartialDate, Period, When, next_day};
use crate::truth::Truth;

/// The days that a claim is about, in three parts: before the founding, up to today, and after.
#[derive(Clone, Copy)]
pub struct Window {
    /// The first day that is asked about.
    pub first: NaiveDate,
    /// The last day, included.
    pub last: NaiveDate,
    /// The day before the first one, if the council existed on it.
    eve: Option<NaiveDate>,
    pub founded: NaiveDate,
    pub today: NaiveDate,
}

impl Window {
    pub fn of(claim: &Claim) -> Self {
        let (when, founded) = (claim.when(), claim.registry.meta().founded);
        let eve = when.first_day().pred_opt().filter(|eve| *eve >= founded);
        Window { first: when.first_day(), last: when.last_day(), eve, founded, today: claim.registry.today() }
    }

    /// Returns the days as a time to ask the registry about, with the day before.
    pub fn with_eve(&self) -> When {
        When::Range(PartialDate::day(self.eve.unwrap_or(self.first)), PartialDate::day(self.last))
    }

    /// Returns whether something holds on some day, and whether only the side before a change on the first day makes
    /// it true. `holds` says it of one day; it changes only on the days in `changes`, on the founding, and after today.
    pub fn any_day(
        &self,
        changes: impl IntoIterator<Item = NaiveDate>,
        holds: impl Fn(NaiveDate) -> Truth,
    ) -> (Truth, bool) {
        let within = |day: &NaiveDate| self.first < *day && *day <= self.last;
        let changes = changes.into_iter().chain([self.founded, next_day(self.today)]).filter(within);
        let asked = Truth::any(std::iter::once(self.first).chain(changes).map(&holds));
        let eve = self.eve.map_or(Truth::False, holds);
        (Truth::any([asked, eve]), asked != Truth::True && eve == Truth::True)
    }
}

/// Returns whether one of `periods`, which are in order, includes `day`, whichever it is. Those that meet have no gap
/// between them, even if the day on which they do is not known.
pub fn covered(periods: impl Iterator<Item = (Period, Bounds)>, day: NaiveDate) -> Truth {
    let mut runs: Vec<(Bounds, Option<PartialDate>)> = Vec::new();
    for (period, bounds) in periods {
        match runs.last_mut() {
            Some((run, end)) if *end == Some(period.start) => {
                (run.end_min, run.end_max) = (bounds.end_min, bounds.end_max);
                *end = period.end;
            }
            _ => runs.push((bounds, period.end)),
        }
    }
    Truth::any(runs.iter().map(|(run, _)| run.contains(day)))
}
