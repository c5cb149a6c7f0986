//! JSON: one document with an array per table, and its JSON Schema. Both are generated from the schema of the store.

use rusqlite::types::Value as Cell;
use serde_json::{Map, Value, json};

use super::rows::{cited, rows};
use super::{Exporter, Output};
use crate::Error;
use crate::store::Registry;
use crate::store::schema::{Column, Table};

/// Incremented if programs that read the document must change: a name is removed or changes its meaning.
const SCHEMA_VERSION: u32 = 1;
const GENERATOR: &str = "arctic export json";
/// The schema is expected beside the document.
const SCHEMA_FILE: &str = "registry.schema.json";

/// The whole registry as one JSON document: an array of rows for each table.
#[derive(Clone, Copy, Debug)]
pub struct Json;

/// The JSON Schema (2020-12) of the document that [`Json`] makes.
#[derive(Clone, Copy, Debug)]
pub struct JsonSchema;

impl Exporter for Json {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let meta = registry.meta();
        let head = json!({
            "$schema": SCHEMA_FILE,
            "generator": GENERATOR,
            "schema_version": SCHEMA_VERSION,
            "name": meta.name,
            "version": meta.version,
            "founded": meta.founded.to_string(),
            "verified_through": meta.verified_through.to_string(),
            "license": meta.license,
        });
        let cited = cited(registry)?;
        let mut lists = Vec::new();
        for table in tables(registry)? {
            let mut records = Vec::new();
            for row in rows(registry, &table)? {
                let mut record: Map<String, Value> = table
                    .columns_in_files()
                    .map(|column| column.name.clone())
                    .zip(row.into_iter().map(value))
                    .collect();
                if table.is_cited() {
                    let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_string();
                    let sources = cited.get(&(table.name.clone(), id)).map(Vec::as_slice).unwrap_or_default();
                    record.insert("sources".to_string(), json!(sources));
                }
                records.push(Value::from(record).to_string());
            }
            lists.push((table.name, records));
        }
        Ok(Output::File(document(&head, &lists)))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        has_mark(head, &format!("\"generator\": \"{GENERATOR}\""))
    }
}

impl Exporter for JsonSchema {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let mut properties = json!({
            "$schema": { "type": "string" },
            "generator": { "const": GENERATOR },
            "schema_version": { "const": SCHEMA_VERSION },
            "name": { "type": "string", "description": "name of the council" },
            "version": { "type": "string", "description": "version of the data" },
            "founded": { "type": "string", "format": "date", "description": "first day of the council" },
            "verified_through": { "type": "string", "format": "date", "description": "last day for which the data was checked" },
            "license": { "type": ["string", "null"], "description": "licence of the data, as SPDX names it" },
        });
        for table in tables(registry)? {
            let mut columns: Map<String, Value> =
                table.columns_in_files().map(|column| (column.name.clone(), of_column(column))).collect();
            if table.is_cited() {
                let sources = json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true, "description": "ids in `source` of the documents that support it" });
                columns.insert("sources".to_string(), sources);
            }
            let required: Vec<&String> = columns.keys().collect();
            properties[&table.name] = json!({
                "type": "array",
                "description": table.about,
                "items": { "type": "object", "required": required, "properties": columns, "additionalProperties": false },
            });
        }
        let required: Vec<&String> = properties.as_object().map(|all| all.keys().collect()).unwrap_or_default();
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": format!("made by {GENERATOR} --schema"),
            "title": "A registry of a council: who belonged to it, as what, and who chaired it, on a given day",
            "description": "Periods are half-open: a day lies in one when start <= day < end. Dates are as precise as their source.",
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": false,
        });
        Ok(Output::File(format!("{schema:#}\n").into_bytes()))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        has_mark(head, &format!("{GENERATOR} --schema"))
    }
}

/// Returns a document with the keys of the object `head`, followed by lists of records. Each record has a line of its
/// own, so that two documents can be compared line by line.
pub(super) fn document(head: &Value, lists: &[(String, Vec<String>)]) -> Vec<u8> {
    let head = format!("{head:#}");
    let mut text = head.trim_end_matches("\n}").to_string();
    for (name, records) in lists {
        text += &match records.is_empty() {
            true => format!(",\n  \"{name}\": []"),
            false => format!(",\n  \"{name}\": [\n    {}\n  ]", records.join(",\n    ")),
        };
    }
    text += "\n}\n";
    text.into_bytes()
}

/// Returns whether one of the first lines of a document contains `mark`.
pub(super) fn has_mark(head: &[u8], mark: &str) -> bool {
    let head = String::from_utf8_lossy(head);
    head.starts_with("{\n") && head.lines().take(4).any(|line| line.contains(mark))
}

/// Returns the tables of the document. Citations are with their records instead.
fn tables(registry: &Registry) -> Result<Vec<Table>, Error> {
    Ok(registry.tables()?.into_iter().filter(|table| table.name != "citation").collect())
}

/// A date, or two that it is known to lie between.
const DATE: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(\\.\\.[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$";

fn of_column(column: &Column) -> Value {
    let kind = if column.integer { "integer" } else { "string" };
    let mut schema = json!({ "type": kind, "description": column.about });
    if !column.required {
        schema["type"] = json!([kind, "null"]);
    }
    if column.dated {
        schema["pattern"] = DATE.into();
    }
    schema
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Integer(number) => number.into(),
        Cell::Text(text) => text.into(),
        // The schema allows no other type.
        Cell::Null | Cell::Real(_) | Cell::Blob(_) => Value::Null,
    }
}
