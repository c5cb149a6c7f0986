//! The words that the grammar knows, so that each word of a text is looked up once.

use rustc_hash::FxHashMap;

use crate::claims::ordinal;

use super::tokens::number_words;
use super::{groups, words};

/// How many words of 64 sets there are.
const LANES: usize = 6;

/// Sets of words, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sets([u64; LANES]);

impl Sets {
    pub(crate) fn insert(&mut self, set: usize) {
        if let Some(lane) = self.0.get_mut(set / 64) {
            *lane |= 1 << (set % 64);
        }
    }

    pub(crate) fn has(&self, set: usize) -> bool {
        self.0.get(set / 64).is_some_and(|lane| lane >> (set % 64) & 1 == 1)
    }

    pub(crate) fn add(&mut self, other: &Sets) {
        self.0.iter_mut().zip(other.0).for_each(|(lane, other)| *lane |= other);
    }

    pub(crate) fn has_any(&self, other: &Sets) -> bool {
        self.0.iter().zip(other.0).any(|(lane, other)| other & lane != 0)
    }

    pub(crate) fn has_all(&self, other: &Sets) -> bool {
        self.0.iter().zip(other.0).all(|(lane, other)| other & !lane == 0)
    }
}

/// The words of the grammar.
pub(crate) struct Lexicon {
    places: FxHashMap<&'static str, u16>,
    /// The sets that each word is in. The first is that of all words that the grammar does not know.
    rows: Vec<(Sets, Option<u32>)>,
    sets: Vec<Vec<&'static str>>,
}

impl Lexicon {
    /// The set of words that can start the name of a group.
    pub(crate) const GROUP: usize = 0;
    /// The set of short names for a body that was named before.
    pub(crate) const SHORT: usize = 1;
    /// The set of ordinals.
    pub(crate) const ORDINAL: usize = 2;

    pub(crate) fn new() -> Self {
        let mut lexicon = Lexicon { places: FxHashMap::default(), rows: vec![Default::default()], sets: Vec::new() };
        lexicon.set(groups::words().collect());
        lexicon.set(words::SHORT.to_vec());
        lexicon.set(ordinal::words().map(|(word, _)| word).collect());
        for (word, number) in number_words() {
            let place = lexicon.place(word);
            lexicon.rows[place].1 = Some(number);
        }
        lexicon
    }

    fn place(&mut self, word: &'static str) -> usize {
        let next = self.rows.len();
        let place = *self.places.entry(word).or_insert(u16::try_from(next).unwrap_or_default());
        if usize::from(place) == next {
            self.rows.push(Default::default());
        }
        usize::from(place)
    }

    /// Returns the number of the set of `words`.
    pub(crate) fn set(&mut self, mut words: Vec<&'static str>) -> usize {
        words.sort_unstable();
        words.dedup();
        if let Some(set) = self.sets.iter().position(|known| *known == words) {
            return set;
        }
        let set = self.sets.len();
        for word in &words {
            let place = self.place(word);
            self.rows[place].0.insert(set);
        }
        self.sets.push(words);
        set
    }

    /// Returns the place of a word, and the number that it stands for.
    pub(crate) fn word(&self, key: &str) -> (u16, Option<u32>) {
        let place = self.places.get(key).copied().unwrap_or_default();
        (place, self.rows[usize::from(place)].1)
    }

    /// Returns the sets that a word is in.
    pub(crate) fn sets_of(&self, place: u16) -> &Sets {
        &self.rows[usize::from(place)].0
    }

    #[cfg(test)]
    pub(crate) fn fits(&self) -> bool {
        self.sets.len() <= LANES * 64 && self.rows.len() < usize::from(u16::MAX)
    }
}
