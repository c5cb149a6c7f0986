//! References to the registry and to the documents behind an answer, to paste in a paper.

use crate::Error;
use crate::date::{MONTHS, PartialDate, Precision};
use crate::names::fold;
use crate::store::{Registry, Source};
use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

use super::printable;
use crate::cli::Cite;

/// A work to refer to. Its texts are of one line each.
struct Work {
    /// The same in every run, and of no two works.
    key: String,
    /// What it is, as CSL calls it.
    kind: &'static str,
    /// Who answers for it: of a document without a named author, its publisher.
    author: Option<String>,
    title: String,
    issued: Option<PartialDate>,
    version: Option<String>,
    note: Option<String>,
    url: Option<String>,
    /// When it was looked at.
    accessed: Option<NaiveDate>,
}

/// The registry as of today and then `sources`, in the form asked for.
pub fn render(form: Cite, sources: &[&Source], registry: &Registry) -> Result<String, Error> {
    let mut works = vec![Work::registry(registry)?];
    works.extend(sources.iter().map(|source| Work::source(source)));
    Ok(match form {
        Cite::Bibtex => works.iter().map(bibtex).collect::<Vec<_>>().join("\n"),
        Cite::Csl => format!("{:#}\n", Value::from(works.iter().map(csl).collect::<Vec<_>>())),
        Cite::Sources | Cite::Text => works.iter().map(text).collect(),
    })
}

impl Work {
    fn registry(registry: &Registry) -> Result<Self, Error> {
        let meta = registry.meta();
        let version = match registry.last_revision()? {
            0 => meta.version.clone(),
            number => format!("{}, revision {number}", meta.version),
        };
        Ok(Work {
            // No id of a source has a colon.
            key: format!(
                "{}:{}",
                fold(&meta.name).replace(' ', "-"),
                fold(&version.replace('.', " ")).replace(' ', ".")
            ),
            kind: "dataset",
            author: None,
            title: clean(&format!("{} registry", meta.name)),
            issued: PartialDate::year(meta.verified_through.year()),
            version: Some(clean(&version)),
            note: Some(format!("verified through {}", meta.verified_through)),
            url: meta.homepage.as_deref().map(address),
            accessed: Some(registry.today()),
        })
    }

    fn source(source: &Source) -> Self {
        Work {
            key: source.id.clone(),
            kind: if source.url.is_some() { "webpage" } else { "report" },
            author: source.publisher.as_deref().map(clean),
            title: clean(&source.title),
            issued: source.published.as_deref().and_then(PartialDate::parse),
            version: None,
            note: None,
            url: source.url.as_deref().map(address),
            accessed: None,
        }
    }

    /// What is to be said of a version, in words: those styles that know no field for it print this.
    fn remarks(&self) -> Option<String> {
        let version = self.version.as_ref().map(|version| format!("Version {version}"));
        let asked = self.accessed.map(|day| format!("asked on {day}"));
        let remarks: Vec<String> = [version, self.note.clone(), asked].into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join(", "))
    }
}

/// An entry of BibTeX, which BibLaTeX reads as well.
fn bibtex(work: &Work) -> String {
    let mut fields = Vec::new();
    // A name or title in two pairs of braces is left as it is, whatever the style does to case and names.
    let mut field = |name: &str, value: Option<String>| fields.extend(value.map(|value| format!("  {name} = {value}")));
    field("author", work.author.as_deref().map(|author| format!("{{{{{}}}}}", latex(author))));
    field("title", Some(format!("{{{{{}}}}}", latex(&work.title))));
    field("year", work.issued.map(|date| format!("{{{:04}}}", date.first_day().year())));
    let month = work.issued.filter(|date| date.precision() > Precision::Year);
    field(
        "month",
        month.and_then(|date| MONTHS.get(date.first_day().month0() as usize)).map(|month| month[..3].to_string()),
    );
    field("note", work.remarks().map(|note| format!("{{{}}}", latex(&note))));
    field("url", work.url.as_ref().map(|url| format!("{{{url}}}")));
    format!("@misc{{{},\n{}\n}}\n", work.key, fields.join(",\n"))
}

/// An item of CSL-JSON 1.0.
fn csl(work: &Work) -> Value {
    let mut item = Map::new();
    let mut field = |name: &str, value: Option<Value>| item.extend(value.map(|value| (name.to_string(), value)));
    field("id", Some(json!(work.key)));
    field("type", Some(json!(work.kind)));
    field("author", work.author.as_ref().map(|author| json!([{ "literal": author }])));
    field("title", Some(json!(work.title)));
    field("issued", work.issued.map(date_parts));
    field("accessed", work.accessed.map(|day| date_parts(PartialDate::day(day))));
    field("version", work.version.as_ref().map(|version| json!(version)));
    field("note", work.note.as_ref().map(|note| json!(note)));
    field("URL", work.url.as_ref().map(|url| json!(url)));
    item.into()
}

fn date_parts(date: PartialDate) -> Value {
    let day = date.first_day();
    let known = match date.precision() {
        Precision::Year | Precision::Between => 1,
        Precision::Month => 2,
        Precision::Day => 3,
    };
    let parts = [i64::from(day.year()), i64::from(day.month()), i64::from(day.day())];
    json!({ "date-parts": [parts[..known]] })
}

/// A line as a list of references has it: author, date, title, address.
fn text(work: &Work) -> String {
    let date = work.issued.map(|date| format!(" ({date})")).unwrap_or_default();
    let mut parts = match &work.author {
        Some(author) if date.is_empty() => vec![sentence(author), sentence(&work.title)],
        Some(author) => vec![format!("{author}{date}."), sentence(&work.title)],
        None if date.is_empty() => vec![sentence(&work.title)],
        None => vec![format!("{}{date}.", work.title)],
    };
    parts.extend(work.remarks().as_deref().map(sentence));
    parts.extend(work.url.clone());
    format!("{}\n", parts.join(" "))
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_string() } else { format!("{text}.") }
}

/// `text` in one line, without what a terminal would obey.
fn clean(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// An address without what ends one, or a field of BibTeX, too early.
fn address(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for letter in url.chars() {
        let shown = printable(letter.encode_utf8(&mut [0; 4]));
        if letter.is_whitespace() || !shown.ends_with(letter) || "{}\\\"<>^`|".contains(letter) {
            safe.extend(letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// `text` as LaTeX prints it: its special characters escaped, all others as they are. A brace is
/// never written as one, because BibTeX counts those after a backslash too.
fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', letter]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
