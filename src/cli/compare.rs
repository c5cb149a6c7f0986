//! `compare`: a published panel, held against the registry.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::Error;
use crate::compare::{Agreement, Comparison, Difference, PanelColumns, PanelRole};
use crate::csv_file::CsvFile;
use serde_json::{Value, json};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};
use crate::cli::{Compare, Global};

const AGREEMENT: &[(&str, &str)] = &[("what", ""), ("compared", "cells"), ("agreeing", "agree"), ("share", "share")];
const DIFFERENCES: &[(&str, &str)] =
    &[("country", "country"), ("years", "years"), ("theirs", "panel"), ("ours", "registry"), ("reason", "reason")];

/// Names and years that a note lists, at most.
const LISTED: usize = 10;

pub fn run(context: &Context, args: &Compare) -> Result<Exit, Error> {
    let words = args.map.iter().map(|map| PanelRole::parse(map)).collect::<Result<_, _>>()?;
    let terms = PanelColumns {
        country: args.country.clone(),
        year: args.year.clone(),
        role: args.role.clone(),
        words,
        codes: args.codes,
        at: args.at,
    };
    let panel = CsvFile::read(&args.file)?;
    let registry = context.registry()?;
    let comparison = registry.compare(&panel, &terms)?;
    let Agreement { compared, agreeing } = comparison.all;
    let said = format!("{agreeing} of {compared} cells agree with the {} registry", registry.meta().name);
    let differences = differences(&comparison.differences);
    if let Some(path) = &args.differences {
        if same_file(path, &args.file) {
            return Err(Error::Usage(format!("{} is the panel itself; name another file", path.display())));
        }
        output::save(&differences, path)?;
    }
    let mut notes = notes(&comparison);
    notes.extend(comparison.na.map(|na| super::annotate::na_note(na, &registry)));
    if terms.codes.is_none() && comparison.unrecognised.keys().any(|name| name.parse::<u32>().is_ok()) {
        notes.push("numbers are read as codes with `--codes cow` or `--codes iso-numeric`".to_string());
    }
    if context.global.for_people() {
        let share = if compared == 0 { String::new() } else { format!(" ({})", comparison.all.share()) };
        let title = format!("{}: {said}{share}", panel.name);
        let rows = agreement(&comparison);
        let columns = ["what", "compared", "agreeing", "share"];
        let sheet = ResultTable::new(title, &columns, AGREEMENT, &rows, |_| None).notes(&notes);
        // The sources follow the differences, to which they belong.
        output::print(sheet, &Global { cite: None, ..context.global.clone() }, &registry)?;
        if !comparison.differences.is_empty() {
            output::write("\n")?;
            output::print(grouped(&comparison.differences), &context.global, &registry)?;
        }
    } else {
        notes.insert(0, said);
        output::print(differences.notes(&notes), &context.global, &registry)?;
    }
    Ok(if compared > 0 && agreeing == compared { Exit::Yes } else { Exit::No })
}

fn same_file(a: &std::path::Path, b: &std::path::Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn differences(rows: &[Difference]) -> ResultTable<'static> {
    let sheet = ResultTable::new(String::new(), Difference::COLUMNS, &[], rows, |_| None);
    sheet.documents(rows.iter().map(|row| row.documents.clone()))
}

/// The differences for people: years that differ in the same way in one row.
fn grouped(rows: &[Difference]) -> ResultTable<'static> {
    let mut groups: Vec<(&Difference, Vec<i32>)> = Vec::new();
    let mut places: BTreeMap<(&str, &str, &str, &str), usize> = BTreeMap::new();
    for row in rows {
        let key = (row.country.as_str(), row.theirs, row.ours, row.reason.as_str());
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, years)) => years.push(row.year),
            None => groups.push((row, vec![row.year])),
        }
    }
    let shown: Vec<Value> = groups
        .iter()
        .map(|(row, years)| {
            json!({
                "country": row.country,
                "years": runs(years.iter().copied()),
                "theirs": row.theirs.replace('_', " "),
                "ours": row.ours.replace('_', " "),
                "reason": row.reason,
            })
        })
        .collect();
    let title = format!("{} cell{} {}", rows.len(), s(rows.len()), if rows.len() == 1 { "differs" } else { "differ" });
    let sheet =
        ResultTable::new(title, &["country", "years", "theirs", "ours", "reason"], DIFFERENCES, &shown, |_| None);
    sheet.documents(groups.iter().map(|(row, _)| row.documents.clone()))
}

fn agreement(comparison: &Comparison) -> Vec<Value> {
    let line = |what: String, agreement: &Agreement| {
        let Agreement { compared, agreeing } = agreement;
        json!({ "what": what, "compared": compared, "agreeing": agreeing, "share": agreement.share() })
    };
    let mut lines = vec![line("all".to_string(), &comparison.all)];
    // Roles in the order of the registry; a cell in which the two sides differ counts under both.
    for role in ["member", "permanent_participant", "observer", "none"] {
        lines.extend(comparison.by_role.get(role).map(|agreement| line(role.replace('_', " "), agreement)));
    }
    lines.extend(comparison.by_year.iter().map(|(year, agreement)| line(year.to_string(), agreement)));
    lines
}

/// What was not compared, and why.
fn notes(comparison: &Comparison) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |count: usize, what: &str, which: String| {
        if count > 0 {
            let which = if which.is_empty() { String::new() } else { format!(": {which}") };
            notes.push(format!("not compared: {count} row{} {what}{which}", s(count)));
        }
    };
    let Comparison { unrecognised, bad_years, outside, .. } = comparison;
    note(unrecognised.values().sum(), "whose country is not recognised", listed(unrecognised));
    note(bad_years.values().sum(), "whose year is none", listed(bad_years));
    let years = runs(outside.keys().copied());
    note(outside.values().sum(), "of years that the registry does not cover", years);
    note(comparison.skipped, "to be skipped", String::new());
    note(comparison.not_known, "of which the registry does not know the answer", String::new());
    if !comparison.missing.is_empty() {
        let states = comparison.missing.iter().take(LISTED);
        let states: Vec<String> =
            states.map(|(name, years)| format!("{name} {}", runs(years.iter().copied()))).collect();
        let more = more(comparison.missing.len());
        notes.push(format!("held a role and have no row: {}{more}", states.join("; ")));
    }
    notes
}

/// The most frequent of what was counted.
fn listed<T: Display>(counts: &BTreeMap<T, usize>) -> String {
    let mut most: Vec<(&T, &usize)> = counts.iter().collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let most: Vec<String> = most.iter().take(LISTED).map(|(what, count)| format!("`{what}` ({count})")).collect();
    format!("{}{}", most.join(", "), more(counts.len()))
}

fn more(count: usize) -> String {
    if count > LISTED { format!(" and {} more", count - LISTED) } else { String::new() }
}

fn s(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Years in words, those that follow each other as one: "1998-2010, 2013".
fn runs(years: impl Iterator<Item = i32>) -> String {
    let mut years: Vec<i32> = years.collect();
    years.sort_unstable();
    years.dedup();
    let runs = years.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run.iter().map(i32::to_string).collect(),
    });
    runs.collect::<Vec<_>>().join(", ")
}
