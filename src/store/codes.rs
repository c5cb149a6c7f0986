//! Systems of country codes, other than the ISO 3166 codes in capitals that are read without being asked for.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::entity::{self, Entity};
use crate::Error;

/// A system of country codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Codes {
    /// ISO 3166-1 alpha-2 codes, in capitals or not
    Iso2,
    /// ISO 3166-1 alpha-3 codes, in capitals or not
    Iso3,
    /// ISO 3166-1 numeric codes
    IsoNumeric,
    /// Correlates of War country codes
    Cow,
    /// Codes of Eurostat, which differ from alpha-2 codes for two countries
    Eurostat,
    /// FIPS 10-4 codes
    Fips,
    /// Codes of the International Olympic Committee
    Ioc,
}

/// How many values tell of which system they are.
const MOST_VALUES: usize = 500;

impl Codes {
    /// Every system, the most common first.
    pub const ALL: [Codes; 7] =
        [Codes::Iso3, Codes::Iso2, Codes::Cow, Codes::IsoNumeric, Codes::Eurostat, Codes::Ioc, Codes::Fips];

    /// Returns the name of the system, as in the table `code`.
    pub fn name(self) -> &'static str {
        match self {
            Codes::Iso2 => "iso2",
            Codes::Iso3 => "iso3",
            Codes::IsoNumeric => "iso-numeric",
            Codes::Cow => "cow",
            Codes::Eurostat => "eurostat",
            Codes::Fips => "fips",
            Codes::Ioc => "ioc",
        }
    }

    /// Returns the column of parties and countries with its codes, or with those that the table `code` does not replace.
    fn column(self) -> &'static str {
        match self {
            Codes::Iso2 | Codes::Eurostat | Codes::Fips => "iso2",
            Codes::Iso3 | Codes::Ioc => "iso3",
            Codes::IsoNumeric => "iso_numeric",
            Codes::Cow => "cow",
        }
    }

    /// Returns whether its codes are numbers.
    fn is_numeric(self) -> bool {
        matches!(self, Codes::Cow | Codes::IsoNumeric)
    }

    /// Returns `text` as its codes are looked up: in capitals, or as a number without leading zeros and decimals. `None`
    /// means that it does not have the form of a code.
    fn normalized(self, text: &str) -> Option<String> {
        let text = text.trim();
        if self.is_numeric() {
            // Some programs write every number with decimals.
            let digits = text.strip_suffix(".0").unwrap_or(text);
            let is_code = digits.bytes().all(|byte| byte.is_ascii_digit()) && (1..=3).contains(&digits.len());
            return is_code.then(|| digits.trim_start_matches('0').to_string());
        }
        let letters = if self.column() == "iso2" { 2 } else { 3 };
        let is_code = text.len() == letters && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_code.then(|| text.to_ascii_uppercase())
    }
}

/// The codes of one system.
#[derive(Debug)]
pub(crate) struct CodeList {
    codes: Codes,
    ids: HashMap<String, String>,
}

impl CodeList {
    pub fn read(conn: &Connection, codes: Codes) -> Result<Self, Error> {
        let column = codes.column();
        // The codes of the system itself come first: an ISO code can be the code of another country in it.
        let sql = format!(
            "SELECT code, coalesce(party, country) FROM code WHERE system = ?1
             UNION ALL SELECT {column}, id FROM party WHERE {column} IS NOT NULL
             UNION ALL SELECT {column}, id FROM country WHERE {column} IS NOT NULL"
        );
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([codes.name()])?;
        let mut ids = HashMap::new();
        while let Some(row) = rows.next()? {
            let code = match row.get_ref(0)? {
                ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_string(),
            };
            ids.entry(codes.normalized(&code).unwrap_or(code)).or_insert(row.get(1)?);
        }
        Ok(CodeList { codes, ids })
    }

    /// Returns the id of the party or country with this code. The outer `None` means that `text` does not have the form
    /// of a code, and may be a name.
    pub fn id(&self, text: &str) -> Option<Option<&str>> {
        let code = self.codes.normalized(text)?;
        Some(self.ids.get(&code).map(String::as_str))
    }

    /// Returns the party or country with this code, likewise.
    pub fn entity(&self, conn: &Connection, text: &str) -> Result<Option<Option<Entity>>, Error> {
        match self.id(text) {
            None => Ok(None),
            Some(None) => Ok(Some(None)),
            Some(Some(id)) => Ok(Some(entity::find(conn, "id", id)?.pop())),
        }
    }
}

/// Returns the systems that have all, or nearly all, of `values`, of which none is a name: the most common one, or all
/// that have as many of them if they are numbers.
pub(crate) fn recognized<'a>(
    conn: &Connection,
    values: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<Codes>, Error> {
    let values = values.take(MOST_VALUES);
    let all = values.clone().count();
    let mut found: Vec<(Codes, usize)> = Vec::new();
    for codes in Codes::ALL {
        // Most names that are not recognised do not look like codes, and reading a list takes time.
        if values.clone().filter(|text| codes.normalized(text).is_some()).count() * 10 < all * 9 {
            continue;
        }
        let list = CodeList::read(conn, codes)?;
        let known = values.clone().filter(|text| list.id(text).flatten().is_some()).count();
        if known > 0 && known * 10 >= all * 9 {
            found.push((codes, known));
        }
    }
    let most = found.iter().map(|(_, known)| *known).max().unwrap_or_default();
    found.retain(|(_, known)| *known == most);
    let first = found.first().map(|(codes, _)| *codes);
    let kept = found.into_iter().map(|(codes, _)| codes);
    Ok(kept.filter(|codes| Some(*codes) == first || codes.is_numeric()).collect())
}
