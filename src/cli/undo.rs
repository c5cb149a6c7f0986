//! `undo`: a revision, reverted.

use clap::Args;

use super::edit_report::{self, EditOptions};
use super::{Context, Exit, Failure};

/// Revert a revision
///
/// Each changed row gets its previous value, in a new revision that can be undone in turn. If later changes depend on
/// the revision, they are listed and nothing is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic undo 2 --dry-run
  arctic undo 2 --reason \"Not in the minutes\"")]
pub(crate) struct Undo {
    /// The revision, as `log` numbers it
    #[arg(value_name = "N")]
    number: i64,
    /// Reason to record in the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: EditOptions,
}

impl Undo {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        let reason = self.reason.unwrap_or_else(|| format!("undo of revision {}", self.number));
        edit_report::edit(context, self.options.provenance("undo", Some(reason), context)?, |registry, provenance| {
            registry.undo(self.number, provenance)
        })
    }
}
