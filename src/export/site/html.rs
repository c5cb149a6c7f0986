//! Text and dates as pages show them.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::chart::replacement;
use crate::date::{PartialDate, Period, Precision};

/// Escapes every value that a template shows.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        text.chars().try_for_each(|letter| self.write_escaped_char(&mut to, letter))
    }

    fn write_escaped_char<W: Write>(&self, mut to: W, letter: char) -> fmt::Result {
        match replacement(letter) {
            Some(replacement) => to.write_str(replacement),
            None => to.write_char(letter),
        }
    }
}

/// Formats a date for people: `15 May 2013`, `May 2027`, `2019`.
pub(super) fn long(date: PartialDate) -> String {
    if let Some((from, to)) = date.between() {
        return format!("between {} and {}", long(from), long(to));
    }
    let pattern = match date.precision() {
        Precision::Day | Precision::Between => "%-d %B %Y",
        Precision::Month => "%B %Y",
        Precision::Year => "%Y",
    };
    date.first_day().format(pattern).to_string()
}

/// Formats a period for people: `since 15 May 2013`, or its start and its exclusive end.
pub(super) fn lasting(period: &Period) -> String {
    match period.end {
        Some(end) => format!("{} – {}", long(period.start), long(end)),
        None => format!("since {}", long(period.start)),
    }
}

pub(super) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns `text` if it is a web address. Pages link to nothing else, such as `javascript:`.
pub(super) fn web_address(text: &str) -> Option<&str> {
    let scheme = text.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut html = String::new();
        Html.write_escaped_str(&mut html, "<b a='\"'>]]>&\u{0}\u{85}\u{202e}\u{fffe}\n").unwrap();
        assert_eq!(html, "&lt;b a=&#39;&quot;&#39;&gt;]]&gt;&amp;\u{fffd}\u{fffd}\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn only_the_web_is_linked_to() {
        assert_eq!(web_address("HTTPS://a.example/"), Some("HTTPS://a.example/"));
        for text in [
            "javascript:alert(1)",
            "javascript://%0aalert(1)",
            "data:text/html,x",
            "//a.example",
            "",
            " https://a.example",
        ] {
            assert_eq!(web_address(text), None, "{text}");
        }
    }
}
