//! The names of the registry, found in the words of a sentence.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::names::fold;
use crate::{Error, Registry};

use super::kinds::Kind;
use super::lexicon::Lexicon;
use super::tokens::{Token, join};
use super::words::{BODIES, NO_NAMES, OF_COUNCILS, TITLES};

struct Entry {
    rest: Vec<String>,
    kind: Kind,
    /// Whether it counts only in capitals: `US` is a country, `us` is a word.
    capitals: bool,
}

pub(crate) struct Gazetteer {
    names: FxHashMap<String, Vec<Entry>>,
    /// Names of the parties and countries.
    pub parties: Vec<String>,
    /// Whether each of them is an organisation.
    pub organisations: Vec<bool>,
    /// Titles of events and names of agreements.
    pub titles: Vec<String>,
    /// The words of the council's name.
    council: Vec<String>,
    /// What those whose chair is an office of the council are called.
    officials: Vec<String>,
    /// The first letters of its name in capitals, as it is shortened in brackets.
    initials: String,
    /// Each beginning of a name of those that held the chair, with the party if it is one alone.
    stems: FxHashMap<String, Option<usize>>,
    whole: FxHashMap<String, Option<usize>>,
    given: HashSet<String>,
}

/// What was said before a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Topic {
    /// Whether the text names the council at all.
    pub in_text: bool,
    /// Whether the council was the last body of its kind that was named.
    pub council: bool,
    /// Sentences since it was named.
    pub sentences: u32,
    /// How often it was named in full, and how often others of its kind were.
    pub ours: u32,
    pub others: u32,
    /// Whether its initials were given.
    pub initials: bool,
}

impl Gazetteer {
    pub(crate) fn read(registry: &Registry) -> Result<Self, Error> {
        let name = fold(&registry.meta().name);
        let council: Vec<String> = name.split(' ').map(str::to_string).collect();
        let initials = council.iter().filter_map(|word| word.chars().next()).collect();
        let mut gazetteer = Gazetteer {
            names: FxHashMap::default(),
            parties: Vec::new(),
            organisations: Vec::new(),
            titles: Vec::new(),
            council,
            officials: officials(registry),
            initials,
            stems: FxHashMap::default(),
            whole: FxHashMap::default(),
            given: HashSet::new(),
        };
        let places = gazetteer.read_parties(registry)?;
        gazetteer.read_demonyms(registry, &places)?;
        gazetteer.read_persons(registry)?;
        gazetteer.read_places(registry)?;
        gazetteer.read_titles(registry)?;
        for entries in gazetteer.names.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        Ok(gazetteer)
    }

    /// Returns the place in `parties` of each id.
    fn read_parties(&mut self, registry: &Registry) -> Result<FxHashMap<String, usize>, Error> {
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut statement = registry.conn.prepare(
            "SELECT alias.alias, alias.kind, named.id, named.name, named.organisation FROM alias
             JOIN (SELECT id, name, kind <> 'state' AS organisation FROM party
                   UNION ALL SELECT id, name, 0 FROM country WHERE kind <> 'part') AS named
               ON named.id = coalesce(alias.party, alias.country)
             WHERE coalesce(alias.lang, 'en') = 'en' AND alias.kind <> 'people' ORDER BY alias.alias",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (alias, kind, id, name): (String, String, String, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let organisation: bool = row.get(4)?;
            let place = *places.entry(id).or_insert_with(|| {
                self.parties.push(name);
                self.organisations.push(organisation);
                self.parties.len() - 1
            });
            // What is in brackets tells two of a name apart, and is no part of it.
            if alias.contains('(') || alias.chars().all(char::is_lowercase) {
                continue;
            }
            let key = fold(&alias);
            let capitals =
                kind == "abbreviation" || key.len() <= 3 || alias.chars().all(|letter| !letter.is_lowercase());
            self.add(&key, Kind::Party(place), capitals);
        }
        Ok(places)
    }

    fn read_demonyms(&mut self, registry: &Registry, places: &FxHashMap<String, usize>) -> Result<(), Error> {
        let mut statement = registry.conn.prepare(
            "SELECT DISTINCT alias.key, alias.party FROM chairship JOIN alias ON alias.party = chairship.party",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (key, party): (String, String) = (row.get(0)?, row.get(1)?);
            let Some(&place) = places.get(&party) else { continue };
            if key.contains(' ') || !key.is_ascii() {
                continue;
            }
            let note = |map: &mut FxHashMap<String, Option<usize>>, stem: &str| {
                let known = map.entry(stem.to_string()).or_insert(Some(place));
                if *known != Some(place) {
                    *known = None;
                }
            };
            note(&mut self.whole, &key);
            for end in 3..=key.len() {
                note(&mut self.stems, &key[..end]);
            }
        }
        Ok(())
    }

    fn read_persons(&mut self, registry: &Registry) -> Result<(), Error> {
        let mut statement = registry.conn.prepare("SELECT DISTINCT person FROM office_holder")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let person: String = row.get(0)?;
            let key = fold(&person);
            self.add(&key, Kind::Person, false);
            if let Some((given, family)) = key.split_once(' ') {
                self.given.insert(given.to_string());
                let family = family.rsplit(' ').next().unwrap_or(family);
                if family.len() > 3 {
                    self.add(family, Kind::Person, false);
                }
            }
        }
        Ok(())
    }

    fn read_places(&mut self, registry: &Registry) -> Result<(), Error> {
        let mut statement = registry.conn.prepare("SELECT DISTINCT place FROM meeting WHERE place IS NOT NULL")?;
        let mut rows = statement.query([])?;
        let mut towns = Vec::new();
        while let Some(row) = rows.next()? {
            let place: String = row.get(0)?;
            let place = place.replace(" (now ", ", ").replace(" and online", "").replace(')', "");
            towns.extend(place.split(", ").take(1).chain(place.split(", ").skip(2)).map(str::to_string));
        }
        for town in towns {
            if registry.resolve(&town).is_err() {
                self.add(&fold(&town), Kind::Place, false);
            }
        }
        Ok(())
    }

    fn read_titles(&mut self, registry: &Registry) -> Result<(), Error> {
        let mut statement = registry.conn.prepare(
            "SELECT name, 1 FROM agreement UNION ALL SELECT short_name, 1 FROM agreement WHERE short_name IS NOT NULL
             UNION ALL SELECT title, 0 FROM event WHERE kind = 'founding'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (title, agreement): (String, bool) = (row.get(0)?, row.get(1)?);
            let key = fold(&title);
            // Single words and sentences about an event are not names of it.
            let is_name = title.split(' ').all(|word| word.len() <= 3 || word.starts_with(char::is_uppercase));
            if !key.contains(' ') || !is_name {
                continue;
            }
            let place = self.titles.len();
            self.add(&key, if agreement { Kind::Agreement(place) } else { Kind::Event(place) }, false);
            self.titles.push(title);
        }
        Ok(())
    }

    /// How many words from `at` name the officials, in full or by their initials.
    fn officials_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let (last, first) = self.officials.split_last()?;
        let is_last = |key: &str| key == last || last.strip_suffix('s') == Some(key);
        if first.iter().enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|token| token.key == *word))
            && tokens.get(at + first.len()).is_some_and(|token| is_last(&token.key))
        {
            return Some(first.len() + 1);
        }
        let token = &tokens[at];
        let key = token.key.strip_suffix('s').unwrap_or(&token.key);
        let initials = first.iter().chain([last]).filter_map(|word| word.chars().next());
        (token.capital && key.len() > 1 && key.chars().eq(initials)).then_some(1)
    }

    fn add(&mut self, key: &str, kind: Kind, capitals: bool) {
        let mut words = key.split(' ').map(str::to_string);
        let Some(first) = words.next().filter(|word| !word.is_empty()) else { return };
        let rest: Vec<String> = words.collect();
        let entries = self.names.entry(first).or_default();
        if !entries.iter().any(|entry| entry.rest == rest && entry.capitals == capitals) {
            entries.push(Entry { rest, kind, capitals });
        }
    }

    /// Whether the words from `at` are the name of the council.
    fn council_at(&self, tokens: &[Token], at: usize) -> bool {
        self.council.iter().enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|token| token.key == *word))
    }

    /// Whether a text can name the council or another body of its kind: by the noun in its name, or by its initials.
    pub(crate) fn may_name(&self, text: &str, topic: &Topic) -> bool {
        let head = self.council.last().map_or("", String::as_str).as_bytes();
        let Some(first) = head.first() else { return true };
        let bytes = text.as_bytes();
        let starts = |at: usize| bytes.get(at..at + head.len()).is_some_and(|word| word.eq_ignore_ascii_case(head));
        let initials = || {
            let initials = self.initials.as_bytes();
            let starts =
                |at: usize| bytes.get(at..at + initials.len()).is_some_and(|w| w.eq_ignore_ascii_case(initials));
            initials.first().is_some_and(|first| memchr::memchr_iter(first.to_ascii_uppercase(), bytes).any(starts))
        };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), bytes).any(starts) || topic.initials && initials()
    }

    /// Joins each name into one token.
    pub(crate) fn tag(&self, tokens: &mut Vec<Token<'_>>, topic: &mut Topic, lexicon: &Lexicon) {
        let head = self.council.last().map_or("", String::as_str);
        let mut named = topic.council;
        let mut initials = topic.initials;
        // First of all its own name, which other names would take in: "Chair of the Arctic Council".
        let mut at = 0;
        while at < tokens.len() {
            // "Euro-Arctic Council" is another one.
            let part = tokens[at].hyphened && at > 0 && tokens[at - 1].capital && !tokens[at - 1].is_any(NO_NAMES);
            if !part && self.council_at(tokens, at) {
                join(tokens, at..at + self.council.len(), Kind::Council);
            }
            at += 1;
        }
        at = 0;
        while at < tokens.len() {
            if tokens[at].kind == Kind::Council {
                named = true;
                topic.ours += 1;
                initials |= tokens.get(at + 2).is_some_and(|token| token.key == self.initials && token.capitals);
                // "Arctic Council (AC)"
                if tokens.get(at + 1).is_some_and(|token| token.is("("))
                    && tokens.get(at + 2).is_some_and(|token| token.key == self.initials)
                    && tokens.get(at + 3).is_some_and(|token| token.is(")"))
                {
                    tokens.drain(at + 1..at + 4);
                }
            } else if let Some(count) = self.officials_at(tokens, at) {
                join(tokens, at..at + count, Kind::Officials);
            } else if let Some((kind, count)) = self.name_at(tokens, at) {
                join(tokens, at..at + count, kind);
            } else if let Some(count) = body_at(tokens, at) {
                let is_like_ours = tokens[at..at + count].iter().any(|token| token.key == head);
                join(tokens, at..at + count, Kind::Other);
                named &= !is_like_ours;
                topic.others += u32::from(is_like_ours);
            } else if initials && tokens[at].key == self.initials && tokens[at].capitals
                || self.is_short(tokens, at, head, named)
                || named && topic.sentences <= 6 && is_generic(tokens, at, lexicon)
            {
                tokens[at].kind = Kind::Council;
            } else if tokens[at].key == head && tokens[at].kind == Kind::Word && !tokens[at].capital {
                // "the town council"
                tokens[at].kind = Kind::Other;
                named = false;
            } else if let Some(party) = self.demonym(&tokens[at]) {
                tokens[at].kind = Kind::Demonym(party);
            }
            at += 1;
        }
        places(tokens);
    }

    fn is_short(&self, tokens: &[Token], at: usize, head: &str, named: bool) -> bool {
        let token = &tokens[at];
        if !named || token.kind != Kind::Word || token.key != head {
            return false;
        }
        let of = tokens.get(at + 1).is_some_and(|next| next.is("of"))
            && (!token.capital || tokens[at + 1..].iter().take(3).any(|next| next.capital));
        let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return !of };
        let led = match token.capital {
            true => !before.capital || before.kind != Kind::Word || before.is_any(NO_NAMES),
            false => before.kind != Kind::Word || before.is_any(NO_NAMES) || before.is_any(OF_COUNCILS),
        };
        !of && led && !before.is_any(&["city", "town", "security", "a", "business"])
    }

    /// The longest name that starts at `at`.
    fn name_at(&self, tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
        let first = &tokens[at];
        if first.kind != Kind::Word || !first.capital {
            return None;
        }
        for entry in self.names.get(&*first.key)? {
            if entry.capitals && !first.capitals {
                continue;
            }
            let Some(count) = matches_rest(tokens, at, &entry.rest) else { continue };
            // A family name alone is a person only without another given name before it.
            if entry.kind == Kind::Person && entry.rest.is_empty() && !self.stands_alone(tokens, at) {
                continue;
            }
            return Some((entry.kind.clone(), count));
        }
        None
    }

    fn stands_alone(&self, tokens: &[Token], at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return true };
        let given = tokens[..at].iter().rev().take(3).any(|token| self.given.contains(&*token.key));
        !before.capital || before.kind != Kind::Word || given || before.is_any(TITLES) || before.is_any(NO_NAMES)
    }

    /// The party whose adjective the word is: formed as English forms it from a name of the party.
    fn demonym(&self, token: &Token) -> Option<usize> {
        if !token.capital || token.kind != Kind::Word || token.key.len() < 5 {
            return None;
        }
        let key = &*token.key;
        let stem = |ending: &str, map: &FxHashMap<String, Option<usize>>| {
            key.strip_suffix(ending).filter(|stem| stem.len() >= 3).and_then(|stem| map.get(stem).copied().flatten())
        };
        ["ish", "nish", "egian", "ian", "an"]
            .iter()
            .find_map(|ending| stem(ending, &self.stems))
            .or_else(|| ["n", "ic"].iter().find_map(|ending| stem(ending, &self.whole)))
    }
}

/// The words for those whose chair is an office of the council: of the label "Chair of the Senior Officials".
fn officials(registry: &Registry) -> Vec<String> {
    let label = fold(registry.meta().label("chair_of_saos"));
    let words = label.split_once(" of ").map_or("", |(_, officials)| officials);
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// How many tokens the rest of a name takes with its first word; articles and commas inside do not matter.
fn matches_rest(tokens: &[Token], at: usize, rest: &[String]) -> Option<usize> {
    let mut place = at + 1;
    for word in rest {
        while tokens.get(place).is_some_and(|token| token.is_any(&["the", ","])) {
            place += 1;
        }
        if tokens.get(place).is_none_or(|token| token.key != *word) {
            return None;
        }
        place += 1;
    }
    Some(place - at)
}

/// "the organization", of the one named before.
fn is_generic(tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    tokens[at].kind == Kind::Word
        && !tokens[at].capital
        && lexicon.sets_of(tokens[at].place).has(Lexicon::SHORT)
        && tokens[..at].iter().rev().take(3).any(|token| token.is_any(&["the", "this"]))
        && !tokens[..at].iter().rev().take(3).any(|token| token.capital && !token.is_any(NO_NAMES))
        && tokens.get(at + 1).is_none_or(|next| !next.is_any(&["of", "s"]))
}

/// The most words of a body's name that are read.
const LONGEST_NAME: usize = 24;

/// The tokens of a capitalised name that ends as the name of a body does.
fn body_at(tokens: &[Token], at: usize) -> Option<usize> {
    let starts = |token: &Token| token.kind == Kind::Word && token.capital && !token.is_any(NO_NAMES);
    if !starts(&tokens[at]) {
        return None;
    }
    let mut end = at + 1;
    let mut found = None;
    let is_body = |token: &Token| BODIES.contains(&&*token.key);
    let mut of = false;
    while let Some(token) = tokens.get(end).filter(|_| end - at < LONGEST_NAME) {
        if starts(token) {
            if is_body(token) {
                found = Some(end + 1);
            }
            end += 1;
        } else if token.is_any(&["of", "for", "on", "the", "and"])
            && tokens[end..]
                .iter()
                .take(3)
                .find(|next| !next.is_any(&["of", "for", "on", "the", "and"]))
                .is_some_and(starts)
            && !token.is("and")
        {
            of = true;
            end += 1;
        } else {
            break;
        }
    }
    // "Council of Europe", "Organization for Security": the noun comes first.
    if found.is_none() && of && is_body(&tokens[at]) {
        found = Some(end);
    }
    found.map(|end| end - at)
}

/// "Kiruna, Sweden" and "Oslo, Norway": the state is where the town is.
fn places(tokens: &mut Vec<Token<'_>>) {
    let mut at = 1;
    while at + 1 < tokens.len() {
        let town = &tokens[at - 1];
        let led = at >= 2 && tokens[at - 2].is_any(&["in", "at", "near", "to", "from"]);
        let unknown_town = led && town.capital && town.kind == Kind::Word;
        if (town.kind == Kind::Place || unknown_town)
            && tokens[at].is(",")
            && let Some(next) = tokens.get(at + 1)
            && (matches!(next.kind, Kind::Party(_))
                || town.kind == Kind::Place && next.kind == Kind::Word && next.capital)
            && !(unknown_town
                && tokens.get(at + 2).is_some_and(|after| {
                    after.is_any(&[",", "and"]) && matches!(tokens.get(at + 3).map(|t| &t.kind), Some(Kind::Party(_)))
                }))
            && tokens.get(at + 2).is_none_or(ends_place)
        {
            let kind = if town.kind == Kind::Place { Kind::Place } else { Kind::Word };
            let (key, words, place) = (town.key.clone(), town.at.clone(), town.place);
            join(tokens, at - 1..at + 2, kind);
            tokens[at - 1].key = key;
            tokens[at - 1].place = place;
            // Only the town is the name of the place.
            tokens[at - 1].at = words;
        }
        at += 1;
    }
}

/// Whether what follows "Reykjavik, Iceland" shows that the state belongs to the town: a verb would show that the state
/// does something.
fn ends_place(after: &Token) -> bool {
    match after.kind {
        Kind::Mark => true,
        Kind::Word => {
            after.capital
                || after.is_any(&[
                    "on", "in", "from", "to", "where", "when", "that", "with", "for", "as", "and", "at", "during",
                    "last", "this", "by",
                ])
        }
        Kind::Possessive => false,
        _ => true,
    }
}
