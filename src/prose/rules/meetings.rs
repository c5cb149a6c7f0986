//! Where the council met.

use super::super::kinds::Kind;
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};
use crate::date::When;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "meeting/held",
        about: About::Here,
        patterns: &[
            "ministerial ~6 took|held|convened ~4 in|at PLACE ,? on|in DATE",
            "ministerial meeting of COUNCIL took place ~1 on|in DATE ,? in|at PLACE",
        ],
        unless: &["unsure", "wish", "denied"],
        make: |found, drafts| place(found, drafts, false),
        yes: &[(
            "The ministerial meeting of the Arctic Council was held in Kiruna on 15 May 2013.",
            "|meeting-place|2013-05-15|Kiruna",
        )],
        no: &["The officials of the Arctic Council were held in Kiruna in 2012."],
    },
    Rule {
        id: "meeting/in",
        about: About::Before,
        patterns: &["in|at|from PLACE", "PLACE ministerial", ", PLACE"],
        unless: &[],
        make: |found, drafts| place(found, drafts, true),
        yes: &[(
            "The ministerial meeting of the Arctic Council in Kiruna in May 2013 was long.",
            "|meeting-place|2013-05|Kiruna",
        )],
        no: &["The Arctic Council Secretariat is in Tromsø."],
    },
];

/// A meeting was there: at the date of the sentence, else in the month or year of the text.
fn place(found: &Found, drafts: &mut Vec<Draft>, soft: bool) {
    let Some(at) = found.captured(Type::Place).next() else { return };
    let town = found.text(at.start).to_string();
    if let (Some(span), false) = (found.date(), soft) {
        drafts.push(found.draft("", "meeting-place", Some(span.when()), town, at).soft_if(found.is_guess(span)));
        return;
    }
    // A town alone says nothing: the sentence must speak of a meeting, or of what happens at one.
    let spoken = [
        "meeting",
        "ministerial",
        "ministers",
        "gathering",
        "session",
        "ceremony",
        "signed",
        "chairmanship",
        "declaration",
        "event",
        "established",
        "meetings",
        "created",
    ];
    if !found.has_word(&spoken) {
        return;
    }
    let month = found.this_month().map(When::Date);
    let mut dates: Vec<Option<When>> = found
        .sentence
        .tokens
        .iter()
        .filter_map(|token| match token.kind {
            Kind::Date(span) => Some(Some(span.when())),
            _ => None,
        })
        .collect();
    if dates.is_empty() {
        dates.push(month.or_else(|| found.now()));
    }
    for on in dates.into_iter().flatten() {
        drafts.push(found.draft("", "meeting-place", Some(on), town.clone(), at.clone()).soft_if(true));
    }
}
