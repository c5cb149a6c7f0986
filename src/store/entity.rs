//! Resolves a name, code or id to the party or country it stands for.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::{Country, Party};
use crate::Error;
use crate::names::fold;

/// Whom a name names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Entity {
    /// One that holds, held or asked for a role.
    Party(Party),
    /// A state or area that is no party.
    Country(Country),
}

impl Entity {
    /// Id of the party or country; no two share one.
    pub fn id(&self) -> &str {
        match self {
            Entity::Party(party) => &party.id,
            Entity::Country(country) => &country.id,
        }
    }

    /// ISO 3166-1 alpha-3 code, where it has one.
    pub fn iso3(&self) -> Option<&str> {
        match self {
            Entity::Party(party) => party.iso3.as_deref(),
            Entity::Country(country) => Some(&country.iso3),
        }
    }

    /// The name people use for it.
    pub fn name(&self) -> &str {
        match self {
            Entity::Party(party) => &party.name,
            Entity::Country(country) => &country.name,
        }
    }
}

/// A way to look a name up, in the order in which they are tried.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lookup<'a> {
    /// The value of a column of ISO 3166 codes.
    Code(&'static str, &'a str),
    /// The key of an alias.
    Key(&'a str),
    Id(&'a str),
}

/// All that `text` can mean: by an ISO 3166 code in capitals (`no` is a word, `NO` is a code) and by
/// an alias, or by an id where it is no alias. This is how every name is resolved; `find` says where.
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

/// Finds the one party or country that `text` names.
///
/// # Errors
/// [`Error::UnknownName`], with near misses, when nothing bears the name;
/// [`Error::AmbiguousName`] when a code and an abbreviation collide.
pub fn resolve(conn: &Connection, text: &str) -> Result<Entity, Error> {
    let mut found = meanings(text, |lookup| match lookup {
        Lookup::Code(column, code) => by(conn, column, code),
        Lookup::Id(id) => by(conn, "id", id),
        Lookup::Key(key) => {
            let mut statement = conn.prepare_cached("SELECT coalesce(party, country) FROM alias WHERE key = ?1")?;
            match statement.query_row([key], |row| row.get::<_, String>(0)).optional()? {
                Some(id) => by(conn, "id", &id),
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

/// The party or country whose `column` is `value`; no two share one.
fn by(conn: &Connection, column: &'static str, value: &str) -> Result<Vec<Entity>, Error> {
    let party = Party::by(conn, column, value)?.map(Entity::Party);
    Ok(match party {
        Some(party) => vec![party],
        None => Country::by(conn, column, value)?.map(Entity::Country).into_iter().collect(),
    })
}

/// Numbers that stand for countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Codes {
    /// Correlates of War country codes
    Cow,
    /// ISO 3166-1 numeric codes
    IsoNumeric,
}

/// The party or country whose number among `codes` is `number`.
pub(crate) fn by_number(conn: &Connection, codes: Codes, number: u32) -> Result<Option<Entity>, Error> {
    let (column, number) = match codes {
        Codes::Cow => ("cow", number.to_string()),
        Codes::IsoNumeric => ("iso_numeric", format!("{number:03}")),
    };
    Ok(by(conn, column, &number)?.pop())
}

/// The column of ISO 3166 codes that `text` has the shape of.
fn code_column(text: &str) -> Option<&'static str> {
    match text.len() {
        2 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso2"),
        3 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso3"),
        _ => None,
    }
}

/// Ids of what a misspelt name may have meant, best first. Short words are too near to each other:
/// under four letters nothing is suggested but the code that they spell in capitals.
fn suggestions(conn: &Connection, text: &str) -> Result<Vec<String>, Error> {
    let key = fold(text);
    if key.len() < 4 {
        let capitals = text.to_ascii_uppercase();
        let is_code = match code_column(&capitals) {
            Some(column) => !by(conn, column, &capitals)?.is_empty(),
            None => false,
        };
        return Ok(if is_code { vec![capitals] } else { Vec::new() });
    }
    // No name is so long, and comparing costs by the product of the lengths.
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
