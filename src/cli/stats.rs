//! `stats`: how long each state chaired, and how many held each role.

use crate::Error;
use crate::store::{Answer, ChairTotals, GroupCounts, Grouping, Row as _, YearCounts};
use serde::Serialize;

use super::context::{Context, Exit};
use crate::cli::By;
use crate::cli::output::{self, ResultTable};

const ROLES: &[(&str, &str)] =
    &[("role", "role"), ("now", "now"), ("ever", "ever"), ("first", "first from"), ("last", "last from")];
const KINDS: &[(&str, &str)] =
    &[("kind", "kind"), ("now", "now"), ("ever", "ever"), ("first", "first from"), ("last", "last from")];

pub fn run(context: &Context, by: Option<By>) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let name = &registry.meta().name;
    let today = registry.today();
    let sheet = match by {
        None => {
            let title = format!("Days in the chair of the {name}, up to {today}");
            sheet(title, ChairTotals::COLUMNS, ChairTotals::SHOWN, &registry.chair_stats()?)
        }
        Some(By::Year) => {
            let title = format!("Role holders of the {name} at the end of each year");
            sheet(title, YearCounts::COLUMNS, YearCounts::SHOWN, &registry.year_stats()?)
        }
        Some(By::Role) => {
            let title = format!("Parties of the {name} by role, on {today}");
            sheet(title, GroupCounts::BY_ROLE, ROLES, &registry.holder_stats(Grouping::Role)?)
        }
        Some(By::Kind) => {
            let title = format!("Parties of the {name} by kind, on {today}");
            sheet(title, GroupCounts::BY_KIND, KINDS, &registry.holder_stats(Grouping::Kind)?)
        }
    };
    let found = !sheet.rows.is_empty();
    output::print(sheet, &context.global, &registry)?;
    Ok(if found { Exit::Yes } else { Exit::No })
}

fn sheet<T: Serialize>(
    title: String,
    columns: &[&'static str],
    shown: &'static [(&'static str, &'static str)],
    answer: &Answer<T>,
) -> ResultTable<'static> {
    ResultTable::new(title, columns, shown, &answer.rows, |_| None).notes(&answer.notes)
}
