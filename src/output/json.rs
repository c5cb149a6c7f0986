//! JSON: an array of objects, or an object a line.

use arctic_council::store::Source;
use serde_json::{Map, Value, json};

use super::Sheet;

pub fn render(sheet: &Sheet, sources: Option<&[Vec<Source>]>) -> String {
    format!("{:#}\n", Value::from(objects(sheet, sources)))
}

pub fn render_lines(sheet: &Sheet, sources: Option<&[Vec<Source>]>) -> String {
    objects(sheet, sources).iter().map(|object| format!("{object}\n")).collect()
}

fn objects(sheet: &Sheet, sources: Option<&[Vec<Source>]>) -> Vec<Value> {
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
