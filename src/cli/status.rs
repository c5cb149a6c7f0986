//! `status`: the role of one party.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::store::{self, Registry, RoleAt};

/// Show the role of a party or country on a date (also as exit status)
///
/// An area without a seat of its own, such as Greenland, is `represented` by a member. The exit status is 0 if it held a
/// role or was represented, 1 if not, and 5 if that is not known.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic status China --on 2013-05-15
  arctic status \"Korea, Rep.\" --on 2013")]
pub(crate) struct Status {
    /// Name, abbreviation, id or ISO code (in capitals), in any language and spelling
    party: String,
    /// Day, month, year or range
    #[arg(long, default_value = "today", value_name = "WHEN")]
    on: String,
}

impl Status {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let when = context.when(&self.on)?;
        let registry = context.registry()?;
        let entity = registry.resolve(&self.party)?;
        let mut answer = registry.status(&entity, &when)?;
        answer.notes.splice(..0, registry.people(&self.party)?);
        let roles: Vec<String> = answer.rows.iter().map(|row| describe(row, &registry)).collect();
        let title = format!("{} {}: {}", entity.council_name(), when.phrase(), roles.join(", then "));
        output::answer(context, &registry, title, &answer)
    }
}

fn describe(row: &store::Status, registry: &Registry) -> String {
    let label = registry.meta().label(row.role.word());
    match (row.role, &row.since) {
        (RoleAt::None, _) => format!("no role in the {}", registry.meta().name),
        (RoleAt::Unknown, _) => "not known".to_string(),
        (RoleAt::Represented, _) => label.to_string(),
        (_, Some(since)) => format!("{label} since {since}"),
        (_, None) => label.to_string(),
    }
}
