//! Parties, and countries that are not parties.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use super::Registry;
use crate::Error;

/// What kind of party it is. Serializes as [`PartyKind::word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum PartyKind {
    /// A state
    State,
    /// An organisation of Indigenous peoples
    Indigenous,
    /// An intergovernmental organisation
    Igo,
    /// A non-governmental organisation
    Ngo,
}

impl PartyKind {
    /// Every kind, in the order of lists.
    pub const ALL: [PartyKind; 4] = [PartyKind::State, PartyKind::Indigenous, PartyKind::Igo, PartyKind::Ngo];

    /// Returns the word of the data and of machine output.
    pub fn word(self) -> &'static str {
        match self {
            PartyKind::State => "state",
            PartyKind::Indigenous => "indigenous",
            PartyKind::Igo => "igo",
            PartyKind::Ngo => "ngo",
        }
    }

    /// Returns the heading of a group of this kind: "states", "intergovernmental".
    pub(crate) fn heading(self) -> &'static str {
        match self {
            PartyKind::State => "states",
            PartyKind::Indigenous => "Indigenous",
            PartyKind::Igo => "intergovernmental and inter-parliamentary",
            PartyKind::Ngo => "non-governmental",
        }
    }
}

impl FromSql for PartyKind {
    fn column_result(value: ValueRef) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        PartyKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for PartyKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

/// A state or organisation that holds, held or applied for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Party {
    /// Short name, unique among parties and countries.
    pub id: String,
    /// What kind of party it is.
    pub kind: PartyKind,
    /// The name people use.
    pub name: String,
    /// Full formal name, if the data has it.
    pub official_name: Option<String>,
    /// The name that the council uses, if it is another one.
    pub council_name: Option<String>,
    /// ISO 3166-1 alpha-2 code; for states only.
    pub iso2: Option<String>,
    /// ISO 3166-1 alpha-3 code; for states only.
    pub iso3: Option<String>,
    /// Correlates of War country code.
    pub cow: Option<i64>,
    /// Whether it is one of the Arctic States.
    pub arctic: bool,
    /// What a reader should know.
    pub note: Option<String>,
}

/// A state or area that is not a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Country {
    /// Short name, unique among parties and countries.
    pub id: String,
    /// `state`, `area`, or `part` (of a party).
    pub kind: String,
    /// The name people use.
    pub name: String,
    /// Full formal name, if the data has it.
    pub official_name: Option<String>,
    /// ISO 3166-1 alpha-2 code; a part has none.
    pub iso2: Option<String>,
    /// ISO 3166-1 alpha-3 code; a part has none.
    pub iso3: Option<String>,
    /// Correlates of War country code.
    pub cow: Option<i64>,
    /// Id of the party whose seat covers this area, if any.
    pub represented_by: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Id of the party of which this is a part.
    pub part_of: Option<String>,
}

const SELECT: &str = "SELECT id, kind, name, official_name, iso2, iso3, cow, arctic, note, council_name FROM party";

impl Registry {
    /// Returns every party, in order of id.
    pub fn parties(&self) -> Result<Vec<Party>, Error> {
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
        let rows = statement.query_map([], Party::read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Party {
    /// Returns the party whose `column` (its id or one of its codes) is `value`.
    pub(crate) fn find(conn: &Connection, column: &'static str, value: &str) -> Result<Option<Self>, Error> {
        let sql = format!("{SELECT} WHERE {column} = ?1");
        Ok(conn.prepare_cached(&sql)?.query_row([value], Self::read).optional()?)
    }

    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Party {
            id: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            official_name: row.get(3)?,
            iso2: row.get(4)?,
            iso3: row.get(5)?,
            cow: row.get(6)?,
            arctic: row.get(7)?,
            note: row.get(8)?,
            council_name: row.get(9)?,
        })
    }

    /// Returns the name by which its seat is called: that of the council, or else the full or the common name.
    pub(crate) fn seat_name(&self) -> &str {
        self.council_name.as_ref().or(self.official_name.as_ref()).unwrap_or(&self.name)
    }
}

impl Country {
    /// Returns the country whose `column` (its id or one of its codes) is `value`.
    pub(crate) fn find(conn: &Connection, column: &'static str, value: &str) -> Result<Option<Self>, Error> {
        let sql = format!(
            "SELECT id, kind, name, official_name, iso2, iso3, cow, represented_by, note, part_of FROM country WHERE {column} = ?1"
        );
        Ok(conn.prepare_cached(&sql)?.query_row([value], Self::read).optional()?)
    }

    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Country {
            id: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            official_name: row.get(3)?,
            iso2: row.get(4)?,
            iso3: row.get(5)?,
            cow: row.get(6)?,
            represented_by: row.get(7)?,
            note: row.get(8)?,
            part_of: row.get(9)?,
        })
    }
}
