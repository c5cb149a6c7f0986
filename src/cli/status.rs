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
        (RoleAt::None, _) => format!("no role in the {}{}", registry.meta().name, context(row)),
        (RoleAt::Unknown, _) => format!("not known{}", context(row)),
        (RoleAt::Represented, _) => label.to_string(),
        (_, Some(since)) => format!("{label} since {since}"),
        (_, None) => label.to_string(),
    }
}

/// Returns what a party without a role was before, and what it asked for: "; observer until 2019, application deferred
/// on 2021-05-20".
fn context(row: &store::Status) -> String {
    let mut parts = Vec::new();
    if let (Some(role), Some(end)) = (row.former_role, row.former_until) {
        parts.push(format!("{} until {}", role.noun(), end.alternatives()));
    }
    if row.attended_ad_hoc {
        parts.push("attended ad hoc".to_string());
    }
    if let (Some(outcome), Some(date)) = (&row.application, row.application_date) {
        parts.push(format!("application {} {}", outcome.replace('_', " "), date.phrase()));
    }
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}
