//! `meetings`, `bodies` and the other lists: the records of one table.

use crate::Error;
use crate::date::{PartialDate, When};
use crate::store::{Record, Source, lists};
use crate::wording::count;

use super::context::{Context, Exit};
use crate::cli::Range;
use crate::cli::output::{self, ResultTable};

pub fn run(context: &Context, command: &str, range: &Range) -> Result<Exit, Error> {
    let Some(list) = lists().find(|list| list.command == Some(command)) else {
        return Err(Error::Usage(format!("there is no list `{command}`")));
    };
    let when = when(context, range)?;
    let registry = context.registry()?;
    let answer = registry.list(list, when.as_ref())?;
    let phrase = when.as_ref().map(|when| format!(" {}", when.phrase())).unwrap_or_default();
    let title = format!("{} of the {}{phrase}", count(answer.rows.len(), list.singular), registry.meta().name);
    let columns = registry.columns_of(list.table)?;
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let sheet = ResultTable::new(title, &columns, list.shown, &answer.rows, |row| Some(row.id.clone()));
    let sheet = match list.table {
        // Asked for how to cite them, sources are what is cited.
        "source" if context.global.form().is_some() => sheet.documents(answer.rows.iter().map(|row| vec![source(row)])),
        _ => sheet,
    };
    output::print(sheet.notes(&answer.notes), &context.global, &registry)?;
    Ok(answer.known.into())
}

fn source(row: &Record) -> Source {
    let optional = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_string);
    Source {
        id: row.id.id.clone(),
        title: row.text("title").to_string(),
        publisher: optional("publisher"),
        url: optional("url"),
        published: optional("published"),
    }
}

/// The time that the options ask for; none where they ask for all.
pub fn when(context: &Context, range: &Range) -> Result<Option<When>, Error> {
    match (&range.on, &range.from, &range.to) {
        (Some(on), _, _) => context.when(on).map(Some),
        (None, None, None) => Ok(None),
        (None, from, to) => {
            let edge = |text: &Option<String>, open: &str| match text {
                Some(text) => Ok::<_, Error>(context.when(text)?),
                None => context.when(open),
            };
            let from = PartialDate::day(edge(from, "0000")?.first_day());
            let to = PartialDate::day(edge(to, "9999")?.last_day());
            context.when(&format!("{from}..{to}")).map(Some)
        }
    }
}
