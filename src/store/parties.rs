//! Who there is: parties, and the countries that are none.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use crate::Error;

/// A state or organisation that holds, held or asked for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Short name, by which other tables and the command line call it.
    pub id: String,
    /// `state`, `indigenous`, `igo` or `ngo`.
    pub kind: String,
    /// The name people use.
    pub name: String,
    /// Full formal name, where the data has it.
    pub official_name: Option<String>,
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

/// A state or area that is no party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Country {
    /// Short name, which no party has.
    pub id: String,
    /// `state`, `area`, or `part` (of a party).
    pub kind: String,
    /// The name people use.
    pub name: String,
    /// Full formal name, where the data has it.
    pub official_name: Option<String>,
    /// ISO 3166-1 alpha-2 code; a part has none.
    pub iso2: Option<String>,
    /// ISO 3166-1 alpha-3 code; a part has none.
    pub iso3: Option<String>,
    /// Correlates of War country code.
    pub cow: Option<i64>,
    /// Id of the party whose seat covers this area.
    pub represented_by: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Id of the party of which this is a part.
    pub part_of: Option<String>,
}

impl Party {
    /// The party whose `column` (its id or one of its codes) is `value`.
    pub(crate) fn by(conn: &Connection, column: &'static str, value: &str) -> Result<Option<Self>, Error> {
        let sql = format!(
            "SELECT id, kind, name, official_name, iso2, iso3, cow, arctic, note FROM party WHERE {column} = ?1"
        );
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
        })
    }
}

impl Country {
    /// The country whose `column` (its id or one of its codes) is `value`.
    pub(crate) fn by(conn: &Connection, column: &'static str, value: &str) -> Result<Option<Self>, Error> {
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
