//! Merges a newer package into a registry that was made from an older one and edited since.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{Edit, EditError, PendingChange, Provenance, RowKey};
use crate::Error;
use crate::package::{Package, version};
use crate::store::Registry;
use crate::store::log::{self, Revision, RowJson};
use crate::store::schema::Table;

/// The result of a merge.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Merge {
    /// What changed; `None` if the registry was up to date.
    pub revision: Option<Revision>,
    /// Rows in which the registry still differs from the package.
    pub kept: Vec<Kept>,
}

/// A row that a merge left as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// The table that it is in.
    pub table: String,
    /// Key of the row.
    pub record: String,
    /// The registry's row, if it has one.
    pub ours: Option<RowJson>,
    /// The package's row, if it has one.
    pub theirs: Option<RowJson>,
    /// Why the package's row could not be merged; `None` if the registry's row was edited.
    pub reason: Option<String>,
}

/// The rows edited since they last followed a package, with what they were before.
type Edited = BTreeMap<RowKey, Option<RowJson>>;

impl Registry {
    /// Updates the registry to `package`, a newer version of the data it was made from. Rows that were edited are kept
    /// and returned if they differ from it; with `overwrite` they are updated too. An edit that was undone, or that the
    /// package has as well, no longer counts.
    ///
    /// # Errors
    /// [`Error::Refused`] if the package breaks a rule; [`EditError::OtherCouncil`] and [`EditError::OlderData`].
    pub fn merge(&mut self, package: &Package, overwrite: bool, provenance: &Provenance) -> Result<Merge, Error> {
        let newer = Registry::in_memory(package).map_err(Error::refused)?;
        let (ours, theirs) = (self.meta(), newer.meta());
        if ours.name != theirs.name {
            return Err(EditError::OtherCouncil { ours: ours.name.clone(), theirs: theirs.name.clone() }.into());
        }
        if version(&ours.version) > version(&theirs.version) && !overwrite {
            return Err(EditError::OlderData { ours: ours.version.clone(), theirs: theirs.version.clone() }.into());
        }
        let why = Some(format!("data of {}", theirs.version));
        let edit = Edit::begin(self, &Provenance { why, ..provenance.clone() })?;
        let edited = edited(edit.conn(), &edit.tables)?;
        let (mut changes, mut kept) = (Vec::new(), Vec::new());
        for table in &edit.tables {
            merge_table(&edit, &newer.conn, table, &edited, overwrite, &mut changes, &mut kept)?;
        }
        // Deletions come last, children before parents.
        let (deleted, mut rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.after.is_none());
        rest.extend(deleted.into_iter().rev());
        for (change, reason) in edit.apply_what_fits(rest)? {
            let (ours, theirs) = (change.before(), change.after());
            kept.push(Kept { table: change.table, record: change.record, ours, theirs, reason: Some(reason) });
        }
        Ok(Merge { revision: edit.finish()?, kept })
    }
}

/// Adds to `changes` and `kept` the rows in which a table differs from that of the package.
fn merge_table(
    edit: &Edit,
    newer: &Connection,
    table: &Table,
    edited: &Edited,
    overwrite: bool,
    changes: &mut Vec<PendingChange>,
    kept: &mut Vec<Kept>,
) -> Result<(), Error> {
    let (ours, theirs) = (log::rows(edit.conn(), table)?, log::rows(newer, table)?);
    let parse = |row: Option<&String>| row.and_then(|json| serde_json::from_str::<RowJson>(json).ok());
    for record in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        let key = (table.name.clone(), record.clone());
        let (ours, theirs) = (ours.get(record), theirs.get(record));
        let is_edited = edited.get(&key).is_some_and(|base| *base != parse(ours));
        let is_version = table.name == "meta" && record == "version";
        if ours == theirs {
            if is_edited {
                settle(edit, &key, ours)?;
            }
        } else if is_edited && !is_version && !overwrite {
            kept.push(Kept { table: key.0, record: key.1, ours: parse(ours), theirs: parse(theirs), reason: None });
        } else {
            changes.push(PendingChange { record: key.1, ..PendingChange::new(table, parse(ours), parse(theirs)) });
        }
    }
    Ok(())
}

/// Records in the log that the package has an edit as well, so that the row follows packages again.
fn settle(edit: &Edit, (table, record): &RowKey, row: Option<&String>) -> Result<(), Error> {
    let sql = "INSERT INTO revision (number, at, command, who, why, table_name, record, before, after)
               SELECT number, at, command, who, why, ?1, ?2, ?3, ?3 FROM editing";
    if let Some(row) = row {
        edit.conn().execute(sql, (table, record, row))?;
    }
    Ok(())
}

fn edited(conn: &Connection, tables: &[Table]) -> Result<Edited, Error> {
    let mut statement =
        conn.prepare("SELECT table_name, record, before, after, command IS 'seed' FROM revision ORDER BY change")?;
    let mut rows = statement.query([])?;
    let mut edited = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (change, seed): (_, bool) = (log::row_change(row)?, row.get(4)?);
        let Some(table) = tables.iter().find(|table| table.name == change.table) else { continue };
        for (key, before, _) in change.sides(table) {
            let record = (table.name.clone(), key);
            if seed {
                edited.remove(&record);
            } else {
                edited.entry(record).or_insert(before);
            }
        }
    }
    Ok(edited)
}
