//! `export json`.

use serde_json::Value;

use super::{hostile, json};
use crate::support::{Home, Row, contents, rows};

#[test]
fn the_document_has_every_cell_of_every_table() {
    for home in [Home::seeded(), hostile()] {
        home.arctic("export csv csv").output(0);
        let files = contents(&home.path("csv"));
        let document = json(&home, "json");
        let cited = rows(&files["citation.csv"]);
        let schema = json(&home, "json --schema");
        assert_eq!(document["schema_version"], 1);
        assert_eq!(document["$schema"], "registry.schema.json");
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv") && *name != "citation.csv") {
            let table = name.strip_suffix(".csv").unwrap();
            let columns = &schema["properties"][table]["items"]["properties"];
            let records = document[table].as_array().unwrap();
            assert_eq!(records.len(), rows(bytes).len(), "{table}");
            for (record, row) in records.iter().zip(rows(bytes)) {
                for (column, cell) in &row {
                    let integer = columns[column]["type"] == "integer" || columns[column]["type"][0] == "integer";
                    let expected = match cell.as_str() {
                        "" => Value::Null,
                        number if integer => number.parse::<i64>().unwrap().into(),
                        text => text.into(),
                    };
                    assert_eq!(record[column], expected, "{table} {column}");
                }
                if let Some(sources) = record.get("sources") {
                    let of_record = |cited: &&Row| cited["table_name"] == table && record["id"] == *cited["record"];
                    let expected: Vec<Value> =
                        cited.iter().filter(of_record).map(|cited| cited["source"].as_str().into()).collect();
                    assert_eq!(*sources, Value::from(expected), "{table} {}", record["id"]);
                }
            }
            assert_eq!(
                columns.get("sources").is_some(),
                !["meta", "source", "alias", "code"].contains(&table),
                "{table}"
            );
        }
    }
}
