//! Taking a revision back, with a new one.

use std::collections::BTreeMap;

use super::{Change, Edit, Provenance, Record};
use crate::Error;
use crate::store::Registry;
use crate::store::log::{self, Revision, RowJson};

impl Registry {
    /// Undoes revision `number`: each row becomes what it was before. The log gains a revision.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is no such revision, or when later changes depend on it.
    pub fn undo(&mut self, number: i64, entry: &Provenance) -> Result<Option<Revision>, Error> {
        let revision = self.revision(number)?;
        let edit = Edit::begin(self, entry)?;
        let mut refused = changed_since(&edit, &revision)?;
        if refused.is_empty() {
            let mut changes = Vec::new();
            for change in revision.changes.into_iter().rev() {
                let table = edit.table(&change.table)?;
                changes.push(Change { record: change.record, ..Change::new(table, change.after, change.before) });
            }
            let failed = edit.apply_what_fits(changes)?;
            refused.extend(failed.into_iter().map(|(change, reason)| (change.names(), reason)));
        }
        // Another source may have been dropped since because the one that would go now was there.
        let mut bare = Vec::new();
        for (table, id) in edit.uncited()? {
            let sql = "SELECT max(number) FROM revision WHERE number > ?3 AND number < ?4 AND table_name = 'citation' AND after IS NULL
                         AND before ->> 'table_name' = ?1 AND before ->> 'record' = ?2";
            let later: Option<i64> =
                edit.conn().query_row(sql, (&table, &id, number, edit.number), |row| row.get(0))?;
            bare.extend(later.map(|later| format!("\n{table} {id}: source: a fact needs one (revision {later})")));
        }
        if refused.is_empty() && bare.is_empty() {
            return edit.finish();
        }
        let mut text = format!("revision {number} cannot be undone");
        for ((table, record), reason) in &refused {
            text += &format!("\n{table} {record}: {reason}");
            // Whatever changed the row itself since, or refers to it.
            let sql = "SELECT number FROM revision WHERE number > ?3 AND number < ?4
                         AND (table_name = ?1 AND record = ?2 OR EXISTS (SELECT 1 FROM json_each(after) WHERE value = ?2))
                       ORDER BY number DESC LIMIT 1";
            let mut statement = edit.conn().prepare(sql)?;
            let mut later = statement.query((table, record, number, edit.number))?;
            if let Some(row) = later.next()? {
                text += &format!(" (revision {})", row.get::<_, i64>(0)?);
            }
        }
        text += &bare.concat();
        text += "\nundo what came later first, or `put` the rows as they shall be";
        Err(Error::Usage(text))
    }
}

/// The rows of a revision that are no longer as it left them, with the reason to give.
fn changed_since(edit: &Edit, revision: &Revision) -> Result<Vec<(Record, String)>, Error> {
    let mut left: BTreeMap<Record, (Option<RowJson>, Option<RowJson>)> = BTreeMap::new();
    for change in &revision.changes {
        for (key, before, after) in change.clone().sides(edit.table(&change.table)?) {
            left.insert((change.table.clone(), key), (before, after));
        }
    }
    let mut refused = Vec::new();
    for (record, (before, after)) in left {
        let Some(row) = after.as_ref().or(before.as_ref()) else { continue };
        let now = log::current(edit.conn(), edit.table(&record.0)?, row)?;
        let reason = match (&now, &after) {
            _ if now == after => continue,
            (None, _) => "the row is no longer there",
            (_, None) => "the row is there again",
            _ => "the row has changed since",
        };
        refused.push((record, reason.to_string()));
    }
    Ok(refused)
}
