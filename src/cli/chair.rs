//! `chair` and `terms`: who held the chair.

use crate::Truth;
use crate::store::{Chairship, Standing};
use crate::{Answer, Error};

use super::context::{Context, Exit};
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, when: &str) -> Result<Exit, Error> {
    let when = context.when(when)?;
    let registry = context.registry()?;
    let answer = registry.chairs(&when)?;
    let title = format!("Chair of the {} {}: {}", registry.meta().name, when.phrase(), said(&answer));
    let sheet = sheet(title, &answer.rows).notes(&answer.notes);
    output::print(sheet, &context.global, &registry)?;
    Ok(answer.known.into())
}

pub fn terms(context: &Context, until: Option<i32>) -> Result<Exit, Error> {
    let registry = context.registry()?;
    let answer = registry.terms(until)?;
    let title = format!("Chairs of the {}", registry.meta().name);
    output::print(sheet(title, &answer.rows).notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}

fn sheet(title: String, rows: &[Chairship]) -> ResultTable<'static> {
    ResultTable::of(title, rows)
}

/// The answer in a few words.
pub fn said(answer: &Answer<Chairship>) -> String {
    let names = || answer.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(" or ");
    match answer.known {
        Truth::True => in_turn(&answer.rows),
        Truth::False => "nobody".to_string(),
        Truth::Unknown if answer.rows.is_empty() => "not known".to_string(),
        Truth::Unknown => format!("not known: {}", names()),
    }
}

/// The states one after the other: "Iceland until 2021-05-20, then Russia".
pub fn in_turn(rows: &[Chairship]) -> String {
    let turn = |(at, row): (usize, &Chairship)| {
        let standing = match row.standing {
            Standing::Planned => " (planned)",
            Standing::Projected => " (projected)",
            Standing::Past | Standing::Current => "",
        };
        match row.period.end.filter(|_| at + 1 < rows.len()) {
            Some(end) => format!("{}{standing} until {end}", row.name),
            None => format!("{}{standing}", row.name),
        }
    };
    rows.iter().enumerate().map(turn).collect::<Vec<_>>().join(", then ")
}
