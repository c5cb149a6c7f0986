//! Patterns over typed tokens, written as text:
//!
//! | element | matches |
//! |---|---|
//! | `in\|on` | one of these words or marks |
//! | `@chair` | a word of the class of that name |
//! | `COUNCIL`, `PARTY`, `HOLDER`, `LIST`, `DATE` ... | a token of that type; a holder is a party or its adjective, a list is one party or more |
//! | `~6` | up to six tokens of any kind, as few as possible |
//! | `^` | the start of the sentence |
//!
//! A `?` after an element makes it optional.

use std::ops::Range;

use crate::claims::ordinal;

use super::kinds::{Group, Kind, Who};
use super::lexicon::{Lexicon, Sets};
use super::tokens::Token;

/// What an element of a pattern captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Council,
    /// A party or country, with its possessive ending.
    Party,
    /// A party or its adjective.
    Holder,
    /// One party or several.
    List,
    /// Two or more.
    Several,
    /// Five or more.
    Many,
    Date,
    Range,
    Number,
    Members,
    /// "eight-nation", before a noun.
    Adjective,
    Participants,
    Observers,
    /// States, of which nothing more is said or that they are not members.
    States,
    Person,
    Place,
    Capital,
    /// "second", "8th".
    Ordinal,
    Officials,
    Agreement,
    Event,
}

const TYPES: &[(&str, Type)] = &[
    ("COUNCIL", Type::Council),
    ("PARTY", Type::Party),
    ("HOLDER", Type::Holder),
    ("LIST", Type::List),
    ("LIST2", Type::Several),
    ("LIST5", Type::Many),
    ("DATE", Type::Date),
    ("RANGE", Type::Range),
    ("NUM", Type::Number),
    ("MEMBERS", Type::Members),
    ("BODY", Type::Adjective),
    ("PARTICIPANTS", Type::Participants),
    ("OBSERVERS", Type::Observers),
    ("STATES", Type::States),
    ("PERSON", Type::Person),
    ("PLACE", Type::Place),
    ("CAPITAL", Type::Capital),
    ("ORDINAL", Type::Ordinal),
    ("OFFICIALS", Type::Officials),
    ("AGREEMENT", Type::Agreement),
    ("EVENT", Type::Event),
];

#[derive(Clone, Debug)]
enum Element {
    /// One of the words of a set of the lexicon.
    Words(usize),
    Types(Vec<Type>),
    Gap(usize),
    Start,
}

/// A pattern, ready to be matched.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    elements: Vec<(Element, bool)>,
    needed: Features,
    /// What the first token of a match can be; `None` if anything.
    first: Option<Features>,
}

/// Sets of words and types of tokens.
#[derive(Clone, Copy, Debug, Default)]
struct Features {
    words: Sets,
    types: u32,
}

/// The tokens of a sentence, with what each can be.
pub(crate) struct Tagged<'a> {
    pub tokens: &'a [Token<'a>],
    pub lexicon: &'a Lexicon,
    types: Vec<u32>,
    all: Features,
    /// Whether a pattern must match all tokens.
    whole: bool,
}

impl<'a> Tagged<'a> {
    pub(crate) fn new(tokens: &'a [Token<'a>], lexicon: &'a Lexicon) -> Self {
        let types: Vec<u32> = tokens.iter().map(|token| types_of(token, lexicon)).collect();
        let mut all = Features::default();
        for (token, types) in tokens.iter().zip(&types) {
            all.types |= types;
            if token.is_text() {
                all.words.add(lexicon.sets_of(token.place));
            }
        }
        let parties = tokens.iter().filter(|token| matches!(token.kind, Kind::Party(_))).count();
        for (kind, least) in [(Type::Party, 1), (Type::List, 1), (Type::Several, 2), (Type::Many, 5)] {
            if parties < least {
                all.types &= !kind.bit();
            }
        }
        if !tokens.iter().any(|token| token.kind == Kind::Council) {
            all.types &= !Type::Council.bit();
        }
        Tagged { tokens, lexicon, types, all, whole: false }
    }

    /// The same tokens, to be matched as a whole.
    pub(crate) fn whole(self) -> Self {
        Tagged { whole: true, ..self }
    }

    fn is_word(&self, at: usize, set: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_text() && self.lexicon.sets_of(token.place).has(set))
    }
}

/// The types that can start with a token, besides those that its neighbours rule out.
fn types_of(token: &Token, lexicon: &Lexicon) -> u32 {
    let list = Type::List.bit() | Type::Several.bit() | Type::Many.bit();
    match token.kind {
        Kind::Council => Type::Council.bit(),
        Kind::Party(_) => Type::Party.bit() | Type::Holder.bit() | list,
        Kind::Demonym(_) => Type::Holder.bit(),
        Kind::Date(_) => Type::Date.bit(),
        Kind::Range(_) => Type::Range.bit(),
        Kind::Number(_) => Type::Number.bit(),
        Kind::Person => Type::Person.bit(),
        Kind::Place => Type::Place.bit(),
        Kind::Officials => Type::Officials.bit(),
        Kind::Agreement(_) => Type::Agreement.bit(),
        Kind::Event(_) => Type::Event.bit(),
        Kind::Group(group) => GROUPS.iter().filter(|(_, is)| is(group)).fold(0, |types, (kind, _)| types | kind.bit()),
        Kind::Word if token.is("the") => Type::Council.bit() | list | Type::Capital.bit(),
        Kind::Word => {
            let capital = if token.capital { Type::Capital.bit() } else { 0 };
            capital | if is_ordinal(token, lexicon) { Type::Ordinal.bit() } else { 0 }
        }
        _ => 0,
    }
}

fn is_ordinal(token: &Token, lexicon: &Lexicon) -> bool {
    lexicon.sets_of(token.place).has(Lexicon::ORDINAL)
        || token.key.as_bytes().first().is_some_and(u8::is_ascii_digit) && ordinal::number(&token.key).is_some()
}

type IsGroup = fn(Group) -> bool;

/// The types of groups.
const GROUPS: &[(Type, IsGroup)] = &[
    (Type::Members, |group| group.who == Who::Members && !group.adjective),
    (Type::Adjective, |group| group.adjective),
    (Type::Participants, |group| group.who == Who::Participants),
    (Type::Observers, |group| {
        matches!(group.who, Who::Observers | Who::ObserverStates | Who::NonArctic | Who::Igos | Who::Ngos)
    }),
    (Type::States, |group| matches!(group.who, Who::States | Who::NonArctic)),
];

impl Type {
    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// Where a pattern matched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    pub range: Range<usize>,
    pub captured: Vec<(Type, Range<usize>)>,
}

impl Pattern {
    /// Reads a pattern; `classes` gives the words of each class. `None` for an unknown class or type.
    pub(crate) fn parse(text: &'static str, classes: &[(&str, &'static str)], lexicon: &mut Lexicon) -> Option<Self> {
        let mut elements = Vec::new();
        for part in text.split(' ').filter(|part| !part.is_empty()) {
            let (part, optional) = match part.strip_suffix('?') {
                Some(part) if !part.is_empty() => (part, true),
                _ => (part, false),
            };
            let element = if part == "^" {
                Element::Start
            } else if let Some(count) = part.strip_prefix('~') {
                Element::Gap(count.parse().ok()?)
            } else if part.bytes().any(|b| b.is_ascii_uppercase()) {
                let of = |part| TYPES.iter().find(|(name, _)| *name == part).map(|(_, kind)| *kind);
                Element::Types(part.split('|').map(of).collect::<Option<_>>()?)
            } else {
                let mut words = Vec::new();
                for word in part.split('|') {
                    match word.strip_prefix('@') {
                        Some(class) => words.extend(classes.iter().find(|(name, _)| *name == class)?.1.split(' ')),
                        None => words.push(word),
                    }
                }
                Element::Words(lexicon.set(words))
            };
            elements.push((element, optional));
        }
        let mut pattern = Pattern { elements, needed: Features::default(), first: Some(Features::default()) };
        pattern.index();
        Some(pattern)
    }

    /// Notes what a sentence must have, and what the first token can be.
    fn index(&mut self) {
        let mut leads = true;
        for (element, optional) in &self.elements {
            match element {
                Element::Words(set) if !optional => self.needed.words.insert(*set),
                Element::Types(kinds) if !optional && kinds.len() == 1 => self.needed.types |= kinds[0].bit(),
                _ => {}
            }
            match (element, &mut self.first) {
                (Element::Gap(_) | Element::Start, first) if leads => *first = None,
                (Element::Words(set), Some(first)) if leads => first.words.insert(*set),
                (Element::Types(kinds), Some(first)) if leads => {
                    kinds.iter().for_each(|kind| first.types |= kind.bit());
                }
                _ => {}
            }
            leads &= *optional;
        }
    }

    /// Whether the sentence has what the pattern needs.
    pub(crate) fn may_match(&self, sentence: &Tagged) -> bool {
        sentence.all.types & self.needed.types == self.needed.types && sentence.all.words.has_all(&self.needed.words)
    }

    /// Matches from the token `at` on.
    pub(crate) fn matches(&self, sentence: &Tagged, at: usize) -> Option<Match> {
        if let Some(first) = &self.first {
            let token = sentence.tokens.get(at)?;
            let is_word = token.is_text() && sentence.lexicon.sets_of(token.place).has_any(&first.words);
            if !is_word && sentence.types.get(at)? & first.types == 0 {
                return None;
            }
        }
        let mut captured = Vec::new();
        let end = step(&self.elements, sentence, at, &mut captured)?;
        (end > at).then_some(Match { range: at..end, captured })
    }
}

fn step(
    elements: &[(Element, bool)],
    sentence: &Tagged,
    at: usize,
    captured: &mut Vec<(Type, Range<usize>)>,
) -> Option<usize> {
    let Some(((element, optional), rest)) = elements.split_first() else {
        return (!sentence.whole || at == sentence.tokens.len()).then_some(at);
    };
    let tokens = sentence.tokens;
    let taken = match element {
        Element::Start => (at == 0).then_some(at),
        Element::Gap(most) => {
            for count in 0..=*most {
                if let Some(end) = step(rest, sentence, at + count, captured) {
                    return Some(end);
                }
                match tokens.get(at + count) {
                    Some(token) if !token.is_any(&[";", "?", "!", "."]) => {}
                    _ => return None,
                }
            }
            return None;
        }
        Element::Words(set) => sentence.is_word(at, *set).then_some(at + 1),
        Element::Types(kinds) => match kinds.iter().find_map(|kind| Some((*kind, end_of(*kind, tokens, at)?))) {
            Some((kind, end)) => {
                captured.push((kind, at..end));
                Some(end)
            }
            None => None,
        },
    };
    let before = captured.len() - usize::from(taken.is_some() && matches!(element, Element::Types(_)));
    if let Some(end) = taken {
        if let Some(end) = step(rest, sentence, end, captured) {
            return Some(end);
        }
        captured.truncate(before);
    }
    if *optional { step(rest, sentence, at, captured) } else { None }
}

/// Where what has this type ends, if it starts at `at`.
fn end_of(kind: Type, tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let possessive = |end: usize| end + usize::from(tokens.get(end).is_some_and(|next| next.kind == Kind::Possessive));
    let group = match token.kind {
        Kind::Group(group) => Some(group),
        _ => None,
    };
    let of = |allowed: fn(Group) -> bool| group.filter(|group| allowed(*group)).map(|_| at + 1);
    match kind {
        Type::Council => {
            let at = at + usize::from(token.is("the"));
            let names_it = tokens.get(at).is_some_and(|token| token.kind == Kind::Council);
            (names_it && !names_a_part(tokens, at)).then(|| possessive(at + 1))
        }
        Type::Party => matches!(token.kind, Kind::Party(_)).then(|| possessive(at + 1)),
        Type::Holder => matches!(token.kind, Kind::Party(_) | Kind::Demonym(_)).then(|| possessive(at + 1)),
        Type::List => list(tokens, at).map(|(_, end)| end),
        Type::Several => list(tokens, at).filter(|(parties, _)| parties.len() >= 2).map(|(_, end)| end),
        Type::Many => list(tokens, at).filter(|(parties, _)| parties.len() >= 5).map(|(_, end)| end),
        Type::Date => matches!(token.kind, Kind::Date(_)).then_some(at + 1),
        Type::Range => matches!(token.kind, Kind::Range(_)).then_some(at + 1),
        Type::Number => matches!(token.kind, Kind::Number(_)).then_some(at + 1),
        Type::Members | Type::Adjective | Type::Participants | Type::Observers | Type::States => {
            let (_, is) = GROUPS.iter().find(|(group, _)| *group == kind)?;
            of(*is)
        }
        Type::Person => (token.kind == Kind::Person).then_some(at + 1),
        Type::Place => (token.kind == Kind::Place).then_some(at + 1),
        Type::Ordinal => (token.kind == Kind::Word && ordinal::number(&token.key).is_some()).then_some(at + 1),
        Type::Officials => (token.kind == Kind::Officials).then_some(at + 1),
        Type::Agreement => matches!(token.kind, Kind::Agreement(_)).then_some(at + 1),
        Type::Event => matches!(token.kind, Kind::Event(_)).then_some(at + 1),
        Type::Capital => (token.kind == Kind::Word && token.capital).then_some(at + 1),
    }
}

/// Whether the name of the council starts that of a part of it, such as its secretariat.
fn names_a_part(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| {
        next.is_any(&[
            "secretariat",
            "working",
            "task",
            "expert",
            "project",
            "projects",
            "programme",
            "program",
            "secretariats",
        ])
    })
}

/// The parties of a list that starts at `at`, with their tokens, and where it ends.
pub(crate) fn list(tokens: &[Token], at: usize) -> Option<(Vec<(usize, usize)>, usize)> {
    let mut parties = Vec::new();
    if inside_brackets(tokens, at) {
        return None;
    }
    let mut place = at + usize::from(tokens.get(at)?.is("the"));
    let mut end = at;
    loop {
        let token = tokens.get(place)?;
        let filler = match token.kind {
            Kind::Party(party) => {
                if tokens.get(place + 1).is_some_and(|next| next.kind == Kind::Possessive) {
                    break;
                }
                parties.push((party, place));
                false
            }
            Kind::Group(Group { adjective: false, .. }) | Kind::Other if !parties.is_empty() => true,
            _ => break,
        };
        place += 1;
        // What is in brackets, or among dashes, belongs to the party before.
        if tokens.get(place).is_some_and(|next| next.is("(")) {
            let close = tokens[place..].iter().take(12).position(|next| next.is(")"));
            match close {
                Some(close) => place += close + 1,
                None => {
                    end = place;
                    break;
                }
            }
        }
        if !filler {
            end = place;
        }
        let mut separated = false;
        while let Some(token) = tokens.get(place) {
            if token.is_any(&[",", ";", "and", "plus"]) {
                separated = true;
                place += 1;
            } else if token.is("as") && tokens.get(place + 1).is_some_and(|next| next.is("well")) {
                separated = true;
                place += 3;
            } else if separated && token.is_any(&["the", "both", "also"]) {
                place += 1;
            } else {
                break;
            }
        }
        if !separated || place >= tokens.len() {
            break;
        }
    }
    (!parties.is_empty()).then_some((parties, end))
}

/// Whether the list would start at an area named beside the state before it: "Denmark (including Greenland".
fn inside_brackets(tokens: &[Token], at: usize) -> bool {
    let mut before = tokens[..at].iter().rev();
    let mut open = before.by_ref().take_while(|token| token.is_any(&["including", "with", "along", "for", "the"]));
    if open.by_ref().count() == 0 {
        return false;
    }
    let place = tokens[..at].iter().rposition(|token| token.is("("));
    place.is_some_and(|place| at - place <= 4 && place > 0 && matches!(tokens[place - 1].kind, Kind::Party(_)))
}
