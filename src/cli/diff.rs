//! `diff`: what changed between two days.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::store::{Change, ChangeKind};
use crate::wording::plural;

/// Show what changed between two days
///
/// Lists who joined, left or changed role, the handovers of the chair, and the counts on both days. A month, a year or a
/// range stands for its last day: `2012 2013` is what changed in 2013. A change is `not_known` if it depends on a
/// partial date or on a projected handover. The exit status is 1 if nothing changed and 5 if every possible change is
/// uncertain.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic diff 2012 2013
  arctic diff 2013-05-14 2013-05-15")]
pub(crate) struct Diff {
    /// The earlier day, or a month, year or range
    from: String,
    /// The later day, or a month, year or range
    to: String,
}

impl Diff {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let (from, to) = (context.when(&self.from)?, context.when(&self.to)?);
        let registry = context.registry()?;
        let answer = registry.diff(&from, &to)?;
        let title = format!("{} between {} and {}", summary(&answer.rows), from.last_day(), to.last_day());
        output::answer(context, &registry, title, &answer)
    }
}

/// Returns the changes as counts: "3 joined, 1 left, 1 handover".
fn summary(rows: &[Change]) -> String {
    let kinds = [ChangeKind::Joined, ChangeKind::Left, ChangeKind::Changed, ChangeKind::NotKnown, ChangeKind::Handover];
    let counts = kinds.into_iter().filter_map(|kind| {
        let count = rows.iter().filter(|row| row.change == kind).count();
        let what = match kind {
            ChangeKind::Joined => "joined".to_string(),
            ChangeKind::Left => "left".to_string(),
            ChangeKind::Changed => "changed role".to_string(),
            ChangeKind::NotKnown => "not known".to_string(),
            ChangeKind::Handover | ChangeKind::Count => plural(count, "handover"),
        };
        (count > 0).then(|| format!("{count} {what}"))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "nothing changed".to_string() } else { counts.join(", ") }
}
