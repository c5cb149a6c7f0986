//! The tables and their columns, read from the schema. Files, exports and checks all use this description.

use rusqlite::Connection;

use crate::Error;

/// A table of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the table, and of its file without `.csv`.
    pub name: String,
    /// What a row stands for.
    pub about: String,
    /// All columns except the generated ones, in the order of the schema; computed ones come last.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name of the column, in the store and in files.
    pub name: String,
    /// What it means.
    pub about: String,
    /// Whether it holds whole numbers; otherwise it holds text.
    pub integer: bool,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is part of the primary key.
    pub key: bool,
    /// Whether no two rows have the same value.
    pub unique: bool,
    /// Whether it is computed from another column: it is in the store, but not in files.
    pub computed: bool,
    /// The table whose `id` it refers to.
    pub references: Option<String>,
    /// Whether it holds dates, as text.
    pub dated: bool,
}

impl Table {
    /// Returns the columns that are in files.
    pub fn columns_in_files(&self) -> impl Iterator<Item = &Column> + Clone {
        self.columns.iter().filter(|column| !column.computed)
    }

    /// Returns the query for all rows in the order of the key, with the columns that are in files.
    pub fn select(&self) -> String {
        let quoted =
            |columns: Vec<&str>| columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let key = self.columns.iter().filter(|column| column.key).map(|column| column.name.as_str()).collect();
        let columns = self.columns_in_files().map(|column| column.name.as_str()).collect();
        format!("SELECT {} FROM {} ORDER BY {}", quoted(columns), self.name, quoted(key))
    }

    /// Returns the statement that inserts `rows` rows, with a parameter for each of [`Table::columns`].
    pub fn insert(&self, rows: usize) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let places = format!("({})", vec!["?"; names.len()].join(", "));
        format!("INSERT INTO {} ({}) VALUES {}", self.name, names.join(", "), vec![places; rows].join(", "))
    }

    /// Returns whether rows have an `id`, by which others refer to them.
    pub fn has_id(&self) -> bool {
        self.columns.first().is_some_and(|column| column.name == "id")
    }

    /// Returns the columns that identify a row in files: the key, or the first column if the key is computed from it.
    pub fn key_in_files(&self) -> impl Iterator<Item = &Column> + Clone {
        let computed = self.columns.iter().any(|column| column.key && column.computed);
        self.columns_in_files()
            .enumerate()
            .filter(move |(at, column)| column.key || computed && *at == 0)
            .map(|(_, c)| c)
    }

    /// Returns whether rows need a source.
    pub fn is_cited(&self) -> bool {
        self.is_fact() || self.name == "country"
    }

    /// Returns whether rows are facts, which have a confidence.
    pub fn is_fact(&self) -> bool {
        self.columns.iter().any(|column| column.name == "confidence")
    }
}

/// Returns the tables that are in files, in the order of the schema. The log is not one of them.
///
/// # Errors
/// If the store cannot be read.
pub fn tables(conn: &Connection) -> Result<Vec<Table>, Error> {
    let mut statement = conn.prepare(
        "SELECT name, sql FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('revision', 'editing') ORDER BY rowid",
    )?;
    let named = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    named
        .map(|row| {
            let (name, sql): (String, String) = row?;
            let columns = columns(conn, &name, &sql)?;
            Ok(Table { about: remark(&sql, |line| line.starts_with("CREATE TABLE")), name, columns })
        })
        .collect()
}

fn columns(conn: &Connection, table: &str, sql: &str) -> Result<Vec<Column>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT info.name, type = 'INTEGER', \"notnull\", pk > 0, keys.\"table\",
           EXISTS (SELECT 1 FROM pragma_index_list(?1) AS list JOIN pragma_index_info(list.name) AS part
                   WHERE list.origin = 'u' AND part.name = info.name)
         FROM pragma_table_info(?1) AS info LEFT JOIN pragma_foreign_key_list(?1) AS keys ON keys.\"from\" = info.name
         ORDER BY cid",
    )?;
    // `meta.value` is a date for some keys only.
    let is_dated = |name: &str| table != "meta" && sql.contains(&format!("CONSTRAINT \"{name}: not a da"));
    let rows = statement.query_map([table], |row| {
        let name: String = row.get(0)?;
        let about = remark(sql, |line| line.trim_start().split(' ').next() == Some(&name));
        Ok(Column {
            computed: about.starts_with("computed"),
            integer: row.get(1)?,
            required: row.get(2)?,
            key: row.get(3)?,
            references: row.get(4)?,
            dated: is_dated(&name),
            unique: row.get(5)?,
            name,
            about,
        })
    })?;
    let mut columns = rows.collect::<Result<Vec<_>, _>>()?;
    columns.sort_by_key(|column| column.computed);
    Ok(columns)
}

/// Returns the remark at the end of the first line for which `is_it` holds.
fn remark(sql: &str, is_it: impl Fn(&str) -> bool) -> String {
    let line = sql.lines().find(|line| is_it(line)).unwrap_or_default();
    line.split_once("-- ").map(|(_, remark)| remark.trim().to_string()).unwrap_or_default()
}
