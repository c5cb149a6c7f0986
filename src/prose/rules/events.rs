//! Who was admitted, what became of applications, and what else happened: agreements, events, the secretariat.

use super::super::kinds::Kind;
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};
use crate::date::When;

const UNSURE: &[&str] = &["unsure", "wish", "denied", "ahead"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "admitted/new",
        about: About::Here,
        patterns: &["@admit|@gain ~3 OBSERVERS", "OBSERVERS ~2 were|was|joined ~1 @admit?", "@include ~2 OBSERVERS"],
        unless: &["about", "unsure", "wish", "denied"],
        make: admitted,
        yes: &[(
            "On 15 May 2013 the Arctic Council admitted six new observer states.",
            "observer-states|admitted|2013-05-15|6",
        )],
        no: &[
            "The Arctic Council may admit six new observers in 2013.",
            "On 15 May 2013 the Nordic Council admitted six new observers.",
            "On 15 May 2013 the Arctic Council admitted about six new observers.",
        ],
    },
    Rule {
        id: "admitted/states",
        about: About::Here,
        patterns: &["STATES ~3 were|was|been @gain ~2 observer status ~6 COUNCIL ~6 DATE"],
        unless: &["about", "unsure", "wish", "denied"],
        make: admitted,
        yes: &[(
            "Six countries were granted observer status in the Arctic Council in 2013.",
            "observer-states|admitted|2013|6",
        )],
        no: &["Six countries were denied observer status in the Arctic Council in 2013."],
    },
    Rule {
        id: "application/outcome",
        about: About::Here,
        patterns: &[
            "PARTY ~3 application|bid|request ~8 deferred|postponed|rejected|refused|granted|approved|hold",
            "deferred|postponed|rejected|rejects|refused|granted|approved|hold ~4 PARTY ~3 application|bid|request",
        ],
        unless: &["unsure", "ahead"],
        make: application,
        yes: &[(
            "On 20 May 2021 the Arctic Council deferred Estonia's application.",
            "Estonia|application|2021-05-20|deferred",
        )],
        no: &["On 20 May 2021 the Nordic Council deferred Estonia's application."],
    },
    Rule {
        id: "meeting/nth",
        about: About::Here,
        patterns: &[
            "ORDINAL COUNCIL ministerial|meeting ~8 DATE",
            "ORDINAL ministerial ~1 of COUNCIL ~8 DATE",
            "DATE ~8 ORDINAL ministerial ~1 of COUNCIL",
        ],
        unless: UNSURE,
        make: |found, drafts| meeting(found, drafts, false),
        yes: &[(
            "The eighth ministerial meeting of the Arctic Council was held in Kiruna on 15 May 2013.",
            "|meeting-ordinal|2013-05-15|8",
        )],
        no: &["The eighth ministerial meeting of the Nordic Council was held on 15 May 2013."],
    },
    Rule {
        id: "meeting/nth-now",
        about: About::Before,
        patterns: &["ORDINAL COUNCIL ~1 ministerial|meeting", "ORDINAL ministerial|meeting|session", "ORDINAL COUNCIL"],
        unless: &[],
        make: |found, drafts| meeting(found, drafts, true),
        yes: &[("Ministers met at the 12th ministerial meeting.", "|meeting-ordinal|2021-05|12")],
        no: &["This was the second Arctic Science Ministerial."],
    },
    Rule {
        id: "agreement/signed",
        about: About::Before,
        patterns: &[
            "AGREEMENT ~8 signed ~8 DATE",
            "signed ~4 AGREEMENT ~8 DATE",
            "DATE ~12 signed ~6 AGREEMENT",
            "AGREEMENT @entered force ~2 DATE",
        ],
        unless: UNSURE,
        make: agreement,
        yes: &[
            (
                "On 15 May 2013 the states of the Arctic Council signed the Agreement on Cooperation on Marine Oil Pollution \
                 Preparedness and Response in the Arctic.",
                "Agreement on Cooperation on Marine Oil Pollution Preparedness and Response in the Arctic|agreement|2013-05-15|signed",
            ),
            (
                "The Arctic Science Agreement was signed in Fairbanks in May 2017.",
                "Arctic Science Agreement|agreement|2017-05|signed",
            ),
        ],
        no: &["The Arctic Science Agreement will be signed in 2030.", "The Paris Agreement was signed in 2015."],
    },
    Rule {
        id: "event/founding",
        about: About::Before,
        patterns: &["EVENT ,|( ~2 adopted|signed|@found ~2 in|on DATE", "EVENT ~2 adopted|signed|@found ~2 in|on DATE"],
        unless: UNSURE,
        make: event,
        yes: &[(
            "The Arctic Environmental Protection Strategy, adopted in 1991, was its forerunner.",
            "Arctic Environmental Protection Strategy|event||1991",
        )],
        no: &["The Arctic Protection Plan, adopted in 1989, was another."],
    },
    Rule {
        id: "secretariat/in",
        about: About::Before,
        patterns: &["secretariat ~5 in|at PLACE"],
        unless: &["unsure", "wish", "denied", "past"],
        make: secretariat,
        yes: &[("The Arctic Council's secretariat is in Tromsø.", "|secretariat|2021-05-19|Tromsø")],
        no: &["The secretariat of the Nordic Council is in Copenhagen."],
    },
];

/// The time of what the sentence tells as done: its own date, or the day, month or year of the text.
fn time(found: &Found) -> Option<(When, bool)> {
    match found.near_date() {
        Some(span) => Some((span.when(), found.is_guess(span))),
        None => found.this_month().map(|month| (When::Date(month), true)),
    }
}

fn admitted(found: &Found, drafts: &mut Vec<Draft>) {
    let states = found.group(Type::States);
    let Some((group, at)) = states.or_else(|| found.group(Type::Observers)) else { return };
    if states.is_none() && !group.partial || group.others {
        return;
    }
    let (Some(count @ 1..), Some((on, guess))) = (group.count, time(found)) else { return };
    let subject = if states.is_some() { "observer-states" } else { group.who.counted() };
    let soft = guess || states.is_some();
    drafts.push(found.draft(subject, "admitted", Some(on), count.to_string(), at..at + 1).soft_if(soft));
}

/// What one source calls deferred another calls rejected: never false.
fn application(found: &Found, drafts: &mut Vec<Draft>) {
    let (Some(at), Some((on, _))) = (found.holder(0), time(found)) else { return };
    let Some(party) = found.party(at) else { return };
    let has =
        |words: &[&str]| found.sentence.tokens[found.matched.range.clone()].iter().any(|token| token.is_any(words));
    let outcome = match () {
        () if has(&["deferred", "postponed", "hold"]) => "deferred",
        () if has(&["rejected", "rejects", "refused"]) => "not_granted",
        () => "granted",
    };
    drafts.push(found.draft(party, "application", Some(on), outcome, at..at + 1).soft_if(true));
}

fn meeting(found: &Found, drafts: &mut Vec<Draft>, soft: bool) {
    let Some(at) = found.captured(Type::Ordinal).next() else { return };
    let Some(number) = crate::claims::ordinal::number(&found.sentence.tokens[at.start].key) else { return };
    let Some((on, guess)) = time(found) else { return };
    drafts.push(found.draft("", "meeting-ordinal", Some(on), number.to_string(), at).soft_if(soft || guess));
}

fn agreement(found: &Found, drafts: &mut Vec<Draft>) {
    let (Some(at), Some(span)) = (found.captured(Type::Agreement).next(), found.date()) else { return };
    let Kind::Agreement(agreement) = found.sentence.tokens[at.start].kind else { return };
    let Some(name) = found.sentence.gazetteer.titles.get(agreement) else { return };
    let state = if found.sentence.tokens[found.matched.range.clone()].iter().any(|token| token.is("signed")) {
        "signed"
    } else {
        "entered_into_force"
    };
    drafts.push(found.draft(name, "agreement", Some(span.when()), state, at).soft_if(found.is_guess(span)));
}

fn event(found: &Found, drafts: &mut Vec<Draft>) {
    let (Some(at), Some(span)) = (found.captured(Type::Event).next(), found.date()) else { return };
    let Kind::Event(event) = found.sentence.tokens[at.start].kind else { return };
    if let (Some(title), Some(date)) = (found.sentence.gazetteer.titles.get(event), span.date()) {
        drafts.push(found.draft(title, "event", None, date.to_string(), at).soft_if(found.is_guess(span)));
    }
}

/// A secretariat of another body may be meant: never false.
fn secretariat(found: &Found, drafts: &mut Vec<Draft>) {
    let Some(at) = found.captured(Type::Place).next() else { return };
    if found.sentence.tokens.iter().any(|token| token.kind == Kind::Other) {
        return;
    }
    let town = found.text(at.start).to_string();
    drafts.push(found.draft("", "secretariat", found.now(), town, at).soft_if(true));
}
