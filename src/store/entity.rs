//! Resolves a name, code or id to a party or country.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::{Country, Note, Party};
use crate::Error;
use crate::csv_file::is_missing;
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
            Entity::Country(country) => country.iso3.as_deref(),
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

/// SQL for the party whose seat covers a row of `country`, if one does.
pub(crate) const SEAT_OF_AREA: &str =
    "coalesce(represented_by, (SELECT party FROM membership WHERE party = part_of AND role = 'member' LIMIT 1))";

/// A way to look up a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lookup<'a> {
    /// By a column of codes (ISO 3166 or Wikidata), and the code.
    Code(&'static str, &'a str),
    /// By the folded key of an alias.
    Key(&'a str),
    /// By the id of a party or country.
    Id(&'a str),
}

/// Returns everything that `text` can mean: as an ISO 3166 code in capitals (`no` is a word, `NO` is a code) or a
/// Wikidata item, and as an alias or, failing that, as an id. Every name is resolved by this rule; `find` does the lookups.
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

/// Returns the one party or country that `text` names. The name of a people stands for its organisation.
pub(crate) fn resolve(conn: &Connection, text: &str) -> Result<Entity, Error> {
    one_of(conn, text, named(conn, text, "SELECT coalesce(party, country) FROM alias WHERE key = ?1")?)
}

/// Returns the one party or country that `text` names in a column of countries: neither a people nor a part of a party.
pub(crate) fn resolve_country(conn: &Connection, text: &str) -> Result<Entity, Error> {
    let sql = "SELECT coalesce(party, country) FROM alias WHERE key = ?1 AND kind <> 'people'";
    let mut found = named(conn, text, sql)?;
    found.retain(|entity| !matches!(entity, Entity::Country(country) if country.kind == "part"));
    one_of(conn, text, found)
}

/// Returns the note that `text` is the name of a people and is read as its organisation.
pub(crate) fn people(conn: &Connection, text: &str) -> Result<Option<Note>, Error> {
    let sql = "SELECT alias, party FROM alias WHERE key = ?1 AND kind = 'people'";
    let found = conn
        .prepare_cached(sql)?
        .query_row([fold(text)], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let Some((people, party)) = found else { return Ok(None) };
    Ok(Party::find(conn, "id", &party)?.map(|party| Note::People { people, party: party.name }))
}

/// Returns everything that `text` can mean; `by_key` selects the id of an alias by its key.
fn named(conn: &Connection, text: &str, by_key: &str) -> Result<Vec<Entity>, Error> {
    meanings(text, |lookup| match lookup {
        Lookup::Code(column, code) => find(conn, column, code),
        Lookup::Id(id) => find(conn, "id", id),
        Lookup::Key(key) => {
            match conn.prepare_cached(by_key)?.query_row([key], |row| row.get::<_, String>(0)).optional()? {
                Some(id) => find(conn, "id", &id),
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

/// Returns the party or country whose `column` is `value`; values of ids and codes are unique.
pub(super) fn find(conn: &Connection, column: &'static str, value: &str) -> Result<Vec<Entity>, Error> {
    let party = Party::find(conn, column, value)?.map(Entity::Party);
    Ok(match party {
        Some(party) => vec![party],
        None => Country::find(conn, column, value)?.map(Entity::Country).into_iter().collect(),
    })
}

/// The code of a country in a column of ISO 3166-1 alpha-2 codes, and a missing value in other columns.
pub(crate) const NA: &str = "NA";

/// Returns whether [`NA`] is a missing value in a column with these values: unless most of the others are two capitals.
pub(crate) fn na_is_missing<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut codes, mut others) = (0, 0);
    for value in values.map(str::trim).filter(|value| !is_missing(value)) {
        match code_column(value) {
            Some("iso2") => codes += 1,
            _ => others += 1,
        }
    }
    codes <= others
}

/// Returns the column of codes whose form `text` has.
fn code_column(text: &str) -> Option<&'static str> {
    let digits = text.strip_prefix('Q').filter(|digits| !digits.is_empty());
    match text.len() {
        _ if digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit())) => Some("wikidata"),
        2 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso2"),
        3 if text.bytes().all(|b| b.is_ascii_uppercase()) => Some("iso3"),
        _ => None,
    }
}

/// Returns up to three ids that a misspelt name may have meant. A name is near if it begins with the same letter and
/// few letters differ, in proportion to its length; for names in other languages, which are many, fewer. Names under
/// four letters are too similar to each other: for those, only a code in capitals is suggested.
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
    let most = (key.len() / 5).clamp(1, 4);
    let sql = "SELECT key, coalesce(party, country), lang IS 'en' OR lang IS NULL FROM alias
               WHERE length(key) BETWEEN ?1 AND ?2 AND substr(key, 1, 1) = ?3
                 AND kind NOT IN ('code', 'abbreviation', 'deprecated')";
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
