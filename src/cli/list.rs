//! `meetings`, `bodies` and the other lists: the records of one table.

use clap::Args;

use super::range::Range;
use super::{Context, Exit, Failure, ResultTable, output, usage};
use crate::store::{Record, Source, lists};
use crate::wording::count;

#[derive(Debug, Default, Args)]
pub(crate) struct List {
    #[command(flatten)]
    range: Range,
}

impl List {
    pub(crate) fn run(self, context: &Context, name: &str) -> Result<Exit, Failure> {
        let Some(list) = lists().find(|list| list.command == Some(name)) else {
            return usage(format!("no such list: `{name}`"));
        };
        let when = self.range.when(context)?;
        let registry = context.registry()?;
        let answer = registry.list(list, when.as_ref())?;
        let (rows, phrase) = (count(answer.rows.len(), list.singular), self.range.phrase(when.as_ref()));
        let title = format!("{rows} of the {}{phrase}", registry.meta().name);
        let columns = registry.columns_of(list.table)?;
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut table = ResultTable::new(title, list.shown, &answer.rows)
            .columns(&columns)
            .records(answer.rows.iter().map(|row| Some(row.id.clone())))
            .notes(&answer.notes);
        if list.table == "source" && context.global.references().is_some() {
            // The sources themselves are what to cite.
            table = table.sources(answer.rows.iter().map(|row| vec![source(row)]));
        }
        output::print(table, &context.global, &registry)?;
        Ok(answer.known.into())
    }
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
