//! Compares a published panel with the registry: a table with one row per country and year, and a word for its role.

mod words;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::csv_file::{CsvFile, is_missing};
use crate::date::{Edge, PartialDate, When};
pub use crate::error::PanelError;
use crate::note::Na;
use crate::store::codes::{self, CodeList, Codes};
use crate::store::entity::{self, Entity, NA};
use crate::store::{History, Holder, PartyKind, RecordId, RoleAt, Source};
use crate::truth::Truth;
use crate::{Error, Registry};
pub use words::PanelRole;

/// Which columns of a panel to compare, and how to read them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PanelColumns {
    /// Name of the column of countries.
    pub country: String,
    /// Name of the column of years.
    pub year: String,
    /// Name of the column of roles.
    pub role: String,
    /// The panel's words for roles, with their meanings. They take precedence over common words such as `member`.
    pub words: Vec<(String, PanelRole)>,
    /// The system of codes in the column of countries, if they are not names or ISO 3166 codes in capitals.
    pub codes: Option<Codes>,
    /// Which day of a year is compared.
    pub at: Edge,
}

impl PanelColumns {
    /// Returns the named columns of countries, years and roles, with names of countries, common words for roles, and
    /// the last day of each year.
    pub fn new(country: &str, year: &str, role: &str) -> Self {
        let [country, year, role] = [country, year, role].map(str::to_string);
        PanelColumns { country, year, role, ..PanelColumns::default() }
    }
}

/// A cell of the panel that differs from the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Line of the panel.
    pub line: u64,
    /// The country as the panel writes it.
    pub country: String,
    /// The year of the row.
    pub year: i32,
    /// The panel's role, as a word of [`RoleAt`].
    pub theirs: &'static str,
    /// The registry's role, likewise.
    pub ours: &'static str,
    /// When the registry's role began.
    pub since: Option<PartialDate>,
    /// When it ended: the first day without it.
    pub until: Option<PartialDate>,
    /// Why the registry says so, without a full stop. Rows of the same country and year share it.
    pub reason: Arc<str>,
    /// Ids of its sources, separated by semicolons.
    pub sources: Arc<str>,
    /// These sources in full.
    #[serde(skip)]
    pub documents: Arc<[Source]>,
}

impl Difference {
    /// The columns of machine output, in order; new ones go last.
    pub const COLUMNS: &[&str] = &["line", "country", "year", "theirs", "ours", "since", "until", "reason", "sources"];
}

/// How many cells were compared, and how many of them agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Agreement {
    /// Cells for which both sides have an answer.
    pub compared: usize,
    /// Those in which both sides have the same.
    pub agreeing: usize,
}

impl Agreement {
    fn add(&mut self, agree: bool) {
        self.compared += 1;
        self.agreeing += usize::from(agree);
    }

    /// Returns the share of agreeing cells, such as `94.9 %`; `100.0 %` only if all agree, and nothing if there are no
    /// cells.
    pub fn share(&self) -> String {
        if self.compared == 0 {
            return String::new();
        }
        let rounded = (self.agreeing * 2000 + self.compared) / (self.compared * 2);
        let tenths = if self.agreeing < self.compared { rounded.min(999) } else { 1000 };
        format!("{}.{} %", tenths / 10, tenths % 10)
    }
}

/// The result of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// Of all cells.
    pub all: Agreement,
    /// By role, including `none`: the cells in which either side has it.
    pub by_role: BTreeMap<&'static str, Agreement>,
    /// By the year of the row.
    pub by_year: BTreeMap<i32, Agreement>,
    /// Every cell that differs, in the order of the panel.
    pub differences: Vec<Difference>,
    /// Rows for which the registry does not know the role.
    pub not_known: usize,
    /// Rows whose word means that they are not compared.
    pub skipped: usize,
    /// Unrecognised names, with their number of rows.
    pub unrecognised: BTreeMap<String, usize>,
    /// Invalid years as they are written, with their number of rows.
    pub bad_years: BTreeMap<String, usize>,
    /// Rows whose country or year is missing.
    pub empty: usize,
    /// The systems of codes that have the unrecognised names.
    pub codes: Vec<Codes>,
    /// Years before the founding or after the last verification, with their number of rows.
    pub outside: BTreeMap<i32, usize>,
    /// What `NA` was read as; `None` if the column of countries does not have it.
    pub na: Option<Na>,
    /// States that held a role in a compared year for which they have no row.
    pub missing: BTreeMap<String, BTreeSet<i32>>,
}

/// The reason, the ids of the sources, and the sources of a difference.
type Explanation = (Arc<str>, Arc<str>, Arc<[Source]>);

/// Explanations by country and year: a long panel repeats them.
type Explanations<'a> = HashMap<(&'a str, i32), Explanation>;

/// A row that can be compared.
struct Cell<'a> {
    line: u64,
    country: &'a str,
    entity: &'a Entity,
    year: i32,
    day: NaiveDate,
    word: &'a str,
}

impl Registry {
    /// Compares the `columns` of `panel` with the registry.
    ///
    /// # Errors
    /// [`Error::Panel`] if a word for a role has no known meaning; [`Error::Invalid`] with every row that differs in
    /// length from the header; an error if a column is missing.
    pub fn compare(&self, panel: &CsvFile, columns: &PanelColumns) -> Result<Comparison, Error> {
        panel.sound()?;
        let mut result = Comparison::default();
        let [country, year, role] =
            [panel.column(&columns.country)?, panel.column(&columns.year)?, panel.column(&columns.role)?];
        let na = self.na(entity::na_is_missing(panel.rows.iter().map(|row| row.cells[country].as_str())))?;
        let list = columns.codes.map(|codes| CodeList::read(&self.conn, codes)).transpose()?;
        let mut entities: HashMap<&str, Option<Entity>> = HashMap::new();
        for row in &panel.rows {
            let name = row.cells[country].trim();
            if name == NA && na.is_some() && list.is_none() {
                result.na.clone_from(&na);
            }
            if !entities.contains_key(name) {
                let missing = name == NA && na == Some(Na::Missing) && list.is_none();
                entities.insert(name, if missing { None } else { self.known_name(name, list.as_ref())? });
            }
        }
        let mut cells: Vec<Cell> = Vec::new();
        for row in &panel.rows {
            let (name, written) = (row.cells[country].trim(), row.cells[year].trim());
            let entity = entities.get(name).and_then(Option::as_ref);
            if entity.is_none() && is_missing(name) || is_missing(written) {
                result.empty += 1;
                continue;
            }
            let Some(entity) = entity else {
                *result.unrecognised.entry(name.to_string()).or_default() += 1;
                continue;
            };
            // Some programs write every number with decimals.
            let parsed = written.strip_suffix(".0").unwrap_or(written).parse().ok().and_then(PartialDate::year);
            let Some(date) = parsed else {
                *result.bad_years.entry(written.to_string()).or_default() += 1;
                continue;
            };
            let day = columns.at.of(date);
            let year = chrono::Datelike::year(&day);
            if day < self.meta().founded || day > self.meta().verified_through {
                *result.outside.entry(year).or_default() += 1;
                continue;
            }
            cells.push(Cell { line: row.line, country: name, entity, year, day, word: row.cells[role].trim() });
        }
        if list.is_none() {
            result.codes = codes::recognized(&self.conn, result.unrecognised.keys().map(String::as_str))?;
        }
        let meanings = words::meanings(cells.iter().map(|cell| cell.word), &columns.words, &columns.role)?;
        let history = self.history()?;
        let mut explanations = Explanations::new();
        for cell in &cells {
            match meanings.get(cell.word) {
                Some(PanelRole::Is(theirs)) => {
                    self.compare_cell(cell, *theirs, &history, &mut explanations, &mut result)?;
                }
                Some(PanelRole::Skip) | None => result.skipped += 1,
            }
        }
        let days: BTreeMap<i32, NaiveDate> = cells.iter().map(|cell| (cell.year, cell.day)).collect();
        let present: HashSet<(&str, i32)> = cells.iter().map(|cell| (cell.entity.id(), cell.year)).collect();
        for holder in history.memberships().filter(|holder| holder.kind == PartyKind::State) {
            let held = days.iter().filter(|(_, day)| holder.period.contains(**day) == Truth::True);
            let absent: Vec<i32> =
                held.map(|(year, _)| *year).filter(|year| !present.contains(&(holder.party.as_str(), *year))).collect();
            if !absent.is_empty() {
                result.missing.entry(holder.name.clone()).or_default().extend(absent);
            }
        }
        Ok(result)
    }

    fn known_name(&self, name: &str, list: Option<&CodeList>) -> Result<Option<Entity>, Error> {
        if let Some(list) = list
            && let Some(found) = list.entity(&self.conn, name)?
        {
            return Ok(found);
        }
        match entity::resolve_country(&self.conn, name) {
            Ok(entity) => Ok(Some(entity)),
            Err(Error::UnknownName { .. } | Error::AmbiguousName { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    fn compare_cell<'a>(
        &self,
        cell: &Cell<'a>,
        theirs: RoleAt,
        history: &History,
        explanations: &mut Explanations<'a>,
        result: &mut Comparison,
    ) -> Result<(), Error> {
        let id = cell.entity.id();
        let (ours, holder) = history.seat_on(&self.seat(cell.entity)?, cell.day);
        if ours == RoleAt::Unknown {
            result.not_known += 1;
            return Ok(());
        }
        let agree = ours == theirs;
        for word in BTreeSet::from([ours.word(), theirs.word()]) {
            result.by_role.entry(word).or_default().add(agree);
        }
        result.by_year.entry(cell.year).or_default().add(agree);
        result.all.add(agree);
        if !agree {
            let (reason, sources, documents) = match explanations.entry((cell.entity.id(), cell.year)) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(new) => {
                    let held = history.held.get(id).map_or(&[][..], Vec::as_slice);
                    let (reason, record) = self.explain(cell, holder, held)?;
                    let documents = self.sources_of_all(&[record])?;
                    new.insert((reason.into(), Source::ids(&documents).into(), documents.into())).clone()
                }
            };
            result.differences.push(Difference {
                line: cell.line,
                country: cell.country.to_string(),
                year: cell.year,
                theirs: theirs.word(),
                ours: ours.word(),
                since: holder.map(|row| row.period.start),
                until: holder.and_then(|row| row.period.end),
                reason,
                sources,
                documents,
            });
        }
        Ok(())
    }

    /// Returns why the country of `cell` holds the role of `holder`, or none, and the record that shows it. `all` are
    /// its roles at any time.
    fn explain(&self, cell: &Cell, holder: Option<&Holder>, all: &[Holder]) -> Result<(String, RecordId), Error> {
        // Without a role on that day the nearest one explains why: the last before, else the first after.
        let before = all.iter().rfind(|row| row.period.start.last_day() <= cell.day);
        let nearest = holder.or(before).or(all.first());
        let reason = match (self.seat_note(cell.entity, &When::day(cell.day))?, nearest) {
            (Some(seat), _) => seat.to_string(),
            (_, Some(row)) if holder.or(before).is_none() => row.began(),
            (_, Some(row)) => row.phrase(),
            (_, None) => "no role at any time".to_string(),
        };
        Ok((reason, nearest.map_or_else(|| RecordId::of(cell.entity), |row| row.record.clone())))
    }
}
