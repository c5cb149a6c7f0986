//! Folds names, so that different spellings of a name have the same key.

/// Returns the key of a name: its ASCII letters and digits in lower case, separated by single spaces. Script, accents,
/// case, punctuation and the word "the" are folded away. Names with the same key are the same name.
///
/// ```
/// use arctic_council::names::fold;
/// assert_eq!(fold("Korea, Rep."), "korea rep");
/// assert_eq!(fold("The U.S.A."), "usa");
/// assert_eq!(fold("Sámiráđđi"), "samiraddi");
/// assert_eq!(fold("Red Cross & Red Crescent"), fold("RED CROSS AND RED CRESCENT"));
/// ```
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut word = 0; // where the word being written starts in `key`
    let mut end_word = |key: &mut String| {
        if &key[word..] == "the" {
            key.truncate(word);
        }
        if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
        word = key.len();
    };
    let mut push = |byte: u8| match byte {
        b'&' => {
            end_word(&mut key);
            key.push_str("and");
            end_word(&mut key);
        }
        b'\'' | b'`' | b'.' => {}
        _ if byte.is_ascii_alphanumeric() => key.push(char::from(byte.to_ascii_lowercase())),
        _ => end_word(&mut key),
    };
    for letter in name.chars() {
        match u8::try_from(letter) {
            Ok(byte) if byte.is_ascii() => push(byte),
            _ => ascii_of(letter).bytes().for_each(&mut push),
        }
    }
    end_word(&mut key);
    key.truncate(key.trim_end().len());
    key
}

/// Returns whether the folded text `whole` contains the words of `part` one after the other.
pub(crate) fn contains_words(whole: &str, part: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

/// Returns the ASCII text for `letter`, before case and punctuation are folded. It is empty for letters that do not
/// separate words.
#[inline]
pub(crate) fn ascii_of(letter: char) -> &'static str {
    // Apostrophes, dots and modifier letters used as apostrophes do not separate words. The vowel points of Hebrew and
    // Arabic are mostly left out in writing.
    if matches!(letter, '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{64b}'..='\u{652}' | '\u{670}' | '.' | '\'' | '`' | '´' | '‘'..='‛' | 'ʹ'..='ˈ')
    {
        return "";
    }
    deunicode::deunicode_char(letter).unwrap_or(" ")
}

#[cfg(test)]
mod tests {
    use super::{contains_words, fold};
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_name_have_one_key() {
        for (spellings, key) in [
            (&["Türkiye", "TÜRKİYE", "turkiye", " Turkiye "][..], "turkiye"),
            (&["Gwich’in", "Gwich'in", "Gwichʼin", "GWICHIN"], "gwichin"),
            (&["Korea, Rep.", "KOREA REP", "korea  (rep)"], "korea rep"),
            (&["U.S.A.", "USA", "the USA", "U.S.A"], "usa"),
            (&["Netherlands, The", "The Netherlands", "NETHERLANDS"], "netherlands"),
            (&["Færøerne", "FAEROERNE"], "faeroerne"),
            (&["Łódź", "Lodz"], "lodz"),
            (&["A&B", "A & B", "a and b"], "a and b"),
            (&["Theland the", "the theland"], "theland"),
            (&["", "the", "...", "?!"], ""),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), key, "{spelling}");
            }
        }
    }

    #[test]
    fn a_text_contains_whole_words() {
        assert!(contains_words("barrow alaska now utqiagvik", "barrow"));
        assert!(!contains_words("barrow alaska now utqiagvik", "row"));
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(name in "\\PC{0,40}") {
            let key = fold(&name);
            prop_assert!(key.bytes().all(|b| b == b' ' || b.is_ascii_digit() || b.is_ascii_lowercase()));
            prop_assert_eq!(key.trim(), &key);
            prop_assert_eq!(fold(&key), key);
        }
    }
}
