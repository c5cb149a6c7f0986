//! Claims about the role of one party, and its dates.

use chrono::NaiveDate;

use super::dates::ClaimedDate;
use super::window::Window;
use super::{Claim, ClaimError, Judgement, NamedParty};
use crate::Error;
use crate::date::Edge;
use crate::names::fold;
use crate::store::{Holder, Role, RoleAt};
use crate::truth::Truth;
use crate::wording;

/// Words for a role besides its own and its label.
const OTHER_WORDS: &[(&str, RoleAt)] = &[
    ("arctic state", RoleAt::Held(Role::Member)),
    ("full member", RoleAt::Held(Role::Member)),
    ("member state", RoleAt::Held(Role::Member)),
    ("permanent member", RoleAt::Held(Role::Member)),
    ("observer state", RoleAt::Held(Role::Observer)),
    ("permanent observer", RoleAt::Held(Role::Observer)),
    ("represented", RoleAt::Represented),
    ("no role", RoleAt::None),
    ("none", RoleAt::None),
];

/// Every role of a party, and how it lies in the claimed time.
struct Roles<'a> {
    claim: &'a Claim<'a>,
    party: &'a NamedParty,
    window: Window,
    /// In order of time; their certainty is that of the claimed time.
    all: Vec<Holder>,
}

impl<'a> Roles<'a> {
    fn of(claim: &'a Claim, party: &'a NamedParty, id: &str) -> Result<Self, Error> {
        let mut all = claim.registry.roles_of(id)?;
        for role in &mut all {
            role.certainty = claim.registry.holds(&role.bounds, &claim.when());
        }
        Ok(Roles { claim, party, window: Window::of(claim), all })
    }

    fn with(&self, truth: Truth) -> Vec<&Holder> {
        self.all.iter().filter(|row| row.certainty == truth).collect()
    }

    /// Returns the roles of the party that represents `party`, or that it is part of, as far as they count for it; or
    /// else its own.
    fn counting_for(claim: &'a Claim, party: &'a NamedParty) -> Result<Self, Error> {
        let mut roles = Self::of(claim, party, party.represented_by().map_or(&party.id, |seat| &seat.id))?;
        roles.all.retain(|row| party.seat.counts(row.role));
        Ok(roles)
    }

    /// Returns whether this is what the party is while `row` holds.
    fn is(&self, role: RoleAt, row: &Holder) -> bool {
        role == self.party.seat.role(row.role)
    }

    /// Returns whether the party held `role`, or no role, or was represented, on `day`.
    fn on(&self, role: RoleAt, day: NaiveDate) -> Truth {
        let Window { founded, today, .. } = self.window;
        let is_none = role == RoleAt::None;
        if day < founded {
            return is_none.into();
        }
        // An area never holds a role, and only an area is represented.
        if !is_none && self.party.represented_by().is_some() != (role == RoleAt::Represented) {
            return if day > today { Truth::Unknown } else { Truth::False };
        }
        let on_day = |truth: Truth| self.all.iter().filter(move |row| row.bounds.contains(day) == truth);
        if let Some(certain) = on_day(Truth::True).next() {
            return self.is(role, certain).into();
        }
        let possible = on_day(Truth::Unknown).any(|row| is_none || self.is(role, row));
        if possible || day > today { Truth::Unknown } else { is_none.into() }
    }

    /// Returns the roles of which one was held on `day`, or is the last one before it.
    fn meant_on(&self, day: NaiveDate) -> Vec<&Holder> {
        if let Some(certain) = self.all.iter().find(|row| row.bounds.contains(day) == Truth::True) {
            return vec![certain];
        }
        // One that certainly began before another that has begun is not the last.
        let begun = |row: &&Holder| self.window.founded <= day && row.bounds.start_min <= day;
        let is_followed = |row: &Holder| {
            self.all.iter().map(|other| other.bounds).any(|other| {
                let certainly_later = other.start_min >= row.bounds.start_max && other.start_max > row.bounds.start_max;
                certainly_later && other.start_max <= day
            })
        };
        self.all.iter().filter(begun).filter(|row| !is_followed(row)).collect()
    }

    fn changes(&self) -> impl Iterator<Item = NaiveDate> {
        self.all.iter().flat_map(|row| row.bounds.days())
    }

    /// Returns whether the party held `role`, or no role, on some day of the claimed time.
    fn any_day(&self, role: RoleAt) -> (Truth, bool) {
        let (verdict, either_side) = self.window.any_day(self.changes(), |day| self.on(role, day));
        // A role is certain in a time that has all days on which it can have begun and ended.
        let whole = self.all.iter().filter(|row| self.is(role, row)).map(|row| row.certainty);
        let whole = Truth::any(whole);
        (Truth::any([verdict, whole]), either_side && whole != Truth::True)
    }

    /// Returns why it is not known whether `row` was held.
    fn not_known(&self, row: &Holder) -> String {
        let when = self.claim.when();
        match row.uncertain_date(when.first_day().max(row.period.start.last_day())) {
            Some(_) => row.not_known(&self.party.name, &when).to_string(),
            None => format!("{}; no end is on record", row.phrase()),
        }
    }

    fn judgement(&self, verdict: Truth, value: String, mut reasons: Vec<String>, deciding: &[&Holder]) -> Judgement {
        reasons.extend(self.party.notes.iter().map(ToString::to_string));
        let records = self.party.or_itself(deciding.iter().map(|row| row.record.clone()).collect());
        Judgement { verdict, value, reasons, records, as_of: Some(self.window.last) }
    }
}

/// The party held the role, or no role, on some day of the claimed time.
pub fn role(claim: &Claim) -> Result<Judgement, ClaimError> {
    let party = claim.party()?;
    let claimed = claimed_role(claim)?;
    let roles = Roles::counting_for(claim, &party)?;
    let (mut verdict, either_side) = roles.any_day(claimed);
    let (certain, possible) = (roles.with(Truth::True), roles.with(Truth::Unknown));
    let represented = party.represented_by().is_some();
    // Of an area, the note says who represents it.
    let own = certain.iter().filter(|_| !represented);
    let mut reasons: Vec<String> = own.map(|row| row.phrase()).collect();
    reasons.extend(possible.iter().map(|row| roles.not_known(row)));
    if certain.is_empty() && possible.is_empty() {
        reasons.push(format!("no role {}", claim.when().phrase()));
    }
    if either_side {
        let day = roles.window.first;
        reasons.push(format!("it changed on {day}, and a claim about that day is true of either side"));
    }
    let mut deciding: Vec<&Holder> = certain.iter().chain(&possible).copied().collect();
    match claimed {
        RoleAt::Held(role) if verdict == Truth::False && !represented => {
            let others: Vec<&Holder> = roles.all.iter().filter(|row| row.role == role).collect();
            reasons.push(when_it_held(&party, role, &others, roles.window.last));
            deciding.extend(others);
        }
        RoleAt::None if verdict == Truth::False && !represented => {
            let first = roles.all.first().filter(|row| row.period.start.first_day() > roles.window.founded);
            reasons.extend(first.map(|row| format!("no role before {}", row.period.start)));
        }
        RoleAt::None if verdict == Truth::True => {
            let last = certain.last().and_then(|row| row.period.end);
            let after =
                last.filter(|end| end.first_day() <= roles.window.last).map(|end| format!("no role after {end}"));
            let first =
                certain.first().map(|row| row.period.start).filter(|start| roles.window.first < start.first_day());
            reasons.extend(first.map(|start| format!("no role before {start}")).or(after));
        }
        _ => {}
    }
    // The dates of an unverified record can be wrong, so it makes nothing false.
    let rests_on = |row: &&&Holder| claimed == RoleAt::None || roles.is(claimed, row);
    if verdict == Truth::False && claim.is_any_unverified(deciding.iter().filter(rests_on).map(|row| &row.record))? {
        verdict = Truth::Unknown;
    }
    if let Some(term) = other_word(claim) {
        reasons.push(format!(
            "`{}` is read as {term}, which is the term of the {}",
            claim.value,
            claim.registry.meta().name
        ));
    }
    let held: Vec<&str> = certain.iter().map(|row| party.seat.role(row.role).word()).collect();
    let value = match held.is_empty() {
        true if !possible.is_empty() || roles.on(RoleAt::None, roles.window.last) == Truth::Unknown => {
            "not_known".to_string()
        }
        true => "none".to_string(),
        false => held.join(";"),
    };
    Ok(roles.judgement(verdict, value, reasons, &deciding))
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

/// Returns the times at which the party held the claimed role.
pub fn times(claim: &Claim) -> Result<Vec<String>, ClaimError> {
    let (party, claimed) = (claim.party()?, claimed_role(claim)?);
    let roles = Roles::counting_for(claim, &party)?;
    Ok(roles.all.iter().filter(|row| roles.is(claimed, row)).map(|row| row.period.phrase()).collect())
}

/// Returns the times of the roles that began at the claimed time.
pub fn times_of_date(claim: &Claim) -> Result<Vec<String>, ClaimError> {
    let claimed = ClaimedDate::of(claim, Edge::Start)?;
    let party = claim.party()?;
    let roles = Roles::of(claim, &party, &party.id)?;
    let began = roles.all.iter().filter(|row| claimed.judge(row.period) != Truth::False);
    Ok(began.map(|row| row.period.phrase()).collect())
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

/// Returns the council's own term, if the claim has another one that begins with a word which the council does not use.
fn other_word(claim: &Claim) -> Option<&'static str> {
    let key = fold(claim.value);
    let (_, role) = OTHER_WORDS.iter().find(|(word, _)| *word == key && word.starts_with("permanent "))?;
    if let RoleAt::Held(role) = role { Some(role.noun()) } else { None }
}

/// The role that the party held began at the claimed time.
pub fn since(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::Start)
}

/// The role that the party held ended at the claimed time, or has no end.
pub fn until(claim: &Claim) -> Result<Judgement, ClaimError> {
    date(claim, Edge::End)
}

/// Judges a date of the roles held in the claimed time, or before it.
fn date(claim: &Claim, edge: Edge) -> Result<Judgement, ClaimError> {
    let claimed = ClaimedDate::of(claim, edge)?;
    let party = claim.party()?;
    let roles = Roles::of(claim, &party, &party.id)?;
    let mut judged: Vec<(&Holder, Truth)> = Vec::new();
    for row in &roles.all {
        let verdict = claimed.judge(row.period);
        let doubtful = verdict == Truth::False && claim.is_any_unverified([&row.record])?;
        judged.push((row, if doubtful { Truth::Unknown } else { verdict }));
    }
    let (verdict, _) = roles.window.any_day(roles.changes(), |day| {
        let meant = roles.meant_on(day);
        let of = judged.iter().filter(|(row, _)| meant.iter().any(|one| one.record == row.record));
        let mut of: Vec<Truth> = of.map(|(_, verdict)| *verdict).collect();
        if meant.iter().all(|row| row.bounds.start_max > day) {
            // It may not have had any role yet.
            of.push(Truth::False);
        }
        let certain = matches!(meant[..], [row] if row.bounds.contains(day) == Truth::True);
        match (Truth::any(of.iter().copied()), Truth::all(of.iter().copied())) {
            _ if day > roles.window.today && !certain => Truth::Unknown,
            (any, all) if any == all => any,
            _ => Truth::Unknown,
        }
    });
    let asked = claim.when();
    let of_time = |row: &&Holder| row.certainty != Truth::False;
    let mut rows: Vec<&Holder> = roles.all.iter().filter(of_time).collect();
    if rows.is_empty() || verdict == Truth::True && rows.iter().all(|row| claimed.judge(row.period) != Truth::True) {
        rows = roles.meant_on(roles.window.with_eve().first_day().max(roles.window.founded));
    }
    let mut reasons: Vec<String> = rows.iter().map(|row| row.phrase()).collect();
    reasons.extend(rows.iter().filter_map(|row| claimed.hint(row.period)));
    let unknown = rows.iter().filter(|row| claimed.judge(row.period) == Truth::Unknown);
    reasons.extend(unknown.map(|row| claimed.why_unknown(row.period)));
    let mut value = rows.iter().map(|row| claimed.value(row.period)).collect::<Vec<_>>().join(";");
    if rows.is_empty() {
        value = "none".to_string();
        reasons.push(format!("no role {}", asked.phrase()));
        let later: Vec<String> = roles.all.iter().map(Holder::began).collect();
        reasons.push(match later.is_empty() {
            true => format!("{} never had one", party.name),
            false => format!("{} {}", party.name, wording::list(&later)),
        });
    }
    let deciding = if rows.is_empty() { roles.all.iter().collect() } else { rows };
    Ok(roles.judgement(verdict, value, reasons, &deciding))
}
