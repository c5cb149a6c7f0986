//! Phrases shared by reasons, notes and output: counts, dates and roles in words.

use chrono::NaiveDate;

use crate::date::{PartialDate, Period, Precision};
use crate::store::{CountSpan, Holder};

/// "1 row", "2 rows".
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {}", plural(n, noun))
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

/// "on 2013-05-15" or "in 2019".
pub fn at(date: PartialDate) -> String {
    match date.precision() {
        Precision::Day => format!("on {date}"),
        _ => format!("in {date}"),
    }
}

/// A period as people read one, its last day included: "from 2019-05-07 to 2021-05-19". Of an end
/// that is partly known the last day is not known either: "from 2017-05-11 until 2019".
pub fn period(period: Period) -> String {
    let start = period.start;
    match period.end {
        None => format!("from {start} on"),
        Some(end) if end.precision() == Precision::Day => run(start, end.first_day().pred_opt()),
        Some(end) => format!("from {start} until {end}"),
    }
}

/// The same of a run of days of one count.
pub fn span(span: &CountSpan) -> String {
    run(PartialDate::day(span.first), span.last)
}

fn run(first: PartialDate, last: Option<NaiveDate>) -> String {
    match last {
        None => format!("from {first} on"),
        Some(last) if PartialDate::day(last) == first => format!("on {first}"),
        Some(last) => format!("from {first} to {last}"),
    }
}

/// "a, b and c".
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "observer since 2013-05-15, granted at kiruna-2013".
pub fn role(holder: &Holder) -> String {
    let Period { start, end } = holder.period;
    let time = if end.is_some() { period(holder.period) } else { format!("since {start}") };
    format!("{} {time}{}", holder.role.noun(), granted(holder))
}

/// "became observer on 2013-05-15, granted at kiruna-2013".
pub fn became(holder: &Holder) -> String {
    format!("became {} {}{}", holder.role.noun(), at(holder.period.start), granted(holder))
}

fn granted(holder: &Holder) -> String {
    holder.granted_at.as_ref().map(|meeting| format!(", granted at {meeting}")).unwrap_or_default()
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
    fn letters_that_can_hide_or_reorder_text_are_unsafe() {
        for letter in ['\0', '\t', '\r', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2068}', '\u{61c}'] {
            assert!(is_unsafe(letter), "{letter:?}");
        }
        for letter in ['a', ' ', '\n', 'é', '中', '\u{200d}'] {
            assert!(!is_unsafe(letter), "{letter:?}");
        }
    }
}
