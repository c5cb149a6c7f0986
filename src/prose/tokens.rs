//! The words of a sentence, with their places in the text.

use std::borrow::Cow;
use std::ops::Range;

use crate::names::fold;

use super::kinds::Kind;
use super::lexicon::Lexicon;

/// A word, a mark, or several of them that were recognised as one thing.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub kind: Kind,
    /// The bytes of the text that it covers.
    pub at: Range<usize>,
    /// The folded word; the mark itself for a mark.
    pub key: Cow<'a, str>,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether all its letters are capitals.
    pub capitals: bool,
    /// Whether a hyphen joins it to the word before.
    pub hyphened: bool,
    /// Its place in the lexicon; 0 if the grammar does not know it.
    pub place: u16,
}

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty"];

/// The words for numbers, with their values.
pub(super) fn number_words() -> impl Iterator<Item = (&'static str, u32)> {
    UNITS.iter().copied().zip(0..).chain(TENS.iter().copied().zip((20..).step_by(10)))
}

/// The number that a word stands for.
pub(crate) fn number(key: &str) -> Option<u32> {
    if key.bytes().all(|b| b.is_ascii_digit()) && key.len() <= 6 {
        return key.parse().ok();
    }
    number_words().find(|(word, _)| *word == key).map(|(_, number)| number)
}

impl<'a> Token<'a> {
    pub(crate) fn is(&self, key: &str) -> bool {
        self.key == key && self.is_text()
    }

    /// Whether it is a word or mark as it was written.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number(_) | Kind::Mark | Kind::Possessive)
    }

    pub(crate) fn is_any(&self, keys: &[&str]) -> bool {
        self.is_text() && keys.contains(&&*self.key)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        (self.kind == Kind::Word).then_some(&*self.key)
    }

    /// Several tokens as one.
    pub(crate) fn joined(tokens: &[Token<'a>], kind: Kind) -> Self {
        let at = tokens.first().map_or(0..0, |first| first.at.start..tokens.last().map_or(0, |last| last.at.end));
        let key = match tokens {
            [one] => one.key.clone(),
            _ => Cow::Owned(tokens.iter().map(|token| &*token.key).collect::<Vec<_>>().join(" ")),
        };
        let capital = tokens.first().is_some_and(|first| first.capital);
        let hyphened = tokens.first().is_some_and(|first| first.hyphened);
        Token { kind, at, key, capital, capitals: false, hyphened, place: 0 }
    }
}

/// Replaces `tokens[from..to]` by one token.
pub(crate) fn join(tokens: &mut Vec<Token<'_>>, range: Range<usize>, kind: Kind) {
    let joined = Token::joined(&tokens[range.clone()], kind);
    tokens.splice(range, [joined]);
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Splits `sentence`, which lies at `offset` of the text. Hyphens between letters split words and are dropped;
/// quotation marks, emphasis and footnote numbers in brackets are dropped.
pub(crate) fn tokens<'a>(sentence: &'a str, offset: usize, lexicon: &Lexicon) -> Vec<Token<'a>> {
    let mut tokens: Vec<Token> = Vec::with_capacity(sentence.len() / 5 + 4);
    let bytes = sentence.as_bytes();
    let letter = |at: usize| sentence.get(at..).and_then(|rest| rest.chars().next());
    let is_letter = |at: usize| letter(at).is_some_and(char::is_alphanumeric);
    let before = |at: usize| sentence.get(..at).and_then(|rest| rest.chars().next_back());
    let mut at = 0;
    while at < bytes.len() {
        let mut mark = |key: &'static str, to: usize| {
            let kind = match key {
                "and" => Kind::Word,
                "'s" => Kind::Possessive,
                _ => Kind::Mark,
            };
            let (place, _) = lexicon.word(key);
            let key = Cow::Borrowed(key);
            tokens.push(Token {
                kind,
                at: offset + at..offset + to,
                key,
                capital: false,
                capitals: false,
                hyphened: false,
                place,
            });
        };
        let Some(first) = letter(at) else { break };
        if first.is_alphanumeric() {
            let end = word_end(sentence, at);
            let mut word = word(&sentence[at..end], offset + at, lexicon);
            word.hyphened = matches!(before(at), Some('-' | '‐' | '‑'));
            tokens.push(word);
            at = end;
            continue;
        }
        let end = at + first.len_utf8();
        match first {
            _ if is_apostrophe(first) && before(at).is_some_and(char::is_alphanumeric) => {
                if ends_in_s(sentence, end) {
                    mark("'s", end + 1);
                    at = end + 1;
                    continue;
                }
                if before(at) == Some('s') {
                    mark("'s", end);
                }
            }
            '-' | '‐' | '‑' => {
                let digits =
                    before(at).is_some_and(|b| b.is_ascii_digit()) && letter(end).is_some_and(|l| l.is_ascii_digit());
                let inside = before(at).is_some_and(char::is_alphanumeric) && is_letter(end);
                if digits || !inside {
                    mark("-", end);
                }
            }
            '–' | '—' | '−' | '―' => mark("-", end),
            ',' | '،' => mark(",", end),
            '&' => mark("and", end),
            ':' => mark(":", end),
            ';' => mark(";", end),
            '(' => mark("(", end),
            ')' | ']' => mark(")", end),
            '/' => mark("/", end),
            '?' => mark("?", end),
            '!' => mark("!", end),
            '.' => mark(".", end),
            '%' => mark("%", end),
            '$' => mark("$", end),
            '€' => mark("€", end),
            '|' => mark("|", end),
            '[' => {
                // A footnote: `[2]`.
                let number = bytes[end..].iter().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b' ')).count();
                if number > 0 && bytes.get(end + number) == Some(&b']') {
                    at = end + number + 1;
                    continue;
                }
                mark("(", end);
            }
            _ => {}
        }
        at = end;
    }
    tokens
}

/// Where the word that starts at `at` ends.
fn word_end(sentence: &str, at: usize) -> usize {
    let bytes = sentence.as_bytes();
    let plain = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    // Most words are plain, and what follows them does not join them to the next.
    match bytes.get(plain) {
        None | Some(b' ' | b'\n' | b')' | b';' | b':' | b'-' | b'"') if plain > at => return plain,
        Some(b'.') if plain - at >= 2 => return plain,
        Some(b',') if plain > at && bytes[at].is_ascii_alphabetic() => return plain,
        _ => {}
    }
    let letter = |at: usize| sentence.get(at..).and_then(|rest| rest.chars().next());
    let mut seen: [Option<char>; 2] = [None, letter(at)];
    let (mut end, mut count) = (at + seen[1].map_or(1, char::len_utf8), 1);
    while let Some(next) = letter(end) {
        let after = end + next.len_utf8();
        let joins = letter(after).is_some_and(char::is_alphanumeric)
            && (is_apostrophe(next) && !ends_in_s(sentence, after)
                || next == '.' && (count == 1 || seen[0] == Some('.')) && seen[1].is_some_and(char::is_uppercase)
                || next == ',' && thousands(&bytes[at..end], &bytes[after..]));
        if !next.is_alphanumeric() && !is_combining(next) && !joins {
            break;
        }
        seen = [seen[1], Some(next)];
        end = after;
        count += 1;
    }
    // The last stop of an abbreviation belongs to it.
    let abbreviated = count >= 3 && seen[0] == Some('.') && bytes.get(end) == Some(&b'.');
    end + usize::from(abbreviated)
}

fn word<'a>(word: &'a str, at: usize, lexicon: &Lexicon) -> Token<'a> {
    let key = fold_word(word);
    let (place, small) = lexicon.word(&key);
    let number = if key.as_bytes().first().is_some_and(u8::is_ascii_digit) { number(&key) } else { small };
    let kind = number.map_or(Kind::Word, Kind::Number);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let capitals = capital && !word.chars().any(char::is_lowercase);
    Token { kind, at: at..at + word.len(), key, capital, capitals, hyphened: false, place }
}

/// The key of one word. `fold` drops "the", which is a word here.
fn fold_word(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    if word.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return Cow::Owned(word.replace(',', ""));
    }
    Cow::Owned(fold(word))
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}')
}

/// Whether an `s` that ends a word is at `at`.
fn ends_in_s(sentence: &str, at: usize) -> bool {
    let mut rest = sentence.get(at..).unwrap_or_default().chars();
    matches!(rest.next(), Some('s' | 'S')) && !rest.next().is_some_and(char::is_alphanumeric)
}

/// Whether a comma after `before` separates thousands of a number.
fn thousands(before: &[u8], after: &[u8]) -> bool {
    let digits = after.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    digits == 3 && before.len() <= 12 && before.iter().all(|byte| byte.is_ascii_digit() || *byte == b',')
}

#[cfg(test)]
mod tests {
    use super::super::rules::GRAMMAR;
    use super::*;

    fn keys(sentence: &str) -> String {
        tokens(sentence, 0, &GRAMMAR.lexicon).iter().map(|token| &*token.key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_split_and_folded() {
        assert_eq!(keys("The U.S. chairs the eight-nation body."), "the us chairs the eight nation body .");
        assert_eq!(keys("Norway’s term (2023–2025)"), "norway 's term ( 2023 - 2025 )");
        assert_eq!(
            keys("the States' 2013-15 “Permanent Participants”[2]"),
            "the states 's 2013 - 15 permanent participants"
        );
        assert_eq!(keys("Gwich'in, 1,200 km"), "gwichin , 1200 km");
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "Tromsø’s gavel";
        for token in tokens(text, 0, &GRAMMAR.lexicon) {
            assert!(text.is_char_boundary(token.at.start) && text.is_char_boundary(token.at.end));
        }
    }
}
