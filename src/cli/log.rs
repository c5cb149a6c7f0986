//! `log`: what was changed, when, by whom and why.

use crate::Error;
use crate::store::log::Subject;

use super::context::{Context, Exit};
use super::edit;
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, subject: Option<&str>, since: Option<&str>) -> Result<Exit, Error> {
    let since = since.map(|when| context.when(when)).transpose()?.map(|when| when.first_day());
    let registry = context.registry()?;
    let subject = match subject {
        None => Subject::All,
        Some(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            return edit::show(context, &registry, &registry.revision(text.parse().unwrap_or(i64::MAX))?);
        }
        Some(text) if registry.tables()?.iter().any(|table| table.name == text) => Subject::Table(text.to_string()),
        Some(text) => Subject::Entity(Box::new(registry.resolve(text)?)),
    };
    let lines = registry.log(&subject, since)?;
    let title = match lines.len() {
        0 => "no revision".to_string(),
        1 => "1 revision".to_string(),
        count => format!("{count} revisions"),
    };
    output::print(ResultTable::of(title, &lines), &context.global, &registry)?;
    Ok(if lines.is_empty() { Exit::No } else { Exit::Yes })
}
