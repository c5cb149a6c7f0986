//! Resolves a name, code or id to the party or country it stands for.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::{Country, Note, Party};
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
            Entity::Country(country) => country.iso3.as_deref(),
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
    /// The value of a column of codes: of ISO 3166, or of Wikidata.
    Code(&'static str, &'a str),
    /// The key of an alias.
    Key(&'a str),
    Id(&'a str),
}

/// All that `text` can mean: by an ISO 3166 code in capitals (`no` is a word, `NO` is a code) or a
/// Wikidata item, and by an alias, or by an id where it is no alias. This is how every name is resolved; `find` says where.
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

/// Finds the one party or country that `text` names. A people stands for its organisation.
///
/// # Errors
/// [`Error::UnknownName`], with near misses, when nothing bears the name;
/// [`Error::AmbiguousName`] when a code and an abbreviation collide.
pub fn resolve(conn: &Connection, text: &str) -> Result<Entity, Error> {
    one_of(conn, text, found(conn, text, "SELECT coalesce(party, country) FROM alias WHERE key = ?1")?)
}

/// Finds the one party or country that `text` names in a column of countries, where a people and a
/// part of a party are none.
pub(crate) fn resolve_country(conn: &Connection, text: &str) -> Result<Entity, Error> {
    let mut found =
        found(conn, text, "SELECT coalesce(party, country) FROM alias WHERE key = ?1 AND kind <> 'people'")?;
    found.retain(|entity| !matches!(entity, Entity::Country(country) if country.kind == "part"));
    one_of(conn, text, found)
}

/// The people that `text` names, with the name of its organisation.
pub(crate) fn people(conn: &Connection, text: &str) -> Result<Option<Note>, Error> {
    let sql =
        "SELECT alias, party.name FROM alias JOIN party ON party.id = party WHERE key = ?1 AND alias.kind = 'people'";
    let note = conn
        .prepare_cached(sql)?
        .query_row([fold(text)], |row| Ok(Note::People { people: row.get(0)?, party: row.get(1)? }))
        .optional()?;
    Ok(note)
}

fn found(conn: &Connection, text: &str, by_key: &str) -> Result<Vec<Entity>, Error> {
    meanings(text, |lookup| match lookup {
        Lookup::Code(column, code) => by(conn, column, code),
        Lookup::Id(id) => by(conn, "id", id),
        Lookup::Key(key) => {
            match conn.prepare_cached(by_key)?.query_row([key], |row| row.get::<_, String>(0)).optional()? {
                Some(id) => by(conn, "id", &id),
                None => Ok(Vec::new()),
            }
        }
    })
}

fn one_of(conn: &Connection, text: &str, mut found: Vec<Entity>) -> Result<Entity, Error> {
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

/// The text that is the code of a country in a column of ISO 3166-1 alpha-2 codes, and a missing value elsewhere.
pub(crate) const NA: &str = "NA";

/// Whether [`NA`] is a missing value in a column with these values: it is, unless most of the others are two capital
/// letters.
pub(crate) fn na_is_missing<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut codes, mut others) = (0, 0);
    for value in values.map(str::trim).filter(|value| !value.is_empty() && *value != NA) {
        match code_column(value) {
            Some("iso2") => codes += 1,
            _ => others += 1,
        }
    }
    codes <= others
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

/// The column of codes that `text` has the shape of.
fn code_column(text: &str) -> Option<&'static str> {
    let digits = text.strip_prefix('Q').filter(|digits| !digits.is_empty());
    match text.len() {
        _ if digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit())) => Some("wikidata"),
        2 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso2"),
        3 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso3"),
        _ => None,
    }
}

/// Ids of what a misspelt name may have meant, best first. A name is near if it begins with the same
/// letter and few letters differ, in proportion to its length; words of other languages are too many
/// for more than one. Under four letters nothing is suggested but the code that they spell in capitals.
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
    let most = (key.len() / 5).clamp(1, 4);
    let sql = "SELECT key, coalesce(party, country), lang IS 'en' OR lang IS NULL FROM alias
               WHERE length(key) BETWEEN ?1 AND ?2 AND substr(key, 1, 1) = ?3 AND kind NOT IN ('code', 'abbreviation')";
    let mut near: BTreeMap<String, usize> = BTreeMap::new();
    let mut statement = conn.prepare(sql)?;
    let length = |letters: usize| i64::try_from(letters).unwrap_or(i64::MAX);
    let mut rows = statement.query((length((key.len() - most).max(4)), length(key.len() + most), &key[..1]))?;
    while let Some(row) = rows.next()? {
        let distance = strsim::osa_distance(&key, row.get_ref(0)?.as_str().unwrap_or_default());
        let most = if row.get(2)? { most } else { most.min(key.len() / 7) };
        if distance <= most {
            let known = near.entry(row.get(1)?).or_insert(distance);
            *known = distance.min(*known);
        }
    }
    let best = near.values().copied().min().unwrap_or_default();
    Ok(near.into_iter().filter(|(_, distance)| *distance == best).map(|(id, _)| id).take(3).collect())
}
