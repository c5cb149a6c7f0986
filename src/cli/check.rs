//! `check`: a table of claims, each with its verdict.

use std::path::Path;

use crate::Error;
use crate::Truth;
use crate::claims::Checked;
use crate::csv_file::CsvFile;
use serde_json::{Map, Value, json};

use super::context::{Context, Exit};
use crate::cli::Format;
use crate::cli::output::{self, ResultTable};

const SHOWN: &[(&str, &str)] = &[
    ("claim", "claim"),
    ("value", "value"),
    ("verdict", "verdict"),
    ("registry_value", "registry"),
    ("reason", "reason"),
];

pub fn run(context: &Context, file: &Path) -> Result<Exit, Error> {
    let file = CsvFile::read(file)?;
    let registry = context.registry()?;
    let rows = registry.check(&file)?;
    let [held, wrong, open] = [Truth::True, Truth::False, Truth::Unknown]
        .map(|verdict| rows.iter().filter(|row| row.verdict == verdict).count());
    let s = if rows.len() == 1 { "" } else { "s" };
    let title = format!("{} claim{s}: {held} true, {wrong} false, {open} not known", rows.len());
    let columns: Vec<&str> = file.header.iter().map(String::as_str).chain(Checked::COLUMNS.iter().copied()).collect();
    let sheet = match context.global.format {
        Format::Table | Format::Markdown => {
            let shown: Vec<Value> = rows.iter().map(shown).collect();
            ResultTable::new(title, &columns, SHOWN, &shown, |_| None)
        }
        _ => ResultTable::new(title, &columns, SHOWN, &rows, |_| None),
    };
    let sheet = sheet.documents(rows.iter().map(|row| row.documents.clone()));
    output::print(sheet, &context.global, &registry)?;
    Ok(match (wrong, open) {
        (0, 0) => Exit::Yes,
        (0, _) => Exit::NotKnown,
        _ => Exit::No,
    })
}

/// A row for people: a claim without a sentence is called by what it is about.
fn shown(row: &Checked) -> Value {
    let text = |column: &str| row.claim.get(column).and_then(Value::as_str).unwrap_or_default().trim();
    let about = [text("subject"), text("property"), text("on")].map(str::to_string);
    let claim = match text("claim") {
        "" => about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        claim => claim.to_string(),
    };
    let verdict = row.verdict.word().replace('_', " ");
    let fields = [
        ("claim", claim),
        ("value", text("value").to_string()),
        ("verdict", verdict),
        ("registry_value", row.registry_value.clone()),
        ("reason", row.reason.clone()),
    ];
    fields.into_iter().map(|(column, text)| (column.to_string(), json!(text))).collect::<Map<_, _>>().into()
}
