//! Claims about the role of one party, and its dates.

use chrono::NaiveDate;

use super::dates::ClaimedDate;
use super::{Claim, ClaimError, Judgement, NamedParty};
use crate::Error;
use crate::date::{Edge, When};
use crate::names::fold;
use crate::store::{Holder, Role, RoleAt, Seat};
use crate::truth::Truth;
use crate::wording;

/// Words for a role besides its own and its label.
const OTHER_WORDS: &[(&str, RoleAt)] = &[
    ("arctic state", RoleAt::Held(Role::Member)),
    ("member state", RoleAt::Held(Role::Member)),
    ("observer state", RoleAt::Held(Role::Observer)),
    ("represented", RoleAt::Represented),
    ("no role", RoleAt::None),
    ("none", RoleAt::None),
];

/// Returns every role of `party`, with whether it was held at `when` as its certainty.
fn roles(claim: &Claim, party: &NamedParty, when: &When) -> Result<Vec<Holder>, Error> {
    let mut roles = claim.registry.roles_of(&party.id)?;
    for role in &mut roles {
        role.certainty = role.period.touches(when.first_day(), when.last_day());
    }
    Ok(roles)
}

/// The party held the role on some day of the claimed time, or no role on any of them.
pub fn role(claim: &Claim) -> Result<Judgement, ClaimError> {
    let party = claim.party()?;
    let claimed = claimed_role(claim)?;
    let when = claim.when();
    if let Seat::RepresentedBy(seat) | Seat::PartOf(seat) = &party.seat {
        return represented(claim, &party, &seat.id, claimed, &when);
    }
    let claimed = match claimed {
        RoleAt::Held(role) => Some(role),
        RoleAt::Represented => {
            let reasons = vec![format!("{} has no other party to represent it", party.name)];
            return Ok(judgement(&party, Truth::False, "no".to_string(), reasons, &[], &when));
        }
        _ => None,
    };
    let roles = roles(claim, &party, &when)?;
    let with = |truth: Truth| roles.iter().filter(move |row| row.certainty == truth);
    let verdict = match claimed {
        Some(role) => Truth::any(roles.iter().filter(|row| row.role == role).map(|row| row.certainty)),
        None => !Truth::any(roles.iter().map(|row| row.certainty)),
    };
    let mut reasons: Vec<String> = with(Truth::True).map(Holder::phrase).collect();
    reasons.extend(with(Truth::Unknown).map(|row| row.not_known(&party.name, &when).to_string()));
    if reasons.is_empty() {
        reasons.push(format!("no role {}", when.phrase()));
    }
    let mut deciding: Vec<&Holder> = with(Truth::True).chain(with(Truth::Unknown)).collect();
    match claimed {
        Some(role) if verdict == Truth::False => {
            let others: Vec<&Holder> = roles.iter().filter(|row| row.role == role).collect();
            reasons.push(when_it_held(&party, role, &others, when.last_day()));
            deciding.extend(others);
        }
        None if verdict == Truth::False => {
            let first = roles.first().filter(|row| row.period.start.first_day() > claim.registry.meta().founded);
            reasons.extend(first.map(|row| format!("no role before {}", row.period.start)));
        }
        _ => {}
    }
    let held: Vec<&str> = with(Truth::True).map(|row| row.role.word()).collect();
    let value = match held.is_empty() {
        true if with(Truth::Unknown).next().is_some() => "not_known".to_string(),
        true => "none".to_string(),
        false => held.join(";"),
    };
    Ok(judgement(&party, verdict, value, reasons, &deciding, &when))
}

/// An area or part without a seat holds no role, but it is represented while `seat` is a member.
fn represented(
    claim: &Claim,
    party: &NamedParty,
    seat: &str,
    claimed: RoleAt,
    when: &When,
) -> Result<Judgement, ClaimError> {
    let mut roles = claim.registry.roles_of(seat)?;
    roles.retain(|row| row.role == Role::Member);
    for row in &mut roles {
        row.certainty = row.period.touches(when.first_day(), when.last_day());
    }
    let held = Truth::any(roles.iter().map(|row| row.certainty));
    let verdict = match claimed {
        RoleAt::Represented => held,
        RoleAt::None => !held,
        _ => Truth::False,
    };
    let value = match held {
        Truth::True => "represented",
        Truth::Unknown => "not_known",
        Truth::False => "none",
    };
    let mut reasons = Vec::new();
    if held == Truth::False {
        reasons.push(format!("no role {}", when.phrase()));
    }
    let deciding: Vec<&Holder> = roles.iter().filter(|row| row.certainty == held).collect();
    Ok(judgement(party, verdict, value.to_string(), reasons, &deciding, when))
}

/// Returns when the party held the role, if not at the claimed time.
fn when_it_held(party: &NamedParty, role: Role, rows: &[&Holder], last: NaiveDate) -> String {
    if rows.is_empty() {
        return format!("{} never was {}", party.name, role.with_article());
    }
    let describe = |row: &&Holder| match row.period.start.first_day() > last {
        true => row.began(),
        false => format!("was {} {}", role.noun(), row.period.phrase()),
    };
    format!("{} {}", party.name, wording::list(&rows.iter().map(describe).collect::<Vec<_>>()))
}

fn claimed_role(claim: &Claim) -> Result<RoleAt, ClaimError> {
    let key = fold(claim.value);
    let meta = claim.registry.meta();
    let named = Role::ALL.into_iter().find(|role| key == fold(role.word()) || key == fold(meta.label(role.word())));
    match OTHER_WORDS.iter().find(|(word, _)| *word == key) {
        Some((_, role)) => Ok(*role),
        None => match named {
            Some(role) => Ok(RoleAt::Held(role)),
            None => {
                claim.invalid_value("a role", "`member`, `permanent_participant`, `observer`, `represented` or `none`")
            }
        },
    }
}

/// The role that the party held began at the claimed time.
pub fn since(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::Start)
}

/// The role that the party held ended at the claimed time, or has no end.
pub fn until(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::End)
}

/// Judges a date of the role held at the claimed time, or else of the last one before it.
fn date(claim: &Claim, edge: Edge) -> Result<Judgement, ClaimError> {
    let claimed = ClaimedDate::of(claim, edge)?;
    let party = claim.party()?;
    let when = claim.when();
    let all = roles(claim, &party, &when)?;
    let with = |truth: Truth| all.iter().filter(|row| row.certainty == truth).collect::<Vec<&Holder>>();
    let before = all.iter().rfind(|row| row.period.start.last_day() <= when.last_day());
    let rows = [with(Truth::True), with(Truth::Unknown), before.into_iter().collect()]
        .into_iter()
        .find(|rows| !rows.is_empty())
        .unwrap_or_default();
    let verdict = Truth::any(rows.iter().map(|row| claimed.judge(row.period)));
    let mut reasons: Vec<String> = rows.iter().map(|row| row.phrase()).collect();
    reasons.extend(rows.iter().filter_map(|row| claimed.hint(row.period)));
    let unknown = rows.iter().filter(|row| claimed.judge(row.period) == Truth::Unknown);
    reasons.extend(unknown.map(|row| claimed.why_unknown(row.period)));
    let mut value = rows.iter().map(|row| claimed.value(row.period)).collect::<Vec<_>>().join(";");
    if rows.is_empty() {
        value = "none".to_string();
        reasons.push(format!("no role {}", when.phrase()));
        let later: Vec<String> = all.iter().map(Holder::began).collect();
        reasons.push(match later.is_empty() {
            true => format!("{} never had one", party.name),
            false => format!("{} {}", party.name, wording::list(&later)),
        });
    }
    let deciding = if rows.is_empty() { all.iter().collect() } else { rows };
    Ok(judgement(&party, verdict, value, reasons, &deciding, &when))
}

fn judgement(
    party: &NamedParty,
    verdict: Truth,
    value: String,
    mut reasons: Vec<String>,
    deciding: &[&Holder],
    when: &When,
) -> Judgement {
    reasons.extend(party.notes.iter().map(ToString::to_string));
    let records = party.or_itself(deciding.iter().map(|row| row.record.clone()).collect());
    Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) }
}
