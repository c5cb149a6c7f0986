//! Claims about the chair, and the dates of a chairship.

use chrono::NaiveDate;

use super::dates::ClaimedDate;
use super::window::{self, Window};
use super::{Claim, ClaimError, Judgement, NamedParty};
use crate::date::{Edge, PartialDate, When};
use crate::names::fold;
use crate::store::{Chairship, Note, RecordId, Standing};
use crate::truth::Truth;
use crate::wording;

/// Each party named held the chair on some day of the claimed time.
pub fn chair(claim: &Claim) -> Result<Judgement, ClaimError> {
    let when = claim.when();
    let answer = claim.registry.chairs(&when)?;
    let term = Terms::of(claim)?;
    let before_founding = when.last_day() < term.window.founded;
    let about_council = claim.is_about_council();
    let (parties, affirmed) = if about_council { (named(claim)?, true) } else { yes_or_no(claim)? };
    let mut reasons: Vec<String> = answer.rows.iter().map(|term| format!("{} {}", term.name, describe(term))).collect();
    if answer.rows.is_empty() && !before_founding {
        reasons.push(format!("who held it {} is not known", when.phrase()));
    }
    let mut records: Vec<RecordId> = answer.rows.iter().filter_map(|term| term.record.clone()).collect();
    let mut verdicts = Vec::new();
    for party in &parties {
        let (verdict, either_side) = match party {
            Some(party) if affirmed => term.any_day(|day| term.held_by(party, day)),
            Some(party) => term.any_day(|day| !term.held_by(party, day)),
            None => term.any_day(|day| term.held_by_nobody(day)),
        };
        verdicts.push(verdict);
        if either_side {
            reasons.push(format!("a claim about {} is true of either side", term.window.first));
        }
        let Some(party) = party else { continue };
        if (verdict == Truth::False) == affirmed {
            let terms = claim.registry.chairships_of(&party.id)?;
            reasons.push(describe_all(party, &terms.iter().collect::<Vec<_>>()));
            records.extend(terms.into_iter().filter_map(|term| term.record));
        }
        reasons.extend(party.notes.iter().map(ToString::to_string));
    }
    let explains = |note: &&Note| matches!(note, Note::Handover { .. } | Note::HandoverNotKnown { .. });
    reasons.extend(answer.notes.iter().filter(explains).map(ToString::to_string));
    let verdict = Truth::all(verdicts);
    let value = match if affirmed { verdict } else { !verdict } {
        _ if about_council && !answer.rows.is_empty() => {
            answer.rows.iter().map(|term| term.name.as_str()).collect::<Vec<_>>().join(";")
        }
        _ if about_council => if before_founding { "none" } else { "not_known" }.to_string(),
        Truth::True => "yes".to_string(),
        Truth::False => "no".to_string(),
        Truth::Unknown => "not_known".to_string(),
    };
    Ok(Judgement { verdict, value, reasons, records, as_of: Some(when.last_day()) })
}

/// The chairships that overlap a claimed time, or the day before it.
pub struct Terms {
    window: Window,
    pub all: Vec<Chairship>,
}

impl Terms {
    pub fn of(claim: &Claim) -> Result<Self, ClaimError> {
        let window = Window::of(claim);
        Ok(Terms { window, all: claim.registry.chairs(&window.with_eve())?.rows })
    }

    pub fn any_day(&self, holds: impl Fn(NaiveDate) -> Truth) -> (Truth, bool) {
        self.window.any_day(self.all.iter().flat_map(|term| term.bounds.days()), holds)
    }

    /// Returns whether one of the terms on record includes `day`, whichever it is.
    pub fn covered(&self, day: NaiveDate) -> Truth {
        let stored = self.all.iter().filter(|term| term.standing != Standing::Projected);
        window::covered(stored.map(|term| (term.period, term.bounds)), day)
    }

    fn held_by(&self, party: &NamedParty, day: NaiveDate) -> Truth {
        // What has no seat of its own never chairs.
        if day < self.window.founded || party.represented_by().is_some() {
            return Truth::False;
        }
        let certain =
            |term: &&Chairship| term.standing != Standing::Projected && term.bounds.contains(day) == Truth::True;
        if let Some(term) = self.all.iter().find(certain) {
            return (term.party == party.id).into();
        }
        let possible = |term: &Chairship| term.party == party.id && term.bounds.contains(day) != Truth::False;
        // An unrecorded term may be anybody's.
        if self.all.iter().any(possible) || self.covered(day) != Truth::True { Truth::Unknown } else { Truth::False }
    }

    fn held_by_nobody(&self, day: NaiveDate) -> Truth {
        match self.covered(day) {
            _ if day < self.window.founded => Truth::True,
            Truth::True => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

/// Returns the parties that the value names; `None` for nobody.
fn named(claim: &Claim) -> Result<Vec<Option<NamedParty>>, ClaimError> {
    let name = |name: &str| match fold(name).as_str() {
        "none" | "nobody" => Ok(None),
        _ => claim.party_called("value", name.trim()).map(Some),
    };
    claim.value.split(';').map(name).collect()
}

/// Returns the party that the subject names, and whether the value says that it held the chair.
fn yes_or_no(claim: &Claim) -> Result<(Vec<Option<NamedParty>>, bool), ClaimError> {
    let parties = vec![Some(claim.party()?)];
    match fold(claim.value).as_str() {
        "" | "yes" | "true" => Ok((parties, true)),
        "no" | "false" => Ok((parties, false)),
        _ => claim.invalid_value("yes or no", "`yes` or `no`, or leave the subject empty"),
    }
}

/// Returns the times at which the party held the chair, if that is what is claimed.
pub fn times(claim: &Claim) -> Result<Vec<String>, ClaimError> {
    let party = match claim.is_about_council() {
        true => claim.party_called("value", claim.value)?,
        false if matches!(fold(claim.value).as_str(), "" | "yes" | "true") => claim.party()?,
        false => return Ok(Vec::new()),
    };
    let terms = claim.registry.chairships_of(&party.id)?;
    let held = terms.iter().filter(|term| matches!(term.standing, Standing::Past | Standing::Current));
    Ok(held.map(|term| term.period.phrase()).collect())
}

/// "held it from 2019-05-07 to 2021-05-19".
fn describe(term: &Chairship) -> String {
    let period = term.period.phrase();
    match term.standing {
        Standing::Past => format!("held it {period}"),
        Standing::Current => format!("holds it {period}"),
        Standing::Planned => format!("is to hold it {period} (planned)"),
        Standing::Projected => format!("would hold it {period} by the order of rotation (projected)"),
    }
}

/// "Russia held it from 2004-11-24 to 2006-10-25 and from ...".
fn describe_all(party: &NamedParty, terms: &[&Chairship]) -> String {
    let part = |(at, term): (usize, &&Chairship)| match term.standing {
        Standing::Past if at > 0 => term.period.phrase(),
        _ => describe(term),
    };
    let parts: Vec<String> = terms.iter().enumerate().map(part).collect();
    match parts.is_empty() {
        true => format!("{} never held it", party.name),
        false => format!("{} {}", party.name, wording::list(&parts)),
    }
}

/// A chairship of the party began at the claimed time.
pub fn start(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::Start)
}

/// A chairship of the party ended at the claimed time, or has no end.
pub fn end(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::End)
}

/// Judges a date of the chairships that overlap the claimed time, or of all of them if the claim has none.
fn date(claim: &Claim, edge: Edge) -> Result<Judgement, ClaimError> {
    let claimed = ClaimedDate::of(claim, edge)?;
    let party = claim.party()?;
    let all = claim.registry.chairships_of(&party.id)?;
    let when = claim.on.map(|_| Window::of(claim).with_eve());
    let overlaps = |term: &Chairship| when.map_or(Truth::True, |when| claim.registry.holds(&term.bounds, &when));
    let judge = |term: &Chairship| Truth::all([overlaps(term), claimed.judge(term.period)]);
    let terms: Vec<&Chairship> = all.iter().filter(|term| overlaps(term) != Truth::False).collect();
    let mut verdict = Truth::any(terms.iter().map(|term| judge(term)));
    let mut deciding: Vec<&Chairship> = terms.iter().copied().filter(|term| judge(term) == verdict).collect();
    let mut reasons = Vec::new();
    if terms.is_empty() {
        if let Some(when) = &claim.on {
            reasons.push(format!("{} did not hold the chair {}", party.name, when.phrase()));
        }
        deciding = all.iter().collect();
    }
    if verdict == Truth::False && may_be_unrecorded(claim, claimed.date)? {
        verdict = Truth::Unknown;
        reasons.extend(
            claimed.date.map(|date| format!("who took or handed over the chair {} is not on record", date.phrase())),
        );
        deciding = all.iter().collect();
    }
    reasons.push(match verdict {
        // The claim may be true of another chairship.
        Truth::False => describe_all(&party, &all.iter().collect::<Vec<_>>()),
        _ => describe_all(&party, &deciding),
    });
    if verdict == Truth::Unknown {
        let unknown = deciding.iter().filter(|term| claimed.judge(term.period) == Truth::Unknown);
        reasons.extend(unknown.map(|term| claimed.why_unknown(term.period)));
    }
    reasons.extend(party.notes.iter().map(ToString::to_string));
    if verdict == Truth::False {
        reasons.extend(terms.iter().filter_map(|term| claimed.hint(term.period)));
    }
    let value = match terms.is_empty() {
        true => "none".to_string(),
        false => deciding.iter().map(|term| claimed.value(term.period)).collect::<Vec<_>>().join(";"),
    };
    let records = party.or_itself(deciding.iter().filter_map(|term| term.record.clone()).collect());
    Ok(Judgement { verdict, value, reasons, records, as_of: claim.on.as_ref().map(When::last_day) })
}

/// Returns whether a chairship that is not on record, or follows the last one, may begin or end on `date` and overlap
/// the claimed time: whether neither is covered by the terms on record.
fn may_be_unrecorded(claim: &Claim, date: Option<PartialDate>) -> Result<bool, ClaimError> {
    let open = |on: When| -> Result<bool, ClaimError> {
        let terms = Terms::of(&Claim { on: Some(on), ..*claim })?;
        let (covered, _) = terms.any_day(|day| match terms.covered(day) {
            _ if day < terms.window.founded => Truth::False,
            covered => (covered != Truth::True).into(),
        });
        Ok(covered == Truth::True)
    };
    Ok(match (date, claim.on) {
        (Some(date), Some(on)) => open(When::Date(date))? && open(on)?,
        (Some(date), None) => open(When::Date(date))?,
        (None, Some(on)) => open(on)?,
        (None, None) => false,
    })
}
