//! Claims about the role of one party, and its dates.

use chrono::NaiveDate;

use super::{Ask, Finding, Subject, Verdict, Wrong, best, matches};
use crate::date::{Known, PartialDate, Precision, When};
use crate::names::fold;
use crate::said;
use crate::store::{Holder, RecordId, Role};

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
    fn read(ask: &Ask, subject: &Subject, when: &When) -> Result<Self, Wrong> {
        let all = match &subject.party {
            Some(party) => ask.registry.roles_of(party)?,
            None => Vec::new(),
        };
        let touching = |known: Known| {
            let touches = |row: &&Holder| row.period.touches(when.first_day(), when.last_day()) == known;
            all.iter().filter(touches).cloned().collect()
        };
        Ok(Held { certain: touching(Known::Yes), uncertain: touching(Known::NotKnown), all })
    }
}

/// The party held the role on some day of the time asked about; or none on any of them.
pub fn role(ask: &Ask) -> Result<Finding, Wrong> {
    let subject = ask.party()?;
    let claimed = claimed_role(ask)?;
    let when = ask.when();
    let held = Held::read(ask, &subject, &when)?;
    let is_claimed = |row: &&Holder| Some(row.role) == claimed;
    let (certain, uncertain) = (held.certain.iter().find(is_claimed), held.uncertain.iter().find(is_claimed));
    let verdict = match claimed {
        Some(_) if certain.is_some() => Verdict::True,
        Some(_) if uncertain.is_some() => Verdict::NotKnown,
        None if held.certain.is_empty() && held.uncertain.is_empty() => Verdict::True,
        None if held.certain.is_empty() => Verdict::NotKnown,
        _ => Verdict::False,
    };
    let mut reasons: Vec<String> = match &held.certain[..] {
        [] if held.uncertain.is_empty() => vec![format!("no role {}", when.phrase())],
        certain => certain.iter().map(said::role).collect(),
    };
    reasons.extend(held.uncertain.iter().map(|row| row.not_known(&subject.name, &when).to_string()));
    let shown = || held.certain.iter().chain(&held.uncertain);
    let mut records: Vec<RecordId> = shown().map(|row| row.record.clone()).collect();
    if verdict == Verdict::False {
        match claimed {
            Some(role) => {
                let other: Vec<&Holder> = held.all.iter().filter(|row| row.role == role).collect();
                reasons.push(when_it_held(&subject, role, &other, when.last_day()));
                records.extend(other.iter().map(|row| row.record.clone()));
            }
            None => reasons.extend(
                held.all
                    .first()
                    .filter(|row| row.period.start.first_day() > ask.registry.meta().founded)
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
            true => said::became(row),
            false => format!("was {} {}", role.noun(), said::period(row.period)),
        })
        .collect();
    format!("{} {}", subject.name, said::list(&told))
}

fn claimed_role(ask: &Ask) -> Result<Option<Role>, Wrong> {
    let key = fold(ask.value);
    let meta = ask.registry.meta();
    let named = Role::ALL.into_iter().find(|role| key == fold(role.word()) || key == fold(meta.label(role.word())));
    match OTHER_WORDS.iter().find(|(word, _)| *word == key) {
        Some((_, role)) => Ok(*role),
        None if named.is_some() => Ok(named),
        None => ask.wrong_value("is no role; write `member`, `permanent_participant`, `observer` or `none`"),
    }
}

/// The role that the party held began at the claimed time.
pub fn since(ask: &Ask) -> Result<Finding, Wrong> {
    let claimed = ask.date()?;
    date(ask, |row| matches(claimed, row.period.start), |_| None, |row| row.period.start.to_string())
}

/// The role that the party held ended at the claimed time, or has no end.
pub fn until(ask: &Ask) -> Result<Finding, Wrong> {
    let claimed = ask.date_or_none()?;
    let verified_through = ask.registry.meta().verified_through;
    let judge = |row: &Holder| end_matches(claimed, row.period.end, verified_through);
    let remark = |row: &Holder| last_day(claimed, row.period.end);
    date(ask, judge, remark, |row| row.period.end.map_or("none".to_string(), |end| end.to_string()))
}

/// Whether an end is as claimed. An end that is not on record may come after the last check.
pub fn end_matches(
    claimed: Option<PartialDate>,
    recorded: Option<PartialDate>,
    verified_through: NaiveDate,
) -> Verdict {
    match (claimed, recorded) {
        (None, None) => Verdict::True,
        (Some(claimed), Some(recorded)) => matches(claimed, recorded),
        (Some(claimed), None) if claimed.last_day() > verified_through => Verdict::NotKnown,
        _ => Verdict::False,
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
    ask: &Ask,
    judge: impl Fn(&Holder) -> Verdict,
    remark: impl Fn(&Holder) -> Option<String>,
    shown: fn(&Holder) -> String,
) -> Result<Finding, Wrong> {
    let subject = ask.party()?;
    let when = ask.when();
    let Held { all, certain, uncertain } = Held::read(ask, &subject, &when)?;
    let before = all.iter().rfind(|row| row.period.start.last_day() <= when.last_day()).cloned();
    let rows: Vec<Holder> = [certain, uncertain, before.into_iter().collect()]
        .into_iter()
        .find(|rows| !rows.is_empty())
        .unwrap_or_default();
    let verdict = best(rows.iter().map(&judge));
    let mut reasons: Vec<String> = rows.iter().map(said::role).collect();
    reasons.extend(rows.iter().filter_map(remark));
    for row in rows.iter().filter(|row| judge(row) == Verdict::NotKnown) {
        reasons.push(partly_known(&shown(row)));
    }
    if rows.is_empty() {
        reasons.push(format!("no role {}", when.phrase()));
        let told: Vec<String> = all.iter().map(said::became).collect();
        match told.is_empty() {
            true => reasons.push(format!("{} never had one", subject.name)),
            false => reasons.push(format!("{} {}", subject.name, said::list(&told))),
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
    verdict: Verdict,
    value: String,
    mut reasons: Vec<String>,
    mut records: Vec<RecordId>,
    last: NaiveDate,
) -> Finding {
    reasons.extend(subject.seat.iter().map(ToString::to_string));
    if records.is_empty() {
        records.push(subject.record.clone());
    }
    Finding { verdict, value, reasons, records, as_of: Some(last) }
}
