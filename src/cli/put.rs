//! `put`: one record, added or changed.

use clap::Args;
use serde_json::{Value, json};

use super::edit_report::{self, Why};
use super::{Context, Exit, Failure, ResultTable, output};
use crate::Error;
use crate::wording::count;

/// Add a record, or change columns of one
///
/// The record is found by its key, which is `id` in most tables. A column without a value is emptied, and one that refers
/// to a party or country takes any name of it. A fact needs at least one source, which is the id of a row in table
/// `source`. `arctic put` lists the tables, and `arctic put TABLE` the columns of one.
#[derive(Debug, Args)]
#[command(after_help = r#"Examples:
  arctic put membership                  the columns, with what they mean
  arctic put source id=minutes-2013 title="Minutes of the meeting" --reason "New source"
  arctic put membership id=china-observer-2013 note="Decided in the morning" --source minutes-2013 --reason "Read the minutes""#)]
pub(crate) struct Put {
    /// The table, such as `membership`
    table: Option<String>,
    /// The key, and the columns to set
    #[arg(value_name = "COLUMN=VALUE", value_parser = assignment)]
    values: Vec<(String, String)>,
    /// Id of a source that supports the record
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    #[command(flatten)]
    why: Why,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("expected COLUMN=VALUE")?;
    Ok((column.to_string(), value.to_string()))
}

impl Put {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_question_options()?;
        let Some(table) = self.table else { return tables(context) };
        if self.values.is_empty() {
            return columns(context, &table);
        }
        edit_report::edit(context, self.why.provenance("put", context)?, |registry, provenance| {
            registry.put(&table, &self.values, &self.source, provenance)
        })
    }
}

/// Lists the tables.
fn tables(context: &Context) -> Result<Exit, Failure> {
    const SHOWN: &[(&str, &str)] = &[("table", "table"), ("about", "a row is")];
    let registry = context.registry()?;
    let rows: Vec<Value> =
        registry.tables()?.into_iter().map(|table| json!({ "table": table.name, "about": table.about })).collect();
    let notes = ["`arctic put TABLE` lists the columns of one"];
    output::print(
        ResultTable::new(count(rows.len(), "table"), SHOWN, &rows).notes(&notes),
        &context.global,
        &registry,
    )?;
    Ok(Exit::Yes)
}

/// Lists the columns of a table, with an example.
fn columns(context: &Context, name: &str) -> Result<Exit, Failure> {
    const SHOWN: &[(&str, &str)] =
        &[("column", "column"), ("needed", "needed"), ("refers_to", "refers to"), ("about", "meaning")];
    let registry = context.registry()?;
    let tables = registry.tables()?;
    let Some(table) = tables.iter().find(|table| table.name == name) else {
        let tables = tables.into_iter().map(|table| table.name).collect();
        return Err(Error::UnknownTable { name: name.to_string(), tables }.into());
    };
    let keys: Vec<&str> = table.key_in_files().map(|column| column.name.as_str()).collect();
    let needed = |name: &str, required: bool| match required {
        _ if keys.contains(&name) => "key",
        true => "yes",
        false => "",
    };
    let rows: Vec<Value> = table
        .columns_in_files()
        .map(|column| {
            json!({
                "column": column.name,
                "needed": needed(&column.name, column.required),
                "refers_to": column.references,
                "about": column.about,
            })
        })
        .collect();
    let example: String =
        registry.example_of(table)?.iter().map(|(column, value)| format!(" {column}={}", quoted(value))).collect();
    let source = if table.is_cited() { " --source ID" } else { "" };
    let note = format!("example: `arctic put {name}{example}{source} --reason \"...\"`");
    let notes: &[String] = if example.is_empty() { &[] } else { &[note] };
    let title = format!("{name}: {}", table.about);
    output::print(ResultTable::new(title, SHOWN, &rows).verbatim().notes(notes), &context.global, &registry)?;
    Ok(Exit::Yes)
}

/// Returns a value as a shell takes it.
fn quoted(value: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_.:/".contains(letter);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_string()
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
}
