//! Undoing a revision with a new one.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;

use super::{Blocked, Edit, EditError, PendingChange, Provenance, RowKey, UNCITED};
use crate::Error;
use crate::store::Registry;
use crate::store::log::{self, Revision, RowJson};

impl Registry {
    /// Undoes revision `number`: each of its rows becomes what it was before. The log gains a revision, which is
    /// returned.
    ///
    /// # Errors
    /// [`EditError::CannotUndo`] if later changes depend on it; an error if there is no such revision.
    pub fn undo(&mut self, number: i64, provenance: &Provenance) -> Result<Option<Revision>, Error> {
        let revision = self.revision(number)?;
        let edit = Edit::begin(self, provenance)?;
        let mut refused = changed_since(&edit, &revision)?;
        if refused.is_empty() {
            let mut changes = Vec::new();
            for change in revision.changes.into_iter().rev() {
                let table = edit.table(&change.table)?;
                let (before, after) = (change.after(), change.before());
                changes.push(PendingChange { record: change.record, ..PendingChange::new(table, before, after) });
            }
            let failed = edit.apply_what_fits(changes)?;
            refused.extend(failed.into_iter().map(|(change, reason)| (change.key(), reason)));
        }
        let mut rows = Vec::new();
        for ((table, record), reason) in refused {
            // The last change of the row itself, or of a row that refers to it.
            let later = edit.last_change_since(
                number,
                "(table_name = ?1 AND record = ?2 OR EXISTS (SELECT 1 FROM json_each(after) WHERE value = ?2))",
                (&table, &record),
            )?;
            rows.push(Blocked { table, record, reason, later });
        }
        for (table, record) in edit.uncited()? {
            // A source may have been dropped since, because there was still the one that this undo removes.
            let later = edit.last_change_since(
                number,
                "table_name = 'citation' AND after IS NULL AND before ->> 'table_name' = ?1 AND before ->> 'record' = ?2",
                (&table, &record),
            )?;
            if later.is_some() {
                rows.push(Blocked { table, record, reason: UNCITED.to_string(), later });
            }
        }
        if rows.is_empty() { edit.finish() } else { Err(EditError::CannotUndo { number, rows }.into()) }
    }
}

impl Edit<'_> {
    /// Returns the last revision after `number` that meets `condition`, in which `?1` and `?2` are `row`.
    fn last_change_since(
        &self,
        number: i64,
        condition: &str,
        row: (&String, &String),
    ) -> Result<Option<i64>, rusqlite::Error> {
        let sql = format!(
            "SELECT number FROM revision WHERE number > ?3 AND number < ?4 AND {condition} ORDER BY number DESC LIMIT 1"
        );
        self.conn().query_row(&sql, (row.0, row.1, number, self.number), |row| row.get(0)).optional()
    }
}

/// Returns the rows of a revision that have changed since, each with a reason not to undo it.
fn changed_since(edit: &Edit, revision: &Revision) -> Result<Vec<(RowKey, String)>, Error> {
    let mut left: BTreeMap<RowKey, (Option<RowJson>, Option<RowJson>)> = BTreeMap::new();
    for change in &revision.changes {
        for (key, before, after) in change.clone().sides(edit.table(&change.table)?) {
            left.insert((change.table.clone(), key), (before, after));
        }
    }
    let mut refused = Vec::new();
    for (key, (before, after)) in left {
        let Some(row) = after.as_ref().or(before.as_ref()) else { continue };
        let now = log::current(edit.conn(), edit.table(&key.0)?, row)?;
        let reason = match (&now, &after) {
            _ if now == after => continue,
            (None, _) => "the row no longer exists",
            (_, None) => "the row exists again",
            _ => "the row has changed since",
        };
        refused.push((key, reason.to_string()));
    }
    Ok(refused)
}
