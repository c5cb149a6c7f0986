//! `search`: text in any record.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::wording::count;

/// Search all records for text: names in any spelling, places, people, notes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic search sami
  arctic search Salekhard -f json")]
pub(crate) struct Search {
    /// Text to find; case and accents are ignored
    text: String,
}

impl Search {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let answer = registry.search(&self.text)?;
        let title = match answer.rows.len() {
            0 => format!("no matches for `{}`", self.text),
            records => format!("{} with `{}`", count(records, "record"), self.text),
        };
        output::answer(context, &registry, title, &answer)
    }
}
