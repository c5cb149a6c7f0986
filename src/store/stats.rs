//! Statistics: days in the chair, parties in each role, year by year.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::chairs::{Sitting, chair_of, gaps, sittings};
use super::{Answer, Counts, History, Holder, Note, PartyKind, Registry, Role, Row};
use crate::Error;
use crate::date::{PartialDate, When};
use crate::truth::Truth;

/// A party that has chaired, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChairTotals {
    /// Id of the party.
    pub party: String,
    /// Name of the party.
    pub name: String,
    /// The name that the council uses, or else the common name.
    pub council_name: String,
    /// Number of its chairships that have begun.
    pub chairships: usize,
    /// Days certainly in the chair, today included.
    pub days: i64,
    /// Start of its first chairship.
    pub first: PartialDate,
    /// Start of its last chairship.
    pub last: PartialDate,
}

impl Row for ChairTotals {
    const COLUMNS: &[&str] = &["party", "name", "chairships", "days", "first", "last"];
    const SHOWN: &[(&str, &str)] = &[
        ("council_name", "state"),
        ("chairships", "chairships"),
        ("days", "days in the chair"),
        ("first", "first from"),
        ("last", "last from"),
    ];
}

/// Parties in each role at the end of a year, and the chairs of that year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct YearCounts {
    /// The year.
    pub year: i32,
    /// As of the last day of the year, or of the last day for which the data was checked.
    #[serde(flatten)]
    pub counts: Counts,
    /// Ids of the chairs of that year in order, separated by semicolons.
    pub chairs: String,
}

impl Row for YearCounts {
    const COLUMNS: &[&str] = &[
        "year",
        "members",
        "participants",
        "observers",
        "observer_states",
        "observer_igos",
        "observer_ngos",
        "chairs",
    ];
    const SHOWN: &[(&str, &str)] = &[
        ("year", "year"),
        ("members", "members"),
        ("participants", "participants"),
        ("observers", "observers"),
        ("observer_states", "states"),
        ("observer_igos", "IGOs"),
        ("observer_ngos", "NGOs"),
        ("chairs", "in the chair"),
    ];
}

/// Parties in one role, or of one kind in any role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GroupCounts {
    /// The role, if parties are grouped by role.
    pub role: Option<Role>,
    /// The kind of party, if they are grouped by kind.
    pub kind: Option<PartyKind>,
    /// Parties that hold a role today.
    pub now: usize,
    /// Parties that hold or have held a role.
    pub ever: usize,
    /// Start of the first membership.
    pub first: Option<PartialDate>,
    /// Start of the last membership.
    pub last: Option<PartialDate>,
}

impl GroupCounts {
    /// The columns of machine output if parties are grouped by role.
    pub const BY_ROLE: &[&str] = &["role", "now", "ever", "first", "last"];
    /// The columns of machine output if parties are grouped by kind.
    pub const BY_KIND: &[&str] = &["kind", "now", "ever", "first", "last"];
}

/// How parties are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grouping {
    /// One row for each [`Role`].
    Role,
    /// One row for each [`PartyKind`].
    Kind,
}

impl Registry {
    /// Returns every party that has chaired, the one with the most days first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn chair_stats(&self) -> Result<Answer<ChairTotals>, Error> {
        let mut rows: Vec<ChairTotals> = Vec::new();
        let mut notes = Vec::new();
        let terms = self.chairships()?;
        for Sitting { term, bounds, end } in sittings(&terms) {
            let imprecise = |date: &PartialDate| date.first_day() <= self.today && date.first_day() < date.last_day();
            for date in [Some(term.period.start), end].into_iter().flatten().filter(imprecise) {
                notes.push(Note::HandoverNotCounted { name: term.council_name.clone(), date });
            }
            let days = bounds.certain_days(term.period.start.first_day(), self.today);
            match rows.iter_mut().find(|row| row.party == term.party) {
                Some(row) => row.days += days,
                None => rows.push(ChairTotals {
                    party: term.party.clone(),
                    name: term.name.clone(),
                    council_name: term.council_name.clone(),
                    chairships: 0,
                    days,
                    first: term.period.start,
                    last: term.period.start,
                }),
            }
        }
        for term in terms.iter().filter(|term| term.period.start.last_day() <= self.today) {
            if let Some(row) = rows.iter_mut().find(|row| row.party == term.party) {
                row.chairships += 1;
                row.last = term.period.start;
            }
        }
        rows.retain(|row| row.chairships > 0);
        let without = gaps(&terms, self.meta.founded, self.today).into_iter();
        notes.extend(without.map(|(first, last)| Note::ChairGap { first, last }));
        rows.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.name.cmp(&b.name)));
        notes.extend(self.coverage(&When::day(self.today))?);
        Ok(Answer::found(rows, notes))
    }

    /// Returns the number of parties in each role at the end of each year, from the founding to the last check of the
    /// data.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn year_stats(&self) -> Result<Answer<YearCounts>, Error> {
        let history = self.history()?;
        let verified = self.meta.verified_through.min(self.today);
        let years = (self.meta.founded.year()..=verified.year()).filter_map(PartialDate::year);
        let days: Vec<(NaiveDate, NaiveDate)> =
            years.map(|year| (year.first_day(), year.last_day().min(verified))).collect();
        let row = |(first, day): &(NaiveDate, NaiveDate)| {
            let (chaired, _) = chair_of(&history.chairships, *first, *day);
            YearCounts {
                year: day.year(),
                counts: history.counts(*day),
                chairs: chaired.iter().map(|term| term.party.as_str()).collect::<Vec<_>>().join(";"),
            }
        };
        let rows: Vec<YearCounts> = days.iter().map(row).collect();
        let uncertain = |holder: &&Holder| days.iter().any(|(_, day)| holder.bounds.contains(*day) == Truth::Unknown);
        let mut notes: Vec<Note> =
            Note::not_counted(history.memberships().filter(uncertain).count()).into_iter().collect();
        if (verified.month(), verified.day()) != (12, 31) {
            notes.push(Note::CountedOn { year: verified.year(), day: verified });
        }
        let without = gaps(&history.chairships, self.meta.founded, verified).into_iter();
        notes.extend(without.map(|(first, last)| Note::ChairGap { first, last }));
        Ok(Answer::found(rows, notes))
    }

    /// Returns the number of parties that hold or have held each role, or that are of each kind.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn holder_stats(&self, by: Grouping) -> Result<Answer<GroupCounts>, Error> {
        let history = self.history()?;
        let rows = match by {
            Grouping::Role => Role::ALL
                .iter()
                .map(|role| GroupCounts { role: Some(*role), ..self.held(&history, |holder| holder.role == *role) })
                .collect(),
            Grouping::Kind => PartyKind::ALL
                .iter()
                .map(|kind| GroupCounts { kind: Some(*kind), ..self.held(&history, |holder| holder.kind == *kind) })
                .collect(),
        };
        let uncertain = |holder: &&Holder| {
            let (today, began) = (self.today, holder.period.start);
            holder.bounds.contains(today) == Truth::Unknown || (began.first_day() <= today && began.last_day() > today)
        };
        let mut notes: Vec<Note> =
            Note::not_counted(history.memberships().filter(uncertain).count()).into_iter().collect();
        notes.extend(self.coverage(&When::day(self.today))?);
        Ok(Answer::found(rows, notes))
    }

    /// Counts the parties whose memberships meet `wanted`.
    fn held(&self, history: &History, wanted: impl Fn(&Holder) -> bool) -> GroupCounts {
        let begun: Vec<&Holder> = history
            .memberships()
            .filter(|holder| wanted(holder) && holder.period.start.last_day() <= self.today)
            .collect();
        let parties = |holders: &mut dyn Iterator<Item = &&Holder>| {
            holders.map(|holder| holder.party.as_str()).collect::<BTreeSet<_>>().len()
        };
        let starts = || begun.iter().map(|holder| holder.period.start);
        GroupCounts {
            role: None,
            kind: None,
            now: parties(&mut begun.iter().filter(|holder| holder.bounds.contains(self.today) == Truth::True)),
            ever: parties(&mut begun.iter()),
            first: starts().min_by_key(PartialDate::first_day),
            last: starts().max_by_key(PartialDate::first_day),
        }
    }
}
