//! `log`: the changes, with time, author and reason.

use clap::Args;

use super::{Context, Exit, Failure, ResultTable, edit_report, output};
use crate::store::log::Subject;
use crate::wording::count;

/// List the changes to the data, with time, author and reason
///
/// Includes changes made by other programs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic log China --since 2026-11
  arctic log membership
  arctic log 3                   revision 3 in full
  arctic --known-at 2 members    the registry as of revision 2")]
pub(crate) struct Log {
    /// A party, country or table; or the number of a revision, to show it in full
    #[arg(value_name = "PARTY|TABLE|N")]
    subject: Option<String>,
    /// Only revisions since the start of this day, month or year
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
}

impl Log {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        let since = self.since.map(|when| context.when(&when)).transpose()?.map(|when| when.first_day());
        let registry = context.registry()?;
        let subject = match self.subject {
            None => Subject::All,
            Some(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let revision = registry.revision(text.parse().unwrap_or(i64::MAX))?;
                return edit_report::print_revision(context, &registry, &revision);
            }
            Some(text) if registry.tables()?.iter().any(|table| table.name == text) => Subject::Table(text),
            Some(text) => Subject::Entity(Box::new(registry.resolve(&text)?)),
        };
        let revisions = registry.log(&subject, since)?;
        let title = count(revisions.len(), "revision");
        output::print(ResultTable::of(title, &revisions), &context.global, &registry)?;
        Ok((!revisions.is_empty()).into())
    }
}
