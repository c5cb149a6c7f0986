//! Sources as pages cite them.

use super::html::web_address;
use crate::store::Source;

/// The sources of a page, each with its number, from 1, in the order in which they are cited.
#[derive(Default)]
pub(super) struct Bibliography {
    sources: Vec<Source>,
}

/// A number that links to a source.
pub(super) struct Cite {
    pub number: usize,
    pub href: String,
}

/// A source as a page lists it.
pub(super) struct Reference {
    pub title: String,
    /// Publisher and date.
    pub from: String,
    /// Only if a page may link to it.
    pub address: Option<String>,
}

impl Bibliography {
    pub(super) fn cite(&mut self, sources: &[Source]) -> Vec<Cite> {
        let number = |source: &Source| match self.sources.iter().position(|known| known.id == source.id) {
            Some(at) => at + 1,
            None => {
                self.sources.push(source.clone());
                self.sources.len()
            }
        };
        sources.iter().map(number).map(|number| Cite { number, href: format!("#source-{number}") }).collect()
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        let reference = |source: &Source| {
            let from = [&source.publisher, &source.published].into_iter().flatten();
            Reference {
                title: source.title.clone(),
                from: from.map(|part| format!("· {part}")).collect::<Vec<_>>().join(" "),
                address: source.url.as_deref().and_then(web_address).map(str::to_string),
            }
        };
        self.sources.iter().map(reference).collect()
    }
}

/// Cites sources on their own page, for pages that do not list them.
pub(super) fn cite_elsewhere(sources: &[Source]) -> Vec<Cite> {
    let cite = |(at, source): (usize, &Source)| Cite { number: at + 1, href: format!("source.html#{}", source.id) };
    sources.iter().enumerate().map(cite).collect()
}
