//! `verify`: every check, every problem.

use crate::Error;
use crate::verify::CHECKS;

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, skip: &[String], list: bool) -> Result<Exit, Error> {
    let named = |name: &&String| !CHECKS.iter().any(|check| check.name == name.as_str());
    if let Some(unknown) = skip.iter().find(named) {
        return Err(Error::Usage(format!("there is no check `{unknown}`; `arctic verify --list` shows them")));
    }
    let registry = context.registry()?;
    if list {
        let rows: Vec<_> =
            CHECKS.iter().map(|check| serde_json::json!({"check": check.name, "holds": check.about})).collect();
        let title = format!("{} checks", rows.len());
        let sheet =
            ResultTable::new(title, &["check", "holds"], &[("check", "check"), ("holds", "what holds")], &rows, |_| {
                None
            });
        output::print(sheet, &context.global, &registry)?;
        return Ok(Exit::Yes);
    }
    let violations = registry.verify(skip)?;
    let checks = CHECKS.iter().filter(|check| !skip.iter().any(|name| name == check.name)).count();
    let title =
        format!("{checks} checks, {} problem{}", violations.len(), if violations.len() == 1 { "" } else { "s" });
    output::print(ResultTable::of(title, &violations), &context.global, &registry)?;
    Ok(if violations.is_empty() { Exit::Yes } else { Exit::Invalid })
}
