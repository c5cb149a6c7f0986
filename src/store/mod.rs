//! The store: one SQLite file, opened, made and asked.

mod backup;
mod chairs;
pub(crate) mod constraint;
mod counts;
mod diff;
pub mod entity;
mod file;
mod history;
pub(crate) mod load;
pub mod log;
mod migrate;
mod panel;
mod parties;
#[cfg(test)]
mod query_plan_tests;
mod records;
mod roles;
mod row;
pub mod schema;
mod search;
mod slice;
pub mod sql;
mod stats;
mod timeline;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::date::{PartialDate, When};
use crate::package::Package;
use crate::truth::Truth;
use crate::{Error, date, names};

pub use crate::note::Note;
pub use chairs::{Chairship, Standing};
pub use counts::CountSpan;
pub use diff::{Change, Changed, Side};
pub use entity::Entity;
pub use file::Creation;
pub use history::Counts;
pub(crate) use history::History;
pub use migrate::Upgrade;
pub use panel::{Panel, StateYear};
pub use parties::{Country, Party};
pub use records::{LISTS, List, Record, Source};
pub use roles::{Filter, Holder, Role, RoleAt, Status};
pub use row::Row;
pub use search::{Hit, ProfileEntry};
pub use stats::{Chaired, Grouping, Held, YearCounts};
pub use timeline::TimelineEntry;

/// For a [`Backup`]: to copy everything in one step.
const ALL_PAGES: std::ffi::c_int = std::ffi::c_int::MAX;

/// A registry that can be asked; and changed, where it was opened for that.
#[derive(Debug)]
pub struct Registry {
    pub(crate) conn: Connection,
    meta: Meta,
    today: NaiveDate,
}

/// What the data says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Name of the council.
    pub name: String,
    /// Version of the data.
    pub version: String,
    /// First day of the council.
    pub founded: NaiveDate,
    /// Last day for which the data was checked.
    pub verified_through: NaiveDate,
    /// Years that a chairship is meant to last, where the chair rotates.
    pub term_years: Option<i32>,
    /// Name of the licence of the data, as SPDX gives it.
    pub license: Option<String>,
    /// Where the data is published.
    pub homepage: Option<String>,
    labels: BTreeMap<String, String>,
}

/// The rows that answer a question, whether they are a yes, and what must be said beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// One row for each thing found, in an order that depends on the data alone.
    pub rows: Vec<T>,
    /// [`Truth::False`] where there is nothing, [`Truth::Unknown`] where all that there is is uncertain.
    pub known: Truth,
    /// What must be said beside the rows, each with its wording; often nothing.
    pub notes: Vec<Note>,
}

/// Names a record: its table and its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// Table of the store, such as `membership`.
    pub table: &'static str,
    /// Value of the column `id` in that table.
    pub id: String,
}

impl RecordId {
    /// The record `id` of `table`; whether there is one is not looked up.
    pub fn new(table: &'static str, id: impl Into<String>) -> Self {
        RecordId { table, id: id.into() }
    }
}

impl Registry {
    /// A registry in memory, made from the bundled data.
    ///
    /// # Errors
    /// None in a released version: a test holds the bundled data valid.
    pub fn bundled() -> Result<Self, Error> {
        Self::in_memory(&Package::bundled())
    }

    /// A registry in memory, made from `package`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every bad row.
    pub fn in_memory(package: &Package) -> Result<Self, Error> {
        let mut conn = Connection::open_in_memory()?;
        file::fill(&mut conn, package)?;
        Self::of(conn)
    }

    fn of(conn: Connection) -> Result<Self, Error> {
        let meta = Meta::read(&conn)?;
        Ok(Registry { conn, meta, today: date::today(None)? })
    }

    /// The same registry in memory: for another thread, or to be cut.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn copy(&self) -> Result<Self, Error> {
        let mut conn = Connection::open_in_memory()?;
        Backup::new(&self.conn, &mut conn)?.run_to_completion(ALL_PAGES, Duration::ZERO, None)?;
        Ok(Registry { conn, meta: self.meta.clone(), today: self.today })
    }

    /// The same registry with `today` pinned: it decides what is past, current and planned.
    #[must_use]
    pub fn at(self, today: NaiveDate) -> Self {
        Registry { today, ..self }
    }

    /// The day that counts as today: that of the machine when the registry was opened, or the one given to
    /// [`Registry::at`].
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// What the data says of itself: its version, its founding day, its last check.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Finds the party or country that `text` names; see [`names::resolve`].
    ///
    /// # Errors
    /// [`Error::UnknownName`] and [`Error::AmbiguousName`].
    pub fn resolve(&self, text: &str) -> Result<Entity, Error> {
        entity::resolve(&self.conn, text)
    }

    /// Returns the note that `text` is the name of a people, which its organisation represents.
    pub(crate) fn people(&self, text: &str) -> Result<Option<Note>, Error> {
        entity::people(&self.conn, text)
    }

    /// The tables of the registry, as its schema describes them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tables(&self) -> Result<Vec<schema::Table>, Error> {
        schema::tables(&self.conn)
    }

    /// What must be said of any answer for `when`: before the founding, after the last check.
    fn coverage(&self, when: &When) -> Vec<Note> {
        let name = self.meta.name.clone();
        if when.last_day() < self.meta.founded {
            vec![Note::BeforeFounding { name, founded: self.meta.founded }]
        } else if when.last_day() > self.meta.verified_through {
            vec![Note::AfterVerified { day: self.meta.verified_through }]
        } else {
            Vec::new()
        }
    }
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
                Error::Invalid(vec![crate::Problem {
                    file: "meta.csv".to_string(),
                    line: 0,
                    reason: format!("key: the row `{key}` is missing or no date"),
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
            term_years: take("term_years").ok().and_then(|years| years.parse().ok()),
            labels,
        })
    }

    /// The name of the council as part of an address or a file name, such as `arctic-council`.
    pub fn slug(&self) -> String {
        names::fold(&self.name).replace(' ', "-")
    }

    /// The name people use for a word of the data, such as a role or an office.
    pub fn label<'a>(&'a self, word: &'a str) -> &'a str {
        self.labels.get(word).map_or(word, String::as_str)
    }
}
