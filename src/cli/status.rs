//! `status`: one party at one time.

use crate::Error;
use crate::store::{Registry, RoleAt, Status};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, party: &str, on: &str) -> Result<Exit, Error> {
    let when = context.when(on)?;
    let registry = context.registry()?;
    let entity = registry.resolve(party)?;
    let mut answer = registry.status(&entity, &when)?;
    answer.notes.splice(..0, registry.people(party)?);
    let said: Vec<String> = answer.rows.iter().map(|row| said(row, &registry)).collect();
    let title = format!("{} {}: {}", entity.name(), when.phrase(), said.join(", then "));
    let sheet = ResultTable::of(title, &answer.rows);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}

fn said(row: &Status, registry: &Registry) -> String {
    match (row.role, &row.since) {
        (RoleAt::None, _) => format!("no role in the {}", registry.meta().name),
        (RoleAt::Unknown, _) => "not known".to_string(),
        (role, Some(since)) => format!("{} since {since}", registry.meta().label(role.word())),
        (role, None) => registry.meta().label(role.word()).to_string(),
    }
}
