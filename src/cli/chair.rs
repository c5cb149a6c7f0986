//! `chair`: who held the chair.

use clap::Args;

use super::{Context, Exit, Failure, output};

/// Show who held the chair
///
/// If the chair changed hands in that time, all chairs are listed. After the last term in the data, the answer is
/// projected from the order of rotation and marked as such.
#[derive(Debug, Args)]
#[command(visible_aliases = ["presidency", "chairship"], alias = "chairmanship", after_help = "\
Examples:
  arctic chair 2021
  arctic chair 2019..2023 --cite")]
pub(crate) struct Chair {
    /// Day, month, year or range
    #[arg(default_value = "today")]
    when: String,
}

impl Chair {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let when = context.when(&self.when)?;
        let registry = context.registry()?;
        let answer = registry.chairs(&when)?;
        let title = format!("Chairship of the {} {}: {}", registry.meta().name, when.phrase(), answer.phrase(&when));
        output::answer(context, &registry, title, &answer)
    }
}
