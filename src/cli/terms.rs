//! `terms`: every chairship.

use clap::Args;

use super::{Context, Exit, Failure, output};

/// List the chairships in order
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic terms
  arctic terms --until 2010
  arctic terms --until 2040")]
pub(crate) struct Terms {
    /// Only terms that begin in or before this year, with projected ones
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
    until: Option<i32>,
}

impl Terms {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let answer = registry.terms(self.until)?;
        output::answer(context, &registry, format!("Chairships of the {}", registry.meta().name), &answer)
    }
}
