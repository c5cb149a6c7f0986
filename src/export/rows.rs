//! Queries shared by several formats.

use std::collections::BTreeMap;

use rusqlite::types::Value;

use crate::Error;
use crate::store::Registry;
use crate::store::schema::Table;

/// Returns the rows of `table` in the order of its key, with the columns that files carry.
pub(super) fn rows(registry: &Registry, table: &Table) -> Result<Vec<Vec<Value>>, Error> {
    let mut statement = registry.conn.prepare(&table.select())?;
    let count = statement.column_count();
    let rows = statement.query_map([], |row| (0..count).map(|at| row.get(at)).collect())?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the ids of the sources of every record, by table and id of the record.
pub(super) fn cited(registry: &Registry) -> Result<BTreeMap<(String, String), Vec<String>>, Error> {
    let mut statement =
        registry.conn.prepare("SELECT table_name, record, source FROM citation ORDER BY table_name, record, source")?;
    let mut rows = statement.query([])?;
    let mut cited: BTreeMap<_, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        cited.entry((row.get(0)?, row.get(1)?)).or_default().push(row.get(2)?);
    }
    Ok(cited)
}
