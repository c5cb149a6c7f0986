//! What changed between two dates.

use chrono::NaiveDate;
use serde::Serialize;

use super::chairs::{ChairCertainty, Sitting, chair_of, sittings};
use super::{Answer, Chairship, Counts, History, Holder, Note, RecordId, Registry, RoleAt, Row, Standing};
use crate::Error;
use crate::date::{PartialDate, When};
use crate::truth::Truth;

/// One difference between two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is.
    pub change: ChangeKind,
    /// Id of the party; of a handover, that of the incoming chair. `None` for a count.
    pub party: Option<String>,
    /// Name of the party, or what is counted.
    pub name: String,
    /// The name that the council uses, or else that name.
    pub council_name: String,
    /// The state on the earlier day.
    pub before: Side,
    /// The state on the later day.
    pub after: Side,
    /// When it changed; `None` for a count.
    pub date: Option<PartialDate>,
    /// The membership or chairship that it comes from; `None` for a count and a projected handover.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Row for Change {
    const COLUMNS: &[&str] = &["change", "party", "name", "before", "after", "date"];
    const SHOWN: &[(&str, &str)] =
        &[("change", "change"), ("council_name", "name"), ("before", "before"), ("after", "after"), ("date", "date")];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

/// What kind of change it is, in the order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The party had no role on the earlier day, and has one on the later.
    Joined,
    /// The party had a role on the earlier day, and has none on the later.
    Left,
    /// The party had another role on the earlier day.
    Changed,
    /// An imprecise date leaves open whether it changed between the two days, or a handover is projected.
    NotKnown,
    /// The chair passed from one state to another.
    Handover,
    /// How many parties held a role on each of the two days, even if the number is the same.
    Count,
}

/// The state on one of the two days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Side {
    /// A role's word, `none`, `not_known`, or the id of the chair.
    Word(String),
    /// How many parties.
    Count(usize),
}

impl Registry {
    /// Returns what differs between the last day of `from` and the last day of `to`: roles, handovers of the chair,
    /// and counts. If both are the same month, year or range, returns what changed in it. The answer is
    /// [`Truth::Unknown`] if every possible change is uncertain or projected; if nothing changed, there are no rows.
    ///
    /// # Errors
    /// [`Error::Reversed`] if `from` ends after `to`.
    pub fn diff(&self, from: &When, to: &When) -> Result<Answer<Change>, Error> {
        let (day, until) = (earlier(from, to), to.last_day());
        if day > until {
            return Err(Error::Reversed { from: from.to_string(), to: to.to_string() });
        }
        let history = self.history()?;
        let mut rows: Vec<Change> =
            history.held.keys().filter_map(|party| role_change(&history, party, day, until)).collect();
        let mut terms = self.chairships()?;
        terms.extend(self.projected(until)?);
        rows.extend(self.chair_changes(&terms, day, until));
        rows.sort_by_key(|row| (row.change, row.date.map(|date| date.first_day()), row.name.clone()));

        let known = match rows.iter().map(|row| row.change).collect::<Vec<_>>()[..] {
            [] if until > self.today && day < until => Truth::Unknown,
            [] => Truth::False,
            ref changes if changes.iter().all(|change| *change == ChangeKind::NotKnown) => Truth::Unknown,
            _ => Truth::True,
        };
        let mut notes = if day < self.meta.founded { self.coverage(&When::day(day))? } else { Vec::new() };
        if known != Truth::False && day >= self.meta.founded {
            rows.extend(counts(history.counts(day), history.counts(until)));
            let open = |holder: &&Holder| {
                let uncertain = |day: &NaiveDate| history.announced(holder, *day) == Truth::Unknown;
                [day, until].iter().any(uncertain)
            };
            notes.extend(Note::not_counted(history.memberships().filter(open).count()));
        }
        // A projected chairship has no record.
        let projected =
            |row: &Change| row.change == ChangeKind::NotKnown && row.party.is_some() && row.record.is_none();
        if let Some(term_years) = self.meta.term_years
            && rows.iter().any(projected)
        {
            notes.push(Note::Projected { name: self.meta.name.clone(), term_years });
        }
        if until > self.today && day < until {
            notes.push(Note::AfterToday { today: self.today });
        }
        notes.extend(
            self.coverage(&When::day(until))?.into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>(),
        );
        Ok(Answer { rows, known, notes })
    }

    /// Returns the changes of the chair after `day`, up to and including `until`: a row for each state that takes it,
    /// and one for each end after which no chairship is on record.
    fn chair_changes(&self, terms: &[Chairship], day: NaiveDate, until: NaiveDate) -> Vec<Change> {
        let not_known = || RoleAt::Unknown.word().to_string();
        let row = |change, term: &Chairship, before: String, after: String, date| Change {
            change,
            party: Some(term.party.clone()),
            name: term.name.clone(),
            council_name: term.council_name.clone(),
            before: Side::Word(before),
            after: Side::Word(after),
            date,
            record: term.record.clone(),
        };
        let mut rows = Vec::new();
        let sittings = sittings(terms);
        for (at, Sitting { term, bounds, end, .. }) in sittings.iter().enumerate() {
            if bounds.start_max > day && bounds.start_min <= until {
                let known = bounds.start_min > day && bounds.start_max <= until && term.standing != Standing::Projected;
                let before = match at.checked_sub(1).map(|before| &sittings[before]) {
                    None if bounds.start_min <= self.meta.founded => "none".to_string(),
                    Some(before) if before.bounds.end_max >= bounds.start_min => before.term.party.clone(),
                    None | Some(_) => not_known(),
                };
                let change = if known { ChangeKind::Handover } else { ChangeKind::NotKnown };
                rows.push(row(change, term, before, term.party.clone(), Some(term.period.start)));
            }
            let followed = sittings.get(at + 1).is_some_and(|next| next.bounds.start_min <= bounds.end_max);
            if end.is_some() && !followed && bounds.end_max > day && bounds.end_min <= until {
                rows.push(row(ChangeKind::NotKnown, term, term.party.clone(), not_known(), *end));
            }
        }
        let chair = |day| chair_of(terms, day, day);
        let ((before, known_before), (after, known_after)) = (chair(day), chair(until));
        if rows.is_empty() && day < until && until >= self.meta.founded {
            let word = |chair: &[&Chairship]| chair.first().map_or_else(not_known, |term| term.party.clone());
            match (before.first(), known_before, known_after) {
                // Nothing is on record at either end, or the term has no recorded end.
                (None, ChairCertainty::NotKnown, ChairCertainty::NotKnown) => rows.push(Change {
                    change: ChangeKind::NotKnown,
                    party: None,
                    name: "chair".to_string(),
                    council_name: "chair".to_string(),
                    before: Side::Word(not_known()),
                    after: Side::Word(not_known()),
                    date: None,
                    record: None,
                }),
                (Some(term), _, ChairCertainty::NotKnown) if until <= self.today => {
                    rows.push(row(ChangeKind::NotKnown, term, word(&before), word(&after), term.period.end));
                }
                _ => {}
            }
        }
        rows
    }
}

/// Returns the earlier day of a comparison. A month, year or range that is compared with itself begins on the day
/// before its first one.
pub(crate) fn earlier(from: &When, to: &When) -> NaiveDate {
    match from == to && !from.is_day() {
        true => from.first_day().pred_opt().unwrap_or(NaiveDate::MIN),
        false => from.last_day(),
    }
}

fn role_change(history: &History, party: &str, day: NaiveDate, until: NaiveDate) -> Option<Change> {
    let role_on = |day| match history.announced_on(party, day) {
        (RoleAt::BeforeFounding, _) => (RoleAt::None, None),
        other => other,
    };
    let ((before, old), (after, new)) = (role_on(day), role_on(until));
    // A role that is unknown on both days may have changed between them.
    let open = before == RoleAt::Unknown && day < until;
    if before == after && !open {
        return None;
    }
    let (change, date, holder) = match (before, after, old, new) {
        (RoleAt::Unknown, _, Some(old), _) => (ChangeKind::NotKnown, Some(old.uncertain_edge(day).1), old),
        (_, RoleAt::Unknown, _, Some(new)) => (ChangeKind::NotKnown, new.uncertain_date(until), new),
        (_, RoleAt::Unknown, Some(old), _) => (ChangeKind::NotKnown, old.period.end, old),
        (_, _, None, Some(new)) => (ChangeKind::Joined, Some(new.period.start), new),
        (_, _, Some(old), None) => (ChangeKind::Left, old.period.end, old),
        (_, _, Some(_), Some(new)) => (ChangeKind::Changed, Some(new.period.start), new),
        (_, _, None, None) => return None,
    };
    Some(Change {
        change,
        party: Some(party.to_string()),
        name: holder.name.clone(),
        council_name: holder.council_name.clone(),
        before: Side::Word(before.word().to_string()),
        after: Side::Word(after.word().to_string()),
        date,
        record: Some(holder.record.clone()),
    })
}

fn counts(before: Counts, after: Counts) -> impl Iterator<Item = Change> {
    let each = [
        ("members", before.members, after.members),
        ("participants", before.participants, after.participants),
        ("observers", before.observers, after.observers),
        ("observer-states", before.observer_states, after.observer_states),
        ("observer-igos", before.observer_igos, after.observer_igos),
        ("observer-ngos", before.observer_ngos, after.observer_ngos),
    ];
    each.into_iter().map(|(name, before, after)| Change {
        change: ChangeKind::Count,
        party: None,
        name: name.to_string(),
        council_name: name.to_string(),
        before: Side::Count(before),
        after: Side::Count(after),
        date: None,
        record: None,
    })
}
