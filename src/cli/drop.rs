//! `drop`: one record, removed.

use clap::Args;

use super::edit_report::{self, Why};
use super::{Context, Exit, Failure};

/// Remove a record
///
/// Its citations are removed too. A record that others refer to cannot be removed.
#[derive(Debug, Args)]
#[command(after_help = r#"Examples:
  arctic drop application apecs-2013-not-granted --reason "Entered twice"
  arctic drop citation membership china-observer-2013 ac-observers --reason "Does not support it""#)]
pub(crate) struct Drop {
    /// The table, such as `membership`
    table: String,
    /// The key: the id, or each part of a key of several columns
    #[arg(required = true)]
    key: Vec<String>,
    #[command(flatten)]
    why: Why,
}

impl Drop {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        edit_report::edit(context, self.why.provenance("drop", context)?, |registry, provenance| {
            registry.drop_record(&self.table, &self.key, provenance)
        })
    }
}
