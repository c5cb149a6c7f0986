//! Claims about the council itself: its founding, its meetings, the people in its offices.

use super::{Claim, ClaimError, Judgement, matches};
use crate::Error;
use crate::date::{PartialDate, Period, When};
use crate::names::fold;
use crate::store::Record;
use crate::truth::Truth;
use crate::wording;

/// The council was founded at the claimed time.
pub fn founded(claim: &Claim) -> Result<Judgement, ClaimError> {
    claim.only_council()?;
    let claimed = claim.date()?;
    let founded = PartialDate::day(claim.registry.meta().founded);
    let day = founded.to_string();
    let verdict = matches(claimed, founded);
    let mut records = select(claim, "event", "kind = 'founding' AND date = ?1", &[&day])?;
    records.extend(select(claim, "meeting", "kind = 'establishment' AND first_day <= ?1 AND last_day >= ?1", &[&day])?);
    let named = records.first().map(|record| record.text("title")).filter(|title| !title.is_empty());
    let reason = format!("founded on {day}{}", named.map(|title| format!(": {title}")).unwrap_or_default());
    let records = records.into_iter().map(|record| record.id).collect();
    Ok(Judgement { verdict, value: day, reasons: vec![reason], records, as_of: None })
}

/// A meeting at the time asked about, or the one that the subject names, was in the claimed place.
pub fn meeting_place(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.wrong_value("is no place; write the name of a town");
    }
    let is_there = |meeting: &Record| within(&claimed, &fold(meeting.text("place")));
    let all = select(claim, "meeting", "1 ORDER BY first_day", &[])?;
    let (meetings, as_of): (Vec<&Record>, _) = if claim.is_about_council() {
        let Some(when) = &claim.on else {
            let reason = "empty; say when the meeting was, or write its id as the subject".to_string();
            return Err(ClaimError::Cell { column: "on", reason });
        };
        let (first, last) = (when.first_day().to_string(), when.last_day().to_string());
        let touches = |meeting: &&Record| *meeting.text("first_day") <= *last && *meeting.text("last_day") >= *first;
        (all.iter().filter(touches).collect(), Some(when.last_day()))
    } else {
        let meeting = all.iter().find(|meeting| meeting.id.id == claim.subject);
        let Some(meeting) = meeting else {
            let reason = format!("no meeting is called `{}`; `arctic meetings -f csv` lists their ids", claim.subject);
            return Err(ClaimError::Cell { column: "subject", reason });
        };
        (vec![meeting], None)
    };
    let late = as_of.is_some_and(|day| day > claim.registry.meta().verified_through);
    let verdict = match &meetings[..] {
        meetings if meetings.iter().any(|meeting| is_there(meeting)) => Truth::True,
        [] if late => Truth::Unknown,
        _ => Truth::False,
    };
    let mut deciding: Vec<&Record> =
        meetings.iter().copied().filter(|m| verdict != Truth::True || is_there(m)).collect();
    let mut reasons: Vec<String> = deciding.iter().map(|meeting| told(meeting)).collect();
    if let ([], Some(when)) = (&meetings[..], &claim.on) {
        reasons.push(format!("no meeting {} is on record", when.phrase()));
    }
    if verdict == Truth::False {
        let there: Vec<&Record> = all.iter().filter(|meeting| is_there(meeting)).collect();
        let days: Vec<String> = there.iter().map(|meeting| days(meeting)).collect();
        reasons.push(match days.is_empty() {
            true => format!("no meeting was in {}", claim.value),
            false => format!("a meeting was in {} {}", there[0].text("place"), wording::list(&days)),
        });
        deciding.extend(there);
    }
    let value = match meetings.is_empty() {
        true => "none".to_string(),
        false => meetings.iter().map(|meeting| meeting.text("place")).collect::<Vec<_>>().join(";"),
    };
    let records = deciding.iter().map(|meeting| meeting.id.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of })
}

/// "reykjavik-2021 was in Reykjavík on 2021-05-20".
fn told(meeting: &Record) -> String {
    format!("{} was in {} {}", meeting.id.id, meeting.text("place"), days(meeting))
}

fn days(meeting: &Record) -> String {
    match (meeting.text("first_day"), meeting.text("last_day")) {
        (first, last) if first == last => format!("on {first}"),
        (first, last) => format!("from {first} to {last}"),
    }
}

pub fn chair_person(claim: &Claim) -> Result<Judgement, ClaimError> {
    office(claim, "chair_of_council")
}

pub fn sao_chair(claim: &Claim) -> Result<Judgement, ClaimError> {
    office(claim, "chair_of_saos")
}

/// The person held `office` on some day of the time asked about.
fn office(claim: &Claim, office: &str) -> Result<Judgement, ClaimError> {
    claim.only_council()?;
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.wrong_value("is no name; write the name of a person");
    }
    let when = claim.when();
    let all = select(claim, "office_holder", "office = ?1 ORDER BY start", &[office])?;
    let verified_through = claim.registry.meta().verified_through;
    // Without an end on record it is not known whether the office is still held after the last check.
    let held = |person: &Record| match (held(person, &when), person.text("end")) {
        (Truth::True, "") if when.first_day() > verified_through => Truth::Unknown,
        (held, _) => held,
    };
    let then: Vec<&Record> = all.iter().filter(|person| held(person) != Truth::False).collect();
    let is_claimed = |person: &&Record| is_named(&claimed, &fold(person.text("person")));
    let own: Vec<&Record> = all.iter().filter(|person| is_claimed(person)).collect();
    let before = when.last_day() < claim.registry.meta().founded;
    let open = !before && then.iter().all(|person| held(person) == Truth::Unknown && person.text("end").is_empty());
    let found = own.iter().map(|person| held(person));
    let verdict = Truth::any(found.chain(open.then_some(Truth::Unknown)));

    let name = claim.registry.meta().label(office);
    let mut reasons: Vec<String> =
        then.iter().map(|person| format!("{} was {name} {}", person.text("person"), time(person))).collect();
    for person in then.iter().filter(|person| held(person) == Truth::Unknown && person.text("end").is_empty()) {
        reasons.push(format!("whether {} still was {} is not known", person.text("person"), when.phrase()));
    }
    if then.is_empty() && !before {
        reasons.push(format!("who was {name} {} is not known", when.phrase()));
    }
    let elsewhere: Vec<&Record> = own.iter().copied().filter(|person| held(person) == Truth::False).collect();
    let mut deciding = then.clone();
    if verdict == Truth::False {
        let times: Vec<String> = elsewhere.iter().map(|person| time(person)).collect();
        reasons.push(match times.is_empty() {
            true => format!("{} is not on record as {name}", claim.value),
            false => format!("{} was {}", elsewhere[0].text("person"), wording::list(&times)),
        });
        deciding.extend(elsewhere);
    }
    let value = match then.is_empty() {
        true if before => "none".to_string(),
        true => "not_known".to_string(),
        false => then.iter().map(|person| person.text("person")).collect::<Vec<_>>().join(";"),
    };
    let records = deciding.iter().map(|person| person.id.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

fn period(person: &Record) -> Option<Period> {
    Some(Period { start: PartialDate::parse(person.text("start"))?, end: PartialDate::parse(person.text("end")) })
}

fn held(person: &Record, when: &When) -> Truth {
    period(person).map_or(Truth::Unknown, |period| period.touches(when.first_day(), when.last_day()))
}

fn time(person: &Record) -> String {
    period(person).map(|period| period.phrase()).unwrap_or_default()
}

/// Whether the folded name `claimed` is that of the person called `full`: it ends with the family
/// name, and what stands before it begins other names of the person, in their order.
fn is_named(claimed: &str, full: &str) -> bool {
    let mut names = full.split(' ').rev();
    let mut words = claimed.split(' ').rev();
    words.next() == names.next() && words.all(|word| names.any(|name| name.starts_with(word)))
}

/// Whether the words of `part` stand one after the other in `whole`; both are folded.
fn within(part: &str, whole: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

fn select(claim: &Claim, table: &'static str, condition: &str, values: &[&str]) -> Result<Vec<Record>, Error> {
    let columns = claim.registry.columns_of(table)?;
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    claim.registry.records(table, &columns, condition, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_by_the_family_name() {
        for claimed in ["store", "gahr store", "jonas store", "j g store", "jonas gahr store", "j store"] {
            assert!(is_named(claimed, "jonas gahr store"), "{claimed}");
        }
        for claimed in ["jonas", "gahr", "tore", "gahr jonas store", "store store", "espen store"] {
            assert!(!is_named(claimed, "jonas gahr store"), "{claimed}");
        }
    }

    #[test]
    fn a_place_is_found_by_whole_words() {
        assert!(within("barrow", "barrow alaska now utqiagvik"));
        assert!(!within("row", "barrow alaska now utqiagvik"));
    }
}
