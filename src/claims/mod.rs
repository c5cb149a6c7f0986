//! Claims about the council, checked against the registry: each is true, false or not known. The result says why,
//! and when a false claim was true.

mod chairs;
mod council;
mod counts;
mod dates;
mod events;
pub(crate) mod ordinal;
mod person;
mod roles;
mod template;
mod terms;
mod window;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::csv_file::CsvFile;
use crate::date::{PartialDate, When};
use crate::error::other_columns;
use crate::names::fold;
use crate::store::{Entity, Na, Note, Party, Record, RecordId, Seat, Source, entity};
use crate::truth::Truth;
use crate::{Error, Problem, Registry};

/// The columns that a table of claims must have. Other columns are kept.
pub const REQUIRED: [&str; 4] = ["subject", "property", "on", "value"];

/// A kind of claim, and how to write one.
#[non_exhaustive]
pub struct Property {
    /// Its name in the column `property`, such as `role`.
    pub name: &'static str,
    /// What the column `subject` takes.
    pub subject: &'static str,
    /// What the column `value` takes.
    pub value: &'static str,
    judge: fn(&Claim) -> Result<Judgement, ClaimError>,
}

/// Every property.
pub const PROPERTIES: &[Property] = &[
    Property { name: "founded", subject: "empty", value: "the date of the founding", judge: council::founded },
    Property {
        name: "chair",
        subject: "empty, or a party",
        value: "who held the chair, separated by `;` if several did, or none; with a party: yes or no",
        judge: chairs::chair,
    },
    Property {
        name: "role",
        subject: "a party or country",
        value: "member, permanent_participant, observer, represented or none",
        judge: roles::role,
    },
    Property {
        name: "since",
        subject: "a party or country",
        value: "when the role held at that time began",
        judge: roles::since,
    },
    Property {
        name: "until",
        subject: "a party or country",
        value: "the first day without that role, or none",
        judge: roles::until,
    },
    Property { name: "count", subject: counts::SUBJECTS, value: "a whole number", judge: counts::count },
    Property { name: "chairship-start", subject: "a party", value: "when it took the chair", judge: chairs::start },
    Property {
        name: "chairship-end",
        subject: "a party",
        value: "when it handed over the chair, or none",
        judge: chairs::end,
    },
    Property {
        name: "meeting-place",
        subject: "empty, or the id of a meeting",
        value: "the town",
        judge: council::meeting_place,
    },
    Property {
        name: "chair-person",
        subject: "empty",
        value: "who was Chair of the council, separated by `;` if several were, or none; the family name is enough",
        judge: council::chair_person,
    },
    Property {
        name: "sao-chair",
        subject: "empty",
        value: "who was chair of the council's officials, likewise",
        judge: council::sao_chair,
    },
    Property {
        name: "term-length",
        subject: "empty, or a party",
        value: "the years of a term in the chair",
        judge: terms::length,
    },
    Property {
        name: "term-ordinal",
        subject: "empty, or a party",
        value: "which chairship it is, of all or of that party: 2 or second",
        judge: terms::nth,
    },
    Property {
        name: "meeting-ordinal",
        subject: "empty, or the id of a meeting",
        value: "which meeting it is: 8 or eighth",
        judge: council::meeting_ordinal,
    },
    Property {
        name: "admitted",
        subject: "one of the groups of `count`; empty for observers",
        value: "how many were admitted on one day",
        judge: events::admitted,
    },
    Property {
        name: "application",
        subject: "a party",
        value: "granted, not_granted (or refused), deferred, pending or ad_hoc",
        judge: events::application,
    },
    Property {
        name: "event",
        subject: "words of the title of an event, or its id",
        value: "its date",
        judge: events::event,
    },
    Property {
        name: "agreement",
        subject: "words of its name, or its id",
        value: "signed, entered_into_force or in_force at that time",
        judge: events::agreement,
    },
    Property {
        name: "secretariat",
        subject: "empty",
        value: "the town in which the secretariat was",
        judge: terms::secretariat,
    },
];

/// A claim with its verdict. Serializes as the claim's own columns, then [`Checked::COLUMNS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// The row as it was read, by column name.
    #[serde(flatten)]
    pub claim: Map<String, Value>,
    /// Whether the claim is true; `None` if it cannot be read as a claim. Serializes as [`Truth::word`], or `unreadable`.
    #[serde(serialize_with = "as_verdict")]
    pub verdict: Option<Truth>,
    /// The registry's value.
    pub registry_value: String,
    /// Why, and when a false claim was true: sentences without a full stop, separated by `; `.
    pub reason: String,
    /// Ids of the sources that decide the claim, separated by semicolons.
    pub sources: String,
    /// These sources in full.
    #[serde(skip)]
    pub documents: Vec<Source>,
}

fn as_verdict<S: Serializer>(verdict: &Option<Truth>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.map_or(Checked::UNREADABLE, Truth::word))
}

impl Checked {
    /// The verdict on a row that cannot be read as a claim, in machine output.
    pub const UNREADABLE: &str = "unreadable";

    /// The columns that follow those of the table of claims.
    pub const COLUMNS: &[&str] = &["verdict", "registry_value", "reason", "sources"];
}

/// A claim to judge.
#[derive(Clone, Copy)]
struct Claim<'a> {
    registry: &'a Registry,
    subject: &'a str,
    value: &'a str,
    /// `None` if the claim has no time.
    on: Option<When>,
}

/// What the registry says about a claim.
struct Judgement {
    verdict: Truth,
    value: String,
    /// Sentences without a full stop, the most important one first.
    reasons: Vec<String>,
    /// The records that decide it.
    records: Vec<RecordId>,
    /// The last day that the verdict depends on, if it depends on time.
    as_of: Option<NaiveDate>,
}

/// Why a claim cannot be judged.
enum ClaimError {
    Cell { column: &'static str, reason: String },
    Other(Error),
}

impl ClaimError {
    /// Rejects the claim for what it has in `column`.
    fn cell<T>(column: &'static str, reason: impl Into<String>) -> Result<T, ClaimError> {
        Err(ClaimError::Cell { column, reason: reason.into() })
    }
}

impl From<Error> for ClaimError {
    fn from(error: Error) -> Self {
        ClaimError::Other(error)
    }
}

/// A party or country named in a claim.
struct NamedParty {
    name: String,
    /// Its id if it is a party, else empty.
    id: String,
    /// Whose roles count.
    seat: Seat,
    /// Who represents it, what it is part of, or that a people was read as its organisation.
    notes: Vec<Note>,
    record: RecordId,
}

impl NamedParty {
    /// Returns the party that represents it or that it is part of, if it has no seat of its own.
    fn represented_by(&self) -> Option<&Party> {
        match &self.seat {
            Seat::RepresentedBy(party) | Seat::PartOf(party) => Some(party),
            Seat::Own(_) | Seat::None => None,
        }
    }

    /// Returns `records`, or the record of the party itself if that is empty.
    fn or_itself(&self, records: Vec<RecordId>) -> Vec<RecordId> {
        if records.is_empty() { vec![self.record.clone()] } else { records }
    }
}

impl Registry {
    /// Judges each claim of `file`, in its order. Returns the claims, and the rows that cannot be read as one: these have
    /// no verdict, and do not keep the others from being judged.
    ///
    /// # Errors
    /// [`Error::Invalid`] if a column is missing.
    pub fn check(&self, file: &CsvFile) -> Result<(Vec<Checked>, Vec<Problem>), Error> {
        let problem = |line: u64, reason: String| Problem { file: file.name.clone(), line, reason };
        let columns = columns(&file.header)
            .map_err(|reasons| Error::Invalid(reasons.into_iter().map(|reason| problem(1, reason)).collect()))?;
        let mut problems = file.ragged.clone();
        let empty = vec![String::new(); file.header.len()];
        let mut checked: Vec<(u64, Checked)> = file
            .ragged
            .iter()
            .map(|row| (row.line, Checked::unreadable(&file.header, &empty, row.reason.clone())))
            .collect();
        let subject = columns[0];
        let na = self.na(entity::na_is_missing(file.rows.iter().map(|row| row.cells[subject].as_str())))?;
        for row in &file.rows {
            let na = na.clone().filter(|_| row.cells[subject].trim() == entity::NA);
            let judged = match &na {
                Some(na @ Na::Missing) => ClaimError::cell("subject", Note::NotAvailable(na.clone()).to_string()),
                _ => self.judge(columns.map(|at| row.cells[at].trim())),
            };
            let result = match judged {
                Ok(mut judgement) => {
                    judgement.reasons.extend(na.map(|na| Note::NotAvailable(na).to_string()));
                    self.checked(&file.header, &row.cells, judgement)?
                }
                Err(ClaimError::Cell { column, reason }) => {
                    let reason = format!("{column}: {reason}");
                    problems.push(problem(row.line, reason.clone()));
                    Checked::unreadable(&file.header, &row.cells, reason)
                }
                Err(ClaimError::Other(error)) => return Err(error),
            };
            checked.push((row.line, result));
        }
        checked.sort_by_key(|(line, _)| *line);
        problems.sort();
        Ok((checked.into_iter().map(|(_, row)| row).collect(), problems))
    }

    /// Judges one claim; `None` if it makes no sense.
    pub(crate) fn check_one(&self, claim: [&str; 4]) -> Result<Option<Checked>, Error> {
        match self.judge(claim) {
            Ok(judgement) => self.checked(&[], &[], judgement).map(Some),
            Err(ClaimError::Cell { .. }) => Ok(None),
            Err(ClaimError::Other(error)) => Err(error),
        }
    }

    /// Returns the times at which a claim about "now" was true, such as "from 2013-05-15 to 2017-05-10".
    pub(crate) fn when_true(&self, [subject, property, value]: [&str; 3]) -> Result<Vec<String>, Error> {
        let claim = Claim { registry: self, subject, value, on: None };
        let times = match property {
            "role" => roles::times(&claim),
            "since" => roles::times_of_date(&claim),
            "count" => counts::times(&claim),
            "chair" => chairs::times(&claim),
            "chair-person" => council::times_in_office(&claim, "chair_of_council"),
            "sao-chair" => council::times_in_office(&claim, "chair_of_saos"),
            _ => Ok(Vec::new()),
        };
        match times {
            Ok(times) => Ok(times),
            Err(ClaimError::Cell { .. }) => Ok(Vec::new()),
            Err(ClaimError::Other(error)) => Err(error),
        }
    }

    fn judge(&self, [subject, property, on, value]: [&str; 4]) -> Result<Judgement, ClaimError> {
        let wanted = fold(property);
        let Some(property) = PROPERTIES.iter().find(|property| fold(property.name) == wanted) else {
            let names: Vec<&str> = PROPERTIES.iter().map(|property| property.name).collect();
            return ClaimError::cell(
                "property",
                format!("`{property}` is not a property; write one of {}", names.join(", ")),
            );
        };
        let on = match on {
            "" => None,
            on => match When::parse(on, self.today()) {
                Ok(when) => Some(when),
                Err(error) => return ClaimError::cell("on", error.to_string()),
            },
        };
        (property.judge)(&Claim { registry: self, subject, value, on })
    }

    fn checked(&self, header: &[String], cells: &[String], judgement: Judgement) -> Result<Checked, Error> {
        let Judgement { verdict, value, mut reasons, records, as_of } = judgement;
        let meta = self.meta();
        if as_of.is_some_and(|day| day < meta.founded) {
            reasons.insert(0, Note::BeforeFounding { name: meta.name.clone(), founded: meta.founded }.to_string());
        }
        if let [record] = &records[..]
            && self.is_unverified(record)?
        {
            reasons.push("that record is unverified".to_string());
        }
        if verdict == Truth::Unknown && as_of.is_some_and(|day| day > self.today()) {
            reasons.push(format!("what changes after {} is known only if it was announced", self.today()));
        } else if as_of.is_some_and(|day| day > meta.verified_through) {
            reasons.push(format!("last verified on {}", meta.verified_through));
        }
        let documents = self.sources_of_all(&records)?;
        Ok(Checked {
            claim: by_column(header, cells),
            verdict: Some(verdict),
            registry_value: value,
            reason: reasons.join("; "),
            sources: Source::ids(&documents),
            documents,
        })
    }

    pub(super) fn is_unverified(&self, record: &RecordId) -> Result<bool, Error> {
        if record.table == "country" {
            return Ok(false);
        }
        let sql = format!("SELECT confidence = 'unverified' FROM {} WHERE id = ?1", record.table);
        Ok(self.conn.prepare_cached(&sql)?.query_row([&record.id], |row| row.get(0))?)
    }
}

/// Returns the records of a table that meet a condition.
fn select(claim: &Claim, table: &'static str, condition: &str, values: &[&str]) -> Result<Vec<Record>, Error> {
    let columns = claim.registry.columns_of(table)?;
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    claim.registry.records(table, &columns, condition, &values)
}

impl Checked {
    fn unreadable(header: &[String], cells: &[String], reason: String) -> Self {
        Checked {
            claim: by_column(header, cells),
            verdict: None,
            registry_value: String::new(),
            reason,
            sources: String::new(),
            documents: Vec::new(),
        }
    }
}

fn by_column(header: &[String], cells: &[String]) -> Map<String, Value> {
    header.iter().zip(cells).map(|(column, cell)| (column.clone(), Value::from(cell.as_str()))).collect()
}

/// Returns the positions of the [`REQUIRED`] columns, or everything that is wrong with the header.
fn columns(header: &[String]) -> Result<[usize; 4], Vec<String>> {
    let mut reasons = Vec::new();
    let found = REQUIRED.map(|name| {
        let at = header.iter().position(|column| column == name);
        if at.is_none() {
            reasons.push(format!("{name}: the column is missing; {}", other_columns(header, name)));
        }
        at.unwrap_or_default()
    });
    // A header with more names is hardly one, and listing what is wrong with each helps nobody.
    const MOST_NAMES: usize = 1000;
    const MOST_REASONS: usize = 20;
    for (at, name) in header.iter().enumerate().take(MOST_NAMES) {
        if reasons.len() == MOST_REASONS {
            break;
        }
        if Checked::COLUMNS.contains(&name.as_str()) {
            reasons.push(format!("{name}: the result has a column of this name; rename this one"));
        } else if header[..at].contains(name) {
            reasons.push(format!("{}: duplicate column", crate::wording::shown(name)));
        }
    }
    if reasons.is_empty() { Ok(found) } else { Err(reasons) }
}

impl Claim<'_> {
    /// Returns the claimed time, which is today by default.
    fn when(&self) -> When {
        self.on.unwrap_or_else(|| When::day(self.registry.today()))
    }

    /// Returns whether the claim is about the council as a whole.
    fn is_about_council(&self) -> bool {
        let key = fold(self.subject);
        key.is_empty() || key == fold(&self.registry.meta().name)
    }

    /// Rejects any subject other than the council.
    fn only_council(&self) -> Result<(), ClaimError> {
        if self.is_about_council() {
            return Ok(());
        }
        let name = &self.registry.meta().name;
        ClaimError::cell("subject", format!("`{}` is not the {name}; leave it empty for this property", self.subject))
    }

    /// Returns whether any of `records` is unverified.
    fn is_any_unverified<'r>(&self, records: impl IntoIterator<Item = &'r RecordId>) -> Result<bool, Error> {
        for record in records {
            if self.registry.is_unverified(record)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn party(&self) -> Result<NamedParty, ClaimError> {
        self.party_called("subject", self.subject)
    }

    fn party_called(&self, column: &'static str, name: &str) -> Result<NamedParty, ClaimError> {
        if name.is_empty() {
            return ClaimError::cell(column, "empty; name a party or country");
        }
        let entity = match self.registry.resolve(name) {
            Err(error @ (Error::UnknownName { .. } | Error::AmbiguousName { .. })) => {
                return ClaimError::cell(column, error.to_string());
            }
            other => other?,
        };
        let seat = self.registry.seat(&entity)?;
        let seat_note = self.registry.seat_note(&entity, &self.when())?;
        let notes = self.registry.people(name)?.into_iter().chain(seat_note).collect();
        let id = if let Entity::Party(party) = &entity { party.id.clone() } else { String::new() };
        let record = RecordId::of(&entity);
        Ok(NamedParty { name: entity.name().to_string(), id, seat, notes, record })
    }

    /// Rejects a value that is not `what` the property takes; `expected` is what to write instead.
    fn invalid_value<T>(&self, what: &str, expected: &str) -> Result<T, ClaimError> {
        match self.value {
            "" => ClaimError::cell("value", format!("empty; write {expected}")),
            value => ClaimError::cell("value", format!("`{value}` is not {what}; write {expected}")),
        }
    }

    fn date(&self) -> Result<PartialDate, ClaimError> {
        match PartialDate::parse(self.value) {
            Some(date) => Ok(date),
            None => self.invalid_value("a date", "YYYY, YYYY-MM or YYYY-MM-DD"),
        }
    }

    fn date_or_none(&self) -> Result<Option<PartialDate>, ClaimError> {
        match PartialDate::parse(self.value) {
            Some(date) => Ok(Some(date)),
            None if self.value.eq_ignore_ascii_case("none") => Ok(None),
            None => self.invalid_value("a date", "YYYY, YYYY-MM or YYYY-MM-DD, or `none`"),
        }
    }
}
