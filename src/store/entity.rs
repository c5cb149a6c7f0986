//! Resolves a name, code or id to a party or country.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::{Country, Party};
use crate::Error;
use crate::names::fold;

/// A party or country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Entity {
    /// A state or organisation that holds, held or applied for a role.
    Party(Party),
    /// Any other state or area.
    Country(Country),
}

impl Entity {
    /// Returns the id; no party and country share one.
    pub fn id(&self) -> &str {
        match self {
            Entity::Party(party) => &party.id,
            Entity::Country(country) => &country.id,
        }
    }

    /// Returns the ISO 3166-1 alpha-3 code; states and areas have one.
    pub fn iso3(&self) -> Option<&str> {
        match self {
            Entity::Party(party) => party.iso3.as_deref(),
            Entity::Country(country) => Some(&country.iso3),
        }
    }

    /// Returns the name that the council uses, or else the common name.
    pub fn council_name(&self) -> &str {
        match self {
            Entity::Party(party) => party.council_name.as_deref().unwrap_or(&party.name),
            Entity::Country(country) => &country.name,
        }
    }

    /// Returns the common name.
    pub fn name(&self) -> &str {
        match self {
            Entity::Party(party) => &party.name,
            Entity::Country(country) => &country.name,
        }
    }
}

/// A way to look up a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lookup<'a> {
    /// By a column of ISO 3166 codes, and the code.
    Code(&'static str, &'a str),
    /// By the folded key of an alias.
    Key(&'a str),
    /// By the id of a party or country.
    Id(&'a str),
}

/// Returns everything that `text` can mean: as an ISO 3166 code in capitals (`no` is a word, `NO` is a code), and as an
/// alias or, failing that, as an id. Every name is resolved by this rule; `find` does the lookups.
pub(crate) fn meanings<T: PartialEq>(
    text: &str,
    mut find: impl FnMut(Lookup) -> Result<Vec<T>, Error>,
) -> Result<Vec<T>, Error> {
    let text = text.trim();
    let mut found = match code_column(text) {
        Some(column) => find(Lookup::Code(column, text))?,
        None => Vec::new(),
    };
    let mut named = find(Lookup::Key(&fold(text)))?;
    if named.is_empty() {
        named = find(Lookup::Id(text))?;
    }
    named.retain(|one| !found.contains(one));
    found.append(&mut named);
    Ok(found)
}

/// Returns the one party or country that `text` names.
pub(crate) fn resolve(conn: &Connection, text: &str) -> Result<Entity, Error> {
    let mut found = meanings(text, |lookup| match lookup {
        Lookup::Code(column, code) => find(conn, column, code),
        Lookup::Id(id) => find(conn, "id", id),
        Lookup::Key(key) => {
            let mut statement = conn.prepare_cached("SELECT coalesce(party, country) FROM alias WHERE key = ?1")?;
            match statement.query_row([key], |row| row.get::<_, String>(0)).optional()? {
                Some(id) => find(conn, "id", &id),
                None => Ok(Vec::new()),
            }
        }
    })?;
    let text = text.trim();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::UnknownName { text: text.to_string(), suggestions: suggestions(conn, text)? }),
        _ => Err(Error::AmbiguousName {
            text: text.to_string(),
            meanings: found.iter().map(|entity| (entity.id().to_string(), entity.name().to_string())).collect(),
        }),
    }
}

/// Returns the party or country whose `column` is `value`; values of ids and codes are unique.
fn find(conn: &Connection, column: &'static str, value: &str) -> Result<Vec<Entity>, Error> {
    let party = Party::find(conn, column, value)?.map(Entity::Party);
    Ok(match party {
        Some(party) => vec![party],
        None => Country::find(conn, column, value)?.map(Entity::Country).into_iter().collect(),
    })
}

/// A system of country numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Codes {
    /// Correlates of War country codes
    Cow,
    /// ISO 3166-1 numeric codes
    IsoNumeric,
}

/// Returns the party or country with this number.
pub(crate) fn by_number(conn: &Connection, codes: Codes, number: u32) -> Result<Option<Entity>, Error> {
    let (column, number) = match codes {
        Codes::Cow => ("cow", number.to_string()),
        Codes::IsoNumeric => ("iso_numeric", format!("{number:03}")),
    };
    Ok(find(conn, column, &number)?.pop())
}

/// Returns the column of ISO 3166 codes whose form `text` has.
fn code_column(text: &str) -> Option<&'static str> {
    match text.len() {
        2 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso2"),
        3 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso3"),
        _ => None,
    }
}

/// Returns up to three ids that a misspelt name may have meant, best first. Names under four letters are too similar
/// to each other: for those, only a code in capitals is suggested.
fn suggestions(conn: &Connection, text: &str) -> Result<Vec<String>, Error> {
    let key = fold(text);
    if key.len() < 4 {
        let capitals = text.to_ascii_uppercase();
        let is_code = match code_column(&capitals) {
            Some(column) => !find(conn, column, &capitals)?.is_empty(),
            None => false,
        };
        return Ok(if is_code { vec![capitals] } else { Vec::new() });
    }
    // No name is that long, and comparing takes time in proportion to the product of the lengths.
    if key.len() > 200 {
        return Ok(Vec::new());
    }
    let mut near: Vec<(f64, String)> = Vec::new();
    let mut statement = conn.prepare("SELECT key, coalesce(party, country) FROM alias WHERE length(key) >= 4")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let score = strsim::jaro_winkler(&key, row.get_ref(0)?.as_str().unwrap_or_default());
        if score >= 0.9 {
            near.push((score, row.get(1)?));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut seen = BTreeSet::new();
    near.retain(|(_, id)| seen.insert(id.clone()));
    let best = near.first().map_or(0.0, |(score, _)| *score);
    Ok(near.into_iter().filter(|(score, _)| best - score < 0.03).map(|(_, id)| id).take(3).collect())
}
