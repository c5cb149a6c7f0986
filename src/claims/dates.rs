//! Claims about the start or end of a role or chairship.

use chrono::NaiveDate;

use super::{Claim, ClaimError};
use crate::date::{Edge, PartialDate, Period, Precision, When};
use crate::truth::Truth;

/// The start or end that a claim gives a period.
pub struct ClaimedDate {
    edge: Edge,
    /// `None` if the claim is that the period has no end.
    pub date: Option<PartialDate>,
    verified_through: NaiveDate,
}

impl ClaimedDate {
    pub fn of(claim: &Claim, edge: Edge) -> Result<Self, ClaimError> {
        let date = match edge {
            Edge::Start => Some(claim.date()?),
            Edge::End => claim.date_or_none()?,
        };
        Ok(ClaimedDate { edge, date, verified_through: claim.registry.meta().verified_through })
    }

    fn recorded(&self, period: Period) -> Option<PartialDate> {
        match self.edge {
            Edge::Start => Some(period.start),
            Edge::End => period.end,
        }
    }

    /// Returns whether `period` starts or ends as claimed.
    pub fn judge(&self, period: Period) -> Truth {
        match (self.date, self.recorded(period)) {
            (None, None) => Truth::True,
            (Some(claimed), Some(recorded)) => matches(claimed, recorded),
            // The end may have come since the data was last verified.
            (Some(claimed), None) if claimed.last_day() > self.verified_through => Truth::Unknown,
            _ => Truth::False,
        }
    }

    /// Returns the recorded date, or `none`.
    pub fn value(&self, period: Period) -> String {
        self.recorded(period).map_or("none".to_string(), |date| date.to_string())
    }

    /// Returns why it is unknown whether `period` starts or ends as claimed.
    pub fn why_unknown(&self, period: Period) -> String {
        match self.recorded(period) {
            None => "no end is on record".to_string(),
            Some(date) => format!("of that date only `{date}` is known"),
        }
    }

    /// Returns a hint if the last day of `period` was claimed as its end, which is the day after.
    pub fn hint(&self, period: Period) -> Option<String> {
        let end = period.end.filter(|end| self.edge == Edge::End && end.precision() == Precision::Day)?;
        let day = end.first_day().pred_opt()?;
        (self.date == Some(PartialDate::day(day)))
            .then(|| format!("{day} was the last day; an end is the first day after it"))
    }
}

/// Returns whether `claimed` is the date on record. If the record is less precise than the claim and does not
/// contradict it, that is unknown.
pub fn matches(claimed: PartialDate, recorded: PartialDate) -> Truth {
    if claimed.first_day() <= recorded.first_day() && recorded.last_day() <= claimed.last_day() {
        Truth::True
    } else if claimed.last_day() < recorded.first_day() || recorded.last_day() < claimed.first_day() {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Returns whether `date` lies in `when`. If it is less precise than that, and may lie outside, that is unknown.
pub fn within(date: PartialDate, when: &When) -> Truth {
    if when.first_day() <= date.first_day() && date.last_day() <= when.last_day() {
        Truth::True
    } else if when.last_day() < date.first_day() || date.last_day() < when.first_day() {
        Truth::False
    } else {
        Truth::Unknown
    }
}
