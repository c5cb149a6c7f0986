//! Records with all their columns, and the sources that support them.

use chrono::NaiveDate;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::{Map, Value};

use super::catalogue::{Dating, TableInfo, info};
use super::{Answer, Chairship, Note, RecordId, Registry};
use crate::Error;
use crate::date::{Bounds, PartialDate, Period, When};
use crate::truth::Truth;
use crate::wording;

/// A record with all its columns, in the order of its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Table and id of the record; the id is empty in a table without ids.
    #[serde(skip)]
    pub id: RecordId,
    /// Its columns by name, without the computed ones: texts, whole numbers and nulls.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl Record {
    /// Returns the text in `column`; empty for nulls and numbers.
    pub fn text(&self, column: &str) -> &str {
        self.fields.get(column).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the name of a person in office, and on what doubtful ground it is listed: "Ada Moor (by office)".
    pub(crate) fn named_with_doubt(&self) -> String {
        let grounds = [("basis", "by_office", "by office"), ("confidence", "unverified", "unverified")];
        let grounds: Vec<&str> =
            grounds.iter().filter(|(column, word, _)| self.text(column) == *word).map(|ground| ground.2).collect();
        let person = self.text("person");
        if grounds.is_empty() { person.to_string() } else { format!("{person} ({})", grounds.join(", ")) }
    }

    /// Returns the period of a record that has the columns `start` and `end`.
    pub(crate) fn period(&self) -> Option<Period> {
        Some(Period { start: PartialDate::parse(self.text("start"))?, end: PartialDate::parse(self.text("end")) })
    }
}

/// A document that supports a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// Short name, by which citations refer to it.
    pub id: String,
    /// Title, in the document's words or in plain English.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it can be read; none if only a doubtful copy was found.
    pub url: Option<String>,
    /// When it was published, as far as known: `2013`, `2013-05` or `2013-05-15`.
    pub published: Option<String>,
}

impl Registry {
    /// Returns the records of a table of [`lists`](super::lists) that lie, or may lie, in `when`; all of them if it
    /// is `None`. They have the columns of the table and [`TableInfo::more_columns`]: `certainty`, and for agreements
    /// `standing`, which is `signed` or `in_force` on the last day of `when`.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
    pub fn list(&self, list: &TableInfo, when: Option<&When>) -> Result<Answer<Record>, Error> {
        let people = list.table == "office_holder";
        let rows = match when {
            Some(when) => {
                let eve = when.first_day().pred_opt().filter(|_| people && when.is_day());
                let asked =
                    eve.map_or(*when, |eve| When::Range(PartialDate::day(eve), PartialDate::day(when.last_day())));
                let (first, last) = asked.sql_days();
                self.records_where(list.table, &list.dated.touches(), &[&first, &last])?
            }
            None => self.records_where(list.table, "1", &[])?,
        };
        // Whoever leaves an office on the day that is asked about presides until the handover.
        let handover = when.map(When::first_day).filter(|_| people && when.is_some_and(When::is_day));
        let mut leaving = Vec::new();
        let terms = if people { self.chairships()? } else { Vec::new() };
        let mut found: Vec<(Truth, Record)> = Vec::new();
        for row in rows {
            let mut truth = when.map_or(Truth::True, |when| self.certainty(list.dated, &row, &terms, when));
            let end = PartialDate::parse(row.text("end"));
            if truth == Truth::False && handover.is_some_and(|day| end == Some(PartialDate::day(day))) {
                truth = Truth::True;
                leaving.push(row.text("person").to_string());
            }
            if truth != Truth::False {
                found.push((truth, row));
            }
        }
        let last = when.filter(|when| **when != When::Always).map_or(self.today, When::last_day).to_string();
        for (truth, row) in &mut found {
            for column in list.more_columns() {
                let in_force = !row.text("in_force").is_empty() && *row.text("in_force") <= *last;
                let value = match *column {
                    "certainty" => truth.certainty(),
                    _ if in_force => "in_force",
                    _ => "signed",
                };
                row.fields.insert(column.to_string(), value.into());
            }
        }
        let uncertain = found.iter().filter(|(truth, _)| *truth == Truth::Unknown).count();
        let ahead = when.is_some_and(|when| self.lies_ahead(when));
        let known = match Truth::any(found.iter().map(|(truth, _)| *truth)) {
            Truth::False if ahead => Truth::Unknown,
            known => known,
        };
        let rows: Vec<Record> = found.into_iter().map(|(_, row)| row).collect();
        let mut notes: Vec<Note> = Note::uncertain(uncertain, ahead).into_iter().collect();
        if let Some(day) = handover.filter(|_| !leaving.is_empty()) {
            notes.push(Note::LeavesOffice { day, people: wording::list(&leaving) });
        }
        if people {
            notes.extend(self.open_ends(&rows, &terms));
        }
        notes.extend(match when {
            Some(when) => self.coverage(when)?,
            None if list.table == "meeting" => self.pauses(&When::Always)?,
            None => Vec::new(),
        });
        Ok(Answer { rows, known, notes })
    }

    /// Returns whether `row` certainly lies in `when`. Things older than the council, such as its Working Groups, lie
    /// before its founding.
    fn certainty(&self, dated: Dating, row: &Record, terms: &[Chairship], when: &When) -> Truth {
        let (first, last) = (when.first_day(), when.last_day());
        let date = |column: &str| PartialDate::parse(row.text(column));
        let bounds = match dated {
            Dating::Never | Dating::Publication(_) | Dating::Days(..) => return Truth::True,
            Dating::Point(column) => return date(column).map_or(Truth::Unknown, |date| date.lies_in(when)),
            Dating::Since(column) => date(column).map(|start| Period { start, end: None }.bounds(self.today)),
            Dating::Period if row.id.table == "office_holder" => self.in_office(row, terms),
            Dating::Period => row.period().map(|period| period.bounds(self.today)),
        };
        bounds.map_or(Truth::Unknown, |bounds| bounds.touches(first, last))
    }

    /// Returns the days that a person's time in office can be. Without a recorded end, it lasts no longer than the
    /// chairship.
    pub(crate) fn in_office(&self, person: &Record, terms: &[Chairship]) -> Option<Bounds> {
        let period = person.period()?;
        let mut bounds = period.bounds(self.today);
        let of = |term: &&Chairship| term.record.as_ref().is_some_and(|record| record.id == person.text("chairship"));
        if let (None, Some(term)) = (period.end, terms.iter().find(of)) {
            bounds.until(&term.bounds);
        }
        Some(bounds)
    }

    /// Returns the people who hold, or may hold, an office on `day` under one of `chairs`; offices called `chair...`
    /// come first.
    pub(crate) fn people_of(&self, chairs: &[Chairship], day: NaiveDate) -> Result<Vec<Record>, Error> {
        let ids: Vec<&str> = chairs.iter().filter_map(|chair| Some(chair.record.as_ref()?.id.as_str())).collect();
        let condition = format!("chairship IN ({})", vec!["?"; ids.len()].join(", "));
        let mut people = self.records_where("office_holder", &condition, &ids)?;
        people
            .retain(|person| self.in_office(person, chairs).is_some_and(|bounds| bounds.contains(day) != Truth::False));
        people.sort_by_key(|person| (!person.text("office").starts_with("chair"), person.text("office").to_string()));
        Ok(people)
    }

    /// Returns a note for each of `people` whose end in office is not in the data and may still come.
    pub(crate) fn open_ends(&self, people: &[Record], terms: &[Chairship]) -> Vec<Note> {
        let day = self.meta.verified_through;
        let lasting = |person: &&Record| self.in_office(person, terms).is_none_or(|bounds| bounds.end_max > day);
        let open = people.iter().filter(|person| person.text("end").is_empty()).filter(lasting);
        open.map(|person| Note::OpenEnd { person: person.text("person").to_string(), day }).collect()
    }

    /// Returns the columns of `table` that files carry.
    pub(crate) fn columns_of(&self, table: &str) -> Result<Vec<String>, Error> {
        let tables = self.tables()?;
        let table = tables.into_iter().find(|t| t.name == table);
        Ok(table.iter().flat_map(|t| t.columns_in_files()).map(|column| column.name.clone()).collect())
    }

    /// Returns the rows of `table` for which `condition` holds, in the order of the catalogue; for a table that is not
    /// in it, `condition` may end in an order. Its parameters stand for `values`.
    pub(crate) fn records_where(
        &self,
        table: &'static str,
        condition: &str,
        values: &[&str],
    ) -> Result<Vec<Record>, Error> {
        let order = info(table).map(|info| format!(" ORDER BY {}", info.order)).unwrap_or_default();
        self.records(table, &self.columns_of(table)?, &format!("{condition}{order}"), values)
    }

    /// Returns rows of `table` with these columns; `condition` may end in an order.
    pub(crate) fn records(
        &self,
        table: &'static str,
        columns: &[String],
        condition: &str,
        values: &[impl rusqlite::ToSql],
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

    /// Returns the documents that support `record`, oldest first.
    ///
    /// # Errors
    /// [`Error::Sql`] if the store cannot be read.
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
