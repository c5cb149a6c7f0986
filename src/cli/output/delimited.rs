//! CSV and TSV.

use crate::store::Source;
use serde_json::Value;

use super::ResultTable;

pub fn render(sheet: &ResultTable, sources: Option<&[Vec<Source>]>, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // Writing to memory does not fail, and every record has as many fields as the header.
    let mut write = |fields: Vec<String>| writer.write_record(fields).unwrap_or_default();
    // An answer that has this column anyway names them in it.
    let sources = sources.filter(|_| !sheet.columns.contains(&"sources"));
    let extra = sources.map(|_| "sources".to_string());
    write(sheet.columns.iter().map(ToString::to_string).chain(extra).collect());
    for (at, row) in sheet.rows.iter().enumerate() {
        let cells = sheet.columns.iter().map(|column| match row.get(*column) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(value) => value.to_string(),
        });
        let ids = sources.map(|sources| Source::ids(&sources[at]));
        write(cells.chain(ids).collect());
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
