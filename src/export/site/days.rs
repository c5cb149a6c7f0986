//! The council day by day: all time divided into intervals in which nothing changes.
//!
//! The registry is queried once for each interval. An element that a page shows only on some days has these days as
//! attributes, and the script only compares them with the chosen day: all rules about roles, terms and unknown dates stay
//! here.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::Error;
use crate::date::{When, next_day};
use crate::store::{Answer, Chairship, Holder, Note, Record, Registry};
use crate::truth::Truth;

/// How many years beyond today, and beyond the day of the last check, chairships are projected.
const PROJECTED_YEARS: i32 = 6;

/// From one day up to, but not including, another; and whether the page shows them before its script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub from: NaiveDate,
    pub until: NaiveDate,
    shown: bool,
}

/// The attributes of an element that is shown on these days only.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "data-from=\"{}\" data-until=\"{}\"", self.from, self.until)?;
        f.write_str(if self.shown { "" } else { " hidden" })
    }
}

/// A value that holds on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spell<T> {
    pub days: Days,
    pub value: T,
}

/// The council in an interval of days.
pub(super) struct Interval {
    pub days: Days,
    /// The day for which the registry was queried: the first one.
    pub on: NaiveDate,
    pub everyone: Answer<Holder>,
    pub chairs: Answer<Chairship>,
    /// The people in office under a chairship of that day.
    pub people: Vec<Record>,
    /// Notes for each of the days. A note about the day itself names [`Interval::on`].
    pub notes: Vec<Note>,
    /// Notes for the first day only: that it is a handover day.
    pub first_day_notes: Vec<Note>,
}

/// All intervals in order, and the days that can be chosen.
pub(super) struct AllTime {
    pub intervals: Vec<Interval>,
    /// Every chairship, including projected ones.
    pub terms: Vec<Chairship>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The day that pages show before their script runs.
    pub shown: NaiveDate,
}

impl AllTime {
    pub(super) fn new(registry: &Registry) -> Result<Self, Error> {
        let (meta, today) = (registry.meta(), registry.today());
        let far = meta.verified_through.max(today).max(meta.founded);
        let terms = registry.terms(Some(far.year() + PROJECTED_YEARS))?.rows;
        let ends = terms.iter().filter_map(|term| term.period.end?.first_day().pred_opt());
        let (first, last) = (meta.founded, ends.max().unwrap_or(far).max(far));
        let shown = today.clamp(first, last);

        let history = registry.history()?;
        let people = registry.records_where("office_holder", "1", &[])?;
        let pauses = registry.all_pauses()?.into_iter().map(|(period, _)| period.bounds(today));
        let in_office = people.iter().filter_map(|person| registry.in_office(person, &terms));
        let held = history.memberships().map(|holder| holder.bounds);
        let mut firsts = BTreeSet::from([first, next_day(meta.verified_through), next_day(today)]);
        let all = held.chain(terms.iter().map(|term| term.bounds)).chain(in_office).chain(pauses);
        firsts.extend(all.flat_map(|bounds| bounds.days()));
        firsts.retain(|day| (first..=last).contains(day));

        let always =
            (NaiveDate::from_ymd_opt(0, 1, 1).unwrap_or(NaiveDate::MIN), NaiveDate::from_ymd_opt(9999, 12, 31));
        let mut time = AllTime { intervals: Vec::with_capacity(firsts.len() + 1), terms, first, last, shown };
        let before = first.pred_opt().unwrap_or(first);
        let starts: Vec<(NaiveDate, NaiveDate)> =
            std::iter::once((always.0, before)).chain(firsts.into_iter().map(|day| (day, day))).collect();
        for (at, (from, on)) in starts.iter().enumerate() {
            let until = starts.get(at + 1).map_or(always.1.unwrap_or(NaiveDate::MAX), |next| next.0);
            let interval = time.ask(registry, time.days(*from, until), *on)?;
            time.intervals.push(interval);
        }
        Ok(time)
    }

    fn ask(&self, registry: &Registry, days: Days, on: NaiveDate) -> Result<Interval, Error> {
        let when = When::day(on);
        let (everyone, chairs) = (registry.everyone(&when)?, registry.chairs(&when)?);
        let people = registry.people_of(&chairs.rows, on)?;
        let (first_day_notes, mut notes): (Vec<Note>, Vec<Note>) =
            chairs.notes.iter().cloned().partition(|note| matches!(note, Note::Handover { .. }));
        let open = everyone.rows.iter().filter(|holder| holder.certainty == Truth::Unknown);
        notes.extend(open.map(|holder| holder.not_known(&holder.council_name, &when)));
        // Uncertain holders have notes of their own, with their names.
        let others = everyone.notes.iter().filter(|note| !matches!(note, Note::Uncertain { .. })).cloned();
        for note in others.chain(registry.open_ends(&people, &chairs.rows)) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        Ok(Interval { days, on, everyone, chairs, people, notes, first_day_notes })
    }

    pub(super) fn days(&self, from: NaiveDate, until: NaiveDate) -> Days {
        Days { from, until, shown: (from..until).contains(&self.shown) }
    }

    /// Returns the value of `of` in each interval; equal values of adjacent intervals are one spell.
    pub(super) fn spells<T: PartialEq>(&self, of: impl Fn(&Interval) -> Option<T>) -> Vec<Spell<T>> {
        let mut spells: Vec<Spell<T>> = Vec::new();
        for interval in &self.intervals {
            let Some(value) = of(interval) else { continue };
            match spells.last_mut() {
                Some(spell) if spell.days.until == interval.days.from && spell.value == value => {
                    spell.days = self.days(spell.days.from, interval.days.until);
                }
                _ => spells.push(Spell { days: interval.days, value }),
            }
        }
        spells
    }

    /// Returns the intervals from the founding on.
    pub(super) fn since_founding(&self) -> impl Iterator<Item = &Interval> {
        self.intervals.iter().skip(1)
    }
}
