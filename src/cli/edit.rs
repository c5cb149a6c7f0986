//! `import`, `put`, `drop` and `undo`: what changes the data, and how that is said.

use std::collections::HashSet;
use std::path::Path;

use crate::edit::Provenance;
use crate::package::Package;
use crate::store::log::{Revision, RowChange, RowJson};
use crate::{Error, Registry};
use chrono::Utc;
use serde_json::{Value, json};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};
use crate::cli::{Format, How, Why};

/// Columns of a change for programs: a row for each column that differs.
const COLUMNS: &[&str] = &["change", "table", "record", "column", "before", "after"];

/// How many new problems are said after a change.
const MOST: usize = 3;

pub fn import(
    context: &Context,
    path: &Path,
    table: Option<&str>,
    delete_missing: bool,
    why: &Why,
) -> Result<Exit, Error> {
    let package = if path.is_dir() { Package::read(path)? } else { Package::read_file(path, table)? };
    edit(context, entry(context, "import", &why.reason, &why.how), |registry, entry| {
        registry.import(&package, delete_missing, entry)
    })
}

pub fn put(
    context: &Context,
    table: &str,
    values: &[(String, String)],
    sources: &[String],
    why: &Why,
) -> Result<Exit, Error> {
    edit(context, entry(context, "put", &why.reason, &why.how), |registry, entry| {
        registry.put(table, values, sources, entry)
    })
}

pub fn drop(context: &Context, table: &str, key: &[String], why: &Why) -> Result<Exit, Error> {
    edit(context, entry(context, "drop", &why.reason, &why.how), |registry, entry| {
        registry.drop_record(table, key, entry)
    })
}

pub fn undo(context: &Context, number: i64, reason: Option<String>, how: &How) -> Result<Exit, Error> {
    let reason = reason.or_else(|| Some(format!("undo of revision {number}")));
    edit(context, entry(context, "undo", &reason, how), |registry, entry| registry.undo(number, entry))
}

/// How a change made now by this user stands in the log.
pub fn entry(context: &Context, command: &'static str, reason: &Option<String>, how: &How) -> Provenance {
    let at = if context.pinned {
        format!("{}T00:00:00.000Z", context.today)
    } else {
        Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    };
    let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let who = how.who.clone().or_else(login).filter(|who| !who.is_empty());
    Provenance { who, why: reason.clone(), dry_run: how.dry_run, ..Provenance::new(command, &at) }
}

/// Makes a change and says what it was.
fn edit(
    context: &Context,
    entry: Provenance,
    change: impl FnOnce(&mut Registry, &Provenance) -> Result<Option<Revision>, Error>,
) -> Result<Exit, Error> {
    if entry.why.as_ref().is_some_and(|why| why.trim().is_empty()) {
        return Err(Error::Usage("the reason is empty; say why in a few words".to_string()));
    }
    let mut registry = context.registry_to_edit()?;
    let before = findings(&registry)?;
    let revision = change(&mut registry, &entry)?;
    report(context, &registry, revision.as_ref(), Vec::new(), entry.dry_run, &before)
}

/// Says what `verify` finds now and did not find `before`.
fn say_new(registry: &Registry, before: &[String]) -> Result<(), Error> {
    let before: HashSet<&String> = before.iter().collect();
    let new: Vec<String> = findings(registry)?.into_iter().filter(|finding| !before.contains(finding)).collect();
    for finding in new.iter().take(MOST) {
        output::remark(&format!("`arctic verify` now finds: {finding}"));
    }
    if new.len() > MOST {
        output::remark(&format!("and {} more", new.len() - MOST));
    }
    Ok(())
}

/// What `verify` finds, but for damage to the file and its log: that takes long to look for, and comes from no edit.
pub fn findings(registry: &Registry) -> Result<Vec<String>, Error> {
    let findings = registry.verify(&["intact".to_string(), "log-continuous".to_string()])?;
    Ok(findings.into_iter().map(|found| format!("{}: {}: {}", found.check, found.record, found.problem)).collect())
}

/// Says what changed, and what `verify` finds since that it did not find `before`. `rows` are further
/// rows for programs, with what they say to people.
pub fn report(
    context: &Context,
    registry: &Registry,
    revision: Option<&Revision>,
    rows: Vec<(Vec<Value>, String)>,
    dry_run: bool,
    before: &[String],
) -> Result<Exit, Error> {
    let changes = revision.map_or(&[][..], |revision| &revision.changes);
    let title = match (revision, dry_run) {
        (None, _) => "nothing to change".to_string(),
        (Some(_), true) => format!("{} would change; nothing was changed", count(changes.len())),
        (Some(revision), false) => format!("revision {}: {} changed", revision.number, count(changes.len())),
    };
    let (more, sentences): (Vec<Vec<Value>>, Vec<String>) = rows.into_iter().unzip();
    say(context, registry, title, changes, more.concat(), sentences)?;
    if revision.is_some() && !dry_run {
        say_new(registry, before)?;
    }
    Ok(Exit::Yes)
}

/// Says `changes` below a title: to people in sentences, to programs in rows; and then what else there is.
fn say(
    context: &Context,
    registry: &Registry,
    title: String,
    changes: &[RowChange],
    more: Vec<Value>,
    sentences: Vec<String>,
) -> Result<(), Error> {
    if context.global.format == Format::Table {
        let lines = std::iter::once(title).chain(changes.iter().map(sentence)).chain(sentences);
        output::write(&lines.map(|line| output::line(&line) + "\n").collect::<String>())?;
    } else {
        let cells: Vec<Value> = changes.iter().flat_map(cells).chain(more).collect();
        output::print(ResultTable::new(title, COLUMNS, &HEADINGS, &cells, |_| None), &context.global, registry)?;
    }
    Ok(())
}

const HEADINGS: [(&str, &str); 6] = [
    ("change", "change"),
    ("table", "table"),
    ("record", "record"),
    ("column", "column"),
    ("before", "before"),
    ("after", "after"),
];

/// A revision that was made earlier, in full.
pub fn show(context: &Context, registry: &Registry, revision: &Revision) -> Result<Exit, Error> {
    let Revision { number, at, command, who, why, changes } = revision;
    let by = who.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
    let command = command.as_deref().unwrap_or("another program");
    let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let title = format!("revision {number}, {at}, {command}{by}{why}");
    say(context, registry, title, changes, Vec::new(), Vec::new())?;
    Ok(Exit::Yes)
}

fn count(rows: usize) -> String {
    format!("{rows} row{}", if rows == 1 { "" } else { "s" })
}

/// A change in a sentence.
fn sentence(change: &RowChange) -> String {
    let RowChange { table, record, before, after } = change;
    match (before, after) {
        (Some(before), Some(after)) if before == after => {
            format!("settled {table} {record}: the new data has it as it was edited here")
        }
        (Some(before), Some(after)) => {
            let columns = differing(before, after);
            let each =
                columns.iter().map(|(name, before, after)| format!("{name} {} -> {}", text(before), text(after)));
            format!("changed {table} {record}: {}", each.collect::<Vec<_>>().join("; "))
        }
        (None, Some(row)) => format!("added {table} {record}: {}", sketch(row, record)),
        (Some(row), _) => format!("removed {table} {record}: {}", sketch(row, record)),
        (None, None) => String::new(),
    }
}

/// The columns that differ between two rows, with both values.
pub fn differing<'a>(before: &'a RowJson, after: &'a RowJson) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let each = after.iter().map(|(name, value)| (name.as_str(), before.get(name).unwrap_or(&Value::Null), value));
    each.filter(|(_, before, after)| before != after).collect()
}

/// The columns of a row that are not empty, in a few words; its id was said.
pub fn sketch(row: &RowJson, record: &str) -> String {
    let cells = row.iter().filter(|(name, value)| !(value.is_null() || *name == "id" && *value == record));
    cells.map(|(name, value)| format!("{name} {}", text(value))).collect::<Vec<_>>().join(", ")
}

/// A cell as people read it.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => "(empty)".to_string(),
        Value::String(text) if text.contains([' ', ',', ';', '"']) || text.is_empty() => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A change for programs: a row for each column that differs.
fn cells(change: &RowChange) -> Vec<Value> {
    let RowChange { table, record, before, after } = change;
    let kind = match (before, after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    rows(kind, table, record, before.as_ref(), after.as_ref())
}

/// Two sides of a row for programs: a row for each column that differs.
pub fn rows(change: &str, table: &str, record: &str, before: Option<&RowJson>, after: Option<&RowJson>) -> Vec<Value> {
    let cell = |row: Option<&RowJson>, name: &str| row.and_then(|row| row.get(name)).cloned().unwrap_or(Value::Null);
    let names = after.or(before).into_iter().flat_map(RowJson::keys);
    let sides = names.map(|name| (name, cell(before, name), cell(after, name)));
    let differing = sides.filter(|(_, before, after)| before != after);
    differing
        .map(|(column, before, after)| {
            json!({"change": change, "table": table, "record": record, "column": column, "before": before, "after": after})
        })
        .collect()
}
