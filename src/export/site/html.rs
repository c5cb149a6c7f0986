//! Text and dates as pages show them.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::date::{PartialDate, Period, Precision};

/// Makes text safe in HTML, in quoted attributes too. Every value that a template shows goes through
/// it. Control characters, which HTML forbids, and overrides of the writing direction, which would
/// carry on through the text behind them, are shown as replaced.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        text.chars().try_for_each(|letter| self.write_escaped_char(&mut to, letter))
    }

    fn write_escaped_char<W: Write>(&self, mut to: W, letter: char) -> fmt::Result {
        match letter {
            '&' => to.write_str("&amp;"),
            '<' => to.write_str("&lt;"),
            '>' => to.write_str("&gt;"),
            '"' => to.write_str("&quot;"),
            '\'' => to.write_str("&#39;"),
            '\n' | '\t' => to.write_char(letter),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => to.write_char('\u{fffd}'),
            _ if letter.is_control()
                || u32::from(letter) & 0xfffe == 0xfffe
                || ('\u{fdd0}'..='\u{fdef}').contains(&letter) =>
            {
                to.write_char('\u{fffd}')
            }
            _ => to.write_char(letter),
        }
    }
}

/// A date as one reads it: `15 May 2013`, `May 2027`, `2019`.
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

/// "since 15 May 2013", or from when until when; that end is the first day no longer in it.
pub(super) fn lasting(period: &Period) -> String {
    match period.end {
        Some(end) => format!("{} – {}", long(period.start), long(end)),
        None => format!("since {}", long(period.start)),
    }
}

/// `text` if it is an address that a page may link to: of the web, and nothing that spells.
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
