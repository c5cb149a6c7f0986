//! `verify`: checks of the whole database.

use clap::Args;
use serde_json::json;

use super::{Context, Exit, Failure, ResultTable, output, usage};
use crate::verify::CHECKS;
use crate::wording::count;

/// Check the whole database and list every problem
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic verify
  arctic verify --list")]
pub(crate) struct Verify {
    /// Skip this check
    #[arg(long, value_name = "CHECK")]
    skip: Vec<String>,
    /// List the checks instead of running them
    #[arg(long)]
    list: bool,
}

impl Verify {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        if let Some(unknown) = self.skip.iter().find(|name| !CHECKS.iter().any(|check| check.name == name.as_str())) {
            return usage(format!("no such check: `{unknown}`; `arctic verify --list` lists them"));
        }
        let registry = context.registry()?;
        if self.list {
            let rows: Vec<_> = CHECKS.iter().map(|check| json!({"check": check.name, "holds": check.about})).collect();
            let title = count(rows.len(), "check");
            let table = ResultTable::new(title, &[("check", "check"), ("holds", "what holds")], &rows);
            output::print(table, &context.global, &registry)?;
            return Ok(Exit::Yes);
        }
        let violations = registry.verify(&self.skip)?;
        let checks = CHECKS.iter().filter(|check| !self.skip.iter().any(|name| name == check.name)).count();
        let title = format!("{}, {}", count(checks, "check"), count(violations.len(), "problem"));
        output::print(ResultTable::of(title, &violations), &context.global, &registry)?;
        Ok(if violations.is_empty() { Exit::Yes } else { Exit::InvalidData })
    }
}
