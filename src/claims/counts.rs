//! Claims about how many parties held a role.

use super::window::Window;
use super::{Claim, ClaimError, Judgement};
use crate::date::{When, next_day};
use crate::names::fold;
use crate::store::{CountSpan, Filter, PartyKind, RecordId, Role};
use crate::truth::Truth;
use crate::wording;

/// The subjects, as help shows them.
pub const SUBJECTS: &str =
    "members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers";

/// Each group that can be counted: its names in the singular, its role, its kind, and whether Arctic States are left out.
const GROUPS: &[(&[&str], Role, Option<PartyKind>, bool)] = &[
    (&["member", "member state", "arctic state"], Role::Member, None, false),
    (&["participant", "permanent participant"], Role::PermanentParticipant, None, false),
    (&["observer"], Role::Observer, None, false),
    (&["non arctic observer", "non arctic observer state", "non arctic state observer"], Role::Observer, None, true),
    (&["observer state", "state observer"], Role::Observer, Some(PartyKind::State), false),
    (&["igo observer", "intergovernmental observer"], Role::Observer, Some(PartyKind::Igo), false),
    (&["ngo observer", "non governmental observer"], Role::Observer, Some(PartyKind::Ngo), false),
];

/// The claimed number held the role on some day of the claimed time.
pub fn count(claim: &Claim) -> Result<Judgement, ClaimError> {
    let (role, filter) = group(claim)?;
    let Ok(claimed) = claim.value.parse::<usize>() else {
        return claim.invalid_value("a whole number", "one in digits");
    };
    let when = claim.when();
    let spans = claim.registry.count_spans(role, &filter)?;
    let touched: Vec<&CountSpan> = spans.iter().filter(|s| s.touches(when.first_day(), when.last_day())).collect();
    let window = Window::of(claim);
    let (verdict, either_side) = window.any_day(spans.iter().map(|span| span.first), |day| {
        match spans.iter().find(|span| span.touches(day, day)) {
            _ if day > window.today => Truth::Unknown,
            Some(span) if span.allows(claimed) && !span.is_certain() => Truth::Unknown,
            Some(span) => span.allows(claimed).into(),
            // Nobody held a role before the founding.
            None => (claimed == 0).into(),
        }
    });
    let value = match touched.is_empty() {
        true => "0".to_string(),
        false => touched.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"),
    };
    let mut reasons = Vec::new();
    match &touched[..] {
        [] => {}
        [span] if verdict == Truth::False => reasons.push(format!("{span}, not {claimed}")),
        [span] => reasons.push(format!("{span} {}", span.phrase())),
        several => {
            let counts: Vec<String> = several.iter().map(|span| format!("{span} {}", span.phrase())).collect();
            reasons.push(format!("it changed {}: {}", when.phrase(), counts.join(", ")));
        }
    }
    if either_side {
        let before = spans.iter().rfind(|span| span.last.is_some_and(|last| last < window.first));
        reasons.extend(before.map(|span| format!("{span} {}", span.phrase())));
        reasons.push(format!("it changed on {}, and a claim about that day is true of either side", window.first));
    }
    if verdict == Truth::Unknown && touched.iter().any(|span| !span.is_certain()) {
        reasons.push("a date that is only partly known leaves it open".to_string());
    }
    if verdict == Truth::False {
        reasons.push(when_it_held(claimed, &spans));
    }
    let holders = claim.registry.holders(role, &filter, &When::day(when.last_day()))?.rows;
    // If the count is uncertain, only the uncertain holders explain it.
    let uncertain = holders.iter().any(|row| row.certainty == Truth::Unknown);
    let mut deciding: Vec<_> = holders.iter().filter(|row| !uncertain || row.certainty == Truth::Unknown).collect();
    deciding.sort_by_key(|row| std::cmp::Reverse(row.period.start.first_day()));
    let records: Vec<RecordId> = deciding.iter().map(|row| row.record.clone()).collect();
    if verdict == Truth::False && records.len() > 1 && claim.is_any_unverified(&records)? {
        reasons.push("some of these memberships are unverified".to_string());
    }
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// Returns the times at which the claimed count was right.
pub fn times(claim: &Claim) -> Result<Vec<String>, ClaimError> {
    let (role, filter) = group(claim)?;
    let Ok(claimed) = claim.value.parse::<usize>() else { return Ok(Vec::new()) };
    Ok(phrases(claimed, &claim.registry.count_spans(role, &filter)?, true))
}

/// Returns the times at which the count was, or may have been, the claimed one.
fn phrases(claimed: usize, spans: &[CountSpan], certain: bool) -> Vec<String> {
    let mut allowed: Vec<CountSpan> = Vec::new();
    for span in spans.iter().filter(|span| span.allows(claimed) && span.is_certain() == certain) {
        match allowed.last_mut().filter(|before| before.last.map(next_day) == Some(span.first)) {
            Some(before) => before.last = span.last,
            None => allowed.push(*span),
        }
    }
    allowed.iter().map(CountSpan::phrase).collect()
}

/// Returns when the claimed count was right: "12 held from 2013-05-15 to 2017-05-10".
fn when_it_held(claimed: usize, spans: &[CountSpan]) -> String {
    let times = |certain: bool| wording::list(&phrases(claimed, spans, certain));
    match (times(true).as_str(), times(false).as_str()) {
        ("", "") => format!("there never were {claimed}"),
        ("", perhaps) => format!("{claimed} may have held {perhaps}"),
        (held, "") => format!("{claimed} held {held}"),
        (held, perhaps) => format!("{claimed} held {held}, and may have held {perhaps}"),
    }
}

pub fn group(claim: &Claim) -> Result<(Role, Filter), ClaimError> {
    let key = fold(claim.subject);
    let singular: Vec<&str> = key.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    let singular = singular.join(" ");
    match GROUPS.iter().find(|(names, ..)| names.contains(&singular.as_str())) {
        Some((_, role, kind, non_arctic)) => Ok((*role, Filter { kind: *kind, non_arctic: *non_arctic })),
        None if claim.subject.is_empty() => ClaimError::cell("subject", format!("empty; write {SUBJECTS}")),
        None => ClaimError::cell("subject", format!("cannot count `{}`; write {SUBJECTS}", claim.subject)),
    }
}
