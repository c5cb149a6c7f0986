//! What the commands that change the data share: their options, and the report of what changed.

use std::collections::HashSet;

use chrono::Utc;
use clap::Args;
use serde_json::{Value, json};

use super::{Context, Exit, Failure, Format, ResultTable, output, usage};
use crate::edit::{Kept, Provenance};
use crate::store::log::{Revision, RowChange, RowJson};
use crate::wording::count;
use crate::{Error, Registry};

// Not doc comments: clap would show them instead of the summary of the command.
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// Reason to record in the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    options: EditOptions,
}

#[derive(Debug, Args)]
pub(crate) struct EditOptions {
    /// Show what would change, without changing anything
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Name to record in the log [default: login name]
    #[arg(long, value_name = "NAME", env = "ARCTIC_WHO", hide_env_values = true)]
    pub(crate) who: Option<String>,
}

impl Why {
    pub(crate) fn provenance(&self, command: &'static str, context: &Context) -> Result<Provenance, Failure> {
        if self.reason.is_none() && !self.options.dry_run {
            return usage("a change needs a reason, which the log keeps; give one with `--reason TEXT`");
        }
        self.options.provenance(command, self.reason.clone(), context)
    }
}

impl EditOptions {
    /// Returns what the log records of a change made now.
    pub(crate) fn provenance(
        &self,
        command: &'static str,
        why: Option<String>,
        context: &Context,
    ) -> Result<Provenance, Failure> {
        if why.as_ref().is_some_and(|why| why.trim().is_empty()) {
            return usage("the reason is empty; give one in a few words");
        }
        let at = match context.pinned {
            true => format!("{}T00:00:00.000Z", context.today),
            false => Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        };
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let who = self.who.clone().or_else(login).filter(|who| !who.is_empty());
        Ok(Provenance { command, at, who, why, dry_run: self.dry_run })
    }
}

/// How much of a report is written at once, in bytes.
const AT_ONCE: usize = 1 << 16;

/// How many new problems are listed after a change.
const MOST_PROBLEMS: usize = 3;

/// Makes a change and reports it.
pub(crate) fn edit(
    context: &Context,
    provenance: Provenance,
    change: impl FnOnce(&mut Registry, &Provenance) -> Result<Option<Revision>, Error>,
) -> Result<Exit, Failure> {
    let mut registry = context.registry_to_edit()?;
    let before = problems(&registry)?;
    let revision = change(&mut registry, &provenance)?;
    report(context, &registry, revision.as_ref(), &[], provenance.dry_run, &before)
}

/// Reports what changed, which rows of the new data were not applied, and which problems `verify` finds that it did not
/// find `before`.
pub(crate) fn report(
    context: &Context,
    registry: &Registry,
    revision: Option<&Revision>,
    kept: &[Kept],
    dry_run: bool,
    before: &[String],
) -> Result<Exit, Failure> {
    let changes = revision.map_or(&[][..], |revision| &revision.changes);
    let rows = count(changes.len(), "row");
    let title = match (revision, dry_run) {
        (None, _) => "nothing to change".to_string(),
        (Some(_), true) => format!("{rows} would change; nothing was changed"),
        (Some(revision), false) => format!("revision {}: {rows} changed", revision.number),
    };
    print(context, registry, title, changes, kept)?;
    if revision.is_some() && !dry_run {
        let before: HashSet<&String> = before.iter().collect();
        let new: Vec<String> = problems(registry)?.into_iter().filter(|problem| !before.contains(problem)).collect();
        for problem in new.iter().take(MOST_PROBLEMS) {
            output::note(&format!("`arctic verify` now finds: {problem}"));
        }
        if new.len() > MOST_PROBLEMS {
            output::note(&format!("and {} more", new.len() - MOST_PROBLEMS));
        }
    }
    Ok(Exit::Yes)
}

/// Returns what `verify` finds, except damage to the file and the log: checking for that takes long, and no edit causes it.
pub(crate) fn problems(registry: &Registry) -> Result<Vec<String>, Failure> {
    let violations = registry.verify(&["intact", "schema", "log-continuous"].map(String::from))?;
    Ok(violations.into_iter().map(|found| format!("{}: {}: {}", found.check, found.record, found.problem)).collect())
}

/// Prints a revision in full.
pub(crate) fn print_revision(context: &Context, registry: &Registry, revision: &Revision) -> Result<Exit, Failure> {
    let Revision { number, at, command, who, why, changes } = revision;
    let by = who.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
    let command = command.as_deref().unwrap_or("another program");
    let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    print(context, registry, format!("revision {number}, {at}, {command}{by}{why}"), changes, &[])?;
    Ok(Exit::Yes)
}

/// Prints changes in sentences in the format for people, else in rows.
fn print(
    context: &Context,
    registry: &Registry,
    title: String,
    changes: &[RowChange],
    kept: &[Kept],
) -> Result<(), Failure> {
    if context.global.format == Format::Table {
        let lines = std::iter::once(title).chain(changes.iter().map(sentence)).chain(kept.iter().map(kept_sentence));
        let mut text = String::new();
        for line in lines {
            text += &output::line(&line);
            text.push('\n');
            if text.len() >= AT_ONCE {
                output::message(&std::mem::take(&mut text))?;
            }
        }
        return output::message(&text);
    }
    let shown = ["change", "table", "record", "column", "before", "after"].map(|column| (column, column));
    let rows: Vec<Value> = changes.iter().flat_map(rows).chain(kept.iter().flat_map(kept_rows)).collect();
    output::print(ResultTable::new(title, &shown, &rows), &context.global, registry)
}

fn sentence(change: &RowChange) -> String {
    let RowChange { table, record, .. } = change;
    match (&change.before(), &change.after()) {
        (Some(before), Some(after)) if before == after => {
            format!("settled {table} {record}: the new data agrees with the edit made here")
        }
        (Some(before), Some(after)) => {
            let columns = differing(before, after);
            let each =
                columns.iter().map(|(name, before, after)| format!("{name} {} -> {}", cell(before), cell(after)));
            format!("changed {table} {record}: {}", each.collect::<Vec<_>>().join("; "))
        }
        (None, Some(row)) => format!("added {table} {record}: {}", contents(row, record)),
        (Some(row), None) => format!("removed {table} {record}: {}", contents(row, record)),
        (None, None) => String::new(),
    }
}

fn kept_sentence(kept: &Kept) -> String {
    let Kept { table, record, ours, theirs, reason } = kept;
    if let Some(reason) = reason {
        return format!("left out {table} {record}: {reason}");
    }
    let difference = match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let each = differing(ours, theirs).into_iter();
            let each =
                each.map(|(name, ours, theirs)| format!("{name} {} (the new data has {})", cell(ours), cell(theirs)));
            each.collect::<Vec<_>>().join("; ")
        }
        (Some(ours), None) => format!("{} (not in the new data)", contents(ours, record)),
        (None, _) => "removed here (it is in the new data)".to_string(),
    };
    format!("kept {table} {record} as edited: {difference}")
}

/// Returns the columns that differ between two rows, with both values.
fn differing<'a>(before: &'a RowJson, after: &'a RowJson) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let each = after.iter().map(|(name, value)| (name.as_str(), before.get(name).unwrap_or(&Value::Null), value));
    each.filter(|(_, before, after)| before != after).collect()
}

/// Returns the columns of a row that are not empty, without an id equal to `record`.
fn contents(row: &RowJson, record: &str) -> String {
    let cells = row.iter().filter(|(name, value)| !(value.is_null() || *name == "id" && *value == record));
    cells.map(|(name, value)| format!("{name} {}", cell(value))).collect::<Vec<_>>().join(", ")
}

/// Returns a value for people; quoted if its end would not be clear.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "(empty)".to_string(),
        Value::String(text) if text.contains([' ', ',', ';', '"']) || text.is_empty() => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn rows(change: &RowChange) -> Vec<Value> {
    let RowChange { table, record, .. } = change;
    let (before, after) = (change.before(), change.after());
    let kind = match (&before, &after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    column_rows(kind, table, record, before.as_ref(), after.as_ref())
}

fn kept_rows(kept: &Kept) -> Vec<Value> {
    let kind = if kept.reason.is_some() { "left_out" } else { "kept" };
    column_rows(kind, &kept.table, &kept.record, kept.ours.as_ref(), kept.theirs.as_ref())
}

/// Returns a row for each column that differs.
fn column_rows(
    change: &str,
    table: &str,
    record: &str,
    before: Option<&RowJson>,
    after: Option<&RowJson>,
) -> Vec<Value> {
    let cell = |row: Option<&RowJson>, name: &str| row.and_then(|row| row.get(name)).cloned().unwrap_or(Value::Null);
    let names = after.or(before).into_iter().flat_map(RowJson::keys);
    let sides = names.map(|name| (name, cell(before, name), cell(after, name)));
    let differing = sides.filter(|(_, before, after)| before != after);
    let row = |(column, before, after)| json!({"change": change, "table": table, "record": record, "column": column, "before": before, "after": after});
    differing.map(row).collect()
}
