//! Edits of a registry. Each is checked against all rules, applied in full or not at all, and logged with its reason.

mod apply;
mod import;
mod merge;
mod near;
mod undo;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde_json::Value;

pub use crate::error::{Blocked, EditError};
use crate::store::Registry;
use crate::store::log::{self, Revision};
use crate::store::schema::{self, Column, Table};
use crate::{Error, Problem};
use apply::{PendingChange, upsert};
pub use merge::{Kept, Merge};

/// Table and key of a row.
pub(crate) type RowKey = (String, String);

/// The problem of a fact that cites no source.
pub(crate) const UNCITED: &str = "source: a fact needs at least one";

/// Who makes an edit, when, and why: what the log records of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Provenance {
    /// The command that makes it.
    pub command: &'static str,
    /// When: UTC, as `2026-11-23T10:00:00.000Z`.
    pub at: String,
    /// Who makes it, if known.
    pub who: Option<String>,
    /// The reason.
    pub why: Option<String>,
    /// Returns what would change, without changing it.
    pub dry_run: bool,
}

impl Provenance {
    /// Returns the provenance of an edit that `command` makes at the UTC time `at`, as `2026-11-23T10:00:00.000Z`.
    pub fn new(command: &'static str, at: &str) -> Self {
        Provenance { command, at: at.to_string(), who: None, why: None, dry_run: false }
    }
}

/// A revision being made, in a transaction. Unless it is finished, nothing changes.
pub(crate) struct Edit<'a> {
    transaction: Transaction<'a>,
    pub tables: Vec<Table>,
    number: i64,
    dry_run: bool,
}

impl<'a> Edit<'a> {
    /// Begins, after any other writer is done.
    pub fn begin(registry: &'a mut Registry, provenance: &Provenance) -> Result<Self, Error> {
        let transaction = registry.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql =
            "INSERT INTO editing SELECT 1, coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4 FROM revision RETURNING number";
        let values = (&provenance.at, provenance.command, &provenance.who, &provenance.why);
        let number = transaction.query_row(sql, values, |row| row.get(0))?;
        Ok(Edit { tables: schema::tables(&transaction)?, transaction, number, dry_run: provenance.dry_run })
    }

    pub fn conn(&self) -> &Connection {
        &self.transaction
    }

    /// Applies `changes`, and returns every problem with them, and with facts left without a source. A row that refers
    /// to another with a problem, or to one in `refused`, is not reported.
    pub fn apply(&self, changes: Vec<PendingChange>, mut refused: HashSet<RowKey>) -> Result<Vec<Problem>, Error> {
        // Where the facts are that may be found to be uncited.
        let facts: HashSet<&str> =
            self.tables.iter().filter(|table| table.is_cited()).map(|table| table.name.as_str()).collect();
        let facts = changes.iter().filter(|change| facts.contains(change.table.as_str()));
        let places: BTreeMap<RowKey, (Arc<str>, u64)> =
            facts.filter_map(|change| Some((change.key(), change.place.clone()?))).collect();
        let failed = self.apply_what_fits(changes)?;
        refused.extend(failed.iter().map(|(change, _)| change.key()));
        let mut problems = Vec::new();
        let mut uncited: BTreeSet<RowKey> = self.uncited()?.into_iter().collect();
        for (change, reason) in failed {
            let after = change.after().unwrap_or_default();
            if let Some(Value::String(id)) = after.get("record") {
                let named = after.get("table_name").and_then(Value::as_str);
                uncited.remove(&(named.unwrap_or_default().to_string(), id.clone()));
            }
            if !change.depends_on(self.table(&change.table)?, &refused) {
                problems.push(change.problem(reason));
            }
        }
        for key in uncited {
            let (file, line) = places.get(&key).cloned().unwrap_or_else(|| (format!("{} {}", key.0, key.1).into(), 0));
            problems.push(Problem { file: file.to_string(), line, reason: UNCITED.to_string() });
        }
        problems.sort();
        Ok(problems)
    }

    /// Applies those of `changes` that break no rule, and returns the others with the reason.
    pub fn apply_what_fits(&self, changes: Vec<PendingChange>) -> Result<Vec<(PendingChange, String)>, Error> {
        apply::apply_all(self.conn(), &self.tables, changes)
    }

    /// Returns the facts without a source that this revision changed, or whose citations it changed.
    pub fn uncited(&self) -> Result<Vec<RowKey>, Error> {
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

    /// Finishes as [`Edit::finish`] does, or fails with `problems` if there are any.
    pub fn finish_unless(self, problems: Vec<Problem>) -> Result<Option<Revision>, Error> {
        if problems.is_empty() { self.finish() } else { Err(Error::Refused(problems)) }
    }

    /// Commits, and returns what changed, or `None` if nothing did.
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

fn refused(table: &Table, reason: String) -> Error {
    Error::Refused(vec![Problem { file: table.name.clone(), line: 0, reason }])
}

fn names<'a>(columns: impl Iterator<Item = &'a Column>) -> Vec<String> {
    columns.map(|column| column.name.clone()).collect()
}

impl Registry {
    /// Returns the key and the required columns of some record of `table`, to show how one is written; nothing if the table
    /// is empty.
    pub fn example_of(&self, table: &Table) -> Result<Vec<(String, String)>, Error> {
        let keys: Vec<&Column> = table.key_in_files().collect();
        let columns: Vec<&Column> =
            table.columns_in_files().filter(|column| column.required || keys.contains(column)).collect();
        let quoted: Vec<String> = columns.iter().map(|column| format!("CAST(\"{}\" AS TEXT)", column.name)).collect();
        let mut statement = self.conn.prepare(&format!("SELECT {} FROM {} LIMIT 1", quoted.join(", "), table.name))?;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else { return Ok(Vec::new()) };
        let cell = |(at, column): (usize, &&Column)| Ok((column.name.clone(), row.get::<_, String>(at)?));
        columns.iter().enumerate().map(cell).collect()
    }

    /// Adds a record, or sets the given columns of the record with the same key, and cites `sources` for it. An empty
    /// value clears the column. A column that refers to parties or countries takes any name of one. Returns the revision, or `None` if nothing changed.
    ///
    /// # Errors
    /// [`Error::Edit`] if a column is unknown, or the key is incomplete; [`Error::Refused`] if a rule is broken, or a
    /// fact has no source; an error if there is no such table.
    pub fn put(
        &mut self,
        table: &str,
        values: &[(String, String)],
        sources: &[String],
        provenance: &Provenance,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, provenance)?;
        let table = edit.table(table)?;
        let table_name = || table.name.clone();
        let mut cells = Vec::new();
        for (name, value) in values {
            let Some(column) = table.columns_in_files().find(|column| column.name == *name) else {
                let (column, columns) = (name.clone(), names(table.columns_in_files()));
                return Err(EditError::UnknownColumn { table: table_name(), column, columns }.into());
            };
            if cells.iter().any(|(other, _)| *other == column) {
                return Err(EditError::DuplicateColumn(name.clone()).into());
            }
            let id = near::id_of(edit.conn(), column, value)?;
            cells.push((column, id.map_err(|reason| refused(table, reason))?));
        }
        let cells: Vec<(&Column, &str)> = cells.iter().map(|(column, value)| (*column, value.as_str())).collect();
        for column in table.key_in_files() {
            if !cells.iter().any(|(other, value)| *other == column && !value.is_empty()) {
                return Err(EditError::MissingKey { table: table_name(), column: column.name.clone() }.into());
            }
        }
        let (change, row) = upsert(edit.conn(), table, &cells).map_err(|reason| refused(table, reason))?;
        let record = log::key(table, &row);
        let is_new = change.as_ref().is_some_and(|change| change.before.is_none());
        let lacking = |column: &&Column| column.required && !cells.iter().any(|(given, _)| given == column);
        if is_new && table.has_id() && table.columns_in_files().any(|column| lacking(&column)) {
            // Most likely it is a typing error in the id, and not a new row.
            if let Some(near) = near::id_near(edit.conn(), &table.name, &record)? {
                return Err(EditError::NoSuchId { table: table_name(), id: record, near }.into());
            }
        }
        let mut changes: Vec<PendingChange> = change.into_iter().collect();
        let citation = edit.table("citation")?;
        if !sources.is_empty() && !table.is_cited() {
            return Err(EditError::NotCitable { table: table_name() }.into());
        }
        for source in sources {
            let cells = [table.name.as_str(), record.as_str(), source.as_str()];
            let cells: Vec<_> = citation.columns_in_files().zip(cells).collect();
            changes.extend(upsert(edit.conn(), citation, &cells).ok().and_then(|(change, _)| change));
        }
        let problems = edit.apply(changes, HashSet::new())?;
        edit.finish_unless(problems)
    }

    /// Deletes the record of `table` with this key: its id, or each part of a longer key. Returns the revision.
    ///
    /// # Errors
    /// [`Error::Edit`] if there is no such record; [`Error::Refused`] if others refer to it; an error if there is no
    /// such table.
    pub fn drop_record(
        &mut self,
        table: &str,
        key: &[String],
        provenance: &Provenance,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, provenance)?;
        let table = edit.table(table)?;
        let columns: Vec<_> = table.key_in_files().collect();
        if key.len() != columns.len() {
            return Err(EditError::WrongKey { table: table.name.clone(), columns: names(table.key_in_files()) }.into());
        }
        let cells: Vec<_> = columns.into_iter().zip(key.iter().map(String::as_str)).collect();
        let found = match upsert(edit.conn(), table, &cells) {
            Ok((_, row)) => log::current(edit.conn(), table, &row)?,
            Err(_) => None,
        };
        let Some(row) = found else {
            let id = key.join(" ");
            return Err(match near::id_near(edit.conn(), &table.name, &id).ok().flatten() {
                Some(near) => EditError::NoSuchId { table: table.name.clone(), id, near }.into(),
                None => EditError::NoSuchRow { table: table.name.clone(), key: id }.into(),
            });
        };
        let problems = edit.apply(vec![PendingChange::new(table, Some(row), None)], HashSet::new())?;
        edit.finish_unless(problems)
    }
}
