//! Full-text search over all tables.

use std::collections::HashSet;

use serde::Serialize;

use super::{Answer, Registry, Row};
use crate::Error;
use crate::names::fold;

/// A match: a record and the column that has the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hit {
    /// Table of the record. A match in an alias is a match of the party or country that it names.
    pub table: String,
    /// Id of the record, or the first column of its key.
    pub id: String,
    /// What the record is called.
    pub name: String,
    /// The column that holds the text.
    pub column: String,
    /// The whole text of that column.
    pub text: String,
}

impl Row for Hit {
    const COLUMNS: &[&str] = &["table", "id", "name", "column", "text"];
    const SHOWN: &[(&str, &str)] = &[("table", "table"), ("id", "id"), ("name", "name"), ("text", "text")];
}

impl Registry {
    /// Returns every record that has `text` in one of its columns, ignoring case, accents and script. A name in
    /// another language finds the party or country that it names.
    ///
    /// # Errors
    /// [`Error::SearchText`] if `text` has no letters and no digits.
    pub fn search(&self, text: &str) -> Result<Answer<Hit>, Error> {
        let key = fold(text);
        if key.is_empty() {
            return Err(Error::SearchText { text: text.to_string() });
        }
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        let mut tables = self.tables()?;
        tables.retain(|table| !matches!(table.name.as_str(), "citation" | "code" | "meta"));
        tables.sort_by_key(|table| table.name == "source");
        for table in tables {
            let columns: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
            let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
            // For an alias, show the name of the party or country.
            let owner = match table.name.as_str() {
                "alias" => {
                    "coalesce((SELECT name FROM party WHERE id = party), (SELECT name FROM country WHERE id = country))"
                }
                _ => "NULL",
            };
            let sql = format!("SELECT {}, {owner} FROM {} ORDER BY 1", quoted.join(", "), table.name);
            let mut statement = self.conn.prepare(&sql)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let text_at = |at: usize| row.get_ref(at).ok().and_then(|value| value.as_str().ok());
                let Some(at) = (0..columns.len()).find(|at| text_at(*at).is_some_and(|text| fold(text).contains(&key)))
                else {
                    continue;
                };
                let named = |name: &str| {
                    columns.iter().position(|column| *column == name).and_then(text_at).map(str::to_string)
                };
                let (of, id) = match (named("party"), named("country")) {
                    (Some(party), _) if table.name == "alias" => ("party", party),
                    (_, Some(country)) if table.name == "alias" => ("country", country),
                    _ => (table.name.as_str(), text_at(0).unwrap_or_default().to_string()),
                };
                if seen.insert((of.to_string(), id.clone())) {
                    // A name that insults finds its party, but is not shown.
                    let insults = named("kind").is_some_and(|kind| kind == "deprecated");
                    let own = ["name", "title", "person", "place", "party"].into_iter();
                    let name = text_at(columns.len()).map(str::to_string).or_else(|| own.clone().find_map(named));
                    rows.push(Hit {
                        table: of.to_string(),
                        text: match &name {
                            Some(name) if insults => name.clone(),
                            _ => text_at(at).unwrap_or_default().to_string(),
                        },
                        name: name.unwrap_or_else(|| id.clone()),
                        id,
                        column: columns[at].to_string(),
                    });
                }
            }
        }
        Ok(Answer::found(rows, Vec::new()))
    }
}
