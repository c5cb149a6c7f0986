//! Roles: who held one, and the status of a party.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use serde::{Serialize, Serializer};

use super::chairs::{ChairCertainty, chair_of};
use super::{Answer, Application, Note, Party, PartyKind, RecordId, Registry, Row};
use crate::Error;
use crate::date::{Bounds, PartialDate, Period, When};
use crate::store::entity::Entity;
use crate::truth::Truth;

/// A role in the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Has a seat and takes turns in the chair.
    Member,
    /// Has a seat, but no turn in the chair.
    PermanentParticipant,
    /// Is admitted, but has no seat.
    Observer,
}

impl Role {
    /// Every role, in the order of lists.
    pub const ALL: [Role; 3] = [Role::Member, Role::PermanentParticipant, Role::Observer];

    /// Returns the word of the data and of machine output.
    pub fn word(self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::PermanentParticipant => "permanent_participant",
            Role::Observer => "observer",
        }
    }

    /// Returns the role as a noun in a sentence: "member", "Permanent Participant".
    pub fn noun(self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::PermanentParticipant => "Permanent Participant",
            Role::Observer => "observer",
        }
    }

    /// Returns what a party is called that has the role from the founding: "founding member".
    pub(crate) fn founding(self) -> String {
        format!("founding {}", self.noun())
    }

    /// Returns the role with its article: "a member", "an observer".
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
#[non_exhaustive]
pub enum RoleAt {
    /// It held this role.
    Held(Role),
    /// It has no seat of its own, and is represented by a member.
    Represented,
    /// It held no role.
    None,
    /// An imprecise date leaves open whether it held one.
    Unknown,
    /// The council did not exist yet.
    BeforeFounding,
}

impl RoleAt {
    /// Returns the word of machine output: that of the role, `represented`, `none`, `not_known` or `outside`.
    pub fn word(self) -> &'static str {
        match self {
            RoleAt::Held(role) => role.word(),
            RoleAt::Represented => "represented",
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

/// The time of one party in one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Holder {
    /// Id of the party.
    pub party: String,
    /// Common name of the party.
    pub name: String,
    /// The name that the council uses, or else the common name.
    pub council_name: String,
    /// The role.
    pub role: Role,
    /// What kind of party it is.
    pub kind: PartyKind,
    /// ISO 3166-1 alpha-3 code; `None` for an organisation.
    pub iso3: Option<String>,
    /// From the first day in the role up to, but not including, the first day no longer in it.
    #[serde(flatten)]
    pub period: Period,
    /// Id of the meeting that granted the role, if one did.
    pub granted_at: Option<String>,
    /// Whether it certainly held the role at the time asked about. Serializes as [`Truth::certainty`].
    #[serde(serialize_with = "crate::truth::as_certainty")]
    pub certainty: Truth,
    /// Where it was admitted, for people: the meeting, or that it is a founder.
    pub(crate) admitted: Option<String>,
    /// Whether it has had the role since the founding, which did not grant it but made the council.
    #[serde(skip)]
    pub founding: bool,
    /// `verified`, `single_source` or `unverified`: how well the sources support the row.
    pub confidence: String,
    /// Its abbreviation, or its name if it has none.
    #[serde(skip)]
    pub short: String,
    /// Whether it is one of the Arctic States.
    #[serde(skip)]
    pub(crate) arctic: bool,
    /// The days that its start and end can be, narrowed by the other roles of the party.
    #[serde(skip)]
    pub(crate) bounds: Bounds,
    /// The membership.
    #[serde(skip)]
    pub record: RecordId,
}

impl Row for Holder {
    const COLUMNS: &[&str] =
        &["party", "name", "role", "kind", "iso3", "start", "end", "granted_at", "certainty", "confidence"];
    const SHOWN: &[(&str, &str)] = &[
        ("council_name", "name"),
        ("kind", "kind"),
        ("iso3", "ISO"),
        ("start", "from"),
        ("end", "until"),
        ("admitted", "granted at"),
        ("certainty", "certainty"),
    ];

    fn record(&self) -> Option<RecordId> {
        Some(self.record.clone())
    }
}

/// Which holders of a role to list; the default is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// Only parties of this kind.
    pub kind: Option<PartyKind>,
    /// Only states that are not Arctic States.
    pub non_arctic: bool,
}

impl Filter {
    /// Returns the filter for states that are not Arctic States.
    pub fn non_arctic() -> Self {
        Filter { non_arctic: true, ..Filter::default() }
    }
}

/// The role of one party or country at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// Id of the party, or of the party that represents an area; `None` for what has neither.
    pub party: Option<String>,
    /// Common name of the party or country asked about.
    pub name: String,
    /// The name that the council uses, or else the common name.
    pub council_name: String,
    /// Its ISO 3166-1 alpha-3 code, if it has one.
    pub iso3: Option<String>,
    /// The time asked about, as [`When`] is written.
    pub on: String,
    /// Its role.
    pub role: RoleAt,
    /// Start of the role, even if it is not known whether it was held.
    pub since: Option<PartialDate>,
    /// Ids of the states in the chair at that time, separated by semicolons.
    pub chair: Option<String>,
    /// Whether [`Status::chair`] is certain; `None` before the founding.
    pub chair_certainty: Option<ChairCertainty>,
    /// How well the sources support the role: `verified`, `single_source` or `unverified`; `None` without a role.
    pub confidence: Option<String>,
    /// The role that it held last, if it holds none.
    pub former_role: Option<Role>,
    /// First day no longer in that role.
    pub former_until: Option<PartialDate>,
    /// Outcome of its last application until then, if it holds no role.
    pub application: Option<String>,
    /// Date of that outcome.
    pub application_date: Option<PartialDate>,
    /// Who held the chair, in words.
    pub(crate) chair_name: String,
    /// Whether it attended meeting by meeting before then, without a role.
    #[serde(skip)]
    pub(crate) attended_ad_hoc: bool,
    /// The membership that the role comes from; `None` without a role.
    #[serde(skip)]
    pub record: Option<RecordId>,
    /// The role and its time, even if it is not known whether it was held.
    #[serde(skip)]
    pub holder: Option<Holder>,
}

impl Row for Status {
    const COLUMNS: &[&str] = &[
        "party",
        "name",
        "iso3",
        "on",
        "role",
        "since",
        "chair",
        "chair_certainty",
        "confidence",
        "former_role",
        "former_until",
        "application",
        "application_date",
    ];
    const SHOWN: &[(&str, &str)] = &[
        ("council_name", "name"),
        ("on", "on"),
        ("role", "role"),
        ("since", "since"),
        ("chair_name", "chairship then"),
    ];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

/// Whose roles count for a party or country.
#[derive(Clone, Debug)]
pub(crate) enum Seat {
    /// Its own.
    Own(Party),
    /// None of its own: this party represents it.
    RepresentedBy(Party),
    /// None of its own: it is part of this party.
    PartOf(Party),
    /// No party's.
    None,
}

impl Seat {
    /// Returns the party whose roles count.
    pub(crate) fn party(&self) -> Option<&Party> {
        match self {
            Seat::Own(party) | Seat::RepresentedBy(party) | Seat::PartOf(party) => Some(party),
            Seat::None => None,
        }
    }

    /// Returns whether `role` of the party counts: only a member has a seat that represents others.
    pub(crate) fn counts(&self, role: Role) -> bool {
        matches!(self, Seat::Own(_)) || role == Role::Member
    }

    /// Returns what it is while the party holds `role`.
    pub(crate) fn role(&self, role: Role) -> RoleAt {
        match self {
            Seat::Own(_) => RoleAt::Held(role),
            _ if self.counts(role) => RoleAt::Represented,
            _ => RoleAt::None,
        }
    }

    /// Returns what it is while the party holds `role`, after "was": "an observer", "represented".
    fn role_in_text(&self, role: Role) -> String {
        match self.role(role) {
            RoleAt::Represented => "represented".to_string(),
            _ => role.with_article().to_string(),
        }
    }

    /// Returns the note that says who represents it, or what it is part of; `held` are the roles of the party, with
    /// whether each was held at the time asked about.
    pub(crate) fn note(&self, held: &[Holder], today: NaiveDate) -> Option<Note> {
        let holder = held.iter().rfind(|holder| holder.certainty == Truth::True);
        match self {
            Seat::Own(_) | Seat::None => None,
            Seat::RepresentedBy(party) => {
                let member = held.iter().any(|holder| holder.role == Role::Member && holder.certainty != Truth::False);
                member.then(|| Note::Represented { party: party.seat_name().to_string() })
            }
            Seat::PartOf(party) => Some(Note::PartOf {
                party: party.name.clone(),
                role: holder.map(|holder| holder.role.with_article()),
                lasting: holder.is_some_and(|holder| holder.bounds.contains(today) == Truth::True),
            }),
        }
    }
}

const SELECT: &str =
    "SELECT membership.id, party, name, role, kind, iso3, start, \"end\", granted_at, coalesce(abbreviation, name), coalesce(council_name, name),
                             arctic, membership.confidence
                      FROM membership JOIN party ON party.id = membership.party";

impl Registry {
    /// Returns the parties that held `role`, or may have, on any day of `when`.
    pub fn holders(&self, role: Role, filter: &Filter, when: &When) -> Result<Answer<Holder>, Error> {
        let sql = format!(
            "{SELECT} WHERE role = ?1 AND end_max > ?2 AND start_min <= ?3
               AND (?4 IS NULL OR kind = ?4) AND NOT (?5 AND (kind <> 'state' OR arctic))
             ORDER BY CASE role WHEN 'permanent_participant' THEN coalesce(council_name, name) END, start_min, CASE kind WHEN 'state' THEN 1 WHEN 'indigenous' THEN 2 WHEN 'igo' THEN 3 ELSE 4 END, name"
        );
        let (first, last) = when.sql_days();
        let rows = self.memberships_in(&sql, &[&role.word(), &first, &last, &filter.kind, &filter.non_arctic], when)?;
        let count = rows.iter().filter(|row| row.certainty == Truth::Unknown).count();
        let mut notes: Vec<Note> = Note::uncertain(count, self.lies_ahead(when)).into_iter().collect();
        notes.extend(self.coverage(when)?);
        let known = Truth::any(rows.iter().map(|row| row.certainty));
        let known = if known == Truth::False && self.lies_ahead(when) { Truth::Unknown } else { known };
        Ok(Answer { known, rows, notes })
    }

    /// Returns the parties that held any role, or may have, on any day of `when`, members first.
    pub fn everyone(&self, when: &When) -> Result<Answer<Holder>, Error> {
        let mut all = Answer { rows: Vec::new(), known: Truth::False, notes: Vec::new() };
        let coverage = self.coverage(when)?;
        for role in Role::ALL {
            let answer = self.holders(role, &Filter::default(), when)?;
            all.rows.extend(answer.rows);
            all.known = Truth::any([all.known, answer.known]);
            for note in answer.notes {
                if !all.notes.contains(&note) && !coverage.contains(&note) {
                    all.notes.push(note);
                }
            }
        }
        all.notes.extend(coverage);
        Ok(all)
    }

    /// Returns the role of `entity` in `when`, and who was in the chair. There is a row for each role that it held, or
    /// may have, on any day of `when`; otherwise the only row has [`RoleAt::None`]. An area or part without a seat is
    /// [`RoleAt::Represented`] while its party is a member.
    pub fn status(&self, entity: &Entity, when: &When) -> Result<Answer<Status>, Error> {
        let seat = self.seat(entity)?;
        let party = seat.party().map(|party| party.id.clone());
        let iso3 = match entity {
            Entity::Party(party) => party.iso3.clone(),
            Entity::Country(country) => country.iso3.clone(),
        };
        let (first, last) = when.sql_days();
        let sql =
            format!("{SELECT} WHERE membership.party = ?1 AND end_max > ?2 AND start_min <= ?3 ORDER BY start_min");
        let mut held = self.memberships_in(&sql, &[&party, &first, &last], when)?;
        let mut notes: Vec<Note> = seat.note(&held, self.today).into_iter().collect();
        held.retain(|holder| seat.counts(holder.role));
        let known = Truth::any(held.iter().map(|row| row.certainty));
        let chairs = self.chairs(when)?;
        let (in_chair, chair_certainty) =
            chair_of(&chairs.rows, when.first_day().max(self.meta.founded), when.last_day());
        let in_chair: Vec<&str> = in_chair.iter().map(|chair| chair.party.as_str()).collect();
        let founded = when.last_day() >= self.meta.founded;
        let chair_name = if founded { chairs.phrase(when) } else { String::new() };
        let row = |role: RoleAt, holder: Option<Holder>| Status {
            party: party.clone().filter(|_| role != RoleAt::None || matches!(seat, Seat::Own(_))),
            name: entity.name().to_string(),
            council_name: entity.council_name().to_string(),
            iso3: iso3.clone(),
            on: when.to_string(),
            role,
            since: holder.as_ref().map(|holder| holder.period.start),
            chair: (!in_chair.is_empty()).then(|| in_chair.join(";")),
            chair_certainty: founded.then_some(chair_certainty),
            chair_name: chair_name.clone(),
            confidence: holder.as_ref().map(|holder| holder.confidence.clone()),
            former_role: None,
            former_until: None,
            application: None,
            application_date: None,
            attended_ad_hoc: false,
            record: holder.as_ref().map(|holder| holder.record.clone()),
            holder,
        };
        let mut rows = Vec::new();
        let mut open = None;
        for holder in held {
            match holder.certainty {
                Truth::True => {
                    let Period { start, end } = holder.period;
                    if start.first_day() > when.first_day() || end.is_some_and(|end| end.first_day() <= when.last_day())
                    {
                        let (name, role) = (entity.council_name().to_string(), seat.role_in_text(holder.role));
                        notes.push(Note::PartOfPeriod { name, role, start, end });
                    }
                    rows.push(row(seat.role(holder.role), Some(holder)));
                }
                _ => {
                    let mut note = holder.not_known(entity.council_name(), when);
                    if let Note::RoleNotKnown { role, .. } = &mut note {
                        *role = seat.role_in_text(holder.role);
                    }
                    notes.push(note);
                    open = open.or(Some(holder));
                }
            }
        }
        // A role that is certain is the answer, whatever else is open.
        if rows.is_empty() {
            let without = open.is_none();
            let role = match open {
                _ if when.last_day() < self.meta.founded => RoleAt::None,
                None if !self.lies_ahead(when) => RoleAt::None,
                _ => RoleAt::Unknown,
            };
            rows.push(row(role, open));
            if let (true, Some(party), Entity::Party(about)) = (without, &party, entity) {
                notes.extend(about.note.clone().map(|text| Note::Remark { text }));
                self.add_context(&mut rows[0], party, when, &mut notes)?;
            }
        }
        let known = if rows[0].role == RoleAt::Unknown { Truth::Unknown } else { known };
        notes.extend(self.doubt(party.as_deref(), entity.name())?);
        notes.extend(self.coverage(when)?);
        Ok(Answer { rows, known, notes })
    }

    /// Adds to the status of a party without a role what it was before, and what it asked for.
    fn add_context(&self, status: &mut Status, party: &str, when: &When, notes: &mut Vec<Note>) -> Result<(), Error> {
        let former = self.roles_of(party)?.into_iter().rfind(|held| held.bounds.end_max <= when.first_day());
        if let Some(former) = former {
            (status.former_role, status.former_until) = (Some(former.role), former.period.end);
        }
        for application in self.applications_of(party)? {
            let Application { outcome, date, note, .. } = application;
            // A granted application is a membership.
            if date.first_day() > when.last_day() || outcome == "granted" {
                continue;
            }
            if outcome == "ad_hoc" {
                status.attended_ad_hoc = true;
            } else {
                (status.application, status.application_date) = (Some(outcome.clone()), Some(date));
            }
            notes.push(Note::Application { outcome, date, note });
        }
        Ok(())
    }

    /// Returns the note on roles of `party` that rest on fewer than two sources.
    fn doubt(&self, party: Option<&str>, name: &str) -> Result<Option<Note>, Error> {
        let sql =
            "SELECT confidence FROM membership WHERE party = ?1 AND confidence <> 'verified' ORDER BY confidence DESC";
        let confidence = self.conn.prepare_cached(sql)?.query_row([party], |row| row.get(0)).optional()?;
        Ok(confidence.map(|confidence| Note::Doubt { name: name.to_string(), confidence }))
    }

    /// Returns every membership, in order of start: each party in each of its roles.
    pub fn memberships(&self) -> Result<Vec<Holder>, Error> {
        let mut all = self.read_memberships(&format!("{SELECT} ORDER BY start_min, membership.id"), &[])?;
        let mut of_party: BTreeMap<&str, Vec<&mut Bounds>> = BTreeMap::new();
        for Holder { party, bounds, .. } in &mut all {
            of_party.entry(party).or_default().push(bounds);
        }
        of_party.into_values().for_each(Bounds::in_turn);
        Ok(all)
    }

    /// The rows of a query that lie in `when`, or may.
    fn memberships_in(&self, sql: &str, values: &[&dyn rusqlite::ToSql], when: &When) -> Result<Vec<Holder>, Error> {
        let mut holders = self.read_memberships(sql, values)?;
        for holder in &mut holders {
            holder.certainty = self.holds(&holder.bounds, when);
            // Another role of the party may settle what its own dates leave open.
            if holder.certainty == Truth::Unknown {
                let all = self.roles_of(&holder.party)?;
                if let Some(same) = all.into_iter().find(|one| one.record == holder.record) {
                    holder.bounds = same.bounds;
                    holder.certainty = self.holds(&holder.bounds, when);
                }
            }
        }
        holders.retain(|holder| holder.certainty != Truth::False);
        Ok(holders)
    }

    /// Returns every role that the party with this id holds or has held, in order of time.
    pub fn roles_of(&self, party: &str) -> Result<Vec<Holder>, Error> {
        let sql = format!("{SELECT} WHERE membership.party = ?1");
        let mut all = self.read_memberships(&sql, &[&party])?;
        // A party holds one role at a time.
        Bounds::in_turn(all.iter_mut().map(|holder| &mut holder.bounds).collect());
        all.sort_by_key(|holder| (holder.bounds.start_max, holder.bounds.start_min));
        Ok(all)
    }

    /// Returns whose roles count for `entity`.
    pub(crate) fn seat(&self, entity: &Entity) -> Result<Seat, Error> {
        let country = match entity {
            Entity::Party(party) => return Ok(Seat::Own(party.clone())),
            Entity::Country(country) => country,
        };
        let party = |id: &Option<String>| match id {
            Some(id) => Party::find(&self.conn, "id", id),
            None => Ok(None),
        };
        Ok(match (party(&country.represented_by)?, party(&country.part_of)?) {
            (Some(party), _) => Seat::RepresentedBy(party),
            (None, Some(party)) => Seat::PartOf(party),
            (None, None) => Seat::None,
        })
    }

    /// Returns the note on what represents `entity`, or what it is part of, at `when`.
    pub(crate) fn seat_note(&self, entity: &Entity, when: &When) -> Result<Option<Note>, Error> {
        let seat = self.seat(entity)?;
        let mut held = match seat.party() {
            Some(party) if !matches!(seat, Seat::Own(_)) => self.roles_of(&party.id)?,
            _ => return Ok(None),
        };
        for holder in &mut held {
            holder.certainty = self.holds(&holder.bounds, when);
        }
        Ok(seat.note(&held, self.today))
    }

    fn read_memberships(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Holder>, Error> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut holders = Vec::new();
        while let Some(row) = rows.next()? {
            let period = Period { start: row.get(6)?, end: row.get(7)? };
            let (role, granted_at): (Role, Option<String>) = (row.get(3)?, row.get(8)?);
            let founding = granted_at.is_some() && period.start == PartialDate::day(self.meta.founded);
            holders.push(Holder {
                admitted: if founding { Some(role.founding()) } else { granted_at.clone() },
                founding,
                bounds: period.bounds(self.today).since(self.meta.founded),
                record: RecordId::new("membership", row.get::<_, String>(0)?),
                party: row.get(1)?,
                name: row.get(2)?,
                council_name: row.get(10)?,
                role,
                kind: row.get(4)?,
                iso3: row.get(5)?,
                period,
                granted_at,
                short: row.get(9)?,
                arctic: row.get(11)?,
                confidence: row.get(12)?,
                certainty: Truth::True,
            });
        }
        Ok(holders)
    }
}

impl Holder {
    /// Returns the role and its time in words: "observer since 2013-05-15, granted at kiruna-2013".
    pub(crate) fn phrase(&self) -> String {
        let Period { start, end } = self.period;
        let time = if end.is_some() { self.period.phrase() } else { format!("since {start}") };
        if self.founding {
            return format!("{} {time}", self.role.founding());
        }
        format!("{} {time}{}", self.role.noun(), self.granted())
    }

    /// Returns the beginning of the role in words: "became observer on 2013-05-15, granted at kiruna-2013".
    pub(crate) fn began(&self) -> String {
        if self.founding {
            return format!("became a {} {}", self.role.founding(), When::Date(self.period.start).phrase());
        }
        format!("became {} {}{}", self.role.noun(), When::Date(self.period.start).phrase(), self.granted())
    }

    fn granted(&self) -> String {
        self.granted_at.as_ref().map(|meeting| format!(", granted at {meeting}")).unwrap_or_default()
    }

    /// Returns the imprecise date that leaves open whether the role was held on `day`, and what happened then.
    pub(crate) fn uncertain_edge(&self, day: NaiveDate) -> (&'static str, PartialDate) {
        match self.period.end {
            Some(end) if end.first_day() <= day => ("ended", end),
            _ => ("began", self.period.start),
        }
    }

    /// Returns the date that decides whether the role was held on `day`; `None` if that is in the future.
    pub(crate) fn uncertain_date(&self, day: NaiveDate) -> Option<PartialDate> {
        match self.period.end {
            None if self.period.start.last_day() <= day => None,
            _ => Some(self.uncertain_edge(day).1),
        }
    }

    /// Returns the note that it is not known whether the role was held at `when`.
    pub(crate) fn not_known(&self, name: &str, when: &When) -> Note {
        let (name, role) = (name.to_string(), self.role.with_article().to_string());
        match self.uncertain_date(when.first_day()) {
            Some(_) => {
                let (edge, date) = self.uncertain_edge(when.first_day());
                Note::RoleNotKnown { name, role, edge, date }
            }
            None => Note::RoleAfterToday { name, role },
        }
    }
}
