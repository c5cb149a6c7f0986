//! What must be said beside an answer, in one place and in one wording.

use std::fmt;

use chrono::NaiveDate;

use crate::date::{PartialDate, Precision, When};

/// A remark on an answer. Its text is one line without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Time that was asked about lies before the founding.
    BeforeFounding {
        /// Name of the council.
        name: String,
        /// First day of the council.
        founded: NaiveDate,
    },
    /// Time that was asked about lies after the last check of the data.
    AfterVerified {
        /// Last day for which the data was checked.
        day: NaiveDate,
    },
    /// The chair passes from one state to the next within the time asked about.
    Handover {
        /// The first day of the incoming chair, or its month or year where no more is known.
        day: PartialDate,
        /// Name of the outgoing state.
        from: String,
        /// Name of the incoming state.
        to: String,
    },
    /// The whole question lies in time of which the data says nothing.
    ChairNotKnown {
        /// The time asked about.
        when: When,
    },
    /// A handover that is only partly known leaves open who held the chair.
    HandoverNotKnown {
        /// The time asked about.
        when: When,
        /// Name of the outgoing state.
        from: String,
        /// Name of the incoming state.
        to: String,
        /// What is known of the day of the handover.
        between: PartialDate,
    },
    /// A party's role on a day hangs on a date that is not known well enough.
    RoleNotKnown {
        /// Name of the party.
        name: String,
        /// Its role, with an article: `an observer`.
        role: String,
        /// `began` or `ended`.
        edge: &'static str,
        /// What is known of the day on which it did.
        date: PartialDate,
    },
    /// A chairship was worked out from the order of rotation.
    Projected {
        /// Name of the council.
        name: String,
        /// Years that a chairship is meant to last.
        term_years: i32,
    },
    /// A chairship is announced and has not begun.
    Planned {
        /// Name of the state.
        name: String,
    },
    /// The roles of a party rest on less than two sources.
    Doubt {
        /// Name of the party.
        name: String,
        /// The lowest confidence of these roles: `single_source` or `unverified`.
        confidence: String,
    },
    /// An area that has no seat of its own.
    Represented {
        /// Name of the area.
        area: String,
        /// Full formal name of the party whose seat covers it.
        party: String,
    },
    /// A part of a party, which has no role of its own.
    PartOf {
        /// Name of the part.
        part: String,
        /// Name of the party.
        party: String,
    },
    /// A people was named, and its organisation is meant.
    People {
        /// Name of the people.
        people: String,
        /// Name of the organisation.
        party: String,
    },
    /// The data has no end of a person's time in an office.
    OpenEnd {
        /// Name of the person.
        person: String,
        /// Last day for which the data was checked.
        day: NaiveDate,
    },
    /// Rows are marked `not_known`, because of dates that are only partly known.
    Uncertain {
        /// How many rows.
        count: usize,
    },
    /// A role was held only for a part of the time asked about.
    PartOfPeriod {
        /// Name of the party.
        name: String,
        /// Its role, with an article: `an observer`.
        role: String,
        /// First day in the role.
        start: PartialDate,
        /// First day no longer in the role; none while it lasts.
        end: Option<PartialDate>,
    },
    /// Memberships that a count leaves out.
    NotCounted {
        /// How many memberships.
        count: usize,
    },
    /// Days in the chair that a count leaves out, because the day of a handover is not known.
    HandoverNotCounted {
        /// Name of the state.
        name: String,
        /// What is known of the day: a month or a year.
        date: PartialDate,
    },
    /// The year that is not over in the data.
    CountedOn {
        /// That year.
        year: i32,
        /// Last day for which the data was checked; the year is counted as of it.
        day: NaiveDate,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Note::BeforeFounding { name, founded } => {
                write!(f, "the {name} did not exist before {founded}")
            }
            Note::AfterVerified { day } => {
                write!(f, "the data was last verified on {day}; what changed after that day is not in it")
            }
            Note::Handover { day, from, to } if day.precision() == Precision::Day => write!(
                f,
                "{day} is a handover day: the chair passes from {from} to {to}, and the day belongs to the incoming chair"
            ),
            Note::Handover { day, from, to } => {
                write!(f, "the chair passes from {from} to {to} in {day}; the day is not known")
            }
            Note::ChairNotKnown { when } => write!(f, "who held the chair {} is not known", when.phrase()),
            Note::HandoverNotKnown { when, from, to, between } => write!(
                f,
                "whether {from} or {to} holds the chair {} is not known: of the handover only `{between}` is known",
                when.phrase()
            ),
            Note::RoleNotKnown { name, role, edge, date } => write!(
                f,
                "whether {name} was {role} then is not known: the role {edge} in {date}, and the day is not known"
            ),
            Note::Projected { name, term_years } => write!(
                f,
                "projected: the {name} has announced no such term; it follows from the order of rotation and terms of {term_years} year{}",
                if *term_years == 1 { "" } else { "s" }
            ),
            Note::Planned { name } => write!(f, "planned: the term of {name} is announced and has not begun"),
            Note::Doubt { name, confidence } if confidence == "unverified" => {
                write!(f, "the dates of {name} are a reasoned choice that no source states; `show` says why")
            }
            Note::Doubt { name, .. } => write!(f, "the dates of {name} rest on a single source; `show` says more"),
            Note::Represented { area, party } => {
                write!(f, "{area} has no seat of its own: the seat of {party} covers it")
            }
            Note::PartOf { part, party } => write!(f, "{part} is part of {party} and has no role of its own"),
            Note::People { people, party } => write!(f, "the {people} are represented by the {party}"),
            Note::OpenEnd { person, day } => {
                write!(f, "no end is known for {person}; whether the office was still held after {day} is not known")
            }
            Note::Uncertain { count: 1 } => {
                f.write_str("1 row is marked `not_known`: a date that is only partly known leaves it open")
            }
            Note::Uncertain { count } => {
                write!(f, "{count} rows are marked `not_known`: dates that are only partly known leave them open")
            }
            Note::PartOfPeriod { name, role, start, end: None } => {
                write!(f, "{name} was {role} for part of that time: from {start}")
            }
            Note::PartOfPeriod { name, role, start, end: Some(end) } => {
                write!(f, "{name} was {role} for part of that time: from {start} until {end} (that day not included)")
            }
            Note::NotCounted { count: 1 } => {
                f.write_str("1 membership is not counted where a date that is only partly known leaves it open")
            }
            Note::NotCounted { count } => {
                write!(f, "{count} memberships are not counted where dates that are only partly known leave them open")
            }
            Note::HandoverNotCounted { name, date } => {
                write!(
                    f,
                    "of the chairship of {name} only the days that are certain are counted: of a handover only `{date}` is known"
                )
            }
            Note::CountedOn { year, day } => {
                write!(
                    f,
                    "{year} is counted as of {day}, when the data was last verified; the other years as of 31 December"
                )
            }
        }
    }
}
