//! `restore`: a backup as the database.

use std::path::PathBuf;

use clap::Args;

use super::files::Files;
use super::{Context, Exit, Failure, interrupt, output};
use crate::Registry;

/// Replace the database with a backup
///
/// The backup is checked first. The replaced database is kept next to it, as FILE.before-restore.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
}

impl Restore {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        context.refuse_format()?;
        let path = context.database_file()?;
        Files::of(context).other_input(&self.file)?;
        interrupt::clean_up();
        context.create_folder(&path)?;
        let kept = Registry::restore(&path, &self.file)?;
        let kept = kept.map(|kept| format!("; the old database is kept as {}", kept.display())).unwrap_or_default();
        output::message(&format!("restored {} from {}{kept}\n", path.display(), self.file.display()))?;
        Ok(Exit::Yes)
    }
}
