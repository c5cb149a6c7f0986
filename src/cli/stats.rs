//! `stats`: how long each state chaired, and how many held each role.

use clap::{Args, ValueEnum};

use super::{Context, Exit, Failure, ResultTable, output};
use crate::Registry;
use crate::store::{GroupCounts, Grouping};

/// Show how long each state chaired, or how many held each role
///
/// Days in the chair include today. With `--by year`, the counts are those of 31 December, and in the current year those
/// of the day through which the data was verified. Uncertain rows are not counted, and a note says how many there are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic stats
  arctic stats --by year -f csv")]
pub(crate) struct Stats {
    /// Count role holders by this instead of days in the chair
    #[arg(long)]
    by: Option<By>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Year,
    Role,
    Kind,
}

impl Stats {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let (name, today) = (&registry.meta().name, registry.today());
        match self.by {
            None => {
                let title = format!("Days in the chair of the {name}, up to {today}");
                output::answer(context, &registry, title, &registry.chair_stats()?)
            }
            Some(By::Year) => {
                let title = format!("Role holders of the {name} at the end of each year");
                output::answer(context, &registry, title, &registry.year_stats()?)
            }
            Some(By::Role) => groups(context, &registry, Grouping::Role, "role", GroupCounts::BY_ROLE),
            Some(By::Kind) => groups(context, &registry, Grouping::Kind, "kind", GroupCounts::BY_KIND),
        }
    }
}

fn groups(
    context: &Context,
    registry: &Registry,
    grouping: Grouping,
    name: &str,
    columns: &[&str],
) -> Result<Exit, Failure> {
    let answer = registry.holder_stats(grouping)?;
    let title = format!("Parties of the {} by {name}, on {}", registry.meta().name, registry.today());
    let shown = [(name, name), ("now", "now"), ("ever", "ever"), ("first", "first from"), ("last", "last from")];
    let table = ResultTable::new(title, &shown, &answer.rows).columns(columns).notes(&answer.notes);
    output::print(table, &context.global, registry)?;
    Ok(answer.known.into())
}
