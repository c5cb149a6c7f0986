//! Claims about the council, held against the registry: each is true, false or not known, and the
//! answer says why, and when a false one was true.

mod chairs;
mod council;
mod counts;
mod roles;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::csv_file::{CsvFile, other_columns};
use crate::date::{PartialDate, When};
use crate::names::fold;
use crate::store::entity::Entity;
use crate::store::{Note, RecordId, Source};
use crate::truth::Truth;
use crate::{Error, Problem, Registry};

/// The columns that a table of claims must have; `claim` may be missing, and others are kept.
pub const REQUIRED: [&str; 4] = ["subject", "property", "on", "value"];

/// Sources named for one claim, at most: enough to look it up.
const MOST_SOURCES: usize = 6;

/// What can be claimed, and how to write it.
pub struct Property {
    /// What goes into `property`, such as `role`.
    pub name: &'static str,
    /// What goes into `subject`.
    pub subject: &'static str,
    /// What goes into `value`.
    pub value: &'static str,
    judge: fn(&Claim) -> Result<Judgement, ClaimError>,
}

/// Every property.
pub const PROPERTIES: &[Property] = &[
    Property { name: "founded", subject: "empty", value: "the date of the founding", judge: council::founded },
    Property {
        name: "chair",
        subject: "empty, or a party",
        value: "who held the chair, split by `;` where several did; with a party: yes or no",
        judge: chairs::chair,
    },
    Property {
        name: "role",
        subject: "a party or country",
        value: "member, permanent_participant, observer or none",
        judge: roles::role,
    },
    Property {
        name: "since",
        subject: "a party or country",
        value: "when the role that it held began",
        judge: roles::since,
    },
    Property {
        name: "until",
        subject: "a party or country",
        value: "when that role ended: the first day without it, or none",
        judge: roles::until,
    },
    Property { name: "count", subject: counts::SUBJECTS, value: "a whole number", judge: counts::count },
    Property { name: "chairship-start", subject: "a party", value: "when it took the chair", judge: chairs::start },
    Property {
        name: "chairship-end",
        subject: "a party",
        value: "when it handed the chair on, or none",
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
        value: "who was Chair of the council; the family name is enough",
        judge: council::chair_person,
    },
    Property {
        name: "sao-chair",
        subject: "empty",
        value: "who was Chair of the Senior Arctic Officials",
        judge: council::sao_chair,
    },
];

/// A claim with its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The row as it was read, by the names of its columns.
    #[serde(flatten)]
    pub claim: Map<String, Value>,
    /// Whether it holds.
    pub verdict: Truth,
    /// What the registry says in the place of the claimed value.
    pub registry_value: String,
    /// Why, and where it is false also when it was true: sentences without a full stop, split by `; `.
    pub reason: String,
    /// Ids of the documents behind the records that decide it, split by semicolons.
    pub sources: String,
    /// These documents.
    #[serde(skip)]
    pub documents: Vec<Source>,
}

impl Checked {
    /// The columns that come after those of the table of claims.
    pub const COLUMNS: &[&str] = &["verdict", "registry_value", "reason", "sources"];
}

/// One claim as it is asked.
struct Claim<'a> {
    registry: &'a Registry,
    subject: &'a str,
    value: &'a str,
    /// None where the claim names no time.
    on: Option<When>,
}

/// What the registry says to a claim.
struct Judgement {
    verdict: Truth,
    value: String,
    /// Sentences without a full stop, the most important one first.
    reasons: Vec<String>,
    /// The records that decide it.
    records: Vec<RecordId>,
    /// The last day that the answer depends on; none where it depends on no day.
    as_of: Option<NaiveDate>,
}

/// Why a claim cannot be judged.
enum ClaimError {
    /// A cell of it makes no sense.
    Cell {
        column: &'static str,
        reason: String,
    },
    Other(Error),
}

impl From<Error> for ClaimError {
    fn from(error: Error) -> Self {
        ClaimError::Other(error)
    }
}

/// A party or country that a claim is about.
struct Subject {
    name: String,
    /// The party whose roles are asked for: itself, or the one whose seat covers it.
    party: Option<String>,
    seat: Option<Note>,
    record: RecordId,
}

impl Registry {
    /// Judges each claim of `file`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every row that cannot be read as a claim.
    pub fn check(&self, file: &CsvFile) -> Result<Vec<Checked>, Error> {
        let mut problems = file.ragged.clone();
        let problem = |line: u64, reason: String| Problem { file: file.name.clone(), line, reason };
        let columns = columns(&file.header)
            .map_err(|reasons| Error::Invalid(reasons.into_iter().map(|reason| problem(1, reason)).collect()))?;
        let mut checked = Vec::new();
        for row in &file.rows {
            match self.judge(columns.map(|at| row.cells[at].trim())) {
                Ok(finding) => checked.push(self.checked(&file.header, &row.cells, finding)?),
                Err(ClaimError::Cell { column, reason }) => {
                    problems.push(problem(row.line, format!("{column}: {reason}")))
                }
                Err(ClaimError::Other(error)) => return Err(error),
            }
        }
        if problems.is_empty() {
            return Ok(checked);
        }
        problems.sort();
        Err(Error::Invalid(problems))
    }

    fn judge(&self, [subject, property, on, value]: [&str; 4]) -> Result<Judgement, ClaimError> {
        let wanted = fold(property);
        let Some(property) = PROPERTIES.iter().find(|property| fold(property.name) == wanted) else {
            let names: Vec<&str> = PROPERTIES.iter().map(|property| property.name).collect();
            let reason = format!("there is no property `{property}`; write one of {}", names.join(", "));
            return Err(ClaimError::Cell { column: "property", reason });
        };
        let on = match on {
            "" => None,
            on => match When::parse(on, self.today()) {
                Ok(when) => Some(when),
                Err(error) => return Err(ClaimError::Cell { column: "on", reason: error.to_string() }),
            },
        };
        (property.judge)(&Claim { registry: self, subject, value, on })
    }

    fn checked(&self, header: &[String], cells: &[String], finding: Judgement) -> Result<Checked, Error> {
        let Judgement { verdict, value, mut reasons, records, as_of } = finding;
        let meta = self.meta();
        if as_of.is_some_and(|day| day < meta.founded) {
            reasons.insert(0, Note::BeforeFounding { name: meta.name.clone(), founded: meta.founded }.to_string());
        }
        if let [record] = &records[..]
            && self.is_unverified(record)?
        {
            reasons.push("that record is unverified".to_string());
        }
        if as_of.is_some_and(|day| day > meta.verified_through) {
            reasons.push(format!("last verified on {}", meta.verified_through));
        }
        let documents = self.sources_behind(&records)?;
        let ids: Vec<&str> = documents.iter().map(|source| source.id.as_str()).collect();
        let claim = header.iter().zip(cells).map(|(column, cell)| (column.clone(), Value::from(cell.as_str())));
        Ok(Checked {
            claim: claim.collect(),
            verdict,
            registry_value: value,
            reason: reasons.join("; "),
            sources: ids.join(";"),
            documents,
        })
    }

    /// The documents behind `records`: first those that support most of them.
    pub(crate) fn sources_behind(&self, records: &[RecordId]) -> Result<Vec<Source>, Error> {
        let mut supported: Vec<(Source, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut seen = std::collections::HashSet::new();
        for record in records.iter().filter(|record| seen.insert(*record)) {
            for source in self.sources_of(record)? {
                let at = *places.entry(source.id.clone()).or_insert(supported.len());
                match supported.get_mut(at) {
                    Some((_, count)) => *count += 1,
                    None => supported.push((source, 1)),
                }
            }
        }
        supported.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(supported.into_iter().map(|(source, _)| source).take(MOST_SOURCES).collect())
    }

    fn is_unverified(&self, record: &RecordId) -> Result<bool, Error> {
        if record.table == "country" {
            return Ok(false);
        }
        let sql = format!("SELECT confidence = 'unverified' FROM {} WHERE id = ?1", record.table);
        Ok(self.conn.prepare_cached(&sql)?.query_row([&record.id], |row| row.get(0))?)
    }
}

/// Where the columns of [`REQUIRED`] stand; else everything that is wrong with the header.
fn columns(header: &[String]) -> Result<[usize; 4], Vec<String>> {
    let mut reasons = Vec::new();
    let mut at = |name: &str| {
        let at = header.iter().position(|column| column == name);
        if at.is_none() {
            reasons.push(format!("{name}: there is no such column; {}", other_columns(header, name)));
        }
        at.unwrap_or_default()
    };
    let found = REQUIRED.map(&mut at);
    for (at, name) in header.iter().enumerate() {
        if Checked::COLUMNS.contains(&name.as_str()) {
            reasons.push(format!("{name}: the answer has a column of this name; rename this one"));
        } else if header[..at].contains(name) {
            reasons.push(format!("{name}: the column stands twice"));
        }
    }
    if reasons.is_empty() { Ok(found) } else { Err(reasons) }
}

impl Claim<'_> {
    /// The time asked about: today where the claim names none.
    fn when(&self) -> When {
        self.on.unwrap_or_else(|| When::day(self.registry.today()))
    }

    /// Whether the claim is about the council as a whole.
    fn is_about_council(&self) -> bool {
        let key = fold(self.subject);
        key.is_empty() || key == fold(&self.registry.meta().name)
    }

    /// For a property of which only the council is the subject.
    fn only_council(&self) -> Result<(), ClaimError> {
        if self.is_about_council() {
            return Ok(());
        }
        let name = &self.registry.meta().name;
        let reason = format!("`{}` is not the {name}; leave it empty for this property", self.subject);
        Err(ClaimError::Cell { column: "subject", reason })
    }

    fn party(&self) -> Result<Subject, ClaimError> {
        self.party_called("subject", self.subject)
    }

    fn party_called(&self, column: &'static str, name: &str) -> Result<Subject, ClaimError> {
        if name.is_empty() {
            let reason = "empty; name a party or country".to_string();
            return Err(ClaimError::Cell { column, reason });
        }
        let entity = self.registry.resolve(name).map_err(|error| match error {
            Error::UnknownName { .. } | Error::AmbiguousName { .. } => {
                ClaimError::Cell { column, reason: error.to_string() }
            }
            other => ClaimError::Other(other),
        })?;
        let record = match &entity {
            Entity::Party(party) => RecordId::new("party", &party.id),
            Entity::Country(country) => RecordId::new("country", &country.id),
        };
        let (party, seat) = self.registry.seat(&entity)?;
        let seat = seat.or(self.registry.people(name)?);
        Ok(Subject { name: entity.name().to_string(), party, seat, record })
    }

    /// For a value that is not what the property takes; `reason` goes on from it.
    fn wrong_value<T>(&self, reason: &str) -> Result<T, ClaimError> {
        let reason = match (self.value, reason.split_once("; ")) {
            ("", Some((_, way_out))) => format!("empty; {way_out}"),
            ("", None) => "empty".to_string(),
            (value, _) => format!("`{value}` {reason}"),
        };
        Err(ClaimError::Cell { column: "value", reason })
    }

    fn date(&self) -> Result<PartialDate, ClaimError> {
        match PartialDate::parse(self.value) {
            Some(date) => Ok(date),
            None => self.wrong_value("is no date; write it as `1996`, `1996-09` or `1996-09-19`"),
        }
    }

    /// A date, or none where the value is `none`.
    fn date_or_none(&self) -> Result<Option<PartialDate>, ClaimError> {
        match PartialDate::parse(self.value) {
            Some(date) => Ok(Some(date)),
            None if self.value.eq_ignore_ascii_case("none") => Ok(None),
            None => self.wrong_value("is no date; write it as `2019`, `2019-05` or `2019-05-07`, or `none`"),
        }
    }
}

/// Whether the date that is `claimed` is the one on record, as precisely as it is claimed. Where
/// less is on record than is claimed, and it does not speak against it, that is not known.
fn matches(claimed: PartialDate, recorded: PartialDate) -> Truth {
    if claimed.first_day() <= recorded.first_day() && recorded.last_day() <= claimed.last_day() {
        Truth::True
    } else if claimed.last_day() < recorded.first_day() || recorded.last_day() < claimed.first_day() {
        Truth::False
    } else {
        Truth::Unknown
    }
}
