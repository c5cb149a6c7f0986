//! `panel`: a row for each state and year.

use arctic_council::Error;
use arctic_council::store::{Edge, Panel, StateYear};

use super::{Context, Exit};
use crate::cli::At;
use crate::output::{self, Sheet};

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

impl From<At> for Edge {
    fn from(at: At) -> Self {
        match at {
            At::Start => Edge::Start,
            At::End => Edge::End,
        }
    }
}

pub fn run(context: &Context, panel: &Panel) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let answer = registry.panel(panel)?;
    let (columns, shown, unit) = match panel.monthly {
        false => (StateYear::COLUMNS, SHOWN, "years"),
        true => (StateYear::COLUMNS_MONTHLY, SHOWN_MONTHLY, "months"),
    };
    let title = format!("{} state-{unit} of the {}", answer.rows.len(), registry.meta().name);
    let sheet = Sheet::new(title, columns, shown, &answer.rows, |_| None);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
