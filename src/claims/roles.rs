//! Claims about the role of one party, and its dates.

use chrono::NaiveDate;

use super::{Claim, ClaimError, Judgement, Subject, matches};
use crate::date::{PartialDate, Precision, When};
use crate::names::fold;
use crate::store::{Holder, RecordId, Role};
use crate::truth::Truth;
use crate::wording;

/// Words for a role beside its own and its label.
const OTHER_WORDS: &[(&str, Option<Role>)] = &[
    ("arctic state", Some(Role::Member)),
    ("member state", Some(Role::Member)),
    ("observer state", Some(Role::Observer)),
    ("no role", None),
    ("none", None),
];

/// What a party was in some time: for sure, or perhaps.
struct Held {
    all: Vec<Holder>,
    certain: Vec<Holder>,
    uncertain: Vec<Holder>,
}

impl Held {
    fn read(claim: &Claim, subject: &Subject, when: &When) -> Result<Self, ClaimError> {
        let all = match &subject.party {
            Some(party) => claim.registry.roles_of(party)?,
            None => Vec::new(),
        };
        let touching = |known: Truth| {
            let touches = |row: &&Holder| row.period.touches(when.first_day(), when.last_day()) == known;
            all.iter().filter(touches).cloned().collect()
        };
        Ok(Held { certain: touching(Truth::True), uncertain: touching(Truth::Unknown), all })
    }
}

/// The party held the role on some day of the time asked about; or none on any of them.
pub fn role(claim: &Claim) -> Result<Judgement, ClaimError> {
    let subject = claim.party()?;
    let claimed = claimed_role(claim)?;
    let when = claim.when();
    let held = Held::read(claim, &subject, &when)?;
    let is_claimed = |row: &&Holder| Some(row.role) == claimed;
    let (certain, uncertain) = (held.certain.iter().find(is_claimed), held.uncertain.iter().find(is_claimed));
    let verdict = match claimed {
        Some(_) if certain.is_some() => Truth::True,
        Some(_) if uncertain.is_some() => Truth::Unknown,
        None if held.certain.is_empty() && held.uncertain.is_empty() => Truth::True,
        None if held.certain.is_empty() => Truth::Unknown,
        _ => Truth::False,
    };
    let mut reasons: Vec<String> = match &held.certain[..] {
        [] if held.uncertain.is_empty() => vec![format!("no role {}", when.phrase())],
        certain => certain.iter().map(Holder::phrase).collect(),
    };
    reasons.extend(held.uncertain.iter().map(|row| row.not_known(&subject.name, &when).to_string()));
    let shown = || held.certain.iter().chain(&held.uncertain);
    let mut records: Vec<RecordId> = shown().map(|row| row.record.clone()).collect();
    if verdict == Truth::False {
        match claimed {
            Some(role) => {
                let other: Vec<&Holder> = held.all.iter().filter(|row| row.role == role).collect();
                reasons.push(when_it_held(&subject, role, &other, when.last_day()));
                records.extend(other.iter().map(|row| row.record.clone()));
            }
            None => reasons.extend(
                held.all
                    .first()
                    .filter(|row| row.period.start.first_day() > claim.registry.meta().founded)
                    .map(|row| format!("no role before {}", row.period.start)),
            ),
        }
    }
    let mut words: Vec<&str> = held.certain.iter().map(|row| row.role.word()).collect();
    if words.is_empty() {
        words.push(if held.uncertain.is_empty() { "none" } else { "not_known" });
    }
    Ok(finding(&subject, verdict, words.join(";"), reasons, records, when.last_day()))
}

/// When the party held the role, if not at the time asked about.
fn when_it_held(subject: &Subject, role: Role, rows: &[&Holder], last: NaiveDate) -> String {
    if rows.is_empty() {
        return format!("{} never was {}", subject.name, role.with_article());
    }
    let told: Vec<String> = rows
        .iter()
        .map(|row| match row.period.start.first_day() > last {
            true => row.began(),
            false => format!("was {} {}", role.noun(), row.period.phrase()),
        })
        .collect();
    format!("{} {}", subject.name, wording::list(&told))
}

fn claimed_role(claim: &Claim) -> Result<Option<Role>, ClaimError> {
    let key = fold(claim.value);
    let meta = claim.registry.meta();
    let named = Role::ALL.into_iter().find(|role| key == fold(role.word()) || key == fold(meta.label(role.word())));
    match OTHER_WORDS.iter().find(|(word, _)| *word == key) {
        Some((_, role)) => Ok(*role),
        None if named.is_some() => Ok(named),
        None => claim.wrong_value("is no role; write `member`, `permanent_participant`, `observer` or `none`"),
    }
}

/// The role that the party held began at the claimed time.
pub fn since(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = claim.date()?;
    date(claim, |row| matches(claimed, row.period.start), |_| None, |row| row.period.start.to_string())
}

/// The role that the party held ended at the claimed time, or has no end.
pub fn until(claim: &Claim) -> Result<Judgement, ClaimError> {
    let claimed = claim.date_or_none()?;
    let verified_through = claim.registry.meta().verified_through;
    let judge = |row: &Holder| end_matches(claimed, row.period.end, verified_through);
    let remark = |row: &Holder| last_day(claimed, row.period.end);
    date(claim, judge, remark, |row| row.period.end.map_or("none".to_string(), |end| end.to_string()))
}

/// Whether an end is as claimed. An end that is not on record may come after the last check.
pub fn end_matches(claimed: Option<PartialDate>, recorded: Option<PartialDate>, verified_through: NaiveDate) -> Truth {
    match (claimed, recorded) {
        (None, None) => Truth::True,
        (Some(claimed), Some(recorded)) => matches(claimed, recorded),
        (Some(claimed), None) if claimed.last_day() > verified_through => Truth::Unknown,
        _ => Truth::False,
    }
}

/// What to say where less is on record than is claimed.
pub fn partly_known(recorded: &str) -> String {
    match recorded {
        "none" => "no end is on record".to_string(),
        known => format!("of that date only `{known}` is known"),
    }
}

/// What to say where the last day is claimed as the end.
pub fn last_day(claimed: Option<PartialDate>, recorded: Option<PartialDate>) -> Option<String> {
    let day = recorded.filter(|end| end.precision() == Precision::Day)?.first_day().pred_opt()?;
    (claimed == Some(PartialDate::day(day)))
        .then(|| format!("{day} was the last day; an end is the first day after it"))
}

/// A claim about a date of the role held at the time asked about, or else of the last one before.
fn date(
    claim: &Claim,
    judge: impl Fn(&Holder) -> Truth,
    remark: impl Fn(&Holder) -> Option<String>,
    shown: fn(&Holder) -> String,
) -> Result<Judgement, ClaimError> {
    let subject = claim.party()?;
    let when = claim.when();
    let Held { all, certain, uncertain } = Held::read(claim, &subject, &when)?;
    let before = all.iter().rfind(|row| row.period.start.last_day() <= when.last_day()).cloned();
    let rows: Vec<Holder> = [certain, uncertain, before.into_iter().collect()]
        .into_iter()
        .find(|rows| !rows.is_empty())
        .unwrap_or_default();
    let verdict = Truth::any(rows.iter().map(&judge));
    let mut reasons: Vec<String> = rows.iter().map(Holder::phrase).collect();
    reasons.extend(rows.iter().filter_map(remark));
    for row in rows.iter().filter(|row| judge(row) == Truth::Unknown) {
        reasons.push(partly_known(&shown(row)));
    }
    if rows.is_empty() {
        reasons.push(format!("no role {}", when.phrase()));
        let told: Vec<String> = all.iter().map(Holder::began).collect();
        match told.is_empty() {
            true => reasons.push(format!("{} never had one", subject.name)),
            false => reasons.push(format!("{} {}", subject.name, wording::list(&told))),
        }
    }
    let value = if rows.is_empty() { "none".to_string() } else { rows.iter().map(shown).collect::<Vec<_>>().join(";") };
    let deciding = if rows.is_empty() { &all } else { &rows };
    let records = deciding.iter().map(|row| row.record.clone()).collect();
    Ok(finding(&subject, verdict, value, reasons, records, when.last_day()))
}

/// What is the same in all of these: where no role decides, what is known of the party does.
fn finding(
    subject: &Subject,
    verdict: Truth,
    value: String,
    mut reasons: Vec<String>,
    mut records: Vec<RecordId>,
    last: NaiveDate,
) -> Judgement {
    reasons.extend(subject.seat.iter().map(ToString::to_string));
    if records.is_empty() {
        records.push(subject.record.clone());
    }
    Judgement { verdict, value, reasons, records, as_of: Some(last) }
}
