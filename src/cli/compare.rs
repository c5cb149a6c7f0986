//! `compare`: a published country-year table and the registry.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::files::Files;
use super::{Context, Exit, Failure, Format, Global, ResultTable, interrupt, output, usage};
use crate::Error;
use crate::atomic_file::NewFile;
use crate::compare::{Agreement, Comparison, Difference, PanelColumns, PanelRole};
use crate::csv_file::CsvFile;
use crate::date::{Edge, PartialDate};
use crate::input::Encoding;
use crate::store::{Codes, Note};
use crate::wording::count;

/// Compare a published country-year table with the registry
///
/// Shows how far they agree, by role and by year, and the cells that differ, with dates and sources. The machine formats
/// have only those cells. The exit status is 0 if all cells that can be compared agree, else 1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic compare panel.csv --country country --year year --role status
  arctic compare panel.csv --country ccode --codes cow --year year --role arcticc --map 1=member --map 3=observer")]
pub(crate) struct Compare {
    /// A CSV, also compressed with gzip or separated by tabs, semicolons or `|`; `-` is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,

    /// Column of the country: names in any spelling, or ISO codes in capitals
    #[arg(long, value_name = "COL")]
    country: String,

    /// Which codes that column has, if not names or ISO codes in capitals
    #[arg(long, value_enum, value_name = "SYSTEM")]
    codes: Option<Codes>,

    /// Column of the year
    #[arg(long, value_name = "COL")]
    year: String,

    /// Column of the role
    #[arg(long, value_name = "COL")]
    role: String,

    /// Role that a value in that column stands for
    ///
    /// The roles are `member`, `permanent_participant`, `observer`, `represented`, `none`, and `skip` to leave out the rows. Common terms
    /// such as `full member`, `associate` or `no membership` are understood without it. An empty cell is `none`.
    #[arg(long, value_name = "VALUE=ROLE", allow_hyphen_values = true)]
    map: Vec<String>,

    /// Which day of the year decides the role
    #[arg(long, value_enum, default_value_t)]
    at: Edge,

    /// Encoding of the file, if not UTF-8 or UTF-16: latin1, windows-1252, ...
    #[arg(long, value_name = "NAME", value_parser = super::annotate::encoding)]
    encoding: Option<Encoding>,

    /// Write the differing cells to this file, atomically, as CSV, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Also write the differing cells to this file, as CSV
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
}

/// How many names or years a note lists at most.
const LISTED: usize = 10;

impl Compare {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let Compare { file, country, codes, year, role, map, at, encoding, output, differences: also } = self;
        let words = map.iter().map(|map| PanelRole::parse(map)).collect::<Result<_, _>>()?;
        if output.is_some() && !matches!(context.global.format, Format::Table | Format::Csv) {
            return usage("`--output` writes CSV; remove `--format`, or redirect standard output");
        }
        let output = output.filter(|path| path.as_os_str() != "-");
        let outputs: Vec<&PathBuf> = [&output, &also].into_iter().flatten().collect();
        if !outputs.is_empty() {
            outputs.iter().try_fold(Files::of(context).input(&file), |files, path| files.output(path))?;
            interrupt::clean_up();
        }
        let panel = CsvFile::read(&file, encoding)?;
        let registry = context.registry()?;
        let comparison = registry.compare(&panel, &PanelColumns { country, year, role, words, codes, at })?;
        let Agreement { compared, agreeing } = comparison.all;
        let verb = if agreeing == 1 { "agrees" } else { "agree" };
        let agreement =
            format!("{agreeing} of {} {verb} with the {} registry", count(compared, "cell"), registry.meta().name);
        let name = panel.name.clone();
        drop(panel);
        for path in outputs {
            save(&comparison.differences, path)?;
        }
        let mut notes = notes(&comparison);
        notes.extend(comparison.na.clone().map(|na| Note::NotAvailable(na).to_string()));
        notes.extend(super::annotate::codes_hint(&comparison.codes, comparison.unrecognised.keys().next()));
        if output.is_some() {
            std::iter::once(&agreement).chain(&notes).for_each(|note| output::note(note));
        } else if context.global.for_people() {
            let share = if compared == 0 { String::new() } else { format!(" ({})", comparison.all.share()) };
            let title = format!("{name}: {agreement}{share}");
            let rows = agreement_rows(&comparison);
            let shown = [("what", ""), ("compared", "cells"), ("agreeing", "agree"), ("share", "share")];
            let table = ResultTable::new(title, &shown, &rows).notes(&notes);
            // The sources belong to the differences and follow those.
            output::print(table, &Global { cite: None, ..context.global.clone() }, &registry)?;
            if !comparison.differences.is_empty() {
                output::write("\n")?;
                output::print(grouped(&comparison.differences, &context.global), &context.global, &registry)?;
            }
        } else {
            notes.insert(0, agreement);
            output::print(
                differences(&comparison.differences, &context.global).notes(&notes),
                &context.global,
                &registry,
            )?;
        }
        Ok((compared > 0 && agreeing == compared).into())
    }
}

/// Writes the differences to the file at `path`.
fn save(rows: &[Difference], path: &Path) -> Result<(), Failure> {
    let mut file = NewFile::create(path)?;
    let mut writer = csv::Writer::from_writer(file.as_file_mut());
    let failed = |error: csv::Error| Error::io(path)(error.into());
    writer.write_record(Difference::COLUMNS).map_err(failed)?;
    for row in rows {
        let day = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let (line, year) = (row.line.to_string(), row.year.to_string());
        let (since, until) = (day(row.since), day(row.until));
        let cells =
            [&line, row.country.as_str(), &year, row.theirs, row.ours, &since, &until, &row.reason, &row.sources];
        writer.write_record(cells).map_err(failed)?;
    }
    writer.flush().map_err(Error::io(path))?;
    drop(writer);
    Ok(file.finish()?)
}

/// Returns the differences for programs.
fn differences(rows: &[Difference], global: &Global) -> ResultTable<'static> {
    let table = ResultTable::new(String::new(), &[], rows).columns(Difference::COLUMNS);
    if global.cite.is_none() { table } else { table.sources(rows.iter().map(|row| row.documents.to_vec())) }
}

/// Returns the differences for people: years that differ in the same way are one row.
fn grouped(rows: &[Difference], global: &Global) -> ResultTable<'static> {
    const SHOWN: &[(&str, &str)] =
        &[("country", "country"), ("years", "years"), ("theirs", "panel"), ("ours", "registry"), ("reason", "reason")];
    let mut groups: Vec<(&Difference, Vec<i32>)> = Vec::new();
    let mut places: BTreeMap<(&str, &str, &str, &str), usize> = BTreeMap::new();
    for row in rows {
        let key = (row.country.as_str(), row.theirs, row.ours, &*row.reason);
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, years)) => years.push(row.year),
            None => groups.push((row, vec![row.year])),
        }
    }
    let shown = groups.iter().map(|(row, years)| {
        json!({
            "country": row.country,
            "years": year_ranges(years.iter().copied()),
            "theirs": row.theirs.replace('_', " "),
            "ours": row.ours.replace('_', " "),
            "reason": &*row.reason,
        })
    });
    let verb = if rows.len() == 1 { "differs" } else { "differ" };
    let title = format!("{} {verb}", count(rows.len(), "cell"));
    let table = ResultTable::new(title, SHOWN, &shown.collect::<Vec<_>>());
    if global.cite.is_none() { table } else { table.sources(groups.iter().map(|(row, _)| row.documents.to_vec())) }
}

/// Returns the agreement of all cells, by role and by year. A cell that differs counts under both roles.
fn agreement_rows(comparison: &Comparison) -> Vec<Value> {
    let row = |what: String, agreement: &Agreement| {
        let Agreement { compared, agreeing } = agreement;
        json!({ "what": what, "compared": compared, "agreeing": agreeing, "share": agreement.share() })
    };
    let mut rows = vec![row("all".to_string(), &comparison.all)];
    for role in ["member", "permanent_participant", "observer", "none"] {
        rows.extend(comparison.by_role.get(role).map(|agreement| row(role.replace('_', " "), agreement)));
    }
    rows.extend(comparison.by_year.iter().map(|(year, agreement)| row(year.to_string(), agreement)));
    rows
}

/// Returns what was not compared, and why.
fn notes(comparison: &Comparison) -> Vec<String> {
    let Comparison { unrecognised, bad_years, outside, .. } = comparison;
    let none = String::new;
    let left_out = [
        (unrecognised.values().sum(), "with an unrecognised country", most_frequent(unrecognised)),
        (bad_years.values().sum(), "with an invalid year", most_frequent(bad_years)),
        (comparison.empty, "with a missing country or year", none()),
        (outside.values().sum(), "outside the years of the registry", year_ranges(outside.keys().copied())),
        (comparison.skipped, "mapped to `skip`", none()),
        (comparison.not_known, "for which the registry has no certain answer", none()),
    ];
    let mut notes = Vec::new();
    for (rows, why, which) in left_out.into_iter().filter(|(rows, ..)| *rows > 0) {
        let which = if which.is_empty() { which } else { format!(": {which}") };
        notes.push(format!("not compared: {} {why}{which}", count(rows, "row")));
    }
    if !comparison.missing.is_empty() {
        let states = comparison.missing.iter().take(LISTED);
        let states: Vec<String> =
            states.map(|(name, years)| format!("{name} {}", year_ranges(years.iter().copied()))).collect();
        notes.push(format!("no row, although it held a role: {}{}", states.join("; "), more(comparison.missing.len())));
    }
    notes
}

/// Returns the most frequent keys with their counts.
fn most_frequent<T: Display>(counts: &BTreeMap<T, usize>) -> String {
    let mut most: Vec<(&T, &usize)> = counts.iter().collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let most: Vec<String> = most.iter().take(LISTED).map(|(what, count)| format!("`{what}` ({count})")).collect();
    most.join(", ") + &more(counts.len())
}

fn more(count: usize) -> String {
    if count > LISTED { format!(" and {} more", count - LISTED) } else { String::new() }
}

/// Returns years as ranges: "1998-2010, 2013".
fn year_ranges(years: impl Iterator<Item = i32>) -> String {
    let mut years: Vec<i32> = years.collect();
    years.sort_unstable();
    years.dedup();
    let ranges = years.chunk_by(|a, b| a + 1 == *b).map(|range| match range {
        [first, .., last] => format!("{first}-{last}"),
        _ => range.iter().map(i32::to_string).collect(),
    });
    ranges.collect::<Vec<_>>().join(", ")
}
