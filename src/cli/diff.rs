//! `diff`: what changed between two days.

use crate::Error;
use crate::store::{Change, ChangeKind};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, from: &str, to: &str) -> Result<Exit, Error> {
    let (from, to) = (context.when(from)?, context.when(to)?);
    let registry = context.registry()?;
    let answer = registry.diff(&from, &to)?;
    let title = format!("{} between {} and {}", said(&answer.rows), from.last_day(), to.last_day());
    let sheet = ResultTable::of(title, &answer.rows);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}

/// "3 joined, 1 left, 1 handover".
fn said(rows: &[Change]) -> String {
    let each = [
        (ChangeKind::Joined, "joined"),
        (ChangeKind::Left, "left"),
        (ChangeKind::Changed, "changed role"),
        (ChangeKind::NotKnown, "not known"),
        (ChangeKind::Handover, "handover"),
    ];
    let counted = each.into_iter().filter_map(|(change, word)| {
        let count = rows.iter().filter(|row| row.change == change).count();
        let s = if change == ChangeKind::Handover && count > 1 { "s" } else { "" };
        (count > 0).then(|| format!("{count} {word}{s}"))
    });
    let parts: Vec<String> = counted.collect();
    if parts.is_empty() { "nothing changed".to_string() } else { parts.join(", ") }
}
