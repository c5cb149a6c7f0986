//! Splits a paragraph into sentences.

use std::ops::Range;

/// After these a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "rep", "sen", "gov", "amb", "hon", "st", "no", "nos",
    "vs", "etc", "eg", "e.g", "ie", "i.e", "viz", "cf", "ca", "approx", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "fig", "vol", "ed", "eds", "pp", "p", "u.s", "u.k", "u.n", "e.u", "d.c",
    "inc", "ltd", "art", "para", "sec",
];

/// The longest piece of text that is read as one sentence.
const LONGEST: usize = 4000;

/// The sentences of `text[within]`, a paragraph, in bytes of `text`, without the white space around them.
pub(crate) fn sentences(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let wrapped = is_wrapped(&text[within.clone()]);
    let mut at = within.start;
    while at < within.end {
        let start = *open.get_or_insert(at);
        let end = piece_end(&text[..within.end], at, wrapped);
        at = end;
        let so_far = text[start..end].trim_end();
        let goes_on = text[end..within.end].trim_start();
        if end - start < LONGEST && !goes_on.is_empty() && is_abbreviated(so_far, goes_on) {
            continue;
        }
        open = None;
        // The standard joins what starts with a number to the sentence before.
        let mut from = start;
        for (stop, _) in text[start..end].match_indices(". ") {
            let stop = start + stop + 1;
            let digit = text[stop..end].trim_start().starts_with(|next: char| next.is_ascii_digit());
            let word = text[from..stop - 1].rsplit(char::is_whitespace).next().unwrap_or_default();
            let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            if digit
                && (is_year || word.chars().filter(|letter| letter.is_lowercase()).count() >= 3)
                && !is_abbreviated(&text[from..stop], "")
            {
                push(&mut found, text, from..stop);
                from = stop;
            }
        }
        push(&mut found, text, from..end);
    }
    found
}

/// Whether the lines of a paragraph were broken to fit a width, so that their ends mean nothing.
fn is_wrapped(paragraph: &str) -> bool {
    let mut lines = paragraph.trim_end().lines();
    lines.next_back().is_some() && lines.all(|line| (50..=130).contains(&line.trim_end().len()))
}

/// Returns where the piece that starts at `from` ends: after a full stop, question or exclamation mark and the spaces
/// after it, or after a line that is not continued. This is the rule of Unicode (UAX #29) for text in Latin letters.
fn piece_end(text: &str, from: usize, wrapped: bool) -> usize {
    let bytes = text.as_bytes();
    let continues = |next: &str| wrapped || next.starts_with(char::is_lowercase);
    let mut at = from;
    loop {
        let is_stop = |byte: &u8| matches!(byte, b'.' | b'?' | b'!' | b'\n');
        let Some(found) = bytes[at..].iter().position(is_stop) else { return bytes.len() };
        let stop = at + found;
        if bytes[stop] == b'\n' {
            at = stop + 1;
            if !continues(text[at..].trim_start()) {
                return at;
            }
            continue;
        }
        let mut end = stop;
        let mut mark = '.';
        for letter in text[stop..].chars() {
            match letter {
                '.' | '?' | '!' => mark = letter,
                ')' | ']' | '"' | '\'' | '’' | '”' | '»' | '*' | '_' => {}
                _ => break,
            }
            end += letter.len_utf8();
        }
        let rest = &text[end..];
        let next = rest.trim_start();
        let space = &rest[..rest.len() - next.len()];
        at = end;
        if next.is_empty() {
            return text.len();
        }
        if space.contains('\n') && !continues(next) {
            return end + space.find('\n').map_or(0, |line| line + 1);
        }
        let ends = match (mark, space.is_empty()) {
            ('.', true) => false,
            (_, true) => next.starts_with(char::is_uppercase),
            _ if next.starts_with([',', ';', ':', '-', '–', '—']) => false,
            ('.', _) => {
                !next.chars().find(|l| l.is_alphabetic() || ".?!\n".contains(*l)).is_some_and(char::is_lowercase)
            }
            // "Why?" he asked.
            _ => !next.starts_with(char::is_lowercase),
        };
        if ends {
            return end + space.len();
        }
    }
}

/// Adds a sentence, in pieces if it is too long.
fn push(found: &mut Vec<Range<usize>>, text: &str, sentence: Range<usize>) {
    let mut start = sentence.start;
    while start < sentence.end {
        let mut end = sentence.end.min(start + LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if end < sentence.end {
            end = text[start..end].rfind(char::is_whitespace).map_or(end, |space| start + space + 1).max(start + 1);
            while !text.is_char_boundary(end) {
                end += 1;
            }
        }
        let piece = &text[start..end];
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            found.push(start + lead..start + lead + trimmed.len());
        }
        start = end;
    }
}

/// Whether the stop at the end of `so_far` belongs to an abbreviation.
fn is_abbreviated(so_far: &str, goes_on: &str) -> bool {
    let Some(before) = so_far.strip_suffix('.') else { return false };
    let word = before.rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '(' | '“' | '"')).next();
    let word = word.unwrap_or_default().to_lowercase();
    let single = word.chars().count() == 1 && before.ends_with(char::is_uppercase);
    // "in the U.S. The council": a new sentence starts with an article or a pronoun.
    let starts_anew = ["The ", "It ", "In ", "This ", "Its ", "On ", "But ", "A ", "At "].iter();
    let initials = word.contains('.');
    (single || ABBREVIATIONS.contains(&word.as_str()))
        && !(initials && starts_anew.clone().any(|w| goes_on.starts_with(w)))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn the_lines_of_a_wrapped_paragraph_are_one_text() {
        let wrapped = "The forum was founded in the north long ago and has met since\nthen in Oslo. Four states belong to it, and \
            they are neighbours\nof each other. Norway Today\nsays so.";
        let texts = [
            (wrapped, 3),
            ("A short headline\nThe text begins. It goes on\nwith a small letter.", 3),
            ("It costs 3.5 crowns (about 2. kr). \"Why?\" he asked. Is it? Yes!No.", 5),
        ];
        for (text, count) in texts {
            let found: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.len(), count, "{found:?}");
        }
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        let text = "U.S. Secretary John F. Kerry met Mr. Berg. The rest left the U.S. The chair stayed! ";
        let found: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            found,
            ["U.S. Secretary John F. Kerry met Mr. Berg.", "The rest left the U.S.", "The chair stayed!"]
        );
    }
}
