//! Claims about the length and number of terms in the chair, and the seat of the secretariat in them.

use super::chairs::Terms;
use super::window::Window;
use super::{Claim, ClaimError, Judgement, ordinal, select};
use crate::names::{contains_words, fold};
use crate::store::{Chairship, RecordId, Standing};
use crate::truth::Truth;

/// Months by which a term can differ from a whole number of years and still be called by it.
const MONTHS_OFF: i64 = 6;

/// A term in the chair lasts the claimed number of years: the rule, or one of the party's terms in the claimed time.
pub fn length(claim: &Claim) -> Result<Judgement, ClaimError> {
    let Some(years) = ordinal::number(claim.value).filter(|years| *years > 0) else {
        return claim.invalid_value("a number of years", "a whole number such as 2");
    };
    let when = claim.when();
    let meta = claim.registry.meta();
    if !claim.is_about_council() {
        let fits = |term: &Chairship| {
            let Some(end) = term.period.end else { return Truth::Unknown };
            let days = |from: chrono::NaiveDate, to: chrono::NaiveDate| (to - from).num_days();
            let [least, most] = [
                days(term.period.start.last_day(), end.first_day()),
                days(term.period.start.first_day(), end.last_day()),
            ];
            let (off, claimed) = (MONTHS_OFF * 31, i64::from(years) * 365);
            if (least - claimed).abs() <= off && (most - claimed).abs() <= off {
                Truth::True
            } else if most + off < claimed || claimed + off < least {
                Truth::False
            } else {
                Truth::Unknown
            }
        };
        return of_terms(claim, fits, |term| term.period.phrase());
    }
    let Some(term_years) = meta.term_years else {
        let reasons = vec!["the length of a term is not on record".to_string()];
        return Ok(judgement(claim, Truth::Unknown, "not_known".to_string(), reasons, Vec::new()));
    };
    let verdict =
        Truth::all([(when.last_day() >= meta.founded).into(), (i64::from(term_years) == i64::from(years)).into()]);
    let noun = crate::wording::count(usize::try_from(term_years).unwrap_or_default(), "year");
    let records = claim.registry.terms(None)?.rows.into_iter().filter_map(|term| term.record).collect();
    Ok(judgement(claim, verdict, term_years.to_string(), vec![format!("a term is meant to last {noun}")], records))
}

/// The party's chairship at the claimed time, or the council's, is the one with the claimed number.
pub fn nth(claim: &Claim) -> Result<Judgement, ClaimError> {
    let Some(claimed) = ordinal::number(claim.value) else {
        return claim.invalid_value("a number", "one such as 2 or `second`");
    };
    if claim.is_about_council() {
        let fits = |term: &Chairship| (term.ordinal == i64::from(claimed)).into();
        return of_terms(claim, fits, |term| format!("{} held number {}", term.name, term.ordinal));
    }
    let party = claim.party()?;
    let terms = claim.registry.chairships_of(&party.id)?;
    let place = |term: &Chairship| terms.iter().position(|other| other.ordinal == term.ordinal).map(|at| at + 1);
    let fits = |term: &Chairship| (place(term) == usize::try_from(claimed).ok()).into();
    of_terms(claim, fits, |term| match place(term) {
        Some(place) => format!("{}: number {place}, {}", term.name, term.period.phrase()),
        None => format!("{}: {} (projected)", term.name, term.period.phrase()),
    })
}

/// The seat of the secretariat at the claimed time was in the claimed town.
pub fn secretariat(claim: &Claim) -> Result<Judgement, ClaimError> {
    claim.only_council()?;
    let claimed = fold(claim.value);
    if claimed.is_empty() {
        return claim.invalid_value("a place", "the name of a town");
    }
    let records = select(claim, "chairship", "1", &[])?;
    let seat = |term: &Chairship| {
        let id = term.record.as_ref().map_or("", |record| record.id.as_str());
        records.iter().find(|record| record.id.id == id).map_or("", |record| record.text("secretariat")).to_string()
    };
    let fits = |term: &Chairship| match fold(&seat(term)) {
        seat if seat.is_empty() => Truth::Unknown,
        seat => contains_words(&seat, &claimed).into(),
    };
    of_terms(claim, fits, |term| {
        format!("in {} in the chairship of {}, {}", seat(term), term.name, term.period.phrase())
    })
}

/// Judges what is claimed of the chairships in the claimed time, or of all of them if the claim has none. `fits` says
/// whether it is so of one, `describe` what is so.
fn of_terms(
    claim: &Claim,
    fits: impl Fn(&Chairship) -> Truth,
    describe: impl Fn(&Chairship) -> String,
) -> Result<Judgement, ClaimError> {
    let party = if claim.is_about_council() { None } else { Some(claim.party()?) };
    let window = claim.on.map(|_| Window::of(claim));
    let all = match &window {
        Some(_) => Terms::of(claim)?.all,
        None => claim.registry.terms(None)?.rows,
    };
    let of_party = |term: &&Chairship| party.as_ref().is_none_or(|party| term.party == party.id);
    let then = |term: &Chairship| match &window {
        Some(window) => claim.registry.holds(&term.bounds, &window.with_eve()),
        None => Truth::True,
    };
    // A projected term is no fact, and one that is not on record may be anything.
    let verdict = |term: &Chairship| match term.standing {
        Standing::Projected => Truth::all([then(term), fits(term), Truth::Unknown]),
        _ => Truth::all([then(term), fits(term)]),
    };
    let open = match &window {
        Some(window) => {
            let terms = Terms::of(claim)?;
            let uncovered = |day| {
                if day < window.founded { Truth::False } else { (terms.covered(day) != Truth::True).into() }
            };
            terms.any_day(uncovered).0 == Truth::True
        }
        None => false,
    };
    let terms: Vec<&Chairship> = all.iter().filter(of_party).filter(|term| then(term) != Truth::False).collect();
    let verdict = Truth::any(terms.iter().map(|term| verdict(term)).chain(open.then_some(Truth::Unknown)));
    let fitting = terms.iter().copied().filter(|term| verdict == Truth::True && fits(term) == Truth::True);
    let mut deciding: Vec<&Chairship> = fitting.collect();
    if deciding.is_empty() {
        deciding = terms;
    }
    let mut reasons: Vec<String> = deciding.iter().map(|term| describe(term)).collect();
    if let (true, Some(party)) = (deciding.is_empty(), &party) {
        reasons.push(format!("{} did not hold the chair then", party.name));
    }
    let value = match reasons.is_empty() {
        true => "none".to_string(),
        false => reasons.join(";"),
    };
    let records = deciding.iter().filter_map(|term| term.record.clone()).collect();
    Ok(judgement(claim, verdict, value, reasons, records))
}

fn judgement(claim: &Claim, verdict: Truth, value: String, reasons: Vec<String>, records: Vec<RecordId>) -> Judgement {
    Judgement { verdict, value, reasons, records, as_of: claim.on.map(|when| when.last_day()) }
}
