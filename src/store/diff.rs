//! What changed between two dates.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

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
    /// and counts. The answer is [`Truth::Unknown`] if every possible change is uncertain or projected; if nothing
    /// changed, there are no rows.
    ///
    /// # Errors
    /// [`Error::Reversed`] if `from` ends after `to`.
    pub fn diff(&self, from: &When, to: &When) -> Result<Answer<Change>, Error> {
        let (day, until) = (from.last_day(), to.last_day());
        if day > until {
            return Err(Error::Reversed { from: from.to_string(), to: to.to_string() });
        }
        let history = self.history()?;
        let mut rows: Vec<Change> =
            history.held.keys().filter_map(|party| role_change(&history, party, day, until)).collect();
        let terms = self.terms(Some(until.year()))?.rows;
        rows.extend(handovers(&terms, day, until));
        if until >= self.meta.founded {
            rows.extend(chair_lost(&terms, day, until));
        }
        rows.sort_by_key(|row| (row.change, row.date.map(|date| date.first_day()), row.name.clone()));

        let ahead = self.lies_ahead(to);
        let known = match rows.iter().map(|row| row.change).collect::<Vec<_>>()[..] {
            [] if ahead => Truth::Unknown,
            [] => Truth::False,
            ref changes if changes.iter().all(|change| *change == ChangeKind::NotKnown) => Truth::Unknown,
            _ => Truth::True,
        };
        let mut notes = if day < self.meta.founded { self.coverage(&When::day(day))? } else { Vec::new() };
        if known != Truth::False && day >= self.meta.founded {
            rows.extend(counts(history.counts(day), history.counts(until)));
            let open = |holder: &&Holder| [day, until].iter().any(|day| holder.bounds.contains(*day) == Truth::Unknown);
            notes.extend(Note::not_counted(history.memberships().filter(open).count()));
        }
        // A projected chairship has no record.
        if let Some(term_years) = self.meta.term_years
            && rows.iter().any(|row| row.change == ChangeKind::NotKnown && row.record.is_none())
        {
            notes.push(Note::Projected { name: self.meta.name.clone(), term_years });
        }
        notes.extend(
            self.coverage(&When::day(until))?.into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>(),
        );
        Ok(Answer { rows, known, notes })
    }
}

fn role_change(history: &History, party: &str, day: NaiveDate, until: NaiveDate) -> Option<Change> {
    let role_on = |day| match history.role_on(party, day) {
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

/// The handovers after `day`, up to and including `until`.
fn handovers(terms: &[Chairship], day: NaiveDate, until: NaiveDate) -> Vec<Change> {
    let mut rows = Vec::new();
    let mut outgoing = "none";
    for incoming in terms {
        let start = incoming.period.start;
        if start.last_day() > day && start.first_day() <= until {
            let known =
                start.first_day() > day && start.last_day() <= until && incoming.standing != Standing::Projected;
            rows.push(Change {
                change: if known { ChangeKind::Handover } else { ChangeKind::NotKnown },
                party: Some(incoming.party.clone()),
                name: incoming.name.clone(),
                council_name: incoming.council_name.clone(),
                before: Side::Word(outgoing.to_string()),
                after: Side::Word(incoming.party.clone()),
                date: Some(start),
                record: incoming.record.clone(),
            });
        }
        outgoing = &incoming.party;
    }
    rows
}

/// That it is not known who holds the chair on `until`, if no handover says so already.
fn chair_lost(terms: &[Chairship], day: NaiveDate, until: NaiveDate) -> Option<Change> {
    let chair = |day| terms.iter().find(|term| term.bounds.contains(day) == Truth::True);
    // A term that may cover the day has a row of its own.
    if terms.iter().any(|term| term.bounds.contains(until) != Truth::False) {
        return None;
    }
    let before = chair(day)?;
    Some(Change {
        change: ChangeKind::NotKnown,
        party: Some(before.party.clone()),
        name: before.name.clone(),
        council_name: before.council_name.clone(),
        before: Side::Word(before.party.clone()),
        after: Side::Word(RoleAt::Unknown.word().to_string()),
        date: before.period.end,
        record: before.record.clone(),
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
