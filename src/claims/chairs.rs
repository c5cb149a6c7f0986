//! Claims about the chair, and the dates of a chairship.

use super::roles::{end_matches, last_day, partly_known};
use super::{Claim, ClaimError, Judgement, Subject, matches};
use crate::date::{PartialDate, When};
use crate::names::fold;
use crate::store::{Answer, Chairship, Note, RecordId, Standing};
use crate::truth::Truth;
use crate::wording;

/// The party held the chair on some day of the time asked about; of several that are named, each.
pub fn chair(claim: &Claim) -> Result<Judgement, ClaimError> {
    let when = claim.when();
    let answer = claim.registry.chairs(&when)?;
    let before = when.last_day() < claim.registry.meta().founded;
    let (subjects, affirmed) = if claim.is_about_council() { (named(claim)?, true) } else { yes_or_no(claim)? };
    let mut verdict = Truth::True;
    let mut reasons: Vec<String> = match &answer.rows[..] {
        [] if before => Vec::new(),
        [] => vec![format!("who held it {} is not known", when.phrase())],
        rows => rows.iter().map(|row| format!("{} {}", row.name, told(row))).collect(),
    };
    let mut records: Vec<RecordId> = answer.rows.iter().filter_map(|row| row.record.clone()).collect();
    for subject in &subjects {
        let held = held(subject, &answer, &when);
        verdict = match (verdict, held) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            _ => Truth::True,
        };
        let own = claim.registry.chairships_of(subject.party.as_deref().unwrap_or_default())?;
        if held == Truth::False {
            reasons.push(terms(subject, &own.iter().collect::<Vec<_>>()));
            records.extend(own.into_iter().filter_map(|row| row.record));
        }
        reasons.extend(subject.seat.iter().map(ToString::to_string));
    }
    let is_told = |note: &&Note| matches!(note, Note::Handover { .. } | Note::HandoverNotKnown { .. });
    reasons.extend(answer.notes.iter().filter(is_told).map(ToString::to_string));
    if !affirmed {
        verdict = match verdict {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
    }
    let value = match (claim.is_about_council(), verdict) {
        (true, _) if answer.rows.is_empty() && before => "none".to_string(),
        (true, _) if answer.rows.is_empty() => "not_known".to_string(),
        (true, _) => answer.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(";"),
        (false, Truth::Unknown) => "not_known".to_string(),
        (false, verdict) => if (verdict == Truth::True) == affirmed { "yes" } else { "no" }.to_string(),
    };
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// Those whom the value names.
fn named(claim: &Claim) -> Result<Vec<Subject>, ClaimError> {
    claim.value.split(';').map(|name| claim.party_called("value", name.trim())).collect()
}

/// The party that the subject names, and whether the value says that it held the chair.
fn yes_or_no(claim: &Claim) -> Result<(Vec<Subject>, bool), ClaimError> {
    let subjects = vec![claim.party()?];
    match fold(claim.value).as_str() {
        "" | "yes" | "true" => Ok((subjects, true)),
        "no" | "false" => Ok((subjects, false)),
        _ => claim.wrong_value("does not go with a party as subject; write `yes` or `no`, or leave the subject empty"),
    }
}

/// What follows from the order of rotation alone decides nothing.
fn held(subject: &Subject, answer: &Answer<Chairship>, when: &When) -> Truth {
    let (first, last) = (when.first_day(), when.last_day());
    let own = answer.rows.iter().filter(|row| Some(&row.party) == subject.party.as_ref());
    let verdicts = own.map(|row| match row.standing {
        Standing::Projected => Truth::Unknown,
        _ => row.period.touches(first, last),
    });
    let open = answer.rows.iter().any(|row| row.standing == Standing::Projected)
        || answer.rows.is_empty() && answer.known == Truth::Unknown;
    Truth::any(verdicts.chain(open.then_some(Truth::Unknown)))
}

/// "held it from 2019-05-07 to 2021-05-19".
fn told(row: &Chairship) -> String {
    let period = row.period.phrase();
    match row.standing {
        Standing::Past => format!("held it {period}"),
        Standing::Current => format!("holds it {period}"),
        Standing::Planned => format!("is to hold it {period} (planned)"),
        Standing::Projected => format!("would hold it {period} by the order of rotation (projected)"),
    }
}

/// When the party held the chair: "Russia held it from 2004-11-24 to 2006-10-25 and from ...".
fn terms(subject: &Subject, own: &[&Chairship]) -> String {
    let mut parts: Vec<String> = own.iter().map(|row| told(row)).collect();
    for at in 1..parts.len() {
        if own[at].standing == Standing::Past {
            parts[at] = own[at].period.phrase();
        }
    }
    match parts.is_empty() {
        true => format!("{} never held it", subject.name),
        false => format!("{} {}", subject.name, wording::list(&parts)),
    }
}

/// A chairship of the party began at the claimed time.
pub fn start(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = claim.date()?;
    edge(claim, Some(claimed), |row| matches(claimed, row.period.start), |_| None, |row| row.period.start.to_string())
}

/// A chairship of the party ended at the claimed time, or has no end.
pub fn end(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = claim.date_or_none()?;
    let verified_through = claim.registry.meta().verified_through;
    let judge = |row: &Chairship| end_matches(claimed, row.period.end, verified_through);
    let remark = |row: &Chairship| last_day(claimed, row.period.end);
    edge(claim, claimed, judge, remark, |row| row.period.end.map_or("none".to_string(), |end| end.to_string()))
}

/// A claim about a date of the chairship that touches the time asked about, or of any chairship of
/// the party where the claim names no time.
fn edge(
    claim: &Claim,
    claimed: Option<PartialDate>,
    judge: impl Fn(&Chairship) -> Truth,
    remark: impl Fn(&Chairship) -> Option<String>,
    shown: fn(&Chairship) -> String,
) -> Result<Judgement, ClaimError> {
    let subject = claim.party()?;
    let all = claim.registry.chairships_of(subject.party.as_deref().unwrap_or_default())?;
    let touches = |row: &&Chairship| match &claim.on {
        Some(when) => row.period.touches(when.first_day(), when.last_day()) != Truth::False,
        None => true,
    };
    let rows: Vec<&Chairship> = all.iter().filter(touches).collect();
    let mut verdict = Truth::any(rows.iter().map(|row| judge(row)));
    // Which one the claim is about: those that bear it out, else all.
    let mut deciding: Vec<&Chairship> = rows.iter().copied().filter(|row| judge(row) == verdict).collect();
    let mut reasons = Vec::new();
    if rows.is_empty() {
        if let Some(when) = &claim.on {
            reasons.push(format!("{} did not hold the chair {}", subject.name, when.phrase()));
        }
        deciding = all.iter().collect();
    }
    // A claim that is false may be true of another chairship.
    reasons.push(match verdict {
        Truth::False => terms(&subject, &all.iter().collect::<Vec<_>>()),
        _ => terms(&subject, &deciding),
    });
    if verdict == Truth::Unknown {
        reasons.extend(deciding.iter().map(|row| partly_known(&shown(row))));
    }
    let stored_to = claim.registry.terms(None)?.rows.pop().and_then(|row| row.period.end);
    if let (Truth::False, Some(claimed), Some(end)) = (verdict, claimed, stored_to)
        && claimed.last_day() > end.last_day()
    {
        verdict = Truth::Unknown;
        reasons.push(format!("no chairship after {end} is on record"));
    }
    reasons.extend(subject.seat.iter().map(ToString::to_string));
    let value = if rows.is_empty() {
        "none".to_string()
    } else {
        deciding.iter().map(|row| shown(row)).collect::<Vec<_>>().join(";")
    };
    let mut records: Vec<RecordId> = deciding.iter().filter_map(|row| row.record.clone()).collect();
    if records.is_empty() {
        records.push(subject.record.clone());
    }
    if verdict == Truth::False {
        reasons.extend(rows.iter().filter_map(|row| remark(row)));
    }
    let as_of = claim.on.as_ref().map(When::last_day);
    Ok(Judgement { verdict, value, reasons, records, as_of })
}
