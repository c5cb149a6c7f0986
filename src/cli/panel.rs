//! `panel`: a row for each state and year.

use clap::Args;

use super::{Context, Exit, Failure, ResultTable, output};
use crate::date::Edge;
use crate::store::{self, StateYear};
use crate::wording::count;

/// Write one row per state and year, to merge with other data
///
/// The rows are the states that hold, held or applied for a role, in every year from the founding to the last verified
/// one. The role is that on the last day of the year: `none` without a role, `not_known` if it depends on a partial date,
/// `outside` before the founding. `chair_days` is the number of days in the chair that year, and empty if that is not
/// known. With `--at start`, the day of the founding counts as the first day of its year.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic panel --from 1996 --to 2014 -f csv
  arctic panel --monthly --all-countries -f csv > panel.csv")]
pub(crate) struct Panel {
    /// First year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
    from: Option<i32>,
    /// Last year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
    to: Option<i32>,
    /// Which day of the year or month decides the role: the first or the last
    #[arg(long, value_enum, default_value_t)]
    at: Edge,
    /// Write one row per month, with a last column `month`
    #[arg(long)]
    monthly: bool,
    /// Add all other states, including those that only Correlates of War counts
    #[arg(long)]
    all_countries: bool,
}

impl Panel {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let Panel { from, to, at, monthly, all_countries } = self;
        let registry = context.registry()?;
        let answer = registry.panel(&store::Panel { from, to, at, monthly, all_countries })?;
        let mut shown = vec![
            ("year", "year"),
            ("iso3", "ISO"),
            ("name", "state"),
            ("role", "role"),
            ("chair_days", "days in the chair"),
        ];
        let (columns, unit) = match monthly {
            false => (StateYear::COLUMNS, "state-year"),
            true => (StateYear::COLUMNS_MONTHLY, "state-month"),
        };
        if monthly {
            shown.insert(1, ("month", "month"));
        }
        let rows = count(answer.rows.len(), unit);
        let title = format!("{rows} of the {}", registry.meta().name);
        let table = ResultTable::new(title, &shown, &answer.rows).columns(columns).notes(&answer.notes);
        output::print(table, &context.global, &registry)?;
        Ok(answer.known.into())
    }
}
