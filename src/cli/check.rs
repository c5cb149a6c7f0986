//! `check`: a table of claims, each with its verdict.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::{Context, Exit, Failure, ResultTable, output};
use crate::Truth;
use crate::claims::{Checked, PROPERTIES};
use crate::csv_file::CsvFile;
use crate::wording::count;

/// Check a table of claims: each is true, false or not known, with the reason
///
/// If a claim is false, the reason says when it was true, if ever. The exit status is 1 if any claim is false, else 5 if
/// any is not known, else 0.
#[derive(Debug, Args)]
#[command(after_long_help = claims_help())]
pub(crate) struct Check {
    /// A CSV with the columns subject, property, on and value; `-` is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
}

/// Returns the help on tables of claims, with every property.
fn claims_help() -> String {
    let mut text = "\
Columns:
  claim     the sentence; optional
  subject   the party, country or meeting that it is about
  property  one of those below
  on        WHEN; empty means today (for `chairship-start` and `chairship-end`: any chairship)
  value     the claimed value; dates are compared at the precision in which they are written
Other columns are kept.

Properties:"
        .to_string();
    for property in PROPERTIES {
        text +=
            &format!("\n  {}\n      subject  {}\n      value    {}", property.name, property.subject, property.value);
    }
    text + "

Examples:
  arctic check claims.csv
  arctic check claims.csv -f csv > checked.csv"
}

/// The columns for people.
const SHOWN: &[(&str, &str)] = &[
    ("claim", "claim"),
    ("value", "value"),
    ("verdict", "verdict"),
    ("registry_value", "registry"),
    ("reason", "reason"),
];

impl Check {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let file = CsvFile::read(&self.file)?;
        let registry = context.registry()?;
        let rows = registry.check(&file)?;
        let [holding, wrong, open] = [Truth::True, Truth::False, Truth::Unknown]
            .map(|verdict| rows.iter().filter(|row| row.verdict == verdict).count());
        let claims = count(rows.len(), "claim");
        let title = format!("{claims}: {holding} true, {wrong} false, {open} not known");
        let columns: Vec<&str> =
            file.header.iter().map(String::as_str).chain(Checked::COLUMNS.iter().copied()).collect();
        let table = if context.global.for_people() {
            ResultTable::new(title, SHOWN, &rows.iter().map(shown).collect::<Vec<_>>())
        } else {
            ResultTable::new(title, SHOWN, &rows).columns(&columns)
        };
        let table = table.sources(rows.iter().map(|row| row.documents.clone()));
        output::print(table, &context.global, &registry)?;
        Ok(Truth::all(rows.iter().map(|row| row.verdict)).into())
    }
}

/// Returns a row for people. A claim without a sentence is named by what it is about.
fn shown(row: &Checked) -> Value {
    let text = |column: &str| row.claim.get(column).and_then(Value::as_str).unwrap_or_default().trim();
    let claim = match text("claim") {
        "" => {
            let about = ["subject", "property", "on"].map(text);
            about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        claim => claim.to_string(),
    };
    json!({
        "claim": claim,
        "value": text("value"),
        "verdict": row.verdict.word().replace('_', " "),
        "registry_value": row.registry_value,
        "reason": row.reason,
    })
}
