//! Claims about the council itself: its founding, its meetings, the people in its offices.

use chrono::NaiveDate;

use super::dates::matches;
use super::{Claim, ClaimError, Judgement};
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
    let mut records = select(claim, "event", "kind = 'founding' AND date = ?1", &[&day])?;
    records.extend(select(claim, "meeting", "kind = 'establishment' AND first_day <= ?1 AND last_day >= ?1", &[&day])?);
    let title = records.first().map(|record| record.text("title")).filter(|title| !title.is_empty());
    let reason = format!("founded on {day}{}", title.map(|title| format!(": {title}")).unwrap_or_default());
    let records = records.into_iter().map(|record| record.id).collect();
    Ok(Judgement { verdict: matches(claimed, founded), value: day, reasons: vec![reason], records, as_of: None })
}

/// A meeting at the claimed time, or the one that the subject names, was in the claimed place.
pub fn meeting_place(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.invalid_value("a place", "the name of a town");
    }
    let is_there = |meeting: &&Record| contains_words(&fold(meeting.text("place")), &claimed);
    let all = select(claim, "meeting", "1 ORDER BY first_day", &[])?;
    let (meetings, as_of): (Vec<&Record>, _) = if claim.is_about_council() {
        let Some(when) = &claim.on else {
            return ClaimError::cell("on", "empty; write when the meeting was, or its id as the subject");
        };
        let (first, last) = when.sql_days();
        let overlaps = |meeting: &&Record| *meeting.text("first_day") <= *last && *meeting.text("last_day") >= *first;
        (all.iter().filter(overlaps).collect(), Some(when.last_day()))
    } else {
        match all.iter().find(|meeting| meeting.id.id == claim.subject) {
            Some(meeting) => (vec![meeting], None),
            None => return ClaimError::cell("subject", format!("no meeting has the id `{}`", claim.subject)),
        }
    };
    let after_verified = as_of.is_some_and(|day| day > claim.registry.meta().verified_through);
    let open = (meetings.is_empty() && after_verified).then_some(Truth::Unknown);
    let verdict = Truth::any(meetings.iter().map(|meeting| is_there(meeting).into()).chain(open));
    let mut deciding: Vec<&Record> = meetings.clone();
    if verdict == Truth::True {
        deciding.retain(is_there);
    }
    let describe = |meeting: &&Record| format!("{} was in {} {}", meeting.id.id, meeting.text("place"), days(meeting));
    let mut reasons: Vec<String> = deciding.iter().map(describe).collect();
    if let ([], Some(when)) = (&meetings[..], &claim.on) {
        reasons.push(format!("no meeting {} is on record", when.phrase()));
    }
    if verdict == Truth::False {
        let there: Vec<&Record> = all.iter().filter(is_there).collect();
        reasons.push(match there.first() {
            None => format!("no meeting was in {}", claim.value),
            Some(first) => {
                let days: Vec<String> = there.iter().map(|meeting| days(meeting)).collect();
                format!("a meeting was in {} {}", first.text("place"), wording::list(&days))
            }
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

/// The person held `office` on some day of the claimed time.
fn office(claim: &Claim, office: &str) -> Result<Judgement, ClaimError> {
    claim.only_council()?;
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.invalid_value("a name", "the name of a person");
    }
    let (when, meta) = (claim.when(), claim.registry.meta());
    let all: Vec<Tenure> = select(claim, "office_holder", "office = ?1 ORDER BY start", &[office])?
        .into_iter()
        .map(|record| Tenure::new(record, &when, meta.verified_through))
        .collect();
    let then: Vec<&Tenure> = all.iter().filter(|tenure| tenure.held != Truth::False).collect();
    let named: Vec<&Tenure> = all.iter().filter(|tenure| is_named(&claimed, &fold(tenure.person()))).collect();
    let before_founding = when.last_day() < meta.founded;
    let open = !before_founding && then.iter().all(|tenure| tenure.may_have_ended());
    let verdict = Truth::any(named.iter().map(|tenure| tenure.held).chain(open.then_some(Truth::Unknown)));

    let title = meta.label(office);
    let mut reasons: Vec<String> =
        then.iter().map(|tenure| format!("{} was {title} {}", tenure.person(), tenure.time())).collect();
    for tenure in then.iter().filter(|tenure| tenure.may_have_ended()) {
        reasons.push(format!("whether {} still was {} is not known", tenure.person(), when.phrase()));
    }
    if then.is_empty() && !before_founding {
        reasons.push(format!("who was {title} {} is not known", when.phrase()));
    }
    let mut deciding = then.clone();
    if verdict == Truth::False {
        reasons.push(match named.first() {
            None => format!("{} is not on record as {title}", claim.value),
            Some(first) => {
                let times: Vec<String> = named.iter().map(|tenure| tenure.time()).collect();
                format!("{} was {}", first.person(), wording::list(&times))
            }
        });
        deciding.extend(named);
    }
    let value = match then.is_empty() {
        true if before_founding => "none".to_string(),
        true => "not_known".to_string(),
        false => then.iter().map(|tenure| tenure.person()).collect::<Vec<_>>().join(";"),
    };
    let records = deciding.iter().map(|tenure| tenure.record.id.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// A person's time in an office.
struct Tenure {
    record: Record,
    period: Option<Period>,
    /// Whether it includes a day of the claimed time.
    held: Truth,
}

impl Tenure {
    fn new(record: Record, when: &When, verified_through: NaiveDate) -> Self {
        let start = PartialDate::parse(record.text("start"));
        let period = start.map(|start| Period { start, end: PartialDate::parse(record.text("end")) });
        let held = match period.map(|period| period.touches(when.first_day(), when.last_day())) {
            // Without an end on record, the office may have changed hands since the data was last verified.
            Some(Truth::True) if record.text("end").is_empty() && when.first_day() > verified_through => Truth::Unknown,
            Some(held) => held,
            None => Truth::Unknown,
        };
        Tenure { record, period, held }
    }

    fn person(&self) -> &str {
        self.record.text("person")
    }

    fn time(&self) -> String {
        self.period.map(|period| period.phrase()).unwrap_or_default()
    }

    fn may_have_ended(&self) -> bool {
        self.held == Truth::Unknown && self.record.text("end").is_empty()
    }
}

/// Returns whether the folded name `claimed` is that of the person called `full`: it ends with the family name, and
/// each word before it begins another of the person's names, in order.
fn is_named(claimed: &str, full: &str) -> bool {
    let mut names = full.split(' ').rev();
    let mut words = claimed.split(' ').rev();
    words.next() == names.next() && words.all(|word| names.any(|name| name.starts_with(word)))
}

/// Returns whether the folded text `whole` contains the words of `part` one after the other.
fn contains_words(whole: &str, part: &str) -> bool {
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
        assert!(contains_words("barrow alaska now utqiagvik", "barrow"));
        assert!(!contains_words("barrow alaska now utqiagvik", "row"));
    }
}
