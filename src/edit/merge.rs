//! A newer package into a registry that was made from an older one and edited since.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{Change, Edit, Provenance, Record};
use crate::Error;
use crate::package::{Package, version};
use crate::store::Registry;
use crate::store::log::{self, Revision, RowJson};
use crate::store::schema::Table;

/// What came of a merge.
#[derive(Clone, Debug)]
pub struct Merge {
    /// What changed; nothing where the registry had all of it.
    pub revision: Option<Revision>,
    /// Where the registry differs from the package on purpose.
    pub kept: Vec<Kept>,
}

/// A row that was left as it was edited here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The table that it is in.
    pub table: String,
    /// Key of the row.
    pub record: String,
    /// The row here, if it is here.
    pub ours: Option<RowJson>,
    /// The row in the package, if it is there.
    pub theirs: Option<RowJson>,
    /// Why the package's row does not fit, where that is the reason.
    pub reason: Option<String>,
}

impl Registry {
    /// Makes the registry follow `package`, a newer edition of the data it was made from. Rows that were edited here
    /// stay, and are listed where they differ; with `overwrite` they follow too. An edit that was undone, or that the
    /// package has taken over, is none.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the package is; [`Error::Usage`] when it is of another council, or older.
    pub fn merge(&mut self, package: &Package, overwrite: bool, entry: &Provenance) -> Result<Merge, Error> {
        let newer = Registry::in_memory(package).map_err(Error::refused)?;
        let (ours, theirs) = (self.meta(), newer.meta());
        if ours.name != theirs.name {
            return Err(Error::Usage(format!(
                "the registry is of the {}, this data of the {}; name another file with `--db FILE`",
                ours.name, theirs.name
            )));
        }
        if version(&ours.version) > version(&theirs.version) && !overwrite {
            return Err(Error::Usage(format!(
                "the registry holds data of {}, which is newer than {}; `--overwrite` goes back",
                ours.version, theirs.version
            )));
        }
        let why = Some(format!("data of {}", theirs.version));
        let edit = Edit::begin(self, &Provenance { why, ..entry.clone() })?;
        let edited = edited(edit.conn(), &edit.tables)?;
        let (mut changes, mut kept) = (Vec::new(), Vec::new());
        for table in &edit.tables {
            compare(&edit, &newer.conn, table, &edited, overwrite, &mut changes, &mut kept)?;
        }
        // What goes leaves last, in the order that lets go of a row before the row it refers to.
        let (gone, mut rest): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|change| change.after.is_none());
        rest.extend(gone.into_iter().rev());
        for (change, reason) in edit.apply_what_fits(rest)? {
            let Change { table, record, before, after, .. } = change;
            kept.push(Kept { table, record, ours: before, theirs: after, reason: Some(reason) });
        }
        Ok(Merge { revision: edit.finish()?, kept })
    }
}

/// Compares a table here with that of the package, row by row.
fn compare(
    edit: &Edit,
    newer: &Connection,
    table: &Table,
    edited: &BTreeMap<Record, Option<RowJson>>,
    overwrite: bool,
    changes: &mut Vec<Change>,
    kept: &mut Vec<Kept>,
) -> Result<(), Error> {
    let (ours, theirs) = (log::rows(edit.conn(), table)?, log::rows(newer, table)?);
    let cells = |row: Option<&String>| row.and_then(|json| serde_json::from_str::<RowJson>(json).ok());
    for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        let record = (table.name.clone(), key.clone());
        if ours.get(key) == theirs.get(key) {
            if edited.get(&record).is_some_and(|base| *base != cells(ours.get(key))) {
                agree(edit, &record, ours.get(key))?;
            }
            continue;
        }
        let (here, there) = (cells(ours.get(key)), cells(theirs.get(key)));
        let is_version = table.name == "meta" && key == "version";
        match edited.get(&record) {
            Some(base) if *base != here && !is_version && !overwrite => {
                kept.push(Kept { table: record.0, record: record.1, ours: here, theirs: there, reason: None });
            }
            _ => changes.push(Change { record: record.1, ..Change::new(table, here, there) }),
        }
    }
    Ok(())
}

/// Notes in the log that the package has taken an edit over: from here on the row follows again.
fn agree(edit: &Edit, (table, record): &Record, row: Option<&String>) -> Result<(), Error> {
    let sql = "INSERT INTO revision (number, at, command, who, why, table_name, record, before, after)
               SELECT number, at, command, who, why, ?1, ?2, ?3, ?3 FROM editing";
    if let Some(row) = row {
        edit.conn().execute(sql, (table, record, row))?;
    }
    Ok(())
}

/// The rows that were edited since they last followed a package, each as it was before.
fn edited(conn: &Connection, tables: &[Table]) -> Result<BTreeMap<Record, Option<RowJson>>, Error> {
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
