//! `chair`: who held the chair.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::store::{Chairship, Standing};
use crate::{Answer, Truth};

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
        let title = format!("Chairship of the {} {}: {}", registry.meta().name, when.phrase(), summary(&answer));
        output::answer(context, &registry, title, &answer)
    }
}

/// Returns the answer in a few words: "Iceland until 2021-05-20, then Russia".
pub(crate) fn summary(answer: &Answer<Chairship>) -> String {
    match answer.known {
        Truth::True => succession(&answer.rows),
        Truth::False => "nobody".to_string(),
        Truth::Unknown if answer.rows.is_empty() => "not known".to_string(),
        Truth::Unknown => {
            let names: Vec<&str> = answer.rows.iter().map(|row| row.council_name.as_str()).collect();
            format!("not known: {}", names.join(" or "))
        }
    }
}

/// Returns the chairs one after the other: "Iceland until 2021-05-20, then Russia".
pub(crate) fn succession(rows: &[Chairship]) -> String {
    let each = rows.iter().enumerate().map(|(at, row)| {
        let standing = match row.standing {
            Standing::Planned => " (planned)",
            Standing::Projected => " (projected)",
            Standing::Past | Standing::Current => "",
        };
        match row.period.end.filter(|_| at + 1 < rows.len()) {
            Some(end) => format!("{}{standing} until {end}", row.council_name),
            None => format!("{}{standing}", row.council_name),
        }
    });
    each.collect::<Vec<_>>().join(", then ")
}
