//! A package into a registry that has data: rows are added, changed and, where asked, removed.

use std::collections::{BTreeMap, HashSet};

use super::{Change, Edit, Provenance, Record, upsert};
use crate::package::Package;
use crate::store::Registry;
use crate::store::load::{self, Rows};
use crate::store::log::{self, Revision};
use crate::{Error, Problem};

/// What a package asks for.
#[derive(Default)]
struct Wanted {
    changes: Vec<Change>,
    problems: Vec<Problem>,
    /// Rows that could not be read.
    refused: HashSet<Record>,
}

impl Registry {
    /// Takes over the rows of `package`: a row with a key that is there changes that row, in the columns that the
    /// file has; any other is added. With `delete_missing`, rows that a file does not have are removed from its table.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every row that breaks a rule; nothing has changed then.
    pub fn import(
        &mut self,
        package: &Package,
        delete_missing: bool,
        entry: &Provenance,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, entry)?;
        let Wanted { changes, mut problems, refused } = wanted(&edit, package, delete_missing)?;
        problems.extend(edit.apply(changes, refused)?);
        problems.sort();
        edit.finish_unless(problems)
    }
}

fn wanted(edit: &Edit, package: &Package, delete_missing: bool) -> Result<Wanted, Error> {
    let mut wanted = Wanted { problems: load::unknown_files(package, &edit.tables), ..Wanted::default() };
    let mut removed = Vec::new();
    for table in &edit.tables {
        let file = format!("{}.csv", table.name);
        let Some(bytes) = package.files.get(&file) else { continue };
        let mut rows = match Rows::open(table, &file, bytes, true) {
            Ok(rows) => rows,
            Err(problem) => {
                wanted.problems.push(problem);
                continue;
            }
        };
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        while let Some(read) = rows.next() {
            let line = match read {
                Ok(line) => line,
                Err(problem) => {
                    wanted.problems.push(problem);
                    wanted.refused.insert((table.name.clone(), rows.text(0).to_string()));
                    continue;
                }
            };
            let cells: Vec<_> = rows.columns.iter().enumerate().map(|(at, column)| (*column, rows.text(at))).collect();
            let problem = |reason| Problem { file: file.clone(), line, reason };
            match upsert(edit.conn(), table, &cells) {
                Ok((change, row)) => {
                    let key = log::key(table, &row);
                    if let Some(first) = seen.get(&key) {
                        let name = &rows.columns[0].name;
                        wanted.problems.push(problem(format!("{name}: the same row stands on line {first}")));
                        continue;
                    }
                    seen.insert(key, line);
                    wanted.changes.extend(change.map(|change| Change { place: Some((file.clone(), line)), ..change }));
                }
                Err(reason) => {
                    wanted.problems.push(problem(reason));
                    wanted.refused.insert((table.name.clone(), rows.text(0).to_string()));
                }
            }
        }
        if delete_missing {
            for (key, row) in log::rows(edit.conn(), table)? {
                if !seen.contains_key(&key) {
                    removed.push(Change::new(table, serde_json::from_str(&row).ok(), None));
                }
            }
        }
    }
    // Rows go after those that refer to them.
    wanted.changes.extend(removed.into_iter().rev());
    Ok(wanted)
}
