//! Imports a package into a registry that has data.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Edit, PendingChange, Provenance, RowKey, upsert};
use crate::package::Package;
use crate::store::Registry;
use crate::store::load::{self, Rows};
use crate::store::log::{self, Revision};
use crate::store::schema::Table;
use crate::{Error, Problem};

/// What it takes to import a package.
#[derive(Default)]
struct Plan {
    changes: Vec<PendingChange>,
    problems: Vec<Problem>,
    /// Rows that could not be read.
    refused: HashSet<RowKey>,
}

impl Registry {
    /// Imports the rows of `package`. A row with the key of a stored row updates it, in the columns that the file has;
    /// any other row is added. With `delete_missing`, stored rows that the file of their table lacks are deleted.
    /// Returns the revision, or `None` if nothing changed.
    ///
    /// # Errors
    /// [`Error::Refused`] with every row that breaks a rule; nothing has changed then.
    pub fn import(
        &mut self,
        package: &Package,
        delete_missing: bool,
        provenance: &Provenance,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, provenance)?;
        let mut plan = Plan { problems: load::unknown_files(package, &edit.tables), ..Plan::default() };
        let mut deleted = Vec::new();
        for table in &edit.tables {
            let file = format!("{}.csv", table.name);
            let Some(bytes) = package.files.get(&file) else { continue };
            let Some(seen) = plan.read(&edit, table, &file, bytes)? else { continue };
            if delete_missing {
                for (key, row) in log::rows(edit.conn(), table)? {
                    if !seen.contains_key(&key) {
                        deleted.push(PendingChange::new(table, serde_json::from_str(&row).ok(), None));
                    }
                }
            }
        }
        let Plan { mut changes, mut problems, refused } = plan;
        // Children are deleted before their parents.
        changes.extend(deleted.into_iter().rev());
        problems.extend(edit.apply(changes, refused)?);
        problems.sort();
        edit.finish_unless(problems)
    }
}

impl Plan {
    /// Plans the rows of `file`, and returns their keys with their lines; or `None` if its header is invalid.
    fn read(
        &mut self,
        edit: &Edit,
        table: &Table,
        file: &str,
        bytes: &[u8],
    ) -> Result<Option<BTreeMap<String, u64>>, Error> {
        let mut rows = match Rows::open(table, file, bytes, true) {
            Ok(rows) => rows,
            Err(problem) => {
                self.problems.push(problem);
                return Ok(None);
            }
        };
        let name: Arc<str> = file.into();
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        while let Some(read) = rows.next() {
            let planned = read.and_then(|line| {
                let cells: Vec<_> =
                    rows.columns.iter().enumerate().map(|(at, column)| (*column, rows.text(at))).collect();
                let planned = upsert(edit.conn(), table, &cells);
                planned.map(|planned| (line, planned)).map_err(|reason| Problem {
                    file: file.to_string(),
                    line,
                    reason,
                })
            });
            match planned {
                Ok((line, (change, row))) => {
                    let key = log::key(table, &row);
                    if let Some(first) = seen.get(&key) {
                        let reason = format!("{}: the same row as on line {first}", rows.columns[0].name);
                        self.problems.push(Problem { file: file.to_string(), line, reason });
                        continue;
                    }
                    seen.insert(key, line);
                    let place = Some((name.clone(), line));
                    self.changes.extend(change.map(|change| PendingChange { place, ..change }));
                }
                Err(problem) => {
                    self.problems.push(problem);
                    self.refused.insert((table.name.clone(), rows.text(0).to_string()));
                }
            }
        }
        Ok(Some(seen))
    }
}
