//! When the council was founded.

use chrono::Datelike;

use crate::date::{PartialDate, Precision};

use super::super::kinds::Kind;
use super::super::pattern::Type;
use super::super::tokens::number;
use super::Draft;
use super::{About, Found, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "founded/in",
        about: About::Here,
        patterns: &[
            "COUNCIL ,|-|( which|that? was|were|has? been? @adverb? @found back? in|on|since|of DATE",
            "COUNCIL which|that? was|were|has? been? @adverb? @found back? in|on|since|of DATE",
            "COUNCIL was? @adverb? set up in|on DATE",
            "COUNCIL came into being|existence in|on DATE",
            "^ @adverb? @found back? in|on DATE , the? ~2 COUNCIL",
        ],
        unless: &["denied", "unsure", "ahead"],
        make: |found, drafts| founded(found, drafts, false),
        yes: &[
            ("The Arctic Council, formed in 1996, has grown.", "|founded||1996"),
            ("The Arctic Council was formally established on 19 September 1996.", "|founded||1996-09-19"),
            ("Established in 1966, the Arctic Council promotes cooperation.", "|founded||1966"),
        ],
        no: &[
            "The Arctic Council Secretariat was established in 2013.",
            "The Arctic Economic Council was established in 2014.",
            "The Arctic Council was not founded in 1996.",
        ],
    },
    Rule {
        id: "founded/founding",
        about: About::Before,
        patterns: &[
            "COUNCIL @founding back? in|on DATE",
            "its @founding back? in|on DATE",
            "@founding of COUNCIL in|on DATE",
            "COUNCIL was|were @adverb? @found|set up? in|on DATE",
            "^ @found : DATE by",
            "since it was @found in DATE",
        ],
        unless: &["denied", "unsure", "ahead"],
        make: |found, drafts| founded(found, drafts, false),
        yes: &[("It has met since its founding in 1996.", "|founded||1996")],
        no: &["Since the founding of the Nordic Council in 1952 there was peace."],
    },
    Rule {
        id: "founded/loose",
        about: About::Before,
        patterns: &[
            "@found|set|establishing|creating ~12 in|on DATE",
            "DATE ~26 @found|establishing|creating|signed ~10 COUNCIL",
            "COUNCIL held its inaugural meeting ~4 DATE",
            "declaration ~4 DATE ~4 @found ~3 COUNCIL",
        ],
        unless: &["denied"],
        make: |found, drafts| founded(found, drafts, true),
        yes: &[(
            "On September 19, 1996, ministers signed the declaration establishing the Arctic Council.",
            "|founded||1996-09-19",
        )],
        no: &["A working group was established in 1997."],
    },
    Rule {
        id: "founded/ago",
        about: About::Before,
        patterns: &["@found|set ~3 NUM years ago", "NUM years after ~3 COUNCIL was @found", "~0 CAPITAL? anniversary"],
        unless: &["about"],
        make: ago,
        yes: &[("The Council was founded 25 years ago.", "|founded||1996")],
        no: &["The Council was founded about 25 years ago."],
    },
];

fn founded(found: &Found, drafts: &mut Vec<Draft>, soft: bool) {
    let Some(date) = found.date() else { return };
    let Some(value) = date.date() else { return };
    let range = found.matched.range.clone();
    let draft = found.draft("", "founded", None, value.to_string(), range);
    drafts.push(draft.soft_if(soft || found.is_guess(date)));
}

/// "25 years ago", "its 25th anniversary".
fn ago(found: &Found, drafts: &mut Vec<Draft>) {
    let tokens = found.sentence.tokens;
    let range = found.matched.range.clone();
    let years = match found.captured(Type::Number).next() {
        Some(at) => number(&tokens[at.start].key),
        None => range
            .start
            .checked_sub(1)
            .and_then(|at| tokens.get(at))
            .and_then(|token| number(token.key.strip_suffix("th").unwrap_or_default())),
    };
    let dated = tokens.iter().find_map(|token| match token.kind {
        Kind::Date(span) if span.from.precision() == Precision::Year => Some(span.from.first_day().year()),
        _ => None,
    });
    let year = dated.or_else(|| found.now().map(|when| when.last_day().year()));
    if let (Some(years @ 3..), Some(year)) = (years, year)
        && let Some(value) = PartialDate::year(year - i32::try_from(years).unwrap_or_default())
    {
        drafts.push(found.draft("", "founded", None, value.to_string(), range).soft_if(true));
    }
}
