//! How many, how long, how often.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{Answer, Counts, History, Holder, Note, Registry, Role, Row};
use crate::Error;
use crate::date::{PartialDate, When};
use crate::truth::Truth;

/// A party that chaired, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chaired {
    /// Id of the party.
    pub party: String,
    /// Name of the party.
    pub name: String,
    /// How many chairships of it have begun.
    pub chairships: usize,
    /// Days certainly in the chair, up to and including today.
    pub days: i64,
    /// Start of the first of them.
    pub first: PartialDate,
    /// Start of the last of them.
    pub last: PartialDate,
}

impl Row for Chaired {
    const COLUMNS: &[&str] = &["party", "name", "chairships", "days", "first", "last"];
    const SHOWN: &[(&str, &str)] = &[
        ("name", "state"),
        ("chairships", "chairships"),
        ("days", "days in the chair"),
        ("first", "first from"),
        ("last", "last from"),
    ];
}

/// How many held which role at the end of a year, and who chaired in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearCounts {
    /// The year.
    pub year: i32,
    /// As of its last day, or of the last day for which the data was checked.
    #[serde(flatten)]
    pub counts: Counts,
    /// Ids of the chairs of that year in order, split by semicolons.
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

/// How many parties hold a role, or are of a kind and hold any role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The role, where roles are counted.
    pub role: Option<&'static str>,
    /// The kind of party, where kinds are counted.
    pub kind: Option<&'static str>,
    /// How many hold one today.
    pub now: usize,
    /// How many hold or held one.
    pub ever: usize,
    /// Start of the first membership.
    pub first: Option<PartialDate>,
    /// Start of the last membership.
    pub last: Option<PartialDate>,
}

impl Held {
    /// Columns of the machine formats where roles are counted, in order.
    pub const BY_ROLE: &[&str] = &["role", "now", "ever", "first", "last"];
    /// Columns of the machine formats where kinds of party are counted, in order.
    pub const BY_KIND: &[&str] = &["kind", "now", "ever", "first", "last"];
}

/// What memberships are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// One row for each [`Role`].
    Role,
    /// One row for each kind of party: `state`, `indigenous`, `igo` and `ngo`.
    Kind,
}

impl Registry {
    /// Every party that has chaired, the longest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn chair_stats(&self) -> Result<Answer<Chaired>, Error> {
        let mut rows: Vec<Chaired> = Vec::new();
        let mut notes = Vec::new();
        for term in self.terms(None)?.rows {
            let (start, end) = (term.period.start, term.period.end);
            let imprecise = |date: &PartialDate| date.first_day() <= self.today && date.first_day() < date.last_day();
            for date in [Some(start), end].into_iter().flatten().filter(imprecise) {
                notes.push(Note::HandoverNotCounted { name: term.name.clone(), date });
            }
            if start.last_day() > self.today {
                continue;
            }
            let days = term.bounds.certain_days(start.first_day(), self.today);
            match rows.iter_mut().find(|row| row.party == term.party) {
                Some(row) => {
                    row.chairships += 1;
                    row.days += days;
                    row.last = start;
                }
                None => rows.push(Chaired {
                    party: term.party,
                    name: term.name,
                    chairships: 1,
                    days,
                    first: start,
                    last: start,
                }),
            }
        }
        rows.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.name.cmp(&b.name)));
        notes.extend(self.coverage(&When::day(self.today)));
        Ok(Answer::found(rows, notes))
    }

    /// How many held each role at the end of each year since the founding, up to the day through
    /// which the data was verified.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn year_stats(&self) -> Result<Answer<YearCounts>, Error> {
        let history = self.history()?;
        let verified = self.meta.verified_through;
        let years = (self.meta.founded.year()..=verified.year()).filter_map(PartialDate::year);
        let days: Vec<(NaiveDate, NaiveDate)> =
            years.map(|year| (year.first_day(), year.last_day().min(verified))).collect();
        let row = |(first, day): &(NaiveDate, NaiveDate)| {
            let chaired = history.chairships.iter().filter(|term| term.bounds.touches(*first, *day) == Truth::True);
            YearCounts {
                year: day.year(),
                counts: history.counts(*day),
                chairs: chaired.map(|term| term.party.as_str()).collect::<Vec<_>>().join(";"),
            }
        };
        let rows: Vec<YearCounts> = days.iter().map(row).collect();
        let open = |holder: &&Holder| days.iter().any(|(_, day)| holder.bounds.contains(*day) == Truth::Unknown);
        let mut notes = not_counted(history.memberships().filter(open).count());
        if (verified.month(), verified.day()) != (12, 31) {
            notes.push(Note::CountedOn { year: verified.year(), day: verified });
        }
        Ok(Answer::found(rows, notes))
    }

    /// How many parties hold and ever held each role, or are of each kind and hold or held any role.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn holder_stats(&self, by: Grouping) -> Result<Answer<Held>, Error> {
        let history = self.history()?;
        let rows = match by {
            Grouping::Role => Role::ALL
                .iter()
                .map(|role| Held { role: Some(role.word()), ..self.held(&history, |holder| holder.role == *role) })
                .collect(),
            Grouping::Kind => ["state", "indigenous", "igo", "ngo"]
                .into_iter()
                .map(|kind| Held { kind: Some(kind), ..self.held(&history, |holder| holder.kind == kind) })
                .collect(),
        };
        let open = |holder: &&Holder| {
            let (today, began) = (self.today, holder.period.start);
            holder.bounds.contains(today) == Truth::Unknown || (began.first_day() <= today && began.last_day() > today)
        };
        let mut notes = not_counted(history.memberships().filter(open).count());
        notes.extend(self.coverage(&When::day(self.today)));
        Ok(Answer::found(rows, notes))
    }

    /// Counts the parties with memberships that `wanted` takes.
    fn held(&self, history: &History, wanted: impl Fn(&Holder) -> bool) -> Held {
        let begun: Vec<&Holder> = history
            .memberships()
            .filter(|holder| wanted(holder) && holder.period.start.last_day() <= self.today)
            .collect();
        let parties = |holders: &mut dyn Iterator<Item = &&Holder>| {
            holders.map(|holder| holder.party.as_str()).collect::<BTreeSet<_>>().len()
        };
        let starts = || begun.iter().map(|holder| holder.period.start);
        Held {
            role: None,
            kind: None,
            now: parties(&mut begun.iter().filter(|holder| holder.bounds.contains(self.today) == Truth::True)),
            ever: parties(&mut begun.iter()),
            first: starts().min_by_key(PartialDate::first_day),
            last: starts().max_by_key(PartialDate::first_day),
        }
    }
}

fn not_counted(memberships: usize) -> Vec<Note> {
    match memberships {
        0 => Vec::new(),
        count => vec![Note::NotCounted { count }],
    }
}
