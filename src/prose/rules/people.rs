//! Who was Chair of the council, and of its officials.

use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};

const UNSURE: &[&str] = &["unsure", "denied", "past", "deputy"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "officials/chair",
        about: About::Before,
        patterns: &[
            "PERSON ~8 @chairman of the? OFFICIALS",
            "PERSON ~8 chairs|chaired ~3 OFFICIALS",
            "@chairman of the? OFFICIALS ~2 PERSON",
        ],
        unless: UNSURE,
        make: |found, drafts| person(found, drafts, "sao-chair", false),
        yes: &[
            (
                "Nikolay Korchunov, Chair of the Senior Arctic Officials, spoke at the Arctic Council.",
                "|sao-chair|2021-05-19|Nikolay Korchunov",
            ),
            ("Einar Gunnarsson chairs the Senior Arctic Officials.", "|sao-chair|2021-05-19|Einar Gunnarsson"),
            ("The chair of the SAOs, Einar Gunnarsson, spoke.", "|sao-chair|2021-05-19|Einar Gunnarsson"),
        ],
        no: &[
            "Einar Gunnarsson, former Chair of the Senior Arctic Officials, spoke.",
            "Einar Gunnarsson could become Chair of the Senior Arctic Officials.",
            "Einar Gunnarsson, chair of the senior officials of the Nordic Council, spoke.",
        ],
    },
    Rule {
        id: "person/chair",
        about: About::Here,
        patterns: &[
            "PERSON ,? the? current? @chairman of COUNCIL",
            "PERSON ~2 @chairman of COUNCIL",
            "current @chairman of COUNCIL ,? PERSON",
        ],
        unless: UNSURE,
        make: |found, drafts| person(found, drafts, "chair-person", false),
        yes: &[
            ("Sergey Lavrov, chair of the Arctic Council, spoke.", "|chair-person|2021-05-19|Sergey Lavrov"),
            (
                "The current chairman of the Arctic Council, Guðlaugur Þór Þórðarson, spoke.",
                "|chair-person|2021-05-19|Guðlaugur Þór Þórðarson",
            ),
        ],
        no: &[
            "Timo Soini, former chair of the Arctic Council, spoke.",
            "Timo Soini, chair of a working group of the Arctic Council, spoke.",
            "Timo Soini, chairman of the Nordic Council, spoke of the Arctic Council.",
        ],
    },
    Rule {
        id: "person/loose",
        about: About::Before,
        patterns: &[
            "PERSON ~7 chair|chairman|chairs|lead|chaired ~6 COUNCIL",
            "PERSON ~16 foreign minister ~5 chair|chairman of COUNCIL",
            "PERSON ~8 chair ~3 council",
            "@chair of PERSON",
            "chaired by ~6 PERSON",
            "PERSON ~6 took over the chairmanship",
            "chair : PERSON",
            "PERSON , ~5 as the? new? chair",
            "chairman|chair PERSON",
        ],
        unless: &["deputy"],
        make: |found, drafts| person(found, drafts, "chair-person", true),
        yes: &[(
            "The meeting of the Council was chaired by Guðlaugur Þór Þórðarson.",
            "|chair-person|2021-05-19|Guðlaugur Þór Þórðarson",
        )],
        no: &["The meeting of the Council was chaired by Timo Soini."],
    },
];

fn person(found: &Found, drafts: &mut Vec<Draft>, property: &'static str, soft: bool) {
    let Some(at) = found.captured(Type::Person).next() else { return };
    let will = found.has_word(&["will", "was", "then"]);
    let on = match found.only_date() {
        Some(span) => Some(span.when()),
        None => found.now(),
    };
    let soft = soft || will || found.only_date().is_some();
    drafts.push(found.draft("", property, on, found.text(at.start), at).soft_if(soft));
}
