//! `diff`: what changed between two days.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::date::When;
use crate::store::{Change, ChangeKind, earlier};
use crate::wording::plural;
use crate::{Answer, Truth};

/// Show what changed between two days
///
/// Lists who joined, left or changed role, the handovers of the chair, and the counts on both days. With one time, or
/// the same one twice, the first day is the one before it: `2013` is what changed in 2013. Otherwise a month, a year or
/// a range stands for its last day. A change is `not_known` if it depends on a partial date or on a projected handover,
/// or if no chairship is on record. The exit status is 1 if nothing changed and 5 if every possible change is
/// uncertain.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic diff 2013
  arctic diff 2012 2016
  arctic diff 2013-05-14 2013-05-15")]
pub(crate) struct Diff {
    /// The earlier day, month, year or range; alone, the time in which something changed
    from: String,
    /// The later day, month, year or range
    to: Option<String>,
}

impl Diff {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let from = context.when(&self.from)?;
        let (from, to) = match &self.to {
            Some(to) => (from, context.when(to)?),
            None => (When::day(from.first_day().pred_opt().unwrap_or(from.first_day())), from),
        };
        let registry = context.registry()?;
        let answer = registry.diff(&from, &to)?;
        let title = format!("{} between {} and {}", summary(&answer), earlier(&from, &to), to.last_day());
        output::answer(context, &registry, title, &answer)
    }
}

/// Returns the changes as counts: "3 joined, 1 left, 1 handover".
fn summary(answer: &Answer<Change>) -> String {
    let rows = &answer.rows;
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
    match answer.known {
        _ if !counts.is_empty() => counts.join(", "),
        Truth::Unknown => "no change is on record".to_string(),
        Truth::True | Truth::False => "nothing changed".to_string(),
    }
}
