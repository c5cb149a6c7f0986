//! Who held the chair, took it over and handed it on.

use super::super::kinds::{Kind, Span};
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};
use crate::date::{PartialDate, When};

const UNSURE: &[&str] = &["unsure", "wish", "denied", "deputy"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "chair/passed",
        about: About::Before,
        patterns: &[
            "@chair ~10 @hand from PARTY to PARTY",
            "PARTY ~3 @hand ~5 @chair|gavel|torch|baton ~10 to HOLDER",
            "PARTY ~3 @hand over? these? ~3 powers to PARTY",
            "from the? HOLDER to the? HOLDER @chair",
        ],
        unless: UNSURE,
        make: |found, drafts| handover(found, drafts, found.holder(1), found.holder(0)),
        yes: &[(
            "In May 2021 the chairmanship of the Arctic Council passed from Iceland to Russia.",
            "Russia|chairship-start||2021-05; Iceland|chairship-end||2021-05",
        )],
        no: &["The chairmanship of the Nordic Council passed from Iceland to Sweden in 2020."],
    },
    Rule {
        id: "chair/took-from",
        about: About::Before,
        patterns: &[
            "HOLDER ~8 @take ~9 @chair|role|gavel|it ~9 from HOLDER",
            "HOLDER ~8 @take ~3 HOLDER as ~1 @chairman",
            "@chair was handed ~2 by HOLDER , who ~6 from the? HOLDER",
        ],
        unless: UNSURE,
        make: |found, drafts| handover(found, drafts, found.holder(0), found.holder(1)),
        yes: &[(
            "On 20 May 2021 Russia took over the chairmanship of the Arctic Council from Iceland.",
            "Russia|chairship-start||2021-05-20; Iceland|chairship-end||2021-05-20",
        )],
        no: &["Russia could take over the chairmanship of the Arctic Council from Iceland in 2021."],
    },
    Rule {
        id: "chair/took",
        about: About::Before,
        patterns: &[
            "HOLDER ~2 @adverb? @take ~1 ~7 @chair ~12 RANGE|DATE",
            "DATE ~8 HOLDER ~6 @take ~7 @chair",
            "HOLDER ~6 @take|prepares ~7 @chair",
            "HOLDER ~2 @take ~2 role for the next",
            "HOLDER ~3 will be ~2 @chairman of ~2 COUNCIL",
            "@chair ~8 @hand to the? HOLDER",
            "@hand ~3 @chair ~4 to the? HOLDER",
            "HOLDER ~4 becomes|become ~2 new? host|chair|chairman of COUNCIL",
        ],
        unless: UNSURE,
        make: |found, drafts| handover(found, drafts, found.holder(0), None),
        yes: &[
            (
                "Russia will assume the rotating Arctic Council presidency for 2021-2023.",
                "Russia|chairship-start||2021; Russia|chairship-end||2023",
            ),
            ("Sweden took over the chairmanship of the Arctic Council in May 2011.", "Sweden|chairship-start||2011-05"),
        ],
        no: &["Sweden hopes to take over the chairmanship of the Arctic Council in 2029."],
    },
    Rule {
        id: "chair/term",
        about: About::Before,
        patterns: &[
            "HOLDER ~5 @chair ~5 ,? ( RANGE",
            "HOLDER ~3 @chair ~3 ,? running? RANGE",
            "RANGE ~2 HOLDER ~4 @chair",
            "HOLDER RANGE ~3 @chair",
            "HOLDER ~3 @lead ~4 RANGE",
            "HOLDER ~4 @hold ~4 @chair ~4 RANGE",
            "HOLDER ~2 is|was ~4 @chair ~3 ( RANGE",
            "RANGE : HOLDER to chair",
            "it assumes ~4 @chair ~4 RANGE",
        ],
        unless: UNSURE,
        make: term,
        yes: &[
            (
                "Finland held the chairmanship of the Arctic Council from 2017 to 2019.",
                "Finland|chairship-start||2017; Finland|chairship-end||2019",
            ),
            (
                "The Norwegian Chairmanship of the Arctic Council 2006-2008",
                "Norway|chairship-start||2006; Norway|chairship-end||2008",
            ),
            (
                "During its Canadian chairmanship (2013-2015) the Arctic Council met.",
                "Canada|chairship-start||2013; Canada|chairship-end||2015",
            ),
        ],
        no: &["Norway's chairmanship of the Nordic Council (2022-2023) ended."],
    },
    Rule {
        id: "chair/ordinal",
        about: About::Before,
        patterns: &["@chair ( RANGE ) was? the? PARTY"],
        unless: UNSURE,
        make: term,
        yes: &[(
            "The first chairmanship of the Council: chairmanship (1996-1998) was Canada.",
            "Canada|chairship-start||1996; Canada|chairship-end||1998",
        )],
        no: &["The first presidency (1996-1998) of the Nordic Council was Iceland's."],
    },
    Rule {
        id: "chair/until",
        about: About::Before,
        patterns: &["PARTY ~3 @lead|@hold ~8 until DATE", "PARTY @chair ~6 which it will hold until DATE"],
        unless: UNSURE,
        make: |found, drafts| edge(found, drafts, false),
        yes: &[("Sweden will chair the Arctic Council until 2013.", "Sweden|chairship-end||2013")],
        no: &["Sweden will chair the Nordic Council until 2013."],
    },
    Rule {
        id: "chair/since",
        about: About::Before,
        patterns: &[
            "PARTY ~3 @lead|@hold ~8 since DATE",
            "PARTY ~6 @chair ~4 which began in DATE",
            "@chair ~3 HOLDER ~4 , which began in DATE",
            "HOLDER ~3 @chair ~4 set to begin in DATE",
            "from DATE PARTY is chairing COUNCIL",
            "beginning of the HOLDER @chair in DATE",
        ],
        unless: UNSURE,
        make: |found, drafts| edge(found, drafts, true),
        yes: &[("Russia had chaired the Arctic Council since May 2021.", "Russia|chairship-start||2021-05")],
        no: &["Russia had chaired the Northern Forum since May 2021."],
    },
    Rule {
        id: "chair/ends",
        about: About::Before,
        patterns: &[
            "end of the? ~2 HOLDER ~2 @chair",
            "HOLDER ~5 wrapping up its ~2 @chair",
            "wrapping up the ~2 HOLDER @chair",
            "outgoing HOLDER @chair",
            "outgoing @chair of COUNCIL , the? PARTY",
            "HOLDER ~2 @hand ~3 @chair of COUNCIL",
        ],
        unless: &["unsure", "denied"],
        make: ends,
        yes: &[("The meeting marked the end of the Norwegian chairmanship of the Arctic Council.", "")],
        no: &["The meeting marked the end of the Norwegian chairmanship of the Nordic Council."],
    },
    Rule {
        id: "chair/begins",
        about: About::Before,
        patterns: &["beginning|start of the? HOLDER ~3 @chair|term", "HOLDER ~2 NUM year stint|term ~5"],
        unless: &["unsure", "denied", "wish"],
        make: |found, drafts| handover(found, drafts, found.holder(0), None),
        yes: &[(
            "In May 2013 the meeting saw the start of the Canadian chairmanship of the Arctic Council.",
            "Canada|chairship-start||2013-05",
        )],
        no: &["In May 2013 the meeting saw the start of the Canadian chairmanship of the Nordic Council."],
    },
    Rule {
        id: "chair/holds",
        about: About::Before,
        patterns: &[
            "PARTY , which|who? currently|now holds|held ~4 @chair",
            "PARTY ~1 which|that? currently|now holds|held ~4 @chair",
            "PARTY is|remains|was currently|now? ~2 @chairman of COUNCIL",
            "PARTY is|remains the? current @chairman",
            "PARTY currently|now @hold ~4 @chair",
            "PARTY currently|now chairs|leads ~2 COUNCIL",
            "PARTY is|was currently|now? chairing COUNCIL",
            "DATE , ~2 HOLDER representative? served as @chairman of COUNCIL",
            "as ~2 @chairman of COUNCIL , the? PARTY",
            "current HOLDER @chair",
        ],
        unless: UNSURE,
        make: holds,
        yes: &[("Iceland currently holds the chairmanship of the Arctic Council.", "Iceland|chair|2021-05-19|yes")],
        no: &["Iceland currently holds the presidency of the Nordic Council."],
    },
    Rule {
        id: "chair/under",
        about: About::Before,
        patterns: &[
            "under|during the? current? HOLDER ~3 chairmanship|chairship|presidency of|in COUNCIL",
            "under|during the current? ~1 HOLDER ~3 chairmanship|chairship|presidency",
            "during the? HOLDER ~3 chairmanship|presidency",
            "under|during the? chairmanship|chairship|presidency of the? HOLDER",
            "HOLDER 's ~3 @chair",
            "new HOLDER @chair",
            "HOLDER ~2 @chairman 's",
            "HOLDER ~8 second|first year chairing",
            "even become its chair",
            "next ~3 PARTY will chair",
        ],
        unless: &["past", "deputy"],
        make: under,
        yes: &[("The Arctic Council met under the Icelandic chairmanship.", "Iceland|chair|2021-05-19|yes")],
        no: &["Russia's chairmanship will begin when the Arctic Council meets."],
    },
];

fn name(found: &Found, at: Option<usize>) -> Option<(String, usize)> {
    let at = at?;
    // In dashes or brackets another party may come last.
    if found.sentence.tokens.get(at + 1).is_some_and(|next| next.is_any(&["-", ")"])) {
        return None;
    }
    Some((found.party(at)?.to_string(), at))
}

/// One party took the chair, and another handed it on, both at the date of the sentence.
fn handover(found: &Found, drafts: &mut Vec<Draft>, to: Option<usize>, from: Option<usize>) {
    let (to, from) = (name(found, to), name(found, from));
    if let (Some((to, _)), Some((from, _))) = (&to, &from)
        && to == from
    {
        return;
    }
    let near =
        found.near_date().filter(|span| span.date().is_some() && !comes_after(found, *span, &["until", "till", "by"]));
    let (start, end, soft) =
        match (found.range().or_else(|| near.is_none().then(|| found.only_range()).flatten()), near) {
            (Some(range), _) => (Some(range.from), Some(range.to), false),
            (None, Some(span)) => {
                // The same sentence may have a date of something else.
                let far = found.date().is_none() && far_away(found, span);
                (span.date(), None, far || found.is_guess(span))
            }
            (None, None) => {
                let this = found.this_month();
                if this.is_none() {
                    return;
                }
                (this, None, true)
            }
        };
    if let (Some((party, at)), Some(start)) = (&to, start) {
        drafts.push(found.draft(party, "chairship-start", None, start.to_string(), *at..at + 1).soft_if(soft));
        if let Some(end) = end {
            drafts.push(found.draft(party, "chairship-end", None, end.to_string(), *at..at + 1));
        } else if let Some(years) = found.next_years() {
            ahead(found, drafts, party, *at, start, years);
        }
    }
    if let (Some((party, at)), Some(start)) = (&from, start) {
        drafts.push(found.draft(party, "chairship-end", None, start.to_string(), *at..at + 1).soft_if(soft));
    }
}

/// "for the next two years"
fn ahead(found: &Found, drafts: &mut Vec<Draft>, party: &str, at: usize, start: PartialDate, years: i32) {
    if let Some(end) = crate::date::years_after(start, years) {
        drafts.push(found.draft(party, "chairship-end", None, end.to_string(), at..at + 1).soft_if(true));
    }
}

/// Whether more than a clause lies between the match and the date.
fn far_away(found: &Found, span: Span) -> bool {
    let tokens = found.sentence.tokens;
    let Some(at) = tokens.iter().position(|token| token.kind == Kind::Date(span)) else { return true };
    let range = &found.matched.range;
    let between = if at < range.start { at..range.start } else { range.end.min(at)..at };
    between.len() > 14
        || tokens[between]
            .iter()
            .any(|token| token.is_any(&["since", "when", "which", "until", "after", "before", "("]))
}

fn term(found: &Found, drafts: &mut Vec<Draft>) {
    let (Some((party, at)), Some(range)) = (name(found, found.holder(0)), found.range()) else { return };
    drafts.push(
        found.draft(&party, "chairship-start", None, range.from.to_string(), at..at + 1).soft_if(found.is_guess(range)),
    );
    drafts.push(
        found.draft(&party, "chairship-end", None, range.to.to_string(), at..at + 1).soft_if(found.is_guess(range)),
    );
}

fn edge(found: &Found, drafts: &mut Vec<Draft>, start: bool) {
    let (Some((party, at)), Some(span)) = (name(found, found.holder(0)), found.date()) else { return };
    let Some(date) = span.date() else { return };
    let property = if start { "chairship-start" } else { "chairship-end" };
    drafts.push(found.draft(&party, property, None, date.to_string(), at..at + 1).soft_if(found.is_guess(span)));
    if !start && found.has_word(&["will"]) && !found.has_word(&["take", "takes", "assume"]) {
        drafts.push(found.draft(&party, "chair", found.now(), "yes", at..at + 1).soft_if(true));
    }
}

fn ends(found: &Found, drafts: &mut Vec<Draft>) {
    let Some((party, at)) = name(found, found.holder(0)) else { return };
    let near = found.near_date().and_then(Span::date);
    if let Some(date) = near.or_else(|| found.this_month()) {
        drafts.push(found.draft(&party, "chairship-end", None, date.to_string(), at..at + 1).soft_if(true));
    }
}

fn holds(found: &Found, drafts: &mut Vec<Draft>) {
    let Some((party, at)) = name(found, found.holder(0)) else { return };
    let past = found.has_word(&["was", "served"]);
    let on: Option<When> = match found.near_date() {
        Some(span) if past => Some(span.when()),
        None if past => return,
        _ => found.now(),
    };
    let other_date = !past && found.only_date().is_some();
    drafts.push(found.draft(&party, "chair", on, "yes", at..at + 1).soft_if(other_date));
}

/// A chairmanship without a date: never false.
fn under(found: &Found, drafts: &mut Vec<Draft>) {
    let Some((party, at)) = name(found, found.holder(0)) else { return };
    let on = found.only_date().map(Span::when).or_else(|| found.now());
    if on.is_some() && !found.has(Type::Range) {
        drafts.push(found.draft(&party, "chair", on, "yes", at..at + 1).soft_if(true));
    }
}

/// Whether the date follows one of these words.
fn comes_after(found: &Found, span: Span, words: &[&str]) -> bool {
    let tokens = found.sentence.tokens;
    let at = tokens.iter().position(|token| token.kind == Kind::Date(span));
    at.and_then(|at| at.checked_sub(1)).is_some_and(|before| tokens[before].is_any(words))
}
