//! What `check` says of the claims in prose, written as they are found.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Write};

use serde_json::{Map, Value, json};

use super::output::{self, printable, reference};
use super::{Cite, Context, Exit, Failure, Format, ResultTable, usage};
use crate::prose::{ProseClaim, Summary};
use crate::store::Source;
use crate::wording::count;
use crate::{Error, Registry, Truth};

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

/// Maximum number of claims that are remembered, to say each false one once.
const MAX_REMEMBERED: usize = 100_000;
/// How many letters of a sentence are shown, if it has more.
const SHOWN: usize = 96;
/// How many sources of a claim are shown.
const SOURCES: usize = 2;

type Output = BufWriter<Box<dyn Write>>;

/// The form in which claims are written.
enum Form {
    Delimited(Box<csv::Writer<Output>>),
    Ndjson(Output),
    Json(Output),
    Line(Output),
    /// Written at the end, with the false claims.
    Sarif(Vec<(String, ProseClaim)>),
    /// Written at the end, with the documents.
    References(Vec<Source>),
    People(Output),
}

pub(super) struct Report<'a> {
    context: &'a Context,
    form: Form,
    several: bool,
    /// Whether claims that are true or not known are shown to people.
    all: bool,
    true_claims: usize,
    false_claims: usize,
    unknown_claims: usize,
    repeated: usize,
    /// Claims about "now" in a text without a date.
    undated: usize,
    unread: usize,
    seen: HashSet<u64>,
    failed: Option<Exit>,
}

fn written(result: std::io::Result<()>) -> Result<(), Failure> {
    Ok(result.map_err(Error::io("standard output".as_ref()))?)
}

/// Returns the error beneath one of CSV, so that a closed pipe is known as one.
fn io_error(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => std::io::Error::other("the row cannot be written"),
    }
}

impl<'a> Report<'a> {
    pub(super) fn new(context: &'a Context, several: bool, all: bool) -> Result<Self, Failure> {
        let global = &context.global;
        let plain = || -> Output { BufWriter::with_capacity(1 << 16, Box::new(std::io::stdout())) };
        let form = match (global.references(), global.format) {
            (Some(_), Format::Table) => Form::References(Vec::new()),
            (Some(_), _) => return usage("references have their own format; remove `--format`"),
            (None, Format::Csv | Format::Tsv) => {
                let delimiter = if global.format == Format::Csv { b',' } else { b'\t' };
                let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(plain());
                written(writer.write_record(COLUMNS).map_err(io_error))?;
                Form::Delimited(Box::new(writer))
            }
            (None, Format::Ndjson) => Form::Ndjson(plain()),
            (None, Format::Json) => Form::Json(plain()),
            (None, Format::Line) => Form::Line(plain()),
            (None, Format::Sarif) => Form::Sarif(Vec::new()),
            (None, Format::Svg) => return usage("only `timeline` can be drawn: `arctic timeline --format svg`"),
            (None, Format::Table | Format::Markdown) => Form::People(BufWriter::new(Box::new(anstream::stdout()))),
        };
        Ok(Report {
            context,
            form,
            several,
            all,
            true_claims: 0,
            false_claims: 0,
            unknown_claims: 0,
            repeated: 0,
            undated: 0,
            unread: 0,
            seen: HashSet::new(),
            failed: None,
        })
    }

    /// Writes a claim of the input called `name`.
    pub(super) fn claim(&mut self, name: &str, claim: &ProseClaim) -> Result<(), Failure> {
        let wrong = claim.verdict == Truth::False;
        match claim.verdict {
            Truth::True => self.true_claims += 1,
            Truth::False => self.false_claims += 1,
            Truth::Unknown => self.unknown_claims += 1,
        }
        self.undated += usize::from(claim.needs_date());
        let cited = self.context.global.cite == Some(Cite::Sources);
        let repeated = wrong && matches!(self.form, Form::People(_)) && self.is_repeated(name, claim);
        match &mut self.form {
            Form::Delimited(writer) => {
                let [line, column, offset, length] =
                    [claim.line, claim.column, claim.offset, claim.length].map(|number| number.to_string());
                let record: [&str; COLUMNS.len()] = [
                    &line,
                    &column,
                    &offset,
                    &length,
                    &claim.words,
                    &claim.sentence,
                    &claim.subject,
                    &claim.property,
                    &claim.on,
                    &claim.value,
                    claim.verdict.word(),
                    &claim.registry_value,
                    &claim.reason,
                    &claim.sources,
                    name,
                    &claim.rule,
                ];
                written(writer.write_record(record).map_err(io_error))
            }
            Form::Ndjson(out) => written(writeln!(out, "{}", object(name, claim, cited))),
            Form::Json(out) => {
                let first = self.true_claims + self.false_claims + self.unknown_claims == 1;
                let text = format!("{:#}", object(name, claim, cited)).replace('\n', "\n  ");
                written(write!(out, "{}\n  {text}", if first { "[" } else { "," }))
            }
            Form::Line(out) if wrong => written(out.write_all(line(name, claim).as_bytes())),
            Form::Sarif(claims) if wrong => {
                claims.push((name.to_string(), claim.clone()));
                Ok(())
            }
            Form::References(documents) => {
                for document in claim.documents() {
                    if !documents.contains(document) {
                        documents.push(document.clone());
                    }
                }
                Ok(())
            }
            Form::People(_) if repeated => {
                self.repeated += 1;
                Ok(())
            }
            Form::People(out) if wrong || self.all => {
                written(out.write_all(block(self.several.then_some(name), claim).as_bytes()))
            }
            Form::Line(_) | Form::Sarif(_) | Form::People(_) => Ok(()),
        }
    }

    /// Whether the same was said in this input before.
    fn is_repeated(&mut self, name: &str, claim: &ProseClaim) -> bool {
        let mut hasher = DefaultHasher::new();
        (name, &claim.subject, &claim.property, &claim.on, &claim.value).hash(&mut hasher);
        let repeated = !self.seen.insert(hasher.finish());
        if self.seen.len() > MAX_REMEMBERED {
            self.seen.clear();
        }
        repeated
    }

    /// Notes how an input ended. One that cannot be read is an error beside the others.
    pub(super) fn done(&mut self, name: &str, read: Result<Summary, Error>) -> Result<(), Failure> {
        match read {
            Ok(summary) => {
                self.unread += summary.unread;
                if let (Some(from), Some(date)) = (summary.date_from, summary.date) {
                    let name = if self.several { format!("{name}: ") } else { String::new() };
                    output::note(&format!("{name}read as a text of {date}, from {from}; `--date` overrides it"));
                }
                Ok(())
            }
            Err(error) if !self.several => {
                self.flush()?;
                Err(error.into())
            }
            Err(error) => {
                let failure = Failure::from(error);
                output::error(&failure.to_string());
                self.failed = Some(failure.exit());
                Ok(())
            }
        }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.form {
            Form::Delimited(writer) => written(writer.flush()),
            Form::Ndjson(out) | Form::Json(out) | Form::Line(out) | Form::People(out) => written(out.flush()),
            Form::Sarif(_) | Form::References(_) => Ok(()),
        }
    }

    /// Writes what comes last, and returns the exit status.
    pub(super) fn finish(mut self, registry: &Registry) -> Result<Exit, Failure> {
        let claims = self.true_claims + self.false_claims + self.unknown_claims;
        let repeated = match self.repeated {
            0 => String::new(),
            repeated => format!(" ({repeated} said before)"),
        };
        let counts = format!(
            "{}: {} true, {} false{repeated}, {} not known; not judged: {} about the council\n",
            count(claims, "claim"),
            self.true_claims,
            self.false_claims,
            self.unknown_claims,
            count(self.unread, "sentence")
        );
        match &mut self.form {
            Form::Json(out) => written(out.write_all(if claims == 0 { b"[]\n" } else { b"\n]\n" }))?,
            Form::People(out) => written(out.write_all(counts.as_bytes()))?,
            Form::Sarif(claims) => output::write(&format!("{:#}\n", sarif(claims)))?,
            Form::References(documents) => {
                let table = ResultTable::new::<Value>(String::new(), &[], &[]);
                let table = table.sources(std::iter::once(std::mem::take(documents)));
                output::print(table, &self.context.global, registry)?;
            }
            Form::Delimited(_) | Form::Ndjson(_) | Form::Line(_) => {}
        }
        self.flush()?;
        if self.undated > 0 {
            let claims = count(self.undated, "claim");
            output::note(&format!("{claims} about the time of a text without a date; give it with `--date WHEN`"));
        }
        Ok(self.failed.unwrap_or(Exit::from(self.false_claims == 0)))
    }
}

/// Returns a claim as people read it: where, the words underlined in their sentence, why, and the sources.
fn block(name: Option<&str>, claim: &ProseClaim) -> String {
    let place = match name {
        Some(name) => format!("{}:{}:{}", output::line(name), claim.line, claim.column),
        None => format!("line {}, column {}", claim.line, claim.column),
    };
    let about = [&claim.subject, &claim.property, &claim.on, &claim.value].map(String::as_str);
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let mut text = format!("{place}: {}: {}\n", claim.verdict.word().replace('_', " "), output::line(&about.join(" ")));
    let (sentence, before, width) = excerpt(claim);
    text += &format!("    {sentence}\n    {}{}\n", " ".repeat(before), "^".repeat(width.max(1)));
    let reason = match claim.verdict {
        Truth::True => "",
        _ if claim.registry_value.is_empty() => "",
        _ => &format!("{}: ", claim.registry_value.replace('_', " ")),
    };
    // The reason may say the value first.
    let reason = if claim.reason.starts_with(reason.trim_end_matches(": ")) { "" } else { reason };
    text += &format!("    {}\n", output::line(&format!("{reason}{}", claim.reason)));
    for source in claim.documents().iter().take(SOURCES) {
        text += &format!("    source: {}\n", output::line(&reference(source)));
    }
    if claim.documents().len() > SOURCES {
        text += &format!("    and {}\n", count(claim.documents().len() - SOURCES, "other source"));
    }
    text + "\n"
}

/// Returns the part of the sentence around the words, and the letters before and in them.
fn excerpt(claim: &ProseClaim) -> (String, usize, usize) {
    let clean = |text: &str| printable(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (sentence, words) = (clean(&claim.sentence), clean(&claim.words));
    let Some(at) = sentence.find(&words) else { return (words.clone(), 0, words.chars().count()) };
    let (before, width) = (sentence[..at].chars().count(), words.chars().count().min(SHOWN));
    let letters: Vec<char> = sentence.chars().collect();
    if letters.len() <= SHOWN {
        return (sentence, before, width);
    }
    let from = before.saturating_sub((SHOWN - width) / 2).min(letters.len() - SHOWN);
    // Whole words, if one starts near.
    let starts = |at: &usize| *at == 0 || letters[at - 1] == ' ';
    let from = if from == 0 { 0 } else { (from..before).find(starts).unwrap_or(before) };
    let to = (from + SHOWN).min(letters.len());
    let to =
        if to == letters.len() { to } else { (before + width..=to).rev().find(|at| letters[*at] == ' ').unwrap_or(to) };
    let [lead, tail] = [from > 0, to < letters.len()].map(|cut| if cut { "..." } else { "" });
    let shown: String = letters[from..to].iter().collect();
    (format!("{lead}{shown}{tail}"), before - from + lead.len(), width)
}

fn object(name: &str, claim: &ProseClaim, cited: bool) -> Value {
    let mut row = match serde_json::to_value(claim) {
        Ok(Value::Object(row)) => row,
        _ => Map::new(),
    };
    row.insert("file".to_string(), json!(name));
    if cited {
        row.insert("sources".to_string(), json!(claim.documents()));
    }
    let cell = |column: &&str| (column.to_string(), row.get(*column).cloned().unwrap_or(Value::Null));
    Value::Object(COLUMNS.iter().map(cell).collect())
}

/// Returns a false claim in the form that editors read.
fn line(name: &str, claim: &ProseClaim) -> String {
    let ProseClaim { line, column, words, reason, rule, .. } = claim;
    format!("{name}:{line}:{column}: {words}: {reason} [{rule}]").replace(char::is_control, " ") + "\n"
}

/// Returns the false claims as SARIF 2.1.0.
fn sarif(claims: &[(String, ProseClaim)]) -> Value {
    let mut rules: Vec<&str> = claims.iter().map(|(_, claim)| claim.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({ "id": rule })).collect();
    let result = |(name, claim): &(String, ProseClaim)| {
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
    let results: Vec<Value> = claims.iter().map(result).collect();
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
