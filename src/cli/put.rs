//! `put`: one record, added or changed.

use clap::Args;

use super::edit_report::{self, Why};
use super::{Context, Exit, Failure};

/// Add a record, or change columns of one
///
/// The record is found by its key, which is `id` in most tables (see seed/README.md). A column without a value is
/// emptied. A fact needs at least one source, which is the id of a row in table `source`.
#[derive(Debug, Args)]
#[command(after_help = r#"Examples:
  arctic put source id=minutes-2013 title="Minutes of the meeting" --reason "New source"
  arctic put membership id=china-observer-2013 note="Decided in the morning" --source minutes-2013 --reason "Read the minutes""#)]
pub(crate) struct Put {
    /// The table, such as `membership`
    table: String,
    /// The key, and the columns to set
    #[arg(value_name = "COLUMN=VALUE", required = true, value_parser = assignment)]
    values: Vec<(String, String)>,
    /// Id of a source that supports the record
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    #[command(flatten)]
    why: Why,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("expected COLUMN=VALUE")?;
    Ok((column.to_string(), value.to_string()))
}

impl Put {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        edit_report::edit(context, self.why.provenance("put", context)?, |registry, provenance| {
            registry.put(&self.table, &self.values, &self.source, provenance)
        })
    }
}
