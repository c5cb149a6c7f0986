//! How many parties held a role, from the founding on.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::{Filter, Registry, Role};
use crate::Error;
use crate::date::{PartialDate, Period, days_phrase};

/// A run of days on which the number of parties in a role stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CountSpan {
    /// First day.
    pub first: NaiveDate,
    /// Last day, included; `None` for the last run.
    pub last: Option<NaiveDate>,
    /// Parties that certainly held the role.
    pub certain: usize,
    /// Parties that certainly or possibly held it.
    pub possible: usize,
}

impl CountSpan {
    /// Returns whether `count` may be the number of parties.
    pub fn allows(&self, count: usize) -> bool {
        (self.certain..=self.possible).contains(&count)
    }

    /// Returns whether the number is certain.
    pub fn is_certain(&self) -> bool {
        self.certain == self.possible
    }

    /// Returns whether the run has any day from `first` to `last` (both included).
    pub fn touches(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.first <= last && self.last.is_none_or(|own| first <= own)
    }

    /// Returns the run as part of a sentence: "from 2013-05-15 to 2017-05-10".
    pub fn phrase(&self) -> String {
        days_phrase(PartialDate::day(self.first), self.last)
    }
}

/// Writes the number, or the lowest and the highest that it can be: `12`, `12..13`.
impl fmt::Display for CountSpan {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.is_certain() {
            true => write!(f, "{}", self.certain),
            false => write!(f, "{}..{}", self.certain, self.possible),
        }
    }
}

/// The change in the numbers of certain and possible holders on each day.
type Changes = BTreeMap<NaiveDate, [isize; 2]>;

impl Registry {
    /// Returns how many parties held `role`: runs of days that cover all time from the founding on, without gaps.
    pub fn count_spans(&self, role: Role, filter: &Filter) -> Result<Vec<CountSpan>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT party, start, \"end\" FROM membership JOIN party ON party.id = party
             WHERE role = ?1 AND (?2 IS NULL OR kind = ?2) AND NOT (?3 AND (kind <> 'state' OR arctic))
             ORDER BY party, start_min",
        )?;
        let rows = statement.query_map((role.word(), &filter.kind, filter.non_arctic), |row| {
            Ok((row.get::<_, String>(0)?, Period { start: row.get(1)?, end: row.get(2)? }))
        })?;
        let mut periods: BTreeMap<String, Vec<Period>> = BTreeMap::new();
        for row in rows {
            let (party, period) = row?;
            periods.entry(party).or_default().push(period);
        }
        let mut changes = Changes::from([(self.meta.founded, [0, 0])]);
        for periods in periods.values() {
            let certain = |period: &Period| (period.start.last_day(), period.end.map(|end| end.first_day()));
            let possible = |period: &Period| (period.start.first_day(), period.end.map(|end| end.last_day()));
            // A party counts once a day, even if two of its periods may overlap.
            let runs = [joined(periods.iter().map(certain)), joined(periods.iter().map(possible))];
            for (which, runs) in runs.into_iter().enumerate() {
                for (first, next) in runs {
                    changes.entry(first).or_default()[which] += 1;
                    if let Some(next) = next {
                        changes.entry(next).or_default()[which] -= 1;
                    }
                }
            }
        }
        Ok(spans(&changes))
    }
}

/// The days from a first one up to, but not including, the second; without a second, there is no end.
type Days = (NaiveDate, Option<NaiveDate>);

/// Merges those of `runs`, which are in order, that meet or overlap.
fn joined(runs: impl Iterator<Item = Days>) -> Vec<Days> {
    let mut joined: Vec<Days> = Vec::new();
    for (first, next) in runs.filter(|(first, next)| next.is_none_or(|next| *first < next)) {
        match joined.last_mut() {
            Some((_, end)) if end.is_none_or(|end| first <= end) => {
                *end = end.zip(next).map(|(a, b)| a.max(b));
            }
            _ => joined.push((first, next)),
        }
    }
    joined
}

fn spans(changes: &Changes) -> Vec<CountSpan> {
    let mut spans: Vec<CountSpan> = Vec::new();
    let (mut certain, mut possible) = (0_isize, 0_isize);
    for (day, change) in changes {
        certain += change[0];
        possible += change[1];
        let next =
            CountSpan { first: *day, last: None, certain: certain.unsigned_abs(), possible: possible.unsigned_abs() };
        match spans.last_mut() {
            Some(span) if (span.certain, span.possible) == (next.certain, next.possible) => {}
            Some(span) => {
                span.last = day.pred_opt();
                spans.push(next);
            }
            None => spans.push(next),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::{When, next_day};
    use crate::store::PartyKind;
    use crate::truth::Truth;

    /// On both sides of every change, the runs agree with the lists.
    #[test]
    fn counts_agree_with_lists() {
        let registry = Registry::bundled().unwrap();
        for role in Role::ALL {
            for (kind, non_arctic) in
                [(None, false), (Some(PartyKind::Igo), false), (Some(PartyKind::Ngo), false), (None, true)]
            {
                let filter = Filter { kind, non_arctic };
                let spans = registry.count_spans(role, &filter).unwrap();
                assert_eq!(spans[0].first, registry.meta().founded);
                assert_eq!(spans[spans.len() - 1].last, None);
                for pair in spans.windows(2) {
                    assert_eq!(pair[0].last.map(next_day), Some(pair[1].first));
                }
                for span in &spans {
                    for day in [Some(span.first), span.last].into_iter().flatten() {
                        let holders = registry.holders(role, &filter, &When::day(day)).unwrap().rows;
                        let certain = holders.iter().filter(|row| row.certainty == Truth::True).count();
                        assert_eq!((certain, holders.len()), (span.certain, span.possible), "{role:?} on {day}");
                    }
                }
            }
        }
    }

    #[test]
    fn runs_that_meet_are_merged() {
        let day = |n: u32| NaiveDate::from_ymd_opt(2000, 1, n).unwrap();
        let runs =
            [(day(1), Some(day(3))), (day(3), Some(day(5))), (day(4), Some(day(4))), (day(7), None), (day(9), None)];
        assert_eq!(joined(runs.into_iter()), [(day(1), Some(day(5))), (day(7), None)]);
    }
}
