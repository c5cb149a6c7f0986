//! `seed`: making the database, and bringing it up to newer data.

use std::path::Path;

use crate::edit::Kept;
use crate::package::Package;
use crate::{Error, Registry};
use serde_json::Value;

use super::context::{Context, Exit};
use super::edit;
use crate::cli::How;
use crate::cli::output;

pub fn run(context: &Context, from: Option<&Path>, overwrite: bool, dry_run: bool) -> Result<Exit, Error> {
    context.only_now()?;
    let path = context.path()?;
    let package = match from {
        Some(folder) => Package::read(folder)?,
        None => Package::bundled(),
    };
    if !path.exists() {
        if dry_run {
            let meta = Registry::in_memory(&package)?.meta().clone();
            output::write(&format!("would make {} ({}, data of {})\n", path.display(), meta.name, meta.version))?;
            return Ok(Exit::Yes);
        }
        context.make_folder(&path)?;
        Registry::make(&path, &package)?;
        return say(context, "made");
    }
    let how = How { dry_run, who: None };
    let mut registry = context.registry_to_edit()?;
    let before = edit::findings(&registry)?;
    let merge = registry.merge(&package, overwrite, &edit::entry(context, "seed", &None, &how))?;
    if merge.revision.is_none() && merge.kept.is_empty() {
        return say(context, "already current:");
    }
    let kept = merge.kept.iter().map(|kept| (rows(kept), sentence(kept))).collect();
    edit::report(context, &registry, merge.revision.as_ref(), kept, dry_run, &before)
}

fn say(context: &Context, done: &str) -> Result<Exit, Error> {
    let path = context.path()?;
    let meta = Registry::open(&path)?.meta().clone();
    let (path, name, version, day) = (path.display(), meta.name, meta.version, meta.verified_through);
    output::write(&format!("{done} {path} ({name}, data of {version}, verified through {day})\n"))?;
    Ok(Exit::Yes)
}

/// A row that stays as it was edited, in a sentence.
fn sentence(kept: &Kept) -> String {
    let Kept { table, record, ours, theirs, reason } = kept;
    if let Some(reason) = reason {
        return format!("left out {table} {record}: {reason}");
    }
    let differs = match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let each = edit::differing(ours, theirs).into_iter();
            let each = each.map(|(name, ours, theirs)| {
                format!("{name} {} (the new data has {})", edit::text(ours), edit::text(theirs))
            });
            each.collect::<Vec<_>>().join("; ")
        }
        (Some(ours), None) => format!("{} (not in the new data)", edit::sketch(ours, record)),
        (None, _) => "removed here (it is in the new data)".to_string(),
    };
    format!("kept {table} {record} as it was edited: {differs}")
}

/// The same for programs: what is here as `before`, what the new data has as `after`.
fn rows(kept: &Kept) -> Vec<Value> {
    let change = if kept.reason.is_some() { "left_out" } else { "kept" };
    edit::rows(change, &kept.table, &kept.record, kept.ours.as_ref(), kept.theirs.as_ref())
}
