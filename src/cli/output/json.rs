//! JSON: an array of objects, or an object a line.

use crate::store::Source;
use serde_json::{Map, Value, json};

use super::ResultTable;

pub fn render(sheet: &ResultTable, sources: Option<&[Vec<Source>]>) -> String {
    format!("{:#}\n", Value::from(objects(sheet, sources)))
}

pub fn render_lines(sheet: &ResultTable, sources: Option<&[Vec<Source>]>) -> String {
    objects(sheet, sources).iter().map(|object| format!("{object}\n")).collect()
}

fn objects(sheet: &ResultTable, sources: Option<&[Vec<Source>]>) -> Vec<Value> {
    let object = |(at, row): (usize, &Map<String, Value>)| {
        let value = |column: &&str| (column.to_string(), row.get(*column).cloned().unwrap_or(Value::Null));
        let mut object: Map<String, Value> = sheet.columns.iter().map(value).collect();
        if let Some(sources) = sources {
            object.insert("sources".to_string(), json!(sources[at]));
        }
        Value::from(object)
    };
    sheet.rows.iter().enumerate().map(object).collect()
}
