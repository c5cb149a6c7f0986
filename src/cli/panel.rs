//! `panel`: a row for each state and year.

use crate::Error;
use crate::store::{Panel, StateYear};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

const SHOWN: &[(&str, &str)] =
    &[("year", "year"), ("iso3", "ISO"), ("name", "state"), ("role", "role"), ("chair_days", "days in the chair")];
const SHOWN_MONTHLY: &[(&str, &str)] = &[
    ("year", "year"),
    ("month", "month"),
    ("iso3", "ISO"),
    ("name", "state"),
    ("role", "role"),
    ("chair_days", "days in the chair"),
];

pub fn run(context: &Context, panel: &Panel) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let answer = registry.panel(panel)?;
    let (columns, shown, unit) = match panel.monthly {
        false => (StateYear::COLUMNS, SHOWN, "years"),
        true => (StateYear::COLUMNS_MONTHLY, SHOWN_MONTHLY, "months"),
    };
    let title = format!("{} state-{unit} of the {}", answer.rows.len(), registry.meta().name);
    let sheet = ResultTable::new(title, columns, shown, &answer.rows, |_| None);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
