//! The registry: a SQLite database, and the questions that it answers.

mod applications;
mod backup;
pub(crate) mod catalogue;
mod chairs;
mod citations;
pub(crate) mod codes;
pub(crate) mod constraint;
mod counts;
mod diff;
pub(crate) mod entity;
mod file;
mod history;
mod intact;
pub(crate) mod load;
pub(crate) mod log;
mod migrate;
mod panel;
mod parties;
mod profile;
#[cfg(test)]
mod query_plan_tests;
mod records;
mod roles;
mod row;
pub(crate) mod schema;
mod search;
mod slice;
mod sql;
mod stats;
mod timeline;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::date::{Bounds, PartialDate, Period, When};
use crate::package::Package;
use crate::truth::Truth;
use crate::{Error, Problem, date, names};

pub(crate) use crate::note::{Na, Note};

pub use crate::error::QueryError;
pub use applications::Application;
pub use catalogue::{TableInfo, lists};
pub(crate) use chairs::chair_of;
#[cfg(feature = "cli")]
pub(crate) use chairs::succession;
pub use chairs::{ChairCertainty, Chairship, Standing};
pub use codes::Codes;
pub use counts::CountSpan;
#[cfg(feature = "cli")]
pub(crate) use diff::earlier;
pub use diff::{Change, ChangeKind, Side};
pub use entity::Entity;
pub use file::Creation;
pub(crate) use file::settle;
pub use history::Counts;
pub(crate) use history::History;
pub(crate) use intact::{damage, drift};
pub use log::{KnownAt, LogLine, Revision, RowChange, RowJson, Subject};
pub use migrate::Upgrade;
pub use panel::{Panel, StateYear};
pub use parties::{Country, Party, PartyKind};
pub use profile::ProfileEntry;
pub use records::{Record, Source};
pub(crate) use roles::Seat;
pub use roles::{Filter, Holder, Role, RoleAt, Status};
pub use row::Row;
pub use schema::{Column, Table};
pub use search::Hit;
pub use sql::{Limits, Selection};
pub use stats::{ChairTotals, GroupCounts, Grouping, YearCounts};
pub use timeline::TimelineEntry;

/// Makes a [`Backup`] copy everything in one step.
const ALL_PAGES: std::ffi::c_int = std::ffi::c_int::MAX;

/// A registry: open it with [`Registry::open`], or make one in memory with [`Registry::bundled`].
///
/// Every method that returns a `Result` fails with [`Error::Sql`] if the database cannot be read or written. Other errors
/// are listed with the method.
#[derive(Debug)]
pub struct Registry {
    pub(crate) conn: Connection,
    meta: Meta,
    today: NaiveDate,
}

/// What the data says about itself: the contents of the table `meta`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meta {
    /// Name of the council.
    pub name: String,
    /// Version of the data.
    pub version: String,
    /// First day of the council.
    pub founded: NaiveDate,
    /// Last day for which the data was checked.
    pub verified_through: NaiveDate,
    /// Length of a chairship in years, if the chair rotates.
    pub term_years: Option<i32>,
    /// SPDX identifier of the licence of the data.
    pub license: Option<String>,
    /// Address at which the data is published.
    pub homepage: Option<String>,
    labels: BTreeMap<String, String>,
}

/// The answer to a question: rows, whether they are certain, and notes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The rows, in an order that depends on the data alone.
    pub rows: Vec<T>,
    /// [`Truth::False`] if there is nothing, [`Truth::Unknown`] if everything found is uncertain.
    pub known: Truth,
    /// What a reader must know about the rows; often empty.
    pub notes: Vec<Note>,
}

impl<T> Answer<T> {
    /// Returns an answer that is true if there is any row.
    pub(crate) fn found(rows: Vec<T>, notes: Vec<Note>) -> Self {
        Answer { known: Truth::from(!rows.is_empty()), rows, notes }
    }
}

/// The name of a record: its table and its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// Name of the table, such as `membership`.
    pub table: &'static str,
    /// The value of its column `id`.
    pub id: String,
}

impl RecordId {
    /// Returns the name of the record `id` of `table`, which need not exist.
    pub fn new(table: &'static str, id: impl Into<String>) -> Self {
        RecordId { table, id: id.into() }
    }
}

impl Registry {
    /// Makes a registry in memory from the bundled data.
    pub fn bundled() -> Result<Self, Error> {
        Self::in_memory(&Package::bundled())
    }

    /// Makes a registry in memory from `package`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid row.
    pub fn in_memory(package: &Package) -> Result<Self, Error> {
        let mut conn = Connection::open_in_memory()?;
        file::fill(&mut conn, package)?;
        file::harden(&conn)?;
        Self::of(conn)
    }

    fn of(conn: Connection) -> Result<Self, Error> {
        let meta = Meta::read(&conn)?;
        Ok(Registry { conn, meta, today: date::today(None)? })
    }

    /// Copies the registry into memory.
    pub(crate) fn copy(&self) -> Result<Self, Error> {
        let mut conn = Connection::open_in_memory()?;
        Backup::new(&self.conn, &mut conn)?.run_to_completion(ALL_PAGES, Duration::ZERO, None)?;
        file::harden(&conn)?;
        Ok(Registry { conn, meta: self.meta.clone(), today: self.today })
    }

    /// Sets the day that counts as today, which decides what is past, current and planned.
    #[must_use]
    pub fn at(self, today: NaiveDate) -> Self {
        Registry { today, ..self }
    }

    /// Returns the day that counts as today: the day on which the registry was opened, or the one set with
    /// [`Registry::at`].
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Returns what the data says about itself: its version, the founding day, the day of the last check.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Returns the party or country that `text` names: by an ISO 3166-1 code in capitals, a Wikidata item, an id, or a
    /// name in any language and spelling that the data has. The name of a people stands for its organisation.
    ///
    /// # Errors
    /// [`Error::UnknownName`] or [`Error::AmbiguousName`].
    pub fn resolve(&self, text: &str) -> Result<Entity, Error> {
        entity::resolve(&self.conn, text)
    }

    /// Returns the note that `text` is the name of a people and is read as its organisation.
    pub(crate) fn people(&self, text: &str) -> Result<Option<Note>, Error> {
        entity::people(&self.conn, text)
    }

    /// Returns what `NA` is in a column of countries, or `None` if it is not the code of one.
    pub(crate) fn na(&self, missing: bool) -> Result<Option<Na>, Error> {
        match self.resolve(entity::NA) {
            Ok(_) if missing => Ok(Some(Na::Missing)),
            Ok(country) => Ok(Some(Na::Code { country: country.name().to_string() })),
            Err(Error::UnknownName { .. } | Error::AmbiguousName { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Returns the tables of the registry, as its schema describes them.
    pub fn tables(&self) -> Result<Vec<schema::Table>, Error> {
        schema::tables(&self.conn)
    }

    /// Returns whether something within these bounds held on any day of `when`; nothing does before the founding.
    pub(crate) fn holds(&self, bounds: &Bounds, when: &When) -> Truth {
        let (first, last) = (when.first_day().max(self.meta.founded), when.last_day());
        if last < first { Truth::False } else { bounds.touches(first, last) }
    }

    /// Returns whether some day of `when` is in the future, of which the record cannot tell.
    pub(crate) fn lies_ahead(&self, when: &When) -> bool {
        when.last_day() > self.today && *when != When::Always
    }

    /// Returns the notes on any answer for `when`: before the founding, after the last check, or in a pause.
    fn coverage(&self, when: &When) -> Result<Vec<Note>, Error> {
        let name = self.meta.name.clone();
        if when.last_day() < self.meta.founded {
            return Ok(vec![Note::BeforeFounding { name, founded: self.meta.founded }]);
        }
        let mut notes = self.pauses(when)?;
        if when.last_day() > self.meta.verified_through {
            notes.insert(0, Note::AfterVerified { day: self.meta.verified_through });
        }
        Ok(notes)
    }

    /// Returns a note for each pause of the council that overlaps, or may overlap, `when`.
    fn pauses(&self, when: &When) -> Result<Vec<Note>, Error> {
        let overlapping = self
            .all_pauses()?
            .into_iter()
            .filter(|(period, _)| period.touches(when.first_day(), when.last_day()) != Truth::False);
        Ok(overlapping.map(|(_, description)| Note::Pause { description }).collect())
    }

    /// Returns every pause of the council, in order: when it was, and what happened.
    pub(crate) fn all_pauses(&self) -> Result<Vec<(Period, String)>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT date, \"end\", coalesce(nullif(description, ''), title) FROM event WHERE kind = 'pause' ORDER BY date, id",
        )?;
        let rows = statement.query_map([], |row| Ok((Period { start: row.get(0)?, end: row.get(1)? }, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Parses the length of a term. A damaged file can have one that the constraints refuse.
fn term(years: &str) -> Result<i32, Error> {
    years.parse().ok().filter(|years| (1..=99).contains(years)).ok_or_else(|| {
        let reason = "value: not a number of years".to_string();
        Error::Invalid(vec![Problem { file: "meta term_years".to_string(), line: 0, reason }])
    })
}

impl Meta {
    fn read(conn: &Connection) -> Result<Self, Error> {
        let mut statement = conn.prepare("SELECT key, value FROM meta")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut values = rows.collect::<Result<BTreeMap<String, String>, _>>()?;
        let labels =
            values.iter().filter_map(|(key, label)| Some((key.strip_prefix("label.")?.to_string(), label.clone())));
        let labels = labels.collect();
        let mut take = |key: &str| {
            let missing = || {
                Error::Invalid(vec![Problem {
                    file: "meta.csv".to_string(),
                    line: 0,
                    reason: format!("key: the row `{key}` is missing"),
                }])
            };
            values.remove(key).ok_or_else(missing)
        };
        let (name, version, founded, verified) =
            (take("name")?, take("version")?, take("founded")?, take("verified_through")?);
        Ok(Meta {
            name,
            version,
            founded: founded.parse::<PartialDate>()?.first_day(),
            verified_through: verified.parse::<PartialDate>()?.first_day(),
            license: take("license").ok(),
            homepage: take("homepage").ok(),
            term_years: take("term_years").ok().map(|years| term(&years)).transpose()?,
            labels,
        })
    }

    /// Returns the name of the council for addresses and file names, such as `arctic-council`.
    pub fn slug(&self) -> String {
        names::fold(&self.name).replace(' ', "-")
    }

    /// Returns the name that people use for a word of the data, such as a role or an office.
    pub fn label<'a>(&'a self, word: &'a str) -> &'a str {
        self.labels.get(word).map_or(word, String::as_str)
    }
}
