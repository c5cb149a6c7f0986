//! `timeline`: every dated event, as a list or a picture.

use clap::Args;

use super::range::Range;
use super::{Context, Exit, Failure, Format, output, usage};
use crate::chart::timeline_svg;
use crate::wording::count;

/// List every dated event in order, or draw a timeline with `-f svg`
///
/// Lists meetings, chairships, memberships, agreements, bodies, events, applications and office holders. Endings get
/// their own rows. The picture shows the chairships as bars, and below them the growth of the membership.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic timeline --on 2013
  arctic timeline -f svg > timeline.svg")]
pub(crate) struct Timeline {
    #[command(flatten)]
    range: Range,
}

impl Timeline {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let when = self.range.when(context)?;
        if context.global.format == Format::Svg {
            if when.is_some() || context.global.cite.is_some() {
                return usage("the picture always shows all time, without sources; use `arctic timeline -f svg` alone");
            }
            output::data(timeline_svg(&*context.registry()?)?.as_bytes())?;
            return Ok(Exit::Yes);
        }
        let registry = context.registry()?;
        let answer = registry.timeline(when.as_ref())?;
        let (dates, phrase) = (count(answer.rows.len(), "date"), self.range.phrase(when.as_ref()));
        output::answer(context, &registry, format!("{dates} of the {}{phrase}", registry.meta().name), &answer)
    }
}
