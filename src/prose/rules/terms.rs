//! How long a term in the chair lasts, and which one it is.

use super::super::kinds::Kind;
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};
use crate::claims::ordinal;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "term/every",
        about: About::Here,
        patterns: &[
            "@chair ~3 @rotate ~6 every|for NUM years",
            "@rotate ~2 @chair ~10 every|for NUM years",
            "@chair ~6 every NUM years",
            "@chair ~8 for a? NUM year term|terms|period|periods",
        ],
        unless: &["about", "unsure", "denied", "wish"],
        make: |found, drafts| length(found, drafts, false),
        yes: &[
            ("The chairmanship of the Arctic Council rotates every two years.", "|term-length|2021-05-19|2"),
            ("Each state chairs the Arctic Council for a two-year term.", ""),
            ("The chairmanship of the Arctic Council rotates every three years.", "|term-length|2021-05-19|3"),
        ],
        no: &[
            "The presidency of the Nordic Council rotates every year.",
            "The chairmanship of the Arctic Council should rotate every four years.",
            "The Arctic Council meets every two years.",
        ],
    },
    Rule {
        id: "term/years",
        about: About::Before,
        patterns: &[
            "NUM year ~4 @chair|stint|tenure|turn ~2",
            "NUM year term ~3 @chair|as|of|in|at|leading|@lead",
            "@chair ~4 for NUM years",
            "@chair ~4 for the next NUM years",
        ],
        unless: &["unsure", "denied"],
        make: |found, drafts| length(found, drafts, true),
        yes: &[("Russia begins its two-year chairmanship of the Arctic Council.", "|term-length|2021-05-19|2")],
        no: &[
            "The Arctic Council started a two-year project.",
            "The three-year presidency of the Nordic Council ended.",
        ],
    },
    Rule {
        id: "term/nth",
        about: About::Before,
        patterns: &[
            "ORDINAL HOLDER ~1 @chair",
            "HOLDER 's? ORDINAL ~1 @chair|term",
            "HOLDER ~4 @take|@hold|@lead ~6 for the ORDINAL time",
            "ORDINAL time HOLDER ~2 @lead ~3 COUNCIL",
        ],
        unless: &["unsure", "denied", "wish", "deputy"],
        make: nth,
        yes: &[(
            "The second Canadian chairmanship of the Arctic Council (2013-2015) was long.",
            "Canada|term-ordinal|2013..2015|2",
        )],
        no: &[
            "The second year of Canada's chairmanship of the Arctic Council began.",
            "The second Canadian presidency of the Nordic Council began.",
        ],
    },
];

fn length(found: &Found, drafts: &mut Vec<Draft>, soft: bool) {
    let Some(at) = found.captured(Type::Number).next() else { return };
    if let Kind::Number(years @ 1..=20) = found.sentence.tokens[at.start].kind {
        drafts.push(found.draft("", "term-length", found.now(), years.to_string(), at).soft_if(soft));
    }
}

/// Which of the party's terms it is: the one at the time of the sentence, or any.
fn nth(found: &Found, drafts: &mut Vec<Draft>) {
    let (Some(at), Some(ordinal)) = (found.holder(0), found.captured(Type::Ordinal).next()) else { return };
    let number = ordinal::number(&found.sentence.tokens[ordinal.start].key);
    let (Some(party), Some(number)) = (found.party(at), number) else { return };
    let on = found.only_range().or_else(|| found.only_date()).map(|span| span.when());
    drafts.push(found.draft(party, "term-ordinal", on, number.to_string(), ordinal).soft_if(true));
}
