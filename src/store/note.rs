//! What must be said beside an answer, in one place and in one wording.

use std::fmt;

use chrono::NaiveDate;

use crate::date::{PartialDate, Precision, When};

/// A remark on an answer. Its text is one line without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    BeforeFounding {
        name: String,
        founded: NaiveDate,
    },
    AfterVerified {
        day: NaiveDate,
    },
    Handover {
        day: PartialDate,
        from: String,
        to: String,
    },
    /// The whole question lies in time of which the data says nothing.
    ChairNotKnown {
        when: When,
    },
    HandoverNotKnown {
        when: When,
        from: String,
        to: String,
        between: PartialDate,
    },
    /// A party's role on a day hangs on a date that is not known well enough.
    RoleNotKnown {
        name: String,
        role: String,
        edge: &'static str,
        date: PartialDate,
    },
    Projected {
        name: String,
        term_years: i32,
    },
    Planned {
        name: String,
    },
    /// The roles of a party rest on less than two sources.
    Doubt {
        name: String,
        confidence: String,
    },
    /// An area that has no seat of its own.
    Represented {
        area: String,
        party: String,
    },
    OpenEnd {
        person: String,
        day: NaiveDate,
    },
    Uncertain {
        count: usize,
    },
    PartOfPeriod {
        name: String,
        role: String,
        start: PartialDate,
        end: Option<PartialDate>,
    },
    /// Memberships that a count leaves out.
    NotCounted {
        count: usize,
    },
    /// Days in the chair that a count leaves out, because the day of a handover is not known.
    HandoverNotCounted {
        name: String,
        date: PartialDate,
    },
    /// The year that is not over in the data.
    CountedOn {
        year: i32,
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
