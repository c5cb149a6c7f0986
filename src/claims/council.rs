//! Claims about the council itself: its founding, its meetings, the people in its offices.

use chrono::NaiveDate;

use super::dates::matches;
use super::window::{self, Window};
use super::{Claim, ClaimError, Judgement, ordinal, person, select};
use crate::Error;
use crate::date::{Bounds, PartialDate, Period, When};
use crate::names::{contains_words, fold};
use crate::store::{Record, RecordId};
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
    let as_of = claim.on.as_ref().map(When::last_day);
    let verdict = match as_of {
        Some(day) if day < founded.first_day() => Truth::False,
        _ => matches(claimed, founded),
    };
    Ok(Judgement { verdict, value: day, reasons: vec![reason], records, as_of })
}

/// A meeting at the claimed time, or the one that the subject names, was in the claimed place.
pub fn meeting_place(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.invalid_value("a place", "the name of a town");
    }
    let is_there = |meeting: &&Record| contains_words(&fold(meeting.text("place")), &claimed);
    of_meetings(
        claim,
        is_there,
        |meeting| meeting.text("place").to_string(),
        |there| match there.first() {
            None => format!("no meeting was in {}", claim.value),
            Some(first) => {
                let days: Vec<String> = there.iter().map(|meeting| days(meeting)).collect();
                format!("a meeting was in {} {}", first.text("place"), wording::list(&days))
            }
        },
    )
}

/// A meeting at the claimed time, or the one that the subject names, had the claimed number.
pub fn meeting_ordinal(claim: &Claim) -> Result<Judgement, ClaimError> {
    let Some(claimed) = ordinal::number(claim.value) else {
        return claim.invalid_value("a number", "one such as 8 or `eighth`");
    };
    let number = |meeting: &Record| meeting.fields.get("ordinal").and_then(serde_json::Value::as_i64);
    let is_it = |meeting: &&Record| number(meeting) == Some(i64::from(claimed));
    let shown = |meeting: &Record| number(meeting).map(|number| number.to_string()).unwrap_or_default();
    of_meetings(claim, is_it, shown, |there| match there.first() {
        None => format!("no meeting has the number {claimed}"),
        Some(meeting) => format!("number {claimed} {}", describe(meeting)),
    })
}

/// Judges what is claimed of the meetings at the claimed time. `elsewhere` says of which meetings it is true instead.
fn of_meetings(
    claim: &Claim,
    is_so: impl Fn(&&Record) -> bool,
    value: impl Fn(&Record) -> String,
    elsewhere: impl Fn(&[&Record]) -> String,
) -> Result<Judgement, ClaimError> {
    let all = select(claim, "meeting", "1 ORDER BY first_day", &[])?;
    let (meetings, as_of): (Vec<&Record>, _) = if claim.is_about_council() {
        let Some(when) = &claim.on else {
            return ClaimError::cell("on", "empty; write when the meeting was, or its id as the subject");
        };
        (all.iter().filter(|meeting| overlaps(meeting, when)).collect(), Some(when.last_day()))
    } else {
        match (all.iter().find(|meeting| meeting.id.id == claim.subject), &claim.on) {
            (Some(meeting), None) => (vec![meeting], None),
            (Some(meeting), Some(when)) if overlaps(meeting, when) => (vec![meeting], None),
            (Some(meeting), Some(when)) => {
                let reason = format!("{}, not {}", describe(meeting), when.phrase());
                let (value, records) = (value(meeting), vec![meeting.id.clone()]);
                return Ok(Judgement { verdict: Truth::False, value, reasons: vec![reason], records, as_of: None });
            }
            (None, _) => return ClaimError::cell("subject", format!("no meeting has the id `{}`", claim.subject)),
        }
    };
    let after_verified = as_of.is_some_and(|day| day > claim.registry.meta().verified_through);
    let open = after_verified.then_some(Truth::Unknown);
    let verdict = Truth::any(meetings.iter().map(|meeting| is_so(meeting).into()).chain(open));
    let mut deciding: Vec<&Record> = meetings.clone();
    if verdict == Truth::True {
        deciding.retain(|meeting| is_so(meeting));
    }
    let mut reasons: Vec<String> = deciding.iter().map(|meeting| describe(meeting)).collect();
    if let ([], Some(when)) = (&meetings[..], &claim.on) {
        reasons.push(format!("no meeting {} is on record", when.phrase()));
    }
    if verdict == Truth::False {
        let there: Vec<&Record> = all.iter().filter(|meeting| is_so(meeting)).collect();
        reasons.push(elsewhere(&there));
        deciding.extend(there);
    }
    let value = match meetings.is_empty() {
        true => "none".to_string(),
        false => meetings.iter().map(|meeting| value(meeting)).collect::<Vec<_>>().join(";"),
    };
    let records = deciding.iter().map(|meeting| meeting.id.clone()).collect();
    Ok(Judgement { verdict, value, reasons, records, as_of })
}

fn overlaps(meeting: &Record, when: &When) -> bool {
    let (first, last) = when.sql_days();
    *meeting.text("first_day") <= *last && *meeting.text("last_day") >= *first
}

fn describe(meeting: &Record) -> String {
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

/// Each person named held `office` on some day of the claimed time.
fn office(claim: &Claim, office: &str) -> Result<Judgement, ClaimError> {
    claim.only_council()?;
    if fold(claim.value).is_empty() {
        return claim.invalid_value("a name", "the name of a person, or `none`");
    }
    let window = Window::of(claim);
    let (when, meta) = (claim.when(), claim.registry.meta());
    let all = tenures(claim, office)?;
    let then: Vec<&Tenure> =
        all.iter().filter(|tenure| claim.registry.holds(&tenure.bounds, &when) != Truth::False).collect();
    let before_founding = window.last < window.founded;
    let title = meta.label(office);
    let mut reasons: Vec<String> = then
        .iter()
        .map(|tenure| format!("{} was {title} {}{}", tenure.person(), tenure.time(), tenure.caveat()))
        .collect();
    let gap =
        !before_founding && window.any_day(changes(&all), |day| (!covers(&all, &window, day)).into()).0 == Truth::True;
    if gap && (then.is_empty() || when.is_day()) {
        reasons.push(format!("who was {title} {} is not known", when.phrase()));
    } else if gap {
        reasons.push(format!("who was {title} is not known for all of that time"));
    }
    let mut deciding = then.clone();
    let mut verdicts = Vec::new();
    for name in claim.value.split(';').map(str::trim) {
        let (verdict, either_side) = window.any_day(changes(&all), |day| held_by(&all, &window, name, day));
        let named: Vec<&Tenure> = all.iter().filter(|tenure| tenure.is_named(name) == Truth::True).collect();
        let alike: Vec<&Tenure> =
            then.iter().copied().filter(|tenure| tenure.is_named(name) == Truth::Unknown).collect();
        if either_side {
            let outgoing = named.iter().filter(|tenure| tenure.bounds.end_max == window.first);
            reasons.extend(outgoing.map(|tenure| {
                let incoming = then.first().map(|tenure| format!(", and the day counts to {}", tenure.person()));
                let (person, day) = (tenure.person(), window.first);
                format!("{person} was {title} until the handover on {day}{}", incoming.unwrap_or_default())
            }));
        } else if verdict != Truth::True && !alike.is_empty() {
            let people: Vec<&str> = alike.iter().map(|tenure| tenure.person()).collect();
            reasons.push(format!("did you mean {}?", people.join(" or ")));
        } else if verdict == Truth::False && !is_nobody(name) || verdict == Truth::Unknown && named.is_empty() {
            reasons.push(match named.first() {
                None => format!("{name} is not on record as {title}"),
                Some(first) => {
                    let times: Vec<String> = named.iter().map(|tenure| tenure.time()).collect();
                    format!("{} was {}", first.person(), wording::list(&times))
                }
            });
        }
        deciding.extend(named);
        verdicts.push(verdict);
    }
    let value = match then.is_empty() {
        true if before_founding => "none".to_string(),
        true => "not_known".to_string(),
        false => then.iter().map(|tenure| tenure.person()).collect::<Vec<_>>().join(";"),
    };
    let mut records: Vec<RecordId> = Vec::new();
    for tenure in deciding {
        if !records.contains(&tenure.record.id) {
            records.push(tenure.record.id.clone());
        }
    }
    Ok(Judgement { verdict: Truth::all(verdicts), value, reasons, records, as_of: Some(window.last) })
}

/// Returns the times at which the person named, or one who may be meant, held `office`.
pub fn times_in_office(claim: &Claim, office: &str) -> Result<Vec<String>, ClaimError> {
    let all = tenures(claim, office)?;
    let named = all.iter().filter(|tenure| tenure.is_named(claim.value) != Truth::False);
    Ok(named.map(Tenure::time).collect())
}

fn is_nobody(name: &str) -> bool {
    matches!(fold(name).as_str(), "none" | "nobody")
}

/// A person's time in an office.
struct Tenure {
    record: Record,
    period: Period,
    bounds: Bounds,
}

/// Returns everybody who held `office`, in order of time. Nobody holds an office for longer than its chairship lasts.
fn tenures(claim: &Claim, office: &str) -> Result<Vec<Tenure>, Error> {
    let terms = claim.registry.terms(None)?.rows;
    let mut tenures = Vec::new();
    for record in select(claim, "office_holder", "office = ?1 ORDER BY start_min", &[office])? {
        let Some(period) = record.period() else { continue };
        let mut bounds = period.bounds(claim.registry.today()).since(claim.registry.meta().founded);
        let term = terms.iter().find(|term| term.record.as_ref().is_some_and(|id| id.id == record.text("chairship")));
        if let (None, Some(term)) = (period.end, term) {
            bounds.until(&term.bounds);
        }
        tenures.push(Tenure { record, period, bounds });
    }
    Bounds::in_turn(tenures.iter_mut().map(|tenure| &mut tenure.bounds).collect());
    Ok(tenures)
}

fn changes(all: &[Tenure]) -> impl Iterator<Item = NaiveDate> {
    all.iter().flat_map(|tenure| tenure.bounds.days())
}

/// Returns whether the record says for certain who held the office on `day`, or that it was one of two who followed each
/// other.
fn covers(all: &[Tenure], window: &Window, day: NaiveDate) -> bool {
    let periods = all.iter().map(|tenure| (tenure.period, tenure.bounds));
    day < window.founded || window::covered(periods, day) == Truth::True
}

/// Returns whether the person called `name`, or nobody, held the office on `day`.
fn held_by(all: &[Tenure], window: &Window, name: &str, day: NaiveDate) -> Truth {
    let covered = covers(all, window, day);
    if is_nobody(name) {
        return if day < window.founded {
            Truth::True
        } else if covered {
            Truth::False
        } else {
            Truth::Unknown
        };
    }
    if day < window.founded {
        return Truth::False;
    }
    let held = all.iter().map(|tenure| match (tenure.is_named(name), tenure.bounds.contains(day)) {
        (Truth::False, Truth::False) => Truth::False,
        // If no source says that a person held the office, that person makes no other name false.
        (Truth::False, _) if tenure.is_doubtful() => Truth::Unknown,
        (named, held) => Truth::all([named, held]),
    });
    Truth::any(held.chain((!covered).then_some(Truth::Unknown)))
}

impl Tenure {
    fn person(&self) -> &str {
        self.record.text("person")
    }

    fn time(&self) -> String {
        self.period.phrase()
    }

    fn is_named(&self, name: &str) -> Truth {
        person::is_named(name, self.person())
    }

    fn is_by_office(&self) -> bool {
        self.record.text("basis") == "by_office"
    }

    fn is_doubtful(&self) -> bool {
        self.is_by_office() || self.record.text("confidence") == "unverified"
    }

    fn caveat(&self) -> &'static str {
        if self.is_by_office() { ", by office: no source calls this person so" } else { "" }
    }
}
