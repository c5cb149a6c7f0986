//! `check` of prose: the claims of articles, pages and sentences.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::check::Check;
use super::{Context, Exit, Failure, Format, ResultTable, output};
use crate::csv_file::read_bytes;
use crate::date::When;
use crate::prose::{ProseClaim, Reader};
use crate::wording::count;
use crate::{Error, Problem, Truth};

/// The columns for programs.
const COLUMNS: &[&str] = &[
    "line",
    "column",
    "offset",
    "length",
    "words",
    "sentence",
    "subject",
    "property",
    "on",
    "value",
    "verdict",
    "registry_value",
    "reason",
    "sources",
    "file",
    "rule",
];

/// The columns for people.
const SHOWN: &[(&str, &str)] =
    &[("place", "line"), ("words", "words"), ("claim", "claim"), ("verdict", "verdict"), ("reason", "reason")];

/// A claim, and the name of the input that it is from.
type Found = (String, ProseClaim);

impl Check {
    /// Checks every input. One that cannot be read does not keep the others from being checked.
    pub(super) fn prose(self, context: &Context) -> Result<Exit, Failure> {
        // Other programs wait to write while the registry is open, and standard input may never end.
        let mut piped = self.inputs.iter().any(|input| input == "-").then(|| text_of("-"));
        let registry = context.registry()?;
        let date = self.date.as_deref().map(|date| When::parse(date, registry.today())).transpose()?;
        let mut reader = Reader::new(&registry)?;
        let (mut claims, mut unread, mut failed): (Vec<Found>, usize, Option<Exit>) = (Vec::new(), 0, None);
        for input in &self.inputs {
            let text = if input == "-" { piped.take() } else { None };
            match text.unwrap_or_else(|| text_of(input)).and_then(|(name, text)| Ok((name, reader.read(&text, date)?)))
            {
                Ok((name, reading)) => {
                    if let (Some(from), Some(date)) = (reading.date_from, reading.date) {
                        output::note(&format!("read as a text of {date}, from {from}; `--date` overrides it"));
                    }
                    unread += reading.unread;
                    claims.extend(reading.claims.into_iter().map(|claim| (name.clone(), claim)));
                }
                Err(error) if self.inputs.len() == 1 => return Err(error.into()),
                Err(error) => {
                    let failure = Failure::from(error);
                    output::error(&failure.to_string());
                    failed = Some(failure.exit());
                }
            }
        }
        let [correct, wrong, open] = [Truth::True, Truth::False, Truth::Unknown]
            .map(|verdict| claims.iter().filter(|(_, claim)| claim.verdict == verdict).count());
        match context.global.format {
            Format::Line => output::data(lines(&claims).as_bytes())?,
            Format::Sarif => output::data(format!("{:#}\n", sarif(&claims)).as_bytes())?,
            _ => {
                let people = context.global.for_people();
                let title = format!(
                    "{}: {correct} true, {wrong} false, {open} not known; not judged: {} about the council",
                    count(claims.len(), "claim"),
                    count(unread, "sentence")
                );
                claims.retain(|(_, claim)| !people || self.all || claim.verdict == Truth::False);
                let rows: Vec<Value> = claims.iter().map(|found| row(found, self.inputs.len() > 1)).collect();
                let documents = claims.iter().map(|(_, claim)| claim.documents.clone());
                let table = ResultTable::new(title, SHOWN, &rows).sources(documents);
                output::print(if people { table } else { table.columns(COLUMNS) }, &context.global, &registry)?;
            }
        }
        Ok(failed.unwrap_or(Exit::from(wrong == 0)))
    }
}

/// Returns the cells of a claim, for people and for programs.
fn row((name, claim): &Found, several: bool) -> Value {
    let mut row = match serde_json::to_value(claim) {
        Ok(Value::Object(row)) => row,
        _ => Map::new(),
    };
    let place = if several { format!("{name}:{}", claim.line) } else { claim.line.to_string() };
    let about = [&claim.subject, &claim.property, &claim.on, &claim.value];
    let about: Vec<&str> = about.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    row.insert("place".to_string(), json!(place));
    row.insert("claim".to_string(), json!(about.join(" ")));
    row.insert("file".to_string(), json!(name));
    Value::Object(row)
}

/// Returns the false claims, one per line, in the form that editors read.
fn lines(claims: &[Found]) -> String {
    let wrong = claims.iter().filter(|(_, claim)| claim.verdict == Truth::False);
    let line = |(name, claim): &Found| {
        format!("{name}:{}:{}: {}: {} [{}]", claim.line, claim.column, claim.words, claim.reason, claim.rule)
            .replace(char::is_control, " ")
            + "\n"
    };
    wrong.map(line).collect()
}

/// Returns the false claims as SARIF 2.1.0.
fn sarif(claims: &[Found]) -> Value {
    let wrong: Vec<&Found> = claims.iter().filter(|(_, claim)| claim.verdict == Truth::False).collect();
    let mut rules: Vec<&str> = wrong.iter().map(|(_, claim)| claim.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({ "id": rule })).collect();
    let result = |(name, claim): &&Found| {
        json!({
            "ruleId": claim.rule,
            "level": "error",
            "message": { "text": claim.reason },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": name },
                "region": {
                    "startLine": claim.line, "startColumn": claim.column,
                    "byteOffset": claim.offset, "byteLength": claim.length,
                    "snippet": { "text": claim.words },
                },
            } }],
        })
    };
    let results: Vec<Value> = wrong.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "arctic", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// Returns the name and the text of an input: standard input, a file, or else the text itself if it has spaces.
fn text_of(input: &str) -> Result<(String, String), Error> {
    let path = Path::new(input);
    if !path.is_file() && input.contains(char::is_whitespace) {
        return Ok(("text".to_string(), input.to_string()));
    }
    let (name, bytes) = read_bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        let reason = "the text is not UTF-8".to_string();
        Error::Invalid(vec![Problem { file: name.clone(), line: line as u64 + 1, reason }])
    })?;
    Ok((name, text))
}
