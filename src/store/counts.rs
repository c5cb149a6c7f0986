//! How many parties held a role, from the founding on.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::{Filter, Holder, PartyKind, Registry, Role};
use crate::Error;
use crate::date::{Bounds, PartialDate, days_phrase};

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
        let history = self.history()?;
        let wanted = |holder: &&Holder| {
            holder.role == role
                && filter.kind.as_ref().is_none_or(|kind| *kind == holder.kind)
                && !(filter.non_arctic && (holder.kind != PartyKind::State || holder.arctic))
        };
        let mut changes = Changes::from([(self.meta.founded, [0, 0])]);
        for holders in history.held.values() {
            let bounds: Vec<Bounds> = holders.iter().filter(wanted).map(|holder| holder.bounds).collect();
            let after_founding = |day: NaiveDate| day.max(self.meta.founded);
            let end = |day: NaiveDate| (day != NaiveDate::MAX).then_some(day);
            let certain = |bounds: &Bounds| (after_founding(bounds.start_max), end(bounds.end_min));
            let possible = |bounds: &Bounds| (after_founding(bounds.start_min), end(bounds.end_max));
            // A party counts once a day, even if two of its periods may overlap.
            let runs = [joined(bounds.iter().map(certain)), joined(bounds.iter().map(possible))];
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

/// Orders `runs` by their first days, and merges those that meet or overlap.
fn joined(runs: impl Iterator<Item = Days>) -> Vec<Days> {
    let mut runs: Vec<Days> = runs.filter(|(first, next)| next.is_none_or(|next| *first < next)).collect();
    runs.sort_unstable();
    let mut joined: Vec<Days> = Vec::new();
    for (first, next) in runs {
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
