//! The sources of several records at once.

use std::collections::{HashMap, HashSet};

use super::{Entity, RecordId, Registry, Source};
use crate::Error;

/// Maximum number of sources listed for one answer: enough to look it up.
const MAX_SOURCES: usize = 6;

impl Registry {
    /// Returns the sources of `records`, those that support the most records first, up to [`MAX_SOURCES`].
    pub(crate) fn sources_of_all(&self, records: &[RecordId]) -> Result<Vec<Source>, Error> {
        let mut supported: Vec<(Source, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut seen = HashSet::new();
        for record in records.iter().filter(|record| seen.insert(*record)) {
            for source in self.sources_of(record)? {
                let at = *places.entry(source.id.clone()).or_insert(supported.len());
                match supported.get_mut(at) {
                    Some((_, count)) => *count += 1,
                    None => supported.push((source, 1)),
                }
            }
        }
        supported.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(supported.into_iter().map(|(source, _)| source).take(MAX_SOURCES).collect())
    }
}

impl Source {
    /// Returns the ids of `sources`, separated by semicolons.
    pub(crate) fn ids(sources: &[Source]) -> String {
        sources.iter().map(|source| source.id.as_str()).collect::<Vec<_>>().join(";")
    }
}

impl RecordId {
    /// Returns the record of a party or country itself.
    pub(crate) fn of(entity: &Entity) -> Self {
        match entity {
            Entity::Party(party) => RecordId::new("party", &party.id),
            Entity::Country(country) => RecordId::new("country", &country.id),
        }
    }
}
