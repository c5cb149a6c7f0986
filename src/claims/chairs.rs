//! Claims about the chair, and the dates of a chairship.

use super::dates::ClaimedDate;
use super::{Claim, ClaimError, Judgement, NamedParty};
use crate::date::{Edge, When};
use crate::names::fold;
use crate::store::{Answer, Chairship, Note, RecordId, Seat, Standing};
use crate::truth::Truth;
use crate::wording;

/// Each party named held the chair on some day of the claimed time.
pub fn chair(claim: &Claim) -> Result<Judgement, ClaimError> {
    let when = claim.when();
    let answer = claim.registry.chairs(&when)?;
    let before_founding = when.last_day() < claim.registry.meta().founded;
    let (parties, affirmed) = if claim.is_about_council() { (named(claim)?, true) } else { yes_or_no(claim)? };
    let mut reasons: Vec<String> = answer.rows.iter().map(|term| format!("{} {}", term.name, describe(term))).collect();
    if answer.rows.is_empty() && !before_founding {
        reasons.push(format!("who held it {} is not known", when.phrase()));
    }
    let mut records: Vec<RecordId> = answer.rows.iter().filter_map(|term| term.record.clone()).collect();
    let mut held = Vec::new();
    for party in &parties {
        let chaired = chaired(party, &answer, &when);
        if chaired == Truth::False {
            let terms = claim.registry.chairships_of(&party.id)?;
            reasons.push(describe_all(party, &terms.iter().collect::<Vec<_>>()));
            records.extend(terms.into_iter().filter_map(|term| term.record));
        }
        reasons.extend(party.notes.iter().map(ToString::to_string));
        held.push(chaired);
    }
    let held = Truth::all(held);
    let explains = |note: &&Note| matches!(note, Note::Handover { .. } | Note::HandoverNotKnown { .. });
    reasons.extend(answer.notes.iter().filter(explains).map(ToString::to_string));
    let value = match held {
        _ if claim.is_about_council() && !answer.rows.is_empty() => {
            answer.rows.iter().map(|term| term.name.as_str()).collect::<Vec<_>>().join(";")
        }
        _ if claim.is_about_council() => if before_founding { "none" } else { "not_known" }.to_string(),
        Truth::True => "yes".to_string(),
        Truth::False => "no".to_string(),
        Truth::Unknown => "not_known".to_string(),
    };
    let verdict = if affirmed { held } else { !held };
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// Returns the parties that the value names.
fn named(claim: &Claim) -> Result<Vec<NamedParty>, ClaimError> {
    claim.value.split(';').map(|name| claim.party_called("value", name.trim())).collect()
}

/// Returns the party that the subject names, and whether the value says that it held the chair.
fn yes_or_no(claim: &Claim) -> Result<(Vec<NamedParty>, bool), ClaimError> {
    let parties = vec![claim.party()?];
    match fold(claim.value).as_str() {
        "" | "yes" | "true" => Ok((parties, true)),
        "no" | "false" => Ok((parties, false)),
        _ => claim.invalid_value("yes or no", "`yes` or `no`, or leave the subject empty"),
    }
}

/// Returns whether `party` held the chair at `when`. Projected terms decide nothing.
fn chaired(party: &NamedParty, answer: &Answer<Chairship>, when: &When) -> Truth {
    // What has no seat of its own never chairs.
    if matches!(party.seat, Seat::RepresentedBy(_) | Seat::PartOf(_)) {
        return Truth::False;
    }
    let terms = answer.rows.iter().filter(|term| term.party == party.id);
    let held = terms.map(|term| match term.standing {
        Standing::Projected => Truth::Unknown,
        _ => term.period.touches(when.first_day(), when.last_day()),
    });
    let undecided = answer.rows.iter().any(|term| term.standing == Standing::Projected)
        || answer.rows.is_empty() && answer.known == Truth::Unknown;
    Truth::any(held.chain(undecided.then_some(Truth::Unknown)))
}

/// "held it from 2019-05-07 to 2021-05-19".
fn describe(term: &Chairship) -> String {
    let period = term.period.phrase();
    match term.standing {
        Standing::Past => format!("held it {period}"),
        Standing::Current => format!("holds it {period}"),
        Standing::Planned => format!("is to hold it {period} (planned)"),
        Standing::Projected => format!("would hold it {period} by the order of rotation (projected)"),
    }
}

/// "Russia held it from 2004-11-24 to 2006-10-25 and from ...".
fn describe_all(party: &NamedParty, terms: &[&Chairship]) -> String {
    let part = |(at, term): (usize, &&Chairship)| match term.standing {
        Standing::Past if at > 0 => term.period.phrase(),
        _ => describe(term),
    };
    let parts: Vec<String> = terms.iter().enumerate().map(part).collect();
    match parts.is_empty() {
        true => format!("{} never held it", party.name),
        false => format!("{} {}", party.name, wording::list(&parts)),
    }
}

/// A chairship of the party began at the claimed time.
pub fn start(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::Start)
}

/// A chairship of the party ended at the claimed time, or has no end.
pub fn end(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::End)
}

/// Judges a date of the chairships that overlap the claimed time, or of all of them if the claim has none.
fn date(claim: &Claim, edge: Edge) -> Result<Judgement, ClaimError> {
    let claimed = ClaimedDate::of(claim, edge)?;
    let party = claim.party()?;
    let all = claim.registry.chairships_of(&party.id)?;
    let overlaps = |term: &&Chairship| match &claim.on {
        Some(when) => term.period.touches(when.first_day(), when.last_day()) != Truth::False,
        None => true,
    };
    let terms: Vec<&Chairship> = all.iter().filter(overlaps).collect();
    let mut verdict = Truth::any(terms.iter().map(|term| claimed.judge(term.period)));
    let mut deciding: Vec<&Chairship> =
        terms.iter().copied().filter(|term| claimed.judge(term.period) == verdict).collect();
    let mut reasons = Vec::new();
    if terms.is_empty() {
        if let Some(when) = &claim.on {
            reasons.push(format!("{} did not hold the chair {}", party.name, when.phrase()));
        }
        deciding = all.iter().collect();
    }
    reasons.push(match verdict {
        // The claim may be true of another chairship.
        Truth::False => describe_all(&party, &all.iter().collect::<Vec<_>>()),
        _ => describe_all(&party, &deciding),
    });
    if verdict == Truth::Unknown {
        reasons.extend(deciding.iter().map(|term| claimed.why_unknown(term.period)));
    }
    let last_end = claim.registry.terms(None)?.rows.pop().and_then(|term| term.period.end);
    if let (Truth::False, Some(date), Some(end)) = (verdict, claimed.date, last_end)
        && date.last_day() > end.last_day()
    {
        verdict = Truth::Unknown;
        reasons.push(format!("no chairship after {end} is on record"));
    }
    reasons.extend(party.notes.iter().map(ToString::to_string));
    if verdict == Truth::False {
        reasons.extend(terms.iter().filter_map(|term| claimed.hint(term.period)));
    }
    let value = match terms.is_empty() {
        true => "none".to_string(),
        false => deciding.iter().map(|term| claimed.value(term.period)).collect::<Vec<_>>().join(";"),
    };
    let records = party.or_itself(deciding.iter().filter_map(|term| term.record.clone()).collect());
    Ok(Judgement { verdict, value, reasons, records, as_of: claim.on.as_ref().map(When::last_day) })
}
