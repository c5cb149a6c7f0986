//! `timeline`: everything dated, in order, or drawn.

use arctic_council::Error;
use arctic_council::export::timeline_svg;
use arctic_council::store::Moment;

use super::{Context, Exit, records};
use crate::cli::{Format, Range};
use crate::output::{self, Sheet};

const SHOWN: &[(&str, &str)] = &[("date", "date"), ("until", "until"), ("kind", "kind"), ("what", "what")];

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
    let sheet = Sheet::new(title, Moment::COLUMNS, SHOWN, &answer.rows, |row| Some(row.record.clone()));
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}
