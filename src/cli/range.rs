//! The options that limit a list to a time.

use clap::Args;

use super::{Context, Failure};
use crate::date::{PartialDate, When};

#[derive(Debug, Default, Args)]
pub(crate) struct Range {
    /// Only this day, month, year or range
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["from", "to"])]
    on: Option<String>,

    /// Only from the start of this time
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,

    /// Only up to the end of this time
    #[arg(long, value_name = "WHEN")]
    to: Option<String>,
}

impl Range {
    /// Returns the time that the options ask for; `None` is all time.
    pub(crate) fn when(&self, context: &Context) -> Result<Option<When>, Failure> {
        match (&self.on, &self.from, &self.to) {
            (None, None, None) => Ok(None),
            (Some(on), _, _) => context.when(on).map(Some),
            (None, from, to) => {
                let from = PartialDate::day(context.when(from.as_deref().unwrap_or("0000"))?.first_day());
                let to = PartialDate::day(context.when(to.as_deref().unwrap_or("9999"))?.last_day());
                context.when(&format!("{from}..{to}")).map(Some)
            }
        }
    }

    /// Returns the end of a title, with a space before it: " in 2019", " from 2019 on"; empty for all time.
    pub(crate) fn phrase(&self, when: Option<&When>) -> String {
        match (when, &self.from, &self.to) {
            (Some(_), Some(from), None) => format!(" from {from} on"),
            (Some(_), None, Some(to)) => format!(" until {to}"),
            (Some(_), Some(from), Some(to)) => format!(" from {from} to {to}"),
            (Some(when), None, None) => format!(" {}", when.phrase()),
            (None, ..) => String::new(),
        }
    }
}
