//! A published panel, held against the registry: a table with a row for a country in a year, and a
//! word for its role.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::annotate::Na;
use crate::csv_file::CsvFile;
use crate::date::{Edge, PartialDate};
use crate::names::fold;
use crate::store::entity::{self, Codes, Entity};
use crate::store::{History, Holder, RecordId, Role, RoleAt, Source};
use crate::truth::Truth;
use crate::{Error, Registry, wording};

/// Which columns of a panel to compare, and how to read them.
#[derive(Clone, Debug, Default)]
pub struct PanelColumns {
    /// Name of the column of countries.
    pub country: String,
    /// Name of the column of years.
    pub year: String,
    /// Name of the column of roles.
    pub role: String,
    /// Their words for roles, with ours; these come before the [common words](COMMON_WORDS).
    pub words: Vec<(String, PanelRole)>,
    /// What the numbers in the column of the country are, if there are any.
    pub codes: Option<Codes>,
    /// The day of the year whose role counts.
    pub at: Edge,
}

/// What a word in a panel means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelRole {
    /// This role.
    Role(Role),
    /// Without a role.
    Nothing,
    /// Not said: the row is not compared.
    Skip,
}

/// Words that need not be explained.
pub const COMMON_WORDS: &[(&str, PanelRole)] = &[
    ("", PanelRole::Nothing),
    ("none", PanelRole::Nothing),
    ("no", PanelRole::Nothing),
    ("no role", PanelRole::Nothing),
    ("no membership", PanelRole::Nothing),
    ("non member", PanelRole::Nothing),
    ("member", PanelRole::Role(Role::Member)),
    ("full member", PanelRole::Role(Role::Member)),
    ("full membership", PanelRole::Role(Role::Member)),
    ("permanent participant", PanelRole::Role(Role::PermanentParticipant)),
    ("observer", PanelRole::Role(Role::Observer)),
    ("associate", PanelRole::Role(Role::Observer)),
    ("associate member", PanelRole::Role(Role::Observer)),
    ("associate membership", PanelRole::Role(Role::Observer)),
    ("skip", PanelRole::Skip),
];

impl PanelRole {
    /// Reads `their=ours`, as in `2=observer`.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is written otherwise, or `ours` is no word of ours.
    pub fn parse(text: &str) -> Result<(String, Self), Error> {
        let wrong = || {
            Error::Usage(format!(
                "`{text}` says not what a word means; write their word, `=` and `member`, `permanent_participant`, \
                 `observer`, `none` or `skip`, such as `2=observer`"
            ))
        };
        let (theirs, ours) = text.rsplit_once('=').ok_or_else(wrong)?;
        let ours = match ours.trim() {
            "none" => PanelRole::Nothing,
            "skip" => PanelRole::Skip,
            word => PanelRole::Role(Role::ALL.into_iter().find(|role| role.word() == word).ok_or_else(wrong)?),
        };
        Ok((theirs.trim().to_string(), ours))
    }

    fn word(self) -> &'static str {
        match self {
            PanelRole::Role(role) => role.word(),
            PanelRole::Nothing => "none",
            PanelRole::Skip => "skip",
        }
    }
}

/// A cell of the panel that says other than the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Line of the panel.
    pub line: u64,
    /// The country as the panel writes it.
    pub country: String,
    /// The year of the row.
    pub year: i32,
    /// The panel's role, in our word.
    pub theirs: &'static str,
    /// The registry's role.
    pub ours: &'static str,
    /// When the registry's role began.
    pub since: Option<PartialDate>,
    /// When it ended: the first day without it.
    pub until: Option<PartialDate>,
    /// Why the registry says so, in a line without a full stop.
    pub reason: String,
    /// Ids of the documents behind it, split by semicolons.
    pub sources: String,
    /// The documents behind it.
    #[serde(skip)]
    pub documents: Vec<Source>,
}

impl Difference {
    /// Columns of the machine formats, in order; new ones go last.
    pub const COLUMNS: &[&str] = &["line", "country", "year", "theirs", "ours", "since", "until", "reason", "sources"];
}

/// How many cells were compared, and how many of them agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// RowJson of which both sides say something.
    pub compared: usize,
    /// Those of them in which both say the same.
    pub agreeing: usize,
}

impl Agreement {
    fn add(&mut self, agree: bool) {
        self.compared += 1;
        self.agreeing += usize::from(agree);
    }

    /// Agreeing cells in a hundred, rounded: `94.9 %`. It is 100 only where all agree.
    pub fn share(&self) -> String {
        if self.compared == 0 {
            return String::new();
        }
        let rounded = (self.agreeing * 2000 + self.compared) / (self.compared * 2);
        let tenths = if self.agreeing < self.compared { rounded.min(999) } else { 1000 };
        format!("{}.{} %", tenths / 10, tenths % 10)
    }
}

/// What came of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Of all cells.
    pub all: Agreement,
    /// By role, `none` too: the cells in which either side has it.
    pub by_role: BTreeMap<&'static str, Agreement>,
    /// By the year of the row.
    pub by_year: BTreeMap<i32, Agreement>,
    /// Every cell that does not agree, in the order of the panel.
    pub differences: Vec<Difference>,
    /// RowJson of which the registry does not know the answer.
    pub not_known: usize,
    /// RowJson whose word was to be skipped.
    pub skipped: usize,
    /// Names that neither a party nor a country bears, with their counts; likewise the years that
    /// are none and those outside the time that the registry covers.
    pub unrecognised: BTreeMap<String, usize>,
    /// Years that are none, as they are written, with their counts.
    pub bad_years: BTreeMap<String, usize>,
    /// Years outside the time from the founding to the last check, with their counts.
    pub outside: BTreeMap<i32, usize>,
    /// States that held a role in a year that was compared, and have no row for it.
    pub missing: BTreeMap<String, BTreeSet<i32>>,
    /// What `NA` was taken for; none if the column of countries does not have it.
    pub na: Option<Na>,
}

/// A row that can be compared.
struct Cell<'a> {
    line: u64,
    country: &'a str,
    entity: &'a Entity,
    year: i32,
    day: NaiveDate,
    theirs: &'a str,
}

impl Registry {
    /// Compares `panel`, as `terms` reads it.
    ///
    /// # Errors
    /// [`Error::Usage`] when a column is missing or a word for a role is not explained;
    /// [`Error::Invalid`] with every row that is not like the header.
    pub fn compare(&self, panel: &CsvFile, terms: &PanelColumns) -> Result<Comparison, Error> {
        panel.sound()?;
        let [country, year, role] =
            [panel.column(&terms.country)?, panel.column(&terms.year)?, panel.column(&terms.role)?];
        let mut done = Comparison::default();
        let mut entities: HashMap<&str, Option<Entity>> = HashMap::new();
        let na_is_missing = entity::na_is_missing(panel.rows.iter().map(|row| row.cells[country].as_str()));
        for row in &panel.rows {
            let name = row.cells[country].trim();
            if !entities.contains_key(name) {
                let mut known = self.known_name(name, terms.codes)?;
                if name == entity::NA && known.is_some() {
                    done.na = Some(if na_is_missing { Na::Missing } else { Na::Code });
                    known = known.filter(|_| !na_is_missing);
                }
                entities.insert(name, known);
            }
        }
        let mut cells: Vec<Cell> = Vec::new();
        for row in &panel.rows {
            let (name, written) = (row.cells[country].trim(), row.cells[year].trim());
            let Some(entity) = entities.get(name).and_then(Option::as_ref) else {
                *done.unrecognised.entry(name.to_string()).or_default() += 1;
                continue;
            };
            // Some programs write every number with decimals.
            let parsed = written.strip_suffix(".0").unwrap_or(written).parse().ok().and_then(PartialDate::year);
            let Some(date) = parsed else {
                *done.bad_years.entry(written.to_string()).or_default() += 1;
                continue;
            };
            let day = terms.at.of(date);
            let year = chrono::Datelike::year(&day);
            if day < self.meta().founded || day > self.meta().verified_through {
                *done.outside.entry(year).or_default() += 1;
                continue;
            }
            cells.push(Cell { line: row.line, country: name, entity, year, day, theirs: row.cells[role].trim() });
        }
        let words = words(&cells, terms)?;
        let history = self.history()?;
        for cell in &cells {
            match words.get(cell.theirs) {
                None | Some(PanelRole::Skip) => done.skipped += 1,
                Some(theirs) => self.compare_cell(cell, *theirs, &history, &mut done)?,
            }
        }
        let days: BTreeMap<i32, NaiveDate> = cells.iter().map(|cell| (cell.year, cell.day)).collect();
        let present: HashSet<(&str, i32)> = cells.iter().map(|cell| (cell.entity.id(), cell.year)).collect();
        for holder in history.memberships().filter(|holder| holder.kind == "state") {
            let held = days.iter().filter(|(_, day)| holder.period.contains(**day) == Truth::True);
            let absent: Vec<i32> =
                held.map(|(year, _)| *year).filter(|year| !present.contains(&(holder.party.as_str(), *year))).collect();
            if !absent.is_empty() {
                done.missing.entry(holder.name.clone()).or_default().extend(absent);
            }
        }
        Ok(done)
    }

    fn known_name(&self, name: &str, codes: Option<Codes>) -> Result<Option<Entity>, Error> {
        if let Some(codes) = codes
            && let Ok(number) = name.parse()
        {
            return entity::by_number(&self.conn, codes, number);
        }
        match entity::resolve_country(&self.conn, name) {
            Ok(entity) => Ok(Some(entity)),
            Err(Error::UnknownName { .. } | Error::AmbiguousName { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    fn compare_cell(
        &self,
        cell: &Cell,
        theirs: PanelRole,
        history: &History,
        done: &mut Comparison,
    ) -> Result<(), Error> {
        // A panel counts states: an area has no role of its own, whoever's seat covers it.
        let id = cell.entity.id();
        let (role, held) = history.role_on(id, cell.day);
        if role == RoleAt::Unknown {
            done.not_known += 1;
            return Ok(());
        }
        let ours = held.map_or(PanelRole::Nothing, |row| PanelRole::Role(row.role));
        let agree = ours == theirs;
        let sides = BTreeSet::from([ours.word(), theirs.word()]);
        for word in sides {
            done.by_role.entry(word).or_default().add(agree);
        }
        done.by_year.entry(cell.year).or_default().add(agree);
        done.all.add(agree);
        if !agree {
            let all = history.held.get(id).map(Vec::as_slice).unwrap_or_default();
            done.differences.push(self.difference(cell, theirs, ours, held, all)?);
        }
        Ok(())
    }

    fn difference(
        &self,
        cell: &Cell,
        theirs: PanelRole,
        ours: PanelRole,
        held: Option<&Holder>,
        all: &[Holder],
    ) -> Result<Difference, Error> {
        // Without a role on that day, the nearest one tells why: the last before, else the first after.
        let before = all.iter().rfind(|row| row.period.start.last_day() <= cell.day);
        let told = held.or(before).or(all.first());
        let mut reason = match told {
            Some(row) if held.is_none() && before.is_none() => wording::became(row),
            Some(row) => wording::role(row),
            None => "no role at any time".to_string(),
        };
        if let (_, Some(seat)) = self.seat(cell.entity)? {
            reason = seat.to_string();
        }
        let record = told.map_or_else(
            || match cell.entity {
                Entity::Party(party) => RecordId::new("party", &party.id),
                Entity::Country(country) => RecordId::new("country", &country.id),
            },
            |row| row.record.clone(),
        );
        let documents = self.sources_behind(&[record])?;
        Ok(Difference {
            line: cell.line,
            country: cell.country.to_string(),
            year: cell.year,
            theirs: theirs.word(),
            ours: ours.word(),
            since: held.map(|row| row.period.start),
            until: held.and_then(|row| row.period.end),
            reason,
            sources: documents.iter().map(|source| source.id.as_str()).collect::<Vec<_>>().join(";"),
            documents,
        })
    }
}

/// The meaning of each word for a role in `cells`.
fn words<'a>(cells: &[Cell<'a>], terms: &PanelColumns) -> Result<HashMap<&'a str, PanelRole>, Error> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in cells {
        *counts.entry(cell.theirs).or_default() += 1;
    }
    let mut words = HashMap::new();
    let mut unknown = Vec::new();
    for (word, count) in counts {
        let explained =
            terms.words.iter().rfind(|(theirs, _)| theirs.eq_ignore_ascii_case(word)).map(|(_, ours)| *ours);
        // Folding would take the sign from a number, and all of a mark.
        let is_wordy = word.is_empty() || word.contains(char::is_alphabetic);
        let key = fold(word);
        let common = COMMON_WORDS.iter().find(|(common, _)| is_wordy && *common == key).map(|(_, ours)| *ours);
        match explained.or(common) {
            Some(ours) => {
                words.insert(word, ours);
            }
            None => unknown.push((word, count)),
        }
    }
    if unknown.is_empty() {
        return Ok(words);
    }
    unknown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows = |count: usize| format!("{count} row{}", if count == 1 { "" } else { "s" });
    let found: Vec<String> =
        unknown.iter().take(10).map(|(word, count)| format!("`{word}` ({})", rows(*count))).collect();
    let more = if unknown.len() > 10 { format!(" and {} more", unknown.len() - 10) } else { String::new() };
    Err(Error::Usage(format!(
        "the column `{}` has words whose meaning is not given: {}{more}; say what each means, such as `--map {}=observer` \
         (`member`, `permanent_participant`, `observer`, `none`, or `skip` to leave its rows out)",
        terms.role,
        found.join(", "),
        quoted(unknown[0].0),
    )))
}

/// `word` as a shell takes it, together with what stands around it.
fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("'{word}'") } else { word.to_string() }
}
