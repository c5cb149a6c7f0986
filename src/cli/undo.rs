//! `undo`: a revision, reverted.

use clap::Args;

use super::edit_report::{self, EditOptions};
use super::{Context, Exit, Failure, output};

/// Revert a revision
///
/// Each changed row gets its previous value, in a new revision that can be undone in turn. If later changes depend on
/// the revision, they are listed and nothing is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic undo                    the last revision, to undo or not
  arctic undo 2 --dry-run
  arctic undo 2 --reason \"Not in the minutes\"")]
pub(crate) struct Undo {
    /// The revision, as `log` numbers it; without one, the last is shown
    #[arg(value_name = "N")]
    number: Option<i64>,
    /// Reason to record in the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    options: EditOptions,
}

impl Undo {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        let Some(number) = self.number else {
            let registry = context.registry()?;
            let revision = registry.revision(registry.last_revision()?)?;
            output::note(&format!("undo this revision with `arctic undo {}`", revision.number));
            return edit_report::print_revision(context, &registry, &revision);
        };
        let reason = self.reason.unwrap_or_else(|| format!("undo of revision {number}"));
        edit_report::edit(context, self.options.provenance("undo", Some(reason), context)?, |registry, provenance| {
            registry.undo(number, provenance)
        })
    }
}
