//! `timeline`: everything dated, in order, or drawn.

use crate::Error;
use crate::chart::timeline_svg;

use super::context::{Context, Exit};
use super::records;
use crate::cli::output::{self, ResultTable};
use crate::cli::{Format, Range};

pub fn run(context: &Context, range: &Range) -> Result<Exit, Error> {
    let when = records::when(context, range)?;
    if context.global.format == Format::Svg {
        if when.is_some() || context.global.cite.is_some() {
            return Err(Error::Usage(
                "the picture is of all time and without sources: `arctic timeline --format svg` goes alone".to_string(),
            ));
        }
        let registry = context.registry()?;
        output::write(&timeline_svg(&registry)?)?;
        return Ok(Exit::Yes);
    }
    let registry = context.registry()?;
    let answer = registry.timeline(when.as_ref())?;
    let phrase = when.as_ref().map(|when| format!(" {}", when.phrase())).unwrap_or_default();
    let title = format!("{} dates of the {}{phrase}", answer.rows.len(), registry.meta().name);
    let sheet = ResultTable::of(title, &answer.rows);
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
