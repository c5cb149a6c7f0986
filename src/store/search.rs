//! Finding text anywhere, and telling all that is known of one party.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use super::{Answer, Chairship, RecordId, Registry, Row};
use crate::Error;
use crate::names::fold;
use crate::store::entity::Entity;
use crate::truth::Truth;

/// A place where a text was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Table of the record; of an alias, that of the party or country that bears it.
    pub table: String,
    /// Id of the record in that table, or the first column of its key.
    pub id: String,
    /// What the record is called.
    pub name: String,
    /// The column that holds the text.
    pub column: String,
    /// All that stands in that column.
    pub text: String,
}

impl Row for Hit {
    const COLUMNS: &[&str] = &["table", "id", "name", "column", "text"];
    const SHOWN: &[(&str, &str)] = &[("table", "table"), ("id", "id"), ("name", "name"), ("text", "text")];
}

/// One thing known of a party: a role, a term, an application, a meeting it hosted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileEntry {
    /// Table of the record.
    pub table: &'static str,
    /// Id of the record; empty in a table without ids.
    pub id: String,
    /// When it began or happened, as precisely as it is known.
    pub start: Option<String>,
    /// First day on which it was over; none where it lasts or is of one time.
    pub end: Option<String>,
    /// What it is, in a line.
    pub what: String,
    /// `verified`, `single_source` or `unverified`; none for what is no fact of its own.
    pub confidence: Option<String>,
    /// What is disputed, inferred or missing.
    pub note: Option<String>,
    /// The record, where it has an id; [`Registry::sources_of`] tells its sources.
    #[serde(skip)]
    pub record: Option<RecordId>,
}

impl Row for ProfileEntry {
    const COLUMNS: &[&str] = &["table", "id", "start", "end", "what", "confidence", "note"];
    const SHOWN: &[(&str, &str)] =
        &[("start", "from"), ("end", "until"), ("what", "what"), ("confidence", "confidence"), ("note", "note")];

    fn record(&self) -> Option<RecordId> {
        self.record.clone()
    }
}

impl Registry {
    /// Every record that has `text` in one of its columns; writing, accents and case do not matter.
    /// A name in another language leads to the party or country that bears it.
    ///
    /// # Errors
    /// [`Error::Usage`] when `text` is nothing but punctuation.
    pub fn search(&self, text: &str) -> Result<Answer<Hit>, Error> {
        let key = fold(text);
        if key.is_empty() {
            return Err(Error::Usage(format!(
                "`{}` has no letter and no digit to look for",
                crate::error::shown(text)
            )));
        }
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        let mut tables = self.tables()?;
        tables.retain(|table| !matches!(table.name.as_str(), "citation" | "meta"));
        tables.sort_by_key(|table| table.name == "source");
        for table in tables {
            let columns: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
            let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
            // An alias leads to whom it names, and that one's name is what a reader wants to see.
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
                    let own = ["name", "title", "person", "place", "party"].into_iter();
                    let name = text_at(columns.len()).map(str::to_string).or_else(|| own.clone().find_map(named));
                    rows.push(Hit {
                        table: of.to_string(),
                        name: name.unwrap_or_else(|| id.clone()),
                        id,
                        column: columns[at].to_string(),
                        text: text_at(at).unwrap_or_default().to_string(),
                    });
                }
            }
        }
        Ok(Answer { known: if rows.is_empty() { Truth::False } else { Truth::True }, rows, notes: Vec::new() })
    }

    /// All that is known of `entity`, each line with its record.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn show(&self, entity: &Entity) -> Result<Answer<ProfileEntry>, Error> {
        let id = entity.id();
        let mut lines = Vec::new();
        let table = match entity {
            Entity::Party(_) => "party",
            Entity::Country(_) => "country",
        };
        let mut select = |table: &'static str, condition: &str, what: &dyn Fn(&super::Record) -> String| {
            let columns = self.columns_of(table)?;
            for record in self.records(table, &columns, condition, &[id.to_string()])? {
                let text = |names: &[&str]| {
                    let value = names.iter().find_map(|name| record.fields.get(*name)?.as_str());
                    value.map(str::to_string)
                };
                lines.push(ProfileEntry {
                    table,
                    id: record.id.id.clone(),
                    start: text(&["start", "date", "first_day"]),
                    end: text(&["end"]),
                    what: what(&record),
                    confidence: text(&["confidence"]),
                    note: text(&["note"]),
                    record: (!record.id.id.is_empty()).then(|| record.id.clone()),
                });
            }
            Ok::<(), Error>(())
        };
        select(table, "id = ?1", &describe)?;
        select(
            "alias",
            // A state has a name of its own in each of its languages, written in many ways; they tell nothing new.
            &format!(
                "{table} = ?1 AND (kind IN ('former', 'abbreviation') OR kind = 'endonym' AND EXISTS (
                     SELECT 1 FROM party WHERE id = ?1 AND party.kind <> 'state')) ORDER BY kind, alias"
            ),
            &|alias| format!("{}: {}", alias.text("kind"), alias.text("alias")),
        )?;
        select("country", "represented_by = ?1 ORDER BY id", &|area| format!("its seat covers {}", area.text("name")))?;
        select("membership", "party = ?1 ORDER BY start", &|row| match row.text("granted_at") {
            "" => self.meta.label(row.text("role")).to_string(),
            meeting => format!("{}, granted at {meeting}", self.meta.label(row.text("role"))),
        })?;
        select("chairship", "party = ?1 ORDER BY ordinal", &|row| {
            let theme = row.text("theme");
            let ordinal = row.fields.get("ordinal").and_then(Value::as_i64).unwrap_or_default();
            format!("chair no. {ordinal}{}{theme}", if theme.is_empty() { "" } else { ": " })
        })?;
        select(
            "office_holder",
            "chairship IN (SELECT id FROM chairship WHERE party = ?1) ORDER BY start, office",
            &|row| format!("{}: {}", self.meta.label(row.text("office")), row.text("person")),
        )?;
        select("application", "party = ?1 ORDER BY date", &|row| {
            format!("application {}", row.text("outcome").replace('_', " "))
        })?;
        select("meeting", "host = ?1 ORDER BY first_day", &|row| {
            format!("hosted the {} at {}", self.meta.label(row.text("kind")), row.text("place"))
        })?;
        let notes = self.seat(entity)?.1.into_iter().collect();
        Ok(Answer { rows: lines, known: Truth::True, notes })
    }

    /// The people in office during the chairships in `chairs`, and no end of theirs past.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people_of(&self, chairs: &[Chairship]) -> Result<Vec<super::Record>, Error> {
        let columns = self.columns_of("office_holder")?;
        let today = self.today.to_string();
        let mut people = Vec::new();
        for record in chairs.iter().filter_map(|chair| chair.record.as_ref()) {
            let condition =
                "chairship = ?1 AND start_min <= ?2 AND end_max > ?2 ORDER BY office NOT LIKE 'chair%', office";
            people.extend(self.records("office_holder", &columns, condition, &[record.id.clone(), today.clone()])?);
        }
        Ok(people)
    }
}

/// Names and codes of a party or country in one line.
fn describe(record: &super::Record) -> String {
    let labels = [
        ("official_name", ""),
        ("council_name", "in the council: "),
        ("abbreviation", ""),
        ("kind", ""),
        ("iso2", "ISO "),
        ("iso3", ""),
        ("cow", "COW "),
        ("wikidata", "Wikidata "),
        ("website", ""),
    ];
    let mut parts = vec![record.text("name").to_string()];
    for (column, label) in labels {
        let value = match record.fields.get(column) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        if value != parts[0] {
            parts.push(format!("{label}{value}"));
        }
    }
    parts.join(" · ")
}
