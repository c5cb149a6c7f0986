//! Notes on answers: each kind with its data, and its wording in one place.

use std::fmt;

use chrono::NaiveDate;

use crate::date::{PartialDate, Period, Precision, When, days_phrase};
use crate::wording::{count, with_article};

/// A note on an answer: what a reader must know about it. Its text is one line without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// The time asked about is before the founding.
    BeforeFounding {
        /// Name of the council.
        name: String,
        /// First day of the council.
        founded: NaiveDate,
    },
    /// The time asked about is after the last check of the data.
    AfterVerified {
        /// Last day for which the data was checked.
        day: NaiveDate,
    },
    /// The chair passes from one state to the next within the time asked about.
    Handover {
        /// The first day of the incoming chair, or its month or year if no more is known.
        day: PartialDate,
        /// Name of the outgoing state.
        from: String,
        /// Name of the incoming state.
        to: String,
    },
    /// The data has no chair for any of the time asked about.
    ChairNotKnown {
        /// The time asked about.
        when: When,
    },
    /// The data has no chair for some of the time asked about.
    ChairGap {
        /// First day without one.
        first: NaiveDate,
        /// Last day without one.
        last: NaiveDate,
    },
    /// The imprecise date of a handover leaves open who held the chair.
    HandoverNotKnown {
        /// The time asked about.
        when: When,
        /// Name of the outgoing state.
        from: String,
        /// Name of the incoming state.
        to: String,
        /// The month or year of the handover.
        between: PartialDate,
    },
    /// An imprecise date leaves open whether a party held a role.
    RoleNotKnown {
        /// Name of the party.
        name: String,
        /// Its role, with an article: `an observer`.
        role: String,
        /// `began` or `ended`.
        edge: &'static str,
        /// The month or year in which it did.
        date: PartialDate,
    },
    /// Whether a party keeps its role after today is not known.
    RoleAfterToday {
        /// Name of the party.
        name: String,
        /// Its role, with an article: `an observer`.
        role: String,
    },
    /// A chairship is not in the data, but follows from the order of rotation.
    Projected {
        /// Name of the council.
        name: String,
        /// The length of a chairship in years.
        term_years: i32,
    },
    /// A chairship is announced and has not begun.
    Planned {
        /// Name of the state.
        name: String,
    },
    /// The roles of a party rest on fewer than two sources.
    Doubt {
        /// Name of the party.
        name: String,
        /// The lowest confidence of these roles: `single_source` or `unverified`.
        confidence: String,
    },
    /// An area has no seat of its own.
    Represented {
        /// Name that the council uses for the party whose seat covers it, as in a sentence.
        party: String,
    },
    /// A part of a party, without a seat of its own.
    PartOf {
        /// Name of the party.
        party: String,
        /// Role of the party then, with an article: `a member`.
        role: Option<&'static str>,
        /// Whether it still holds that role.
        lasting: bool,
    },
    /// The name of a people was read as its organisation.
    People {
        /// The name of the people as the data writes it.
        people: String,
        /// Name of the organisation.
        party: String,
    },
    /// `NA` stands among names or codes of countries.
    NotAvailable(Na),
    /// A remark of the data on a party without a role.
    Remark {
        /// The remark.
        text: String,
    },
    /// The council worked only in part in the time asked about.
    Pause {
        /// What happened, as the data describes it.
        description: String,
    },
    /// People leave their offices on the day asked about.
    LeavesOffice {
        /// The day.
        day: NaiveDate,
        /// Their names: "a, b and c".
        people: String,
    },
    /// The data has no end date for a person's time in an office.
    OpenEnd {
        /// Name of the person.
        person: String,
        /// Last day for which the data was checked.
        day: NaiveDate,
    },
    /// Some rows are marked `not_known`, because of imprecise dates or because nothing is known after today.
    Uncertain {
        /// How many rows.
        count: usize,
        /// Whether the time asked about is after today.
        ahead: bool,
    },
    /// The time asked about reaches beyond today.
    AfterToday {
        /// The day that counts as today.
        today: NaiveDate,
    },
    /// A party without a role applied for one, or attended without one.
    Application {
        /// The outcome as the data writes it.
        outcome: String,
        /// The date of the outcome.
        date: PartialDate,
        /// What the data says about it.
        note: Option<String>,
    },
    /// A role was held for only part of the time asked about.
    PartOfPeriod {
        /// Name of the party.
        name: String,
        /// Its role, with an article: `an observer`.
        role: String,
        /// First day in the role.
        start: PartialDate,
        /// First day no longer in the role; `None` while it lasts.
        end: Option<PartialDate>,
    },
    /// A count leaves out memberships with imprecise dates.
    NotCounted {
        /// How many memberships.
        count: usize,
    },
    /// A count of days in the chair leaves out those around a handover with an imprecise date.
    HandoverNotCounted {
        /// Name of the state.
        name: String,
        /// The month or year of the handover.
        date: PartialDate,
    },
    /// The last year of a table is counted as of the last check of the data, not as of its end.
    CountedOn {
        /// That year.
        year: i32,
        /// Last day for which the data was checked; the year is counted as of it.
        day: NaiveDate,
    },
}

/// What `NA` means in a column of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Na {
    /// An ISO 3166-1 alpha-2 code, because most of the column is such codes.
    Code {
        /// Name of the country.
        country: String,
    },
    /// A missing value.
    Missing,
}

impl Note {
    /// Returns the note that `count` rows are uncertain, if there are any; `ahead` is whether the time is after today.
    pub(crate) fn uncertain(count: usize, ahead: bool) -> Option<Note> {
        (count > 0).then_some(Note::Uncertain { count, ahead })
    }

    /// Returns the note that `count` memberships are not counted, if there are any.
    pub(crate) fn not_counted(count: usize) -> Option<Note> {
        (count > 0).then_some(Note::NotCounted { count })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Note::BeforeFounding { name, founded } => {
                write!(f, "the {name} did not exist before {founded}")
            }
            Note::AfterVerified { day } => {
                write!(f, "the data was last verified on {day}; later changes are not in it")
            }
            Note::Handover { day, from, to } if day.precision() == Precision::Day => write!(
                f,
                "{day} is a handover day: the chair passes from {} to {}, and the day belongs to the incoming chair",
                with_article(from),
                with_article(to)
            ),
            Note::Handover { day, from, to } => {
                let (from, to) = (with_article(from), with_article(to));
                write!(f, "the chair passes from {from} to {to} in {day}; the day is not known")
            }
            Note::ChairNotKnown { when } => write!(f, "who held the chair {} is not known", when.phrase()),
            Note::ChairGap { first, last } => {
                let days = days_phrase(PartialDate::day(*first), Some(*last));
                write!(f, "who held the chair {days} is not known: no chairship is on record for that time")
            }
            Note::HandoverNotKnown { when, from, to, between } => write!(
                f,
                "whether {} or {} holds the chair {} is not known: of the handover only `{between}` is known",
                with_article(from),
                with_article(to),
                when.phrase()
            ),
            Note::RoleNotKnown { name, role, edge, date } => write!(
                f,
                "whether {} was {role} then is not known: the role {edge} {}, and the day is not known",
                with_article(name),
                date.phrase()
            ),
            Note::RoleAfterToday { name, role } => {
                write!(
                    f,
                    "whether {name} is still {role} then is not known: the time is after today, and no end is announced"
                )
            }
            Note::Projected { name, term_years } => write!(
                f,
                "projected: the {name} has not announced this term; it follows from the order of rotation and terms of {}",
                count((*term_years).unsigned_abs() as usize, "year")
            ),
            Note::Planned { name } => {
                write!(f, "planned: the term of {} is announced but has not begun", with_article(name))
            }
            Note::Doubt { name, confidence } if confidence == "unverified" => {
                write!(f, "the dates of {} are inferred; no source states them", with_article(name))
            }
            Note::Doubt { name, .. } => write!(f, "the dates of {} rest on a single source", with_article(name)),
            Note::Represented { party } => write!(f, "no seat of its own; represented by {}", with_article(party)),
            Note::PartOf { party, role, lasting } => {
                let party = with_article(party);
                match role {
                    Some(role) if *lasting => write!(f, "part of {party}; {party} is {role}"),
                    Some(role) => write!(f, "part of {party}; {party} was {role} then"),
                    None => write!(f, "part of {party}"),
                }
            }
            Note::People { people, party } => write!(f, "{people} is read as {}", with_article(party)),
            Note::NotAvailable(Na::Code { country }) => {
                write!(f, "`NA` is read as the code of {country}, because most of its column is two-letter codes")
            }
            Note::NotAvailable(Na::Missing) => {
                write!(f, "`NA` is read as a missing value, because most of its column is not two-letter codes")
            }
            // A line of its own: the text is data, and may have more than one.
            Note::Pause { description: text } | Note::Remark { text } => {
                f.write_str(&text.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Note::LeavesOffice { day, people } => {
                write!(f, "{people} held office until the handover on {day}; the day counts to the next in office")
            }
            Note::OpenEnd { person, day } => {
                write!(f, "no end date is known for {person}; the term may have ended after {day}")
            }
            Note::Uncertain { count: n, ahead } => {
                let reason = match ahead {
                    true => "because what holds after today is known only if it was announced",
                    false => "because of imprecise dates",
                };
                write!(f, "{} {} marked `not_known` {reason}", count(*n, "row"), is(*n))
            }
            Note::AfterToday { today } => {
                write!(f, "changes after {today} are known only if they were announced")
            }
            Note::Application { outcome, date, note } => {
                let what = match outcome.as_str() {
                    "ad_hoc" => "attended ad hoc".to_string(),
                    outcome => format!("application {}", outcome.replace('_', " ")),
                };
                let about = note.as_ref().map(|note| format!(": {}", note.trim_end_matches('.'))).unwrap_or_default();
                write!(f, "{what} {}{about}", date.phrase())
            }
            Note::PartOfPeriod { name, role, start, end } => {
                let period = Period { start: *start, end: *end };
                write!(f, "{} was {role} for only part of that time: {}", with_article(name), period.phrase())
            }
            Note::NotCounted { count: n } => {
                write!(f, "{} with imprecise dates {} counted only when certain", count(*n, "membership"), is(*n))
            }
            Note::HandoverNotCounted { name, date } => {
                let name = with_article(name);
                write!(
                    f,
                    "only the certain days of {name} in the chair are counted; one handover is known only as {date}"
                )
            }
            Note::CountedOn { year, day } => {
                write!(
                    f,
                    "{year} is counted as of {day}, when the data was last verified; other years as of 31 December"
                )
            }
        }
    }
}

fn is(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
