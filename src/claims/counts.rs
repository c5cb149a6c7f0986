//! Claims about how many there were.

use super::{Claim, ClaimError, Judgement};
use crate::date::{When, next_day};
use crate::names::fold;
use crate::store::{CountSpan, Filter, PartyKind, Role};
use crate::truth::Truth;
use crate::wording;

/// The subjects, as help shows them.
pub const SUBJECTS: &str =
    "members, participants, observers, non-arctic-observers, observer-states, igo-observers or ngo-observers";

/// Each group that is counted: its names in the singular, whom it is of, and which of them.
const GROUPS: &[(&[&str], Role, Option<PartyKind>, bool)] = &[
    (&["member", "member state", "arctic state"], Role::Member, None, false),
    (&["participant", "permanent participant"], Role::PermanentParticipant, None, false),
    (&["observer"], Role::Observer, None, false),
    (&["non arctic observer", "non arctic observer state", "non arctic state observer"], Role::Observer, None, true),
    (&["observer state", "state observer"], Role::Observer, Some(PartyKind::State), false),
    (&["igo observer", "intergovernmental observer"], Role::Observer, Some(PartyKind::Igo), false),
    (&["ngo observer", "non governmental observer"], Role::Observer, Some(PartyKind::Ngo), false),
];

/// So many held the role on the last day of the time asked about.
pub fn count(claim: &Claim) -> Result<Judgement, ClaimError> {
    let (role, filter) = group(claim)?;
    let Ok(claimed) = claim.value.parse::<usize>() else {
        return claim.wrong_value("is not a whole number; write one in digits");
    };
    let when = claim.when();
    let spans = claim.registry.count_spans(role, &filter)?;
    let touched: Vec<&CountSpan> = spans.iter().filter(|s| s.touches(when.first_day(), when.last_day())).collect();
    let verdict = match touched.last() {
        Some(span) if !span.allows(claimed) => Truth::False,
        Some(span) if !span.is_certain() => Truth::Unknown,
        Some(_) => Truth::True,
        // Before the founding there is nothing to count.
        None if claimed == 0 => Truth::True,
        None => Truth::False,
    };
    let value = touched.last().map_or("0".to_string(), ToString::to_string);
    let mut reasons = Vec::new();
    match &touched[..] {
        [] => {}
        [span] if verdict == Truth::False => reasons.push(format!("{span}, not {claimed}")),
        [span] => reasons.push(format!("{span} {}", span.phrase())),
        several => {
            let told: Vec<String> = several.iter().map(|span| format!("{span} {}", span.phrase())).collect();
            reasons.push(format!("it changed {}: {}", when.phrase(), told.join(", ")));
        }
    }
    if verdict == Truth::Unknown {
        reasons.push("a date that is only partly known leaves it open".to_string());
    }
    if verdict == Truth::False {
        reasons.push(when_it_held(claimed, &spans));
    }
    let holders = claim.registry.holders(role, &filter, &When::day(when.last_day()))?.rows;
    let open = holders.iter().any(|row| row.certainty == Truth::Unknown);
    // Where a partly known date leaves it open, the documents behind that date come first.
    let mut deciding: Vec<_> = holders.iter().filter(|row| !open || row.certainty == Truth::Unknown).collect();
    deciding.sort_by_key(|row| std::cmp::Reverse(row.period.start.first_day()));
    let records = deciding.iter().map(|row| row.record.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// When the claimed count was right: "12 held from 2013-05-15 to 2017-05-10".
fn when_it_held(claimed: usize, spans: &[CountSpan]) -> String {
    let told = |certain: bool| -> Vec<String> {
        let mut allowed: Vec<CountSpan> = Vec::new();
        for span in spans.iter().filter(|span| span.allows(claimed) && span.is_certain() == certain) {
            match allowed.last_mut().filter(|before| before.last.map(next_day) == Some(span.first)) {
                Some(before) => before.last = span.last,
                None => allowed.push(*span),
            }
        }
        allowed.iter().map(CountSpan::phrase).collect()
    };
    match (told(true), told(false)) {
        (held, perhaps) if held.is_empty() && perhaps.is_empty() => format!("there never were {claimed}"),
        (held, perhaps) if held.is_empty() => format!("{claimed} may have held {}", wording::list(&perhaps)),
        (held, perhaps) if perhaps.is_empty() => format!("{claimed} held {}", wording::list(&held)),
        (held, perhaps) => {
            format!("{claimed} held {}, and may have held {}", wording::list(&held), wording::list(&perhaps))
        }
    }
}

fn group(claim: &Claim) -> Result<(Role, Filter), ClaimError> {
    let key = fold(claim.subject);
    let singular: Vec<&str> = key.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    let singular = singular.join(" ");
    match GROUPS.iter().find(|(names, ..)| names.contains(&singular.as_str())) {
        Some((_, role, kind, non_arctic)) => Ok((*role, Filter { kind: *kind, non_arctic: *non_arctic })),
        None => {
            let reason = match claim.subject {
                "" => format!("empty; write {SUBJECTS}"),
                other => format!("`{other}` is nothing that is counted; write {SUBJECTS}"),
            };
            Err(ClaimError::Cell { column: "subject", reason })
        }
    }
}
