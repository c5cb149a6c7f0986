//! The date that a text gives itself in words.

use crate::date::Precision;

use super::kinds::Kind;
use super::tokens::Token;
use super::{dates, rules, text, tokens};

/// How many paragraphs are searched for the date of a text.
const DATELINE_WITHIN: usize = 6;

/// The date of a text that it gives before it begins: "REYKJAVIK, May 19, 2021 - ", or in a line of its own.
pub(super) fn dateline(text: &str) -> Option<String> {
    if text::is_html(text) {
        return None;
    }
    let mut fenced = false;
    for paragraph in text::paragraphs(text, &mut fenced).take(DATELINE_WITHIN) {
        for line in text[paragraph].lines().take(DATELINE_WITHIN) {
            let head: String = line.chars().take(120).collect();
            let mut words = tokens::tokens(&head, 0, &rules::GRAMMAR.lexicon);
            dates::tag(&mut words, dates::Base(None));
            let is_day = |token: &Token| match token.kind {
                Kind::Date(span) => span.from == span.to && span.from.precision() == Precision::Day,
                _ => false,
            };
            let Some(at) = words.iter().position(is_day) else { continue };
            let Kind::Date(span) = words[at].kind else { continue };
            let after = words.get(at + 1);
            let is_lead = |token: &Token| {
                matches!(&*token.key, "published" | "posted" | "date" | "updated" | "on" | ":" | "," | "-" | "#" | "|")
                    || dates::is_weekday(token)
            };
            let alone = words.iter().enumerate().all(|(n, token)| n == at || is_lead(token));
            let ends = after.is_none_or(|token| token.is_any(&["-", ":", "(", ")", "/"]));
            // A town in capitals, perhaps with its state.
            let town = words.first().is_some_and(|first| first.capitals && first.key.len() > 2)
                && words[..at].iter().all(|token| token.capital || token.is_any(&[",", "(", ")", "-", "/", "."]))
                && at <= 8;
            if alone || town && ends {
                return Some(span.from.to_string());
            }
        }
    }
    None
}
