//! A registry as a data package: its tables as CSV, and their description as JSON.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;

use crate::Error;
use crate::package::Package;
use crate::store::Registry;
use crate::store::schema::Table;

impl Package {
    /// Returns everything in `registry`, as the files from which it could be made.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    pub fn from_registry(registry: &Registry) -> Result<Self, Error> {
        Self::write(registry, false)
    }

    /// Returns the same for spreadsheets: an apostrophe precedes text that one would take for a formula, because it
    /// begins with `=`, `+`, `-`, `@`, a tab or a carriage return. A registry made from these files keeps it.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    pub fn for_spreadsheets(registry: &Registry) -> Result<Self, Error> {
        Self::write(registry, true)
    }

    fn write(registry: &Registry, guard: bool) -> Result<Self, Error> {
        let tables = registry.tables()?;
        let mut files = BTreeMap::new();
        for table in &tables {
            files.insert(format!("{}.csv", table.name), csv(&registry.conn, table, guard)?);
        }
        files.insert("datapackage.json".to_string(), description(registry, &tables));
        Ok(Package { files })
    }
}

/// Returns a table as CSV, in the order of its key: the fastest order in which to insert its rows again. `guard` puts
/// an apostrophe before text that a spreadsheet would take for a formula.
fn csv(conn: &Connection, table: &Table, guard: bool) -> Result<Vec<u8>, Error> {
    let names: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
    let mut statement = conn.prepare(&table.select())?;
    let mut rows = statement.query([])?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unwritable = |error: csv::Error| Error::io(Path::new(&table.name))(error.into());
    writer.write_record(&names).map_err(unwritable)?;
    while let Some(row) = rows.next()? {
        for at in 0..names.len() {
            let text = match row.get_ref(at)? {
                rusqlite::types::ValueRef::Null => String::new(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                _ => guarded(row.get(at)?, guard),
            };
            writer.write_field(text).map_err(unwritable)?;
        }
        writer.write_record(None::<&[u8]>).map_err(unwritable)?;
    }
    writer.into_inner().map_err(|error| Error::io(Path::new(&table.name))(error.into_error()))
}

fn guarded(text: String, guard: bool) -> String {
    if guard && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// Returns `datapackage.json`, as the Frictionless Data Package and Table Schema specifications (v1) define it.
fn description(registry: &Registry, tables: &[Table]) -> Vec<u8> {
    let resources: Vec<_> = tables
        .iter()
        .map(|table| {
            let fields: Vec<_> = table
                .columns_in_files()
                .map(|column| {
                    let kind = if column.integer { "integer" } else { "string" };
                    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
                    if column.required {
                        field["constraints"] = json!({ "required": true });
                    }
                    field
                })
                .collect();
            let mut schema = json!({ "fields": fields });
            let key: Vec<&str> =
                table.columns_in_files().filter(|column| column.key).map(|column| column.name.as_str()).collect();
            if !key.is_empty() {
                schema["primaryKey"] = json!(key);
            }
            let references: Vec<_> = table
                .columns_in_files()
                .filter_map(|column| {
                    let resource = column.references.as_ref()?;
                    Some(json!({ "fields": column.name, "reference": { "resource": resource, "fields": "id" } }))
                })
                .collect();
            if !references.is_empty() {
                schema["foreignKeys"] = json!(references);
            }
            json!({
                "name": table.name,
                "path": format!("{}.csv", table.name),
                "profile": "tabular-data-resource",
                "description": table.about,
                "encoding": "utf-8",
                "schema": schema,
            })
        })
        .collect();
    let meta = registry.meta();
    let package = json!({
        "name": meta.slug(),
        "title": meta.name,
        "version": meta.version,
        "profile": "tabular-data-package",
        "licenses": meta.license.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "resources": resources,
    });
    format!("{package:#}\n").into_bytes()
}
