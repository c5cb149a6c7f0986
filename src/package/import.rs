//! A package into a registry that has data: rows are added, changed and, where asked, removed.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Package;
use super::read::Rows;
use crate::edit::{Change, Edit, Entry, upsert};
use crate::store::Registry;
use crate::store::catalogue::Table;
use crate::store::log::{self, Revision};
use crate::{Error, Problem};

/// Table and key of a row.
type Record = (String, String);

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
        entry: &Entry,
    ) -> Result<Option<Revision>, Error> {
        let edit = Edit::begin(self, entry)?;
        let Wanted { changes, mut problems, mut refused } = wanted(&edit, package, delete_missing)?;
        let places: BTreeMap<Record, (String, u64)> = changes
            .iter()
            .filter_map(|change| Some(((change.table.clone(), change.record.clone()), change.place.clone()?)))
            .collect();
        let failed = edit.apply_what_fits(changes)?;
        refused.extend(failed.iter().map(|(change, _)| (change.table.clone(), change.record.clone())));
        for (change, reason) in failed {
            let table = edit.table(&change.table)?;
            if !leads_to(&change, table, &refused) {
                problems.push(change.problem(reason));
            }
        }
        let place = |table: &str, id: &str| places.get(&(table.to_string(), id.to_string())).cloned();
        if problems.is_empty() {
            edit.need_sources(place)?;
            return edit.finish();
        }
        problems.sort();
        Err(Error::Invalid(problems))
    }
}

fn wanted(edit: &Edit, package: &Package, delete_missing: bool) -> Result<Wanted, Error> {
    let mut wanted = Wanted { problems: package.unknown_files(&edit.tables), ..Wanted::default() };
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

/// Whether `change` refers to a row that was refused itself, so that this one is not to blame.
fn leads_to(change: &Change, table: &Table, refused: &HashSet<Record>) -> bool {
    let Some(row) = &change.after else { return false };
    let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default().to_string();
    table.columns.iter().any(|column| {
        let parent = match &column.references {
            Some(parent) => parent.clone(),
            None if column.name == "record" => text("table_name"),
            None => return false,
        };
        refused.contains(&(parent, text(&column.name)))
    })
}
