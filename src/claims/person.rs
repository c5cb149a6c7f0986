//! Whether two spellings of a person's name mean the same person.

use crate::names::fold;
use crate::truth::Truth;

/// Titles before a name, folded.
const TITLES: &[&str] = &[
    "acting",
    "ambassador",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "deputy",
    "dr",
    "excellency",
    "foreign",
    "former",
    "h",
    "e",
    "he",
    "hon",
    "honourable",
    "honorable",
    "her",
    "his",
    "minister",
    "mme",
    "mr",
    "mrs",
    "ms",
    "m",
    "of",
    "affairs",
    "for",
    "premier",
    "president",
    "prime",
    "prof",
    "professor",
    "secretary",
    "senator",
    "sir",
    "state",
    "then",
    "us",
];

/// Given names are alike from this Jaro-Winkler similarity on: Sergey and Sergei, Marit and Margit.
const ALIKE: f64 = 0.88;

/// Returns whether `claimed` names the person recorded as `full`.
///
/// The family name decides: without it the answer is `False`. Given names may be left out, cut to initials, or
/// spelt in another way; titles may precede the name, and the family name may come first, before a comma. A given
/// name that is truly another one leaves it open: `Unknown`.
pub fn is_named(claimed: &str, full: &str) -> Truth {
    let (claimed, full) = (words(claimed), words(full));
    let (Some((family, given)), Some((own_family, own_given))) = (claimed.split_last(), full.split_last()) else {
        return Truth::False;
    };
    if skeleton(family) != skeleton(own_family) {
        return Truth::False;
    }
    let given: Vec<&String> = given.iter().filter(|word| !TITLES.contains(&word.as_str())).collect();
    let mut own = own_given.iter();
    let all_match = given.iter().all(|word| own.any(|name| is_given(word, name)));
    // Beside a first name that agrees, others are middle names that are not on record: the F of John F. Kerry.
    let first_matches = given.first().zip(own_given.first()).is_some_and(|(word, name)| is_given(word, name));
    if all_match || first_matches || own_given.is_empty() { Truth::True } else { Truth::Unknown }
}

/// Returns the folded words of a name in the order in which they are spoken.
fn words(name: &str) -> Vec<String> {
    let spoken = match name.split_once(',') {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_string(),
    };
    // Folding joins what a dot parts: "J.F. Kerry" has two initials.
    fold(&spoken.replace('.', ". ")).split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// Returns whether two given names may be one: initials and beginnings match, and so do spellings that are alike.
fn is_given(claimed: &str, recorded: &str) -> bool {
    let (claimed, recorded) = (skeleton(claimed), skeleton(recorded));
    recorded.starts_with(&claimed)
        || claimed.starts_with(&recorded)
        || claimed.chars().next() == recorded.chars().next() && strsim::jaro_winkler(&claimed, &recorded) >= ALIKE
}

/// Returns a folded word without what transliterations differ in: ö and oe, y, i and j, v and w, doubled letters.
fn skeleton(word: &str) -> String {
    let plain = word.replace("oe", "o").replace("ae", "a").replace("ue", "u");
    let mut letters: Vec<char> = Vec::new();
    for letter in plain.chars() {
        let letter = match letter {
            'y' | 'j' => 'i',
            'w' => 'v',
            other => other,
        };
        if letters.last() != Some(&letter) {
            letters.push(letter);
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same_person() {
        for (claimed, full) in [
            ("Støre", "Jonas Gahr Støre"),
            ("Stoere", "Jonas Gahr Støre"),
            ("Gahr Store", "Jonas Gahr Støre"),
            ("J. G. Støre", "Jonas Gahr Støre"),
            ("J.G. Støre", "Jonas Gahr Støre"),
            ("Jonas Støre", "Jonas Gahr Støre"),
            ("Sergei Lavrov", "Sergey Lavrov"),
            ("Sergej Lawrow", "Sergey Lavrov"),
            ("Lavrov, Sergey", "Sergey Lavrov"),
            ("Foreign Minister Sergey Lavrov", "Sergey Lavrov"),
            ("Minister Lavrov", "Sergey Lavrov"),
            ("H.E. Mr. Sergey V. Lavrov", "Sergey Lavrov"),
            ("John F. Kerry", "John Kerry"),
            ("John Forbes Kerry", "John Kerry"),
            ("Secretary of State John Kerry", "John Kerry"),
            ("Wallstroem", "Margot Wallström"),
        ] {
            assert_eq!(is_named(claimed, full), Truth::True, "{claimed}, {full}");
        }
    }

    #[test]
    fn another_given_name_leaves_it_open_and_another_family_name_does_not() {
        for claimed in ["Espen Støre", "Peter Gahr Støre"] {
            assert_eq!(is_named(claimed, "Jonas Gahr Støre"), Truth::Unknown, "{claimed}");
        }
        for claimed in ["Jonas", "Gahr", "Tore", "", ",", "Store Jonas"] {
            assert_eq!(is_named(claimed, "Jonas Gahr Støre"), Truth::False, "{claimed}");
        }
    }
}
