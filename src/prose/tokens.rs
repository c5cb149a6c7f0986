//! The words of a sentence, with their places in the text.

use std::ops::Range;

use crate::names::fold;

use super::kinds::Kind;

/// A word, a mark, or several of them that were recognised as one thing.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub kind: Kind,
    /// The bytes of the text that it covers.
    pub at: Range<usize>,
    /// The folded word; the mark itself for a mark.
    pub key: String,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether all its letters are capitals.
    pub capitals: bool,
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

/// The number that a word stands for.
pub(crate) fn number(key: &str) -> Option<u32> {
    if key.bytes().all(|b| b.is_ascii_digit()) && key.len() <= 6 {
        return key.parse().ok();
    }
    if let Some(at) = UNITS.iter().position(|word| *word == key) {
        return u32::try_from(at).ok();
    }
    TENS.iter().position(|word| *word == key).and_then(|at| u32::try_from(at).ok()).map(|tens| (tens + 2) * 10)
}

impl Token {
    pub(crate) fn is(&self, key: &str) -> bool {
        self.key == key && matches!(self.kind, Kind::Word | Kind::Number(_) | Kind::Mark | Kind::Possessive)
    }

    pub(crate) fn is_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.is(key))
    }

    pub(crate) fn word(&self) -> Option<&str> {
        (self.kind == Kind::Word).then_some(self.key.as_str())
    }

    /// Several tokens as one.
    pub(crate) fn joined(tokens: &[Token], kind: Kind) -> Self {
        let at = tokens.first().map_or(0..0, |first| first.at.start..tokens.last().map_or(0, |last| last.at.end));
        let key = tokens.iter().map(|token| token.key.as_str()).collect::<Vec<_>>().join(" ");
        let capital = tokens.first().is_some_and(|first| first.capital);
        Token { kind, at, key, capital, capitals: false }
    }
}

/// Replaces `tokens[from..to]` by one token.
pub(crate) fn join(tokens: &mut Vec<Token>, range: Range<usize>, kind: Kind) {
    let joined = Token::joined(&tokens[range.clone()], kind);
    tokens.splice(range, [joined]);
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Splits `sentence`, which lies at `offset` of the text. Hyphens between letters split words and are dropped;
/// quotation marks, emphasis and footnote numbers in brackets are dropped.
pub(crate) fn tokens(sentence: &str, offset: usize) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let letters: Vec<(usize, char)> = sentence.char_indices().collect();
    let place = |at: usize| letters.get(at).map_or(sentence.len(), |(byte, _)| *byte);
    let is_letter = |at: usize| letters.get(at).is_some_and(|(_, letter)| letter.is_alphanumeric());
    let mut at = 0;
    while let Some(&(byte, letter)) = letters.get(at) {
        if letter.is_alphanumeric() {
            let mut end = at + 1;
            while let Some(&(_, next)) = letters.get(end) {
                let joins = is_letter(end + 1)
                    && (is_apostrophe(next) && !ends_in_s(&letters, end + 1)
                        || next == '.'
                            && (end - at == 1 || letters.get(end - 2).is_some_and(|(_, l)| *l == '.'))
                            && letters[end - 1].1.is_uppercase()
                        || next == ',' && thousands(&letters, at, end));
                if next.is_alphanumeric() || is_combining(next) || joins {
                    end += 1;
                } else {
                    break;
                }
            }
            // The last stop of an abbreviation belongs to it.
            if end - at >= 3 && letters[end - 2].1 == '.' && letters.get(end).is_some_and(|(_, l)| *l == '.') {
                end += 1;
            }
            let word = &sentence[byte..place(end)];
            let key = fold_word(word);
            let kind = number(&key).map_or(Kind::Word, Kind::Number);
            let capital = letter.is_uppercase();
            let capitals = capital && !word.chars().any(char::is_lowercase);
            tokens.push(Token { kind, at: offset + byte..offset + place(end), key, capital, capitals });
            at = end;
            continue;
        }
        let end = place(at + 1);
        let mut mark = |key: &str, kind: Kind, to: usize| {
            let at = offset + byte..offset + to;
            tokens.push(Token { kind, at, key: key.to_string(), capital: false, capitals: false });
        };
        match letter {
            _ if is_apostrophe(letter) && at > 0 && is_letter(at - 1) => {
                if ends_in_s(&letters, at + 1) {
                    mark("'s", Kind::Possessive, place(at + 2));
                    at += 2;
                    continue;
                }
                if letters[at - 1].1 == 's' {
                    mark("'s", Kind::Possessive, end);
                }
            }
            '-' | '‐' | '‑' => {
                let digits = at > 0
                    && letters[at - 1].1.is_ascii_digit()
                    && letters.get(at + 1).is_some_and(|(_, next)| next.is_ascii_digit());
                let inside = at > 0 && is_letter(at - 1) && is_letter(at + 1);
                if digits || !inside {
                    mark("-", Kind::Mark, end);
                }
            }
            '–' | '—' | '−' | '―' => mark("-", Kind::Mark, end),
            ',' | '،' => mark(",", Kind::Mark, end),
            ':' | ';' | '(' | ')' | '/' | '?' | '!' | '.' | '&' | '%' | '$' | '€' | '|' => {
                let key = if letter == '&' { "and".to_string() } else { letter.to_string() };
                mark(&key, if letter == '&' { Kind::Word } else { Kind::Mark }, end);
            }
            '[' => {
                // A footnote: `[2]`.
                let mut close = at + 1;
                while letters.get(close).is_some_and(|(_, l)| l.is_ascii_digit() || matches!(l, ',' | ' ')) {
                    close += 1;
                }
                if close > at + 1 && letters.get(close).is_some_and(|(_, l)| *l == ']') {
                    at = close + 1;
                    continue;
                }
                mark("(", Kind::Mark, end);
            }
            ']' => mark(")", Kind::Mark, end),
            _ => {}
        }
        at += 1;
    }
    tokens
}

/// The key of one word. `fold` drops "the", which is a word here.
fn fold_word(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    if word.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return word.replace(',', "");
    }
    fold(word)
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}')
}

/// Whether an `s` that ends a word is at `at`.
fn ends_in_s(letters: &[(usize, char)], at: usize) -> bool {
    letters.get(at).is_some_and(|(_, l)| matches!(l, 's' | 'S'))
        && !letters.get(at + 1).is_some_and(|(_, l)| l.is_alphanumeric())
}

/// Whether the comma at `comma` separates thousands in a number that starts at `start`.
fn thousands(letters: &[(usize, char)], start: usize, comma: usize) -> bool {
    let is_digit = |at: usize| letters.get(at).is_some_and(|(_, l)| l.is_ascii_digit());
    (start..comma).all(|at| is_digit(at) || letters[at].1 == ',')
        && (comma + 1..comma + 4).all(is_digit)
        && !is_digit(comma + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(sentence: &str) -> String {
        tokens(sentence, 0).iter().map(|token| token.key.as_str()).collect::<Vec<_>>().join(" ")
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
        for token in tokens(text, 0) {
            assert!(text.is_char_boundary(token.at.start) && text.is_char_boundary(token.at.end));
        }
    }
}
