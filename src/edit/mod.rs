//! Changing a registry: every change is held against all rules, done whole or not at all, and stands
//! in the log with its reason.

mod apply;
mod import;
mod merge;
mod undo;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde_json::Value;

use crate::store::Registry;
use crate::store::log::{self, Revision};
use crate::store::schema::{self, Table};
use crate::{Error, Problem};
pub(crate) use apply::{Change, upsert};
pub use merge::{Kept, Merge};

/// Table and key of a row.
pub(crate) type Record = (String, String);

/// How an edit stands in the log.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The command that makes it.
    pub command: &'static str,
    /// When: UTC, as `2026-11-23T10:00:00.000Z`.
    pub at: String,
    /// Who makes it, as far as known.
    pub who: Option<String>,
    /// The reason.
    pub why: Option<String>,
    /// Only try it: answer what would change, and change nothing.
    pub dry_run: bool,
}

/// A revision being made, in a transaction: it is there when it is finished, or not at all.
pub(crate) struct Edit<'a> {
    transaction: Transaction<'a>,
    pub tables: Vec<Table>,
    number: i64,
    dry_run: bool,
}

impl<'a> Edit<'a> {
    /// Begins; waits for whoever else is writing.
    pub fn begin(registry: &'a mut Registry, entry: &Provenance) -> Result<Self, Error> {
        let transaction = registry.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql =
            "INSERT INTO editing SELECT 1, coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4 FROM revision RETURNING number";
        let values = (&entry.at, entry.command, &entry.who, &entry.why);
        let number = transaction.query_row(sql, values, |row| row.get(0))?;
        Ok(Edit { tables: schema::tables(&transaction)?, transaction, number, dry_run: entry.dry_run })
    }

    pub fn conn(&self) -> &Connection {
        &self.transaction
    }

    /// Makes `changes`, and answers all that is wrong: with them, and with facts that are left without a
    /// source. A row that refers to one that is refused itself, here or in `refused`, is not to blame.
    pub fn apply(&self, changes: Vec<Change>, mut refused: HashSet<Record>) -> Result<Vec<Problem>, Error> {
        let places: BTreeMap<Record, (String, u64)> =
            changes.iter().filter_map(|change| Some((change.names(), change.place.clone()?))).collect();
        let failed = self.apply_what_fits(changes)?;
        refused.extend(failed.iter().map(|(change, _)| change.names()));
        let mut problems = Vec::new();
        let mut uncited: BTreeSet<Record> = self.uncited()?.into_iter().collect();
        for (change, reason) in failed {
            if let Some(Value::String(id)) = change.after.as_ref().and_then(|row| row.get("record")) {
                let named = change.after.as_ref().and_then(|row| row.get("table_name")).and_then(Value::as_str);
                uncited.remove(&(named.unwrap_or_default().to_string(), id.clone()));
            }
            if !change.leads_to(self.table(&change.table)?, &refused) {
                problems.push(change.problem(reason));
            }
        }
        for (table, id) in uncited {
            let (file, line) =
                places.get(&(table.clone(), id.clone())).cloned().unwrap_or_else(|| (format!("{table} {id}"), 0));
            let reason = "source: a fact needs one; name it with `--source ID`, or in `citation.csv`".to_string();
            problems.push(Problem { file, line, reason });
        }
        problems.sort();
        Ok(problems)
    }

    /// Makes those of `changes` that break no rule, and answers the others with the reason.
    pub fn apply_what_fits(&self, changes: Vec<Change>) -> Result<Vec<(Change, String)>, Error> {
        apply::all(self.conn(), &self.tables, changes)
    }

    /// Facts that are changed here, or a citation of which is, and that have no source.
    pub fn uncited(&self) -> Result<Vec<Record>, Error> {
        let mut found = Vec::new();
        for table in self.tables.iter().filter(|table| table.is_cited()) {
            let sql = format!(
                "SELECT id FROM {0} WHERE id IN (
                   SELECT iif(table_name = '{0}', record, coalesce(after, before) ->> 'record') FROM revision
                   WHERE number = ?1 AND (table_name = '{0}' OR table_name = 'citation' AND coalesce(after, before) ->> 'table_name' = '{0}'))
                 AND NOT EXISTS (SELECT 1 FROM citation WHERE table_name = '{0}' AND record = id) ORDER BY id",
                table.name
            );
            let mut statement = self.conn().prepare(&sql)?;
            for id in statement.query_map([self.number], |row| row.get(0))? {
                found.push((table.name.clone(), id?));
            }
        }
        Ok(found)
    }

    /// Ends, as [`Edit::finish`], if there are no `problems`.
    pub fn finish_unless(self, problems: Vec<Problem>) -> Result<Option<Revision>, Error> {
        if problems.is_empty() { self.finish() } else { Err(Error::Refused(problems)) }
    }

    /// Ends: answers what changed; or nothing, where nothing did.
    pub fn finish(self) -> Result<Option<Revision>, Error> {
        let revision = log::revision(self.conn(), self.number)?;
        self.conn().execute("DELETE FROM editing", [])?;
        if self.dry_run || revision.is_none() {
            self.transaction.rollback()?;
        } else {
            self.transaction.commit()?;
        }
        Ok(revision)
    }

    pub fn table(&self, name: &str) -> Result<&Table, Error> {
        let found = self.tables.iter().find(|table| table.name == name);
        found.ok_or_else(|| {
            let tables = self.tables.iter().map(|table| table.name.clone()).collect();
            Error::UnknownTable { name: name.to_string(), tables }
        })
    }
}

impl Registry {
    /// Adds a record, or changes the given columns of the one with the same key, and cites `sources`
    /// for it. An empty value empties the column.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is no such table or column, or the key is not given;
    /// [`Error::Invalid`] when a rule is broken, or a fact has no source.
    pub fn put(
        &mut self,
        table: &str,
        values: &[(String, String)],
        sources: &[String],
        entry: &Provenance,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, entry)?;
        let table = edit.table(table)?;
        let mut cells = Vec::new();
        for (name, value) in values {
            let Some(column) = table.columns_in_files().find(|column| column.name == *name) else {
                let names: Vec<&str> = table.columns_in_files().map(|column| column.name.as_str()).collect();
                let (name, table) = (crate::error::shown(name), &table.name);
                return Err(Error::Usage(format!(
                    "`{name}` is no column of table `{table}`; it has {}",
                    names.join(", ")
                )));
            };
            if cells.iter().any(|(other, _)| *other == column) {
                return Err(Error::Usage(format!("the column `{name}` is given twice")));
            }
            cells.push((column, value.as_str()));
        }
        for column in table.key_in_files() {
            if !cells.iter().any(|(other, value)| *other == column && !value.is_empty()) {
                let (name, table) = (&column.name, &table.name);
                return Err(Error::Usage(format!("which row of table `{table}`? give its key, as `{name}=...`")));
            }
        }
        let (change, row) = upsert(edit.conn(), table, &cells)
            .map_err(|reason| Error::Refused(vec![Problem { file: table.name.clone(), line: 0, reason }]))?;
        let record = log::key(table, &row);
        let mut changes: Vec<Change> = change.into_iter().collect();
        let citation = edit.table("citation")?;
        if !sources.is_empty() && !table.is_cited() {
            return Err(Error::Usage(format!("rows of table `{}` are no facts and cite no source", table.name)));
        }
        for source in sources {
            let cells = [table.name.as_str(), record.as_str(), source.as_str()];
            let cells: Vec<_> = citation.columns_in_files().zip(cells).collect();
            changes.extend(upsert(edit.conn(), citation, &cells).ok().and_then(|(change, _)| change));
        }
        let problems = edit.apply(changes, HashSet::new())?;
        edit.finish_unless(problems)
    }

    /// Removes the record of `table` that has this key: its id, or the words of a longer key.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is no such record; [`Error::Invalid`] when others hang on it.
    pub fn drop_record(&mut self, table: &str, key: &[String], entry: &Provenance) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, entry)?;
        let table = edit.table(table)?;
        let columns: Vec<_> = table.key_in_files().collect();
        if key.len() != columns.len() {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            return Err(Error::Usage(format!("the key of a row of table `{}` is {}", table.name, names.join(", "))));
        }
        let cells: Vec<_> = columns.into_iter().zip(key.iter().map(String::as_str)).collect();
        let found = match upsert(edit.conn(), table, &cells) {
            Ok((_, row)) => log::current(edit.conn(), table, &row)?,
            Err(_) => None,
        };
        let Some(row) = found else {
            let key = crate::error::shown(&key.join(" "));
            return Err(Error::Usage(format!("there is no `{key}` in table `{}`", table.name)));
        };
        let problems = edit.apply(vec![Change::new(table, Some(row), None)], HashSet::new())?;
        edit.finish_unless(problems)
    }
}
