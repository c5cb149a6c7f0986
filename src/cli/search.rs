//! `search` and `show`: finding text, and telling all of one party.

use crate::Error;

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, text: &str) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let answer = registry.search(text)?;
    let records = answer.rows.len();
    let title = format!("`{text}` stands in {records} record{}", if records == 1 { "" } else { "s" });
    output::print(ResultTable::of(title, &answer.rows), &context.global, &registry)?;
    Ok(answer.known.into())
}

pub fn show(context: &Context, party: &str) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let entity = registry.resolve(party)?;
    let mut answer = registry.show(&entity)?;
    answer.notes.splice(..0, registry.people(party)?);
    let title = format!("{} (id `{}`)", entity.name(), entity.id());
    let sheet = ResultTable::of(title, &answer.rows);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
