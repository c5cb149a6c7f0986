//! `show`: all records about one party.

use clap::Args;

use super::{Context, Exit, Failure, output};

/// Show all records about a party or country
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic show RAIPON
  arctic show Switzerland --cite")]
pub(crate) struct Show {
    /// Name, abbreviation, id or ISO code (in capitals), in any language and spelling
    party: String,
}

impl Show {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let entity = registry.resolve(&self.party)?;
        let mut answer = registry.show(&entity)?;
        answer.notes.splice(..0, registry.people(&self.party)?);
        output::answer(context, &registry, format!("{} (id `{}`)", entity.council_name(), entity.id()), &answer)
    }
}
