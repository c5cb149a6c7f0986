//! The other tables, as lists; and the sources behind any record.

use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Answer, Note, RecordId, Registry};
use crate::Error;
use crate::date::When;

/// A list of the records of one table.
#[derive(Debug)]
pub struct List {
    /// What one of its rows is called.
    pub one: &'static str,
    /// The table whose records it lists.
    pub table: &'static str,
    /// Which rows lie in the time from day `?1` to day `?2`; a date that is partly known may do.
    touches: &'static str,
    order: &'static str,
    /// The columns worth a reader's while, and their headings.
    pub shown: &'static [(&'static str, &'static str)],
}

const DATED: &str =
    "date || substr('-01-01', length(date) - 3) <= ?2 AND date || substr('-12-31', length(date) - 3) >= ?1";
const LASTING: &str = "start_min <= ?2 AND end_max > ?1";

/// Every list, by the name of its command.
pub const LISTS: &[(&str, List)] = &[
    (
        "meetings",
        List {
            one: "meeting",
            table: "meeting",
            touches: "first_day <= ?2 AND last_day >= ?1",
            order: "ordinal",
            shown: &[
                ("ordinal", "nth"),
                ("first_day", "first day"),
                ("last_day", "last day"),
                ("place", "place"),
                ("kind", "kind"),
                ("outcome", "outcome"),
            ],
        },
    ),
    (
        "bodies",
        List {
            one: "body",
            table: "body",
            touches: LASTING,
            order: "CASE kind WHEN 'working_group' THEN 1 WHEN 'secretariat' THEN 2 ELSE 3 END, start, id",
            shown: &[
                ("abbreviation", "short"),
                ("name", "name"),
                ("kind", "kind"),
                ("start", "from"),
                ("end", "until"),
            ],
        },
    ),
    (
        "agreements",
        List {
            one: "agreement",
            table: "agreement",
            touches: "signed <= ?2 AND signed >= ?1",
            order: "signed, id",
            shown: &[("signed", "signed"), ("in_force", "in force"), ("place", "place"), ("name", "name")],
        },
    ),
    (
        "events",
        List {
            one: "event",
            table: "event",
            touches: DATED,
            order: "date, id",
            shown: &[("date", "date"), ("kind", "kind"), ("title", "what"), ("description", "in a sentence")],
        },
    ),
    (
        "applications",
        List {
            one: "application",
            table: "application",
            touches: DATED,
            order: "date, party",
            shown: &[
                ("date", "date"),
                ("party", "party"),
                ("outcome", "outcome"),
                ("meeting", "meeting"),
                ("note", "note"),
            ],
        },
    ),
    (
        "people",
        List {
            one: "person",
            table: "office_holder",
            touches: LASTING,
            order: "start, office, id",
            shown: &[
                ("person", "person"),
                ("office", "office"),
                ("start", "from"),
                ("end", "until"),
                ("chairship", "chairship"),
            ],
        },
    ),
    (
        "sources",
        List {
            one: "source",
            table: "source",
            touches: "?1 <= ?2",
            order: "id",
            shown: &[
                ("id", "id"),
                ("title", "title"),
                ("publisher", "publisher"),
                ("published", "published"),
                ("url", "address"),
            ],
        },
    ),
];

/// A record with all its columns, in the order of its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Names it; the id is empty in a table without ids.
    #[serde(skip)]
    pub id: RecordId,
    /// Its columns that stand in files, by name: texts, whole numbers and nulls.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl Record {
    /// The text in `column`, empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.fields.get(column).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A document that supports a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Source {
    /// Short name, by which citations refer to it.
    pub id: String,
    /// Title, in the document's or in plain English words.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it can be read; none where only a doubtful copy was found.
    pub url: Option<String>,
    /// When it was published, as far as known: `2013`, `2013-05` or `2013-05-15`.
    pub published: Option<String>,
}

impl Registry {
    /// The records of `list` that lie in `when`, or all of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list(&self, list: &List, when: Option<&When>) -> Result<Answer<Record>, Error> {
        let columns = self.columns_of(list.table)?;
        let condition = if when.is_some() { list.touches } else { "?1 = ?2" };
        let condition = format!("{condition} ORDER BY {}", list.order);
        let days = match when {
            Some(when) => [when.first_day().to_string(), when.last_day().to_string()],
            None => Default::default(),
        };
        let rows = self.records(list.table, &columns, &condition, &days)?;
        let mut notes = when.map(|when| self.coverage(when)).unwrap_or_default();
        if list.table == "office_holder" {
            notes.extend(self.open_ends(&rows));
        }
        Ok(Answer::found(rows, notes))
    }

    /// What must be said of people whose end in office is not in the data.
    pub fn open_ends(&self, people: &[Record]) -> Vec<Note> {
        let day = self.meta.verified_through;
        let open = people.iter().filter(|person| person.text("end").is_empty());
        open.map(|person| Note::OpenEnd { person: person.text("person").to_string(), day }).collect()
    }

    /// The columns of `table` that stand in files.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn columns_of(&self, table: &str) -> Result<Vec<String>, Error> {
        let tables = self.tables()?;
        let table = tables.into_iter().find(|t| t.name == table);
        Ok(table.iter().flat_map(|t| t.columns_in_files()).map(|column| column.name.clone()).collect())
    }

    /// Rows of `table` that meet `condition`, in which `?1`, `?2` ... stand for `values`.
    pub(crate) fn records(
        &self,
        table: &'static str,
        columns: &[String],
        condition: &str,
        values: &[String],
    ) -> Result<Vec<Record>, Error> {
        let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let mut statement =
            self.conn.prepare(&format!("SELECT {} FROM {table} WHERE {condition}", quoted.join(", ")))?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
            let mut fields = Map::with_capacity(columns.len());
            for (at, column) in columns.iter().enumerate() {
                let value = match row.get_ref(at)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => number.into(),
                    _ => row.get::<_, String>(at)?.into(),
                };
                fields.insert(column.clone(), value);
            }
            let id = fields.get("id").and_then(Value::as_str).unwrap_or_default();
            Ok(Record { id: RecordId::new(table, id), fields })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The documents that support `record`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sources_of(&self, record: &RecordId) -> Result<Vec<Source>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, title, publisher, url, published FROM citation JOIN source ON source.id = citation.source
             WHERE table_name = ?1 AND record = ?2 ORDER BY published IS NULL, published, id",
        )?;
        let rows = statement.query_map([record.table, &record.id], |row| {
            Ok(Source {
                id: row.get(0)?,
                title: row.get(1)?,
                publisher: row.get(2)?,
                url: row.get(3)?,
                published: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
