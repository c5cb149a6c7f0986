//! `check`: a table of claims, or prose, each claim with its verdict.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Context, Exit, Failure, Format, ResultTable, output, usage};
use crate::claims::{Checked, PROPERTIES, REQUIRED};
use crate::csv_file::CsvFile;
use crate::input::Encoding;
use crate::wording::count;
use crate::{Error, Truth};

/// Check what a text or a table says: each claim is true, false or not known, with the reason
///
/// Claims are read from English sentences in an article, a web page or the command line, or from the rows of a CSV. If a
/// claim is false, the reason says when it was true, if ever. What cannot be read with certainty is left alone. The exit
/// status is 1 if any claim is false, else 0; for a table, 5 if none is false and any is not known, and 3 if any row
/// cannot be read.
#[derive(Debug, Args)]
#[command(after_long_help = claims_help())]
pub(crate) struct Check {
    /// Articles, pages, sentences, or one CSV with the columns subject, property, on and value; `-` is standard input
    #[arg(value_name = "FILE|TEXT|-", required_unless_present_any = ["template", "property"], conflicts_with_all = ["template", "property"])]
    pub(super) inputs: Vec<String>,

    /// The date of the text, if it does not give one
    #[arg(long, value_name = "WHEN")]
    pub(super) date: Option<String>,

    /// Whether the input is prose or a table of claims
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,

    /// Encoding of a table, if not UTF-8 or UTF-16: latin1, windows-1252, ...
    #[arg(long, value_name = "NAME", value_parser = super::annotate::encoding)]
    encoding: Option<Encoding>,

    /// Write a table to fill in, with an example of each property
    #[arg(long, conflicts_with = "property")]
    template: bool,

    /// Check one claim, with this property, instead of a file
    #[arg(long, value_name = "NAME")]
    property: Option<String>,

    /// The party, country, meeting or group that the claim is about
    #[arg(long, value_name = "NAME", requires = "property")]
    subject: Option<String>,

    /// The time that the claim is about
    #[arg(long, value_name = "WHEN", requires = "property")]
    on: Option<String>,

    /// The claimed value
    #[arg(long, requires = "property", allow_hyphen_values = true)]
    value: Option<String>,

    /// Show every claim in prose, not only the false ones
    #[arg(long)]
    pub(super) all: bool,
}

/// What an input contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Sentences
    Prose,
    /// A CSV with a claim in each row
    Table,
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
  arctic check claims.csv -f csv > checked.csv
  arctic check --template > claims.csv
  arctic check --property count --subject observers --on 2014 --value 32
  arctic check article.md --date 2021-05-19
  arctic check \"Canada held the first chairmanship of the Arctic Council, from 1996 to 1998.\""
}

/// Returns whether the input is a table of claims: a file with its columns, or called `.csv`. Standard input is a table
/// unless `--as prose` is given.
fn is_table(input: &str) -> bool {
    let path = Path::new(input);
    let name = input.to_ascii_lowercase();
    if input == "-" || name.ends_with(".csv") || name.ends_with(".csv.gz") {
        return true;
    }
    let mut head = [0; 4096];
    let count = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or_default();
    let first = head[..count].split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let columns: Vec<&str> = first.split([',', ';', '\t', '|']).map(|column| column.trim().trim_matches('"')).collect();
    REQUIRED.iter().all(|name| columns.contains(name))
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
        if self.template {
            return template(context);
        }
        if let Some(property) = &self.property {
            let [subject, on, value] =
                [&self.subject, &self.on, &self.value].map(|text| text.as_deref().unwrap_or_default());
            return Check::table(context, &CsvFile::of_row("the claim", &REQUIRED, &[subject, property, on, value]));
        }
        match &self.inputs[..] {
            [input] if self.kind == Some(Kind::Table) || self.kind.is_none() && is_table(input) => {
                if matches!(context.global.format, Format::Line | Format::Sarif) {
                    return usage("`line` and `sarif` are formats for prose; a row of a table has no place in a text");
                }
                // The result of another check is judged again.
                let file = CsvFile::read(Path::new(input), self.encoding)?.without(Checked::COLUMNS);
                Check::table(context, &file)
            }
            _ if self.kind == Some(Kind::Table) => usage("give one table of claims"),
            _ if self.encoding.is_some() => usage("`--encoding` is for tables; save the text as UTF-8"),
            _ => self.prose(context),
        }
    }

    fn table(context: &Context, file: &CsvFile) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let (rows, problems) = registry.check(file)?;
        let [holding, wrong, open, unreadable] = [Some(Truth::True), Some(Truth::False), Some(Truth::Unknown), None]
            .map(|verdict| rows.iter().filter(|row| row.verdict == verdict).count());
        let claims = count(rows.len(), "claim");
        let mut title = format!("{claims}: {holding} true, {wrong} false, {open} not known");
        if unreadable > 0 {
            title += &format!(", {unreadable} unreadable");
        }
        let columns: Vec<&str> =
            file.header.iter().map(String::as_str).chain(Checked::COLUMNS.iter().copied()).collect();
        let table = if context.global.for_people() {
            ResultTable::new(title, SHOWN, &rows.iter().map(shown).collect::<Vec<_>>())
        } else {
            ResultTable::new(title, SHOWN, &rows).columns(&columns)
        };
        let table = table.sources(rows.iter().map(|row| row.documents.clone()));
        output::print(table, &context.global, &registry)?;
        if !problems.is_empty() {
            return Err(Error::Invalid(problems).into());
        }
        Ok(Truth::all(rows.iter().filter_map(|row| row.verdict)).into())
    }
}

/// Writes a table of claims to fill in.
fn template(context: &Context) -> Result<Exit, Failure> {
    context.refuse_references()?;
    if !matches!(context.global.format, Format::Table | Format::Csv) {
        return usage("the template is CSV; remove `--format`");
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in context.registry()?.claims_template()? {
        writer.write_record(&row).map_err(|error| Failure::Usage(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Usage(error.to_string()))?;
    output::write(&String::from_utf8_lossy(&bytes))?;
    Ok(Exit::Yes)
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
        "verdict": row.verdict.map_or(Checked::UNREADABLE, Truth::word).replace('_', " "),
        "registry_value": row.registry_value,
        "reason": row.reason,
    })
}
