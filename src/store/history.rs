//! All memberships and chairships in memory, for questions about many days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Chairship, Holder, PartyKind, Registry, Role, RoleAt, Seat};
use crate::Error;
use crate::truth::Truth;

/// All memberships and chairships of the registry.
pub(crate) struct History {
    founded: NaiveDate,
    today: NaiveDate,
    /// The memberships of each party, by the id of the party.
    pub(crate) held: BTreeMap<String, Vec<Holder>>,
    pub(crate) chairships: Vec<Chairship>,
}

/// The number of parties that certainly held each role on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Parties in the role [`Role::Member`].
    pub members: usize,
    /// Parties in the role [`Role::PermanentParticipant`].
    pub participants: usize,
    /// Parties in the role [`Role::Observer`], of any kind.
    pub observers: usize,
    /// Observers of the kind [`PartyKind::State`].
    pub observer_states: usize,
    /// Observers of the kind [`PartyKind::Igo`].
    pub observer_igos: usize,
    /// Observers of the kind [`PartyKind::Ngo`].
    pub observer_ngos: usize,
}

impl Registry {
    /// Reads all memberships and chairships, with one query each.
    pub(crate) fn history(&self) -> Result<History, Error> {
        let mut held: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
        for holder in self.memberships()? {
            held.entry(holder.party.clone()).or_default().push(holder);
        }
        Ok(History { founded: self.meta.founded, today: self.today, held, chairships: self.chairships()? })
    }
}

impl History {
    /// Returns what a party or country with this seat was on `day`, and the membership that makes it certain or possible.
    pub(crate) fn seat_on(&self, seat: &Seat, day: NaiveDate) -> (RoleAt, Option<&Holder>) {
        let (role, holder) = self.role_on(seat.party().map_or("", |party| &party.id), day);
        match (role, holder) {
            (RoleAt::Held(held), Some(_)) if seat.counts(held) => (seat.role(held), holder),
            (RoleAt::Unknown, Some(open)) if seat.counts(open.role) => (RoleAt::Unknown, holder),
            (RoleAt::Held(_) | RoleAt::Unknown, Some(_)) => (RoleAt::None, None),
            other => other,
        }
    }

    /// Returns the role of `party` on `day`, and the membership that makes it certain or possible.
    pub(crate) fn role_on(&self, party: &str, day: NaiveDate) -> (RoleAt, Option<&Holder>) {
        if day < self.founded {
            return (RoleAt::BeforeFounding, None);
        }
        let mut found = (if day > self.today { RoleAt::Unknown } else { RoleAt::None }, None);
        for holder in self.held.get(party).into_iter().flatten() {
            match holder.bounds.contains(day) {
                Truth::True => return (RoleAt::Held(holder.role), Some(holder)),
                Truth::Unknown => found = (RoleAt::Unknown, Some(holder)),
                Truth::False => {}
            }
        }
        found
    }

    /// Returns the role of `party` on `day`, as [`History::role_on`] does, if all roles without a recorded end go on
    /// after today.
    pub(crate) fn announced_on(&self, party: &str, day: NaiveDate) -> (RoleAt, Option<&Holder>) {
        if day <= self.today.max(self.founded) {
            return self.role_on(party, day);
        }
        let mut found = (RoleAt::None, None);
        for holder in self.held.get(party).into_iter().flatten() {
            match self.announced(holder, day) {
                Truth::True => return (RoleAt::Held(holder.role), Some(holder)),
                Truth::Unknown => found = (RoleAt::Unknown, Some(holder)),
                Truth::False => {}
            }
        }
        found
    }

    /// Returns all memberships, party by party.
    pub(crate) fn memberships(&self) -> impl Iterator<Item = &Holder> {
        self.held.values().flatten()
    }

    /// Counts the parties that certainly held each role on `day`, if all roles without a recorded end go on after
    /// today.
    pub(crate) fn counts(&self, day: NaiveDate) -> Counts {
        let mut counts = Counts::default();
        for holder in self.memberships().filter(|holder| self.announced(holder, day) == Truth::True) {
            match holder.role {
                Role::Member => counts.members += 1,
                Role::PermanentParticipant => counts.participants += 1,
                Role::Observer => counts.observers += 1,
            }
            match (holder.role, holder.kind) {
                (Role::Observer, PartyKind::State) => counts.observer_states += 1,
                (Role::Observer, PartyKind::Igo) => counts.observer_igos += 1,
                (Role::Observer, PartyKind::Ngo) => counts.observer_ngos += 1,
                _ => {}
            }
        }
        counts
    }
    /// Returns whether the role was held on `day`, if it goes on after today unless an end is recorded.
    pub(crate) fn announced(&self, holder: &Holder, day: NaiveDate) -> Truth {
        let mut bounds = holder.bounds;
        if day > self.today && holder.period.end.is_none() {
            bounds.end_min = bounds.end_max;
        }
        bounds.contains(day)
    }
}
