//! `seed`: a new database, or an update to newer data.

use std::path::PathBuf;

use clap::Args;

use super::edit_report::{self, EditOptions};
use super::{Context, Exit, Failure, interrupt, output};
use crate::Registry;
use crate::package::Package;

/// Create the database, or update it to newer data
///
/// The data is that of this program, or a data package. In an existing database, rows that were never edited are
/// updated; edited rows are kept, and listed if they differ from the new data.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic seed --dry-run         what newer data would change
  arctic seed --overwrite       discard the edits made here
  arctic --db tundra.db seed --from tundra/")]
pub(crate) struct Seed {
    /// A data package: a folder with one CSV per table
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Update edited rows too
    #[arg(long)]
    overwrite: bool,
    /// Show what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

impl Seed {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        let path = context.database_file()?;
        let package = self.from.as_deref().map_or_else(|| Ok(Package::bundled()), Package::read)?;
        if !path.exists() {
            if self.dry_run {
                let meta = Registry::in_memory(&package)?.meta().clone();
                output::message(&format!(
                    "would create {} ({}, data of {})\n",
                    path.display(),
                    meta.name,
                    meta.version
                ))?;
                return Ok(Exit::Yes);
            }
            context.create_folder(&path)?;
            interrupt::clean_up();
            Registry::make(&path, &package)?;
            return describe(context, "created");
        }
        let mut registry = context.registry_to_edit()?;
        let before = edit_report::problems(&registry)?;
        let options = EditOptions { dry_run: self.dry_run, who: None };
        let merge = registry.merge(&package, self.overwrite, &options.provenance("seed", None, context)?)?;
        if merge.revision.is_none() && merge.kept.is_empty() {
            return describe(context, "already up to date:");
        }
        edit_report::report(context, &registry, merge.revision.as_ref(), &merge.kept, self.dry_run, &before)
    }
}

/// Prints what was done to the database, and what it contains.
fn describe(context: &Context, done: &str) -> Result<Exit, Failure> {
    let path = context.database()?;
    let meta = Registry::open(&path)?.meta().clone();
    let (path, name, version, day) = (path.display(), meta.name, meta.version, meta.verified_through);
    output::message(&format!("{done} {path} ({name}, data of {version}, verified through {day})\n"))?;
    Ok(Exit::Yes)
}
