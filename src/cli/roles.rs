//! `members`, `participants` and `observers`: who held a role.

use crate::Error;
use crate::Truth;
use crate::store::{Filter, Holder, PartyKind, Role};

use super::context::{Context, Exit};
use crate::cli::Roles;
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, role: Role, args: &Roles) -> Result<Exit, Error> {
    let when = context.when(&args.on)?;
    let registry = context.registry()?;
    let filter = Filter { kind: args.kind, non_arctic: args.non_arctic };
    let answer = registry.holders(role, &filter, &when)?;

    let uncertain = answer.rows.iter().filter(|row| row.certainty == Truth::Unknown).count();
    let title = format!(
        "{} {}{} of the {} {}{}",
        answer.rows.len() - uncertain,
        adjective(&filter),
        plural(role, answer.rows.len() - uncertain),
        registry.meta().name,
        when.phrase(),
        if uncertain == 0 { String::new() } else { format!(", and {uncertain} of which it is not known") },
    );
    output::print(sheet(title, &answer.rows).notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}

pub fn sheet(title: String, rows: &[Holder]) -> ResultTable<'static> {
    ResultTable::of(title, rows)
}

/// The role as one counts its holders.
pub fn plural(role: Role, count: usize) -> String {
    let word = match role {
        Role::Member => "member",
        Role::PermanentParticipant => "Permanent Participant",
        Role::Observer => "observer",
    };
    format!("{word}{}", if count == 1 { "" } else { "s" })
}

fn adjective(filter: &Filter) -> String {
    match (filter.non_arctic, filter.kind) {
        (true, _) => "non-Arctic state ".to_string(),
        (_, Some(PartyKind::State)) => "state ".to_string(),
        (_, Some(kind)) => format!("{} ", kind.heading()),
        _ => String::new(),
    }
}
