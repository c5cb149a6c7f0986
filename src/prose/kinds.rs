//! What a token is recognised as.

use chrono::Datelike;

use crate::date::{PartialDate, When};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number(u32),
    Mark,
    /// The ending `'s` or a closing apostrophe.
    Possessive,
    /// The council itself.
    Council,
    /// A body that is not the council.
    Other,
    /// A party or country, by its place in the gazetteer.
    Party(usize),
    /// The adjective of a party, such as "Norwegian".
    Demonym(usize),
    /// A person who held an office.
    Person,
    /// A town in which the council met.
    Place,
    /// The officials whose chair is an office of the council.
    Officials,
    /// An agreement of the council, by its place among the titles of the gazetteer.
    Agreement(usize),
    /// An event, likewise.
    Event(usize),
    Date(Span),
    /// From one date to another.
    Range(Span),
    /// "the eight Arctic States": a group of those that hold a role.
    Group(Group),
}

/// A date, or a time from one date to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: PartialDate,
    pub to: PartialDate,
    /// Whether part of it was taken from the date of the text.
    pub inferred: bool,
}

impl Span {
    pub(crate) fn one(date: PartialDate, inferred: bool) -> Self {
        Span { from: date, to: date, inferred }
    }

    /// As the column `on` of a claim.
    pub(crate) fn when(self) -> When {
        match self.from == self.to {
            true => When::Date(self.from),
            false => When::Range(self.from, self.to),
        }
    }

    /// The one date that it is, or the month or year that both its ends are in.
    pub(crate) fn date(self) -> Option<PartialDate> {
        if self.from == self.to {
            return Some(self.from);
        }
        let (first, last) = (self.from.first_day(), self.to.last_day());
        if first.year() != last.year() {
            return None;
        }
        match first.month() == last.month() {
            true => PartialDate::parse(&first.format("%Y-%m").to_string()),
            false => PartialDate::year(first.year()),
        }
    }
}

/// The members of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Members,
    Participants,
    Observers,
    ObserverStates,
    /// States that are not members: observers only if the sentence says so.
    NonArctic,
    Igos,
    Ngos,
    /// States of which nothing more is said.
    States,
}

impl Who {
    /// The subject of a claim that counts the group.
    pub(crate) fn counted(self) -> &'static str {
        match self {
            Who::Members | Who::States => "members",
            Who::Participants => "participants",
            Who::Observers => "observers",
            Who::ObserverStates => "observer-states",
            Who::NonArctic => "non-arctic-observers",
            Who::Igos => "igo-observers",
            Who::Ngos => "ngo-observers",
        }
    }

    pub(crate) fn role(self) -> &'static str {
        match self {
            Who::Members | Who::States => "member",
            Who::Participants => "permanent_participant",
            _ => "observer",
        }
    }
}

/// A group, with its number if one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub who: Who,
    pub count: Option<u32>,
    /// "the other seven": all but the one that is spoken of.
    pub others: bool,
    /// "new", "further", "potential": not the whole group, or not yet one.
    pub partial: bool,
    /// "eight-nation", before a noun.
    pub adjective: bool,
}
