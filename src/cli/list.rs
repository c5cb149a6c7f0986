//! `meetings`, `bodies` and the other lists: the records of one table.

use clap::Args;
use serde_json::{Map, Value};

use super::range::Range;
use super::{Context, Exit, Failure, ResultTable, output, usage};
use crate::store::{Meta, Record, Registry, Source, lists};
use crate::wording::count;
use crate::{Error, names};

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
        let groups = if list.table == "office_holder" { by_person(&answer.rows) } else { each(&answer.rows) };
        let certain = |group: &&Vec<&Record>| group.iter().any(|row| row.text("certainty") != "not_known");
        let uncertain = groups.len() - groups.iter().filter(certain).count();
        let more = if uncertain == 0 { String::new() } else { format!(", plus {uncertain} uncertain") };
        let (rows, phrase) = (count(groups.len() - uncertain, list.singular), self.range.phrase(when.as_ref()));
        let title = format!("{rows} of the {}{phrase}{more}", registry.meta().name);
        let columns = registry.columns_of(list.table)?;
        let columns: Vec<&str> =
            columns.iter().map(String::as_str).chain(list.more_columns().iter().copied()).collect();
        let mut shown = list.shown.to_vec();
        let headings = [("standing", "then"), ("certainty", "certainty")];
        let more = headings.iter().filter(|(column, _)| when.is_some() && list.more_columns().contains(column));
        shown.extend(more);
        if context.global.for_people() && list.table == "office_holder" {
            let people: Vec<_> = groups.iter().map(|rows| merged(rows, registry.meta())).collect();
            let mut table = ResultTable::new(title, &shown, &people).notes(&answer.notes);
            if context.global.cite.is_some() {
                let sources = groups.iter().map(|rows| sources_of(&registry, rows)).collect::<Result<Vec<_>, _>>()?;
                table = table.sources(sources.into_iter());
            }
            output::print(table, &context.global, &registry)?;
            return Ok(answer.known.into());
        }
        let mut table = ResultTable::new(title, &shown, &answer.rows)
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

fn each(rows: &[Record]) -> Vec<Vec<&Record>> {
    rows.iter().map(|row| vec![row]).collect()
}

/// Returns the rows of each person, in the order of their first rows.
fn by_person(rows: &[Record]) -> Vec<Vec<&Record>> {
    let mut people: Vec<Vec<&Record>> = Vec::new();
    for row in rows {
        let name = names::fold(row.text("person"));
        match people.iter_mut().find(|person| names::fold(person[0].text("person")) == name) {
            Some(person) => person.push(row),
            None => people.push(vec![row]),
        }
    }
    people
}

/// Returns the rows of one person as one, with each value once.
fn merged(rows: &[&Record], meta: &Meta) -> Map<String, Value> {
    let mut merged = Map::new();
    let columns = rows.iter().flat_map(|row| row.fields.keys());
    for column in columns {
        let mut values: Vec<&str> = Vec::new();
        for row in rows {
            let text = row.text(column);
            let text = if column == "office" { meta.label(text) } else { text };
            if !text.is_empty() && !values.contains(&text) {
                values.push(text);
            }
        }
        merged.insert(column.clone(), values.join("; ").into());
    }
    merged
}

fn sources_of(registry: &Registry, rows: &[&Record]) -> Result<Vec<Source>, Error> {
    let all = rows.iter().map(|row| registry.sources_of(&row.id)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().flatten().collect())
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
