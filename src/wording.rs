//! Helpers for text that people read: counted nouns, lists, and characters that must not be printed.

/// "1 row", "2 rows".
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {}", plural(n, noun))
}

/// "1st", "2nd", "3rd", "11th".
#[cfg(any(feature = "cli", test))]
pub(crate) fn nth(n: i64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The form of an English `noun` that follows the number `n`: "row", "rows", "bodies", "people".
pub(crate) fn plural(n: usize, noun: &str) -> String {
    if n == 1 {
        return noun.to_string();
    }
    let ending = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    match noun.strip_suffix('y') {
        _ if noun == "person" => "people".to_string(),
        Some(stem) if !ending(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ending(&["s", "x", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Returns whether `letter` must not reach a terminal or a page: control characters other than a line feed, and
/// characters that change the writing direction.
pub(crate) fn is_unsafe(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a value from input as an error shows it: on one line, unsafe characters escaped, a long text cut.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line = String::new();
    for letter in text.chars().take(LONGEST) {
        if letter == '\n' || is_unsafe(letter) {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// Returns the name of a state or organisation with its article, for a sentence: "the Kingdom of Denmark", "Iceland".
///
/// A name takes one if it says what kind of thing it names: "Nordic Council", "Institute of Rime", "United States".
pub(crate) fn with_article(name: &str) -> String {
    const KINDS: &[&str] = &[
        "association",
        "commission",
        "committee",
        "commonwealth",
        "confederation",
        "corporation",
        "council",
        "emirates",
        "federation",
        "foundation",
        "forum",
        "fund",
        "institute",
        "islands",
        "kingdom",
        "organisation",
        "organization",
        "party",
        "programme",
        "republic",
        "school",
        "secretariat",
        "society",
        "states",
        "territories",
        "union",
        "university",
    ];
    let mut words = name.split(' ').skip(1);
    let kind = |word: &str| KINDS.contains(&word.to_lowercase().as_str());
    let takes_one = words.clone().any(|word| matches!(word, "of" | "for" | "on")) || words.any(kind);
    match name.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None if takes_one => format!("the {name}"),
        None => name.to_string(),
    }
}

/// "a, b and c".
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_follows_its_number() {
        let nouns = [("row", "rows"), ("body", "bodies"), ("day", "days"), ("person", "people"), ("match", "matches")];
        for (one, more) in nouns {
            assert_eq!(count(1, one), format!("1 {one}"));
            assert_eq!(count(0, one), format!("0 {more}"));
            assert_eq!(count(2, one), format!("2 {more}"));
        }
    }

    #[test]
    fn a_name_has_its_article_in_a_sentence() {
        let names = ["Kingdom of Denmark", "Russian Federation", "United States", "Circumpolar Conservation Union"];
        for name in names {
            assert_eq!(with_article(name), format!("the {name}"));
        }
        assert_eq!(with_article("The Netherlands"), "the Netherlands");
        for name in ["Iceland", "Oceana", "South Korea", "Fund"] {
            assert_eq!(with_article(name), name);
        }
    }

    #[test]
    fn a_position_has_its_ending() {
        let words = [1, 2, 3, 4, 11, 12, 13, 21, 22, 111].map(nth);
        assert_eq!(words, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th"]);
    }

    #[test]
    fn letters_that_can_hide_or_reorder_text_are_unsafe() {
        for letter in ['\0', '\t', '\r', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2068}', '\u{61c}'] {
            assert!(is_unsafe(letter), "{letter:?}");
        }
        for letter in ['a', ' ', '\n', 'é', '中', '\u{200d}'] {
            assert!(!is_unsafe(letter), "{letter:?}");
        }
    }
}
