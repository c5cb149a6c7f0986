//! Every membership and every chairship, read once, for answers about many days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Chairship, Holder, Registry, Role, RoleAt};
use crate::Error;
use crate::truth::Truth;

/// What the registry has of roles and chairs.
pub(crate) struct History {
    founded: NaiveDate,
    today: NaiveDate,
    /// The memberships of each party, by its id.
    pub(crate) held: BTreeMap<String, Vec<Holder>>,
    pub(crate) chairships: Vec<Chairship>,
}

/// How many certainly held each role on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Parties in the role [`Role::Member`].
    pub members: usize,
    /// Parties in the role [`Role::PermanentParticipant`].
    pub participants: usize,
    /// Parties in the role [`Role::Observer`], of any kind.
    pub observers: usize,
    /// Observers of kind `state`.
    pub observer_states: usize,
    /// Observers of kind `igo`: intergovernmental organisations.
    pub observer_igos: usize,
    /// Observers of kind `ngo`: non-governmental organisations.
    pub observer_ngos: usize,
}

impl Registry {
    /// Every membership and chairship, by one query each.
    pub(crate) fn history(&self) -> Result<History, Error> {
        let mut held: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
        for holder in self.all_memberships()? {
            held.entry(holder.party.clone()).or_default().push(holder);
        }
        Ok(History { founded: self.meta.founded, today: self.today, held, chairships: self.terms(None)?.rows })
    }
}

impl History {
    /// What `party` was on `day`, and the membership that says so or leaves it open.
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

    /// Every membership, party by party.
    pub(crate) fn memberships(&self) -> impl Iterator<Item = &Holder> {
        self.held.values().flatten()
    }

    /// How many certainly held each role on `day`.
    pub(crate) fn counts(&self, day: NaiveDate) -> Counts {
        let mut counts = Counts::default();
        for holder in self.memberships().filter(|holder| holder.bounds.contains(day) == Truth::True) {
            match holder.role {
                Role::Member => counts.members += 1,
                Role::PermanentParticipant => counts.participants += 1,
                Role::Observer => counts.observers += 1,
            }
            match (holder.role, holder.kind.as_str()) {
                (Role::Observer, "state") => counts.observer_states += 1,
                (Role::Observer, "igo") => counts.observer_igos += 1,
                (Role::Observer, "ngo") => counts.observer_ngos += 1,
                _ => {}
            }
        }
        counts
    }
}
