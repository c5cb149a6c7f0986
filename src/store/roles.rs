//! Who held which role, and what one party was.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use serde::{Serialize, Serializer};

use super::{Answer, Chairship, Note, Party, RecordId, Registry, Row};
use crate::Error;
use crate::date::{PartialDate, Period, When};
use crate::store::entity::Entity;
use crate::truth::Truth;

/// What a party can be in the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Has a seat, and a turn in the chair.
    Member,
    /// Has a seat beside the members, and no turn in the chair.
    PermanentParticipant,
    /// Is admitted without a seat.
    Observer,
}

impl Role {
    /// Every role, in the order in which lists have them.
    pub const ALL: [Role; 3] = [Role::Member, Role::PermanentParticipant, Role::Observer];

    /// The word that the data uses.
    pub fn word(self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::PermanentParticipant => "permanent_participant",
            Role::Observer => "observer",
        }
    }

    /// The role as a noun in a sentence: "member", "observer".
    pub fn noun(self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::PermanentParticipant => "Permanent Participant",
            Role::Observer => "observer",
        }
    }

    /// The role in a sentence: "a member", "an observer".
    pub fn with_article(self) -> &'static str {
        match self {
            Role::Member => "a member",
            Role::PermanentParticipant => "a Permanent Participant",
            Role::Observer => "an observer",
        }
    }
}

/// The role of a party at one time. Serializes as [`RoleAt::word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleAt {
    /// It held this role.
    Held(Role),
    /// It held no role.
    None,
    /// An imprecise date leaves open whether it held one.
    Unknown,
    /// The council did not exist yet.
    BeforeFounding,
}

impl RoleAt {
    /// Returns the word of machine output: that of the role, `none`, `not_known` or `outside`.
    pub fn word(self) -> &'static str {
        match self {
            RoleAt::Held(role) => role.word(),
            RoleAt::None => "none",
            RoleAt::Unknown => "not_known",
            RoleAt::BeforeFounding => "outside",
        }
    }
}

impl Serialize for RoleAt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl FromSql for Role {
    fn column_result(value: ValueRef) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        Role::ALL.into_iter().find(|role| role.word() == word).ok_or(FromSqlError::InvalidType)
    }
}

/// One party in one role, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Id of the party.
    pub party: String,
    /// Name of the party.
    pub name: String,
    /// The role that it holds.
    pub role: Role,
    /// `state`, `indigenous`, `igo` or `ngo`.
    pub kind: String,
    /// ISO 3166-1 alpha-3 code; none for an organisation.
    pub iso3: Option<String>,
    /// From the first day in the role up to, but not including, the first day no longer in it.
    #[serde(flatten)]
    pub period: Period,
    /// Id of the meeting that granted the role.
    pub granted_at: Option<String>,
    /// Seen from the time asked about.
    #[serde(serialize_with = "crate::truth::as_certainty")]
    pub certainty: Truth,
    /// Its abbreviation, or its name where it has none.
    #[serde(skip)]
    pub short: String,
    /// The membership that says so; [`Registry::sources_of`] tells its sources.
    #[serde(skip)]
    pub record: RecordId,
}

impl Row for Holder {
    const COLUMNS: &[&str] = &["party", "name", "role", "kind", "iso3", "start", "end", "granted_at", "certainty"];
    const SHOWN: &[(&str, &str)] = &[
        ("name", "name"),
        ("kind", "kind"),
        ("iso3", "ISO"),
        ("start", "from"),
        ("end", "until"),
        ("granted_at", "granted at"),
        ("certainty", "certainty"),
    ];

    fn record(&self) -> Option<RecordId> {
        Some(self.record.clone())
    }
}

/// Which holders of a role to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `state`, `indigenous`, `igo` or `ngo`.
    pub kind: Option<String>,
    /// Only states that are not Arctic States.
    pub non_arctic: bool,
}

/// What one party or country was at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Id of the party; none for a country or area that is no party and that no party represents.
    pub party: Option<String>,
    /// Name of the party or country asked about.
    pub name: String,
    /// ISO 3166-1 alpha-3 code of it, where it has one.
    pub iso3: Option<String>,
    /// The time asked about.
    pub on: String,
    /// What it was then.
    pub role: RoleAt,
    /// Since when the role is held.
    pub since: Option<PartialDate>,
    /// Ids of the states in the chair at that time, split by semicolons.
    pub chair: Option<String>,
    /// Their names.
    pub chair_name: Option<String>,
    /// The membership behind the role; none where the role is `none`.
    #[serde(skip)]
    pub record: Option<RecordId>,
    /// The role that the answer is about, also where it is not known whether it was held.
    #[serde(skip)]
    pub holder: Option<Holder>,
}

impl Row for Status {
    const COLUMNS: &[&str] = &["party", "name", "iso3", "on", "role", "since", "chair"];
    const SHOWN: &[(&str, &str)] =
        &[("name", "name"), ("on", "on"), ("role", "role"), ("since", "since"), ("chair_name", "chair then")];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

const SELECT: &str =
    "SELECT membership.id, party, name, role, kind, iso3, start, \"end\", granted_at, coalesce(abbreviation, name)
                      FROM membership JOIN party ON party.id = membership.party";

impl Registry {
    /// Everyone who held `role` on any day of `when`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn holders(&self, role: Role, filter: &Filter, when: &When) -> Result<Answer<Holder>, Error> {
        let sql = format!(
            "{SELECT} WHERE role = ?1 AND end_max > ?2 AND start_min <= ?3
               AND (?4 IS NULL OR kind = ?4) AND NOT (?5 AND (kind <> 'state' OR arctic))
             ORDER BY start_min, CASE kind WHEN 'state' THEN 1 WHEN 'indigenous' THEN 2 WHEN 'igo' THEN 3 ELSE 4 END, name"
        );
        let (first, last) = (when.first_day().to_string(), when.last_day().to_string());
        let rows = self.memberships(&sql, &[&role.word(), &first, &last, &filter.kind, &filter.non_arctic], when)?;
        let mut notes = Vec::new();
        match rows.iter().filter(|row| row.certainty == Truth::Unknown).count() {
            0 => {}
            count => notes.push(Note::Uncertain { count }),
        }
        notes.extend(self.coverage(when));
        Ok(Answer { known: Truth::any(rows.iter().map(|row| row.certainty)), rows, notes })
    }

    /// Everyone in any role on any day of `when`, members first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn everyone(&self, when: &When) -> Result<Answer<Holder>, Error> {
        let mut all = Answer { rows: Vec::new(), known: Truth::False, notes: self.coverage(when) };
        for role in Role::ALL {
            let answer = self.holders(role, &Filter::default(), when)?;
            all.rows.extend(answer.rows);
            all.known = Truth::any([all.known, answer.known]);
            for note in answer.notes {
                if !all.notes.contains(&note) {
                    all.notes.push(note);
                }
            }
        }
        Ok(all)
    }

    /// What `entity` was on any day of `when`, and who was in the chair. There is one row for each
    /// role that it held then, or one row that says `none` or `not_known`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self, entity: &Entity, when: &When) -> Result<Answer<Status>, Error> {
        let (party, seat) = self.seat(entity)?;
        let mut notes: Vec<Note> = seat.into_iter().collect();
        let iso3 = match entity {
            Entity::Party(party) => party.iso3.clone(),
            Entity::Country(country) => country.iso3.clone(),
        };
        let (first, last) = (when.first_day().to_string(), when.last_day().to_string());
        let sql =
            format!("{SELECT} WHERE membership.party = ?1 AND end_max > ?2 AND start_min <= ?3 ORDER BY start_min");
        let held = self.memberships(&sql, &[&party, &first, &last], when)?;
        let known = Truth::any(held.iter().map(|row| row.certainty));
        let chairs = self.chairs(when)?.rows;
        let joined = |value: fn(&Chairship) -> &str, by: &str| {
            (!chairs.is_empty()).then(|| chairs.iter().map(value).collect::<Vec<_>>().join(by))
        };
        let row = |role: RoleAt, holder: Option<Holder>| Status {
            party: party.clone(),
            name: entity.name().to_string(),
            iso3: iso3.clone(),
            on: when.to_string(),
            role,
            since: holder.as_ref().map(|holder| holder.period.start),
            chair: joined(|chair| &chair.party, ";"),
            chair_name: joined(|chair| &chair.name, ", then "),
            record: holder.as_ref().map(|holder| holder.record.clone()),
            holder,
        };
        let mut rows = Vec::new();
        for holder in held {
            match holder.certainty {
                Truth::True => {
                    let Period { start, end } = holder.period;
                    if start.first_day() > when.first_day() || end.is_some_and(|end| end.first_day() <= when.last_day())
                    {
                        let (name, role) = (entity.name().to_string(), holder.role.with_article().to_string());
                        notes.push(Note::PartOfPeriod { name, role, start, end });
                    }
                    rows.push(row(RoleAt::Held(holder.role), Some(holder)));
                }
                _ => {
                    notes.push(holder.not_known(entity.name(), when));
                    rows.push(row(RoleAt::Unknown, Some(holder)));
                }
            }
        }
        if rows.is_empty() {
            rows.push(row(RoleAt::None, None));
        }
        notes.extend(self.doubt(party.as_deref(), entity.name())?);
        notes.extend(self.coverage(when));
        Ok(Answer { rows, known, notes })
    }

    /// What must be said where the roles of `party` rest on less than two sources.
    fn doubt(&self, party: Option<&str>, name: &str) -> Result<Option<Note>, Error> {
        let sql =
            "SELECT confidence FROM membership WHERE party = ?1 AND confidence <> 'verified' ORDER BY confidence DESC";
        let confidence = self.conn.prepare_cached(sql)?.query_row([party], |row| row.get(0)).optional()?;
        Ok(confidence.map(|confidence| Note::Doubt { name: name.to_string(), confidence }))
    }

    /// Every membership that the data has, in order of start.
    pub(crate) fn all_memberships(&self) -> Result<Vec<Holder>, Error> {
        self.memberships(&format!("{SELECT} ORDER BY start_min, membership.id"), &[], &When::always())
    }

    /// Every role that the party with this id has held, in order of time. None is marked uncertain:
    /// no time is asked about.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn roles_of(&self, party: &str) -> Result<Vec<Holder>, Error> {
        let sql = format!("{SELECT} WHERE membership.party = ?1 ORDER BY start_min");
        self.memberships(&sql, &[&party], &When::always())
    }

    /// The id of the party whose roles are those of `entity`: itself, or the one whose seat covers an
    /// area, which must then be said. A part of a party has no role, and what it is part of is said.
    pub(crate) fn seat(&self, entity: &Entity) -> Result<(Option<String>, Option<Note>), Error> {
        let country = match entity {
            Entity::Party(party) => return Ok((Some(party.id.clone()), None)),
            Entity::Country(country) => country,
        };
        let seat = match &country.represented_by {
            Some(id) => Party::by(&self.conn, "id", id)?,
            None => None,
        };
        let note = seat.as_ref().map(|party| Note::Represented {
            area: country.name.clone(),
            party: party.official_name.clone().unwrap_or(party.name.clone()),
        });
        let whole = match &country.part_of {
            Some(id) => Party::by(&self.conn, "id", id)?,
            None => None,
        };
        let part = whole.map(|party| Note::PartOf { part: country.name.clone(), party: party.name });
        Ok((seat.map(|party| party.id), note.or(part)))
    }

    fn memberships(&self, sql: &str, values: &[&dyn rusqlite::ToSql], when: &When) -> Result<Vec<Holder>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut holders = Vec::new();
        while let Some(row) = rows.next()? {
            let period = Period { start: row.get(6)?, end: row.get(7)? };
            let certainty = period.touches(when.first_day(), when.last_day());
            if certainty == Truth::False {
                continue;
            }
            holders.push(Holder {
                record: RecordId::new("membership", row.get::<_, String>(0)?),
                party: row.get(1)?,
                name: row.get(2)?,
                role: row.get(3)?,
                kind: row.get(4)?,
                iso3: row.get(5)?,
                period,
                granted_at: row.get(8)?,
                short: row.get(9)?,
                certainty,
            });
        }
        Ok(holders)
    }
}

impl Holder {
    /// The date on which it hangs whether the role was held on `day`, and what happened then.
    pub(crate) fn open_edge(&self, day: NaiveDate) -> (&'static str, PartialDate) {
        match self.period.end {
            Some(end) if end.first_day() <= day => ("ended", end),
            _ => ("began", self.period.start),
        }
    }

    /// Says on which of the two dates of the role an answer hangs that is not known.
    pub(crate) fn not_known(&self, name: &str, when: &When) -> Note {
        let (edge, date) = self.open_edge(when.first_day());
        Note::RoleNotKnown { name: name.to_string(), role: self.role.with_article().to_string(), edge, date }
    }
}
