//! Precomputes what is appended to a row: for each party and country, the days on which its answer changes and the text
//! of the answer in between. Each row then costs one table lookup.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::{Column, Options, Territories};
use crate::date::{PartialDate, Period, next_day};
use crate::store::codes::CodeList;
use crate::store::entity::{self, Lookup, SEAT_OF_AREA};
use crate::store::{ChairCertainty, Chairship, History, Holder, Registry, Role, RoleAt, chair_of};
use crate::{Error, date};

/// A day as a number that sorts by time: 20210520.
pub(crate) type Day = u32;

/// The outcome of a row, by which the summary counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Role,
    Represented,
    None,
    NotKnown,
    Outside,
    BadDate,
    Unrecognised,
    Missing,
}

/// The answers for one name, in order of time.
#[derive(Debug)]
pub(super) struct Timeline {
    /// The day from which the answer at the same index holds; the first is 0.
    from: Vec<Day>,
    answers: Vec<Answer>,
    /// The answer for an invalid date, and for a missing one.
    pub bad_date: Answer,
    pub no_date: Answer,
}

/// The cells to append, each preceded by the delimiter, and the outcome.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub cells: Vec<u8>,
    pub class: Class,
}

/// The answers for every name.
#[derive(Debug)]
pub(super) struct Answers {
    timelines: Vec<Timeline>,
    /// ISO 3166 codes, keys of aliases and ids, each with the index of its timeline.
    codes: FxHashMap<String, usize>,
    keys: FxHashMap<String, usize>,
    ids: FxHashMap<String, usize>,
    /// The first timeline that is not of a state or area. These win if a name is ambiguous: the column holds countries.
    others: usize,
    /// The system of codes that the column holds.
    list: Option<CodeList>,
}

/// The timelines of unrecognised names and of missing ones.
pub(super) const UNRECOGNISED: usize = 0;
pub(super) const MISSING: usize = 1;

impl Timeline {
    /// Returns the answer on `day`.
    pub fn on(&self, day: Day) -> &Answer {
        &self.answers[self.from.partition_point(|from| *from <= day).saturating_sub(1)]
    }
}

/// A party or country that rows can name.
struct Named {
    id: String,
    name: String,
    iso2: Option<String>,
    iso3: Option<String>,
    /// The party whose roles count.
    party: Option<String>,
    wikidata: Option<String>,
}

impl Answers {
    pub fn new(registry: &Registry, options: &Options, delimiter: u8) -> Result<Self, Error> {
        let conn = &registry.conn;
        let mut named =
            read(conn, "SELECT id, name, iso2, iso3, id, wikidata FROM party WHERE kind = 'state' ORDER BY id")?;
        named.extend(read(
            conn,
            &format!(
                "SELECT id, name, iso2, iso3, {SEAT_OF_AREA}, wikidata FROM country WHERE kind <> 'part' ORDER BY id"
            ),
        )?);
        let countries = named.len();
        named.extend(read(
            conn,
            "SELECT id, name, NULL, NULL, id, wikidata FROM party WHERE kind <> 'state' ORDER BY id",
        )?);

        let history = registry.history()?;
        let chairs = chairs(&with_projected(registry, &history.chairships)?);
        let (founded, today) = (registry.meta().founded, registry.today());
        let writer = Writer { options, delimiter, founded, today, history: &history, chairs };

        let mut answers = Answers {
            timelines: vec![writer.timeline(Err(Class::Unrecognised)), writer.timeline(Err(Class::Missing))],
            codes: FxHashMap::default(),
            keys: FxHashMap::default(),
            ids: FxHashMap::default(),
            others: 0,
            list: options.codes.map(|codes| CodeList::read(conn, codes)).transpose()?,
        };
        for one in &named {
            let number = answers.timelines.len();
            answers.timelines.push(writer.timeline(Ok(one)));
            answers.ids.insert(one.id.clone(), number);
            for code in [&one.iso2, &one.iso3, &one.wikidata].into_iter().flatten() {
                answers.codes.insert(code.clone(), number);
            }
        }
        answers.others = MISSING + 1 + countries;
        let mut statement = conn.prepare("SELECT key, coalesce(party, country) FROM alias WHERE kind <> 'people'")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(number) = answers.ids.get(row.get_ref(1)?.as_str().unwrap_or_default()) {
                answers.keys.insert(row.get(0)?, *number);
            }
        }
        Ok(answers)
    }

    pub fn timeline(&self, number: usize) -> &Timeline {
        &self.timelines[number]
    }

    /// Returns the timeline for `name`. An abbreviation that is also the code of a country means the country here,
    /// because the column holds countries.
    pub fn resolve(&self, name: &str) -> Result<usize, Error> {
        if let Some(id) = self.list.as_ref().and_then(|list| list.id(name)) {
            return Ok(id.and_then(|id| self.ids.get(id)).copied().unwrap_or(UNRECOGNISED));
        }
        let found = entity::meanings(name, |lookup| {
            let number = match lookup {
                Lookup::Code(_, code) => self.codes.get(code),
                Lookup::Key(key) => self.keys.get(key),
                Lookup::Id(id) => self.ids.get(id),
            };
            Ok(number.copied().into_iter().collect())
        })?;
        let country = found.iter().find(|number| **number < self.others);
        Ok(*country.or(found.first()).unwrap_or(&UNRECOGNISED))
    }
}

fn read(conn: &Connection, sql: &str) -> Result<Vec<Named>, Error> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Named {
            id: row.get(0)?,
            name: row.get(1)?,
            iso2: row.get(2)?,
            iso3: row.get(3)?,
            party: row.get(4)?,
            wikidata: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who holds the chair on a day, and whether that is certain.
pub(crate) type Chair = (Option<String>, ChairCertainty);

/// How many years after the last check of the data the chair is projected.
const PROJECTED_YEARS: i32 = 30;

/// Returns `stored` terms followed by the projected ones.
pub(crate) fn with_projected(registry: &Registry, stored: &[Chairship]) -> Result<Vec<Chairship>, Error> {
    let far = PartialDate::year(registry.meta().verified_through.year() + PROJECTED_YEARS);
    let projected = registry.projected(far.map_or(NaiveDate::MAX, |year| year.last_day()))?;
    Ok(stored.iter().cloned().chain(projected).collect())
}

/// Returns the chair from each day on which it, or what is known of it, changes.
pub(crate) fn chairs(terms: &[Chairship]) -> BTreeMap<NaiveDate, Chair> {
    let mut days = BTreeSet::from([NaiveDate::MIN]);
    days.extend(terms.iter().flat_map(|term| term.bounds.days()));
    let mut chairs: BTreeMap<NaiveDate, Chair> = BTreeMap::new();
    for day in days {
        let (chair, certainty) = chair_of(terms, day, day);
        let chair = (chair.first().map(|term| term.party.clone()), certainty);
        if chairs.values().next_back() != Some(&chair) {
            chairs.insert(day, chair);
        }
    }
    chairs
}

/// Builds the timelines.
struct Writer<'a> {
    chairs: BTreeMap<NaiveDate, Chair>,
    options: &'a Options,
    delimiter: u8,
    founded: NaiveDate,
    today: NaiveDate,
    history: &'a History,
}

impl Writer<'_> {
    /// Returns the timeline of a party or country, or of names that mean none.
    fn timeline(&self, named: Result<&Named, Class>) -> Timeline {
        let mut days: BTreeSet<NaiveDate> = BTreeSet::from([NaiveDate::MIN, self.founded, next_day(self.today)]);
        let held = named.ok().and_then(|named| self.history.held.get(named.party.as_ref()?));
        days.extend(held.into_iter().flatten().flat_map(|holder| holder.bounds.days()));
        days.extend(self.chairs.keys());
        let mut timeline = Timeline {
            from: Vec::new(),
            answers: Vec::new(),
            bad_date: match named {
                Ok(one) => self.answer(Some(one), Class::BadDate, "bad_date", None, None),
                Err(class) => self.nobody(class, None),
            },
            no_date: match named {
                Ok(one) => self.answer(Some(one), Class::Missing, "missing", None, None),
                Err(class) => self.nobody(class, None),
            },
        };
        for day in days {
            let answer = self.on(day, named);
            if timeline.answers.last() != Some(&answer) {
                timeline.from.push(number(day));
                timeline.answers.push(answer);
            }
        }
        timeline
    }

    fn on(&self, day: NaiveDate, named: Result<&Named, Class>) -> Answer {
        let chair = self.chairs.range(..=day).next_back().map(|(_, chair)| chair).filter(|_| day >= self.founded);
        let one = match named {
            Ok(one) => one,
            Err(class) => return self.nobody(class, chair),
        };
        let (role, holder) = self.role_on(one, day);
        let class = match role {
            RoleAt::Held(_) => Class::Role,
            RoleAt::Represented => Class::Represented,
            RoleAt::None => Class::None,
            RoleAt::Unknown => Class::NotKnown,
            RoleAt::BeforeFounding => Class::Outside,
        };
        self.answer(Some(one), class, role.word(), holder.map(|holder| &holder.period), chair)
    }

    /// Returns the answer for a name that means no party or country.
    fn nobody(&self, class: Class, chair: Option<&Chair>) -> Answer {
        let word = if class == Class::Missing { "missing" } else { "unrecognised" };
        self.answer(None, class, word, None, chair)
    }

    /// Returns the role of a party or country. Only a member has a seat that covers an area.
    fn role_on(&self, named: &Named, day: NaiveDate) -> (RoleAt, Option<&Holder>) {
        let party = named.party.as_deref().unwrap_or_default();
        let (role, holder) = self.history.role_on(party, day);
        let own = party == named.id;
        match (role, holder) {
            (RoleAt::Held(Role::Member), _) if !own && self.options.territories == Territories::Separate => {
                (RoleAt::Represented, holder)
            }
            (RoleAt::Held(_) | RoleAt::Unknown, Some(held)) if !own && held.role != Role::Member => {
                (RoleAt::None, None)
            }
            other => other,
        }
    }

    fn answer(
        &self,
        named: Option<&Named>,
        class: Class,
        role: &str,
        period: Option<&Period>,
        chair: Option<&Chair>,
    ) -> Answer {
        let mut cells = Vec::new();
        for column in &self.options.columns {
            let text = match column {
                Column::Party => named.and_then(|named| named.party.clone()),
                Column::Role => Some(role.to_string()),
                Column::Since => period.map(|period| period.start.to_string()),
                Column::Chair => chair.and_then(|(chair, _)| chair.clone()),
                Column::ChairCertainty => chair.map(|(_, certainty)| certainty.word().to_string()),
                Column::Name => named.map(|named| named.name.clone()),
                Column::Iso3 => named.and_then(|named| named.iso3.clone()),
            };
            cells.push(self.delimiter);
            cells.extend(super::quoted(text.as_deref().unwrap_or_default(), self.delimiter).bytes());
        }
        Answer { cells, class }
    }
}

/// Returns `day` as a [`Day`]; days before year 0 are 0.
pub(crate) fn number(day: NaiveDate) -> Day {
    u32::try_from(day.year()).map_or(0, |year| year * 10_000 + day.month() * 100 + day.day())
}

/// Returns the first and last day that a date can stand for: ISO 8601 to the year, month or day, also with a time after
/// the day.
pub(super) fn days(text: &[u8]) -> Option<(Day, Day)> {
    let text = match text {
        [_, _, _, _, _, _, _, _, _, _, b'T' | b't' | b' ', ..] => &text[..10],
        _ => text,
    };
    let (year, month, day) = date::numbers(text)?;
    let at = |month: u32, day: u32| year * 10_000 + month * 100 + day;
    Some(match (month, day) {
        (0, _) => (at(1, 1), at(12, 31)),
        (_, 0) => (at(month, 1), at(month, date::days_in_month(year, month))),
        _ => (at(month, day), at(month, day)),
    })
}
