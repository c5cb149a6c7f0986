//! `import`: rows from CSV files.

use std::path::PathBuf;

use clap::Args;

use super::edit_report::{self, Why};
use super::{Context, Exit, Failure};
use crate::package::Package;

/// Import rows from CSV files: add, change and, on request, remove
///
/// Each file is named after its table, as `export csv` writes it. A row whose key exists is changed in the columns that
/// the file has; any other row is added. The import is applied in full or not at all. All invalid rows are reported at
/// once, as `file.csv:line: column: reason`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic import membership.csv --reason \"Corrected after the declaration\" --dry-run
  arctic import package/ --delete-missing --reason \"Edition of May\"")]
pub(crate) struct Import {
    /// A folder with one CSV per table, or one CSV; `-` is standard input
    #[arg(value_name = "DIR|FILE.csv")]
    path: PathBuf,
    /// The table of the CSV, if the file has another name
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// Remove the rows of these tables that are not in the files
    #[arg(long)]
    delete_missing: bool,
    #[command(flatten)]
    why: Why,
}

impl Import {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        let provenance = self.why.provenance("import", context)?;
        let package = match self.path.is_dir() {
            true => Package::read(&self.path)?,
            false => Package::read_file(&self.path, self.table.as_deref())?,
        };
        edit_report::edit(context, provenance, |registry, provenance| {
            registry.import(&package, self.delete_missing, provenance)
        })
    }
}
