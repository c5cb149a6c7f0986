//! `search` and `show`: finding text, and telling all of one party.

use crate::Error;
use crate::store::{Hit, ProfileEntry};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

const HITS: &[(&str, &str)] = &[("table", "table"), ("id", "id"), ("name", "name"), ("text", "text")];
const LINES: &[(&str, &str)] =
    &[("start", "from"), ("end", "until"), ("what", "what"), ("confidence", "confidence"), ("note", "note")];

pub fn run(context: &Context, text: &str) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let answer = registry.search(text)?;
    let records = answer.rows.len();
    let title = format!("`{text}` stands in {records} record{}", if records == 1 { "" } else { "s" });
    output::print(ResultTable::new(title, Hit::COLUMNS, HITS, &answer.rows, |_| None), &context.global, &registry)?;
    Ok(answer.known.into())
}

pub fn show(context: &Context, party: &str) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let entity = registry.resolve(party)?;
    let answer = registry.show(&entity)?;
    let title = format!("{} (id `{}`)", entity.name(), entity.id());
    let sheet = ResultTable::new(title, ProfileEntry::COLUMNS, LINES, &answer.rows, |row| row.record.clone());
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
