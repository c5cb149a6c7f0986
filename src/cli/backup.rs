//! `backup`: a copy of the database.

use std::path::PathBuf;

use clap::Args;

use super::files::Files;
use super::{Context, Exit, Failure, interrupt, output};

/// Copy the database to a file and verify the copy
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic backup registry-2026-11.db
  arctic backup latest.db --force")]
pub(crate) struct Backup {
    /// The file to create
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

impl Backup {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        context.refuse_format()?;
        Files::of(context).output(&self.file)?;
        interrupt::clean_up();
        let (database, file) = (context.database_file()?, self.file.display());
        let revision = context.registry_file()?.backup(&self.file, self.force)?;
        output::message(&format!("copied {} to {file}, as of revision {revision}\n", database.display()))?;
        Ok(Exit::Yes)
    }
}
