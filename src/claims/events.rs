//! Claims about events, agreements, and decisions on who is admitted.

use std::collections::BTreeMap;

use super::dates::{matches, within};
use super::{Claim, ClaimError, Judgement, counts, ordinal, select};
use crate::date::{PartialDate, Period, When};
use crate::names::{contains_words, fold};
use crate::store::{Holder, Record, RecordId};
use crate::truth::Truth;
use crate::wording;

/// An event that the subject names by its words was at the claimed time.
pub fn event(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = claim.date()?;
    let words = words_of(claim, "write words of the event, such as those of its title")?;
    let all = select(claim, "event", "1 ORDER BY date_min, id", &[])?;
    let named = |record: &&Record| record.id.id == claim.subject || has_words(record, &["title", "kind"], &words);
    let mut events: Vec<&Record> = all.iter().filter(named).collect();
    if events.is_empty() {
        let described = |record: &&Record| has_words(record, &["title", "kind", "description"], &words);
        events = all.iter().filter(described).collect();
    }
    if events.is_empty() {
        return ClaimError::cell("subject", format!("no event has the words `{}`", claim.subject));
    }
    let judge = |record: &Record| {
        let date = PartialDate::parse(record.text("date"));
        let then = |date| claim.on.map_or(Truth::True, |when| within(date, &when));
        date.map_or(Truth::Unknown, |date| Truth::all([matches(claimed, date), then(date)]))
    };
    let open = claimed.last_day() > claim.registry.meta().verified_through;
    let verdict = Truth::any(events.iter().map(|record| judge(record)).chain(open.then_some(Truth::Unknown)));
    let describe = |record: &Record| format!("{}: {}", record.text("date"), record.text("title"));
    Ok(decided(claim, verdict, &events, judge, describe, |record| record.text("date").to_string()))
}

/// The agreement that the subject names was signed, came into force, or was in force at the claimed time.
pub fn agreement(claim: &Claim) -> Result<Judgement, ClaimError> {
    let words = words_of(claim, "write the short name of the agreement, or words of its name")?;
    let all = select(claim, "agreement", "1 ORDER BY signed, id", &[])?;
    let named = |record: &&Record| record.id.id == claim.subject || has_words(record, &["name", "short_name"], &words);
    let agreements: Vec<&Record> = all.iter().filter(named).collect();
    if agreements.is_empty() {
        return ClaimError::cell("subject", format!("no agreement is called `{}`", claim.subject));
    }
    let when = claim.when();
    let on = |record: &Record, column: &str| match PartialDate::parse(record.text(column)) {
        Some(date) => within(date, &when),
        None => Truth::Unknown,
    };
    let judge = |record: &Record| match fold(claim.value).as_str() {
        "signed" => Some(on(record, "signed")),
        "entered into force" | "came into force" => Some(on(record, "in_force")),
        "in force" => Some(match PartialDate::parse(record.text("in_force")) {
            Some(start) => {
                let period = Period { start, end: None };
                claim.registry.holds(&period.bounds(claim.registry.today()), &when)
            }
            None => Truth::Unknown,
        }),
        _ => None,
    };
    if agreements.iter().any(|record| judge(record).is_none()) {
        return claim.invalid_value("a state", "`signed`, `entered_into_force` or `in_force`");
    }
    let judge = |record: &Record| judge(record).unwrap_or(Truth::Unknown);
    let verdict = Truth::any(agreements.iter().map(|record| judge(record)));
    let describe = |record: &Record| {
        let force = match record.text("in_force") {
            "" => String::new(),
            date => format!(", in force since {date}"),
        };
        format!("{} was signed {}{force}", record.text("name"), record.text("signed"))
    };
    let value = |record: &Record| format!("{};{}", record.text("signed"), record.text("in_force"));
    Ok(decided(claim, verdict, &agreements, judge, describe, value))
}

/// An application of the party had the claimed outcome at the claimed time.
pub fn application(claim: &Claim) -> Result<Judgement, ClaimError> {
    let party = claim.party()?;
    let claimed = match fold(claim.value).as_str() {
        "refused" | "rejected" | "denied" | "declined" => "not granted".to_string(),
        "admitted" | "accepted" | "approved" => "granted".to_string(),
        "postponed" | "put off" => "deferred".to_string(),
        other => other.to_string(),
    };
    if !["granted", "not granted", "deferred", "pending", "ad hoc"].contains(&claimed.as_str()) {
        return claim.invalid_value("an outcome", "`granted`, `not_granted`, `deferred`, `pending` or `ad_hoc`");
    }
    let all = select(claim, "application", "party = ?1 ORDER BY date_min, id", &[&party.id])?;
    let applications: Vec<&Record> = all.iter().collect();
    let judge = |record: &Record| {
        let then = match (claim.on, PartialDate::parse(record.text("date"))) {
            (None, _) => Truth::True,
            (Some(when), Some(date)) => within(date, &when),
            (Some(_), None) => Truth::Unknown,
        };
        Truth::all([then, (fold(record.text("outcome")) == claimed).into()])
    };
    // Without any application on record there may have been one.
    let verified = claim.registry.meta().verified_through;
    let late = claim.on.is_some_and(|when| when.last_day() > verified);
    let founded = claim.registry.meta().founded;
    let open = (all.is_empty() && claim.on.is_none_or(|when| when.last_day() >= founded)) || late;
    let verdict = Truth::any(applications.iter().map(|record| judge(record)).chain(open.then_some(Truth::Unknown)));
    let describe = |record: &Record| {
        let meeting = match record.text("meeting") {
            "" => String::new(),
            meeting => format!(" at {meeting}"),
        };
        let outcome = record.text("outcome").replace('_', " ");
        format!("application of {}: {outcome} {}{meeting}", party.name, record.text("date"))
    };
    let value = |record: &Record| record.text("outcome").to_string();
    // Those of that time say most.
    let then = |record: &&Record| match (claim.on, PartialDate::parse(record.text("date"))) {
        (Some(when), Some(date)) => within(date, &when) != Truth::False,
        _ => true,
    };
    let of_time: Vec<&Record> = applications.iter().copied().filter(then).collect();
    let applications = if of_time.is_empty() { applications } else { of_time };
    let mut judgement = decided(claim, verdict, &applications, judge, describe, value);
    if all.is_empty() {
        judgement.reasons.push(format!("no application of {} is on record", party.name));
        judgement.records = vec![party.record.clone()];
    }
    Ok(judgement)
}

/// The claimed number of parties was admitted to the group on one day of the claimed time.
pub fn admitted(claim: &Claim) -> Result<Judgement, ClaimError> {
    let Some(claimed) = ordinal::number(claim.value).filter(|number| *number > 0) else {
        return claim.invalid_value("a whole number", "one from 1 on, in digits");
    };
    let (role, filter) = counts::group(&Claim { subject: or(claim.subject, "observers"), ..*claim })?;
    let when = claim.when();
    let mut days: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
    for row in claim.registry.memberships()? {
        let counted = row.role == role
            && !row.founding
            && filter.kind.is_none_or(|kind| kind == row.kind)
            && (!filter.non_arctic || !row.arctic && row.iso3.is_some());
        if counted {
            days.entry(row.period.start.to_string()).or_default().push(row);
        }
    }
    let claimed_count = usize::try_from(claimed).unwrap_or_default();
    let mut parts = Vec::new();
    for rows in days.values() {
        let date = rows[0].period.start;
        let others = days.values().filter(|other| {
            let start = other[0].period.start;
            start != date && start.first_day() <= date.last_day() && date.first_day() <= start.last_day()
        });
        let perhaps: usize = others.map(Vec::len).sum();
        let is_day = date.first_day() == date.last_day();
        let fits = match rows.len() {
            certain if is_day && perhaps == 0 => (certain == claimed_count).into(),
            certain if is_day => unknown_if(certain <= claimed_count && claimed_count <= certain + perhaps),
            possible => unknown_if(claimed_count <= possible + perhaps),
        };
        parts.push((rows, Truth::all([fits, within(date, &when)]), within(date, &when)));
    }
    let open = (when.last_day() > claim.registry.meta().verified_through).then_some(Truth::Unknown);
    let verdict = Truth::any(parts.iter().map(|(_, verdict, _)| *verdict).chain(open));
    let then: Vec<_> = parts.iter().filter(|(_, _, then)| *then != Truth::False).collect();
    let describe = |rows: &[Holder]| format!("{} {}", rows.len(), rows[0].period.start.phrase());
    let reasons = match then.is_empty() {
        true => vec![format!("none {}", when.phrase())],
        false => {
            let all: Vec<String> = then.iter().map(|(rows, ..)| describe(rows)).collect();
            vec![format!("admitted: {}", wording::list(&all))]
        }
    };
    let value = match then.is_empty() {
        true => "0".to_string(),
        false => then.iter().map(|(rows, ..)| rows.len().to_string()).collect::<Vec<_>>().join(";"),
    };
    let records: Vec<RecordId> = then.iter().flat_map(|(rows, ..)| rows.iter()).map(|row| row.record.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

fn unknown_if(possible: bool) -> Truth {
    if possible { Truth::Unknown } else { Truth::False }
}

fn or<'a>(text: &'a str, default: &'a str) -> &'a str {
    if text.is_empty() { default } else { text }
}

fn words_of(claim: &Claim, advice: &'static str) -> Result<String, ClaimError> {
    let words = fold(claim.subject);
    if words.is_empty() { ClaimError::cell("subject", format!("empty; {advice}")) } else { Ok(words) }
}

/// Whether the columns of a record have all words.
fn has_words(record: &Record, columns: &[&str], words: &str) -> bool {
    let text = fold(&columns.iter().map(|column| record.text(column)).collect::<Vec<_>>().join(" "));
    words.split(' ').all(|word| contains_words(&text, word))
}

/// The judgement on a claim that the records which are so decide, or else all of them.
fn decided(
    claim: &Claim,
    verdict: Truth,
    records: &[&Record],
    judge: impl Fn(&Record) -> Truth,
    describe: impl Fn(&Record) -> String,
    value: impl Fn(&Record) -> String,
) -> Judgement {
    let mut deciding: Vec<&Record> = records.iter().copied().filter(|record| judge(record) == verdict).collect();
    if verdict == Truth::False || deciding.is_empty() {
        deciding = records.to_vec();
    }
    let reasons = deciding.iter().map(|record| describe(record)).collect();
    let values: Vec<String> = deciding.iter().map(|record| value(record)).collect();
    let value = if values.is_empty() { "none".to_string() } else { values.join(";") };
    let records = deciding.iter().map(|record| record.id.clone()).collect();
    Judgement { verdict, value, reasons, records, as_of: claim.on.as_ref().map(When::last_day) }
}
